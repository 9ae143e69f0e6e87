/** A deployed exchange with one listed product, funded accounts and a clock, for the SDK's flows. */
import hre from "hardhat";
import type { Address, Hex } from "viem";
import { deployExchange } from "../../../sdk/src/deploy/index.ts";
import {
  approveTokenSync,
  auctionId,
  cashAccount,
  depositSync,
  enrolSync,
  listProductSync,
  mockUSDCAbi,
  openMarketSync,
  registerSync,
  seriesId,
  stakeSync,
} from "../../../sdk/src/index.ts";
import { DAY, HOUR, LANES, PARAMS, START, TERMS } from "../../../sdk/test/support/listing.ts";

export type SdkMarket = Awaited<ReturnType<typeof openSdkMarket>>;

/** @param oracles Who attests; nobody by default. */
export async function openSdkMarket(oracles = TERMS.oracles) {
  const { viem, networkHelpers, provider } = await hre.network.create({ override: { initialDate: START } });
  const client = await viem.getPublicClient();
  const [deployer, alice, bob, carol, dave] = await viem.getWalletClients();
  if (!deployer || !alice || !bob || !carol || !dave) throw new Error("the simulated chain has too few accounts");
  const deployment = await deployExchange(deployer);
  const { product } = await listProductSync(deployer, {
    deployment,
    spec: "0x7b7d",
    layers: 3,
    terms: { ...TERMS, oracles },
  });
  const { market, firstLane } = await openMarketSync(deployer, {
    deployment,
    products: [product],
    lanes: LANES,
    params: PARAMS,
  });
  const day = Math.ceil(Number((await client.getBlock()).timestamp) / DAY) + 3;
  type Wallet = typeof alice;

  return {
    deployment,
    client,
    provider,
    networkHelpers,
    deployer,
    alice,
    bob,
    carol,
    dave,
    product,
    market,
    dayLane: firstLane,
    hourLane: firstLane + 1,
    /** The first hour of the day that is traded. */
    firstHour: day * 24,
    /** The day-ahead auction of that day. */
    dayAuction: auctionId(firstLane, day),
    series: (hour: number) => seriesId(product, day * 24 + hour),
    account: (wallet: { readonly account: { readonly address: Address } }): Hex => cashAccount(wallet.account.address),
    /** Moves the clock to `seconds` before the day begins. */
    async beforeDay(seconds: number) {
      await networkHelpers.time.increaseTo(day * DAY - seconds);
    },
    toCollect: () => networkHelpers.time.increaseTo(day * DAY - 36 * HOUR),
    toSolve: () => networkHelpers.time.increaseTo(day * DAY - 13 * HOUR),
    toDeadline: () => networkHelpers.time.increaseTo(day * DAY - 12 * HOUR),
    async mint(wallet: Wallet, amount: bigint) {
      const { address } = wallet.account;
      await wallet.writeContract({
        abi: mockUSDCAbi,
        address: deployment.token,
        functionName: "mint",
        args: [address, amount],
      });
    },
    async fund(wallet: Wallet, amount: bigint) {
      await this.mint(wallet, amount);
      await approveTokenSync(wallet, { deployment, amount });
      await depositSync(wallet, { deployment, amount });
    },
    async enrol(wallet: Wallet, stake: bigint, lots: number) {
      await enrolSync(wallet, { deployment });
      await stakeSync(wallet, { deployment, amount: stake });
      await registerSync(wallet, { deployment, product, lots, endpoint: "https://provider.example" });
    },
  };
}
