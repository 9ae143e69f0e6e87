import { expect } from "chai";
import { SpecInvalidError } from "../../src/spec/errors.ts";
import { cpuExample, gpuExample } from "../../src/spec/examples.ts";
import { basisRisk, LAYERS, specLayers } from "../../src/spec/layers.ts";
import { validateSpec } from "../../src/spec/parse.ts";
import { domainLots } from "../../src/spec/rules.ts";
import type { Spec } from "../../src/spec/types.ts";
import { fullSpec } from "./support/full.ts";

const [floor] = fullSpec().floors;
const [pin] = fullSpec().pins;
if (!floor || !pin) throw new Error("the full spec has a floor and a pin");

function pointers(spec: Spec): string[] {
  try {
    validateSpec(spec);
  } catch (error) {
    if (error instanceof SpecInvalidError) return error.issues.map(({ pointer }) => pointer);
    throw error;
  }
  return [];
}

type Case = [name: string, spec: Spec, pointers: string[]];

const cases: Case[] = [
  ["a domain without an accelerator", { ...cpuExample, scaleUp: gpuExample.scaleUp }, ["/scaleUp"]],
  ["a driver without an accelerator", { ...cpuExample, runtime: gpuExample.runtime }, ["/runtime/driver"]],
  ["a domain that splits a lot", domainOf(12), ["/scaleUp/accelerators"]],
  ["a subdivision of another country", placed({ subdivision: "CA-ON" }), ["/region/subdivision"]],
  ["a location in another country", placed({ locode: "DEFRA" }), ["/region/locode"]],
  [
    "a jurisdiction of another country",
    { ...fullSpec(), jurisdiction: { country: "DE", subdivision: "US-DE" } },
    ["/jurisdiction/subdivision"],
  ],
  ["less cooling than power", { ...fullSpec(), powerLimitW: 10_201 }, ["/cooling/limitW"]],
  ["the same floor twice", { ...fullSpec(), floors: [floor, { ...floor, floorMilli: 1 }] }, ["/floors/1"]],
  ["the same pin twice", { ...fullSpec(), pins: [pin, { ...pin, version: "2" }] }, ["/pins/1"]],
  ["layer 0 without limits", { ...fullSpec(), powerLimitW: null, cooling: null }, ["/powerLimitW", "/cooling"]],
  ["layer 1 without a chip", { ...cpuExample, layers: 0b010 }, ["/cpuModel"]],
  ["layer 1 without links", { ...fullSpec(), scaleUp: null }, ["/scaleUp"]],
  ["two accelerators without links", accelerators(2), ["/scaleUp"]],
  ["layer 2 without a runtime", { ...fullSpec(), runtime: null }, ["/runtime"]],
  ["layer 2 without a driver", withoutDriver(), ["/runtime/driver"]],
  ["layer 3 without a pin", { ...fullSpec(), layers: fullSpec().layers | 8 }, ["/layers"]],
  ["a pin without its layer", { ...fullSpec(), layers: gpuExample.layers }, ["/layers"]],
];

const allowed: [name: string, spec: Spec][] = [
  ["a domain of nine lots", domainOf(72)],
  ["a lot of two domains", domainOf(4)],
  ["power without cooling, while layer 0 is open", { ...fullSpec(), cooling: null, layers: 0b10110 }],
  ["one accelerator without links", accelerators(1)],
  ["another scenario of the same benchmark", { ...fullSpec(), floors: [floor, { ...floor, scenario: "Server" }] }],
  ["two pins of one layer", { ...fullSpec(), pins: [pin, { ...pin, name: "BF16 activations" }] }],
  ["fields that no set layer needs", { ...fullSpec(), layers: 0b10000 }],
];

function domainOf(accelerators: number): Spec {
  const { scaleUp } = fullSpec();
  return { ...fullSpec(), scaleUp: scaleUp && { ...scaleUp, accelerators } };
}

function placed(region: Partial<Spec["region"]>): Spec {
  return { ...fullSpec(), region: { ...fullSpec().region, ...region } };
}

function withoutDriver(): Spec {
  const { runtime } = fullSpec();
  return { ...fullSpec(), runtime: runtime && { ...runtime, driver: null } };
}

function accelerators(count: number): Spec {
  const { accelerator } = fullSpec();
  return { ...fullSpec(), accelerator: accelerator && { ...accelerator, count }, scaleUp: null };
}

describe("a spec may not contradict itself with", () => {
  for (const [name, spec, expected] of cases) {
    it(name, () => expect(pointers(spec)).to.deep.equal(expected));
  }
});

describe("a spec may have", () => {
  for (const [name, spec] of allowed) {
    it(name, () => expect(pointers(spec)).to.deep.equal([]));
  }
});

describe("the layers of a spec", () => {
  it("are named from the bitmap", () => {
    expect(specLayers({ layers: 0b100000101 }).map(({ name }) => name)).to.deep.equal([
      "facilities",
      "runtime",
      "domain",
    ]);
    expect(specLayers({ layers: 0 })).to.deep.equal([]);
    expect(specLayers({ layers: 511 })).to.deep.equal(LAYERS);
  });

  it("that are open are its basis risk, with a sentence each", () => {
    const risks = basisRisk({ layers: 0b000000111 });
    expect(risks.map(({ bit }) => bit)).to.deep.equal([3, 4, 5, 6, 7, 8]);
    expect(basisRisk({ layers: 511 })).to.deep.equal([]);
    expect(basisRisk({ layers: 0 })).to.deep.equal(LAYERS);
  });

  it("have names and sentences of their own", () => {
    for (const key of ["name", "title", "risk"] as const) {
      expect(new Set(LAYERS.map((layer) => layer[key]))).to.have.property("size", 9);
    }
    for (const { risk } of LAYERS) expect(risk).to.match(/^[A-Z].* not fixed: .*\.$/);
  });
});

describe("the lots of a scale-up domain", () => {
  it("are the accelerators of a domain over those of a lot", () => {
    expect(domainLots(domainOf(72))).to.equal(9);
    expect(domainLots(domainOf(8))).to.equal(1);
  });

  it("are one where a lot is more than a domain, or there is none", () => {
    expect(domainLots(domainOf(4))).to.equal(1);
    expect(domainLots(accelerators(1))).to.equal(1);
    expect(domainLots(cpuExample)).to.equal(1);
  });
});
