/** Every rule of the clearing is checked: a solution with one thing changed is refused, or truly as good as it says. */
import { expect } from "chai";
import fc from "fast-check";
import { type Book, readBook } from "../../src/clearing/book.ts";
import { certify, type Solution } from "../../src/clearing/certify.ts";
import { clear } from "../../src/clearing/clear.ts";
import { RefusedSolutionError } from "../../src/clearing/errors.ts";
import { everything } from "./books.ts";

const HOURLY = [
  { series: "a", side: "buy", price: 12, lots: 4 },
  { series: "a", side: "sell", price: 5, lots: 6 },
] as const;

function bookOf(rest: object): Book {
  return readBook({ format: "clearhour-book", version: 1, series: ["a"], hourly: HOURLY, ...rest });
}

function refusal(book: Book, solution: Solution): string {
  try {
    certify(book, solution);
  } catch (error) {
    expect(error).to.be.instanceOf(RefusedSolutionError);
    return (error as Error).message;
  }
  throw new Error("it was not refused");
}

describe("the certificate of a clearing", function () {
  this.timeout(300_000);

  const plain = bookOf({});
  const valid: Solution = { prices: [5], hourly: [4, 4], units: [] };

  it("states welfare, gap and volumes of a valid solution", () => {
    expect(certify(plain, valid)).to.deep.equal({ welfare: 28n, gap: 0n, volumes: [4] });
  });

  it("refuses prices that are none", () => {
    for (const price of [-1, 1.5, Number.NaN]) {
      expect(refusal(plain, { ...valid, prices: [price] })).to.include(`the price of a is ${price}`);
    }
    expect(refusal(plain, { ...valid, prices: [] })).to.include("not one price for each series");
    expect(refusal(plain, { ...valid, units: [1] })).to.include("not one fill for each strip or block");
  });

  it("refuses fills that are none", () => {
    for (const lots of [-1, 5, 0.5]) {
      expect(refusal(plain, { ...valid, hourly: [lots, 4] })).to.include(
        `hourly order 0 cannot fill with ${lots} of 4`,
      );
    }
    const halves = bookOf({ blocks: [{ side: "buy", value: 48, legs: [{ series: "a", lots: 4 }], minLots: 2 }] });
    expect(refusal(halves, { prices: [5], hourly: [4, 5], units: [1] })).to.include("block 0 cannot fill with 1 of 4");
  });

  it("refuses what is bought and not sold, and what is sold and not bought above 0", () => {
    expect(refusal(plain, { ...valid, hourly: [4, 3] })).to.include("more of a is bought than sold");
    expect(refusal(plain, { ...valid, hourly: [4, 5] })).to.include(
      "more of a is sold than bought, at a price above 0",
    );
  });

  it("refuses hourly orders that are filled against their limit, or not filled within it", () => {
    expect(refusal(plain, { ...valid, prices: [6] })).to.include("hourly order 1 is not full");
    expect(refusal(plain, { ...valid, prices: [4] })).to.include("hourly order 1 is filled although");
  });

  it("refuses a strip that could gain more, and a strip or block that loses", () => {
    const strip = bookOf({ strips: [{ side: "buy", price: 7, lots: 2, series: ["a"] }] });
    expect(certify(strip, { prices: [5], hourly: [4, 6], units: [2] })).to.include({ welfare: 32n, gap: 0n });
    expect(refusal(strip, { prices: [5], hourly: [4, 5], units: [1] })).to.include("strip 0 is not full");
    const dear = bookOf({ strips: [{ side: "buy", price: 4, lots: 2, series: ["a"] }] });
    expect(refusal(dear, { prices: [5], hourly: [4, 6], units: [2] })).to.include("strip 0 trades at a loss");
    const block = bookOf({ blocks: [{ side: "buy", value: 9, legs: [{ series: "a", lots: 2 }] }] });
    expect(refusal(block, { prices: [5], hourly: [4, 6], units: [1] })).to.include("block 0 trades at a loss");
  });

  it("refuses a random solution with a price or a fill changed, unless it is as good in truth", () => {
    let refused = 0;
    let accepted = 0;
    const change = fc.record({
      what: fc.constantFrom("prices", "hourly", "units"),
      at: fc.nat(),
      by: fc.constantFrom(-1, 1),
    });
    fc.assert(
      fc.property(everything, change, (written, { what, at, by }) => {
        const book = readBook(written);
        const cleared = clear(book, 20);
        const list = [...cleared[what as keyof Solution]];
        if (list.length === 0) return;
        list[at % list.length] = (list[at % list.length] as number) + by;
        try {
          const { welfare, gap } = certify(book, { ...cleared, [what]: list });
          accepted++;
          // Only another solution of the same problem passes: no better, and with a true bound.
          expect(welfare <= cleared.welfare).to.equal(true);
          expect(welfare + gap >= cleared.welfare).to.equal(true);
        } catch (error) {
          if (!(error instanceof RefusedSolutionError)) throw error;
          refused++;
        }
      }),
      { numRuns: 400 },
    );
    expect(refused, "refused").to.be.above(200);
    expect(accepted, "accepted").to.be.above(0);
  });
});
