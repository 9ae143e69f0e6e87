/**
 * What oracles of a set tell each other. Each asks its peers, again and again, for all they know of an hour:
 *
 *   GET /v1/hours/P/H                         which statements there are, and signatures under roots
 *   GET /v1/hours/P/H/statements/O/ID         one of them
 *   GET /v1/disputes/D                        signatures under verdicts
 *   GET /v1/assignments/P/H/C/N/samples?ids=  samples that a peer fetched
 *
 * Everything is signed by whoever answers for it, so that it does not matter who passes it on.
 */
import { AccessError, assignmentPath, callEndpoint, parseSamples } from "@clearhour/sdk/access";
import { type Assignment, type MeterDomain, rootSigner, type Verdict, verdictSigner } from "@clearhour/sdk/meter";
import { type Address, type Hex, isAddressEqual, isHex } from "viem";
import { largestStatement, limitsOf, SAMPLES_AT_ONCE } from "../delivery/limits.ts";
import { InvalidStatementError } from "./errors.ts";
import type { AttestedHour } from "./hour.ts";
import { sampleId } from "./readings.ts";
import type { OracleSignature, Signatures } from "./signatures.ts";
import { readStatement, statementId } from "./statement.ts";
import type { StatementName } from "./vector.ts";

/** What an oracle tells of an hour. */
export type HourDocument = {
  readonly statements: readonly StatementName[];
  /** `subject` is the root. */
  readonly signatures: readonly (OracleSignature & { readonly subject: string })[];
};

/** So many statements a set of 16 oracles can have: two of each. */
const MOST_STATEMENTS = 32;
const MOST_SIGNATURES = 256;
const MIB = 2 ** 20;
/** What names those, and signatures, in bytes: far more. */
const LARGEST_LIST = MIB;
/** A statement can be long: so many times as long as other things it may take. */
const STATEMENT_TIMES = 4;

export type ExchangeTools = {
  readonly domain: MeterDomain;
  /** Endpoints of the other oracles. */
  readonly peers: readonly string[];
  readonly timeoutMs: number;
  /** A peer sent what no honest oracle sends. */
  readonly warn: (peer: string, error: unknown) => void;
};

export class Exchange {
  readonly #tools: ExchangeTools;
  /** Statements that each peer gave, accepted or not, and what else it named: no more are taken than there can be. */
  readonly #asked = new WeakMap<AttestedHour, Map<string, Set<string>>>();
  readonly #busy = new Set<string>();

  constructor(tools: ExchangeTools) {
    this.#tools = tools;
  }

