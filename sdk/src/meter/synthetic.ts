/**
 * Pages as the DCGM exporter would serve them, for markets without GPUs. Names, types, units and
 * help are those of NVIDIA dcgm-exporter `etc/default-counters.csv`; the figures are made up. Every
 * page says so in its first line, and every sample by the label `synthetic="true"`, so that no
 * reading or screen can mistake one for hardware.
 */
import { RangeMeterError } from "./errors.ts";
import { DCGM_ENERGY, DCGM_POWER } from "./exporters.ts";
import { SYNTHETIC_LABEL } from "./series.ts";

/** First line of every synthetic page. */
export const SYNTHETIC_COMMENT = "# SYNTHETIC: made-up figures, no GPU was measured.";

export type SyntheticOptions = {
  /** How many GPUs the page shows, 1 to 1,024. */
  gpus: number;
  /** Model in the labels. The name of a real one would mislead: it is prefixed with "Synthetic". */
  model?: string;
  /** Host in the labels. */
  host?: string;
  /** Draw without work, in W. */
  idleW?: number;
  /** Draw at full work, in W. */
  fullW?: number;
  /** Energy counter of GPU 0 at the first page, in mJ. The others' differ. */
  energyMj?: number;
  /** Metrics to give DCGM's value for "not supported". */
  unsupported?: readonly string[];
};

type Gpu = { load: number; energyMj: number };

type Figure = (gpu: Gpu & { watts: number }) => number;

/** [name, type, help, figure]: the metrics that default-counters.csv does not comment out. */
const COUNTERS: readonly (readonly [string, "gauge" | "counter", string, Figure])[] = [
  ["DCGM_FI_DEV_SM_CLOCK", "gauge", "SM clock frequency (in MHz).", ({ load }) => Math.round(345 + 1635 * load)],
  ["DCGM_FI_DEV_MEM_CLOCK", "gauge", "Memory clock frequency (in MHz).", () => 2619],
  ["DCGM_FI_DEV_MEMORY_TEMP", "gauge", "Memory temperature (in C).", ({ load }) => Math.round(38 + 42 * load)],
  ["DCGM_FI_DEV_GPU_TEMP", "gauge", "GPU temperature (in C).", ({ load }) => Math.round(31 + 36 * load)],
  [DCGM_POWER, "gauge", "Power draw (in W).", ({ watts }) => watts],
  [DCGM_ENERGY, "counter", "Total energy consumption since boot (in mJ).", ({ energyMj }) => Math.floor(energyMj)],
  ["DCGM_FI_DEV_PCIE_REPLAY_COUNTER", "counter", "Total number of PCIe retries.", () => 0],
  ["DCGM_FI_DEV_GPU_UTIL", "gauge", "GPU utilization (in %).", ({ load }) => Math.round(100 * load)],
  ["DCGM_FI_DEV_MEM_COPY_UTIL", "gauge", "Memory utilization (in %).", ({ load }) => Math.round(55 * load)],
  ["DCGM_FI_DEV_ENC_UTIL", "gauge", "Encoder utilization (in %).", () => 0],
  ["DCGM_FI_DEV_DEC_UTIL", "gauge", "Decoder utilization (in %).", () => 0],
  ["DCGM_FI_DEV_XID_ERRORS", "gauge", "Value of the last XID error encountered.", () => 0],
  [
    "DCGM_FI_DEV_FB_FREE",
    "gauge",
    "Framebuffer memory free (in MiB).",
    ({ load }) => Math.round(81_000 - 70_000 * load),
  ],
  ["DCGM_FI_DEV_FB_USED", "gauge", "Framebuffer memory used (in MiB).", ({ load }) => Math.round(70_000 * load)],
  ["DCGM_FI_DEV_FB_RESERVED", "gauge", "Framebuffer memory reserved (in MiB).", () => 559],
  [
    "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL",
    "counter",
    "Total number of NVLink bandwidth counters for all lanes.",
    ({ load }) => Math.round(900 * load),
  ],
  ["DCGM_FI_DEV_VGPU_LICENSE_STATUS", "gauge", "vGPU License status", () => 0],
  ["DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", "counter", "Number of remapped rows for uncorrectable errors", () => 0],
  ["DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS", "counter", "Number of remapped rows for correctable errors", () => 0],
  ["DCGM_FI_DEV_ROW_REMAP_FAILURE", "gauge", "Whether remapping of rows has failed", () => 0],
  ["DCGM_FI_PROF_GR_ENGINE_ACTIVE", "gauge", "Ratio of time the graphics engine is active.", ({ load }) => load],
  [
    "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE",
    "gauge",
    "Ratio of cycles the tensor (HMMA) pipe is active.",
    ({ load }) => 0.62 * load,
  ],
  [
    "DCGM_FI_PROF_DRAM_ACTIVE",
    "gauge",
    "Ratio of cycles the device memory interface is active sending or receiving data.",
    ({ load }) => 0.48 * load,
  ],
  [
    "DCGM_FI_PROF_PCIE_TX_BYTES",
    "gauge",
    "The rate of data transmitted over the PCIe bus - including both protocol headers and data payloads - in bytes per second.",
    ({ load }) => Math.round(1.2e9 * load),
  ],
  [
    "DCGM_FI_PROF_PCIE_RX_BYTES",
    "gauge",
    "The rate of data received over the PCIe bus - including both protocol headers and data payloads - in bytes per second.",
    ({ load }) => Math.round(0.9e9 * load),
  ],
];

