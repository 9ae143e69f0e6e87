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
  /** Of prices. */
  readonly unit: string;
  readonly label: string;
}

export default function CurveChart(properties: Properties) {
  const { cleared, inBlocks, label, rows } = properties;
  const element = usePlot(JSON.stringify([rows, cleared, inBlocks]), (style) => plotOf(properties, style));
  return <div ref={element} className="chart" role="img" aria-label={label} />;
}

function plotOf({ rows, cleared, inBlocks, numberOf, format, unit }: Properties, style: CSSStyleDeclaration): Plot {
  const drawn = (ticks: number | null) => (ticks === null ? null : numberOf(ticks));
  const axis = axisOf(style);
  const colour = (name: string) => style.getPropertyValue(`--${name}`);
  const stepped = UPlot.paths.stepped?.({ align: 1 });
  const curve = (label: string, stroke: string, ticksAt: (row: CurveRow) => number | null) => ({
    label,
    stroke,
    width: 2,
    ...(stepped !== undefined && { paths: stepped }),
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
        {
          ...axis,
          ...named("Lots", style),
          space: 60,
          incrs: WHOLE,
          values: (_, splits) => splits.map((lots) => formatLots(lots)),
        },
        { ...axis, ...named(unit, style), size: 58, values: pricesOfAxis },
      ],
      series: [
        { label: "Lots from", value: (_, lots: number | null) => (lots === null ? "–" : formatLots(lots)) },
        curve("Demand", colour("buy"), ({ demand }) => demand),
        curve("Supply", colour("sell"), ({ supply }) => supply),
        ...price.map(() => ({
          ...curve("Clearing price", colour("text"), () => cleared?.price ?? null),
          width: 1.5,
          dash: [6, 4],
        })),
      ],
      hooks: {
        drawAxes: [
          (chart) => {
            if (cleared === undefined) return;
            const price = numberOf(cleared.price);
            shade(chart, { lots: inBlocks.bought, price, buys: true }, style);
            shade(chart, { lots: inBlocks.sold, price, buys: false }, style);
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

/** The name of an axis, beside it. */
function named(label: string, style: CSSStyleDeclaration) {
  return { label, labelSize: 20, labelGap: 2, labelFont: `12px ${style.fontFamily}` };
}

interface Shaded {
  /** What strips and blocks trade: the first lots of their side. */
  readonly lots: number;
  /** As a number that is drawn. */
  readonly price: number;
  readonly buys: boolean;
}

/** The lots of strips and blocks: buys take any price, above the clearing price; sells below it. */
function shade(chart: UPlot, { buys, lots, price }: Shaded, style: CSSStyleDeclaration): void {
  if (lots === 0) return;
  const { bbox, ctx } = chart;
  const [from, to] = [chart.valToPos(0, "x", true), chart.valToPos(lots, "x", true)];
  const y = chart.valToPos(price, "y", true);
  const [top, bottom] = buys ? [bbox.top, y] : [y, bbox.top + bbox.height];
  ctx.save();
  ctx.fillStyle = style.getPropertyValue(buys ? "--buy" : "--sell");
  ctx.globalAlpha = 0.18;
  ctx.fillRect(from, top, to - from, bottom - top);
  ctx.globalAlpha = 1;
  ctx.font = `${12 * devicePixelRatio}px ${style.fontFamily}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const text = `Strips and blocks ${buys ? "buy" : "sell"} ${formatLots(lots)}`;
  if (ctx.measureText(text).width < to - from) ctx.fillText(text, (from + to) / 2, (top + bottom) / 2);
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
  ctx.strokeStyle = ctx.fillStyle = style.getPropertyValue("--text");
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
