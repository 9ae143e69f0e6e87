/** Real books with known answers. */
import { expect } from "chai";
import { readBook } from "../../src/clearing/book.ts";
import { clear } from "../../src/clearing/clear.ts";
import { curvesOf } from "../../src/clearing/curve.ts";
import { Pricing } from "../../src/clearing/pricing.ts";
import { type Day, italianDays, itWithData, knapsacks } from "./data.ts";

/** More than any of them takes, also where other tests run beside. */
const SECONDS = 60;
/** Price times lots: cents per MWh times kWh. The answers are rounded to thousandths. */
const PER_EUR = 100_000;
const ROUNDING_EUR = 0.01;
/** Answers write a price without limit as a number above every order's. */
const NO_LIMIT = 400_000;

describe("recorded books", function () {
  this.timeout(600_000);

  itWithData(
    "ten days of the Italian market: as the proved optimum where that has prices, else below it",
    "italy",
    () => {
      let asProved = 0;
      for (const day of italianDays()) {
        const book = readBook(day.book);
        const cleared = clear(book, SECONDS);
        expect(cleared.isOptimal, day.day).to.equal(true);
        expect(Number(cleared.bound) / PER_EUR, day.day).to.be.closeTo(day.welfareEur, ROUNDING_EUR);
        const welfare = Number(cleared.welfare) / PER_EUR;
        if (hasPrices(day)) {
          asProved++;
          expect(welfare, day.day).to.be.closeTo(day.welfareEur, ROUNDING_EUR);
          expect(cleared.units.map((filled) => filled > 0)).to.deep.equal(day.filled);
          for (const [i, { low, high }] of day.intervals.entries()) {
            expect(cleared.prices[i], `${day.day} ${day.book.series[i]}`).to.be.within(low, high);
            const own = cleared.intervals[i];
            expect(own?.low).to.equal(low);
            if (high <= NO_LIMIT) expect(own?.high).to.equal(high);
          }
        } else {
          expect(welfare, day.day).to.be.below(day.welfareEur - ROUNDING_EUR);
        }
      }
      expect(asProved, "days whose best allocation lets no block lose").to.equal(7);
    },
  );

  itWithData("thirty knapsacks, to the proved optimum", "knapsacks", () => {
    const all = knapsacks();
    for (const { name, book, factor, optimum } of all) {
      const cleared = clear(readBook(book), SECONDS);
      expect(Number(cleared.welfare) / factor, name).to.equal(optimum);
      expect(cleared.isOptimal, name).to.equal(true);
    }
    expect(all).to.have.lengthOf(30);
  });
});

/** Whether there are prices at which no block loses that the best allocation fills. */
function hasPrices({ book: written, filled }: Day): boolean {
  const book = readBook(written);
  const pricing = new Pricing(book, curvesOf(book));
  return typeof pricing.price(filled.map(Number), { seconds: SECONDS }) !== "string";
}
