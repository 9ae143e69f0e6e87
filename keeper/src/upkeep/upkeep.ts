/** Looks after the delivery of all series, or of one provider's. */
import { parseSeriesId } from "@clearhour/sdk";
import type { Connection } from "../chain/connection.ts";
import type { Head } from "../chain/head.ts";
import type { Intent } from "../chain/sender.ts";
import type { SeriesBook } from "../delivery/seriesBook.ts";
import type { DeliveryView } from "../delivery/view.ts";
import { decideUpkeep, type ProvenReading, type UpkeepSelf, type UpkeepState } from "./decide.ts";
import { intentOf } from "./intents.ts";
import { readShiftState } from "./shift.ts";

/** The readings of a series' posted root by `pairKey`; undefined while they are not known. */
export type ReadingsOf = (book: SeriesBook) => ReadonlyMap<string, ProvenReading> | undefined;

export class Upkeep {
  readonly #connection: Connection;
  readonly #view: DeliveryView;
  readonly #self: UpkeepSelf;
  readonly #readingsOf: ReadingsOf;

  constructor(connection: Connection, view: DeliveryView, self: UpkeepSelf, readingsOf: ReadingsOf) {
    this.#connection = connection;
    this.#view = view;
    this.#self = self;
    this.#readingsOf = readingsOf;
  }

  /** What to send at a block. */
  async intents(head: Head): Promise<Intent[]> {
    const states = await Promise.all(this.#view.books.all().map((book) => this.#stateOf(book, head)));
    const { deployment } = this.#connection;
    return states
      .flatMap((state) => (state === undefined ? [] : decideUpkeep(state, this.#self, head.timestamp)))
      .map((action) => intentOf(action, deployment));
  }

  async #stateOf(book: SeriesBook, head: Head): Promise<UpkeepState | undefined> {
    const { hour, product } = parseSeriesId(book.series);
    const terms = this.#view.catalogue.product(product)?.terms.delivery;
    if (terms === undefined) return undefined;
    const closed = head.timestamp >= BigInt(hour * terms.period - terms.gateClosure);
    const entries = book.commitments.length + book.nominations.length;
    const unfixed = closed && entries > 0 && book.shift === undefined;
    return {
      book,
      terms,
      hour,
      shift: unfixed ? await readShiftState(this.#connection, { product, hour, series: book.series }, head) : undefined,
      providers: this.#view.catalogue.providers(),
      readings: book.root && this.#readingsOf(book),
    };
  }
}
