/** One series' hour at one oracle: what it gathers, what it and its peers testify, and what follows. */
import { EndpointClient } from "@clearhour/sdk/access";
import { type Assignment, type MeterDomain, type MeterRoot, type SignedSample, signRoot } from "@clearhour/sdk/meter";
import { type Address, type Hex, isAddressEqual, type PrivateKeyAccount } from "viem";
import { type HourFacts, type OracleSetFacts, pairKey, type SlotFacts } from "../delivery/facts.ts";
import type { DataFolder } from "../delivery/files.ts";
import { challenge } from "./challenge.ts";
import { canCombine } from "./combine.ts";
import { InvalidStatementError } from "./errors.ts";
import { computeHour, type HourResult, neededSamples, type SeriesHour } from "./readings.ts";
import { SlotEvidence } from "./slotEvidence.ts";
import { assertSound, type Statement, type StatementContext, signStatement, statementId } from "./statement.ts";
import { planChallenges, type Timetable, timetableOf } from "./timetable.ts";
import { StatementVector } from "./vector.ts";

/** What happened, for logs and metrics. */
export type HourEvent =
  | { readonly kind: "challenge"; readonly slot: SlotFacts; readonly ok: boolean; readonly reason?: string }
  | { readonly kind: "statement"; readonly statement: Statement }
  | { readonly kind: "result"; readonly result: HourResult }
  | { readonly kind: "unfetched"; readonly slot: SlotFacts; readonly error: unknown };

export type HourTools = {
  readonly domain: MeterDomain;
  readonly signer: PrivateKeyAccount;
  readonly folder: DataFolder;
  /** Chain time, ms. */
  readonly now: () => number;
  /** Unpredictable, from 0 to below 1. */
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly report: (event: HourEvent) => void;
};

/** How often an endpoint is asked for what it has after the hour. */
const ATTEMPTS = 12;

export class AttestedHour {
  readonly facts: HourFacts;
  readonly set: OracleSetFacts;
  readonly times: Timetable;
  readonly vector = new StatementVector();
  readonly #tools: HourTools;
  readonly #evidence: ReadonlyMap<string, SlotEvidence>;
  readonly #statements;
  /** Times of challenges that are still to come. */
  readonly #plans: ReadonlyMap<string, number[]>;
  /** When slots whose samples could not be fetched are asked again. */
  readonly #notBefore = new Map<string, number>();
  /** Slots with a call to their endpoint under way. */
  readonly #busy = new Set<string>();
  /** Statements that are being looked at. */
  readonly #learning = new Set<string>();
  /** By root. */
  readonly #results = new Map<Hex, HourResult>();
  #latest: { readonly key: string; readonly result: HourResult } | undefined;

