/** The chart of the term structure: its library is loaded when the first one is shown. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import UPlot, { type AlignedData, type Options } from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatClock, formatDay } from "../lib/format.ts";
import type { TermRow } from "./termStructure.ts";

interface Properties {
  readonly rows: readonly TermRow[];
  /** Seconds of a delivery period. */
  readonly period: number;
  /** Chain time, unix seconds. */
  readonly now: number;
  /** Names of the gates, in the order of a row's prices. */
  readonly gates: readonly string[];
  /** A price in ticks as a number to draw. */
  readonly numberOf: (ticks: number) => number;
  /** A price in ticks for people. */
  readonly format: (ticks: number) => string;
  readonly label: string;
}

export default function Chart({ rows, period, now, gates, numberOf, format, label }: Properties) {
  const element = useRef<HTMLDivElement>(null);
  const nowRef = useRef(now);
  nowRef.current = now;
  const shape = JSON.stringify([rows, gates]);
  const isDark = useSyncExternalStore(subscribeScheme, () => DARK.matches);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for rows and gates, which are new each time
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const style = getComputedStyle(target);
    const data = [
      rows.map(({ hour }) => hour * period),
      ...gates.map((_, i) => rows.map(({ prices }) => (prices[i] == null ? null : numberOf(prices[i])))),
    ] as AlignedData;
    const axis = {
      stroke: style.getPropertyValue("--muted"),
      grid: { stroke: style.getPropertyValue("--line"), width: 1 },
      ticks: { stroke: style.getPropertyValue("--line"), width: 1 },
    };
    const options: Options = {
      width: target.clientWidth,
      height: HEIGHT,
      tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), "UTC"),
      legend: { live: true },
      cursor: { y: false },
      scales: { x: { time: true } },
      axes: [
        {
          ...axis,
          space: 70,
          values: (_, splits) => splits.map((s) => (s % 86_400 === 0 ? formatDay(s) : formatClock(s))),
        },
        {
          ...axis,
          size: 58,
          values: (_, splits, __, ___, step) => splits.map((price) => price.toFixed(placesOf(step))),
        },
      ],
      series: [
        { label: "Delivery", value: (_, s: number | null) => (s === null ? "–" : `${formatDay(s)} ${formatClock(s)}`) },
        ...gates.map((name, i) => ({
          label: name,
          stroke: style.getPropertyValue(`--gate-${i % COLOURS}`),
          width: 1.6,
          spanGaps: false,
          points: { show: true, size: 5, fill: style.getPropertyValue("--surface") },
          value: (_: UPlot, value: number | null, __: number, at: number | null) => {
            const ticks = at === null ? null : rows[at]?.prices[i];
            return value === null || ticks == null ? "–" : format(ticks);
          },
        })),
      ],
      hooks: {
        draw: [(chart) => drawNow(chart, nowRef.current, style)],
        setCursor: [showValues],
        ready: [showValues],
      },
    };
    const chart = new UPlot(options, data, target);
    const observer = new ResizeObserver(() => chart.setSize({ width: target.clientWidth, height: HEIGHT }));
    observer.observe(target);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
    // A canvas keeps the colours that it was drawn with: another scheme is drawn anew.
  }, [shape, isDark]);
  return <div ref={element} className="chart" role="img" aria-label={label} />;
}

const DARK = matchMedia("(prefers-color-scheme: dark)");

function subscribeScheme(changed: () => void): () => void {
  DARK.addEventListener("change", changed);
  return () => DARK.removeEventListener("change", changed);
}

const HEIGHT = 260;
const COLOURS = 4;

/** Digits behind the point that prices of a step need, two at least. */
function placesOf(step: number): number {
  return Math.max(2, String(step).split(".")[1]?.length ?? 0);
}

/** The legend has the values under the cursor, and the names alone while it is elsewhere. */
function showValues({ cursor, root }: UPlot): void {
  root.querySelector(".u-legend")?.classList.toggle("u-live", (cursor.left ?? -1) >= 0);
}

/** A line where the chain's clock stands. */
function drawNow(chart: UPlot, now: number, style: CSSStyleDeclaration): void {
  const { ctx, bbox } = chart;
  const x = chart.valToPos(now, "x", true);
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = style.getPropertyValue("--muted");
  ctx.font = `${12 * devicePixelRatio}px ${style.fontFamily}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.fillText("now", x + 5 * devicePixelRatio, bbox.top + 2);
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
