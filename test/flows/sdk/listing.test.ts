import { expect } from "chai";
import { keccak256 } from "viem";
import {
  AlreadyProviderError,
  CapacityTooLargeError,
  currentAuctions,
  EndpointTooLongError,
  enrolSync,
  getAuction,
  getCapacity,
  getCounts,
  getLane,
  getMarket,
  getProduct,
  getProvider,
  getSpec,
  InMarketError,
  InsufficientCashError,
  InsufficientStakeError,
  InvalidMarketError,
  InvalidTermsError,
  IsWriterError,
  listProductSync,
  NotAuthorizedError,
  NothingUnbondingError,
  NotListerError,
  NotProviderError,
  openMarketSync,
  optOutSync,
  placeOrdersSync,
  registerSync,
  SpecSizeError,
  StillUnbondingError,
  stakeSync,
  UnknownLaneError,
  UnknownMarketError,
  UnknownProductError,
  unbondSync,
  withdrawStakeSync,
} from "../../../sdk/src/index.ts";
import { basisRisk, cpuExample, parseSpec, specBytes, specHash, terms } from "../../../sdk/src/spec/index.ts";
import { LANES, TERMS, USDC } from "../../../sdk/test/support/listing.ts";
import { openSdkMarket, type SdkMarket } from "./market.ts";
import { thrown } from "./thrown.ts";

const OPEN = {
  feeBps: 10,
  maxTip: 0n,
  minVolume: 1,
  wordFee: 0n,
  minNotional: 0n,
  access: "0x0000000000000000000000000000000000000000",
} as const;

