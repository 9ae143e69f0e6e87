/** An exchange on a local chain: deployed, with a market of two gates, and calls of it by name. */
import * as sdk from "@clearhour/sdk";
import { deployExchange } from "@clearhour/sdk/deploy";
import { type Hash, type Hex, toHex } from "viem";
import { LANES, PARAMS, TERMS } from "../../../sdk/test/support/listing.ts";
import type { Client, Wallet } from "./chain.ts";
import { walletAt } from "./chain.ts";

/** Lanes of the market: day-ahead 36 hours every 24, hour-ahead. */
export const DAY_LANE = 1;
export const HOUR_LANE = 2;

const CONTRACTS = {
  token: sdk.mockUSDCAbi,
  ledger: sdk.ledgerAbi,
  products: sdk.productsAbi,
  providers: sdk.providersAbi,
  auction: sdk.auctionAbi,
  auctionLens: sdk.auctionLensAbi,
  claims: sdk.claimsAbi,
  meter: sdk.meterAbi,
  delivery: sdk.deliveryAbi,
  settlement: sdk.settlementAbi,
} as const;
type Contract = keyof typeof CONTRACTS;

export type Placed = Parameters<typeof sdk.packPlacement>[0];

export type Exchange = Awaited<ReturnType<typeof openExchange>>;

export async function openExchange(client: Client) {
  const deployer = walletAt(0);
  const deployment = await deployExchange(client, { account: deployer });
  const oracles = [walletAt(17), walletAt(18), walletAt(19)].sort((a, b) => (a.address < b.address ? -1 : 1));
  const members = oracles.map(({ address }) => address);
  const setId = sdk.oracleSetId(members, 3);

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

  await send(deployer, "meter", "registerSet", members, 3);
  const terms = { ...TERMS, oracles: { oracleSet: setId, secondSet: setId } };
  await send(deployer, "products", "list", toHex('{"name":"H100 hour"}'), 3, terms);
  await send(deployer, "products", "openMarket", [1], LANES, PARAMS);

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
    place: (by: Wallet, ...orders: Placed[]) =>
      send(by, "auction", "placeOrders", cash(by), orders.map(sdk.packPlacement)),
    collect: (by: Wallet, of: Wallet, ...slots: (number | bigint)[]) =>
      send(
        by,
        "auction",
        "collect",
        slots.map((slot) => ({ account: cash(of), slot: BigInt(slot) })),
      ),
    clear: async (by: Wallet, auction: bigint) =>
      send(by, "auction", "clear", auction, await sdk.getHints(client, { deployment, auction })),
  };
}

/** The cash account of a wallet. */
export function cash(of: { readonly address: Hex }, desk = 0): Hex {
  return sdk.cashAccount(of.address, desk);
}
