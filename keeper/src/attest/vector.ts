/**
 * What an oracle knows of the others' statements, of one series: a set that only grows, of bounded height.
 *
 * Of each oracle it holds nothing, then its statement; or, once it has signed two different ones, both: a proof that it
 * lies, which makes its word void, as does one that is not sound. No third one is kept, nor looked at. So an oracle can
 * change what the others know twice at most, whatever it sends to whom and when. Honest oracles pass on all they know,
 * so they come to know the same; and whoever knows the same computes the same root. There is no leader, no round, and
 * nobody to wait for but the quorum.
 */
import type { Address, Hex } from "viem";
import { type Statement, statementId } from "./statement.ts";

/** Names a statement: its oracle, and its `statementId`. */
export type StatementName = { readonly oracle: Address; readonly id: Hex };

type Known = { readonly id: Hex; readonly statement: Statement };

export class StatementVector {
  readonly #byOracle = new Map<string, readonly Known[]>();
  /** Oracles that signed what is not sound. */
  readonly #unsound = new Set<string>();

  /**
   * @param isSound Whether what is in it holds: see `assertSound`.
   * @returns Whether it told something new.
   */
  add(statement: Statement, isSound = true): boolean {
    const { oracle } = statement;
    const id = statementId(statement);
    if (!this.wants({ oracle, id })) return false;
    this.#byOracle.set(oracle.toLowerCase(), [...this.#of(oracle), { id, statement }]);
    if (!isSound) this.#unsound.add(oracle.toLowerCase());
    return true;
  }

  /** Whether a statement would tell something new. */
  wants({ id, oracle }: StatementName): boolean {
    const known = this.#of(oracle);
    return known.length < 2 && !known.some((other) => other.id === id);
  }

  /** Whether the oracle has said anything, be it contradictory. */
  has(oracle: Address): boolean {
    return this.#of(oracle).length > 0;
  }

  /** The one statement of an oracle; undefined where it is silent or void. */
  of(oracle: Address): Statement | undefined {
    const [first, second] = this.#of(oracle);
    return second === undefined && !this.#unsound.has(oracle.toLowerCase()) ? first?.statement : undefined;
  }

  /** What to pass on. */
  names(): readonly StatementName[] {
    return [...this.#byOracle.values()].flat().map(({ id, statement: { oracle } }) => ({ oracle, id }));
  }

  /** One of those. */
  find({ id, oracle }: StatementName): Statement | undefined {
    return this.#of(oracle).find((known) => known.id === id)?.statement;
  }

  /** The statements that count, by oracle. */
  valid(): readonly Statement[] {
    const oracles = [...this.#byOracle.keys()].sort() as Address[];
    return oracles.flatMap((oracle) => this.of(oracle) ?? []);
  }

  /** Changes whenever a statement that counts does. */
  get key(): string {
    return JSON.stringify([...this.#byOracle].map(([oracle, known]) => [oracle, known.map(({ id }) => id)]));
  }

  /** How many oracles have said something. */
  get size(): number {
    return this.#byOracle.size;
  }

  #of(oracle: Address): readonly Known[] {
    return this.#byOracle.get(oracle.toLowerCase()) ?? [];
  }
}
