/** Where something is, in ISO 3166 codes. */
export type Place = {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** ISO 3166-2, of that country; null: open. */
  subdivision: string | null;
};

/** The least performance of a lot in one benchmark. */
export type PerformanceFloor = {
  workload: "cpu" | "fine-tuning" | "hpc" | "inference" | "memory" | "network" | "rendering" | "storage" | "training";
  benchmark: string;
  version: string;
  scenario: string;
  unit: "GB/s" | "GFLOP/s" | "events/s" | "frames/s" | "queries/s" | "samples/s" | "steps/s" | "tokens/s";
  /** Thousandths of `unit`, 1 to 10^12. */
  floorMilli: number;
};

/** An artefact that fixes one of the layers 3 to 8. */
export type Pin = {
  /** Bit of the layer, 3 to 8. */
  layer: number;
  name: string;
  version: string;
  /** 64 lower-case hex digits; null for a published standard. */
  sha256: string | null;
};

/**
 * What one lot of a product delivers in one delivery period. `specSchema` is the authority on ranges; a null leaves
 * the matter open, except that `accelerator` null is a CPU product.
 */
export type Spec = {
  /** Schema version: 1. */
  version: 1;
  name: string;
  /** What computes; null for CPU products. */
  accelerator: {
    vendor: string;
    model: string;
    /** Whole accelerators per lot, 1 to 1024. */
    count: number;
    /** GiB of each accelerator, 1 to 65,536. */
    memoryGiB: number;
  } | null;
  scaleUp: {
    /** Accelerators per domain, 1 to 65,536. */
    accelerators: number;
    interconnect: "ethernet" | "ici" | "infinity-fabric" | "neuronlink" | "nvlink" | "pcie" | "ualink";
    /** GB/s of each accelerator, both directions added, 1 to 10^6. */
    perAcceleratorGBps: number;
  } | null;
  cpuModel: string | null;
  /** Physical cores, 1 to 65,536. */
  cpuCores: number;
  /** GiB, 1 to 1,048,576. */
  ramGiB: number;
  storage: {
    class: "hdd" | "memory" | "network-block" | "network-file" | "nvme" | "object" | "ssd";
    /** GiB, 0 to 2^30. */
    sizeGiB: number;
  };
  network: {
    fabric: "efa" | "ethernet" | "infiniband" | "roce" | "slingshot";
    /** Gb/s each direction, 0 to 10^6. */
    fabricGbps: number;
    /** Mb/s to the public internet, 0 to 10^9. */
    egressMbps: number;
    /** GiB included per delivery period, 0 to 2^30. */
    egressGiB: number;
  };
  region: Place & {
    /** UN/LOCODE without the space; null: open. */
    locode: string | null;
  };
  jurisdiction: Place;
  tenancy: "bare-metal" | "container" | "dedicated-host" | "virtual-machine";
  /** W, 1 to 10^8; null: open. */
  powerLimitW: number | null;
  cooling: {
    class: "air" | "direct-liquid" | "immersion";
    /** W of heat, 1 to 10^8. */
    limitW: number;
  } | null;
  carbon: {
    /** gCO2e/kWh, 0 to 2000. */
    maxGCO2ePerKWh: number;
    accounting: "hourly-matched" | "location-based" | "market-based";
  } | null;
  /** At most 32. */
  floors: PerformanceFloor[];
  runtime: {
    os: string;
    driver: string | null;
    containerRuntime: string | null;
  } | null;
  /** Bitmap of the pinned layers, 0 to 511. */
  layers: number;
  /** At most 32. */
  pins: Pin[];
};
