/**
 * An hour while it goes on: what would be read of it if it ended now, from the same evidence and by the same rules as
 * the oracles' own reading.
 */
import { type Address, type Hex, keccak256, stringToBytes } from "viem";
import { MeterError, MeterSignatureError } from "../meter/errors.ts";
import type { Assignment, VerifiedReceipt } from "../meter/evidence.ts";
import type { Finding } from "../meter/findings.ts";
import { meanMilliwatts, measure } from "../meter/measure.ts";
import { computeReading, hourWindow, type MeterTerms, type Reading, type Times } from "../meter/reading.ts";
import { challengeQuorumOf } from "../meter/rules.ts";
import { lengthOf } from "../meter/spans.ts";
import { samplesRoot } from "../meter/trees.ts";
import {
  type MeterDomain,
  type SignedChallenge,
  type SignedSample,
  verifyChallenge,
  verifyReceipt,
  verifySample,
} from "../meter/typedData.ts";
import { getChallenges } from "./challenges.ts";
import { EndpointClient } from "./endpointClient.ts";
import { AccessError } from "./errors.ts";

export type HourWatchOptions = {
  readonly assignment: Assignment;
  readonly lots: number;
  /** The provider's endpoint. */
  readonly endpoint: string;
  /** Endpoints of oracles. */
  readonly oracles: readonly string[];
  /** The oracles whose challenges count. */
  readonly members: readonly Address[];
  /** Who signs the samples, and who the receipts. */
  readonly meterKey: Address;
  readonly nominee: Address;
  /** How the product's hours are read: see `getHourRules`. */
  readonly terms: Omit<MeterTerms, "challengeQuorum">;
  readonly domain: MeterDomain;
  /** For each call of an endpoint, in ms of the caller's own time. 10,000 by default. */
  readonly timeoutMs?: number | undefined;
};

export type HourSoFar = {
  /** Time that has not come yet counts as lost to the provider. */
  readonly reading: Reading;
  readonly times: Times;
  /** How long the job ran by the provider's own samples, in ms. */
  readonly runningMs: number;
  /** Mean power in mW; undefined where nothing measures power. */
  readonly meanMilliwatts: bigint | undefined;
  readonly samples: number;
  readonly receipts: number;
  /** The oracles' challenges: those that the provider answered, and those that it failed. */
  readonly challenges: { readonly answered: number; readonly failed: number };
  /** Evidence left out since who had to sign it did not: at most 10,000 are told apart. */
  readonly rejected: number;
  /** Oracles that did not answer, or with something that is no list of challenges. */
  readonly silent: readonly string[];
  readonly findings: readonly Finding[];
};

/** So much of what was rejected is remembered, lest it be verified again at each look. */
const MOST_REJECTED = 10_000;

/**
 * Reads an hour while it goes on, by the oracles' rules, from what provider and oracles serve to everyone: `look` as
 * often as it should be up to date. It keeps what it has verified, so each look asks for what is new only.
 *
 * It needs no key, and nothing that it says is signed: what will be settled is what a quorum of oracles has read.
 */
export class HourWatch {
  readonly #options: HourWatchOptions;
  readonly #client: EndpointClient;
  // By what they say, and not by their signatures: one signature can be served under any number of contents, or written
  // in several ways.
  readonly #samples = new Map<Hex, SignedSample>();
  readonly #receipts = new Map<Hex, VerifiedReceipt>();
  readonly #challenges = new Map<Hex, SignedChallenge>();
  /** Here with their signatures: what was served with a wrong one may come with the right one. */
  readonly #rejected = new Set<Hex>();
  #latest = 0;

  constructor(options: HourWatchOptions) {
    this.#options = options;
    const { assignment, domain, endpoint: url, timeoutMs } = options;
    // Reading needs no signature, and so no clock.
    this.#client = new EndpointClient({ url, domain, now: () => 0, timeoutMs }, assignment);
  }

