import type { Spec } from "./types.ts";

/**
 * A CPU product that any ordinary server can deliver: four cores for an hour. It pins the system runtime and leaves
 * the processor open, so that providers with different machines sell the same product.
 */
export const cpuExample: Spec = {
  version: 1,
  name: "CPU 4 cores",
  accelerator: null,
  scaleUp: null,
  cpuModel: null,
  cpuCores: 4,
  ramGiB: 8,
  storage: { class: "ssd", sizeGiB: 20 },
  network: { fabric: "ethernet", fabricGbps: 1, egressMbps: 100, egressGiB: 10 },
  region: { country: "DE", subdivision: null, locode: null },
  jurisdiction: { country: "DE", subdivision: null },
  tenancy: "container",
  powerLimitW: null,
  cooling: null,
  carbon: null,
  // Set low on purpose, far below what current server cores reach: it catches a machine that is not there.
  floors: [
    {
      workload: "cpu",
      benchmark: "sysbench cpu",
      version: "1.0.20",
      scenario: "cpu-max-prime=10000, threads=4",
      unit: "events/s",
      floorMilli: 1_000_000,
    },
  ],
  runtime: { os: "Linux 6.1 or later", driver: null, containerRuntime: null },
  layers: 0b000000100,
  pins: [],
};

/**
 * A GPU product with the shape of one NVIDIA DGX H100: eight H100 SXM5 for an hour.
 *
 * Facts: 8 accelerators of 80 GB, NVLink 4 with 900 GB/s each, two Xeon Platinum 8480C of 56 cores, 2 TB (32 x 64 GB)
 * of memory, 8 x 400 Gb/s InfiniBand for compute, air cooling, Ubuntu 22.04, driver 550.54: MLCommons,
 * inference_results_v4.1, closed/NVIDIA/systems/DGX-H100_H100-SXM-80GBx8_TRT.json. Power of 10.2 kW and 30 TB
 * (8 x 3.84 TB, 28,610 GiB) of NVMe: NVIDIA, DGX H100 User Guide, hardware overview. An "80 GB" H100 reports
 * 81,559 MiB: 79 whole GiB. Floor: nine tenths of what MLPerf Inference v5.1 (closed, entry 5.1-0015) shows for
 * Llama 2 70B Offline, 62,351.6 tokens/s on two such nodes. Place, egress, carbon and container runtime are examples.
 */
export const gpuExample: Spec = {
  version: 1,
  name: "8x H100 SXM5 node",
  accelerator: { vendor: "NVIDIA", model: "H100 SXM5 80GB HBM3", count: 8, memoryGiB: 79 },
  scaleUp: { accelerators: 8, interconnect: "nvlink", perAcceleratorGBps: 900 },
  cpuModel: "2x Intel Xeon Platinum 8480C",
  cpuCores: 112,
  ramGiB: 2048,
  storage: { class: "nvme", sizeGiB: 28_000 },
  network: { fabric: "infiniband", fabricGbps: 3200, egressMbps: 10_000, egressGiB: 1024 },
  region: { country: "US", subdivision: "US-IA", locode: "USCBF" },
  jurisdiction: { country: "US", subdivision: "US-DE" },
  tenancy: "bare-metal",
  powerLimitW: 10_200,
  cooling: { class: "air", limitW: 10_200 },
  carbon: { maxGCO2ePerKWh: 450, accounting: "location-based" },
  floors: [
    {
      workload: "inference",
      benchmark: "MLPerf Inference",
      version: "5.1",
      scenario: "llama2-70b-99 Offline, closed",
      unit: "tokens/s",
      floorMilli: 28_000_000,
    },
  ],
  runtime: { os: "Ubuntu 22.04", driver: "NVIDIA 550.54", containerRuntime: "containerd 1.7" },
  layers: 0b000000111,
  pins: [],
};
