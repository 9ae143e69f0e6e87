/**
 * Price levels of the local market, in quote tokens per lot. Facts from public price lists:
 *
 * - Google Cloud a3-highgpu-8g (8 x H100), us-central1, per hour: on demand 88.49; spot 20.39 (2025-11-06), 61.95
 *   (2024-05); one-year commitment 44,810 and three-year 28,371 per month of 730 h, that is 61.38 and 38.86 per hour.
 *   Source: Cyclenerd/google-cloud-pricing-cost-calculator, pricing.yml, Apache-2.0.
 * - AWS p4d.24xlarge (8 x A100) spot, us-east, 9.83 per hour in a 2021 snapshot.
 *   Source: alexei-led/spotinfo, spot-price-test-data.json, Apache-2.0.
 *
 * The CPU product has no such source: its level is a round figure of the order of a small cloud machine.
 */
export const DECIMALS = 6;

export const TICK_SIZES = { cpu: "0.001", gpu: "0.10" } as const;
export const REFERENCE_TICKS = { cpu: 200, gpu: 240 } as const;
export const REFERENCE_PRICES = { cpu: "0.200", gpu: "24.00" } as const;
/** Half of them, below what is traded on an ordinary day: what damages start from where lots went for less. */
export const BASIS_FLOORS = { cpu: "0.100", gpu: "12.00" } as const;

/**
 * Demand by hour of the day (UTC), percent of the mean: the request rate of ServeGen's language model "m-small", mean
 * of 14 days by hour. Source: alibaba/ServeGen, Apache-2.0; publisher's normalised values.
 */
export const DAILY_SHAPE: readonly number[] = [
  84, 71, 73, 68, 71, 66, 68, 85, 102, 105, 113, 109, 106, 107, 106, 105, 109, 108, 101, 123, 146, 140, 127, 106,
];