  /**
   * Fetches what is new, and reads the hour again.
   *
   * @throws {EndpointRefusedError} when the provider does not answer. Oracles that do not are listed as silent.
   * @throws {BundleError} when its answer has another shape.
   */
  async look(): Promise<HourSoFar> {
    const [silent] = await Promise.all([this.#askOracles(), this.#askProvider()]);
    return { ...this.#read(), silent };
  }

  async #askProvider(): Promise<void> {
    const { assignment, domain, meterKey, nominee } = this.#options;
    const [samples, receipts] = await Promise.all([this.#client.samples(this.#latest), this.#client.receipts()]);
    for (const sample of samples) {
      await this.#keep(this.#samples, sample, () => verifySample(domain, assignment, meterKey, sample));
      this.#latest = Math.max(this.#latest, sample.at);
    }
    for (const one of receipts) {
      const outputHash = one.outputHash.toLowerCase() as Hex;
      const receipt = { ...one, outputHash, assignment } as VerifiedReceipt;
      await this.#keep(this.#receipts, receipt, () => verifyReceipt(domain, nominee, receipt));
    }
  }

  /** @returns Those that did not answer. */
  async #askOracles(): Promise<string[]> {
    const { assignment, domain, members, oracles, timeoutMs } = this.#options;
    const known = new Set(members.map((member) => member.toLowerCase()));
    const silent: string[] = [];
    const ask = async (oracle: string) => {
      const challenges = await getChallenges(oracle, assignment, { timeoutMs });
      for (const challenge of challenges) {
        const oracle = challenge.oracle.toLowerCase() as Address;
        if (!known.has(oracle)) continue;
        const one = { ...challenge, oracle };
        await this.#keep(this.#challenges, one, () => verifyChallenge(domain, assignment, one));
      }
    };
    await Promise.all(
      oracles.map((oracle) =>
        ask(oracle).catch((error: unknown) => {
          if (!(error instanceof AccessError || error instanceof MeterError)) throw error;
          silent.push(oracle);
        }),
      ),
    );
    return silent;
  }

  /** Keeps evidence once its signature holds; it is looked at once. */
  async #keep<T extends { readonly signature: Hex }>(kept: Map<Hex, T>, one: T, verify: () => Promise<unknown>) {
    const { signature, ...content } = one;
    const said = hashOf(content);
    const served = hashOf([said, signature]);
    if (kept.has(said) || this.#rejected.has(served)) return;
    try {
      await verify();
      kept.set(said, one);
    } catch (error) {
      if (!(error instanceof MeterSignatureError)) throw error;
      if (this.#rejected.size < MOST_REJECTED) this.#rejected.add(served);
    }
  }

  #read(): Omit<HourSoFar, "silent"> {
    const { assignment, lots, members, terms: rules } = this.#options;
    const terms = { ...rules, challengeQuorum: challengeQuorumOf(members.length) };
    const pages = [...this.#samples.values()];
    const receipts = [...this.#receipts.values()];
    const challenges = [...this.#challenges.values()];
    const root = samplesRoot(assignment, pages);
    const { findings, reading, times } = computeReading({
      ...{ assignment, lots, terms, pages, receipts, challenges },
      samplesRoot: root,
    });
    const window = hourWindow(assignment.hour, terms.periodMs);
    const { energy, running } = measure(pages, window, { maxGapMs: terms.maxGapMs, malformed: "list" });
    return {
      reading,
      times,
      findings,
      runningMs: lengthOf(running),
      meanMilliwatts: meanMilliwatts(energy),
      samples: pages.length,
      receipts: receipts.length,
      challenges: { answered: count(challenges, true), failed: count(challenges, false) },
      rejected: this.#rejected.size,
    };
  }
}

/** Of evidence as it is parsed, with hashes and addresses in lower case: the same fields in the same order. */
function hashOf(value: unknown): Hex {
  return keccak256(stringToBytes(JSON.stringify(value)));
}

function count(challenges: readonly SignedChallenge[], wanted: boolean): number {
  return challenges.filter(({ ok }) => ok === wanted).length;
}
