/** Reads what decisions need, at one block: first what hints and clock say is due, then its state. */
import {
  blocksAbi,
  explainBlock,
  getAuction,
  getBlockOrder,
  getBook,
  getCapacity,
  getGrid,
  getOrder,
  getPosition,
  getProvider,
  getResult,
  seriesId,
} from "@clearhour/sdk";
import { readContract } from "viem/actions";
import { asked, type Connection } from "../chain/connection.ts";
import type { Head } from "../chain/head.ts";
import type { AuctionFacts, Catalogue } from "./catalogue.ts";
import type { OpenAuction } from "./clear.ts";
import type { UnscheduledPosition } from "./closeOut.ts";
import { blockExposedBy, exposedBy, type UncollectedBlock, type UncollectedOrder } from "./collect.ts";
import type { BlockHint, Hints, OrderHint } from "./hints.ts";
import { blockSpan, clearSpan, closeOutSpan, collectSpan, type Self, within } from "./timing.ts";

/** Everything that a round decides from. */
export interface Survey {
  readonly now: bigint;
  readonly self: Self;
  readonly auctions: readonly OpenAuction[];
  readonly orders: readonly UncollectedOrder[];
  readonly blocks: readonly UncollectedBlock[];
  readonly positions: readonly UnscheduledPosition[];
  /** How many close-outs each auction has seen. */
  readonly closedOut: ReadonlyMap<bigint, number>;
}

/** Books read at the same time. */
const BATCH = 24;

export class Surveyor {
  readonly #connection: Connection;
  readonly #catalogue: Catalogue;
  readonly #hints: Hints;

  constructor(connection: Connection, catalogue: Catalogue, hints: Hints) {
    this.#connection = connection;
    this.#catalogue = catalogue;
    this.#hints = hints;
  }

