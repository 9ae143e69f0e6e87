import { getBalance } from "viem/actions";
import type { Attempts } from "../runtime/attempts.ts";
import type { Metrics } from "../runtime/metrics.ts";
import { dispositionOf } from "../runtime/outcomes.ts";
import type { Status } from "../runtime/status.ts";
import { asked, type Connection } from "./connection.ts";
import type { Head } from "./head.ts";

const FUNDS = "funds";

/** The coin that the signing account pays gas with. While there is too little, nothing is tried at every block. */
export class Purse {
  readonly #connection: Connection;
  readonly #metrics: Metrics;
  readonly #status: Status;
  readonly #attempts: Attempts;
  #balance = 0n;
  /** The balance that did not suffice. */
  #tooLittle: bigint | undefined;

  constructor(connection: Connection, metrics: Metrics, status: Status, attempts: Attempts) {
    this.#connection = connection;
    this.#metrics = metrics;
    this.#status = status;
    this.#attempts = attempts;
  }

  /** Looks at the balance. */
  async look(): Promise<void> {
    const { client, account } = this.#connection;
    this.#balance = await asked(() => getBalance(client, { address: account.address }));
    this.#metrics.gasBalance.set(Number(this.#balance));
    if (this.#balance === 0n) return this.#status.lacks(FUNDS, "the signing account has no coin to pay for gas");
    if (this.#tooLittle !== undefined && this.#balance <= this.#tooLittle) return;
    this.#tooLittle = undefined;
    this.#attempts.succeeded(FUNDS);
    this.#status.has(FUNDS);
  }

  /** Whether a transaction may be tried. */
  mayPay({ number }: Head): boolean {
    return this.#attempts.allow(FUNDS, number);
  }

  /** A transaction could not be paid for. */
  fellShort({ number }: Head, until: bigint): void {
    this.#tooLittle = this.#balance;
    this.#attempts.failed(FUNDS, dispositionOf("noFunds"), number, until);
    this.#status.lacks(FUNDS, "the signing account cannot pay for gas");
  }
}
