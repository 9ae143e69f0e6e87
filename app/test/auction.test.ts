import { BlockKind, packBlock } from "@clearhour/sdk/blocks";
import type { BlockOrderFieldsFragment } from "@clearhour/sdk/graph";
import { expect } from "chai";
import { numberToHex } from "viem";
import { auctionNamed } from "../src/app/route.ts";
import { blockRows, foundIn, lotsInBlocks, regretOf } from "../src/auction/blockRows.ts";
import { curveRows, hourRows, levelsOf } from "../src/auction/curves.ts";
import { boundInWords, whyBeaten } from "../src/auction/solutionWords.ts";
import { blockFillInWords, blockLotsInWords, blockWhyOf } from "../src/lib/blockWords.ts";
import { endOf, stageOf } from "../src/lib/stage.ts";

const buy = (price: number, lots: number) => ({ isBuy: true, price, lots });
const sell = (price: number, lots: number) => ({ isBuy: false, price, lots });

describe("the curves of an hour", () => {
  const levels = levelsOf([buy(20, 3), sell(12, 4), buy(15, 2), buy(20, 1), sell(18, 5)]);

  it("step at each price, demand down and supply up", () => {
    expect(levels[0]).to.deep.equal({ price: 20, buys: 4, sells: 0 });
    expect(curveRows(levels, { bought: 0, sold: 0 })).to.deep.equal([
      { lots: 0, demand: 20, supply: 12 },
      { lots: 4, demand: 15, supply: 18 },
      { lots: 6, demand: 15, supply: 18 },
      { lots: 9, demand: null, supply: 18 },
    ]);
  });

  it("begin behind what strips and blocks trade, so that they cross at the volume", () => {
    const rows = curveRows(levels, { bought: 2, sold: 0 });
    expect(rows.map(({ lots, demand }) => [lots, demand])).to.deep.equal([
      [0, null],
      [2, 20],
      [4, 20],
      [6, 15],
      [8, 15],
      [9, null],
    ]);
    expect(rows.find(({ lots }) => lots === 4)?.supply).to.equal(18);
  });

  it("are a table of what stands at each price and what it would trade, the clearing price among them", () => {
    expect(hourRows(levels, { bought: 2, sold: 1 }, 16)).to.deep.equal([
      { price: 20, buys: 4, sells: 0, demand: 6, supply: 10 },
      { price: 18, buys: 0, sells: 5, demand: 6, supply: 10 },
      { price: 16, buys: 0, sells: 0, demand: 6, supply: 5 },
      { price: 15, buys: 2, sells: 0, demand: 8, supply: 5 },
      { price: 12, buys: 0, sells: 4, demand: 8, supply: 5 },
    ]);
    expect(hourRows(levels, { bought: 0, sold: 0 }, 15)).to.have.lengthOf(4);
    expect(hourRows(levels, { bought: 0, sold: 0 }, undefined)).to.have.lengthOf(4);
  });

  it("are drawn where strips and blocks trade alone", () => {
    expect(curveRows([], { bought: 3, sold: 3 })).to.deep.equal([
      { lots: 0, demand: null, supply: null },
      { lots: 3, demand: null, supply: null },
    ]);
    expect(hourRows([], { bought: 3, sold: 3 }, 16)).to.deep.equal([
      { price: 16, buys: 0, sells: 0, demand: 3, supply: 3 },
    ]);
  });

  it("end where an order of very many lots would hide the others", () => {
    const rows = curveRows(levelsOf([buy(20, 5), sell(30, 1_000_000)]), { bought: 0, sold: 0 });
    expect(rows.at(-1)).to.deep.equal({ lots: 20, demand: null, supply: 30 });
    expect(curveRows(levelsOf([buy(20, 7)]), { bought: 0, sold: 0 }).at(-1)?.lots).to.equal(7);
  });
});

