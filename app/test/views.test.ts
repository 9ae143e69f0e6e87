import { expect } from "chai";
import { PROGRESS_WORDS, progressOf } from "../src/delivery/progress.ts";
import { isSynthetic, readingInWords } from "../src/delivery/reading.ts";
import { toCsv } from "../src/lib/csv.ts";
import { ladderOf } from "../src/market/ladder.ts";
import { termRows, trimmed } from "../src/market/termStructure.ts";
import { heatRows, shadeOf } from "../src/portfolio/heatMap.ts";
import { whyOf } from "../src/portfolio/orderWords.ts";

describe("the heat map", () => {
  it("has a row for each product and day with a position, and a cell for each hour", () => {
    const rows = heatRows([
      { product: 2, hour: 49, lots: -3 },
      { product: 1, hour: 71, lots: 5 },
      { product: 1, hour: 48, lots: 1 },
      { product: 1, hour: 100, lots: 0 },
    ]);
    expect(rows.map(({ product, day }) => [product, day])).to.deep.equal([
      [1, 2],
      [2, 2],
    ]);
    expect(rows[0]?.cells).to.deep.equal([1, ...new Array<number>(22).fill(0), 5]);
    expect(rows[1]?.cells[1]).to.equal(-3);
  });

  it("shades by the largest position", () => {
    const rows = heatRows([
      { product: 1, hour: 0, lots: 100 },
      { product: 1, hour: 1, lots: -1 },
    ]);
    expect([0, 1, 25, 26, -100].map((lots) => shadeOf(lots, rows))).to.deep.equal([0, 1, 1, 2, 4]);
  });
});

describe("the book", () => {
  const book = (buys: Record<number, number>, sells: Record<number, number>) => {
    const side = (lots: Record<number, number>) => Array.from({ length: 252 }, (_, tick) => lots[tick] ?? 0);
    return { buys: side(buys), sells: side(sells) };
  };

  it("shows its prices from the highest, and where it would clear", () => {
    const ladder = ladderOf(book({ 20: 3, 12: 1 }, { 10: 3, 30: 2 }), 100, 10);
    expect(ladder.indicative).to.deep.equal({ price: 116, volume: 3 });
    expect(ladder.rows).to.deep.equal([
      { price: 130, buys: 0, sells: 2 },
      { price: 120, buys: 3, sells: 0 },
      { price: 116, buys: 0, sells: 0 },
      { price: 112, buys: 1, sells: 0 },
      { price: 110, buys: 0, sells: 3 },
    ]);
    expect(ladder).to.include({ most: 3, hidden: 0 });
  });

  it("keeps the prices nearest to it, and has none where nothing would trade", () => {
    const ladder = ladderOf(book({ 1: 1, 2: 1, 3: 1 }, { 200: 5 }), 100, 2);
    expect(ladder.indicative).to.equal(undefined);
    expect(ladder.rows).to.have.lengthOf(2);
    expect(ladder.hidden).to.equal(2);
    expect(ladderOf(book({}, {}), 100, 5)).to.include({ indicative: undefined, most: 0, hidden: 0 });
  });
});

describe("the term structure", () => {
  it("leaves gaps where a gate has not traded, and keeps the latest of two", () => {
    const point = (hour: number, lane: number, price: number, volume = 1) => ({ hour, lane, price, volume });
    const rows = termRows([point(5, 1, 10), point(5, 1, 11), point(6, 2, 9), point(7, 2, 8, 0)], [1, 2], 5, 8);
    expect(rows).to.deep.equal([
      { hour: 5, prices: [11, null] },
      { hour: 6, prices: [null, 9] },
      { hour: 7, prices: [null, null] },
    ]);
  });
});

describe("the hours of the term structure", () => {
  const rows = [4, 5, 6, 7, 8, 9].map((hour) => ({ hour, prices: [hour === 6 || hour === 7 ? 10 : null] }));
  const hours = (thisHour: number, of = rows) => trimmed(of, thisHour).map(({ hour }) => hour);

  it("are those between the first and the last price, and now", () => {
    expect([hours(4), hours(7), hours(9)]).to.deep.equal([
      [4, 5, 6, 7],
      [6, 7],
      [6, 7, 8, 9],
    ]);
    expect(hours(20)).to.deep.equal([6, 7]);
    expect(hours(20, [])).to.deep.equal([]);
  });
});

describe("an order", () => {
  const order = { isBuy: true, lots: 10, ahead: 4, price: 190, result: { price: 200 } };
  const why = (code: Parameters<typeof whyOf>[0]["code"], filled = 0) =>
    whyOf({ code, filled }, order, (ticks) => (ticks / 100).toFixed(2));

  it("says in money why it did not fill", () => {
    expect(why("outbid")).to.equal("It cleared at 2.00: above the limit of 1.90.");
    expect(whyOf({ code: "outbid", filled: 0 }, { ...order, isBuy: false }, String)).to.include("below the limit");
    expect(why("behind")).to.include("4 lots came before it");
    expect(why("partlyFilled", 6)).to.include("6 of 10 lots filled");
    expect(why("filled", 10)).to.equal("All of it filled at 2.00.");
    expect(new Set(["pending", "void", "noTrade"].map((code) => why(code as "void")))).to.have.lengthOf(3);
  });
});

describe("a nomination", () => {
  const facts = { closesAt: 100n, start: 200n, end: 300n };
  const progress = (now: bigint, ...settled: boolean[]) =>
    progressOf({ ...facts, assignments: settled.map((one) => ({ settled: one })) }, now);

  it("goes from the open gate to its settlement", () => {
    expect([progress(99n), progress(100n), progress(150n, false), progress(200n, false)]).to.deep.equal([
      "waiting",
      "assigning",
      "assigned",
      "delivering",
    ]);
    expect([
      progress(300n, false),
      progress(300n, true, false),
      progress(400n, true, true),
      progress(300n),
    ]).to.deep.equal(["metering", "metering", "settled", "unmatched"]);
    expect(new Set(Object.values(PROGRESS_WORDS).map(([words]) => words))).to.have.lengthOf(7);
  });

  it("has a reading in words, which says whether it is synthetic", () => {
    const reading = { deliveredPpm: 900_000, lostProviderPpm: 100_000, lostBuyerPpm: 0, energyWh: "41" };
    expect(readingInWords({ ...reading, extension: "0x" })).to.equal("90% delivered, 10% lost to the provider, 41 Wh");
    expect(readingInWords({ ...reading, energyWh: "0", extension: "0x" })).to.match(/, no energy measured$/);
    expect(isSynthetic({ extension: `0x73796e746865746963${"00".repeat(23)}` })).to.equal(true);
    expect(isSynthetic({ extension: `0x${"00".repeat(32)}` })).to.equal(false);
  });
});

describe("CSV", () => {
  it("quotes what has to be, and lets no cell be a formula", () => {
    const text = toCsv(
      ["a", "b"],
      [
        ['x,"y"', "=1+1"],
        ["-1.5", "-x"],
      ],
    );
    expect(text).to.equal('a,b\r\n"x,""y""",\'=1+1\r\n-1.5,\'-x\r\n');
  });
});
