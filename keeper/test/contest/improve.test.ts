/** What the search finds for contested auctions, against the SDK's copy of the verifier. */
import { type Allocation, type ContestBook, contender, isBetter, verifySolution } from "@clearhour/sdk/contest";
import { expect } from "chai";
import fc from "fast-check";
import { Gate } from "../../src/contest/accept.ts";
import { improve } from "../../src/contest/improve.ts";
import { contestBooks } from "./books.ts";
import { exhaustive } from "./exhaustive.ts";

const SECONDS = 20;
/** 10,000 with FUZZ_EFFORT=long. */
const RUNS = process.env.FUZZ_EFFORT === "long" ? 10_000 : 1_000;

/** The last allocation of a search. */
function lastOf(book: ContestBook): { readonly allocation: Allocation; readonly isOptimal: boolean } {
  let allocation: Allocation | undefined;
  const { isOptimal, failure } = improve(book, SECONDS, (found) => {
    allocation = found;
  });
  if (failure !== undefined) throw failure;
  return { allocation: allocation as Allocation, isOptimal };
}

describe("the search for a solution of a contested auction", function () {
  this.timeout(1_800_000);

  it(`clears ${RUNS} auctions with strips alone at gap 0, in whole prices and lots`, () => {
    let partial = 0;
    let filled = 0;
    const shape = { products: 3, window: 12, hourly: 8, strips: 20, blocks: 0, lots: 40, spread: 40, reference: 400 };
    fc.assert(
      fc.property(contestBooks(shape), (book) => {
        const { allocation, isOptimal } = lastOf(book);
        expect(isOptimal).to.equal(true);
        expect(verifySolution(book, allocation)).to.include({ gap: 0n, stripGap: 0n });
        filled += allocation.filled.filter((lots) => lots > 0).length;
        partial += allocation.filled.filter((lots, i) => lots > 0 && lots !== book.records[i]?.lots).length;
      }),
      { numRuns: RUNS },
    );
    expect(partial, "strips that are filled in part").to.be.above(RUNS / 10);
    expect(filled, "strips that are filled").to.be.above(RUNS);
  });

  it("has as much welfare as any solution of small auctions with blocks, at prices as near, or proves nothing", () => {
    let missed = 0;
    let blocks = 0;
    const shape = { products: 1, window: 2, hourly: 6, strips: 2, blocks: 3, lots: 3, spread: 3, reference: 5 };
    fc.assert(
      fc.property(contestBooks(shape), (book) => {
        const best = exhaustive(book, 14);
        const { allocation, isOptimal } = lastOf(book);
        const own = contender(allocation, verifySolution(book, allocation));
        if (isOptimal) expect(own.welfare >= best.welfare, "welfare").to.equal(true);
        if (own.welfare < best.welfare || (own.welfare === best.welfare && own.distance > best.distance)) missed++;
        blocks += allocation.filled.filter((lots, i) => lots > 0 && book.records[i]?.block).length;
      }),
      { numRuns: 150 },
    );
    expect(missed, "auctions with a better solution").to.be.below(4);
    expect(blocks, "blocks that are filled").to.be.above(25);
  });

  it("tells of ever better allocations, all of which the verifier accepts, of several products at once", () => {
    let most = 0;
    const shape = { products: 2, window: 8, hourly: 6, strips: 10, blocks: 25, lots: 20, spread: 30, reference: 300 };
    for (const book of fc.sample(contestBooks(shape), { numRuns: 12, seed: 7 })) {
      const gate = new Gate(book);
      const passed: Allocation[] = [];
      improve(book, 2, (found) => {
        if (gate.pass(found) !== undefined) passed.push(found);
      });
      const contenders = passed.map((each) => contender(each, verifySolution(book, each)));
      for (const [i, each] of contenders.entries()) {
        const before = contenders[i - 1];
        expect(before === undefined || isBetter(book, each, before)).to.equal(true);
      }
      most = Math.max(most, passed.length);
    }
    expect(most, "solutions of one auction").to.be.above(2);
  });

  it("comes down to prices from a choice without any, also where strips move with the blocks", () => {
    const shape = {
      products: 1,
      window: 24,
      hourly: 30,
      strips: 60,
      blocks: 120,
      lots: 60,
      spread: 60,
      reference: 400,
    };
    const many = fc
      .sample(contestBooks(shape), { numRuns: 12, seed: 5 })
      .filter(({ records }) => records.filter(({ block }) => block).length > 60);
    expect(many.length, "auctions with many blocks").to.be.above(1);
    for (const book of many.slice(0, 2)) {
      const found: Allocation[] = [];
      improve(book, 8, (each) => found.push(each));
      const [first, last] = [found[0], found.at(-1)].map((each) => verifySolution(book, each as Allocation));
      const most = Number((first?.welfare ?? 0n) + (first?.gap ?? 0n));
      expect(Number(last?.welfare), "welfare").to.be.above(0.8 * Number((last?.welfare ?? 0n) + (last?.gap ?? 0n)));
      expect(Number(last?.welfare), "welfare").to.be.within(Number(first?.welfare) + 1, most);
    }
  });

  it("fills blocks of a list of thousands beside few hourly orders, within a contest's time", () => {
    const shape = {
      products: 1,
      window: 36,
      hourly: 20,
      strips: 2_200,
      blocks: 2_200,
      lots: 20,
      spread: 60,
      reference: 400,
    };
    const book = fc.sample(contestBooks(shape), { numRuns: 200, seed: 11 }).find(({ records, window }) => {
      const blocks = records.filter(({ block }) => block).length;
      return window > 30 && blocks > 1_200 && records.length - blocks > 1_200 && records.length > 2_800;
    });
    if (book === undefined) throw new Error("there is no auction of that size");
    const gate = new Gate(book);
    const passed: Allocation[] = [];
    improve(book, SECONDS, (found) => {
      if (gate.pass(found) !== undefined) passed.push(found);
    });
    const [first, last] = [passed[0], passed.at(-1)].map((each) => verifySolution(book, each as Allocation));
    const blocks = passed.at(-1)?.filled.filter((lots, i) => lots > 0 && book.records[i]?.block).length;
    console.log(`      ${book.records.length} orders: ${blocks} blocks, welfare ${first?.welfare} to ${last?.welfare}`);
    expect(blocks, "blocks that are filled").to.be.above(50);
    expect(Number(last?.welfare), "welfare").to.be.above(1.2 * Number(first?.welfare));
  });

  it("has an answer without any time, and keeps to the time that it has", () => {
    const shape = {
      products: 3,
      window: 24,
      hourly: 20,
      strips: 200,
      blocks: 600,
      lots: 50,
      spread: 60,
      reference: 400,
    };
    const [book] = fc.sample(contestBooks(shape), { numRuns: 1, seed: 3 });
    if (book === undefined) throw new Error("there is no auction");
    for (const seconds of [0, 3]) {
      let last: Allocation | undefined;
      const from = performance.now();
      improve(book, seconds, (found) => {
        last = found;
      });
      expect((performance.now() - from) / 1_000).to.be.below(seconds + 6);
      expect(() => verifySolution(book, last as Allocation)).not.to.throw();
    }
  });
});
