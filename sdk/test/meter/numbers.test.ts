import { expect } from "chai";
import { divideRounded, isDecimal, parseNumber, parseScaled } from "../../src/meter/decimal.ts";
import { atLeast, contains, intersect, lengthOf, type Span, subtract, union } from "../../src/meter/spans.ts";
import { fc } from "./fuzz.ts";

describe("meter: numbers", () => {
  it("keeps what a double would lose", () => {
    expect(parseScaled("9223372036854775794", 0)).to.equal(9223372036854775794n);
    expect(parseScaled("52.636000", 6)).to.equal(52636000n);
    expect(parseScaled("1.418183276e+09", 9)).to.equal(1418183276000000000n);
    expect(parseScaled("-.5", 1)).to.equal(-5n);
  });

  it("rounds halves away from zero, by the first digit that is dropped", () => {
    const cases = ["0.5", "0.49999999999999999999", "1.5", "-0.5", "-0.4", "0.05", "1e-9", "5e-1", "49e-2"];
    expect(cases.map((text) => parseScaled(text, 0))).to.deep.equal([1n, 0n, 2n, -1n, 0n, 0n, 0n, 1n, 0n]);
  });

  it("refuses what is no decimal or has more than 40 digits", () => {
    for (const text of ["", ".", "e5", "1e", "0x1", "1_0", "NaN", "Inf", "1 ", "--1", "1e41", "1e999999999999"]) {
      expect(parseScaled(text, 0), text).to.equal(undefined);
    }
    expect(parseScaled("0e999999999999", 0)).to.equal(0n);
    expect(parseScaled(`${"0".repeat(100)}7`, 0)).to.equal(7n);
  });

  it("agrees with the double on every number that a double writes", () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(double, (x) => {
        expect(isDecimal(String(x))).to.equal(true);
        expect(parseNumber(String(x))).to.equal(x);
        expect(Number(parseScaled(String(x), 3)) / 1000).to.be.closeTo(x, 0.0006 + Math.abs(x) * 1e-15);
      }),
    );
  });

  it("divides to the nearest, halves up", () => {
    expect([0n, 1n, 4n, 5n, 14n, 15n].map((n) => divideRounded(n, 10n))).to.deep.equal([0n, 0n, 0n, 1n, 1n, 2n]);
  });
});

describe("meter: spans", () => {
  const LAST = 24;
  const span = fc.tuple(fc.nat(LAST), fc.nat(LAST)).map(([from, to]) => ({ from, to }));
  const spans = fc.array(span, { maxLength: 6 });

  /** The reference: each millisecond (t - 1, t] by itself. */
  const cells = (some: readonly Span[]) =>
    Array.from({ length: LAST }, (_, i) => some.some(({ from, to }) => from < i + 1 && i + 1 <= to));

  const isNormal = (some: readonly Span[]) =>
    some.every(({ from, to }, i) => from < to && (i === 0 || (some[i - 1] as Span).to < from));

  it("are half-open: the beginning is outside, the end inside", () => {
    expect([4, 5, 6, 10, 11].map((at) => contains({ from: 5, to: 10 }, at))).to.deep.equal([
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it("combine as their milliseconds do, and come out sorted, disjoint and joined", () => {
    fc.assert(
      fc.property(spans, spans, spans, fc.integer({ min: 1, max: 4 }), (x, y, z, count) => {
        const [a, b, c] = [union(x), union(y), union(z)];
        const [inA, inB, inC] = [cells(x), cells(y), cells(z)];
        const depth = inA.map((_, i) => [inA[i], inB[i], inC[i]].filter(Boolean).length);
        for (const [result, expected] of [
          [a, inA],
          [intersect(a, b), inA.map((on, i) => on && inB[i])],
          [subtract(a, b), inA.map((on, i) => on && !inB[i])],
          [atLeast(count, [a, b, c]), depth.map((n) => n >= count)],
        ] as const) {
          expect(cells(result)).to.deep.equal(expected);
          expect(isNormal(result), JSON.stringify(result)).to.equal(true);
          expect(lengthOf(result)).to.equal(expected.filter(Boolean).length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
