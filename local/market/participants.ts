/** Who trades in the local market, and what each of them wants in an auction. Pure: no chain, no clock. */
import { type BlockIntent, lotsInBlocks } from "./blocks.ts";
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
  /** Strips and blocks that are part of it. */
  blocks: readonly BlockIntent[];
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
  /** Strips and blocks that are part of it. */
  blocks: readonly BlockIntent[];
  /** Whether it signs its orders, and leaves it to a relay to place them. */
  signs?: boolean;
}

export type Participant = Provider | Trader;

export interface Intent {
  hour: number;
  side: "buy" | "write";
  lots: number;
  /** Percent of the reference price. */
  limit: number;
}

/** What is sold for many hours at once costs less than hour by hour: nothing is started and stopped between them. */
export const PROVIDERS: readonly Provider[] = [
  provider("alder", "cpu", 24, 72, { month: 20, week: 30, day: 30, hour: 20 }, [
    { gate: "week", form: "strip", from: 0, hours: 24, lots: 3, limit: 68 },
    { gate: "day", form: "block", from: 8, hours: 12, lots: 3, limit: 66 },
  ]),
  provider("birch", "gpu", 16, 85, { month: 25, week: 25, day: 30, hour: 20 }, [
    { gate: "month", form: "strip", from: 0, hours: 24, lots: 1, limit: 80 },
    { gate: "week", form: "block", from: 6, hours: 16, lots: 2, least: 1, limit: 82 },
  ]),
  provider("cedar", "gpu", 10, 105, { month: 0, week: 20, day: 50, hour: 30 }, [
    { gate: "day", form: "block", from: 8, hours: 12, lots: 3, limit: 101 },
    { gate: "hour", form: "block", from: 0, hours: 1, lots: 2, least: 1, limit: 103 },
  ]),
];

export const TRADERS: readonly Trader[] = [
  {
    ...trader("finch", "cpu", "inference", 6, 125, { month: 0, week: 40, day: 40, hour: 20 }, [
      { gate: "week", form: "strip", from: 8, hours: 12, lots: 1, limit: 122 },
    ]),
    signs: true,
  },
  trader("heron", "cpu", "batch", 5, 96, { month: 10, week: 20, day: 40, hour: 30 }, [
    { gate: "day", form: "strip", from: 0, hours: 24, lots: 1, limit: 94 },
  ]),
  trader("ibis", "cpu", "training", 4, 130, { month: 0, week: 50, day: 50, hour: 0 }, [
    { gate: "week", form: "block", from: 0, hours: 7, lots: 3, limit: 128 },
    // A run that warms up and ends with its evaluation.
    { gate: "day", form: "block", from: 0, hours: 7, lots: 1, limit: 126, profile: [1, 2, 2, 2, 2, 2, 1] },
  ]),
  {
    ...trader("kite", "gpu", "inference", 6, 150, { month: 25, week: 25, day: 25, hour: 25 }, [
      { gate: "day", form: "block", from: 9, hours: 9, lots: 1, limit: 145 },
      { gate: "hour", form: "block", from: 0, hours: 1, lots: 1, limit: 160 },
    ]),
    signs: true,
  },
  trader("lark", "gpu", "inference", 4, 135, { month: 0, week: 30, day: 40, hour: 30 }, [
    { gate: "day", form: "strip", from: 6, hours: 16, lots: 1, limit: 130 },
  ]),
  trader("merlin", "gpu", "training", 5, 120, { month: 20, week: 40, day: 40, hour: 0 }, [
    { gate: "week", form: "block", from: 0, hours: 7, lots: 2, least: 1, limit: 118, profile: [1, 2, 2, 2, 2, 2, 1] },
    { gate: "day", form: "strip", from: 20, hours: 4, lots: 2, limit: 117 },
  ]),
  trader("osprey", "gpu", "batch", 4, 98, { month: 0, week: 0, day: 50, hour: 50 }, [
    { gate: "day", form: "block", from: 0, hours: 8, lots: 2, limit: 97 },
    { gate: "hour", form: "block", from: 0, hours: 1, lots: 2, least: 1, limit: 99 },
  ]),
  // Below what anybody asks: it fills where somebody has to sell.
  trader("plover", "gpu", "speculation", 3, 104, { month: 0, week: 60, day: 40, hour: 0 }, [
    { gate: "week", form: "block", from: 8, hours: 12, lots: 1, limit: 75 },
  ]),
];

/** Night and early morning, when training runs are bought. */
const NIGHT = (hour: number) => hour % 24 < 7 || hour % 24 >= 20;

/** What a participant orders hour by hour in an auction that covers `hours`; at most one order an hour. */
export function wanted(participant: Participant, gate: Gate, hours: readonly number[], random: Random): Intent[] {
  return hours.flatMap((hour, offset) => {
    const jitter = 1 + (random() - 0.5) * 0.1;
    const intent =
      participant.role === "provider" ? offer(participant, gate, hour, jitter) : bid(participant, gate, hour, jitter);
    const lots = intent.lots - lotsInBlocks(participant.blocks, gate, offset);
    return lots > 0 ? [{ ...intent, lots }] : [];
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
  blocks: readonly BlockIntent[],
): Provider {
  return { role: "provider", name, product, capacity, cost, offered, blocks };
}

function trader(
  name: string,
  product: ProductName,
  need: Trader["need"],
  lots: number,
  value: number,
  bought: Trader["bought"],
  blocks: readonly BlockIntent[],
): Trader {
  return { role: "trader", name, product, need, lots, value, bought, blocks };
}