/** Tick size 10; hours 100 to 102 cleared at 20, 22 and 30. */
const blockOf = (index: number, change: Partial<BlockOrderFieldsFragment> & { readonly type: BlockKind }) => {
  const { type, ...fields } = change;
  const order = { index, hour: 100, periods: 2, price: 21, lots: 4, least: 4, profile: [] as number[], ...fields };
  const word = packBlock({ ...order, auction: 1n, product: 7, offset: 0, kind: type, step: 0, size: 1 });
  const isBuy = type === BlockKind.StripBuy || type === BlockKind.BlockBuy;
  const product = { number: 7, tickSize: "10" };
  return { ...order, word: numberToHex(word, { size: 32 }), isBuy, product } as unknown as BlockOrderFieldsFragment;
};
const prices = [20, 22, 30].map((price, i) => ({ hour: 100 + i, price, product: { number: 7 } }));
const found = (accepted: `0x${string}`, partials: `0x${string}`) =>
  foundIn({ contest: { accepted, partials }, prices } as unknown as Parameters<typeof foundIn>[0]);
const bits = (first: string): `0x${string}` => `0x${first.padEnd(64, "0")}`;

describe("the strips and blocks of an auction", () => {
  const orders = [
    blockOf(1, { type: BlockKind.BlockBuy, price: 23 }),
    blockOf(0, { type: BlockKind.BlockBuy, price: 22, profile: [3, 1] }),
    blockOf(2, { type: BlockKind.BlockWrite, price: 30, lots: 2, periods: 3 }),
    blockOf(3, { type: BlockKind.StripBuy, least: 0 }),
  ];
  const rows = blockRows(orders, found(bits("8"), "0x000300000003"));

  it("have their surplus at the prices, exactly", () => {
    expect(rows.map(({ order, report, gained, missed }) => [order.index, report.code, gained, missed])).to.deep.equal([
      [0, "filled", 240n, 0n],
      [1, "left", 0n, 160n],
      [2, "outbid", 0n, -360n],
      [3, "partlyFilled", 0n, 0n],
    ]);
    expect(rows.map(({ report }) => report.average)).to.deep.equal([20.5, 21, 24, 21]);
    expect(regretOf(rows)).to.equal(160n);
  });

  it("are part of what an hour trades", () => {
    expect(lotsInBlocks(rows, 7, 100)).to.deep.equal({ bought: 3 * 4 + 3, sold: 0 });
    expect(lotsInBlocks(rows, 7, 101)).to.deep.equal({ bought: 4 + 3, sold: 0 });
    expect(lotsInBlocks(rows, 7, 102)).to.deep.equal({ bought: 0, sold: 0 });
    expect(lotsInBlocks(rows, 8, 100)).to.deep.equal({ bought: 0, sold: 0 });
  });

  it("wait, are void, or are left out by a baseline", () => {
    expect(blockRows(orders, undefined)[0]?.report.code).to.equal("pending");
    expect(blockRows(orders, null)[0]?.report.code).to.equal("void");
    const baseline = blockRows(orders, found("0x", "0x"));
    expect(baseline.map(({ report }) => [report.code, report.filled])).to.deep.equal([
      ["left", 0],
      ["left", 0],
      ["outbid", 0],
      ["atLimit", 0],
    ]);
    expect(found("0x", "0x")?.priceOf(7, 99)).to.equal(0);
    expect(foundIn({ contest: null, prices: [] })).to.equal(undefined);
  });
});

