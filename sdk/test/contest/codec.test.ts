import { expect } from "chai";
import fc from "fast-check";
import { InvalidWordError } from "../../src/clearing/index.ts";
import {
  atMostBetter,
  commitmentTo,
  decodeSolution,
  encodeSolution,
  filledIn,
  type Solution,
} from "../../src/contest/index.ts";
import { WrongFillsError, WrongLengthError } from "../../src/errors/index.ts";
import { AUCTION, contestBook, record, series } from "./books.ts";

const FIGURES = { welfare: 12n, gap: 3n };
const bookOf = (lots: readonly number[]) =>
  contestBook(
    [series([], []), series([], []), series([], [])],
    lots.map((one) => record({ lots: one })),
  );

describe("a solution as the contract takes it", () => {
  it("has prices, one bit per order and the orders filled in part", () => {
    const solution = encodeSolution(bookOf([5, 6, 7, 8]), { prices: [1, 0x020304, 5], filled: [5, 2, 0, 8] }, FIGURES);
    expect(solution).to.deep.equal({
      prices: "0x000001020304000005",
      accepted: `0x9${"0".repeat(63)}`,
      partials: "0x000100000002",
      ...FIGURES,
    });
  });

  it("gives back what was encoded", () => {
    const fills = fc.array(fc.tuple(fc.integer({ min: 1, max: 2 ** 27 - 1 }), fc.constantFrom("all", "none")), {
      minLength: 1,
      maxLength: 600,
    });
    const price = fc.integer({ min: 0, max: 2 ** 24 - 1 });
    fc.assert(
      fc.property(fills, fc.tuple(price, price, price), fc.nat(599), fc.nat(), (orders, prices, at, part) => {
        const book = bookOf(orders.map(([lots]) => lots));
        const filled = orders.map(([lots, how], i) => (i === at ? part % lots : how === "all" ? lots : 0));
        const solution = encodeSolution(book, { prices, filled }, FIGURES);
        expect(decodeSolution(book, solution)).to.deep.equal({ prices, filled });
        const one = orders.map(([lots], index) => filledIn(solution, { index, lots }));
        expect(one).to.deep.equal(filled);
      }),
    );
  });

  it("fills nothing where it is a baseline", () => {
    expect(filledIn({ accepted: "0x", partials: "0x" }, { index: 3, lots: 5 })).to.equal(0);
  });

  it("is refused where the contract would", () => {
    const book = bookOf([5, 6, 7, 8]);
    const good = encodeSolution(book, { prices: [1, 2, 3], filled: [5, 2, 0, 8] }, FIGURES);
    const bits = (first: string): Partial<Solution> => ({ accepted: `0x${first.padEnd(64, "0")}` });
    const fills: Partial<Solution>[] = [
      bits("98"), // beyond the last order
      { partials: "0x0001000002" }, // no whole entry
      { partials: "0x000100000006" }, // full
      { partials: "0x000100000000" }, // none
      { partials: "0x000000000002" }, // full by its bit
      { partials: "0x000200000001000100000002" }, // out of order
      { partials: "0x000100000002000100000002" }, // twice
      { partials: "0x000400000002" }, // beyond the last order
    ];
    for (const change of fills) {
      expect(() => decodeSolution(book, { ...good, ...change }), JSON.stringify(change)).to.throw(WrongFillsError);
    }
    expect(() => decodeSolution(book, { ...good, prices: "0x000001000002" })).to.throw(WrongLengthError, "6 bytes, 9");
    expect(() => decodeSolution(book, { ...good, accepted: "0x" })).to.throw(WrongLengthError, "0 bytes, 32");
    expect(() => encodeSolution(book, { prices: [2 ** 24, 0, 0], filled: [] }, FIGURES)).to.throw(InvalidWordError);
    const small = bookOf([5, 6, 7, 8, 9]);
    const four = { ...good, accepted: bits("").accepted ?? "0x", partials: parts(4) };
    expect(() => decodeSolution(small, four)).to.throw(WrongFillsError);
    expect(decodeSolution(small, { ...four, partials: parts(3) }).filled).to.deep.equal([1, 1, 1, 0, 0]);
  });

  it("is committed to with solver and salt", () => {
    const solution = encodeSolution(bookOf([5]), { prices: [1, 2, 3], filled: [5] }, FIGURES);
    const solver = `0x${"1".repeat(40)}` as const;
    const salt = `0x${"2".repeat(64)}` as const;
    const commitments = [
      commitmentTo(AUCTION, solver, salt, solution),
      commitmentTo(AUCTION + 1n, solver, salt, solution),
      commitmentTo(AUCTION, `0x${"3".repeat(40)}`, salt, solution),
      commitmentTo(AUCTION, solver, `0x${"3".repeat(64)}`, solution),
      commitmentTo(AUCTION, solver, salt, { ...solution, gap: 4n }),
    ];
    expect(new Set(commitments).size).to.equal(commitments.length);
  });
});

/** One lot of each of the first `count` orders. */
function parts(count: number): `0x${string}` {
  return `0x${Array.from({ length: count }, (_, i) => `000${i}00000001`).join("")}`;
}

describe("what a gap proves", () => {
  it("is the percentage by which anything else can be better, rounded up to hundredths", () => {
    const percent = (welfare: bigint, gap: bigint) => atMostBetter({ welfare, gap });
    expect([percent(100n, 0n), percent(100n, 5n), percent(3n, 1n), percent(10n ** 30n, 1n)]).to.deep.equal([
      0, 5, 33.34, 0.01,
    ]);
    expect([percent(0n, 0n), percent(0n, 1n)]).to.deep.equal([0, Number.POSITIVE_INFINITY]);
  });

  it("is never less than it is exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 60n }), fc.bigInt({ min: 0n, max: 2n ** 60n }), (welfare, gap) => {
        const hundredths = BigInt(Math.round(atMostBetter({ welfare, gap }) * 100));
        fc.pre(hundredths < 2n ** 50n);
        expect(hundredths * welfare >= gap * 10_000n && (hundredths - 1n) * welfare < gap * 10_000n).to.equal(true);
      }),
    );
  });
});
