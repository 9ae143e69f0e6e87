import { expect } from "chai";
import { cpuExample, gpuExample } from "../../src/spec/examples.ts";
import { canonicalSpec } from "../../src/spec/hash.ts";
import { specLayers } from "../../src/spec/layers.ts";
import { parseSpec } from "../../src/spec/parse.ts";

describe("the example specs", () => {
  for (const [name, spec] of Object.entries({ cpuExample, gpuExample })) {
    it(`${name} is valid and its own parse`, () => {
      expect(parseSpec(JSON.stringify(spec))).to.deep.equal(spec);
      expect(canonicalSpec(spec)).to.have.length.below(2048);
    });
  }

  it("are a CPU product of four cores and a GPU product of eight H100", () => {
    expect(cpuExample).to.include({ accelerator: null, cpuCores: 4 });
    expect(gpuExample.accelerator).to.include({ vendor: "NVIDIA", count: 8 });
    expect(gpuExample.accelerator?.model).to.match(/^H100 SXM5/);
  });

  it("pin the runtime, and the GPU product its hardware too", () => {
    expect(specLayers(cpuExample).map(({ name }) => name)).to.deep.equal(["runtime"]);
    expect(specLayers(gpuExample).map(({ name }) => name)).to.deep.equal(["facilities", "fabric", "runtime"]);
  });

  it("state a floor below the published result it is taken from", () => {
    const published = 62_351.6 / 2;
    const floor = (gpuExample.floors[0]?.floorMilli ?? 0) / 1000;
    expect(floor).to.be.within(published * 0.85, published * 0.9);
  });
});
