/**
 * What is locked for a short lot, in the contract's own integers (contracts/libraries/Collateral.sol). With k the
 * average of basis(sale price), mark the average of basis(max(sale price, reference at sale)), basis(price) =
 * max(price, basisFloor), c the capFactor, p the penalty and r the margin rate of provider or uncovered writer:
 *
 *   worst damages of a lot   D = c * mark + p * k
 *   lock of a lot            L = D + r * mark, never less than k, and so than the proceeds
 *
 * A provider's stakePerLot is the first part of L; the rest is cash.
 */
import { feePerLot, TICKS } from "../clearing/index.ts";
import type { TradeTerms } from "../spec/terms.ts";

/** Whose short lots they are, and under which terms. */
export type ShortTerms = {
  readonly trade: TradeTerms;
  /** Whether the account is a provider. */
  readonly backed: boolean;
};

/** A writing order as the contract asks about it. Prices in ticks. */
export type WriteTerms = {
  /** Its limit, already moved into the band. */
  readonly limit: number;
  /** The bottom of the grid. */
  readonly base: number;
  /** The grid's reference. */
  readonly reference: number;
  /** The market's fee, basis points. */
  readonly feeBps: number;
};

const BPS = 10_000n;
/** ticks x 256 -> ticks, and basis points -> 1. */
const SCALE = 256n * BPS;

/**
 * Cash that a release frees per short lot, rounded down.
 *
 * @param k Average basis, ticks x 256.
 * @param mark Average of max(basis, reference at sale), ticks x 256.
 * @returns Quote units per lot.
 */
export function lockPerLot({ trade, backed }: ShortTerms, k: number, mark: number): bigint {
  const need = scaledNeed(trade, backed, BigInt(k), BigInt(mark)) / SCALE;
  return larger(lessStake(trade, backed, need), (BigInt(k) * trade.tickSize) / 256n);
}

/**
 * Cash that a fill locks per short lot, rounded up.
 *
 * @param k Average basis, ticks x 256.
 * @param mark Average of max(basis, reference at sale), ticks x 256.
 * @returns Quote units per lot.
 */
export function lockPerLotUp({ trade, backed }: ShortTerms, k: number, mark: number): bigint {
  const need = ceilDiv(scaledNeed(trade, backed, BigInt(k), BigInt(mark)), SCALE);
  return larger(lessStake(trade, backed, need), ceilDiv(BigInt(k) * trade.tickSize, 256n));
}

/**
 * Cash that a writing order puts up per lot, on top of the proceeds to come: enough for the lock and the fee at
 * whatever price it fills.
 *
 * @returns Quote units per lot.
 */
export function writeEscrowPerLot(terms: ShortTerms, { limit, base, reference, feeBps }: WriteTerms): bigint {
  const { basisFloor, tickSize } = terms.trade;
  const top = base + TICKS - 1;
  const beyondProceeds = (price: number) => {
    const basis = Math.max(price, basisFloor);
    return lockPerLotUp(terms, basis * 256, Math.max(basis, reference) * 256) - BigInt(price) * tickSize;
  };
  return larger(beyondProceeds(limit), beyondProceeds(top)) + feePerLot(top, { tickSize, feeBps });
}

function scaledNeed(trade: TradeTerms, backed: boolean, k: bigint, mark: bigint): bigint {
  const rate = backed ? trade.providerMarginBps : trade.uncoveredMarginBps;
  return (mark * BigInt(trade.capFactorBps + rate) + k * BigInt(trade.penaltyBps)) * trade.tickSize;
}

function lessStake(trade: TradeTerms, backed: boolean, need: bigint): bigint {
  if (!backed) return need;
  return need > trade.stakePerLot ? need - trade.stakePerLot : 0n;
}

function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
