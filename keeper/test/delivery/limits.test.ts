import { expect } from "chai";
import fc from "fast-check";
import { largestStatement, limitsOf } from "../../src/delivery/limits.ts";

describe("delivery: how much evidence there can be", () => {
  it("is the most for an hour of few assignments, and never less than what honest agents make", () => {
    expect(limitsOf(1)).to.deep.equal({ samples: 1_000, bytes: 16 * 2 ** 20, receipts: 400, challenges: 20 });
    expect(limitsOf(64).bytes).to.equal(16 * 2 ** 20);
    // A sample and a receipt a minute, and pages of 40 kB.
    const many = limitsOf(1_000_000);
    expect(many.samples).to.be.above(65);
    expect(many.receipts).to.be.above(65);
    expect(many.bytes / 40_000).to.be.above(65);
  });

  it("falls with the number of assignments, and so stays within what a disk and an answer bear", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 5_000 }), (a, b) => {
        const [few, many] = [limitsOf(Math.min(a, b)), limitsOf(Math.max(a, b))];
        expect(many.samples).to.be.at.most(few.samples);
        expect(many.bytes).to.be.at.most(few.bytes);
        expect(many.receipts).to.be.at.most(few.receipts);
      }),
    );
    // As long as each has more than its least.
    for (const slots of [1, 10, 100, 200, 256]) {
      expect(slots * limitsOf(slots).bytes).to.be.at.most(2 ** 30);
      expect(largestStatement(slots)).to.be.at.most(64 * 2 ** 20);
    }
  });
});
