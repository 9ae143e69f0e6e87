import { expect } from "chai";
import fc from "fast-check";
import { ExactSum } from "../../src/clearing/exactSum.ts";

describe("an exact sum", () => {
  it("is that of bigints, whatever the sizes", () => {
    const size = fc.constantFrom(1, 2 ** 20, 2 ** 31, Number.MAX_SAFE_INTEGER);
    const factor = size.chain((most) => fc.integer({ min: -most, max: most }));
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, factor)), (products) => {
        const sum = new ExactSum();
        for (const [a, b] of products) sum.add(a, b);
        expect(sum.value).to.equal(products.reduce((total, [a, b]) => total + BigInt(a) * BigInt(b), 0n));
      }),
    );
  });

  it("carries over what many small products come to", () => {
    const sum = new ExactSum();
    for (let i = 0; i < 5_000; i++) sum.add(2 ** 31 - 1, 2 ** 20 + 1);
    expect(sum.value).to.equal(5_000n * BigInt(2 ** 31 - 1) * BigInt(2 ** 20 + 1));
  });
});
