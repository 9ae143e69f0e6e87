/** What a change is said to do is what it does, and what is not made leaves nothing behind. */
import { expect } from "chai";
import fc from "fast-check";
import { type Combination, readBook } from "../../src/clearing/book.ts";
import { type Curve, curvesOf } from "../../src/clearing/curve.ts";
import { Steps } from "../../src/clearing/steps.ts";
import { Trial } from "../../src/clearing/trial.ts";
import { everything, PLENTY, TOP } from "./books.ts";

/** A change to look at: of which block or series, to what, and whether it is made. */
const step = fc.record({
  kind: fc.constantFrom("one", "two", "more", "price"),
  block: fc.nat(),
  units: fc.nat(),
  isMade: fc.boolean(),
});

/** Also books whose hourly orders cannot bring what all blocks want. */
const books = fc
  .tuple(everything, fc.boolean())
  .map(([book, isScarce]) => (isScarce ? { ...book, hourly: book.hourly.filter(({ lots }) => lots < PLENTY) } : book));

describe("a trial of changes", () => {
  it("gains, loses and finds prices as a fresh look at the same choice does", () => {
    const seen = { made: 0, impossible: 0, moved: 0, clamped: 0 };
    fc.assert(
      fc.property(books, fc.array(step, { minLength: 10, maxLength: 40 }), (written, steps) => {
        const book = readBook(written);
        const blocks = book.combinations.filter(({ kind }) => kind === "block");
        if (blocks.length === 0) return;
        const curves = curvesOf(book);
        const trial = new Trial(
          blocks,
          curves.map((curve) => new Steps(curve, TOP)),
        );
        const none = blocks.map(() => 0);
        expect(trial.begin(none, supplyOf(book.series.length, blocks, none))).to.equal(true);
        const look = () => lookAt(trial, blocks, curves);
        const choose = (block: number, units: number) => {
          const own = block % blocks.length;
          if (!trial.isChanged(own)) trial.change(own, units % ((blocks[own] as Combination).units + 1));
        };
        for (const { kind, block, units, isMade } of steps) {
          const before = { units: [...trial.units], ...look() };
          const expectNothing = () => expect({ units: [...trial.units], ...look() }).to.deep.equal(before);
          trial.forget();
          let repriced: number | undefined;
          if (kind === "price") {
            const { low, high } = trial.rangeOf(block % curves.length);
            repriced = low + (units % (high - low + 1));
            trial.reprice(block % curves.length, repriced);
          } else {
            choose(block, units);
            if (kind === "two") choose(block + 1, units);
            let isPossible = trial.relocate();
            if (kind === "more" && isPossible) {
              // As a repair does: what was reckoned with one change must not count beside the next.
              trial.weigh();
              choose(block + 1, units + 1);
              isPossible = trial.relocate();
            }
            if (!isPossible) {
              seen.impossible++;
              trial.forget();
              expectNothing();
              continue;
            }
          }
          const gain = trial.gain();
          trial.weigh();
          const [loss, losers] = [trial.loss, trial.losers];
          if (!isMade) {
            trial.forget();
            expectNothing();
            continue;
          }
          trial.make();
          const after = look();
          seen.made++;
          expect({ gain, loss, losers }).to.deep.equal({
            gain: after.welfare - before.welfare,
            loss: after.loss - before.loss,
            losers: after.losers - before.losers,
          });
          expect(trial.countLosers()).to.equal(after.losers);
          for (const [series, { low, high }] of after.intervals.entries()) {
            const top = Math.min(high, TOP);
            expect(trial.rangeOf(series)).to.deep.equal({ low, high: top });
            const [was, is] = [before.prices[series], after.prices[series]];
            if (was === undefined) continue;
            // Where it was, or as near as there is a price.
            const isRepriced = repriced !== undefined && series === block % curves.length;
            expect(is).to.equal(isRepriced ? repriced : Math.min(Math.max(was, low), top));
            if (is !== was) seen.moved++;
            if (!isRepriced && is !== was) seen.clamped++;
          }
        }
        const [same, prices] = [[...trial.units], look()];
        expect(trial.begin(same, supplyOf(book.series.length, blocks, same))).to.equal(true);
        expect({ ...look(), prices: [], loss: 0, losers: 0 }).to.deep.equal({
          ...prices,
          prices: [],
          loss: 0,
          losers: 0,
        });
      }),
      { numRuns: 300 },
    );
    expect(seen.made).to.be.greaterThan(1_000);
    expect(seen.impossible).to.be.greaterThan(50);
    expect(seen.moved).to.be.greaterThan(seen.clamped);
    expect(seen.clamped).to.be.greaterThan(100);
  });

  it("takes least from hourly orders with the block that is its mirror", () => {
    const legs = [{ series: "a", lots: 3 }];
    const hourly = [{ series: "a", side: "sell", price: 5, lots: 20 }];
    const blocks = [
      { side: "buy", value: 18, legs },
      { side: "sell", value: 12, legs },
      { side: "buy", value: 18, legs },
    ];
    const book = readBook({ format: "clearhour-book", version: 1, series: ["a"], hourly, blocks });
    const trial = new Trial(
      book.combinations,
      curvesOf(book).map((curve) => new Steps(curve, TOP)),
    );
    trial.begin([0, 0, 0], [0]);
    expect(trial.imbalance(0, 1)).to.equal(9);
    trial.change(0, 1);
    expect([trial.imbalance(1, 1), trial.imbalance(2, 1)]).to.deep.equal([-9, 27]);
  });
});

function supplyOf(series: number, blocks: readonly Combination[], units: ArrayLike<number>): number[] {
  const supply = new Array<number>(series).fill(0);
  for (const [i, { side, legs }] of blocks.entries()) {
    const way = side === "buy" ? 1 : -1;
    for (const leg of legs) supply[leg.series] = (supply[leg.series] as number) + way * leg.lots * (units[i] as number);
  }
  return supply;
}

/** Prices, welfare and losses of what a trial has filled now, from the curves and its surpluses. */
function lookAt(trial: Trial, blocks: readonly Combination[], curves: readonly Curve[]) {
  const supply = supplyOf(curves.length, blocks, trial.units);
  const ofBlocks = blocks.reduce(
    (sum, { side, value }, i) => sum + (side === "buy" ? 1 : -1) * value * (trial.units[i] as number),
    0,
  );
  const ofHours = curves.reduce((sum, curve, i) => sum + Number(curve.welfare(supply[i] as number)), 0);
  const losses = blocks.flatMap((_, i) => {
    const loss = -(trial.units[i] as number) * trial.surplusOf(i);
    return loss > 0 ? [loss] : [];
  });
  // Known where a block has one leg alone.
  const prices = curves.map((_, series) => {
    const one = blocks.findIndex(({ legs }) => legs.length === 1 && legs[0]?.series === series);
    if (one === -1) return undefined;
    const { side, value, legs } = blocks[one] as Combination;
    return (value - (side === "buy" ? 1 : -1) * trial.surplusOf(one)) / (legs[0]?.lots as number);
  });
  return {
    prices,
    welfare: ofBlocks + ofHours,
    loss: losses.reduce((sum, loss) => sum + loss, 0),
    losers: losses.length,
    intervals: curves.map((curve, i) => curve.interval(supply[i] as number) as { low: number; high: number }),
  };
}
