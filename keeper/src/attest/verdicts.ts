/** Verdicts of the second set: signed by each of its oracles, brought to the chain by whoever has a quorum first. */
import { decideDispute } from "@clearhour/sdk";
import { type MeterDomain, type Reading, readingHash, signVerdict, type Verdict } from "@clearhour/sdk/meter";
import type { Connection } from "../chain/connection.ts";
import type { Intent } from "../chain/sender.ts";
import { pairKey } from "../delivery/facts.ts";
import type { DisputeEntry, SeriesBook } from "../delivery/seriesBook.ts";
import type { AttestedHour } from "./hour.ts";
import { judge } from "./judgement.ts";
import type { Originals } from "./originals.ts";
import type { HourResult } from "./readings.ts";
import { Signatures } from "./signatures.ts";

/** A verdict that this oracle signed. */
export type SignedVerdict = Verdict & { readonly signatures: Signatures; readonly isNew: boolean };

type Judged = { readonly reading: Reading; readonly hash: Verdict["reading"]; readonly signatures: Signatures };

/** This share of the time for a decision is given to finding evidence of the original. */
const PATIENCE = 4;

export class Verdicts {
  readonly #connection: Connection;
  readonly #domain: MeterDomain;
  readonly #originals: Originals;
  readonly #byDispute = new Map<bigint, Judged>();

  constructor(connection: Connection, domain: MeterDomain, originals: Originals) {
    this.#connection = connection;
    this.#domain = domain;
    this.#originals = originals;
  }

  signaturesOf(dispute: bigint): Signatures | undefined {
    return this.#byDispute.get(dispute)?.signatures;
  }

  /**
   * Signs what this oracle has come to, for every open dispute of an hour.
   *
   * @param result What the second set has come to by what it has seen itself.
   * @param now Chain time, ms.
   */
  async sign(
    hour: AttestedHour,
    disputes: readonly DisputeEntry[],
    result: HourResult,
    now: number,
  ): Promise<readonly SignedVerdict[]> {
    const verdicts: SignedVerdict[] = [];
    for (const dispute of disputes) {
      const reading = dispute.state === "open" ? await this.#judge(hour, dispute, result, now) : undefined;
      if (reading === undefined) continue;
      const hash = readingHash(reading);
      const before = this.#byDispute.get(dispute.id);
      const signatures = before?.hash === hash ? before.signatures : new Signatures();
      this.#byDispute.set(dispute.id, { reading, hash, signatures });
      const verdict = { dispute: dispute.id, reading: hash };
      const oracle = this.#connection.account.address;
      const isNew = !signatures.has(hash, oracle);
      if (isNew) {
        const signature = await signVerdict(this.#connection.account, this.#domain, verdict);
        signatures.add(hash, { oracle, signature });
      }
      verdicts.push({ ...verdict, signatures, isNew });
    }
    return verdicts;
  }

  /** The verdicts to bring to the chain. */
  intents(hour: AttestedHour, { disputes }: SeriesBook): Intent[] {
    const { deployment } = this.#connection;
    return disputes.flatMap(({ deadline, id, state }): Intent[] => {
      const judged = this.#byDispute.get(id);
      const signatures = judged?.signatures.quorumOf(judged.hash, hour.set.quorum);
      if (state !== "open" || judged === undefined || signatures === undefined) return [];
      const key = `decide/${id}`;
      const call = decideDispute.call({ deployment, dispute: id, reading: judged.reading, signatures });
      return [{ kind: "decide", key, locks: [key], deadline, call: call as unknown as Intent["call"] }];
    });
  }

  async #judge(hour: AttestedHour, dispute: DisputeEntry, result: HourResult, now: number) {
    const { product, slots } = hour.facts;
    const slot = slots.find(({ assignment }) => pairKey(assignment) === pairKey(dispute));
    if (slot === undefined) return undefined;
    const hasLeaf = BigInt(dispute.leaf) !== 0n;
    const { decisionWindow } = product.terms.delivery;
    const patience = (Number(dispute.deadline) - decisionWindow + decisionWindow / PATIENCE) * 1000;
    return judge({
      hasLeaf,
      original: hasLeaf ? await this.#originals.find(hour, slot, dispute.leaf) : undefined,
      own: result.readings.find((one) => pairKey(one) === pairKey(dispute)),
      isPatienceOver: now > patience,
      slotMs: product.rules.slotMs,
      periodMs: product.rules.terms.periodMs,
    });
  }
}