describe("sdk: products and providers", () => {
  let market: SdkMarket;

  beforeEach(async () => {
    market = await openSdkMarket();
  });

  it("lists a spec whose text comes back from the chain", async () => {
    const { deployment, client, alice } = market;
    const id = `0x${"01".repeat(32)}` as const;
    const own = terms(
      {
        tickSize: "0.01",
        stakePerLot: "2",
        initialReference: "2.50",
        basisFloor: "1.25",
        oracleSet: id,
        secondSet: `0x${"02".repeat(32)}`,
      },
      { decimals: 6 },
    );
    const spec = specBytes(cpuExample);
    const listed = await listProductSync(alice, { deployment, spec, layers: cpuExample.layers, terms: own });
    const { product } = listed;
    expect(listed.specHash).to.equal(specHash(cpuExample));
    const found = await getProduct(client, { deployment, product });
    expect(found).to.deep.include({ id: product, market: 0, specHash: keccak256(spec), ...own });
    const text = await getSpec(client, { deployment, product });
    expect(basisRisk(parseSpec(text.spec, { canonical: true }))).to.deep.equal(basisRisk(cpuExample));
    expect((await getCounts(client, { deployment })).products).to.equal(product);
  });

  it("opens a market whose lanes tell their auctions without a call", async () => {
    const { deployment, client, market: id, networkHelpers } = market;
    const { lanes, products, params, period } = await getMarket(client, { deployment, market: id });
    expect([products, period, params.feeBps]).to.deep.equal([[market.product], 3600, 10]);
    expect(lanes.map(({ id: lane }) => lane)).to.deep.equal([market.dayLane, market.hourLane]);
    for (let step = 0; step < 30; step++) {
      const { timestamp } = await client.getBlock();
      for (const lane of lanes) {
        expect(await getLane(client, { deployment, lane: lane.id })).to.deep.equal({ ...lane, market: id });
        const current = currentAuctions(lane, timestamp);
        for (const { auction, state, open, close, deadline } of current) {
          expect(await getAuction(client, { deployment, auction })).to.include({ state, open, close, deadline });
        }
        const around = [current.at(0), current.at(-1)].flatMap((one) => (one ? [one.auction] : []));
        const [before, after] = [(around[0] ?? 1n) - 1n, (around[1] ?? 0n) + 1n];
        if (current.length > 0) {
          expect((await getAuction(client, { deployment, auction: before })).state).to.equal("void");
          expect((await getAuction(client, { deployment, auction: after })).state).to.equal("notOpen");
        }
      }
      await networkHelpers.time.increase(1_783);
    }
  });

  it("registers providers with stake, capacity and opt-outs", async () => {
    const { deployment, client, alice } = market;
    const accountId = market.account(alice);
    const series = market.series(0);
    await market.fund(alice, 100n * USDC);
    await market.enrol(alice, 60n * USDC, 40);
    await optOutSync(alice, { deployment, series, out: true });
    expect(await getCapacity(client, { deployment, accountId, series })).to.deep.equal({
      lots: 40,
      used: 0,
      optedOut: true,
    });
    await unbondSync(alice, { deployment, amount: 20n * USDC });
    const { id, stake } = await getProvider(client, { deployment, accountId });
    expect([id, stake.staked, stake.unbonding]).to.deep.equal([1, 60n * USDC, 20n * USDC]);
    await thrown(StillUnbondingError, withdrawStakeSync(alice, { deployment }));
    await market.networkHelpers.time.increaseTo(stake.releaseTime);
    await withdrawStakeSync(alice, { deployment });
    expect((await getProvider(client, { deployment, accountId })).stake.staked).to.equal(40n * USDC);
  });

  it("refuses bad listings with an error of its own, and changes nothing", async () => {
    const { deployment, client, deployer, alice, product } = market;
    const before = await client.getBlockNumber();
    const list = (spec: `0x${string}`, trade = {}) =>
      listProductSync(alice, { deployment, spec, layers: 0, terms: { ...TERMS, trade: { ...TERMS.trade, ...trade } } });
    await thrown(SpecSizeError, list("0x"));
    await thrown(SpecSizeError, list(`0x${"20".repeat(16_385)}`));
    const field = await thrown(InvalidTermsError, list("0x7b7d", { tickSize: 0n }));
    expect(field.message).to.contain("tickSize").and.to.contain("at least 1 quote unit");
    const open = (products: number[], lanes = LANES.slice(), params = {}, wallet = alice) =>
      openMarketSync(wallet, { deployment, products, lanes, params: { ...OPEN, ...params } });
    await thrown(NotListerError, open([product]));
    await thrown(InMarketError, open([product], undefined, {}, deployer));
    await thrown(UnknownProductError, open([99]));
    await thrown(InvalidMarketError, open([]));
    expect((await thrown(InvalidMarketError, open([product], undefined, { feeBps: 501 }))).args.field).to.equal(
      "feeBps",
    );
    await thrown(UnknownProductError, getProduct(client, { deployment, product: 99 }));
    await thrown(UnknownMarketError, getMarket(client, { deployment, market: 99 }));
    await thrown(UnknownLaneError, getLane(client, { deployment, lane: 99 }));
    expect(await client.getBlockNumber()).to.equal(before);
  });

  it("refuses bad registrations with an error of its own, and changes nothing", async () => {
    const { deployment, client, alice, bob, carol, product } = market;
    await market.fund(alice, 10n * USDC);
    await enrolSync(alice, { deployment });
    await market.fund(carol, 1_000n * USDC);
    await market.toCollect();
    const order = { auction: market.dayAuction, series: market.series(0), slot: 0, lots: 1, ticks: 200 };
    await placeOrdersSync(carol, { deployment, orders: [{ ...order, side: "write" }] });
    const before = await client.getBlockNumber();
    const capacity = { deployment, product, lots: 5, endpoint: "https://provider.example" };
    await thrown(AlreadyProviderError, enrolSync(alice, { deployment }));
    await thrown(IsWriterError, enrolSync(carol, { deployment }));
    await thrown(NotAuthorizedError, enrolSync(bob, { deployment, accountId: market.account(alice) }));
    await thrown(NotProviderError, registerSync(bob, capacity));
    await thrown(CapacityTooLargeError, registerSync(alice, { ...capacity, lots: 2 ** 27 }));
    await thrown(EndpointTooLongError, registerSync(alice, { ...capacity, endpoint: "x".repeat(257) }));
    await thrown(InsufficientCashError, stakeSync(alice, { deployment, amount: 11n * USDC }));
    await thrown(InsufficientStakeError, unbondSync(alice, { deployment, amount: 1n }));
    await thrown(NothingUnbondingError, withdrawStakeSync(alice, { deployment }));
    expect(await client.getBlockNumber()).to.equal(before);
  });
});
