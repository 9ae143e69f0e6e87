/** A deployed exchange with one 24-hour day-ahead lane, funded accounts, and receipts of what they do. */
import hre from "hardhat";
import type { Hash } from "viem";
import { deployExchange } from "../../sdk/src/deploy/index.ts";
import {
  auctionId,
  cashAccount,
  getHints,
  getLines,
  type OrderInput,
  oracleSetId,
  packPlacement,
  relayOrders,
  type SignedOrder,
  seriesId,
  signOrder,
} from "../../sdk/src/index.ts";
import { type MeterRoot, signRoot } from "../../sdk/src/meter/index.ts";
import { DAY, DAY_AHEAD, HOUR, HOUR_AHEAD, PARAMS, START, TERMS } from "../../sdk/test/support/listing.ts";

/** Bottom of the first grid, ticks. */
export const BASE = TERMS.trade.initialReference - 126;

export type Order = Omit<OrderInput, "auction"> & { readonly ticks: number };

export type Market = Awaited<ReturnType<typeof openMarket>>;
export type Lines = Awaited<ReturnType<Market["lines"]>>;
export type Wallet = ReturnType<Market["traders"]>[number];

export interface MarketOptions {
  /** Periods of the day-ahead lane's auctions. */
  readonly window?: number;
  /** How many products it has, each the copy of the other. */
  readonly products?: number;
  /** The products' first reference, ticks. */
  readonly reference?: number;
}

export async function openMarket({
  window = 24,
  products: count = 1,
  reference = TERMS.trade.initialReference,
}: MarketOptions = {}) {
  // A fixed date: ids of hours and days are calldata, whose zero bytes are cheaper.
  const { viem, networkHelpers } = await hre.network.create({ override: { initialDate: START } });
  const client = await viem.getPublicClient();
  const [deployer, ...traders] = await viem.getWalletClients();
  if (deployer === undefined) throw new Error("the simulated chain has no accounts");

  const deployment = await deployExchange(deployer);
  const token = await viem.getContractAt("MockUSDC", deployment.token);
  const ledger = await viem.getContractAt("Ledger", deployment.ledger);
  const products = await viem.getContractAt("Products", deployment.products);
  const providers = await viem.getContractAt("Providers", deployment.providers);
  const meter = await viem.getContractAt("Meter", deployment.meter);
  const auction = await viem.getContractAt("Auction", deployment.auction);
  const claims = await viem.getContractAt("Claims", deployment.claims);
  const delivery = await viem.getContractAt("Delivery", deployment.delivery);
  const settlement = await viem.getContractAt("Settlement", deployment.settlement);

  const members = [deployer.account.address];
  const oracleSet = oracleSetId(members, 1);
  await meter.write.registerSet([members, 1]);
  const trade = { ...TERMS.trade, initialReference: reference };
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  for (const _ of ids) {
    await products.write.list(["0x7b7d", 0, { ...TERMS, trade, oracles: { oracleSet, secondSet: oracleSet } }]);
  }
  await products.write.openMarket([ids, [{ ...DAY_AHEAD, window }, HOUR_AHEAD], PARAMS]);

  const start = Number((await client.getBlock()).timestamp);
  let day = Math.ceil(start / DAY) + 2;

  async function receipt(hash: Promise<Hash>) {
    const mined = await client.waitForTransactionReceipt({ hash: await hash });
    if (mined.status !== "success") throw new Error(`transaction ${mined.transactionHash} reverted`);
    return mined;
  }

  type Trader = (typeof traders)[number];

  return {
    client,
    deployment,
    blocks: await viem.getContractAt("Blocks", deployment.blocks),
    contest: await viem.getContractAt("Contest", deployment.contest),
    /** The current auction of the lane. */
    auction: () => auctionId(1, day),
    claims,
    delivery,
    settlement,
    meter,
    receipt,
    networkHelpers,
    /** The one oracle of the set signs a meter root. */
    signRoot: (root: MeterRoot) => signRoot(deployer, { chainId: 31_337, verifyingContract: meter.address }, root),
    /** Accounts other than the deployer's. */
    traders: (count: number) => traders.slice(0, count),
    /** The first delivery hour of the current window, unix / 3600. */
    firstHour: () => day * 24,
    seriesAt: (hour: number, product = 1) => seriesId(product, day * 24 + hour),
    /** Who serves whom in an hour of the current window. */
    lines: (hour: number) => getLines(client, { deployment, series: seriesId(1, day * 24 + hour) }),
    /** Moves on to the opening of the next auction of the lane. */
    async nextDay() {
      day += 1;
      await networkHelpers.time.increaseTo(day * DAY - 36 * HOUR);
    },
    async toSolve() {
      await networkHelpers.time.increaseTo(day * DAY - 13 * HOUR);
    },
    async fund(wallet: Trader, amount: bigint) {
      const account = wallet.account;
      await token.write.mint([account.address, amount]);
      await token.write.approve([ledger.address, amount], { account });
      await ledger.write.deposit([cashAccount(account.address), amount], { account });
    },
    async enrol(wallet: Trader, stake: bigint, capacity: number) {
      const account = wallet.account;
      const cash = cashAccount(account.address);
      await providers.write.enrol([cash], { account });
      await providers.write.stake([cash, stake], { account });
      for (const id of ids) {
        await providers.write.register([cash, id, capacity, "https://provider.example"], { account });
      }
    },
    place(wallet: Trader, orders: Order[]) {
      const placements = orders.map((order) => packPlacement({ auction: auctionId(1, day), ...order }));
      return receipt(
        auction.write.placeOrders([cashAccount(wallet.account.address), placements], {
          account: wallet.account,
        }),
      );
    },
    /** An order of the current auction, signed by its owner. */
    sign(wallet: Trader, order: Order): Promise<SignedOrder> {
      const placed = { auction: auctionId(1, day), ...order };
      return signOrder(wallet, { deployment, order: placed, deadline: BigInt(day * DAY) });
    },
    /** Places what others signed. */
    relay: (wallet: Trader, orders: readonly SignedOrder[]) => receipt(relayOrders(wallet, { deployment, orders })),
    collect(wallet: Trader, slots: number[]) {
      const account = cashAccount(wallet.account.address);
      const orders = slots.map((slot) => ({ account, slot: BigInt(slot) }));
      return receipt(auction.write.collect([orders], { account: wallet.account }));
    },
    /** Clears the current auction. */
    async clear(wallet: Trader) {
      const number = auctionId(1, day);
      const hints = await getHints(client, { deployment, auction: number });
      return receipt(auction.write.clear([number, hints], { account: wallet.account }));
    },
  };
}
