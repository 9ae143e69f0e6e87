import { LAYERS, pins } from "./layers.ts";
import { floorKey, pinKey } from "./rules.ts";
import { specSchema } from "./schema.ts";
import type { Spec } from "./types.ts";
import { nodeAt } from "./vocabulary.ts";

/**
 * What a difference means to a holder of `a` who is delivered `b`:
 * `better` and `worse` where more (or less) of a quantity is plainly so; `opened` where `a` promises and `b` does
 * not; `pinned` the other way round; `different` where only the holder can tell.
 */
export type Effect = "better" | "worse" | "opened" | "pinned" | "different";

/** One field in which two specs differ. */
export type SpecDifference = {
  /** JSON pointer into `a`; for an array entry that only `b` has, into `b`. */
  pointer: string;
  /** The value in `a`; null where it has none. */
  a: unknown;
  /** The value in `b`; null where it has none. */
  b: unknown;
  effect: Effect;
  /** The difference in words. */
  summary: string;
};

const MORE_IS_BETTER = new Set([
  "/accelerator/memoryGiB",
  "/scaleUp/accelerators",
  "/scaleUp/perAcceleratorGBps",
  "/cpuCores",
  "/ramGiB",
  "/storage/sizeGiB",
  "/network/fabricGbps",
  "/network/egressMbps",
  "/network/egressGiB",
  "/powerLimitW",
  "/cooling/limitW",
  "/floors/*/floorMilli",
]);
const LESS_IS_BETTER = new Set(["/carbon/maxGCO2ePerKWh"]);

/** Field by field, what substituting `b` for `a` would change; empty when they say the same. */
export function compareSpecs(a: Spec, b: Spec): SpecDifference[] {
  const { floors: floorsA, pins: pinsA, layers: layersA, ...restA } = a;
  const { floors: floorsB, pins: pinsB, layers: layersB, ...restB } = b;
  return [
    ...compareValues("", restA, restB),
    ...compareEntries("/floors", floorsA, floorsB, floorKey),
    ...compareLayers(layersA, layersB),
    ...compareEntries("/pins", pinsA, pinsB, pinKey),
  ];
}

function compareValues(pointer: string, a: unknown, b: unknown): SpecDifference[] {
  if (isObject(a) && isObject(b)) {
    return Object.keys(a).flatMap((key) => compareValues(`${pointer}/${key}`, a[key], b[key]));
  }
  return a === b ? [] : [difference(pointer, a, b)];
}

/** Entries are paired by what they are about, not by their place in the list. */
function compareEntries<T extends object>(
  pointer: string,
  a: readonly T[],
  b: readonly T[],
  keyOf: (entry: T) => string,
): SpecDifference[] {
  const others = new Map(b.map((entry, i) => [keyOf(entry), { entry, i }]));
  const kept = a.flatMap((entry, i) => {
    const key = keyOf(entry);
    const other = others.get(key);
    others.delete(key);
    return other ? compareValues(`${pointer}/${i}`, entry, other.entry) : [difference(`${pointer}/${i}`, entry, null)];
  });
  const added = [...others.values()].map(({ entry, i }) => difference(`${pointer}/${i}`, null, entry));
  return [...kept, ...added];
}

function compareLayers(a: number, b: number): SpecDifference[] {
  return LAYERS.flatMap(({ bit, title }) => {
    const was = pins({ layers: a }, bit);
    if (was === pins({ layers: b }, bit)) return [];
    const effect = was ? "opened" : "pinned";
    const summary = `Layer ${bit} (${title}): ${was ? "pinned -> open" : "open -> pinned"}`;
    return [{ pointer: "/layers", a, b, effect, summary } as const];
  });
}

function difference(pointer: string, a: unknown, b: unknown): SpecDifference {
  const title = nodeAt(specSchema, pointer)?.title ?? pointer;
  return { pointer, a, b, effect: effectOf(pointer, a, b), summary: `${title}: ${show(a)} -> ${show(b)}` };
}

function effectOf(pointer: string, a: unknown, b: unknown): Effect {
  // A null accelerator is not an open question but another kind of product.
  if (pointer === "/accelerator") return "different";
  if (a === null) return "pinned";
  if (b === null) return "opened";
  const field = pointer.replace(/\/\d+/g, "/*");
  if (typeof a !== "number" || typeof b !== "number") return "different";
  if (MORE_IS_BETTER.has(field)) return b > a ? "better" : "worse";
  if (LESS_IS_BETTER.has(field)) return b < a ? "better" : "worse";
  return "different";
}

function show(value: unknown): string {
  if (value === null) return "none";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