describe("a strip or block", () => {
  const money = { limit: "2.05", average: "2.10", surplus: "1.20 USDC" };
  const block = { isBuy: true, isStrip: false, lots: 8, profile: [] as number[] };
  const why = (code: Parameters<typeof blockWhyOf>[0]["code"], filled = 0, order = block, surplus = 1_200_000n) =>
    blockWhyOf({ code, filled, surplus }, order, money);

  it("says in words why it did not fill", () => {
    expect(why("outbid")).to.equal("Its limit of 2.05 is below the average price, 2.10.");
    expect(why("outbid", 0, { ...block, isBuy: false })).to.include("above");
    expect(why("left")).to.match(/^Paradoxically rejected: it would have gained 1\.20 USDC .* counts in the gap\.$/);
    expect(why("left", 0, { ...block, isStrip: true })).to.match(/only the clearing without strips and blocks/);
    expect(why("partlyFilled", 3)).to.match(/^3 of 8 lots filled/);
    expect(why("partlyFilled", 3, block, 0n)).to.match(/exactly the average price.*: 3 of 8 lots\.$/);
    expect(new Set([why("pending"), why("void"), why("atLimit"), why("filled", 8)])).to.have.lengthOf(4);
  });

  it("names its lots, their profile and the fewest", () => {
    expect(blockLotsInWords({ lots: 8, least: 8, profile: [] })).to.equal("8 lots");
    expect(blockLotsInWords({ lots: 1, least: 0, profile: [] })).to.equal("1 lot");
    expect(blockLotsInWords({ lots: 1, least: 1, profile: [3] })).to.equal("3 lots");
    expect(blockLotsInWords({ lots: 8, least: 3, profile: [] })).to.equal("8 lots; at least 3");
    expect(blockLotsInWords({ lots: 4, least: 2, profile: [3, 1] })).to.equal("12, 4 lots; at least 6, 2");
    expect(blockLotsInWords({ lots: 2, least: 2, profile: [1, 1, 2, 2, 3, 3, 2] })).to.equal("2 to 6 lots");
  });

  it("fills in lots, those of a profile in all of its hours", () => {
    expect(blockFillInWords(3, { lots: 8, profile: [] })).to.equal("3 of 8");
    expect(blockFillInWords(2, { lots: 4, profile: [3, 1] })).to.equal("8 of 16 in all");
    expect(why("partlyFilled", 3, { ...block, profile: [3, 1] })).to.match(/^12 of 32 lots filled/);
  });
});

describe("a solution", () => {
  const best = { kind: "best", welfare: 100n, distance: 7n } as const;
  const why = (change: object) => whyBeaten({ ...best, ...change }, best, String);

  it("says what made another one better", () => {
    expect(why({ welfare: 60n })).to.equal("40 less welfare.");
    expect(why({ welfare: 60n, kind: "beaten", distance: undefined })).to.match(/40 less welfare, .* not verified/);
    expect(why({ distance: 9n })).to.match(/further from the baseline's: 9 ticks in all instead of 7\.$/);
    expect(why({})).to.match(/as near .*: lower prices, or earlier orders/);
    expect(why({ kind: "beaten", distance: undefined })).to.match(/^The same welfare: prices nearer/);
    expect(why({ kind: "baseline", distance: 0n })).to.match(/leaves a strip unfilled/);
  });

  it("is bounded in words", () => {
    expect(boundInWords(0.02, "5")).to.equal("No allocation can be more than 0.02% better.");
    expect(boundInWords(0, "0")).to.equal("No allocation can be better: its gap is 0.");
    expect(boundInWords(Number.POSITIVE_INFINITY, "5")).to.include("more than 5 of welfare");
  });
});

describe("an auction", () => {
  const facts = { open: 10n, close: 20n, revealFrom: 25n, deadline: 30n, contested: true } as const;
  const stage = (state: "collect" | "solve" | "final" | "void", now: bigint, contested = true) =>
    stageOf({ ...facts, state, contested }, now);

  it("is where the chain says, and clears in two halves with strips or blocks", () => {
    expect([stage("collect", 12n), stage("solve", 24n), stage("solve", 25n), stage("final", 40n)]).to.deep.equal([
      "collect",
      "commit",
      "reveal",
      "final",
    ]);
    expect([stage("solve", 24n, false), stage("void", 40n)]).to.deep.equal(["clear", "void"]);
    const until = (of: Parameters<typeof endOf>[0]) => endOf(of, { ...facts, state: "solve" });
    expect([until("notOpen"), until("collect"), until("commit"), until("reveal"), until("clear")]).to.deep.equal([
      10n,
      20n,
      25n,
      30n,
      30n,
    ]);
    expect([until("final"), until("void")]).to.deep.equal([undefined, undefined]);
  });

  it("is named by its id in an address", () => {
    expect([auctionNamed("12884901913"), auctionNamed("0")]).to.deep.equal([12_884_901_913n, 0n]);
    expect(["", "x", "-1", "1.5", "1".repeat(20), "2".repeat(20)].map(auctionNamed)).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
      11_111_111_111_111_111_111n,
      undefined,
    ]);
  });
});
