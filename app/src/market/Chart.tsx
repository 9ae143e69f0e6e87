/** The chart of the term structure: its library is loaded when the first one is shown. */
import { useRef } from "react";
import UPlot, { type AlignedData } from "uplot";
import { formatClock, formatDay } from "../lib/format.ts";
import { axisOf, type Plot, pricesOfAxis, showValues, usePlot } from "../ui/usePlot.ts";
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

export default function Chart(properties: Properties) {
  const { gates, label, now, rows } = properties;
  const nowRef = useRef(now);
  nowRef.current = now;
  const element = usePlot(JSON.stringify([rows, gates]), (style) => plotOf(properties, nowRef, style));
  return <div ref={element} className="chart" role="img" aria-label={label} />;
}

const COLOURS = 4;

function plotOf(
  { rows, period, gates, numberOf, format }: Properties,
  now: { readonly current: number },
  style: CSSStyleDeclaration,
): Plot {
  const data = [
    rows.map(({ hour }) => hour * period),
    ...gates.map((_, i) => rows.map(({ prices }) => (prices[i] == null ? null : numberOf(prices[i])))),
  ] as AlignedData;
  const axis = axisOf(style);
  return {
    data,
    options: {
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
        { ...axis, size: 58, values: pricesOfAxis },
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
        draw: [(chart) => drawNow(chart, now.current, style)],
        setCursor: [showValues],
        ready: [showValues],
      },
    },
  };
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
