/** A deployed exchange with one 24-hour day-ahead lane, funded accounts, and receipts of what they do. */
import hre from "hardhat";
import { type Address, encodeAbiParameters, getContractAddress, type Hash, type Hex, keccak256, toHex } from "viem";

export const USDC = 10n ** 6n;
const HOUR = 3600;
const DATE = "2027-01-15T00:00:00Z";
const DAY = 24 * HOUR;
/** Ticks: the reference that every grid starts with. */
const REFERENCE = 200;
/** Bottom of the first grid, ticks. */
export const BASE = REFERENCE - 126;
export const KIND = { buy: 1, sell: 2, write: 3 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

export interface Order {
  series: bigint;
  kind: Kind;
  price: number;
  lots: number;
  slot: number;
}

export type Market = Awaited<ReturnType<typeof openMarket>>;
export type Wallet = ReturnType<Market["traders"]>[number];

const TERMS = {
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

const ROOT_TYPES = {
  MeterRoot: [
    { name: "product", type: "uint32" },
    { name: "hour", type: "uint32" },
    { name: "root", type: "bytes32" },
    { name: "count", type: "uint32" },
  ],
} as const;

const ZERO: Address = "0x0000000000000000000000000000000000000000";

export async function openMarket({ window = 24 } = {}) {
  // A fixed date: ids of hours and days are calldata, whose zero bytes are cheaper.
  const { viem, networkHelpers } = await hre.network.create({ override: { initialDate: DATE } });
  const client = await viem.getPublicClient();
  const wallets = await viem.getWalletClients();
  const deployer = wallets[0]?.account.address;
  if (deployer === undefined) throw new Error("the simulated chain has no accounts");

  const rooms = await deployRooms(viem, client, deployer);
  const { token, ledger, products, providers, meter, auction, claims, delivery, settlement, lens } = rooms;

  await meter.write.registerSet([[deployer], 1]);
  await products.write.list([
    "0x7b7d",
    0,
    { ...TERMS, oracles: { oracleSet: setId(deployer), secondSet: setId(deployer) } },
  ]);
  const lane = { lead: 12 * HOUR, window, stride: 24, collect: 23 * HOUR, solve: HOUR };
  const hourAhead = { lead: 1800, window: 1, stride: 1, collect: HOUR, solve: 1800 };
  await products.write.openMarket([
    [1],
    [lane, hourAhead],
    { feeBps: 10, maxTip: 5n * USDC, minVolume: 10, access: ZERO },
  ]);

  const start = Number((await client.getBlock()).timestamp);
  let day = Math.ceil(start / DAY) + 2;

  async function receipt(hash: Promise<Hash>) {
    const mined = await client.waitForTransactionReceipt({ hash: await hash });
    if (mined.status !== "success") throw new Error(`transaction ${mined.transactionHash} reverted`);
    return mined;
  }

  return {
    claims,
    delivery,
    settlement,
    meter,
    receipt,
    networkHelpers,
    /** The one oracle of the set signs a meter root. */
    signRoot: (message: { product: number; hour: number; root: Hex; count: number }) =>
      (wallets[0] as (typeof wallets)[number]).signTypedData({
        domain: { name: "Clearhour Meter", version: "1", chainId: 31_337, verifyingContract: meter.address },
        types: ROOT_TYPES,
        primaryType: "MeterRoot",
        message,
      }),
    cashOf: cashAccount,
    /** Accounts other than the deployer's. */
    traders: (count: number) => wallets.slice(1, count + 1),
    /** The first delivery hour of the current window, unix / 3600. */
    firstHour: () => day * 24,
    seriesAt: (hour: number) => (1n << 32n) | BigInt(day * 24 + hour),
    /** Moves on to the opening of the next auction of the lane. */
    async nextDay() {
      day += 1;
      await networkHelpers.time.increaseTo(day * DAY - 36 * HOUR);
    },
    async toSolve() {
      await networkHelpers.time.increaseTo(day * DAY - 13 * HOUR);
    },
    async fund(wallet: (typeof wallets)[number], amount: bigint) {
      const account = wallet.account;
      await token.write.mint([account.address, amount]);
      await token.write.approve([ledger.address, amount], { account });
      await ledger.write.deposit([cashAccount(account.address), amount], { account });
    },
    async enrol(wallet: (typeof wallets)[number], stake: bigint, capacity: number) {
      const account = wallet.account;
      const cash = cashAccount(account.address);
      await providers.write.enrol([cash], { account });
      await providers.write.stake([cash, stake], { account });
      await providers.write.register([cash, 1, capacity, "https://provider.example"], { account });
    },
    place(wallet: (typeof wallets)[number], orders: Order[]) {
      const auctionId = (1n << 32n) | BigInt(day);
      const placements = orders.map((order) => pack(auctionId, order));
      return receipt(
        auction.write.placeOrders([cashAccount(wallet.account.address), placements], {
          account: wallet.account,
        }),
      );
    },
    collect(wallet: (typeof wallets)[number], slots: number[]) {
      const account = cashAccount(wallet.account.address);
      const orders = slots.map((slot) => ({ account, slot: BigInt(slot) }));
      return receipt(auction.write.collect([orders], { account: wallet.account }));
    },
    /** Clears the current auction with hints from a sweep of the live books. */
    async clear(wallet: (typeof wallets)[number]) {
      const auctionId = (1n << 32n) | BigInt(day);
      let hints: Hex = "0x";
      for (let hour = 0; hour < window; hour++) {
        const [buys, sells] = await lens.read.bookOf([auctionId, (1n << 32n) | BigInt(day * 24 + hour)]);
        const { lo, hi } = sweep(buys, sells);
        hints += lo.toString(16).padStart(2, "0") + hi.toString(16).padStart(2, "0");
      }
      return receipt(auction.write.clear([auctionId, hints], { account: wallet.account }));
    },
  };
}

type Viem = Awaited<ReturnType<typeof hre.network.create>>["viem"];

/** All rooms, their addresses predicted from the deployer's nonce. */
async function deployRooms(viem: Viem, client: Awaited<ReturnType<Viem["getPublicClient"]>>, from: Address) {
  const token = await viem.deployContract("MockUSDC");
  const nonce = BigInt(await client.getTransactionCount({ address: from }));
  const at = (offset: bigint) => getContractAddress({ from, nonce: nonce + offset });
  const [marginAt, meterAt, auctionAt, claimsAt, deliveryAt, settlementAt] = [
    at(3n),
    at(4n),
    at(5n),
    at(6n),
    at(8n),
    at(9n),
  ];
  const ledger = await viem.deployContract("Ledger", [
    token.address,
    {
      providers: at(2n),
      margin: marginAt,
      meter: meterAt,
      auction: auctionAt,
      claims: claimsAt,
      delivery: deliveryAt,
    },
  ]);
  const products = await viem.deployContract("Products");
  const core = [ledger.address, products.address] as const;
  const providers = await viem.deployContract("Providers", [...core, marginAt, deliveryAt]);
  const margin = await viem.deployContract("Margin", [...core, providers.address, auctionAt, deliveryAt]);
  const meter = await viem.deployContract("Meter", [...core, settlementAt]);
  const auction = await viem.deployContract("Auction", [...core, providers.address, margin.address]);
  const claims = await viem.deployContract("Claims", [...core]);
  const prices = await viem.deployContract("Prices", [auction.address, products.address]);
  const delivery = await viem.deployContract("Delivery", [
    ...core,
    providers.address,
    margin.address,
    auction.address,
    prices.address,
    settlementAt,
  ]);
  const settlement = await viem.deployContract("Settlement", [
    ...core,
    providers.address,
    meter.address,
    delivery.address,
  ]);
  const lens = await viem.deployContract("AuctionLens", [auction.address, products.address]);
  return { token, ledger, products, providers, meter, auction, claims, delivery, settlement, lens };
}

/** The id of a set of one oracle. */
function setId(oracle: Address): Hex {
  const type = [{ type: "address[]" }, { type: "uint8" }] as const;
  return keccak256(encodeAbiParameters(type, [[oracle], 1]));
}

function pack(auction: bigint, { series, kind, price, lots, slot }: Order): Hex {
  const high = (BigInt(kind) << 96n) | (BigInt(slot) << 64n) | (BigInt(lots) << 32n) | BigInt(price);
  return toHex((high << 128n) | (series << 64n) | auction, { size: 32 });
}

function cashAccount(owner: Address): Hex {
  return toHex((1n << 248n) | (BigInt(owner) << 72n), { size: 32 });
}

/** The interval of ticks that clear: the first with D(p + 1) <= S(p), the last with S(p - 1) <= D(p). */
function sweep(buys: readonly number[], sells: readonly number[]): { lo: number; hi: number } {
  const sum = (lots: readonly number[]) => lots.reduce((a, b) => a + b, 0);
  const clears = (p: number) => {
    const above = sum(buys.slice(p + 1));
    const below = sum(sells.slice(0, p));
    return above <= below + (sells[p] ?? 0) && below <= above + (buys[p] ?? 0);
  };
  const ticks = buys.map((_, p) => p).filter(clears);
  return { lo: ticks[0] ?? 0, hi: ticks.at(-1) ?? 0 };
}
