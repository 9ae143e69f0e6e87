import {
  type AccountId,
  type AuctionTimes,
  auctionTimes,
  blocksAbi,
  getOrders,
  ledgerAbi,
  parseSeriesId,
  seriesId,
  unpackPositionWord,
} from "@clearhour/sdk";
import { unpackBlock } from "@clearhour/sdk/blocks";
import { getContractEvents } from "viem/actions";
import { asked, type Connection } from "../chain/connection.ts";
import { CONCLUDING } from "../contest/decide.ts";
import type { AuctionFacts, Catalogue } from "./catalogue.ts";

/** The hour-ahead auction of a series. */
interface SpotAuction extends AuctionTimes {
  readonly auction: bigint;
}

/** An order that was placed: its slot may still hold it. */
export interface OrderHint {
  readonly accountId: AccountId;
  readonly slot: bigint;
  readonly series: bigint;
  readonly auction: AuctionFacts;
  readonly spot: SpotAuction;
  /** When commitments and nominations of its series close, unix seconds. */
  readonly gateClosure: bigint;
}

/** A strip or block that was placed: its slot may still hold it. */
export interface BlockHint {
  readonly accountId: AccountId;
  readonly slot: bigint;
  readonly auction: AuctionFacts;
  /** Its first period's, which are over first. */
  readonly first: Pick<OrderHint, "series" | "spot" | "gateClosure">;
  /** Its last period's. */
  readonly last: Pick<OrderHint, "series" | "spot" | "gateClosure">;
  readonly periods: number;
}

/** An auction with strips or blocks. */
export interface ContestHint {
  readonly auction: AuctionFacts;
  /** The block of the first one's placing, or an earlier one. */
  readonly fromBlock: bigint;
}

/** An account whose position in a series changed: it may still be open. */
export interface HoldingHint {
  readonly accountId: AccountId;
  readonly series: bigint;
  readonly spot: SpotAuction;
}

/**
 * Where to look: what events say that there may be. Only hints, of which a reorg may leave too many: everything is
 * read from the chain's state before anything is decided. A hint of which the state shows that nothing is left to do
 * is settled; a reorg unsettles it.
 */
export class Hints {
  readonly #connection: Connection;
  readonly #catalogue: Catalogue;
  readonly #orders = new Map<string, OrderHint>();
  readonly #holdings = new Map<string, HoldingHint>();
  readonly #blocks = new Map<string, BlockHint>();
  readonly #contests = new Map<bigint, ContestHint>();
  readonly #settled = new Set<string>();

  constructor(connection: Connection, catalogue: Catalogue) {
    this.#connection = connection;
    this.#catalogue = catalogue;
  }