/** DCGM_INT64_NOT_SUPPORTED. */
const NOT_SUPPORTED = "9223372036854775794";

/** Makes pages one after the other; the energy counter is the power's integral between them. */
export class SyntheticDcgm {
  readonly #options: Required<SyntheticOptions>;
  #gpus: readonly Gpu[];
  #at: number | undefined;

  /** @throws {RangeMeterError} when the number of GPUs or a figure is out of range. */
  constructor(options: SyntheticOptions) {
    const defaults = { model: "GPU", host: "synthetic-0", idleW: 70, fullW: 700, energyMj: 0, unsupported: [] };
    this.#options = { ...defaults, ...options };
    const { energyMj, fullW, gpus, idleW } = this.#options;
    if (!Number.isSafeInteger(gpus) || gpus < 1 || gpus > 1024) {
      throw new RangeMeterError(`${gpus} GPUs: it is a whole number from 1 to 1024.`);
    }
    for (const figure of [idleW, fullW, energyMj]) {
      if (!Number.isFinite(figure) || figure < 0) throw new RangeMeterError(`${figure} is not a figure of 0 or more.`);
    }
    this.#gpus = Array.from({ length: gpus }, (_, i) => ({ load: 0, energyMj: energyMj + i * 1_000_003 }));
  }

  /**
   * The page as scraped at a time.
   *
   * @param at In ms, not before the page before.
   * @param load Work of every GPU, 0 to 1. Between pages the power changes evenly.
   * @throws {RangeMeterError} when the time goes back or the load is out of range.
   */
  page(at: number, load: number): string {
    if (!(load >= 0 && load <= 1)) throw new RangeMeterError(`A load of ${load} is not from 0 to 1.`);
    const elapsed = at - (this.#at ?? at);
    if (!(elapsed >= 0)) throw new RangeMeterError(`A page of ${at} cannot follow one of ${this.#at}.`);
    // W times ms is mJ.
    this.#gpus = this.#gpus.map((gpu) => {
      const meanW = (this.#watts(this.#at === undefined ? load : gpu.load) + this.#watts(load)) / 2;
      return { load, energyMj: gpu.energyMj + meanW * elapsed };
    });
    this.#at = at;
    return `${SYNTHETIC_COMMENT}\n${COUNTERS.map((counter) => this.#family(counter)).join("")}`;
  }

  /** The counters start again from zero, as after a reboot. */
  reset(): void {
    this.#gpus = this.#gpus.map((gpu) => ({ ...gpu, energyMj: 0 }));
  }

  #watts(load: number): number {
    const { fullW, idleW } = this.#options;
    return idleW + (fullW - idleW) * load;
  }

  #family([name, type, help, figure]: (typeof COUNTERS)[number]): string {
    const { host, model, unsupported } = this.#options;
    const lines = this.#gpus.map((gpu, i) => {
      const value = unsupported.includes(name) ? NOT_SUPPORTED : figure({ ...gpu, watts: this.#watts(gpu.load) });
      const uuid = `GPU-5e7e71c0-0000-4000-8000-${i.toString(16).padStart(12, "0")}`;
      const labels = [
        `gpu="${i}"`,
        `UUID="${uuid}"`,
        `device="nvidia${i}"`,
        `modelName="Synthetic ${model}"`,
        `Hostname="${host}"`,
        `DCGM_FI_DRIVER_VERSION="0.0.0-synthetic"`,
        `${SYNTHETIC_LABEL}="true"`,
      ];
      return `${name}{${labels.join(",")}} ${value}\n`;
    });
    return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
  }
}
