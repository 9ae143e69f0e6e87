/** What a change is said to do is what it does, and what is not made leaves nothing behind. */
import { expect } from "chai";
import fc from "fast-check";
import { type Combination, readBook } from "../../src/clearing/book.ts";
import { type Curve, curvesOf } from "../../src/clearing/curve.ts";
import { Steps } from "../../src/clearing/steps.ts";
import { Trial } from "../../src/clearing/trial.ts";
import { everything, TOP } from "./books.ts";

/** A change to look at: of which block or series, to what, and whether it is made. */
const step = fc.record({
  kind: fc.constantFrom("one", "two", "price"),
  block: fc.nat(),
  units: fc.nat(),
  isMade: fc.boolean(),
});

describe("a trial of changes", () => {
  it("gains, loses and finds prices as a fresh look at the same choice does", () => {
    let made = 0;
    fc.assert(
      fc.property(everything, fc.array(step, { minLength: 10, maxLength: 40 }), (written, steps) => {
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
        for (const { kind, block, units, isMade } of steps) {
          const before = { units: [...trial.units], ...lookAt(trial, blocks, curves) };
          trial.forget();
          if (kind === "price") {
            const { low, high } = trial.rangeOf(block % curves.length);
            trial.reprice(block % curves.length, low + (units % (high - low + 1)));
          } else {
            const ones = kind === "one" ? [block] : [block, block + 1];
            for (const own of new Set(ones.map((one) => one % blocks.length))) {
              trial.change(own, units % ((blocks[own] as Combination).units + 1));
            }
            if (!trial.relocate()) continue;
          }
          const gain = trial.gain();
          trial.weigh();
          const [loss, losers] = [trial.loss, trial.losers];
          if (isMade) trial.make();
          else trial.forget();
          const after = lookAt(trial, blocks, curves);
          if (!isMade) {
            expect({ units: [...trial.units], ...after }).to.deep.equal(before);
            continue;
          }
          made++;
          expect({ gain, loss, losers }).to.deep.equal({
            gain: after.welfare - before.welfare,
            loss: after.loss - before.loss,
            losers: after.losers - before.losers,
          });
          expect(trial.countLosers()).to.equal(after.losers);
          for (const [series, { low, high }] of after.intervals.entries()) {
            expect(trial.rangeOf(series)).to.deep.equal({ low, high: Math.min(high, TOP) });
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(made).to.be.greaterThan(1_000);
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

/** Welfare and losses of what a trial has filled now, from the curves and its surpluses. */
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
  return {
    welfare: ofBlocks + ofHours,
    loss: losses.reduce((sum, loss) => sum + loss, 0),
    losers: losses.length,
    intervals: curves.map((curve, i) => curve.interval(supply[i] as number) as { low: number; high: number }),
  };
}
