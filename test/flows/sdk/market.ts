/** A deployed exchange with one listed product, funded accounts and a clock, for the SDK's flows. */
import hre from "hardhat";
import { type Address, type Hex, zeroHash } from "viem";
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
  type Terms,
} from "../../../sdk/src/index.ts";

export const USDC = 10n ** 6n;
/** When the chain begins: auctions and hours have the same numbers in every run. */
export const START = "2027-01-15T00:00:00Z";
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Terms of an hourly product with a tick of one cent and a first reference of two dollars. */
export const TERMS: Terms = {
  trade: {
    tickSize: 10_000n,
    stakePerLot: 100_000n,
    capFactorBps: 15_000,
    penaltyBps: 1_000,
    providerMarginBps: 500,
    uncoveredMarginBps: 10_000,
    initialReference: 200,
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
  oracles: { oracleSet: zeroHash, secondSet: zeroHash },
};

/** Day-ahead: 36 hours every 24, final 12 hours before. Hour-ahead: final half an hour before. */
export const LANES = [
  { lead: 12 * HOUR, window: 36, stride: 24, collect: 23 * HOUR, solve: HOUR },
  { lead: 1800, window: 1, stride: 1, collect: HOUR, solve: 1800 },
] as const;

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
    params: { feeBps: 10, maxTip: 5n * USDC, minVolume: 10, access: "0x0000000000000000000000000000000000000000" },
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
