/** What the oracles have published of a provider's hours: readings to settle with, and bundles to show. */

import { seriesId } from "@clearhour/sdk";
import { assignmentPath, callEndpoint } from "@clearhour/sdk/access";
import {
  type Assignment,
  BundleError,
  parseBundle,
  type ReadingJson,
  readingFromJson,
  readingHash,
  type SamplesBundle,
  verifyReading,
} from "@clearhour/sdk/meter";
import type { Hex } from "viem";
import { pairKey } from "../delivery/facts.ts";
import { packed } from "../delivery/packed.ts";
import type { SeriesBook } from "../delivery/seriesBook.ts";
import type { ProvenReading } from "../upkeep/decide.ts";

/** Nobody is asked for the same thing more often, in ms of the machine's time. */
const RETRY_MS = 1_000;
const TIMEOUT_MS = 10_000;

export class Published {
  readonly #oracles: readonly string[];
  readonly #readings = new Map<bigint, ReadonlyMap<string, ProvenReading>>();
  readonly #bundles = new Map<string, SamplesBundle>();
  readonly #asked = new Map<string, number>();

  /** @param oracles Endpoints of oracles. */
  constructor(oracles: readonly string[]) {
    this.#oracles = oracles;
  }

  /** The readings of a series' posted root; undefined while no oracle has given them. */
  readingsOf({ series }: SeriesBook): ReadonlyMap<string, ProvenReading> | undefined {
    return this.#readings.get(series);
  }

  bundleOf(assignment: Assignment): SamplesBundle | undefined {
    return this.#bundles.get(assignmentPath(assignment));
  }

  /** Asks for what is there by now and not known; forgets what is no longer served. It does not wait for the answers. */
  refresh(books: readonly SeriesBook[], assignments: readonly Assignment[]): void {
    const series = new Set(assignments.map(({ hour, product }) => seriesId(product, hour)));
    const paths = new Set(assignments.map(assignmentPath));
    for (const one of this.#readings.keys()) if (!series.has(one)) this.#readings.delete(one);
    for (const path of this.#bundles.keys()) if (!paths.has(path)) this.#bundles.delete(path);
    const now = performance.now();
    for (const [path, asked] of this.#asked) if (now - asked > RETRY_MS) this.#asked.delete(path);
    for (const book of books) {
      const mine = assignments.filter(({ hour, product }) => seriesId(product, hour) === book.series);
      const root = book.root;
      const [first] = mine;
      if (first === undefined || root === undefined) continue;
      if (!this.#readings.has(book.series)) {
        this.#ask(`/v1/readings/${first.product}/${first.hour}`, (answer) => this.#learnReadings(book, answer));
      }
      for (const assignment of mine) {
        const path = assignmentPath(assignment);
        const known = this.#bundles.get(path);
        // A verdict may have settled another reading than that of the root.
        if (known && follows(book, known)) continue;
        this.#ask(`${path}/bundle`, (answer) => {
          const bundle = parseBundle(answer);
          if (follows(book, bundle)) this.#bundles.set(path, { ...bundle, samples: bundle.samples.map(packed) });
          else throw new BundleError([`/reading is not what ${path} was settled by`]);
        });
      }
    }
  }

  #ask(path: string, learn: (answer: unknown) => void): void {
    const now = performance.now();
    if (now - (this.#asked.get(path) ?? Number.NEGATIVE_INFINITY) < RETRY_MS) return;
    this.#asked.set(path, now);
    void this.#askInTurn(path, learn);
  }

  /** The first oracle whose answer holds is enough. */
  async #askInTurn(path: string, learn: (answer: unknown) => void): Promise<void> {
    for (const oracle of this.#oracles) {
      try {
        learn(await callEndpoint(`${oracle}${path}`, { timeoutMs: TIMEOUT_MS }));
        return;
      } catch (error) {
        // The next one is asked; and all of them again, later.
        if (!(error instanceof Error)) throw error;
      }
    }
  }

  #learnReadings({ root, series }: SeriesBook, answer: unknown): void {
    if (root === undefined) return;
    const { readings } = answer as { readings: readonly { reading: ReadingJson; proof: readonly Hex[] }[] };
    const proven = readings.map(({ proof, reading }) => ({ reading: readingFromJson(reading), proof }));
    const sound = proven.every(({ proof, reading }) => verifyReading(root.root, reading, proof));
    if (!sound || proven.length !== root.count) throw new BundleError(["/readings are not those of the posted root"]);
    this.#readings.set(series, new Map(proven.map((one) => [pairKey(one.reading), one])));
  }
}

/** Whether a bundle is one that an assignment was settled by, as far as it was. */
function follows({ settled }: SeriesBook, { assignment, reading }: SamplesBundle): boolean {
  const known = settled.get(pairKey(assignment));
  if (known === undefined || reading === undefined) return reading !== undefined;
  return readingHash(known) === readingHash(readingFromJson(reading));
}
