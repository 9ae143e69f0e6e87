/**
 * What an oracle knows of the others' statements, of one series: a set that only grows, of bounded height.
 *
 * Of each oracle it holds nothing, then its statement; or, once it has signed two different ones, both: a proof that it
 * lies, which makes its word void, as does one that is not sound. No third one is kept, nor looked at. So an oracle can
 * change what the others know twice at most, whatever it sends to whom and when. Honest oracles pass on all they know,
 * so they come to know the same; and whoever knows the same computes the same root. There is no leader, no round, and
 * nobody to wait for but the quorum.
 */
import type { Address } from "viem";
import { type Statement, statementId } from "./statement.ts";

export class StatementVector {
  readonly #byOracle = new Map<string, readonly Statement[]>();
  /** Oracles that signed what is not sound. */
  readonly #unsound = new Set<string>();

  /**
   * @param isSound Whether what is in it holds: see `assertSound`.
   * @returns Whether it told something new.
   */
  add(statement: Statement, isSound = true): boolean {
    const key = statement.oracle.toLowerCase();
    if (!this.wants(statement)) return false;
    this.#byOracle.set(key, [...(this.#byOracle.get(key) ?? []), statement]);
    if (!isSound) this.#unsound.add(key);
    return true;
  }

  /** Whether a statement would tell something new. */
  wants(statement: Pick<Statement, "oracle" | "testimonies">): boolean {
    const known = this.#byOracle.get(statement.oracle.toLowerCase()) ?? [];
    return known.length < 2 && !known.some((other) => statementId(other) === statementId(statement));
  }

  /** Whether the oracle has said anything, be it contradictory. */
  has(oracle: Address): boolean {
    return this.#byOracle.has(oracle.toLowerCase());
  }

  /** The one statement of an oracle; undefined where it is silent or void. */
  of(oracle: Address): Statement | undefined {
    const key = oracle.toLowerCase();
    const [first, second] = this.#byOracle.get(key) ?? [];
    return second === undefined && !this.#unsound.has(key) ? first : undefined;
  }

  /** What to pass on. */
  all(): readonly Statement[] {
    return [...this.#byOracle.values()].flat();
  }

  /** The statements that count, by oracle. */
  valid(): readonly Statement[] {
    const single = [...this.#byOracle].filter(([key, { length }]) => length === 1 && !this.#unsound.has(key));
    return single.sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, statements]) => statements);
  }

  /** How many oracles have said something. */
  get size(): number {
    return this.#byOracle.size;
  }
}
