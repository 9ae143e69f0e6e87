/** Strips beside given blocks, against the linear program of HiGHS and the certificate. */
import { expect } from "chai";
import fc from "fast-check";
import { randomBook } from "../../../scripts/bench/books.ts";
import { welfareOf } from "../../../scripts/bench/columns.ts";
import { Allocation } from "../../src/clearing/allocation.ts";
import { readBook, type WrittenBook } from "../../src/clearing/book.ts";
import { certify } from "../../src/clearing/certify.ts";
import { clear } from "../../src/clearing/clear.ts";
import { curvesOf } from "../../src/clearing/curve.ts";
import { Strips } from "../../src/clearing/strips.ts";

const shape = fc.record({
  perHour: fc.nat(8),
  lots: fc.constantFrom(1, 5, 30),
  strips: fc.integer({ min: 1, max: 60 }),
  blocks: fc.nat(6),
  blockLots: fc.constantFrom(4, 40),
});

describe("strips beside given blocks", function () {
  this.timeout(300_000);

  it("fill as well as in the linear program, again and again, and not at all where they cannot", () => {
    let none = 0;
    let partial = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1 }), shape, fc.array(fc.nat(2 ** 6), { minLength: 3 }), (seed, of, chosen) => {
        const book = readBook(randomBook(seed, of));
        const curves = curvesOf(book);
        const strips = new Strips(book, curves);
        const program = new Allocation(book, curves);
        const isIn = (choice: number, i: number) => (choice & (1 << (i - of.strips))) !== 0;
        for (const choice of chosen) {
          const given = book.combinations.map(({ kind }, i) => (kind === "block" && isIn(choice, i) ? 1 : 0));
          program.choose((i) => (isIn(choice, i) ? "in" : "out"));
          const allocated = program.solve(60);
          if (allocated === "late") throw new Error("there was not enough time");
          const filled = strips.fill(given);
          expect(filled === undefined).to.equal(allocated === undefined);
          if (filled === undefined || allocated === undefined) {
            none++;
            continue;
          }
          for (const [i, { kind, units }] of book.combinations.entries()) {
            if (kind === "block") expect(filled[i]).to.equal(given[i]);
            else expect(filled[i]).to.be.within(0, units);
            if (kind === "strip" && filled[i] !== 0 && filled[i] !== units) partial++;
          }
          expect(welfareOf(book, curves, filled)).to.equal(welfareOf(book, curves, allocated.units));
        }
        program.dispose();
      }),
      { numRuns: 300 },
    );
    expect(none, "choices that nothing can bring").to.be.above(50);
    expect(partial, "strips that fill in part").to.be.above(200);
  });

  it("have prices and no gap whatever the sizes of lots and prices", () => {
    const size = fc.constantFrom(1, 2 ** 10, 2 ** 20, 2 ** 31 - 1);
    const order = {
      side: fc.constantFrom("buy" as const, "sell" as const),
      lots: size.chain((most) => fc.integer({ min: 1, max: most })),
    };
    const price = size.chain((most) => fc.integer({ min: -most, max: most }));
    const names = ["a", "b", "c", "d"];
    const stretch = fc.tuple(fc.nat(3), fc.nat(3)).map(([a, b]) => names.slice(Math.min(a, b), Math.max(a, b) + 1));
    const written = fc.record({
      format: fc.constant("clearhour-book" as const),
      version: fc.constant(1 as const),
      series: fc.constant(names),
      hourly: fc.array(fc.record({ ...order, price, series: fc.constantFrom(...names) }), { maxLength: 30 }),
      strips: fc.array(fc.record({ ...order, price, series: stretch }), { maxLength: 30 }),
    });
    fc.assert(
      fc.property(written, (each: WrittenBook) => {
        const book = readBook(each);
        const cleared = clear(book, 1);
        expect(certify(book, cleared)).to.deep.include({ welfare: cleared.welfare, gap: 0n });
        expect(cleared.isOptimal).to.equal(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("bring what a block wants at a price as high as a book can have", () => {
    // Only the strip has the first series, and what is worth most there is worth nothing in the others.
    const series = Array.from({ length: 1_000 }, (_, i) => `s${i}`);
    const price = 2 ** 28;
    const book = readBook({
      format: "clearhour-book",
      version: 1,
      series,
      strips: [{ side: "sell", price, lots: 2, series }],
      blocks: [
        { side: "buy", value: 5, legs: series.map((name) => ({ series: name, lots: 1 })) },
        { side: "buy", value: 5, legs: [{ series: "s0", lots: 3 }] },
      ],
    });
    const strips = new Strips(book, curvesOf(book));
    expect(strips.fill([0, 1, 0])).to.deep.equal([1, 1, 0]);
    expect(strips.fill([0, 0, 1])).to.equal(undefined);
    expect(strips.fill([0, 0, 0])).to.deep.equal([0, 0, 0]);
    expect(strips.fill([2, 1, 0])).to.deep.equal([1, 1, 0]);
  });

  it("trade with each other at their limit rather than not, the earlier in the list first", () => {
    const strip = (side: "buy" | "sell", lots: number) => ({ side, price: 7, lots, series: ["a", "b"] });
    const strips = [strip("buy", 3), strip("sell", 4), strip("buy", 3), strip("sell", 4)];
    const book = readBook({ format: "clearhour-book", version: 1, series: ["a", "b"], strips });
    expect(new Strips(book, curvesOf(book)).fill([0, 0, 0, 0])).to.deep.equal([3, 4, 3, 2]);
  });
});
