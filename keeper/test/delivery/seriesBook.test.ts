import { cashAccount, seriesId } from "@clearhour/sdk";
import { expect } from "chai";
import fc from "fast-check";
import { numberToHex, zeroHash } from "viem";
import type { Entry } from "../../src/delivery/journal.ts";
import { SeriesBooks } from "../../src/delivery/seriesBook.ts";

const account = (n: number) => cashAccount(numberToHex(n + 1, { size: 20 }));
const series = (hour: number) => seriesId(1, 500_000 + hour);
const entry = (eventName: string, args: object) => ({ eventName, args, blockNumber: 1n, time: 7n }) as unknown as Entry;

/** Anything that can happen in one of three series, as often as it likes. */
const entries = fc
  .record({ hour: fc.nat(2), who: fc.nat(2), lots: fc.integer({ min: 1, max: 9 }), kind: fc.nat(8) })
  .map(({ hour, kind, lots, who }) => {
    const args = { series: series(hour), account: account(who), lots, commitment: who, nomination: who };
    const dispute = { dispute: BigInt(hour), leaf: zeroHash, deadline: 9n };
    return [
      entry("Committed", args),
      entry("Nominated", { ...args, accessKey: zeroHash }),
      entry("ShiftFixed", { series: args.series, shift: lots }),
      entry("RootPosted", { series: args.series, root: zeroHash, count: lots }),
      entry("MissingLeafSettled", args),
      entry("ShortDefaulted", args),
      entry("OptOutSet", { ...args, out: lots > 4 }),
      entry("DisputeOpened", { ...args, ...dispute }),
      entry("DisputeSilent", dispute),
    ][kind] as Entry;
  });

describe("books of series", () => {
  it("are the same whether they are read entry by entry or at once", () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 60 }), (all) => {
        const journal = { entries: [] as Entry[], epoch: 0 };
        const books = new SeriesBooks(journal);
        for (const one of all) {
          journal.entries.push(one);
          books.all();
        }
        expect(books.all()).to.deep.equal(new SeriesBooks({ entries: all, epoch: 0 }).all());
      }),
    );
  });

  it("forget what a reorg undid", () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 40 }), fc.nat(40), (all, kept) => {
        const journal = { entries: all, epoch: 0 };
        const books = new SeriesBooks(journal);
        books.all();
        journal.entries = all.slice(0, kept);
        journal.epoch++;
        expect(books.all()).to.deep.equal(new SeriesBooks({ ...journal, epoch: 0 }).all());
      }),
    );
  });

  it("are new ones only where something happened, and stay as they were", () => {
    const committed = (hour: number) => entry("Committed", { series: series(hour), account: account(0), lots: 1 });
    const journal = { entries: [committed(0), committed(1)], epoch: 0 };
    const books = new SeriesBooks(journal);
    const [first, second] = [books.of(series(0)), books.of(series(1))];
    journal.entries.push(committed(1));
    expect(books.of(series(0))).to.equal(first);
    expect(books.of(series(1))?.commitments).to.have.lengthOf(2);
    expect(second?.commitments).to.have.lengthOf(1);
  });
});
