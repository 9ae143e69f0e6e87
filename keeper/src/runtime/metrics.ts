import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What a keeper counts, whatever its command. */
export interface Metrics {
  readonly registry: Registry;
  /** Rounds by `result`: done, failed. */
  readonly rounds: Counter<"result">;
  readonly roundSeconds: Histogram;
  /** Failed rounds in a row. */
  readonly failuresInARow: Gauge;
  readonly headBlock: Gauge;
  readonly headTimestamp: Gauge;
  /** Number of the latest block that a round was done at. */
  readonly doneBlock: Gauge;
  /** How often blocks that were read before turned out to be replaced. */
  readonly reorgs: Counter;
  /** Coin of the signing account, wei. */
  readonly gasBalance: Gauge;
  /** Actions by `kind` and by what became of them: `sent`, `mined`, or an outcome of the table. */
  readonly actions: Counter<"kind" | "outcome">;
  /** Transactions that wait to be mined. */
  readonly inFlight: Gauge;
  /** Searches for solutions of contested auctions that run. */
  readonly searching: Gauge;
  /** How long they take by `result`: proved, cutOff, failed. */
  readonly searchSeconds: Histogram<"result">;
  /** Whether /ready says yes. */
  readonly ready: Gauge;
}

/** Metrics in a registry of their own, with those of the process. */
export function createMetrics(labels: Readonly<Record<string, string>>): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name: `clearhour_keeper_${name}`, help, registers });
  return {
    registry,
    rounds: new Counter({
      name: "clearhour_keeper_rounds_total",
      help: "Rounds by result",
      labelNames: ["result"],
      registers,
    }),
    roundSeconds: new Histogram({
      name: "clearhour_keeper_round_seconds",
      help: "How long rounds take",
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
    failuresInARow: gauge("failures_in_a_row", "Failed rounds in a row"),
    headBlock: gauge("head_block", "Number of the latest block seen"),
    headTimestamp: gauge("head_timestamp_seconds", "Timestamp of the latest block seen"),
    doneBlock: gauge("done_block", "Number of the latest block that a round was done at"),
    reorgs: new Counter({ name: "clearhour_keeper_reorgs_total", help: "Replaced blocks noticed", registers }),
    gasBalance: gauge("gas_balance_wei", "Coin of the signing account"),
    actions: new Counter({
      name: "clearhour_keeper_actions_total",
      help: "Actions by kind and outcome",
      labelNames: ["kind", "outcome"],
      registers,
    }),
    inFlight: gauge("in_flight_transactions", "Transactions that wait to be mined"),
    searching: gauge("searches", "Searches for solutions of contested auctions that run"),
    searchSeconds: new Histogram({
      name: "clearhour_keeper_search_seconds",
      help: "How long searches for solutions take by result",
      labelNames: ["result"],
      buckets: [0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1_000],
      registers,
    }),
    ready: gauge("ready", "1 when the last round succeeded and nothing is missing"),
  };
}
