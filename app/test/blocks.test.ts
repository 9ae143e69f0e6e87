import {
  CapacityExceededError,
  cashAccount,
  InsufficientCashError,
  InsufficientLotsError,
  InsufficientStakeError,
  ListFullError,
  NotAuthorizedError,
  OutOfBandError,
  RpcUnreachableError,
  seriesId,
  TooSmallError,
  WordFeeAboveError,
  WrongBlockLotsError,
  WrongLimitError,
  WrongPeriodsError,
  WrongProfileError,
  WrongTickError,
} from "@clearhour/sdk";
import { BlockKind, explainBlockFill, packBlock } from "@clearhour/sdk/blocks";
import { expect } from "chai";
import { numberToHex } from "viem";
import { blockTitle } from "../src/lib/blockTitle.ts";
import { formatAverage, formatEnd } from "../src/lib/format.ts";
import { type BlockText, leastInWords, lotsPerHour, readBlock } from "../src/market/blockInput.ts";
import { problemOf } from "../src/market/blockProblem.ts";
import { likelyOf } from "../src/market/likely.ts";
import { blockRow, latestFirst } from "../src/portfolio/orderRows.ts";

const ACCOUNT = cashAccount("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

describe("what is typed for a strip or block", () => {
  const text: BlockText = { kind: "block", hours: "3", lots: "10", profile: [], share: "" };
  const shapeOf = (change: Partial<BlockText>) => readBlock({ ...text, ...change }, 24).shape;
  const problems = (change: Partial<BlockText>, room = 24) => readBlock({ ...text, ...change }, room).problems;

  it("is what can be placed", () => {
    expect(shapeOf({ kind: "strip", share: "?" })).to.deep.equal({ form: "strip", periods: 3, lots: 10 });
    expect(shapeOf({})).to.deep.equal({ form: "block", periods: 3, lots: 10, least: 10 });
    expect(shapeOf({ share: "41" })).to.include({ least: 5 });
    expect(shapeOf({ share: "1", hours: "1" })).to.include({ least: 1, periods: 1 });
  });

  it("has as many units in a profile as it can be cut into", () => {
    const shape = shapeOf({ kind: "profile", lots: "?", profile: ["12", "18", "6"], share: "50" });
    expect(shape).to.deep.equal({ form: "block", periods: 3, lots: 6, least: 3, profile: [2, 3, 1] });
    if (shape === undefined) return;
    expect(lotsPerHour(shape)).to.deep.equal([12, 18, 6]);
    expect(leastInWords(shape)).to.equal("None, or at least 18 of all 36 lots, evenly.");
  });

  it("says what its least share comes to", () => {
    const words = (change: Partial<BlockText>) => {
      const shape = shapeOf(change);
      return shape && leastInWords(shape);
    };
    expect(words({})).to.equal("All or none.");
    expect(words({ share: "20" })).to.equal("None, or at least 6 of all 30 lots, evenly.");
    expect(words({ kind: "profile", profile: ["2", "3", "4"], share: "20" })).to.contain("no common divisor");
  });

  it("says beside each field what is wrong", () => {
    for (const hours of ["0", "25", "", "2.5", "-1", "x"]) {
      expect(problems({ hours }), hours).to.deep.equal({ hours: "From 1 to 24." });
    }
    expect(problems({ kind: "strip", hours: "1" })).to.deep.equal({ hours: "From 2 to 24." });
    expect(problems({ kind: "strip", hours: "2" }, 1).hours).to.contain("a strip has two at least");
    expect(problems({ hours: "2" }, 1).hours).to.contain("1: the auction's window ends");
    expect(problems({ lots: "0", share: "101" })).to.deep.equal({
      lots: "A whole number from 1.",
      share: "A whole number from 1 to 100.",
    });
    expect(problems({ kind: "profile", profile: ["1", "", "x"] }).lots).to.contain("hour 2 has none");
    expect(problems({ kind: "profile", profile: ["1", "1"] }).lots).to.contain("hour 3 has none");
  });
});

describe("what would become of a strip or block", () => {
  const terms = { tickSize: 10n, feeBps: 100 };
  const order = { side: "buy", limit: 200, lots: [1, 3], placeFee: 5n } as const;

  it("is what it pays, its place among it where fees do not cover that", () => {
    expect(likelyOf(order, [190, 194], terms)).to.deep.equal({ average: 193, off: 7, amount: 7_720n + 19n + 60n });
    expect(likelyOf({ ...order, placeFee: 100n }, [190, 194], terms).amount).to.equal(7_820n);
  });

  it("is what it earns", () => {
    const sold = likelyOf({ ...order, side: "write" }, [190, 194], terms);
    expect(sold).to.deep.equal({ average: 193, off: -7, amount: 7_720n - 79n });
  });
});

describe("why a strip or block cannot be placed", () => {
  const shown = {
    money: (amount: bigint) => `$${amount}`,
    price: (ticks: number) => `@${ticks}`,
    hour: (series: bigint) => `h${series & 0xffffffffn}`,
  };
  const series = seriesId(1, 7);
  const all: readonly (readonly [error: Error, field: string, words: string])[] = [
    [new WrongPeriodsError({ periods: 1n }), "hours", "does not hold so many hours"],
    [new WrongTickError(2_405n, 10n), "price", "In steps of $10: $2400 or $2410."],
    [new OutOfBandError({ price: 5, bottom: 10, top: 261 }), "price", "bid at least @10"],
    [new OutOfBandError({ price: 500, bottom: 10, top: 261 }), "price", "ask at most @261"],
    [new WrongLimitError({ price: 0n }), "price", "Above zero"],
    [new WrongBlockLotsError({ lots: 2n ** 27n }), "lots", "134,217,727"],
    [new WrongProfileError({}), "lots", "65,535"],
    [new TooSmallError({ notional: 3n, minimum: 10n }), "lots", "Worth $3: a strip or block has to be worth $10."],
    [
      new InsufficientLotsError({ account: ACCOUNT, series, position: 2n, needed: 5n }),
      "lots",
      "You hold 2 lots of h7; 5 are needed.",
    ],
    [new InsufficientLotsError({ account: ACCOUNT, series, position: -2n, needed: 5n }), "lots", "You hold none of h7"],
    [
      new CapacityExceededError({ account: ACCOUNT, series, used: 8n, lots: 4n, capacity: 10n }),
      "lots",
      "You have 10 lots registered in h7, 8 of them in use: 4 more do not fit.",
    ],
    [new InsufficientStakeError({ account: ACCOUNT, bonded: 3n, needed: 9n }), "lots", "$3 staked, $9 are needed"],
    [new ListFullError({ auction: 1n, size: 3n, room: 2n }), "order", "room for 2 of the 3 words"],
    [new WordFeeAboveError({ fee: 8n, maxFee: 4n }), "order", "its place costs $8 by now"],
    [new NotAuthorizedError({ account: ACCOUNT, caller: `0x${"11".repeat(20)}` }), "order", "may not act for"],
  ];
  for (const [error, field, words] of all) {
    it(`is said in words: ${words}`, () => {
      const problem = problemOf(error, shown);
      expect(problem?.field).to.equal(field);
      expect(problem?.words).to.contain(words);
    });
  }

  it("is left to the quote where cash is short", () => {
    const error = new InsufficientCashError({ account: ACCOUNT, balance: 3n, needed: 9n });
    expect(problemOf(error, shown)).to.equal(undefined);
  });
});

describe("a strip or block among the orders", () => {
  const placed = {
    auction: 1n,
    product: 2,
    offset: 1,
    periods: 3,
    kind: BlockKind.BlockBuy,
    price: 200,
    lots: 4,
    least: 1,
    index: 0,
    step: 0,
    size: 2,
  };
  const order = {
    id: "0x01",
    slot: "0",
    hour: 490_000,
    periods: 3,
    kind: "blockBuy",
    isBuy: true,
    isStrip: false,
    price: 200,
    lots: 4,
    least: 1,
    profile: [1, 2, 1],
    word: numberToHex(packBlock(placed), { size: 32 }),
    placedAt: "10",
    collected: false,
    placeFeeKept: null,
    account: { id: ACCOUNT },
    product: { number: 2, tickSize: "100000" },
    auction: { id: "0x01", deadline: "1000", lane: { number: 3, gate: 2 } },
  } as unknown as Parameters<typeof blockRow>[0];
  const token = { symbol: "USDC", decimals: 6 };
  const explained = (outcome: Parameters<typeof explainBlockFill>[1]) =>
    blockRow(order, explainBlockFill({ ...placed, profile: [1, 2, 1] }, outcome), 3600, token);
  const at = (price: number, filled: number) => ({ prices: [price, price, price], filled, tickSize: 100_000n });

  it("says what it does, when, and what of it is filled", () => {
    const row = explained(at(190, 2));
    expect(row).to.deep.include({
      what: "Buy block: 4, 8, 4 lots in 3 hours",
      delivery: "Mon 24 Nov 16:00 – 19:00",
      limit: "20.00",
      filled: "8",
      state: ["Partly filled", "good"],
      collectable: true,
      product: 2,
      lane: 3,
      auction: 1n,
    });
    expect(explained("pending")).to.include({ collectable: false, filled: "0" });
    expect(blockRow(order, undefined, 3600, token)).to.include({ collectable: true, why: "Asking the chain …" });
    const unread = blockRow(order, new RpcUnreachableError(), 3600, token);
    expect(unread).to.include({ collectable: true, filled: "–" });
    expect(unread.why).to.match(/^Not read: .* does not answer\. .* once it is collected, its history tells\.$/);
  });

  it("says why, and what its place cost", () => {
    expect(explained(at(210, 0)).why).to.equal("Its limit of 20.00 is below the average price, 21.00.");
    const collected = { ...order, collected: true, placeFeeKept: "20000" } as typeof order;
    const report = explainBlockFill({ ...placed, profile: [1, 2, 1] }, at(210, 0));
    expect(blockRow(collected, report, 3600, token).why).to.match(/ Its place in the list cost 0\.02 USDC\.$/);
  });

  it("stands where it was placed, the latest first", () => {
    const rows = [1n, 3n, 2n].map((placedAt) => ({ ...explained("void"), placedAt }));
    expect(latestFirst(rows).map(({ placedAt }) => placedAt)).to.deep.equal([3n, 2n, 1n]);
  });
});

describe("the title of a strip or block", () => {
  it("names its lots, and many of them as a sum", () => {
    expect(blockTitle("buy", true, [5, 5])).to.equal("Buy strip: 5 lots in each of 2 hours");
    expect(blockTitle("write", false, [1])).to.equal("Sell short block: 1 lot");
    expect(blockTitle("sell", false, [1, 2, 3, 4, 5, 6, 979])).to.equal("Sell block: 1,000 lots over 7 hours");
  });
});

describe("an average price", () => {
  it("is shown to a tenth of a step", () => {
    expect(formatAverage(236.333, 100_000n, 6)).to.equal("23.633");
    expect(formatAverage(200, 1_000n, 6)).to.equal("0.20");
  });
});

describe("the end of some hours", () => {
  it("has its day where that is another", () => {
    const from = 489_999 * 3600;
    expect(formatEnd(from, from + 8 * 3600)).to.equal("23:00");
    expect(formatEnd(from, from + 9 * 3600)).to.equal("00:00");
    expect(formatEnd(from, from + 10 * 3600)).to.equal("Tue 25 Nov 01:00");
  });
});
