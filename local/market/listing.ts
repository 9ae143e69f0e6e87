/** The two products of the local market, their one market and its four gates. */
import { type ClearhourClient, type Deployment, type Lane, listProductSync, openMarketSync } from "@clearhour/sdk";
import { cpuExample, gpuExample, type Spec, specBytes, terms } from "@clearhour/sdk/spec";
import { type Hex, parseUnits, zeroAddress } from "viem";
import { BASIS_FLOORS, DECIMALS, REFERENCE_PRICES, TICK_SIZES } from "./prices.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Gates from the longest lead to the shortest; the last one gives the spot price. */
const GATES = {
  month: { lead: 28 * DAY, window: 24, stride: 24, collect: 23 * HOUR, solve: HOUR },
  week: { lead: 7 * DAY, window: 24, stride: 24, collect: 23 * HOUR, solve: HOUR },
  day: { lead: 12 * HOUR, window: 36, stride: 24, collect: 23 * HOUR, solve: HOUR },
  hour: { lead: 30 * MINUTE, window: 1, stride: 1, collect: HOUR, solve: 30 * MINUTE },
} as const;

export type Gate = keyof typeof GATES;
export const GATE_NAMES = Object.keys(GATES) as Gate[];

export interface LocalMarket {
  market: number;
  products: { cpu: number; gpu: number };
  lanes: Record<Gate, Lane>;
}

export interface OracleSets {
  oracleSet: Hex;
  secondSet: Hex;
}

/** Lists a CPU product (four cores for an hour) and a GPU product (a node of eight), and opens their market. */
export async function listMarket(
  client: ClearhourClient,
  deployment: Deployment,
  oracles: OracleSets,
): Promise<LocalMarket> {
  const cpu = await list(client, deployment, cpuExample, {
    tickSize: TICK_SIZES.cpu,
    stakePerLot: "0.02",
    initialReference: REFERENCE_PRICES.cpu,
    basisFloor: BASIS_FLOORS.cpu,
    settlementTip: "0.001",
    bondFloor: "0.10",
    ...oracles,
  });
  const gpu = await list(client, deployment, gpuExample, {
    tickSize: TICK_SIZES.gpu,
    stakePerLot: "2",
    initialReference: REFERENCE_PRICES.gpu,
    basisFloor: BASIS_FLOORS.gpu,
    settlementTip: "0.01",
    bondFloor: "5",
    ...oracles,
  });
  const { market, firstLane } = await openMarketSync(client, {
    deployment,
    products: [cpu, gpu],
    lanes: Object.values(GATES),
    params: {
      feeBps: 10,
      maxTip: parseUnits("0.50", DECIMALS),
      minVolume: 4,
      wordFee: parseUnits("0.01", DECIMALS),
      minNotional: parseUnits("1", DECIMALS),
      access: zeroAddress,
    },
  });
  const lanes = Object.fromEntries(
    GATE_NAMES.map((gate, i) => [gate, { id: firstLane + i, period: HOUR, ...GATES[gate] }]),
  ) as Record<Gate, Lane>;
  return { market, products: { cpu, gpu }, lanes };
}

async function list(
  client: ClearhourClient,
  deployment: Deployment,
  spec: Spec,
  settlement: Parameters<typeof terms>[0],
): Promise<number> {
  const { product } = await listProductSync(client, {
    deployment,
    spec: specBytes(spec),
    layers: spec.layers,
    terms: terms(
      { minLots: 1, domainLots: 1, challengeWindow: "2h", decisionWindow: "4h", ...settlement },
      { decimals: DECIMALS },
    ),
  });
  return product;
}
