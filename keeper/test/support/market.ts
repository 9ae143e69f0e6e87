/** A market on a node, with accounts that trade in it. */
import {
  approveTokenSync,
  auctionId,
  auctionTimes,
  type BlockToPlace,
  cashAccount,
  type Deployment,
  depositSync,
  enrolSync,
  getAuction,
  type LaneParameters,
  listProductSync,
  mockUSDCAbi,
  openMarketSync,
  type PlacedOrder,
  placeBlocksSync,
  placeOrdersSync,
  registerSync,
  seriesId,
  stakeSync,
  type Terms,
} from "@clearhour/sdk";
import { deployExchange } from "@clearhour/sdk/deploy";
import { createWalletClient, type Hex, http } from "viem";
import { hardhat } from "viem/chains";
import { HOUR, HOUR_AHEAD, PARAMS, TERMS, USDC } from "../../../sdk/test/support/listing.ts";
import { type Node, nodeAccount } from "./node.ts";

/** Four hours at once, final two hours ahead. */
const FOUR_HOURS: LaneParameters = { lead: 2 * HOUR, window: 4, stride: 4, collect: 3 * HOUR, solve: HOUR };

export type Trader = Awaited<ReturnType<typeof openTrader>>;
export type Market = Awaited<ReturnType<typeof openMarket>>;

function walletOf(node: Node, index: number) {
  return createWalletClient({
    account: nodeAccount(index),
    chain: hardhat,
    transport: http(node.rpcUrl),
    pollingInterval: 50,
  });
}

/** Deploys an exchange. Account 0 of the node deploys and lists. */
export async function deploy(node: Node): Promise<Deployment> {
  return await deployExchange(walletOf(node, 0));
}

/** What a test may want to be different in a product. */
export interface ProductOptions {
  readonly spec?: Hex;
  readonly oracles?: Terms["oracles"];
}

/** Opens a market over one new product. */
export async function openMarket(node: Node, deployment: Deployment, options: ProductOptions = {}) {
  const deployer = walletOf(node, 0);
  const { oracles = TERMS.oracles, spec = "0x7b7d" } = options;
  const { product } = await listProductSync(deployer, { deployment, spec, layers: 3, terms: { ...TERMS, oracles } });
  const { firstLane } = await openMarketSync(deployer, {
    deployment,
    products: [product],
    lanes: [FOUR_HOURS, HOUR_AHEAD],
    params: { ...PARAMS, minVolume: 1 },
  });

  return {
    product,
    series: (hour: number) => seriesId(product, hour),
    /** The auction of four hours that begins with `hour`, a multiple of four. */
    ahead: (hour: number) => ({
      auction: auctionId(firstLane, hour / 4),
      ...auctionTimes({ ...FOUR_HOURS, period: HOUR }, hour / 4),
    }),
    /** The hour-ahead auction of an hour. */
    spot: (hour: number) => ({
      auction: auctionId(firstLane + 1, hour),
      ...auctionTimes({ ...HOUR_AHEAD, period: HOUR }, hour),
    }),
    /** The state of an auction now. */
    async stateOf(auction: bigint) {
      return await getAuction(node.client, { deployment, auction });
    },
  };
}

/** Account `index` of the node with 10,000 dollars in the ledger. */
export async function openTrader(node: Node, deployment: Deployment, index: number) {
  const wallet = walletOf(node, index);
  const amount = 10_000n * USDC;
  await node.client.waitForTransactionReceipt({
    hash: await wallet.writeContract({
      abi: mockUSDCAbi,
      address: deployment.token,
      functionName: "mint",
      args: [wallet.account.address, amount],
    }),
  });
  await approveTokenSync(wallet, { deployment, amount });
  await depositSync(wallet, { deployment, amount });
  const enrolAt = async (endpoint: string, products: readonly number[]) => {
    await enrolSync(wallet, { deployment });
    await stakeSync(wallet, { deployment, amount: 100n * USDC });
    for (const product of products) await registerSync(wallet, { deployment, product, lots: 100, endpoint });
  };
  return {
    wallet,
    accountId: cashAccount(wallet.account.address),
    place: (...orders: PlacedOrder[]) => placeOrdersSync(wallet, { deployment, orders }),
    placeBlocks: (...orders: BlockToPlace[]) => placeBlocksSync(wallet, { deployment, orders }),
    /** Makes it a provider of 100 lots an hour of each product. */
    async enrol(...products: readonly number[]) {
      await enrolAt("https://provider.example", products);
    },
    /** The same, with an endpoint of its own. */
    enrolAt,
  };
}
