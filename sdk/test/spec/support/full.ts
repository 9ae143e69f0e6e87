import { gpuExample } from "../../../src/spec/examples.ts";
import type { Spec } from "../../../src/spec/types.ts";

/** A valid spec in which nothing is null and no list is empty, so that every field can be spoilt. */
export function fullSpec(): Spec {
  return structuredClone({
    ...gpuExample,
    layers: gpuExample.layers | (1 << 4),
    pins: [{ layer: 4, name: "FP8 weights", version: "1", sha256: "ab".repeat(32) }],
  });
}

/** A copy of `document` with the value at `pointer` replaced; undefined removes it. */
export function withValue(document: unknown, pointer: string, value: unknown): unknown {
  const copy = structuredClone(document);
  const parts = pointer.split("/").slice(1);
  const last = parts.pop();
  if (last === undefined) return value;
  let at = copy as Record<string, unknown>;
  for (const part of parts) at = at[part] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}
