import { expect } from "chai";
import fc from "fast-check";
import { compareSpecs, type Effect } from "../../src/spec/compare.ts";
import { SpecError } from "../../src/spec/errors.ts";
import { canonicalSpec, specBytes, specHash } from "../../src/spec/hash.ts";
import { basisRisk, specLayers } from "../../src/spec/layers.ts";
import { parseSpec, validateSpec } from "../../src/spec/parse.ts";
import { anySpec, shuffled } from "./support/arbitrary.ts";

const MIRROR: Record<Effect, Effect> = {
  better: "worse",
  worse: "better",
  opened: "pinned",
  pinned: "opened",
  different: "different",
};

describe("for any spec", () => {
  it("parsing its canonical form gives it back, as text and as bytes", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        expect(parseSpec(canonicalSpec(spec), { canonical: true })).to.deep.equal(spec);
        expect(parseSpec(specBytes(spec), { canonical: true })).to.deep.equal(spec);
      }),
    );
  });

  it("the canonical form of the canonical form is itself", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        expect(canonicalSpec(parseSpec(canonicalSpec(spec)))).to.equal(canonicalSpec(spec));
      }),
    );
  });

  it("key order and white space change nothing", () => {
    fc.assert(
      fc.property(anySpec, fc.nat(9972), fc.nat(8), (spec, seed, indent) => {
        const text = JSON.stringify(shuffled(spec, seed), null, indent);
        expect(specHash(parseSpec(text))).to.equal(specHash(spec));
      }),
    );
  });

  it("pinned and open layers make up the stack", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const bits = [...specLayers(spec), ...basisRisk(spec)].map(({ bit }) => bit).sort();
        expect(bits).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8]);
        expect(specLayers(spec).reduce((sum, { bit }) => sum + 2 ** bit, 0)).to.equal(spec.layers);
      }),
    );
  });

  it("comparing it with itself finds nothing, in whatever order its lists are", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const turned = { ...spec, floors: [...spec.floors].reverse(), pins: [...spec.pins].reverse() };
        expect(compareSpecs(spec, turned)).to.deep.equal([]);
      }),
    );
  });

  it("comparing two finds the same differences from either side, mirrored", () => {
    fc.assert(
      fc.property(anySpec, anySpec, (a, b) => {
        const mirrored = (effects: Effect[]) => effects.sort();
        const there = compareSpecs(a, b);
        const back = compareSpecs(b, a);
        expect(mirrored(there.map(({ effect }) => effect))).to.deep.equal(
          mirrored(back.map(({ effect }) => MIRROR[effect])),
        );
        expect(there.length > 0).to.equal(specHash(a) !== specHash(b));
      }),
    );
  });
});

describe("for anything else", () => {
  it("any bytes are refused with a SpecError or read", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => refusedOrRead(() => parseSpec(bytes))));
  });

  it("any text is refused with a SpecError or read", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 64 }), (text) => refusedOrRead(() => parseSpec(text))),
    );
  });

  it("any JSON is refused with a SpecError or read", () => {
    fc.assert(fc.property(fc.json(), (text) => refusedOrRead(() => parseSpec(text))));
  });

  it("any value is refused with a SpecError or read", () => {
    const values = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true });
    fc.assert(fc.property(values, (value) => refusedOrRead(() => validateSpec(value))));
  });

  it("a spec with one byte changed is refused or another spec", () => {
    fc.assert(
      fc.property(anySpec, fc.nat(), fc.integer({ min: 1, max: 255 }), (spec, at, by) => {
        const bytes = specBytes(spec);
        const i = at % bytes.length;
        bytes[i] = ((bytes[i] ?? 0) + by) % 256;
        refusedOrRead(() => {
          const read = parseSpec(bytes, { canonical: true });
          expect(specHash(read)).to.not.equal(specHash(spec));
        });
      }),
    );
  });
});

function refusedOrRead(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    expect(error.issues).to.have.length.above(0);
    expect(error.shortMessage).to.match(/^Spec .*\.$/s);
  }
}
