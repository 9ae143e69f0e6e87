/** Evidence of disputed readings: bundles from the provider and from oracles, verified. */
import { AccessError, assignmentPath, callEndpoint } from "@clearhour/sdk/access";
import {
  challengeQuorumOf,
  MeterError,
  parseBundle,
  type Reading,
  readingHash,
  verifyBundle,
} from "@clearhour/sdk/meter";
import type { Hex } from "viem";
import type { SlotFacts } from "../delivery/facts.ts";
import type { AttestedHour } from "./hour.ts";

/** Nobody is asked for the same thing more often, in ms of the machine's time. */
const RETRY_MS = 1_000;

export class Originals {
  readonly #sources: readonly string[];
  readonly #timeoutMs: number;
  /** By leaf. */
  readonly #known = new Map<Hex, Reading>();
  readonly #asked = new Map<Hex, number>();

  /** @param sources Endpoints of oracles that may have the evidence, those of the first set above all. */
  constructor(sources: readonly string[], timeoutMs: number) {
    this.#sources = sources;
    this.#timeoutMs = timeoutMs;
  }

  /** The reading of a leaf, once evidence was found from which it follows. */
  async find(hour: AttestedHour, slot: SlotFacts, leaf: Hex): Promise<Reading | undefined> {
    const now = performance.now();
    if (this.#known.has(leaf) || now - (this.#asked.get(leaf) ?? Number.NEGATIVE_INFINITY) < RETRY_MS) {
      return this.#known.get(leaf);
    }
    this.#asked.set(leaf, now);
    for (const source of [slot.endpoint?.url, ...this.#sources]) {
      const reading = source === undefined ? undefined : await this.#from(source, hour, slot);
      if (reading === undefined || readingHash(reading) !== leaf) continue;
      this.#known.set(leaf, reading);
      return reading;
    }
    return undefined;
  }

  /** The reading that follows from a source's bundle; undefined where it has none that holds. */
  async #from(source: string, hour: AttestedHour, slot: SlotFacts): Promise<Reading | undefined> {
    const { assignment, lots, meterKey, nominee } = slot;
    const { product } = hour.facts;
    const { domain } = hour.seriesHour;
    if (product.first === undefined) return undefined;
    const { members, quorum } = product.first;
    try {
      const url = `${source}${assignmentPath(assignment)}/bundle`;
      const bundle = parseBundle(await callEndpoint(url, { timeoutMs: this.#timeoutMs }));
      const { challengeQuorum } = bundle.terms;
      // So many statements it must have been at least, and at most.
      if (challengeQuorum < challengeQuorumOf(quorum) || challengeQuorum > challengeQuorumOf(members.length)) {
        return undefined;
      }
      const { floor, ...rules } = product.rules.terms;
      const terms = { ...rules, challengeQuorum, ...(floor && { floor }) };
      const trust = { domain, assignment, lots, terms, meterKey, nominee, oracles: members };
      return (await verifyBundle(bundle, trust)).reading;
    } catch (error) {
      if (error instanceof AccessError || error instanceof MeterError) return undefined;
      throw error;
    }
  }
}
