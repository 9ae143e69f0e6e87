/** Who trades in the local market, and what each of them wants in an auction. Pure: no chain, no clock. */
import type { Gate } from "./listing.ts";
import { DAILY_SHAPE } from "./prices.ts";
import type { Random } from "./random.ts";

type ProductName = "cpu" | "gpu";

/** A provider: capacity at a cost, offered over the gates. */
export interface Provider {
  role: "provider";
  name: string;
  product: ProductName;
  /** Lots per hour. */
  capacity: number;
  /** Percent of the product's reference price. */
  cost: number;
  /** Percent of the capacity offered at each gate. */
  offered: Record<Gate, number>;
}

/** A trader: a need with a value, spread over the gates. */
export interface Trader {
  role: "trader";
  name: string;
  product: ProductName;
  need: "inference" | "training" | "batch" | "speculation";
  /** Mean lots per hour over the day. */
  lots: number;
  /** Percent of the product's reference price that an hour is worth. */
  value: number;
  /** Percent of the need bought at each gate. */
  bought: Record<Gate, number>;
}

export type Participant = Provider | Trader;

export interface Intent {
  hour: number;
  side: "buy" | "write";
  lots: number;
  /** Percent of the reference price. */
  limit: number;
}

export const PROVIDERS: readonly Provider[] = [
  provider("alder", "cpu", 24, 72, { month: 20, week: 30, day: 30, hour: 20 }),
  provider("birch", "gpu", 16, 85, { month: 25, week: 25, day: 30, hour: 20 }),
  provider("cedar", "gpu", 10, 105, { month: 0, week: 20, day: 50, hour: 30 }),
];

export const TRADERS: readonly Trader[] = [
  trader("finch", "cpu", "inference", 6, 125, { month: 0, week: 40, day: 40, hour: 20 }),
  trader("heron", "cpu", "batch", 5, 96, { month: 10, week: 20, day: 40, hour: 30 }),
  trader("ibis", "cpu", "training", 4, 130, { month: 0, week: 50, day: 50, hour: 0 }),
  trader("kite", "gpu", "inference", 6, 150, { month: 25, week: 25, day: 25, hour: 25 }),
  trader("lark", "gpu", "inference", 4, 135, { month: 0, week: 30, day: 40, hour: 30 }),
  trader("merlin", "gpu", "training", 5, 120, { month: 20, week: 40, day: 40, hour: 0 }),
  trader("osprey", "gpu", "batch", 4, 98, { month: 0, week: 0, day: 50, hour: 50 }),
  trader("plover", "gpu", "speculation", 3, 104, { month: 0, week: 60, day: 40, hour: 0 }),
];

/** Night and early morning, when training runs are bought. */
const NIGHT = (hour: number) => hour % 24 < 7 || hour % 24 >= 20;

/** What a participant orders in an auction that covers `hours`; at most one order an hour. */
export function wanted(participant: Participant, gate: Gate, hours: readonly number[], random: Random): Intent[] {
  return hours.flatMap((hour) => {
    const jitter = 1 + (random() - 0.5) * 0.1;
    const intent =
      participant.role === "provider" ? offer(participant, gate, hour, jitter) : bid(participant, gate, hour, jitter);
    return intent.lots > 0 ? [intent] : [];
  });
}

function offer(provider: Provider, gate: Gate, hour: number, jitter: number): Intent {
  const lots = Math.floor((provider.capacity * provider.offered[gate]) / 100);
  // Certainty is worth something: what is sold early may be cheaper.
  const early = { month: 0.96, week: 0.98, day: 1, hour: 1.02 }[gate];
  return { hour, side: "write", lots, limit: provider.cost * early * jitter };
}

function bid(trader: Trader, gate: Gate, hour: number, jitter: number): Intent {
  const shape =
    trader.need === "training" ? (NIGHT(hour) ? 180 : 0) : trader.need === "inference" ? shapeOf(hour) : 100;
  const lots = Math.round((trader.lots * shape * trader.bought[gate]) / 10_000);
  const urgency = gate === "hour" && trader.need === "inference" ? 1.1 : 1;
  return { hour, side: "buy", lots, limit: trader.value * urgency * jitter };
}

function shapeOf(hour: number): number {
  return DAILY_SHAPE[hour % 24] ?? 100;
}

function provider(
  name: string,
  product: ProductName,
  capacity: number,
  cost: number,
  offered: Provider["offered"],
): Provider {
  return { role: "provider", name, product, capacity, cost, offered };
}

function trader(
  name: string,
  product: ProductName,
  need: Trader["need"],
  lots: number,
  value: number,
  bought: Trader["bought"],
): Trader {
  return { role: "trader", name, product, need, lots, value, bought };
}
