/** Signatures of a set of oracles under roots and verdicts, until a quorum has signed the same. */
import type { Address, Hex } from "viem";

/** One oracle's signature of something, named by its hash. */
export type OracleSignature = { readonly oracle: Address; readonly signature: Hex };

export class Signatures {
  /** By what was signed, then by oracle. */
  readonly #bySubject = new Map<string, Map<string, OracleSignature>>();

  /** Adds a verified signature. @returns Whether it was not known. */
  add(subject: string, { oracle, signature }: OracleSignature): boolean {
    const signatures = this.#bySubject.get(subject) ?? new Map<string, OracleSignature>();
    this.#bySubject.set(subject, signatures);
    const key = oracle.toLowerCase();
    if (signatures.has(key)) return false;
    signatures.set(key, { oracle, signature });
    return true;
  }

  has(subject: string, oracle: Address): boolean {
    return this.#bySubject.get(subject)?.has(oracle.toLowerCase()) ?? false;
  }

  /** In the order of the oracles' addresses, as the contract takes them. */
  of(subject: string): readonly OracleSignature[] {
    const signatures = [...(this.#bySubject.get(subject) ?? [])];
    return signatures.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, signature]) => signature);
  }

  /** The signatures to submit, once there are as many as the quorum. */
  quorumOf(subject: string, quorum: number): readonly Hex[] | undefined {
    const signatures = this.of(subject);
    return signatures.length < quorum ? undefined : signatures.slice(0, quorum).map(({ signature }) => signature);
  }

  /** What to pass on. */
  all(): readonly (OracleSignature & { readonly subject: string })[] {
    return [...this.#bySubject.keys()].flatMap((subject) => this.of(subject).map((one) => ({ ...one, subject })));
  }
}