  /** Learns what the peers know of an hour. It waits for nobody: a peer that is slow keeps nobody from the others. */
  learn(hour: AttestedHour, signatures: Signatures): void {
    const path = `/v1/hours/${hour.facts.product.product}/${hour.facts.hour}`;
    this.#askAll(path, async (answer, peer) => {
      const { signatures: given, statements } = answer as HourDocument;
      if (!Array.isArray(statements) || !Array.isArray(given)) return;
      for (const one of given.slice(0, MOST_SIGNATURES)) await this.#learnRoot(hour, signatures, one);
      for (const name of statements.slice(0, MOST_STATEMENTS)) await this.#learnStatement(hour, name, path, peer);
    });
  }

  /** Fetches samples that count from the peers that have them, some at a time: from each it begins with others. */
  complete(hour: AttestedHour): void {
    const missing = [...hour.missing()];
    for (const [i, peer] of this.#tools.peers.entries()) {
      const share = i / this.#tools.peers.length;
      this.#once(`${peer} ${hour.facts.series}`, peer, async () => {
        for (const [assignment, ids] of turned(missing, share)) {
          await this.#fetchSamples(hour, assignment, turned(ids, share), peer);
        }
      });
    }
  }

  async #fetchSamples(hour: AttestedHour, assignment: Assignment, ids: readonly Hex[], peer: string): Promise<void> {
    for (let from = 0; from < ids.length; from += SAMPLES_AT_ONCE) {
      const lacking = ids.slice(from, from + SAMPLES_AT_ONCE).filter((id) => hour.lacks(assignment, id));
      if (lacking.length === 0) continue;
      const url = `${peer}${assignmentPath(assignment)}/samples?ids=${lacking.join()}`;
      // Each has a quarter of an assignment's at most.
      const largest = (SAMPLES_AT_ONCE * limitsOf(hour.facts.slots.length).bytes) / 4 + MIB;
      const { samples } = (await callEndpoint(url, { timeoutMs: this.#tools.timeoutMs, largest })) as {
        samples: unknown;
      };
      const wanted = parseSamples(samples).filter((sample) => lacking.includes(sampleId(sample)));
      for (const sample of wanted) await hour.learnSample(assignment, sample);
    }
  }

  /** Learns the signatures under a verdict. */
  learnVerdicts(hour: AttestedHour, verdict: Verdict, signatures: Signatures): void {
    this.#askAll(`/v1/disputes/${verdict.dispute}`, async (answer) => {
      const { signatures: given } = answer as { signatures: unknown };
      if (!Array.isArray(given)) return;
      for (const one of given.slice(0, MOST_SIGNATURES)) {
        const sound = readSignature(one);
        if (sound === undefined || sound.subject !== verdict.reading || !hour.isMember(sound.oracle)) continue;
        const signer = await verdictSigner(this.#tools.domain, verdict, sound.signature);
        if (signer && isAddressEqual(signer, sound.oracle)) signatures.add(sound.subject, sound);
      }
    });
  }

  async #learnStatement(hour: AttestedHour, named: unknown, path: string, peer: string): Promise<void> {
    const name = readName(named, hour);
    if (name !== undefined && !hour.vector.wants(name)) return;
    const asked = this.#askedOf(hour, peer);
    const key = name === undefined ? "nameless" : `${name.oracle}/${name.id}`;
    if (asked.has(key) || asked.size >= MOST_STATEMENTS) return;
    try {
      if (name === undefined) throw new InvalidStatementError("it is named as none of the set's");
      const url = `${peer}${path}/statements/${key}`;
      const largest = largestStatement(hour.facts.slots.length);
      const value = await callEndpoint(url, { timeoutMs: STATEMENT_TIMES * this.#tools.timeoutMs, largest });
      const series = { product: hour.facts.product.product, hour: hour.facts.hour };
      const statement = await readStatement(value, series, hour.context);
      if (statementId(statement) !== name.id) throw new InvalidStatementError("it is not the one that was asked for");
      asked.add(key);
      const problem = await hour.learn(statement);
      if (problem) this.#tools.warn(peer, problem);
    } catch (error) {
      // Whoever named it has to give it another time; the peer's other statements do not wait for that.
      if (error instanceof AccessError) return;
      if (!(error instanceof InvalidStatementError)) throw error;
      asked.add(key);
      this.#tools.warn(peer, error);
    }
  }

  #askedOf(hour: AttestedHour, peer: string): Set<string> {
    const ofHour = this.#asked.get(hour) ?? new Map<string, Set<string>>();
    this.#asked.set(hour, ofHour);
    const asked = ofHour.get(peer) ?? new Set<string>();
    ofHour.set(peer, asked);
    return asked;
  }

  /** Only signatures under this oracle's own results matter: it posts no other root. */
  async #learnRoot(hour: AttestedHour, signatures: Signatures, value: unknown): Promise<void> {
    const sound = readSignature(value);
    if (sound === undefined || !hour.isMember(sound.oracle) || signatures.has(sound.subject, sound.oracle)) return;
    const result = hour.resultOf(sound.subject);
    if (result === undefined) return;
    const signer = await rootSigner(this.#tools.domain, result.root, sound.signature);
    if (signer && isAddressEqual(signer, sound.oracle)) signatures.add(sound.subject, sound);
  }

  /** Asks every peer that is not being asked already. */
  #askAll(path: string, use: (answer: unknown, peer: string) => Promise<void>): void {
    for (const peer of this.#tools.peers) {
      const url = `${peer}${path}`;
      const options = { timeoutMs: this.#tools.timeoutMs, largest: LARGEST_LIST };
      this.#once(url, peer, async () => await use(await callEndpoint(url, options), peer));
    }
  }

  /** Starts what asks a peer for something, unless that is under way. */
  #once(key: string, peer: string, ask: () => Promise<void>): void {
    if (this.#busy.has(key)) return;
    this.#busy.add(key);
    const told = (error: unknown) => {
      // A peer that is down says nothing, which is what it is counted for.
      if (!(error instanceof AccessError)) this.#tools.warn(peer, error);
    };
    void ask()
      .catch(told)
      .finally(() => this.#busy.delete(key));
  }
}

/** The list from a share of it on, and then what is before that. */
function turned<T>(list: readonly T[], share: number): T[] {
  const first = Math.floor(share * list.length);
  return [...list.slice(first), ...list.slice(0, first)];
}

function readName(value: unknown, hour: AttestedHour): StatementName | undefined {
  const { id, oracle } = (value ?? {}) as Record<string, unknown>;
  const sound = isHex(oracle) && oracle.length === 42 && hour.isMember(oracle) && isHex(id) && id.length === 66;
  return sound ? { oracle: oracle.toLowerCase() as Address, id: id.toLowerCase() as Hex } : undefined;
}

function readSignature(value: unknown): (OracleSignature & { subject: Hex }) | undefined {
  const { oracle, signature, subject } = (value ?? {}) as Record<string, unknown>;
  const sound = isHex(oracle) && oracle.length === 42 && isHex(signature) && isHex(subject) && subject.length === 66;
  return sound ? { oracle, signature, subject: subject.toLowerCase() as Hex } : undefined;
}
