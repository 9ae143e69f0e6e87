/** An exchange on a local chain: deployed, with a market of two gates, and calls of it by name. */
import * as abis from "@clearhour/sdk";
import { deployExchange } from "@clearhour/sdk/deploy";
import { encodeAbiParameters, type Hash, type Hex, keccak256, toHex, zeroAddress } from "viem";
import type { Client, Wallet } from "./chain.ts";
import { walletAt } from "./chain.ts";

export const HOUR = 3600;
export const DAY = 24 * HOUR;
export const USDC = 10n ** 6n;
const REFERENCE = 200;
export const KIND = { buy: 1, sell: 2, write: 3 } as const;
/** Lanes of the market: day-ahead 36 hours every 24, hour-ahead. */
export const DAY_LANE = 1;
export const HOUR_LANE = 2;

export const TERMS = {
  trade: {
    tickSize: 10_000n,
    stakePerLot: 100_000n,
    capFactorBps: 15_000,
    penaltyBps: 1_000,
    providerMarginBps: 500,
    uncoveredMarginBps: 10_000,
    initialReference: REFERENCE,
    basisFloor: 0,
  },
  delivery: {
    period: HOUR,
    gateClosure: 900,
    autoCommit: 7200,
    rootDue: 1800,
    challengeWindow: 7200,
    decisionWindow: 14_400,
    slaBps: 9_900,
    interruptionBps: 0,
    minLots: 1,
    domainLots: 1,
    tier: 0,
    settlementTip: 20_000n,
    bondFloor: 5n * USDC,
    bondBps: 1_000,
  },
} as const;

const CONTRACTS = {
  token: abis.mockUSDCAbi,
  ledger: abis.ledgerAbi,
  products: abis.productsAbi,
  providers: abis.providersAbi,
  auction: abis.auctionAbi,
  auctionLens: abis.auctionLensAbi,
  claims: abis.claimsAbi,
  meter: abis.meterAbi,
  delivery: abis.deliveryAbi,
  settlement: abis.settlementAbi,
} as const;
type Contract = keyof typeof CONTRACTS;

export interface Placed {
  readonly auction: bigint;
  readonly series: bigint;
  readonly kind: 1 | 2 | 3;
  readonly price: number;
  readonly lots: number;
  readonly slot: number;
}

export type Exchange = Awaited<ReturnType<typeof openExchange>>;

export async function openExchange(client: Client) {
  const deployer = walletAt(0);
  const deployment = await deployExchange(client, { account: deployer });
  const oracles = [walletAt(17), walletAt(18), walletAt(19)].sort((a, b) => (a.address < b.address ? -1 : 1));
  const setId = keccak256(
    encodeAbiParameters([{ type: "address[]" }, { type: "uint8" }], [oracles.map(({ address }) => address), 3]),
  );

  async function read<T>(contract: Contract, functionName: string, ...args: readonly unknown[]): Promise<T> {
    const address = deployment[contract];
    return (await client.readContract({
      abi: CONTRACTS[contract] as never,
      address,
      functionName,
      args,
    } as never)) as T;
  }

  async function send(by: Wallet, contract: Contract, functionName: string, ...args: readonly unknown[]) {
    const address = deployment[contract];
    const hash = await client.writeContract({
      account: by,
      abi: CONTRACTS[contract] as never,
      address,
      functionName,
      args,
    } as never);
    return mined(hash);
  }

  async function mined(hash: Hash) {
    const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 20 });
    if (receipt.status !== "success") throw new Error(`transaction ${hash} reverted`);
    return receipt;
  }

  await send(
    deployer,
    "meter",
    "registerSet",
    oracles.map(({ address }) => address),
    3,
  );
  const terms = { ...TERMS, oracles: { oracleSet: setId, secondSet: setId } };
  await send(deployer, "products", "list", toHex('{"name":"H100 hour"}'), 3, terms);
  const lanes = [
    { lead: 12 * HOUR, window: 36, stride: 24, collect: 23 * HOUR, solve: HOUR },
    { lead: 1800, window: 1, stride: 1, collect: HOUR, solve: 1800 },
  ];
  const params = { feeBps: 10, maxTip: 5n * USDC, minVolume: 10, access: zeroAddress };
  await send(deployer, "products", "openMarket", [1], lanes, params);

  const warp = async (timestamp: number) => {
    await client.setNextBlockTimestamp({ timestamp: BigInt(timestamp) });
    await client.mine({ blocks: 1 });
  };

  return {
    deployment,
    oracles,
    terms,
    read,
    send,
    mined,
    warp,
    block: () => client.getBlock(),
    async fund(by: Wallet, amount: bigint) {
      await send(by, "token", "mint", by.address, amount);
      await send(by, "token", "approve", deployment.ledger, amount);
      await send(by, "ledger", "deposit", cash(by), amount);
    },
    async enrol(by: Wallet, stake: bigint, capacity: number, endpoint = "https://provider.example") {
      await send(by, "providers", "enrol", cash(by));
      await send(by, "providers", "stake", cash(by), stake);
      await send(by, "providers", "register", cash(by), 1, capacity, endpoint);
    },
    place: (by: Wallet, ...orders: Placed[]) => send(by, "auction", "placeOrders", cash(by), orders.map(placement)),
    collect: (by: Wallet, of: Wallet, ...slots: (number | bigint)[]) =>
      send(
        by,
        "auction",
        "collect",
        slots.map((slot) => ({ account: cash(of), slot: BigInt(slot) })),
      ),
    /** Clears with hints from a sweep of the live books. */
    async clear(by: Wallet, auction: bigint, window: number, stride: number) {
      const first = Number(auction & 0xffffffffn) * stride;
      let hints: Hex = "0x";
      for (let hour = first; hour < first + window; hour++) {
        const [buys, sells] = await read<[number[], number[]]>("auctionLens", "bookOf", auction, seriesOf(1, hour));
        for (const tick of sweep(buys, sells)) hints += tick.toString(16).padStart(2, "0");
      }
      return send(by, "auction", "clear", auction, hints);
    },
  };
}

/** The cash account of a wallet. */
export function cash(of: { readonly address: Hex }, desk = 0): Hex {
  return toHex((1n << 248n) | (BigInt(desk) << 232n) | (BigInt(of.address) << 72n), { size: 32 });
}

export function seriesOf(product: number, hour: number): bigint {
  return (BigInt(product) << 32n) | BigInt(hour);
}

export function auctionOf(lane: number, number: number): bigint {
  return (BigInt(lane) << 32n) | BigInt(number);
}

function placement({ auction, series, kind, price, lots, slot }: Placed): Hex {
  const high = (BigInt(kind) << 96n) | (BigInt(slot) << 64n) | (BigInt(lots) << 32n) | BigInt(price);
  return toHex((high << 128n) | (series << 64n) | auction, { size: 32 });
}

/** The interval of ticks that clear: the first with D(p + 1) <= S(p), the last with S(p - 1) <= D(p). */
function sweep(buys: readonly number[], sells: readonly number[]): [lo: number, hi: number] {
  const sum = (lots: readonly number[]) => lots.reduce((a, b) => a + b, 0);
  const clears = (p: number) => {
    const above = sum(buys.slice(p + 1));
    const below = sum(sells.slice(0, p));
    return above <= below + (sells[p] ?? 0) && below <= above + (buys[p] ?? 0);
  };
  const ticks = buys.map((_, p) => p).filter(clears);
  return [ticks[0] ?? 0, ticks.at(-1) ?? 0];
}
