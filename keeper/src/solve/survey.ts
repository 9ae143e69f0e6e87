/** Reads what decisions need, at one block: first what hints and clock say is due, then its state. */
import {
  getAuction,
  getBook,
  getCapacity,
  getGrid,
  getOrder,
  getPosition,
  getProvider,
  getResult,
  seriesId,
} from "@clearhour/sdk";
import type { Connection } from "../chain/connection.ts";
import type { Head } from "../chain/head.ts";
import type { AuctionFacts, Catalogue } from "./catalogue.ts";
import type { OpenAuction } from "./clear.ts";
import type { UnscheduledPosition } from "./closeOut.ts";
import { exposedBy, type UncollectedOrder } from "./collect.ts";
import type { Hints, OrderHint } from "./hints.ts";
import { clearSpan, closeOutSpan, collectSpan, type Self, within } from "./timing.ts";

/** Everything that a round decides from. */
export interface Survey {
  readonly now: bigint;
  readonly self: Self;
  readonly auctions: readonly OpenAuction[];
  readonly orders: readonly UncollectedOrder[];
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
    const [auctions, orders, positions] = await Promise.all([
      this.#auctions(head, self),
      upkeep ? this.#orders(head, self) : [],
      upkeep ? this.#positions(head, self) : [],
    ]);
    return { now, self, auctions, orders, positions, closedOut: this.#hints.closedOut };
  }

  async #auctions({ number, timestamp }: Head, self: Self): Promise<OpenAuction[]> {
    const due = this.#hints.auctions.filter(({ auction, close, deadline }) =>
      within(clearSpan(self, auction, { from: close, to: deadline }), timestamp),
    );
    const found: OpenAuction[] = [];
    for (const facts of due) {
      const { auction, deadline } = facts;
      const { state } = await getAuction(this.#connection.client, { ...this.#at(number), auction });
      if (state === "solve") found.push({ auction, deadline, books: await this.#books(facts, number) });
    }
    return found;
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
    if (held && result === undefined && now < auction.deadline) return undefined;
    const exposed = held ? exposedBy(order, result) : undefined;
    if (held && exposed !== undefined && now < collectSpan(self, hint, exposed).to) return { hint, order, result };
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
