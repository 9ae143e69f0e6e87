/**
 * What the exporters' metrics mean: which are metered, in which unit, and of which device.
 *
 * Sources: NVIDIA dcgm-exporter `etc/default-counters.csv` (names, types, units); NVIDIA DCGM
 * `dcgm_structs.h` (the values that stand for "no value"); Prometheus node_exporter collectors
 * `cpu` and `rapl`.
 */
import type { PageSample } from "./exposition.ts";

/** How a metered metric adds up. */
export type Metered = {
  readonly metric: string;
  /**
   * `energy`: a counter, in nJ. `power`: a gauge, in uW. `cpu`: a counter, in ns of CPU time.
   * `state`: a gauge, 1 while the job runs. `count`: any other counter, in billionths.
   */
  readonly quantity: "energy" | "power" | "cpu" | "state" | "count";
  /** Digits to shift so that the page's unit becomes the quantity's: 6 for mJ to nJ. */
  readonly decimals: number;
};

export const DCGM_ENERGY = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION";
export const DCGM_POWER = "DCGM_FI_DEV_POWER_USAGE";
const NODE_CPU = "node_cpu_seconds_total";

/** Gauge of a provider agent: 1 while the holder's job runs, 0 while the slot stands ready. */
export const JOB_RUNNING = "clearhour_job_running";
/** Counter of a provider agent: how often the holder's job was preempted. */
export const JOB_PREEMPTIONS = "clearhour_job_preemptions_total";
/** Counter of a provider agent: CPU seconds that the holder's job used. */
export const JOB_CPU = "clearhour_job_cpu_seconds_total";
/** Counter of a provider agent: chunks of the holder's job that were computed. */
export const JOB_WORK = "clearhour_job_chunks_total";

/** Gauge that a CSV of power becomes, in W. */
export const RECORDED_WATTS = "recorded_watts";

const METERED: readonly Metered[] = [
  { metric: DCGM_ENERGY, quantity: "energy", decimals: 6 },
  { metric: DCGM_POWER, quantity: "power", decimals: 6 },
  { metric: RECORDED_WATTS, quantity: "power", decimals: 6 },
  // The zones that add up: core and uncore are parts of package.
  { metric: "node_rapl_package_joules_total", quantity: "energy", decimals: 9 },
  { metric: "node_rapl_dram_joules_total", quantity: "energy", decimals: 9 },
  { metric: NODE_CPU, quantity: "cpu", decimals: 9 },
  { metric: JOB_CPU, quantity: "cpu", decimals: 9 },
  { metric: JOB_RUNNING, quantity: "state", decimals: 0 },
  { metric: JOB_PREEMPTIONS, quantity: "count", decimals: 9 },
];

/**
 * The metrics that are metered, by name.
 *
 * @param work A counter of work done that a product's performance floor is about, if it has one.
 */
export function meteredMetrics(work?: string): ReadonlyMap<string, Metered> {
  const table = new Map(METERED.map((entry) => [entry.metric, entry]));
  if (work !== undefined && !table.has(work)) table.set(work, { metric: work, quantity: "count", decimals: 9 });
  return table;
}

/**
 * The device that a sample is about, or undefined where it is about none.
 *
 * A GPU is known by host and index, not by its UUID, so that a card swapped within the hour is a
 * reset of one device rather than two devices that were each away for a while. MIG instances and
 * pods repeat the whole board's figures and are therefore the same device.
 */
export function deviceOf({ name, labels }: PageSample): string | undefined {
  if (isDcgm(name)) {
    const gpu = labels.get("gpu") ?? labels.get("UUID");
    if (gpu === undefined) return undefined;
    const host = labels.get("Hostname");
    return host ? `gpu ${gpu} of ${host}` : `gpu ${gpu}`;
  }
  if (name === NODE_CPU) return `cpu ${labels.get("cpu") ?? ""}`;
  if (name.startsWith("node_rapl_")) return `rapl ${labels.get("path") ?? labels.get("index") ?? ""}`;
  if (name === RECORDED_WATTS) return "recording";
  return name.startsWith("clearhour_job_") ? "job" : undefined;
}

/**
 * Whether a sample of the device shows that it is there. RAPL zones are left out: a machine may
 * well deliver without an energy meter.
 */
export function isVital(device: string | undefined): device is string {
  return device !== undefined && !device.startsWith("rapl ");
}

/** The exporter that a metric comes from: its metrics are expected on all of its pages. */
export function exporterOf(name: string): string {
  return name.split("_", 1)[0] as string;
}

export function isDcgm(name: string): boolean {
  return name.startsWith("DCGM_");
}

/** DCGM_INT32_BLANK, DCGM_FP64_BLANK (2^47) and DCGM_INT64_BLANK; +1, +2, +3 say why. */
const INT32_BLANK = 0x7ffffff0;
const FP64_BLANK = 2 ** 47;
const INT64_BLANK = 0x7ffffffffffffff0n;
const WHY_BLANK = ["blank", "not found", "not supported", "not permitted"] as const;

/**
 * Why a DCGM value is none, or undefined where it is a value.
 *
 * The 64-bit values are compared as text: as doubles they all are 2^63. A page that went through
 * a double (`9.223372036854776e+18`) no longer says which it was and is called blank. All three
 * widths are looked for in every field, as the exporter itself does, because DCGM converts between
 * them. A real value that happens to equal one costs one sample.
 */
export function dcgmSentinel({ text, value }: Pick<PageSample, "text" | "value">): string | undefined {
  if (value === Number.POSITIVE_INFINITY) return undefined;
  if (value >= Number(INT64_BLANK)) {
    return WHY_BLANK[/^\d+$/.test(text) ? Number(BigInt(text) - INT64_BLANK) : 0] ?? WHY_BLANK[0];
  }
  for (const blank of [INT32_BLANK, FP64_BLANK]) {
    const why = WHY_BLANK[value - blank];
    if (why !== undefined) return why;
  }
  return undefined;
}