  /** @param upkeep Whether orders and positions of others are looked at, too. */
  async survey(head: Head, self: Self, upkeep: boolean): Promise<Survey> {
    const now = head.timestamp;
    const [auctions, orders, blocks, positions] = await Promise.all([
      this.#auctions(head, self),
      upkeep ? this.#orders(head, self) : [],
      upkeep ? this.#blocks(head, self) : [],
      upkeep ? this.#positions(head, self) : [],
    ]);
    return { now, self, auctions, orders, blocks, positions, closedOut: this.#hints.closedOut };
  }

  async #auctions({ number, timestamp }: Head, self: Self): Promise<OpenAuction[]> {
    const due = this.#hints.auctions.filter(({ auction, close, deadline }) =>
      within(clearSpan(self, auction, { from: close, to: deadline }), timestamp),
    );
    const found: OpenAuction[] = [];
    for (const facts of due) {
      const { auction, deadline } = facts;
      const [{ state }, isContested] = await Promise.all([
        getAuction(this.#connection.client, { ...this.#at(number), auction }),
        this.#isContested(auction, number),
      ]);
      if (state !== "solve" || isContested) continue;
      found.push({ auction, deadline, books: await this.#books(facts, number) });
    }
    return found;
  }

  /** Whether it has strips or blocks: then it has a contest, see ../contest. */
  async #isContested(auction: bigint, blockNumber: bigint): Promise<boolean> {
    const { client, deployment } = this.#connection;
    const { count } = await asked(() =>
      readContract(client, {
        abi: blocksAbi,
        address: deployment.blocks,
        functionName: "listOf",
        args: [auction],
        blockNumber,
      }),
    );
    return count > 0;
  }

  async #books({ auction, market, firstHour, window }: AuctionFacts, block: bigint): Promise<OpenAuction["books"]> {
    const products = await this.#catalogue.productsOf(market);
    const all = products.flatMap((product) =>
      Array.from({ length: window }, (_, offset) => ({ auction, series: seriesId(product, firstHour + offset) })),
    );
    const { client } = this.#connection;
    const books: (OpenAuction["books"][number] | undefined)[] = [];
    for (let i = 0; i < all.length; i += BATCH) {
      const batch = all.slice(i, i + BATCH).map(async (series) => {
        const { frozen } = await getGrid(client, { ...this.#at(block), ...series });
        return frozen ? await getBook(client, { ...this.#at(block), ...series }) : undefined;
      });
      books.push(...(await Promise.all(batch)));
    }
    return books;
  }

  async #orders({ number, timestamp }: Head, self: Self): Promise<UncollectedOrder[]> {
    const due = this.#hints.orders.filter(
      (hint) =>
        timestamp >= hint.auction.close &&
        (within(collectSpan(self, hint, "short"), timestamp) || within(collectSpan(self, hint, "long"), timestamp)),
    );
    const found = await Promise.all(due.map((hint) => this.#order(hint, number, timestamp, self)));
    return found.filter((order) => order !== undefined);
  }

  /** `undefined` where its slot does not hold it any more, its auction is not over, or nothing would come of it. */
  async #order(hint: OrderHint, block: bigint, now: bigint, self: Self): Promise<UncollectedOrder | undefined> {
    const { accountId, slot, series, auction } = hint;
    const { client } = this.#connection;
    const [order, result] = await Promise.all([
      getOrder(client, { ...this.#at(block), accountId, slot }),
      getResult(client, { ...this.#at(block), auction: auction.auction, series }),
    ]);
    const held = order !== undefined && order.lots > 0 && order.auction === auction.auction;
    // Of a contest the result may still be replaced.
    if (held && (result === undefined || result.contested) && now < auction.deadline) return undefined;
    const exposed = held ? exposedBy(order, result) : undefined;
    if (held && exposed !== undefined && now < collectSpan(self, hint, exposed).to) return { hint, order, result };
    this.#hints.settle(hint);
    return undefined;
  }

  async #blocks({ number, timestamp }: Head, self: Self): Promise<UncollectedBlock[]> {
    const due = this.#hints.blocks.filter(
      (hint) => timestamp >= hint.auction.deadline && within(blockSpan(self, hint, "short"), timestamp),
    );
    const found = await Promise.all(due.map((hint) => this.#block(hint, number, timestamp, self)));
    return found.filter((block) => block !== undefined);
  }

  /** As for hourly orders. */
  async #block(hint: BlockHint, number: bigint, now: bigint, self: Self): Promise<UncollectedBlock | undefined> {
    const { accountId, slot, auction } = hint;
    const { client } = this.#connection;
    const order = await getBlockOrder(client, { ...this.#at(number), accountId, slot });
    if (order !== undefined && order.lots > 0 && order.auction === auction.auction) {
      const { filled } = await explainBlock(client, { ...this.#at(number), order });
      const exposed = blockExposedBy(order, filled);
      if (exposed !== undefined && now < blockSpan(self, hint, exposed).to) return { hint, order, filled };
    }
    this.#hints.settle(hint);
    return undefined;
  }

  async #positions({ number, timestamp }: Head, self: Self): Promise<UnscheduledPosition[]> {
    const { client } = this.#connection;
    const due = this.#hints.holdings.filter((hint) => within(closeOutSpan(self, hint), timestamp));
    const found = due.map(async (hint): Promise<UnscheduledPosition | undefined> => {
      const { accountId, series } = hint;
      const at = { ...this.#at(number), accountId };
      const lots = await getPosition(client, { ...at, series });
      if (lots === 0) {
        this.#hints.settle(hint);
        return undefined;
      }
      if (lots > 0) return { hint, lots, backed: false };
      const [{ id }, { optedOut }] = await Promise.all([
        getProvider(client, at),
        getCapacity(client, { ...at, series }),
      ]);
      return { hint, lots, backed: id !== 0 && !optedOut };
    });
    return (await Promise.all(found)).filter((position) => position !== undefined);
  }

  #at(blockNumber: bigint) {
    return { deployment: this.#connection.deployment, blockNumber };
  }
}
