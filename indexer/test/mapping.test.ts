/** Words and lines at their limits and at random, on a real graph-node, against the SDK's own codecs. */
import { auctionAbi, ledgerAbi, OrderKind, packAccount, packMemo, productsAbi, providersAbi } from "@clearhour/sdk";
import { packOrder, packResult, seriesId, unpackOrder, unpackResult } from "@clearhour/sdk/clearing";
import { expect } from "chai";
import { type Hex, numberToHex, toHex, zeroAddress, zeroHash } from "viem";
import { TERMS } from "../../sdk/test/support/listing.ts";
import { random } from "./support/emit.ts";
import { compareLines } from "./support/lines.ts";
import { entitiesOf, type Running, startEmitting } from "./support/running.ts";

const ACCOUNT = packAccount({ kind: "cash", owner: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", desk: 65_535 });
const OTHER = packAccount({ kind: "cash", owner: "0x3C44CdDdB6a900fa2b585dd299e03D12FA4293BC" });
const U32 = 2n ** 32n - 1n;
const LOTS = 2n ** 27n - 1n;
const HOUR = 500_000;

describe("the mappings", () => {
  let running: Running;
  before(async () => {
    running = await startEmitting();
    const { emit } = running;
    const listed = { lister: zeroAddress, specHash: zeroHash, layers: 511, terms: TERMS };
    await emit("Products", productsAbi, "ProductListed", { product: 1, ...listed, spec: "0x7b7d" });
    const lane = { lead: 1800, window: 48, stride: 1, collect: 3600, solve: 1800 };
    const params = { feeBps: 10, maxTip: 5n, minVolume: 10, wordFee: 3n, minNotional: 7n, access: zeroAddress };
    await emit("Products", productsAbi, "MarketOpened", {
      market: 1,
      products: [1],
      firstLane: 1,
      lanes: [lane],
      params,
      period: 3600,
    });
  });
  after(() => running.stop());

  it("take order words apart", async () => {
    const next = random(1);
    const words = Array.from({ length: 60 }, (_, i) =>
      packOrder({
        auction: (1n << 32n) | BigInt(HOUR + i),
        product: 1,
        offset: i === 0 ? 63 : Number(next(64n)),
        kind: ([1, 2, 3, 4, 5] as const)[i % 5] ?? OrderKind.Buy,
        price: i === 0 ? 2 ** 24 - 1 : Number(next(2n ** 24n)),
        lots: i === 0 ? Number(LOTS) : Number(next(LOTS) + 1n),
        ahead: i === 0 ? Number(LOTS) : Number(next(LOTS)),
        basis: i === 0 ? 2n ** 64n - 1n : next(2n ** 64n),
      }),
    );
    await running.emitAll(
      "Auction",
      words.map((order, i) => ({
        abi: auctionAbi,
        name: "OrderPlaced",
        args: { account: ACCOUNT, slot: BigInt(i), order },
      })),
    );
    const fields = "slot word hour kind isBuy price lots ahead auction { id number } series { id } result { id }";
    const found = await entitiesOf<Record<string, unknown>>(running, "orders", fields);
    expect(found.length).to.equal(words.length);
    const kinds = ["", "buy", "sell", "write", "closeSell", "closeBuy"];
    for (const order of found) {
      const word = words[Number(order.slot)] ?? 0n;
      const { auction, offset, kind, price, lots, ahead } = unpackOrder(word);
      const hour = Number(auction & 0xffffffffn) + offset;
      expect(order).to.deep.include({
        word: numberToHex(word, { size: 32 }),
        hour,
        kind: kinds[kind],
        isBuy: kind === OrderKind.Buy || kind === OrderKind.CloseBuy,
        price,
        lots,
        ahead,
        auction: { id: numberToHex(auction, { size: 8 }), number: Number(auction & 0xffffffffn) },
        series: { id: numberToHex(seriesId(1, hour), { size: 8 }) },
        result: null,
      });
    }
  });

  it("take result words apart", async () => {
    const next = random(2);
    const words = Array.from({ length: 60 }, (_, i) =>
      packResult({
        price: Number(next(2n ** 24n)),
        volume: i === 0 ? Number(LOTS) : Number(next(LOTS)),
        marginalBuy: i === 0 ? Number(U32) : Number(next(U32)),
        marginalSell: i === 0 ? Number(U32) : Number(next(U32)),
        base: Number(next(2n ** 24n)),
        referenceOffset: Number(next(127n)),
        lo: Number(next(252n)),
        hi: Number(next(252n)),
        hourly: Number(next(LOTS)),
        contested: next(2n) === 1n,
        pressed: 0,
      }),
    );
    const auction = (1n << 32n) | BigInt(HOUR + 1000);
    await running.emitAll(
      "Auction",
      words.map((result, i) => ({
        abi: auctionAbi,
        name: "SeriesCleared",
        args: { auction, series: seriesId(1, HOUR + 1000 + i), result },
      })),
    );
    const fields = "hour price volume hourly contested turnover marginalBuy marginalSell base reference low high word";
    const found = await entitiesOf<Record<string, unknown>>(running, "pricePoints", fields);
    expect(found.length).to.equal(words.length);
    for (const point of found) {
      const word = words[Number(point.hour) - HOUR - 1000] ?? 0n;
      const result = unpackResult(word);
      if (result === undefined) throw new Error("no result");
      const { price, volume, hourly, contested, marginalBuy, marginalSell, base, referenceOffset, lo, hi } = result;
      expect(point).to.deep.include({
        price,
        volume: String(volume),
        hourly: String(hourly),
        contested,
        turnover: String(BigInt(volume) * BigInt(price) * TERMS.trade.tickSize),
        marginalBuy: String(marginalBuy),
        marginalSell: String(marginalSell),
        base,
        reference: base + referenceOffset,
        low: base + lo,
        high: base + hi,
        word: numberToHex(word, { size: 32 }),
      });
    }
  });

  it("count what an auction traded once, however often its results are replaced", async () => {
    const hour = HOUR + 1500;
    const auction = (1n << 32n) | BigInt(hour);
    const cleared = (price: number, volume: number, at = hour) => ({
      abi: auctionAbi,
      name: "SeriesCleared",
      args: { auction, series: seriesId(1, at), result: contestedResult(price, volume) },
    });
    const totalsNow = async () => {
      const [day] = await entitiesOf<Record<string, string>>(running, "dailyTotals", "volume turnover");
      const products = await entitiesOf<Record<string, string>>(running, "products", "number volume turnover");
      const series = await entitiesOf<Record<string, string>>(running, "series_collection", "hour volume");
      const product = products.find(({ number }) => String(number) === "1");
      const mine = series.filter((one) => Number(one.hour) === hour || Number(one.hour) === hour + 1);
      return [day, product]
        .flatMap((its) => [BigInt(its?.volume ?? 0), BigInt(its?.turnover ?? 0)])
        .concat(mine.sort((a, b) => Number(a.hour) - Number(b.hour)).map(({ volume }) => BigInt(volume ?? 0)));
    };
    await running.emitAll("Auction", [cleared(200, 40), cleared(190, 7, hour + 1)]);
    const before = await totalsNow();
    expect(before.slice(-2)).to.deep.equal([0n, 0n]);
    await running.emitAll("Auction", [cleared(210, 55), cleared(210, 60)]);
    expect(await totalsNow()).to.deep.equal(before);
    await running.emit("Auction", auctionAbi, "AuctionCleared", {
      auction,
      clearer: zeroAddress,
      volume: 67n,
      fees: 0n,
      tip: 0n,
    });
    const turnover = (60n * 210n + 7n * 190n) * TERMS.trade.tickSize;
    const after = [67n, turnover, 67n, turnover, 60n, 7n];
    expect(await totalsNow()).to.deep.equal(before.map((amount, i) => amount + (after[i] ?? 0n)));
  });

  it("move eight positions at once, up and down", async () => {
    const hour = HOUR + 2000;
    const octet = (1n << 32n) | BigInt(hour / 8);
    const moves = [
      [1, -1, 2 ** 31 - 1, -(2 ** 31) + 1, 0, 7, -7, 1000],
      [-1, -1, -(2 ** 31) + 1, 2 ** 31 - 1, 0, 1, -1, -2000],
    ];
    await running.emitAll(
      "Ledger",
      moves.map((lots) => ({
        abi: ledgerAbi,
        name: "LotsMoved",
        args: { account: ACCOUNT, octet, lots: wordOf(lots), memo: packMemo("transfer") },
      })),
    );
    const found = await entitiesOf<{ hour: number; lots: number; entries: unknown[] }>(
      running,
      "positions",
      "hour lots entries { id }",
    );
    const moved = found.filter((position) => position.hour >= hour).sort((a, b) => a.hour - b.hour);
    expect(moved.map(({ hour: at, lots, entries }) => [at - hour, lots, entries.length])).to.deep.equal([
      [0, 0, 2],
      [1, -2, 2],
      [2, 0, 2],
      [3, 0, 2],
      [5, 8, 2],
      [6, -8, 2],
      [7, -1000, 2],
    ]);
  });

  it("keep the books of accounts of every kind, also those that they do not know", async () => {
    const unknown = `0xff${"ee".repeat(31)}` as Hex;
    const memo = `0xfe${"ff".repeat(31)}` as Hex;
    const post = (from: Hex, to: Hex, amount: bigint, why: Hex = memo) => ({
      abi: ledgerAbi,
      name: "Posted",
      args: { from, to, amount, memo: why },
    });
    await running.emitAll("Ledger", [
      post(zeroHash, OTHER, 2n ** 104n, packMemo("deposit")),
      post(OTHER, OTHER, 5n),
      post(OTHER, unknown, 7n),
      post(OTHER, zeroHash, 9n, packMemo("withdrawal")),
    ]);
    const accounts = await entitiesOf<{ id: Hex }>(running, "accounts", "kind owner desk ref balance entryCount");
    const find = (id: Hex) => accounts.find((account) => account.id === id.toLowerCase());
    expect(find(OTHER)).to.deep.include({ kind: "cash", desk: 0, ref: "0", balance: String(2n ** 104n - 16n) });
    expect(find(unknown)).to.deep.include({
      kind: "unknown",
      owner: `0x${"ee".repeat(20)}`,
      desk: 0xeeee,
      ref: String(BigInt(`0x${"ee".repeat(9)}`)),
      balance: "7",
      entryCount: "1",
    });
    expect(find(zeroHash)).to.deep.include({ kind: "outside", balance: "0" });
    const entries = await entitiesOf<{ reason: string }>(running, "ledgerEntries", "code reason reference");
    expect(entries.find(({ reason }) => reason === "unknown")).to.deep.include({
      code: 0xfe,
      reference: String(2n ** 248n - 1n),
    });
    const [totals] = await entitiesOf<{ total: string }>(running, "exchanges", "total");
    expect(totals?.total).to.equal(String(2n ** 104n - 9n));
  });

  it("tell text from bytes", async () => {
    const texts: readonly (readonly [Hex, string | null])[] = [
      [toHex("plain"), "plain"],
      [toHex("naïve 時間 🜚"), "naïve 時間 🜚"],
      ["0xf48fbfbf", "\u{10ffff}"],
      ["0xc080", null], // overlong
      ["0xe08080", null], // overlong
      ["0xeda080", null], // a surrogate
      ["0xf4908080", null], // above U+10FFFF
      ["0x80", null], // a continuation alone
      ["0xe697", null], // cut off
      ["0x610062", null], // NUL
      ["0xf8888080", null],
    ];
    const listed = { lister: zeroAddress, specHash: zeroHash, layers: 0, terms: TERMS };
    await running.emitAll(
      "Products",
      texts.map(([spec], i) => ({
        abi: productsAbi,
        name: "ProductListed",
        args: { product: 100 + i, ...listed, spec },
      })),
    );
    const found = await entitiesOf<{ number: number; spec: string | null; specBytes: Hex }>(
      running,
      "products",
      "number spec specBytes",
    );
    for (const [i, [bytes, text]] of texts.entries()) {
      expect(found.find(({ number }) => number === 100 + i)).to.deep.include({ spec: text, specBytes: bytes });
    }
  });

  it("assign random lines as the SDK does, and take readings apart", async () => {
    // Whoever commits is a provider.
    await running.emit("Providers", providersAbi, "ProviderEnrolled", { id: 1, account: ACCOUNT });
    await compareLines(running, random(3), ACCOUNT, HOUR + 3000);
  });
});

function contestedResult(price: number, volume: number): bigint {
  const grid = { base: 100, referenceOffset: 100, lo: 90, hi: 110 };
  const rest = { marginalBuy: 0, marginalSell: 0, hourly: volume, contested: true, pressed: 0 as const };
  return packResult({ price, volume, ...grid, ...rest });
}

function wordOf(lanes: readonly number[]): bigint {
  return lanes.reduce((word, lane, i) => word | (BigInt.asUintN(32, BigInt(lane)) << BigInt(32 * i)), 0n);
}
