/** The chain's delivery as a role sees it, block by block. */
import type { MeterDomain } from "@clearhour/sdk/meter";
import { Follower } from "../chain/follower.ts";
import type { Head } from "../chain/head.ts";
import type { Tools } from "../runtime/service.ts";
import { Catalogue } from "./catalogue.ts";
import { ChainClock } from "./chainClock.ts";
import type { HourFacts, SlotFacts } from "./facts.ts";
import { Journal } from "./journal.ts";
import { SeriesBooks } from "./seriesBook.ts";

/** What is listed stays listed: events are read from the deployment on. */
const SPAN = 2n ** 62n;

export class DeliveryView {
  readonly clock = new ChainClock();
  readonly books: SeriesBooks;
  readonly catalogue: Catalogue;
  readonly #tools: Tools;
  readonly #follower: Follower;
  readonly #journal: Journal;

  constructor(tools: Tools) {
    this.#tools = tools;
    this.#follower = new Follower(tools.connection, SPAN);
    this.#journal = new Journal(tools.connection);
    this.books = new SeriesBooks(this.#journal);
    this.catalogue = new Catalogue(this.#journal);
  }

  /** The domain of everything that is signed about metering. */
  get domain(): MeterDomain {
    const { chainId, meter } = this.#tools.connection.deployment;
    return { chainId, verifyingContract: meter };
  }

  /** Reads what is new. @returns Whether blocks that were read before were replaced. */
  async follow(head: Head): Promise<boolean> {
    const { logger, metrics } = this.#tools;
    this.clock.observe(head.timestamp);
    const reorg = await this.#follower.check();
    if (reorg !== "none") {
      logger.warn({ reorg, block: String(head.number) }, "blocks were replaced");
      metrics.reorgs.inc();
      if (reorg === "deep") this.#journal.forget();
    }
    await this.#follower.read(head, (from, to) => this.#journal.ingest(from, to));
    return reorg !== "none";
  }

  /** The hours with a fixed shift and at least one assignment, of which a slot concerns the role. */
  hours(concerns: (slot: SlotFacts) => boolean): HourFacts[] {
    return this.books.all().flatMap((book) => {
      if (!book.assignments?.pairs.length) return [];
      const hour = this.catalogue.hour(book);
      return hour?.slots.some(concerns) ? [hour] : [];
    });
  }
}
