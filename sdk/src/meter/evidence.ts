/**
 * What makes time count. A provider's samples prove nothing by themselves: they say when the
 * machine ran, and time counts as delivered where, besides, the nominee signed for it or an oracle's
 * own challenge succeeded.
 */
import { RangeMeterError } from "./errors.ts";
import { atLeast, type Span, type Spans, union } from "./spans.ts";

/** Which commitment serves which nomination, in which hour. All are uint32. */
export type Assignment = {
  readonly product: number;
  /** Delivery period, counted from 1970: for hours, `unix / 3600`. */
  readonly hour: number;
  readonly commitment: number;
  readonly nomination: number;
};

/** The nominee says that the time (from, to], in ms, was delivered. */
export type Receipt = {
  readonly assignment: Assignment;
  readonly from: number;
  readonly to: number;
  /** Hash of what the job put out, which the nominee checked. */
  readonly outputHash: `0x${string}`;
  /** EIP-712 signature by the nominee's key. */
  readonly signature: `0x${string}`;
};

declare const verified: unique symbol;

/** A receipt whose signature and assignment were checked: only `verifyReceipts` makes one. */
export type VerifiedReceipt = Receipt & { readonly [verified]: true };

/** An oracle tried the endpoint itself. */
export type Challenge = {
  /** When, in ms. */
  readonly at: number;
  /** Whether the endpoint did what was asked. An endpoint whose job was killed must fail. */
  readonly ok: boolean;
  /** How long after `at` a success stands for, in s. */
  readonly validForSeconds: number;
  /** Who asked. Challenges without one are all by the same oracle. */
  readonly oracle?: string;
};

/** The time that receipts vouch for. */
export function receiptSpans(receipts: readonly VerifiedReceipt[]): Spans {
  return union(receipts);
}

/**
 * The time that challenges vouch for. A success at t stands for (t, t + validForSeconds], but not
 * beyond the same oracle's next failure; a failure at the very same time undoes it.
 *
 * @param quorum How many different oracles' challenges must stand at an instant, 1 or more. Above 1
 * no oracle can vouch, or charge a loss to the buyer, by itself.
 * @throws {RangeMeterError} when the quorum is not a whole number of 1 or more.
 */
export function challengeSpans(challenges: readonly Challenge[], quorum = 1): Spans {
  if (!Number.isSafeInteger(quorum) || quorum < 1) {
    throw new RangeMeterError(`A quorum of ${quorum} challenges is none: it is a whole number, 1 or more.`);
  }
  const byOracle = new Map<string, Challenge[]>();
  for (const challenge of challenges) {
    const oracle = (challenge.oracle ?? "").toLowerCase();
    byOracle.set(oracle, [...(byOracle.get(oracle) ?? []), challenge]);
  }
  return atLeast(quorum, [...byOracle.values()].map(spansOfOracle));
}

function spansOfOracle(challenges: readonly Challenge[]): Spans {
  const failures = challenges.filter(({ ok }) => !ok).map(({ at }) => at);
  const successes = challenges.filter(({ ok }) => ok);
  return union(
    successes.map(({ at, validForSeconds }): Span => {
      const failed = failures.filter((time) => time >= at);
      return { from: at, to: Math.min(at + validForSeconds * 1000, ...failed) };
    }),
  );
}
