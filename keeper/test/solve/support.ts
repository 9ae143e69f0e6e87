import type { Order, OrderKind, Result } from "@clearhour/sdk";
import { auctionId, cashAccount, seriesId } from "@clearhour/sdk";
import type { BlockKind, BlockOrder } from "@clearhour/sdk/blocks";
import type { BlockHint, HoldingHint, OrderHint } from "../../src/solve/hints.ts";
import type { Self } from "../../src/solve/timing.ts";

const PERIOD = 3_600n;
const HOUR = 500_000;
const SERIES = seriesId(1, HOUR);
/** The start of the delivery hour. */
const START = BigInt(HOUR) * PERIOD;
/** The hour-ahead auction of the series: collects two hours to one hour ahead, solves for half an hour. */
export const SPOT = {
  auction: auctionId(2, HOUR),
  open: START - 7_200n,
  close: START - 3_600n,
  deadline: START - 1_800n,
  start: START,
};
export const GATE_CLOSURE = START - 900n;
/** An auction of the day before. */
export const DAY_AHEAD = {
  auction: auctionId(1, 20_000),
  market: 1,
  firstHour: HOUR - 5,
  window: 36,
  open: START - 90_000n,
  close: START - 80_000n,
  deadline: START - 78_000n,
  start: START - 5n * PERIOD,
};

export function self(
  address = "0x1111111111111111111111111111111111111111",
  races: Partial<Omit<Self, "address">> = {},
): Self {
  return { address, lostAt: new Map(), won: new Map(), ...races };
}

/** The cash account of trader `n`. */
export function trader(n: number) {
  return cashAccount(`0x${n.toString(16).padStart(40, "0")}`);
}

export function orderHint(overrides: Partial<OrderHint> = {}): OrderHint {
  const common = { accountId: trader(1), slot: 0n, series: SERIES, auction: DAY_AHEAD };
  return { ...common, spot: SPOT, gateClosure: GATE_CLOSURE, ...overrides };
}

/** The same for an order of the hour-ahead auction itself. */
export function spotOrderHint(overrides: Partial<OrderHint> = {}): OrderHint {
  return orderHint({ auction: { ...SPOT, market: 1, firstHour: HOUR, window: 1 }, ...overrides });
}

/** Of the delivery hour and the one after it. */
export function blockHint(overrides: Partial<BlockHint> = {}): BlockHint {
  const after = (time: bigint) => time + PERIOD;
  const spot = { ...SPOT, auction: SPOT.auction + 1n, open: after(SPOT.open), close: after(SPOT.close) };
  return {
    accountId: trader(1),
    slot: 0n,
    auction: DAY_AHEAD,
    first: { series: SERIES, spot: SPOT, gateClosure: GATE_CLOSURE },
    last: { series: SERIES + 1n, spot, gateClosure: after(GATE_CLOSURE) },
    periods: 2,
    ...overrides,
  };
}

/** A strip or block of 10 lots in two hours at 100 ticks. */
export function blockOrder(kind: BlockKind): BlockOrder {
  const place = { auction: DAY_AHEAD.auction, product: 1, offset: 5, periods: 2 };
  return { ...place, kind, price: 100, lots: 10, least: 10, index: 0, step: 0, size: 1 };
}

export function holding(n: number, overrides: Partial<HoldingHint> = {}): HoldingHint {
  return { accountId: trader(n), series: SERIES, spot: SPOT, ...overrides };
}

/** An order for 10 lots at 100 ticks. */
export function order(kind: OrderKind, overrides: Partial<Order> = {}): Order {
  const place = { auction: DAY_AHEAD.auction, product: 1, offset: 5 };
  return { ...place, kind, price: 100, lots: 10, ahead: 0, basis: 0n, ...overrides };
}

/** A result at a price of ticks; of the orders limited there, `marginal` lots of each side are filled. */
export function result(price: number, marginal = 0, volume = 20): Result {
  const grid = { base: 1, referenceOffset: 99, lo: price - 1, hi: price - 1 };
  const hours = { hourly: volume, contested: false, pressed: 0 } as const;
  return { price, volume, marginalBuy: marginal, marginalSell: marginal, ...grid, ...hours };
}