  get orders(): readonly OrderHint[] {
    return [...this.#orders].flatMap(([key, hint]) => (this.#settled.has(key) ? [] : [hint]));
  }

  get holdings(): readonly HoldingHint[] {
    return [...this.#holdings].flatMap(([key, hint]) => (this.#settled.has(key) ? [] : [hint]));
  }

  get blocks(): readonly BlockHint[] {
    return [...this.#blocks].flatMap(([key, hint]) => (this.#settled.has(key) ? [] : [hint]));
  }

  /** The auctions that strips or blocks were placed in, until long after they are over. */
  get contests(): readonly ContestHint[] {
    return [...this.#contests.values()];
  }

  /** The auctions that hourly orders were placed in. */
  get auctions(): readonly AuctionFacts[] {
    return [...new Map([...this.#orders.values()].map(({ auction }) => [auction.auction, auction])).values()];
  }

  /** How many close-outs were placed, by auction. */
  get closedOut(): ReadonlyMap<bigint, number> {
    const counts = new Map<bigint, number>();
    for (const { slot, auction } of this.#orders.values()) {
      if (slot >> 63n === 1n) counts.set(auction.auction, (counts.get(auction.auction) ?? 0) + 1);
    }
    return counts;
  }

  /** Nothing is left to be done about it, unless a reorg or another event brings it back. */
  settle(hint: OrderHint | HoldingHint | BlockHint): void {
    this.#settled.add("periods" in hint ? blockKey(hint) : "slot" in hint ? orderKey(hint) : holdingKey(hint));
  }

  unsettle(): void {
    this.#settled.clear();
  }

  /** Learns from the events of blocks. What is over at the time `now` is not kept. */
  async learn(fromBlock: bigint, toBlock: bigint, now: bigint): Promise<void> {
    await Promise.all([this.#learnOrders(fromBlock, toBlock, now), this.#learnBlocks(fromBlock, toBlock, now)]);
  }

  async #learnOrders(fromBlock: bigint, toBlock: bigint, now: bigint): Promise<void> {
    const { client, deployment } = this.#connection;
    const [orders, moves] = await Promise.all([
      getOrders(client, { deployment, fromBlock, toBlock, chunk: toBlock - fromBlock + 1n }),
      asked(() =>
        getContractEvents(client, {
          abi: ledgerAbi,
          address: deployment.ledger,
          eventName: "LotsMoved",
          fromBlock,
          toBlock,
          strict: true,
        }),
      ),
    ]);
    const facts = orders.map(async ({ accountId, slot, order }): Promise<OrderHint> => {
      const auction = await this.#catalogue.auction(order.auction);
      const series = seriesId(order.product, auction.firstHour + order.offset);
      return { accountId, slot, auction, ...(await this.#ofSeries(series)) };
    });
    for (const hint of await Promise.all(facts)) {
      if (now < later(hint.gateClosure, hint.auction.deadline)) this.#orders.set(orderKey(hint), hint);
    }
    const moved = moves.flatMap(({ args: { account, octet, lots } }) =>
      seriesOf(octet, lots).map((series) => ({ accountId: account, series })),
    );
    const holdings = moved.map(async ({ accountId, series }): Promise<HoldingHint> => {
      const { spot } = await this.#ofSeries(series);
      return { accountId, series, spot };
    });
    for (const hint of await Promise.all(holdings)) {
      this.#settled.delete(holdingKey(hint));
      if (now < hint.spot.close) this.#holdings.set(holdingKey(hint), hint);
    }
  }

  async #learnBlocks(fromBlock: bigint, toBlock: bigint, now: bigint): Promise<void> {
    const { client, deployment } = this.#connection;
    const placed = await asked(() =>
      getContractEvents(client, {
        abi: blocksAbi,
        address: deployment.blocks,
        eventName: "BlockPlaced",
        fromBlock,
        toBlock,
        strict: true,
      }),
    );
    const hints = placed.map(async ({ args: { account, slot, order: word } }): Promise<BlockHint> => {
      const { auction: id, product, offset, periods } = unpackBlock(word);
      const auction = await this.#catalogue.auction(id);
      const series = seriesId(product, auction.firstHour + offset);
      const [first, last] = await Promise.all([this.#ofSeries(series), this.#ofSeries(series + BigInt(periods - 1))]);
      return { accountId: account, slot, auction, first, last, periods };
    });
    for (const hint of await Promise.all(hints)) {
      const { auction, last } = hint;
      if (now >= auction.deadline + CONCLUDING) continue;
      if (!this.#contests.has(auction.auction)) this.#contests.set(auction.auction, { auction, fromBlock });
      if (now < later(last.gateClosure, auction.deadline)) this.#blocks.set(blockKey(hint), hint);
    }
  }

  /** Drops what is over. */
  prune(now: bigint): void {
    const drop = (hints: Map<string, unknown>, key: string) => {
      hints.delete(key);
      this.#settled.delete(key);
    };
    for (const [key, hint] of this.#orders) {
      if (now >= later(hint.gateClosure, hint.auction.deadline)) drop(this.#orders, key);
    }
    for (const [key, hint] of this.#holdings) if (now >= hint.spot.close) drop(this.#holdings, key);
    for (const [key, { auction, last }] of this.#blocks) {
      if (now >= later(last.gateClosure, auction.deadline)) drop(this.#blocks, key);
    }
    for (const [key, { auction }] of this.#contests)
      if (now >= auction.deadline + CONCLUDING) this.#contests.delete(key);
  }

  forget(): void {
    this.#orders.clear();
    this.#holdings.clear();
    this.#blocks.clear();
    this.#contests.clear();
    this.#settled.clear();
  }

  async #ofSeries(series: bigint): Promise<Pick<OrderHint, "series" | "spot" | "gateClosure">> {
    const { product, hour } = parseSeriesId(series);
    const { spotLane, gateClosure } = await this.#catalogue.product(product);
    const times = auctionTimes(spotLane, hour);
    const spot = { auction: (BigInt(spotLane.id) << 32n) | BigInt(hour), ...times };
    return { series, spot, gateClosure: times.start - BigInt(gateClosure) };
  }
}

/** The series of an octet (product << 32 | hour / 8) whose positions changed. */
function seriesOf(octet: bigint, changes: bigint): bigint[] {
  const { product, hour } = parseSeriesId(octet);
  return unpackPositionWord(changes).flatMap((lots, i) => (lots === 0 ? [] : [seriesId(product, hour * 8 + i)]));
}

/** A slot holds one order of an auction at a time, and that auction never comes again. */
function orderKey({ accountId, slot, auction }: OrderHint): string {
  return `${accountId}/${slot}/${auction.auction}`;
}

function blockKey({ accountId, slot, auction }: BlockHint): string {
  return `block/${accountId}/${slot}/${auction.auction}`;
}

function holdingKey({ accountId, series }: HoldingHint): string {
  return `${accountId}/${series}`;
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
