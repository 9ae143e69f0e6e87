import type { ContractCall } from "@clearhour/sdk";
import type { Abi, Hash, TransactionReceipt } from "viem";
import {
  estimateContractGas,
  getTransactionCount,
  getTransactionReceipt,
  simulateContract,
  writeContract,
} from "viem/actions";
import { Attempts } from "../runtime/attempts.ts";
import type { Logger } from "../runtime/logger.ts";
import type { Metrics } from "../runtime/metrics.ts";
import { dispositionOf, type Outcome, outcomeOf } from "../runtime/outcomes.ts";
import type { Random } from "../runtime/random.ts";
import type { Status } from "../runtime/status.ts";
import { asked, type Connection } from "./connection.ts";
import { type Fees, raisedFees } from "./fees.ts";
import type { Head } from "./head.ts";
import { Purse } from "./purse.ts";
import { Races } from "./races.ts";

/** A transaction that the keeper wants to send. */
export interface Intent {
  readonly kind: string;
  /** Equal for two intents to do the same. */
  readonly key: string;
  /** It waits while a transaction with one of these locks is in flight. */
  readonly locks: readonly string[];
  /** What keepers race for: an auction. */
  readonly contest?: bigint;
  readonly call: ContractCall<Abi, string>;
  /** From then on it is pointless, unix seconds. */
  readonly deadline: bigint;
  /** Whether what the simulated call returned shows that nothing would be done. */
  readonly isIdle?: (result: unknown) => boolean;
}

interface InFlight extends Intent {
  readonly hash: Hash;
  readonly nonce: number;
  readonly sentAt: bigint;
}

/** Most transactions in flight: nodes keep few per account. */
const MOST_IN_FLIGHT = 16;
/** Blocks after which a transaction that is not mined is given up and its nonce used again. */
const PATIENCE = 8n;
/** EIP-7825. */
const GAS_CAP = 16_777_216n;

export interface SenderTools {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly status: Status;
  readonly random: Random;
}

/**
 * The only sender of transactions. It simulates each at the pending block before it sends it, so that what others have
 * sent already counts, and never waits: what is in flight is looked at in every round.
 */
export class Sender {
  readonly #connection: Connection;
  readonly #tools: SenderTools;
  readonly #attempts: Attempts;
  readonly #purse: Purse;
  readonly #inFlight = new Map<Hash, InFlight>();
  /** How its transactions fared, by auction. */
  readonly races = new Races();
  /** How often in a row transactions offered too little. */
  #underpriced = 0;

  constructor(connection: Connection, tools: SenderTools) {
    this.#connection = connection;
    this.#tools = tools;
    this.#attempts = new Attempts(tools.random);
    this.#purse = new Purse(connection, tools.metrics, tools.status, this.#attempts);
  }

