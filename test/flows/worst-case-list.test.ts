import { expect } from "chai";
import { contested, type Listed, WINDOW } from "../../scripts/bench/contested.ts";

/** What Blocks lets a baseline or a solution take: `CLEARING_GAS` in contracts/blocks/BlocksBase.sol. */
const BAR = 16_000_000;
/** What nodes pass on of a transaction, less what is around its calldata. */
const MOST_BYTES = 131_072 - 512;
/** Few bytes of limits, lots and fewest lots are zero: they are the dearest in calldata. */
const REFERENCE = 0x018181;
const LOTS = 257;

/** Of order `i`, ticks: buys and sells by turns, all of which can trade with each other. */
function limit(i: number): number {
  return i % 2 === 0 ? REFERENCE + 20 + (i % 90) : REFERENCE - 20 - (i % 90);
}

/** Order `i` as a block of two hours. */
function twoHours(i: number, lots: number): Listed {
  return {
    block: true,
    offset: 1 + ((i >> 1) % (WINDOW - 3)),
    periods: 2,
    price: limit(i),
    lots,
    least: LOTS,
    profile: [],
  };
}

describe("the longest list", function () {
  this.timeout(300_000);

  it("fits a transaction beside 36 full series: its baseline, and a solution that fills all of it", async () => {
    const { words, most, baseline, reveal } = await contested({
      reference: REFERENCE,
      listed: (i) => twoHours(i, LOTS),
    });
    console.log(`      ${words} blocks: ${baseline} gas for the baseline, ${reveal} for the solution`);
    expect(words).to.equal(most);
    expect(words).to.be.at.least(6_000);
    expect(baseline).to.be.below(BAR);
    expect(reveal).to.be.below(BAR);
  });

  it("fits as well where as many orders as there are series are filled in part", async () => {
    const { words, most, baseline, reveal } = await contested({
      reference: REFERENCE,
      listed: (i) => twoHours(i, i < WINDOW ? LOTS + 1 : LOTS),
    });
    console.log(`      ${words} blocks: ${baseline} gas for the baseline, ${reveal} for the solution`);
    expect(words).to.equal(most);
    expect(baseline).to.be.below(BAR);
    expect(reveal).to.be.below(BAR);
  });

  it("fits as well beside 72 full series of eight products, and beside a single one", async () => {
    for (const [products, window] of [
      [8, 9],
      [1, 1],
    ] as const) {
      const { words, most, baseline, reveal, bytes } = await contested({
        reference: REFERENCE,
        products,
        window,
        listed: (i) => ({
          block: true,
          place: (i >> 1) % products,
          offset: window - 1,
          periods: 1,
          price: limit(i),
          lots: i < products * window ? LOTS + 1 : LOTS,
          least: LOTS,
          profile: [],
        }),
      });
      console.log(
        `      ${products} x ${window}, ${words} blocks: ${baseline} for the baseline, ${reveal} for the solution`,
      );
      expect(most - words).to.be.below(2);
      expect(baseline).to.be.below(BAR);
      expect(reveal).to.be.below(BAR);
      expect(bytes).to.be.below(MOST_BYTES);
    }
  });

  it("fits as well where profiles fill it", async () => {
    const { words, most, baseline, reveal } = await contested({
      reference: REFERENCE,
      listed: (i) => ({
        block: true,
        offset: 1 + ((i >> 1) % 20),
        periods: 4,
        price: limit(i),
        lots: 1,
        least: 1,
        profile: [257, 259, 513, 771],
      }),
    });
    console.log(`      ${words} words of profiles: ${baseline} gas for the baseline, ${reveal} for the solution`);
    expect(most - words).to.be.below(4);
    expect(baseline).to.be.below(BAR);
    expect(reveal).to.be.below(BAR);
  });
});
