/** A chart in an element: as wide as that, and drawn anew when what it shows or the colour scheme changes. */
import { type RefObject, useEffect, useRef, useSyncExternalStore } from "react";
import UPlot, { type AlignedData, type Options } from "uplot";
import "uplot/dist/uPlot.min.css";

const HEIGHT = 260;
const DARK = matchMedia("(prefers-color-scheme: dark)");

export interface Plot {
  readonly options: Omit<Options, "width" | "height">;
  readonly data: AlignedData;
}

/**
 * @param shape Names what is shown: another one is drawn anew.
 * @param plotOf What to draw, in the colours of the element.
 */
export function usePlot(shape: string, plotOf: (style: CSSStyleDeclaration) => Plot): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const isDark = useSyncExternalStore(subscribeScheme, () => DARK.matches);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for what is drawn, which is new each time
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const { data, options } = plotOf(getComputedStyle(target));
    const chart = new UPlot({ ...options, width: target.clientWidth, height: HEIGHT }, data, target);
    const observer = new ResizeObserver(() => chart.setSize({ width: target.clientWidth, height: HEIGHT }));
    observer.observe(target);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
    // A canvas keeps the colours that it was drawn with: another scheme is drawn anew.
  }, [shape, isDark]);
  return element;
}

/** What all axes have in common. */
export function axisOf(style: CSSStyleDeclaration) {
  const line = { stroke: style.getPropertyValue("--line"), width: 1 };
  return { stroke: style.getPropertyValue("--muted"), grid: line, ticks: line };
}

/** Numbers of an axis with so many digits behind the point as its steps need, two at least. */
export function pricesOfAxis(_: UPlot, splits: readonly number[], __: number, ___: number, step: number): string[] {
  const places = Math.max(2, String(step).split(".")[1]?.length ?? 0);
  return splits.map((price) => price.toFixed(places));
}

/** The legend has the values under the cursor, and the names alone while it is elsewhere. */
export function showValues({ cursor, root }: UPlot): void {
  root.querySelector(".u-legend")?.classList.toggle("u-live", (cursor.left ?? -1) >= 0);
}

function subscribeScheme(changed: () => void): () => void {
  DARK.addEventListener("change", changed);
  return () => DARK.removeEventListener("change", changed);
}
