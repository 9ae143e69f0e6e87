/** The product that tests and benchmarks list on exchanges of their own, and the market that they open over it. */
import { zeroAddress, zeroHash } from "viem";
import type { LaneParameters, MarketParams, Terms } from "../../src/index.ts";

/** When simulated chains begin: auctions and hours have the same numbers in every run. */
export const START = "2027-01-15T00:00:00Z";
/** Quote units of a dollar. */
export const USDC = 10n ** 6n;
export const HOUR = 3_600;
export const DAY = 24 * HOUR;

/** An hourly product with a tick of one cent, a first reference of two dollars, and nobody who attests it. */
export const TERMS: Terms = {
  trade: {
    tickSize: 10_000n,
    stakePerLot: 100_000n,
    capFactorBps: 15_000,
    penaltyBps: 1_000,
    providerMarginBps: 500,
    uncoveredMarginBps: 10_000,
    initialReference: 200,
    basisFloor: 0,
  },
  delivery: {
    period: HOUR,
    gateClosure: 900,
    autoCommit: 7_200,
    rootDue: 1_800,
    challengeWindow: 7_200,
    decisionWindow: 14_400,
    slaBps: 9_900,
    interruptionBps: 0,
    minLots: 1,
    domainLots: 1,
    tier: 0,
    settlementTip: 20_000n,
    bondFloor: 5n * USDC,
    bondBps: 1_000,
  },
  oracles: { oracleSet: zeroHash, secondSet: zeroHash },
};

/** 36 hours every 24, final 12 hours before. */
export const DAY_AHEAD: LaneParameters = { lead: 12 * HOUR, window: 36, stride: 24, collect: 23 * HOUR, solve: HOUR };

/** Each hour alone, final half an hour before. */
export const HOUR_AHEAD: LaneParameters = { lead: HOUR / 2, window: 1, stride: 1, collect: HOUR, solve: HOUR / 2 };
export const LANES = [DAY_AHEAD, HOUR_AHEAD];

/** Open to everybody; ten lots set a price. */
export const PARAMS: MarketParams = {
  feeBps: 10,
  maxTip: 5n * USDC,
  minVolume: 10,
  wordFee: 50_000n,
  minNotional: 1_000_000n,
  access: zeroAddress,
};
