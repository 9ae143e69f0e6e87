import type { BlockRecord } from "@clearhour/sdk/blocks";
import { gridAround, TICKS } from "@clearhour/sdk/clearing";
import type { ContestBook, SeriesBook } from "@clearhour/sdk/contest";
import { expect } from "chai";
import { allocationOf, type Problem, problemsOf } from "../../src/contest/problem.ts";

/** Base 175. */
const GRID = gridAround(301);

function series(buys: Record<number, number>, sells: Record<number, number>, lo: number, hi: number): SeriesBook {
  const lots = (at: Record<number, number>) => Array.from({ length: TICKS }, (_, tick) => at[tick] ?? 0);
  return { grid: GRID, book: { buys: lots(buys), sells: lots(sells) }, lo, hi, pressed: 0 };
}

function record(overrides: Partial<BlockRecord> = {}): BlockRecord {
  const common = { sell: false, block: false, place: 0, offset: 0, periods: 2, price: 300 };
  return { ...common, lots: 10, least: 0, profile: [], ...overrides };
}

function book(records: readonly BlockRecord[], overrides: Partial<ContestBook> = {}): ContestBook {
  const open = series({ 130: 5 }, { 120: 7, 125: 2 }, 120, 121);
  return {
    auction: 1n << 32n,
    first: 0,
    window: 2,
    products: [{ id: 1, tickSize: 10n }],
    series: [open, undefined],
    records,
    ...overrides,
  };
}

describe("problems of a contested auction", () => {
  it("have one hourly order per tick and side, in ticks", () => {
    const [problem] = problemsOf(book([record()]));
    expect([...(problem?.book.hourly ?? [])]).to.deep.equal([
      { series: 0, side: "buy", price: 305, lots: 5 },
      { series: 0, side: "sell", price: 295, lots: 7 },
      { series: 0, side: "sell", price: 300, lots: 2 },
    ]);
  });

  it("aim at the prices of the baseline, 0 where nobody placed anything", () => {
    expect(problemsOf(book([record()]))[0]?.goal.targets).to.deep.equal([295, 0]);
  });

  it("are one per product, strips first", () => {
    const both = book([record({ block: true, least: 10, place: 1 }), record({ place: 1 }), record()], {
      products: [
        { id: 1, tickSize: 10n },
        { id: 2, tickSize: 7n },
      ],
      series: [undefined, undefined, undefined, undefined],
    });
    const [one, two] = problemsOf(both) as [Problem, Problem];
    expect(one.records).to.deep.equal([2]);
    expect(two.records).to.deep.equal([1, 0]);
    expect(two.book.combinations.map(({ kind }) => kind)).to.deep.equal(["strip", "block"]);
    const answers = [
      { prices: [1, 2], units: [4] },
      { prices: [3, 4], units: [5, 1] },
    ];
    expect(allocationOf(both, [one, two], answers)).to.deep.equal({ prices: [1, 2, 3, 4], filled: [10, 5, 4] });
  });

  it("count a block of all or none as one unit, any other in its lots, with its profile", () => {
    const [problem] = problemsOf(
      book([
        record(),
        record({ block: true, least: 10, sell: true, profile: [1, 3] }),
        record({ block: true, least: 4, profile: [2, 5], offset: 0 }),
      ]),
    );
    const legs = (...lots: number[]) => lots.map((each, i) => ({ series: i, lots: each }));
    expect(problem?.book.combinations).to.deep.equal([
      { kind: "strip", side: "buy", legs: legs(1, 1), value: 600, least: 1, units: 10 },
      { kind: "block", side: "sell", legs: legs(10, 30), value: 12_000, least: 1, units: 1 },
      { kind: "block", side: "buy", legs: legs(2, 5), value: 2_100, least: 4, units: 10 },
    ]);
  });

  it("give lots of equal orders to earlier ones", () => {
    const records = [
      record({ lots: 3 }),
      record({ block: true, least: 5, lots: 5 }),
      record({ lots: 4 }),
      record({ block: true, least: 5, lots: 5 }),
      record({ lots: 4, price: 301 }),
    ];
    const own = book(records);
    const problems = problemsOf(own);
    const units = problems[0]?.records.map((i) => [1, 0, 3, 1, 2][i] as number) as number[];
    expect(allocationOf(own, problems, [{ prices: [300, 300], units }]).filled).to.deep.equal([3, 5, 1, 0, 2]);
  });
});