  /** Whether a transaction with this lock is in flight. */
  isLocked(lock: string): boolean {
    return [...this.#inFlight.values()].some(({ locks }) => locks.includes(lock));
  }

  /** Sees what became of transactions, and of the account's coin. */
  async settle(head: Head): Promise<void> {
    await Promise.all([
      this.#purse.look(),
      ...[...this.#inFlight.values()].map(async (sent) => this.#settleOne(sent, await this.#receiptOf(sent), head)),
    ]);
    this.#attempts.prune(head.timestamp);
    this.races.prune(head.timestamp);
    this.#tools.metrics.inFlight.set(this.#inFlight.size);
  }

  /**
   * Sends what is not in flight, not given up and not waiting after a failure.
   *
   * @returns Whether something failed that the same block may allow again.
   * @throws {RpcUnreachableError} when the endpoint does not answer: the round has failed.
   * @throws {WrongChainError} when the endpoint serves another chain.
   */
  async submit(intents: readonly Intent[], head: Head): Promise<boolean> {
    const due = intents.filter(
      ({ key, locks }) => this.#attempts.allow(key, head.number) && !locks.some((lock) => this.isLocked(lock)),
    );
    if (due.length === 0 || !this.#purse.mayPay(head)) return false;
    const { client, account } = this.#connection;
    const [base, fees] = await asked(() =>
      Promise.all([
        getTransactionCount(client, { address: account.address }),
        raisedFees(this.#connection, this.#underpriced),
      ]),
    );
    let again = false;
    for (const intent of due) {
      if (this.#inFlight.size >= MOST_IN_FLIGHT) return true;
      const outcome = await this.#send(intent, this.#freeNonce(base), fees, head);
      again ||= outcome !== undefined && dispositionOf(outcome) === "retry";
      if (outcome === "noFunds") break;
    }
    this.#tools.metrics.inFlight.set(this.#inFlight.size);
    return again;
  }

  /** After a reorg: what was in flight, what failed and what was lost may all be different now. */
  forget(): void {
    this.#inFlight.clear();
    this.#attempts.forget();
    this.races.forget();
  }

  /** @returns What kept it from being sent; `undefined` when it was. */
  async #send(intent: Intent, nonce: number, fees: Fees, head: Head): Promise<Outcome | undefined> {
    const { client, account } = this.#connection;
    const call = { ...intent.call, account } as const;
    try {
      const hash = await asked(async () => {
        const { result } = await simulateContract(client, { ...call, blockTag: "pending" });
        if (intent.isIdle?.(result)) return undefined;
        const estimate = await estimateContractGas(client, { ...call, blockTag: "pending" });
        // State may change a little until it is mined.
        const gas = (estimate * 6n) / 5n;
        return await writeContract(client, { ...call, ...fees, nonce, gas: gas < GAS_CAP ? gas : GAS_CAP });
      });
      if (hash === undefined) return this.#failed(intent, "done", head);
      this.#inFlight.set(hash, { ...intent, hash, nonce, sentAt: head.number });
      this.#count(intent, "sent");
      this.#tools.logger.info({ kind: intent.kind, key: intent.key, hash, nonce }, "sent");
      return undefined;
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome === "unreachable" || outcome === "misplaced") throw error;
      return this.#failed(intent, outcome, head, error);
    }
  }

  async #receiptOf({ hash }: InFlight): Promise<TransactionReceipt | undefined> {
    return await asked(async () => {
      try {
        return await getTransactionReceipt(this.#connection.client, { hash });
      } catch (error) {
        if (error instanceof Error && error.name === "TransactionReceiptNotFoundError") return undefined;
        throw error;
      }
    });
  }

  #settleOne(sent: InFlight, receipt: TransactionReceipt | undefined, head: Head): void {
    const { hash, kind, key, contest, sentAt } = sent;
    if (receipt === undefined && head.number - sentAt < PATIENCE) return;
    this.#inFlight.delete(hash);
    if (receipt?.status === "success") {
      this.#underpriced = 0;
      this.#attempts.succeeded(key);
      if (contest !== undefined) this.races.wins(contest, head.timestamp);
      this.#count(sent, "mined");
      const { blockNumber, gasUsed } = receipt;
      this.#tools.logger.info({ kind, key, hash, block: String(blockNumber), gas: String(gasUsed) }, "mined");
      return;
    }
    if (receipt !== undefined && contest !== undefined) this.races.loses(contest, head.timestamp);
    this.#failed(sent, receipt === undefined ? "notMined" : "lostRace", head);
  }

  #failed(intent: Intent, outcome: Outcome, head: Head, error?: unknown): Outcome {
    const { logger } = this.#tools;
    const { kind, key, deadline } = intent;
    const disposition = dispositionOf(outcome);
    this.#count(intent, outcome);
    if (outcome === "notMined" || outcome === "underpriced") this.#underpriced++;
    if (outcome === "noFunds") this.#purse.fellShort(head, deadline);
    else this.#attempts.failed(key, disposition, head.number, deadline);
    logger[outcome === "done" ? "debug" : "warn"]({ kind, key, outcome, disposition, error }, "not done");
    return outcome;
  }

  #freeNonce(base: number): number {
    const taken = new Set([...this.#inFlight.values()].map(({ nonce }) => nonce));
    let nonce = base;
    while (taken.has(nonce)) nonce++;
    return nonce;
  }

  #count({ kind }: Intent, outcome: string): void {
    this.#tools.metrics.actions.inc({ kind, outcome });
  }
}
