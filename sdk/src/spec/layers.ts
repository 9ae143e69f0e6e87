import type { Spec } from "./types.ts";

/** A layer of the stack that a spec may pin down. `bit` is its place in the bitmap `layers`. */
export type Layer = {
  bit: number;
  /** Short name, stable: use it as a key. */
  name: string;
  /** Name for people. */
  title: string;
  /** What a holder bears while the layer is open. */
  risk: string;
};

/** The layers, lowest first; index = bit. */
export const LAYERS = [
  {
    bit: 0,
    name: "facilities",
    title: "Facilities and power",
    risk: "Power and cooling limits are not fixed: sustained load may be throttled, and two deliveries may differ.",
  },
  {
    bit: 1,
    name: "fabric",
    title: "Compute fabric",
    risk: "Chips or the links between them are not fixed: collective operations may run at another speed.",
  },
  {
    bit: 2,
    name: "runtime",
    title: "System runtime",
    risk: "Operating system, driver or container runtime is not fixed: a job may need rebuilding, or not start.",
  },
  {
    bit: 3,
    name: "graph",
    title: "Graph and compiler",
    risk: "Compiler and graph optimiser are not fixed: the same model may compile to slower code.",
  },
  {
    bit: 4,
    name: "numerics",
    title: "Numerics",
    risk: "Number formats and rounding are not fixed: results may differ in accuracy or not reproduce bit for bit.",
  },
  {
    bit: 5,
    name: "data",
    title: "Data and context",
    risk: "Data sets, caches and context are not fixed: loading them may take part of the hour that was bought.",
  },
  {
    bit: 6,
    name: "orchestration",
    title: "Orchestration and flow",
    risk: "Scheduler and placement are not fixed: start-up, queueing and restarts are the holder's own.",
  },
  {
    bit: 7,
    name: "governance",
    title: "Governance and schema",
    risk: "Access policy, audit and data schema are not fixed: compliance is for the holder to establish.",
  },
  {
    bit: 8,
    name: "domain",
    title: "Domain logic",
    risk: "What the work computes is not fixed: the product is capacity, not an answer.",
  },
] as const satisfies readonly Layer[];

/** The layers that a spec pins, lowest first. */
export function specLayers(spec: Pick<Spec, "layers">): readonly Layer[] {
  return LAYERS.filter(({ bit }) => pins(spec, bit));
}

/**
 * The basis risk of a spec: the layers it leaves open, lowest first, each with a sentence on what that means for
 * whoever holds the product. What delivers to the same spec may differ in exactly these.
 */
export function basisRisk(spec: Pick<Spec, "layers">): readonly Layer[] {
  return LAYERS.filter(({ bit }) => !pins(spec, bit));
}

/** Whether a spec pins the layer at `bit` (0 to 8). */
export function pins(spec: Pick<Spec, "layers">, bit: number): boolean {
  return ((spec.layers >> bit) & 1) === 1;
}
