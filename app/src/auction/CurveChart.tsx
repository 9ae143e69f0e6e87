/** Supply and demand of one hour, and where it cleared. Its library is loaded when the first chart is shown. */
import UPlot, { type AlignedData } from "uplot";
import { formatLots } from "../lib/format.ts";
import { axisOf, type Plot, pricesOfAxis, showValues, usePlot } from "../ui/usePlot.ts";
import type { CurveRow, InBlocks } from "./curves.ts";

interface Properties {
  readonly rows: readonly CurveRow[];
  /** Price in ticks, and lots; undefined where nothing was traded. */
  readonly cleared: { readonly price: number; readonly volume: number } | undefined;
  readonly inBlocks: InBlocks;
  /** A price in ticks as a number to draw. */
  readonly numberOf: (ticks: number) => number;
  /** A price in ticks for people. */
  readonly format: (ticks: number) => string;
  readonly label: string;
}

export default function CurveChart(properties: Properties) {
  const { cleared, inBlocks, label, rows } = properties;
  const element = usePlot(JSON.stringify([rows, cleared, inBlocks]), (style) => plotOf(properties, style));
  return <div ref={element} className="chart" role="img" aria-label={label} />;
}

function plotOf({ rows, cleared, inBlocks, numberOf, format }: Properties, style: CSSStyleDeclaration): Plot {
  const drawn = (ticks: number | null) => (ticks === null ? null : numberOf(ticks));
  const axis = axisOf(style);
  const colour = (name: string) => style.getPropertyValue(`--${name}`);
  const curve = (label: string, stroke: string, ticksAt: (row: CurveRow) => number | null) => ({
    label,
    stroke,
    width: 2,
    paths: UPlot.paths.stepped?.({ align: 1 }) ?? null,
    points: { show: false },
    value: (_: UPlot, __: number | null, ___: number, at: number | null) => {
      const row = at === null ? undefined : rows[at];
      const ticks = row === undefined ? null : ticksAt(row);
      return ticks === null ? "–" : format(ticks);
    },
  });
  const price = cleared === undefined ? [] : [numberOf(cleared.price)];
  return {
    data: [
      rows.map(({ lots }) => lots),
      rows.map(({ demand }) => drawn(demand)),
      rows.map(({ supply }) => drawn(supply)),
      ...price.map((one) => rows.map(() => one)),
    ] as AlignedData,
    options: {
      legend: { live: true },
      cursor: { y: false },
      scales: { x: { time: false, range: (_, __, most) => [0, Math.max(1, most)] } },
      axes: [
        { ...axis, space: 60, incrs: WHOLE, values: (_, splits) => splits.map((lots) => formatLots(lots)) },
        { ...axis, size: 58, values: pricesOfAxis },
      ],
      series: [
        { label: "Lots from", value: (_, lots: number | null) => (lots === null ? "–" : formatLots(lots)) },
        curve("Demand", colour("buy"), ({ demand }) => demand),
        curve("Supply", colour("sell"), ({ supply }) => supply),
        ...price.map(() => ({
          ...curve("Clearing price", colour("accent"), () => cleared?.price ?? null),
          width: 1.5,
          dash: [6, 4],
        })),
      ],
      hooks: {
        drawAxes: [
          (chart) => {
            shade(chart, { lots: inBlocks.bought, above: true, numberOf, cleared }, colour("buy"));
            shade(chart, { lots: inBlocks.sold, above: false, numberOf, cleared }, colour("sell"));
          },
        ],
        draw: [(chart) => cleared !== undefined && markVolume(chart, cleared, numberOf, style)],
        setCursor: [showValues],
        ready: [showValues],
      },
    },
  };
}

const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7, 1e8];

interface Shaded {
  /** What strips and blocks trade: the first lots of their side. */
  readonly lots: number;
  readonly above: boolean;
  readonly numberOf: Properties["numberOf"];
  readonly cleared: Properties["cleared"];
}

/** The lots of strips and blocks: buys take any price, above the clearing price; sells below it. */
function shade(chart: UPlot, { above, cleared, lots, numberOf }: Shaded, colour: string): void {
  if (lots === 0 || cleared === undefined) return;
  const { bbox, ctx } = chart;
  const [from, to] = [chart.valToPos(0, "x", true), chart.valToPos(lots, "x", true)];
  const y = chart.valToPos(numberOf(cleared.price), "y", true);
  ctx.save();
  ctx.globalAlpha = 0.18;
  ctx.fillStyle = colour;
  if (above) ctx.fillRect(from, bbox.top, to - from, y - bbox.top);
  else ctx.fillRect(from, y, to - from, bbox.top + bbox.height - y);
  ctx.restore();
}

/** A point where the hour cleared, and a line down to its volume. */
function markVolume(
  chart: UPlot,
  { price, volume }: NonNullable<Properties["cleared"]>,
  numberOf: Properties["numberOf"],
  style: CSSStyleDeclaration,
): void {
  const { bbox, ctx } = chart;
  const [x, y] = [chart.valToPos(volume, "x", true), chart.valToPos(numberOf(price), "y", true)];
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = style.getPropertyValue("--accent");
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x, y, 5 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.fill();
  ctx.restore();
}