  constructor(facts: HourFacts, set: OracleSetFacts, tools: HourTools) {
    this.facts = facts;
    this.set = set;
    this.times = timetableOf(facts);
    this.#tools = tools;
    const { hour, product } = facts;
    const file = <T>(...path: string[]) => tools.folder.file<T>(product.product, hour, ...path);
    this.#evidence = new Map(
      facts.slots.map((slot) => {
        const name = `${slot.assignment.commitment}-${slot.assignment.nomination}`;
        const files = {
          challenges: file<never>(name, "challenges.jsonl"),
          receipts: file<never>(name, "receipts.jsonl"),
          orders: file<never>(name, "orders.jsonl"),
          samples: file<never>(name, "samples.jsonl"),
        };
        const { domain, signer } = tools;
        return [pairKey(slot.assignment), new SlotEvidence(facts, slot, { domain, signer, files })];
      }),
    );
    this.#statements = file<{ statement: Statement; isSound: boolean }>("statements.jsonl");
    for (const { isSound, statement } of this.#statements.read()) this.vector.add(statement, isSound);
    this.#plans = new Map(
      [...this.#evidence].map(([key, { challenges }]) => {
        const known = challenges.map(({ at }) => at);
        return [key, [...planChallenges(facts, tools.now(), known, tools.random)]];
      }),
    );
  }

  evidenceOf(assignment: Assignment): SlotEvidence | undefined {
    return this.#evidence.get(pairKey(assignment));
  }

  /** What statements of this hour are held against. */
  get context(): StatementContext {
    const { end, product, slots, start } = this.facts;
    const { slotMs, validForSeconds } = product.rules;
    return {
      domain: this.#tools.domain,
      members: this.set.members,
      nominees: new Map(slots.map(({ assignment, nominee }) => [pairKey(assignment), nominee])),
      challenges: { from: start - slotMs, to: end, validForSeconds },
      // All oracles have much the same receipts: verifying them for each again would take most of the time there is.
      isVerified: (assignment, receipt) => this.evidenceOf(assignment)?.hasReceipt(receipt) ?? false,
    };
  }

  /** Starts what is due: challenges in the hour, fetches after it. It does not wait for them. */
  gather(): void {
    const now = this.#tools.now();
    for (const [key, evidence] of this.#evidence) {
      if (this.#busy.has(key)) continue;
      const work = this.#due(key, evidence, now);
      if (work === undefined) continue;
      this.#busy.add(key);
      work()
        .catch((error: unknown) => this.#tools.report({ kind: "unfetched", slot: evidence.facts, error }))
        .finally(() => this.#busy.delete(key));
    }
  }

  #due(key: string, evidence: SlotEvidence, now: number): (() => Promise<void>) | undefined {
    const plan = this.#plans.get(key) ?? [];
    const next = plan[0];
    if (next !== undefined && now >= next) {
      plan.shift();
      // The machine slept, or the chain jumped: what it did not see it does not judge.
      const missed = now >= next + this.facts.product.rules.slotMs || now > this.facts.end;
      return missed ? undefined : () => this.#challenge(evidence);
    }
    const { collect, testify } = this.times;
    const isTime = now >= Math.max(collect, this.#notBefore.get(key) ?? 0) && now <= testify;
    if (!isTime || evidence.isComplete || this.isTestified) return undefined;
    this.#notBefore.set(key, now + Math.floor((testify - collect) / ATTEMPTS));
    return async () => {
      await evidence.fetch(this.#client(evidence.facts));
      evidence.isComplete = true;
    };
  }

  async #challenge(evidence: SlotEvidence): Promise<void> {
    const { facts: slot } = evidence;
    const { domain, now, report } = this.#tools;
    const asked = now();
    if (slot.endpoint === undefined) return await evidence.record(asked, false);
    const order = asked >= this.facts.start ? evidence.order : undefined;
    const client = this.#client(slot);
    const outcome = await challenge({ slot, domain, client, order, before: evidence.progress });
    // A success is known when its proof is checked, a failure began when it was asked.
    await evidence.record(outcome.ok ? now() : asked, outcome.ok);
    if (outcome.ok) evidence.progress = outcome.progress;
    report({ kind: "challenge", slot, ok: outcome.ok, ...(!outcome.ok && { reason: outcome.reason }) });
    if (outcome.ok) await evidence.fetch(client);
  }

  #client({ assignment, endpoint }: SlotFacts): EndpointClient {
    const { domain, now, signer, timeoutMs } = this.#tools;
    // Without an endpoint a call fails as one to an endpoint that is not there.
    const url = endpoint?.url ?? "http://0.0.0.0:1";
    return new EndpointClient({ url, domain, signer, now, timeoutMs }, assignment);
  }

  /** Whether this oracle has said what it has to say. */
  get isTestified(): boolean {
    return this.vector.has(this.#tools.signer.address);
  }

  /** Makes the statement, once: when all is gathered, or when it is time. */
  async testify(): Promise<void> {
    const { collect, due, testify } = this.times;
    const now = this.#tools.now();
    if (this.isTestified || now < collect || now > due) return;
    const all = [...this.#evidence.values()];
    if (now < testify && (this.#busy.size > 0 || all.some(({ isComplete }) => !isComplete))) return;
    const { domain, report, signer } = this.#tools;
    const { hour, product } = this.facts;
    const testimonies = all.map((evidence) => evidence.testimony());
    const statement = await signStatement(signer, domain, { product: product.product, hour, testimonies });
    if (this.isTestified) return;
    this.#keep(statement, true);
    report({ kind: "statement", statement });
  }

  /** Takes in a statement that `readStatement` accepted. @returns Why it is not sound, if it is not. */
  async learn(statement: Statement): Promise<InvalidStatementError | undefined> {
    const { oracle } = statement;
    const id = statementId(statement);
    // Several peers give the same at about the same time, and looking at it takes long.
    if (!this.vector.wants({ oracle, id }) || this.#learning.has(`${oracle} ${id}`)) return undefined;
    this.#learning.add(`${oracle} ${id}`);
    try {
      await assertSound(statement, this.context);
      this.#keep(statement, true);
      return undefined;
    } catch (error) {
      if (!(error instanceof InvalidStatementError)) throw error;
      this.#keep(statement, false);
      return error;
    } finally {
      this.#learning.delete(`${oracle} ${id}`);
    }
  }

  #keep(statement: Statement, isSound: boolean): void {
    if (this.vector.add(statement, isSound)) this.#statements.add({ statement, isSound });
  }

  /**
   * The readings that follow from what is known now; undefined while that is too little.
   *
   * @throws {MissingSamplesError} while samples that count are not at hand.
   */
  conclude(): HourResult | undefined {
    const statements = this.vector.valid();
    const complete = this.vector.size === this.set.members.length || this.#tools.now() >= this.times.settle;
    if (!complete || !canCombine(statements.length, this.seriesHour.set)) return undefined;
    const key = this.vector.key;
    if (this.#latest?.key === key) return this.#latest.result;
    const sampleOf = (assignment: Assignment, id: Hex) => this.evidenceOf(assignment)?.sampleOf(id);
    const result = computeHour(this.seriesHour, statements, sampleOf);
    this.#latest = { key, result };
    this.#results.set(result.root.root, result);
    this.#tools.report({ kind: "result", result });
    return result;
  }

  /** The result with a root, if this oracle has come to it. */
  resultOf(root: Hex): HourResult | undefined {
    return this.#results.get(root);
  }

  /** The last result that this oracle has come to. */
  get latest(): HourResult | undefined {
    return this.#latest?.result;
  }

  /** In which order the oracles of the set act in this hour, from 0. */
  turnOf(address: Address): number {
    const { members } = this.set;
    const index = members.findIndex((member) => isAddressEqual(member, address));
    return (index + this.facts.hour) % members.length;
  }

  /** Ids of samples that count and are not at hand, by the assignments that have such. */
  missing(): ReadonlyMap<Assignment, readonly Hex[]> {
    const needed = neededSamples(this.seriesHour, this.vector.valid());
    const lacking = this.facts.slots.map(({ assignment }) => {
      const ids = needed.get(pairKey(assignment)) ?? [];
      return [assignment, ids.filter((id) => this.lacks(assignment, id))] as const;
    });
    return new Map(lacking.filter(([, ids]) => ids.length > 0));
  }

  /** Whether a sample is not at hand. */
  lacks(assignment: Assignment, id: Hex): boolean {
    return this.evidenceOf(assignment)?.sampleOf(id) === undefined;
  }

  /** Takes in a sample that a peer fetched, and that counts. */
  async learnSample(assignment: Assignment, sample: SignedSample): Promise<void> {
    await this.evidenceOf(assignment)?.addPeers(sample);
  }

  async signRoot(root: MeterRoot): Promise<Hex> {
    return await signRoot(this.#tools.signer, this.#tools.domain, root);
  }

  /** Whether an address is one of the set. */
  isMember(address: Address): boolean {
    return this.set.members.some((member) => isAddressEqual(member, address));
  }

  get seriesHour(): SeriesHour {
    const { hour, product, slots } = this.facts;
    const { members, quorum } = this.set;
    const { domain } = this.#tools;
    const set = { size: members.length, quorum };
    return { product: product.product, hour, domain, members, set, rules: product.rules, slots };
  }
}
