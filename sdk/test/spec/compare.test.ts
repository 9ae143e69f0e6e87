import { expect } from "chai";
import { compareSpecs, type Effect } from "../../src/spec/compare.ts";
import { cpuExample, gpuExample } from "../../src/spec/examples.ts";
import type { Spec } from "../../src/spec/types.ts";
import { fullSpec, withValue } from "./support/full.ts";
import { schemaNodes } from "./support/nodes.ts";

const found = (a: Spec, b: Spec) => compareSpecs(a, b).map(({ pointer, effect }) => [pointer, effect]);
const changed = (pointer: string, value: unknown) => withValue(fullSpec(), pointer, value) as Spec;

describe("comparing specs", () => {
  // Which way is better for every quantity: what is not listed is for the holder to judge.
  const quantities: Record<string, "more" | "less"> = {
    "/accelerator/memoryGiB": "more",
    "/scaleUp/accelerators": "more",
    "/scaleUp/perAcceleratorGBps": "more",
    "/cpuCores": "more",
    "/ramGiB": "more",
    "/storage/sizeGiB": "more",
    "/network/fabricGbps": "more",
    "/network/egressMbps": "more",
    "/network/egressGiB": "more",
    "/powerLimitW": "more",
    "/cooling/limitW": "more",
    "/carbon/maxGCO2ePerKWh": "less",
    "/floors/0/floorMilli": "more",
  };

  const keys = [
    "/floors/0/workload",
    "/floors/0/benchmark",
    "/floors/0/version",
    "/floors/0/scenario",
    "/floors/0/unit",
  ];
  const identifying = new Set([...keys, "/pins/0/layer", "/pins/0/name", "/layers", "/version"]);
  const leaves = schemaNodes().filter(
    ({ pointer, node }) => !node.properties && !node.items && !identifying.has(pointer),
  );

  for (const { pointer, node } of leaves) {
    const direction = quantities[pointer];
    it(`${pointer}: ${direction ? `${direction} is better` : "another value is different"}`, () => {
      const low = changed(pointer, node.pattern ? "a" : (node.enum?.[0] ?? 11));
      const high = changed(pointer, node.pattern ? "b" : (node.enum?.[1] ?? 12));
      const up: Effect = direction === "more" ? "better" : direction === "less" ? "worse" : "different";
      const down: Effect = direction === "more" ? "worse" : direction === "less" ? "better" : "different";
      expect(found(low, high)).to.deep.equal([[pointer, up]]);
      expect(found(high, low)).to.deep.equal([[pointer, down]]);
    });
  }

  it("tells what is no longer promised from what is promised in addition", () => {
    const open: Spec = { ...fullSpec(), carbon: null, cpuModel: null };
    expect(found(fullSpec(), open)).to.deep.equal([
      ["/cpuModel", "opened"],
      ["/carbon", "opened"],
    ]);
    expect(found(open, fullSpec())).to.deep.equal([
      ["/cpuModel", "pinned"],
      ["/carbon", "pinned"],
    ]);
  });

  it("takes a product without an accelerator for another kind of product", () => {
    expect(found(gpuExample, cpuExample)).to.deep.include(["/accelerator", "different"]);
    expect(found(cpuExample, gpuExample)).to.deep.include(["/accelerator", "different"]);
  });

  it("names every layer that one pins and the other does not", () => {
    const differences = compareSpecs(fullSpec(), changed("/layers", 0b000001010));
    expect(differences.map(({ effect, summary }) => [effect, summary])).to.deep.equal([
      ["opened", "Layer 0 (Facilities and power): pinned -> open"],
      ["opened", "Layer 2 (System runtime): pinned -> open"],
      ["pinned", "Layer 3 (Graph and compiler): open -> pinned"],
      ["opened", "Layer 4 (Numerics): pinned -> open"],
    ]);
  });

  it("pairs floors by what they measure", () => {
    const [floor] = fullSpec().floors;
    if (!floor) throw new Error("the full spec has a floor");
    const server = { ...floor, scenario: "Server" };
    const a = { ...fullSpec(), floors: [floor, server] };
    expect(found(a, { ...a, floors: [server, { ...floor, floorMilli: 1 }] })).to.deep.equal([
      ["/floors/0/floorMilli", "worse"],
    ]);
    expect(found(a, { ...a, floors: [server] })).to.deep.equal([["/floors/0", "opened"]]);
    expect(found({ ...a, floors: [server] }, a)).to.deep.equal([["/floors/0", "pinned"]]);
    for (const key of keys) {
      const other = changed(key, key.endsWith("unit") ? "GB/s" : "cpu");
      expect(found(fullSpec(), other), key).to.deep.equal([
        ["/floors/0", "opened"],
        ["/floors/0", "pinned"],
      ]);
    }
  });

  it("pairs pins by layer and name", () => {
    expect(found(fullSpec(), changed("/pins/0/name", "BF16"))).to.deep.equal([
      ["/pins/0", "opened"],
      ["/pins/0", "pinned"],
    ]);
    expect(found(fullSpec(), changed("/pins/0/sha256", null))).to.deep.equal([["/pins/0/sha256", "opened"]]);
  });

  it("says each difference in words, with both values", () => {
    const [difference] = compareSpecs(fullSpec(), changed("/ramGiB", 1024));
    expect(difference).to.deep.equal({
      pointer: "/ramGiB",
      a: 2048,
      b: 1024,
      effect: "worse",
      summary: "RAM: 2048 -> 1024",
    });
    const [opened] = compareSpecs(fullSpec(), changed("/carbon", null));
    expect(opened?.summary).to.equal('Carbon: {"maxGCO2ePerKWh":450,"accounting":"location-based"} -> none');
  });
});
