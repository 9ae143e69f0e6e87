import fc from "fast-check";
import { floorKey, pinKey } from "../../../src/spec/rules.ts";
import { specSchema } from "../../../src/spec/schema.ts";
import type { Spec } from "../../../src/spec/types.ts";
import type { SchemaNode } from "../../../src/spec/vocabulary.ts";
import { typesOf } from "./nodes.ts";

/** Any valid spec: drawn from the schema, then bent until its fields agree with each other. */
export const anySpec: fc.Arbitrary<Spec> = fromSchema(specSchema).map((value) => reconcile(value as Spec));

/** The same value with the keys of every object in an order that `seed` decides. */
export function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((entry) => shuffled(entry, seed));
  if (typeof value !== "object" || value === null) return value;
  const rank = (key: string) => [...key].reduce((sum, c) => (sum * 31 + c.charCodeAt(0) + seed) % 9973, seed);
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b));
  return Object.fromEntries(entries.map(([key, entry]) => [key, shuffled(entry, seed)]));
}

function fromSchema(node: SchemaNode): fc.Arbitrary<unknown> {
  const values = arbitraryOf(node);
  return typesOf(node).includes("null") ? fc.option(values, { nil: null }) : values;
}

function arbitraryOf(node: SchemaNode): fc.Arbitrary<unknown> {
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum) return fc.constantFrom(...node.enum);
  if (node.pattern) return fc.stringMatching(new RegExp(node.pattern));
  if (node.items) return fc.array(fromSchema(node.items), { maxLength: 4 });
  if (node.properties) {
    return fc.record(
      Object.fromEntries(Object.entries(node.properties).map(([key, child]) => [key, fromSchema(child)])),
    );
  }
  return fc.integer({ min: node.minimum ?? 0, max: node.maximum ?? 0 });
}

function reconcile(spec: Spec): Spec {
  const { accelerator, region, jurisdiction, powerLimitW, cooling, cpuModel } = spec;
  const scaleUp = spec.scaleUp && accelerator && { ...spec.scaleUp, accelerators: accelerator.count };
  const runtime = spec.runtime && (accelerator ? spec.runtime : { ...spec.runtime, driver: null });
  const pins = uniqueBy(spec.pins, pinKey);
  const allowed = [
    powerLimitW !== null && cooling !== null,
    (cpuModel !== null || accelerator !== null) && (!accelerator || accelerator.count === 1 || scaleUp !== null),
    runtime !== null && (!accelerator || runtime.driver !== null),
  ];
  const hardware = allowed.reduce((bits, open, bit) => (open ? bits : bits & ~(1 << bit)), spec.layers & 7);
  return {
    ...spec,
    scaleUp,
    runtime,
    pins,
    floors: uniqueBy(spec.floors, floorKey),
    cooling: cooling && { ...cooling, limitW: Math.max(cooling.limitW, powerLimitW ?? 1) },
    region: { ...region, ...placed(region.country, region), locode: moved(region.country, region.locode) },
    jurisdiction: placed(jurisdiction.country, jurisdiction),
    layers: pins.reduce((bits, { layer }) => bits | (1 << layer), hardware),
  };
}

function placed(country: string, { subdivision }: Spec["jurisdiction"]): Spec["jurisdiction"] {
  return { country, subdivision: moved(country, subdivision) };
}

function moved(country: string, code: string | null): string | null {
  return code && `${country}${code.slice(2)}`;
}

function uniqueBy<T>(entries: readonly T[], keyOf: (entry: T) => string): T[] {
  return [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()];
}
