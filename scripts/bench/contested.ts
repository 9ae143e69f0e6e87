/** An auction whose books and list are as full as they can be, its baseline and a solution, on the local chain. */
import { size as dataSize, numberToHex } from "viem";
import { BlockKind, type BlockPlacement, type BlockRecord, encodeList, wordsOf } from "../../sdk/src/blocks/index.ts";
import { clearBook, parseSeriesId, TICKS } from "../../sdk/src/clearing/index.ts";
import { baselinePrices, type ContestBook, encodeSolution, verifySolution } from "../../sdk/src/contest/index.ts";
import { cashAccount, getBook, getGrid, getHints } from "../../sdk/src/index.ts";
import { HOUR, TERMS, USDC } from "../../sdk/test/support/listing.ts";
import { type Market, type Order, openMarket, type Wallet } from "./market.ts";

export const WINDOW = 36;
const LEAF_TICKS = 7;
/** Gas of a transaction that places strips and blocks, about. */
const PLACING = 11_000_000;
const PLACED = { order: 150_000, period: 12_000 };
const MOST_GAS = 16_777_216n;

/** A strip or block of the list; its side is that of its place: buys at even ones, writes at odd ones. */
export type Listed = Pick<BlockRecord, "block" | "offset" | "periods" | "price" | "lots" | "least" | "profile"> & {
  /** Of its product in the market, the first by default. */
  readonly place?: number;
};

export interface Contested {
  /** Gas of each transaction. */
  readonly baseline: number;
  readonly reveal: number;
  /** Of the calldata of the reveal. */
  readonly bytes: number;
  /** Words that the list takes, of those that it may. */
  readonly words: number;
  readonly most: number;
}

export interface Shape {
  /** Order `i` of the list, whose price must let it gain. */
  readonly listed: (i: number) => Listed;
  /** How many; as many as there is room for where it is left out. */
  readonly count?: number;
  /** The products' first reference, ticks. */
  readonly reference?: number;
  readonly window?: number;
  readonly products?: number;
}

/**
 * Measures what an auction costs in which every series has lots in each of its 36 leaves on both sides, and in which all
 * of the list is filled, blocks to the fewest lots that they accept: pairs of a buy and a write over the same periods, so that prices stay those of the baseline.
 */
export async function contested({
  listed,
  count,
  reference = TERMS.trade.initialReference,
  window = WINDOW,
  products = 1,
}: Shape): Promise<Contested> {
  const market = await openMarket({ window, products, reference });
  const [buyer, writer, solver] = market.traders(3) as [Wallet, Wallet, Wallet];
  for (const wallet of [buyer, writer, solver]) await market.fund(wallet, 10n ** 15n * USDC);
  await market.enrol(writer, 10n ** 14n * USDC, 2 ** 27 - 1);
  await market.nextDay();
  const series = Array.from({ length: products * window }, (_, i) =>
    market.seriesAt(i % window, 1 + Math.floor(i / window)),
  );
  for (const [i, one] of series.entries()) {
    await market.place(buyer, leaves(one, i, "buy", reference));
    await market.place(writer, leaves(one, i, "write", reference));
  }
  const most = Number(await market.blocks.read.maxWords([1]));
  const records = await placeAll(market, [buyer, writer], {
    listed,
    count: count ?? 2 * Math.floor(most / wordsOf(listed(0)) / 2),
  });

  await market.toSolve();
  const auction = market.auction();
  const list = encodeList(records);
  const account = solver.account;
  const hints = await getHints(market.client, { deployment: market.deployment, auction });
  const { gasUsed: baseline } = await market.receipt(
    market.contest.write.baseline([auction, hints, list], { account, gas: MOST_GAS }),
  );
  const book = await contestBook(market, series, records);
  const filled = records.map(({ lots, least }) => least || lots);
  const allocation = { prices: baselinePrices(book), filled };
  const solution = encodeSolution(book, allocation, verifySolution(book, allocation));
  const salt = numberToHex(1, { size: 32 });
  const commitment = await market.contest.read.commitmentTo([auction, account.address, salt, solution]);
  await market.receipt(market.contest.write.commit([auction, commitment], { account }));
  await market.networkHelpers.time.increase(HOUR / 2);
  const reveal = await market.receipt(
    market.contest.write.reveal([auction, solution, salt, list], { account, gas: MOST_GAS }),
  );
  const { input } = await market.client.getTransaction({ hash: reveal.transactionHash });
  const best = await market.contest.read.incumbentOf([auction]);
  if (best.welfare !== solution.welfare) throw new Error("the solution is not the best so far");
  const { size } = await market.blocks.read.listOf([auction]);
  return { baseline: Number(baseline), reveal: Number(reveal.gasUsed), bytes: dataSize(input), words: size, most };
}

function leaves(series: bigint, place: number, side: "buy" | "write", reference: number): Order[] {
  return Array.from({ length: TICKS / LEAF_TICKS }, (_, leaf) => ({
    series,
    side,
    ticks: reference - 126 + leaf * LEAF_TICKS + 3,
    lots: 5,
    slot: place * 100 + leaf,
  }));
}

async function placeAll(
  market: Market,
  sides: [Wallet, Wallet],
  { listed, count }: Required<Pick<Shape, "listed" | "count">>,
) {
  const records: BlockRecord[] = [];
  let gas = 0;
  let batch: BlockRecord[] = [];
  const flush = async () => {
    for (const sell of [false, true]) {
      const own = batch.filter((record) => record.sell === sell);
      const wallet = sides[sell ? 1 : 0];
      const orders = own.map((record, i) => placementOf(market, record, records.length + i));
      if (own.length === 0) continue;
      const account = wallet.account;
      await market.receipt(
        market.blocks.write.placeBlocks([cashAccount(account.address), orders], { account, gas: MOST_GAS }),
      );
      records.push(...own);
    }
    [gas, batch] = [0, []];
  };
  for (let i = 0; i < count; i++) {
    const record: BlockRecord = { place: 0, ...listed(i), sell: i % 2 === 1 };
    gas += PLACED.order + PLACED.period * record.periods;
    if (gas > 2 * PLACING) await flush();
    batch.push(record);
  }
  await flush();
  return records;
}

function placementOf(market: Market, record: BlockRecord, slot: number): BlockPlacement {
  const strip = record.sell ? BlockKind.StripWrite : BlockKind.StripBuy;
  const block = record.sell ? BlockKind.BlockWrite : BlockKind.BlockBuy;
  const { periods, price, lots, least, profile } = record;
  const kind = record.block ? block : strip;
  const series = market.seriesAt(record.offset, 1 + record.place);
  return { auction: market.auction(), series, slot, kind, periods, price, lots, least, maxFee: 10n ** 15n, profile };
}

async function contestBook(
  { client, deployment, ...market }: Market,
  ids: readonly bigint[],
  records: BlockRecord[],
): Promise<ContestBook> {
  const auction = market.auction();
  const series = [];
  for (const id of ids) {
    const [book, { base, reference }] = await Promise.all([
      getBook(client, { deployment, auction, series: id }),
      getGrid(client, { deployment, auction, series: id }),
    ]);
    const { lo, hi } = clearBook(book) ?? { lo: 0, hi: TICKS - 1 };
    series.push({ grid: { base, reference }, book, lo, hi, pressed: 0 as const });
  }
  const products = [...new Set(ids.map((id) => parseSeriesId(id).product))];
  return {
    auction,
    first: market.firstHour(),
    window: ids.length / products.length,
    products: products.map((id) => ({ id, tickSize: TERMS.trade.tickSize })),
    series,
    records,
  };
}
