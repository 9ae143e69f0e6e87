import { expect } from "chai";
import { hashTypedData } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { BlockKind } from "../../../sdk/src/blocks/index.ts";
import {
  AuctionNotCollectingError,
  approveTokenSync,
  blockOrderTypedData,
  cashAccount,
  clearAuctionSync,
  collectSync,
  depositSync,
  getBalance,
  getOrder,
  getPosition,
  getTotal,
  hourlyOrderTypedData,
  InsufficientCashError,
  InvalidLotsError,
  NoSignerError,
  OutOfGasError,
  placeOrdersSync,
  relayBlocksSync,
  relayOrders,
  relayOrdersSync,
  type SignedOrder,
  SlotBusyError,
  signBlockOrder,
  signOrder,
  WordFeeAboveError,
  WrongPeriodsError,
  WrongTickError,
} from "../../../sdk/src/index.ts";
import { USDC } from "../../../sdk/test/support/listing.ts";
import { openSdkMarket } from "./market.ts";
import { thrown } from "./thrown.ts";

const TEN = Array.from({ length: 10 }, (_, i) => i);
const DEADLINE = 2n ** 40n;

/** Ten users who hold keys and free cash, and nothing that could pay for gas. */
async function openRelayMarket() {
  const market = await openSdkMarket();
  const { deployment, alice, bob } = market;
  await market.fund(bob, 1_000n * USDC);
  await market.enrol(bob, 100n * USDC, 500);
  const users = TEN.map(() => privateKeyToAccount(generatePrivateKey()));
  await market.mint(alice, 1_000n * USDC);
  await approveTokenSync(alice, { deployment, amount: 1_000n * USDC });
  for (const { address } of users) {
    await depositSync(alice, { deployment, amount: 100n * USDC, to: cashAccount(address) });
  }
  await market.toCollect();
  return { ...market, users };
}

describe("sdk: orders that their owners sign and somebody else places", () => {
  it("ten users sign, one places them in one transaction, anyone clears and collects", async () => {
    const market = await openRelayMarket();
    const { deployment, client, bob, carol, dayAuction: auction, users } = market;
    const series = market.series(3);
    const signed = await Promise.all(
      users.map((account, i) => {
        const order = {
          auction,
          series,
          side: "buy",
          price: 2_000_000n + BigInt(i) * 10_000n,
          lots: 4,
          slot: i,
        } as const;
        return signOrder(client, { deployment, account, order, deadline: DEADLINE });
      }),
    );
    const { placed, receipt, refused } = await relayOrdersSync(carol, { deployment, orders: signed });
    expect(refused).to.deep.equal([]);
    expect(placed.map(({ accountId }) => accountId)).to.deep.equal(users.map(({ address }) => cashAccount(address)));
    expect(placed.map(({ order }) => order.price)).to.deep.equal(TEN.map((i) => 200 + i));
    expect(receipt.from).to.equal(carol.account.address);

    await placeOrdersSync(bob, {
      deployment,
      orders: [{ auction, series, side: "write", ticks: 195, lots: 20, slot: 0 }],
    });
    await market.toSolve();
    const { results, volume } = await clearAuctionSync(carol, { deployment, auction });
    expect(volume).to.equal(20n);
    // Four lots at the price, and 10 basis points.
    const cost = 4n * BigInt(results[0]?.result.price ?? 0) * 10_010n;
    const orders = placed.map(({ accountId, slot }) => ({ accountId, slot }));
    const { collected } = await collectSync(carol, { deployment, orders });
    // The five highest bids.
    expect(collected.map(({ filled }) => filled)).to.deep.equal([0, 0, 0, 0, 0, 4, 4, 4, 4, 4]);
    for (const [i, { address }] of users.entries()) {
      const accountId = cashAccount(address);
      expect(await getPosition(client, { deployment, accountId, series })).to.equal(i < 5 ? 0 : 4);
      const balance = await getBalance(client, { deployment, accountId });
      expect(balance).to.equal(100n * USDC - (i < 5 ? 0n : cost));
      expect(await client.getBalance({ address })).to.equal(0n);
    }
    expect(await getTotal(client, { deployment })).to.equal(2_000n * USDC);
  });

  it("tells of each order that was left out, with the error that placing it would have thrown", async () => {
    const market = await openRelayMarket();
    const { deployment, client, carol, dayAuction: auction, users } = market;
    const [first, second] = users;
    if (first === undefined || second === undefined) throw new Error("there are ten users");
    const good = { auction, series: market.series(3), side: "buy", ticks: 210, lots: 4, slot: 0 } as const;
    const sign = (changes: object = {}, deadline = DEADLINE, account = first) =>
      signOrder(client, { deployment, account, order: { ...good, ...changes }, deadline });

    const placed = await sign();
    const altered: SignedOrder = { ...placed, order: { ...placed.order, lots: 5 } };
    const expired = await sign({ slot: 1 }, 1n);
    const stake = `0x04${placed.order.accountId.slice(4)}` as const;
    const notCash = await signOrder(client, {
      ...{ deployment, account: first, accountId: stake, order: good, deadline: DEADLINE },
    });
    const poor = await sign({ slot: 2, lots: 10_000 });
    const past = await sign({ slot: 3, auction: auction - 1n, series: good.series - 24n });
    const other = await sign({ slot: 0 }, DEADLINE, second);
    const result = await relayOrdersSync(carol, {
      deployment,
      orders: [placed, placed, altered, expired, notCash, poor, past, other],
    });
    expect(result.placed.map(({ accountId }) => accountId)).to.deep.equal([
      placed.order.accountId,
      other.order.accountId,
    ]);
    expect(result.refused.map(({ refusal }) => refusal)).to.deep.equal([
      ...["refused", "badSignature", "expired", "notCash", "refused", "refused"],
    ]);
    const errors = result.refused.flatMap(({ error }) => (error === undefined ? [] : [error]));
    expect(errors).to.have.lengthOf(3);
    expect(errors[0]).to.be.instanceOf(SlotBusyError);
    expect(errors[1]).to.be.instanceOf(InsufficientCashError);
    expect(errors[2]).to.be.instanceOf(AuctionNotCollectingError);
    const digests = [placed, altered, expired, notCash, poor, past].map(({ order }) =>
      hashTypedData(hourlyOrderTypedData(deployment, order)),
    );
    expect(result.refused.map(({ digest }) => digest)).to.deep.equal(digests);
    expect((await getOrder(client, { deployment, accountId: placed.order.accountId, slot: 0n }))?.lots).to.equal(4);
  });

  it("signs with a wallet that keeps the key to itself, for a desk, and says who cannot sign what", async () => {
    const market = await openRelayMarket();
    const { deployment, client, alice, carol, dayAuction: auction } = market;
    const order = { auction, series: market.series(3), side: "buy", ticks: 210, lots: 4, slot: 0 } as const;
    const desk = cashAccount(alice.account.address, 9);
    await market.mint(alice, 50n * USDC);
    await approveTokenSync(alice, { deployment, amount: 50n * USDC });
    await depositSync(alice, { deployment, amount: 50n * USDC, to: desk });
    const signed = await signOrder(alice, { deployment, order, accountId: desk, deadline: DEADLINE });
    expect(signed.order).to.deep.equal({ ...order, accountId: desk, deadline: DEADLINE });
    const { placed } = await relayOrdersSync(carol, { deployment, orders: [signed] });
    expect(placed.map(({ accountId }) => accountId)).to.deep.equal([desk]);

    const attempt = (changes: object) =>
      signOrder(alice, { deployment, order: { ...order, ...changes } as never, deadline: DEADLINE });
    await thrown(WrongTickError, attempt({ ticks: undefined, price: 2_105_000n }));
    await thrown(InvalidLotsError, attempt({ lots: 0 }));
    await thrown(NoSignerError, signOrder(client, { deployment, order, deadline: DEADLINE }));
    await thrown(
      InvalidLotsError,
      relayOrders(carol, { deployment, orders: [{ ...signed, order: { ...signed.order, lots: 0 } }] }),
    );
  });

  it("places strips and blocks in the same way", async () => {
    const market = await openRelayMarket();
    const { deployment, client, carol, dayAuction: auction, users } = market;
    const [first, second] = users;
    if (first === undefined || second === undefined) throw new Error("there are ten users");
    const common = { auction, series: market.series(3), side: "buy", lots: 2, slot: 0, maxFee: 200_000n } as const;
    const strip = await signBlockOrder(client, {
      ...{ deployment, account: first, deadline: DEADLINE },
      order: { ...common, form: "strip", periods: 4, price: 2_100_000n },
    });
    const block = await signBlockOrder(client, {
      ...{ deployment, account: second, deadline: DEADLINE },
      order: { ...common, form: "block", periods: 3, ticks: 205, least: 1, profile: [1, 2, 1] },
    });
    const mean = await signBlockOrder(client, {
      ...{ deployment, account: second, deadline: DEADLINE },
      order: { ...common, form: "strip", periods: 2, ticks: 205, slot: 1, maxFee: 0n },
    });
    const result = await relayBlocksSync(carol, { deployment, orders: [strip, block, mean, strip] });
    expect(result.placed.map(({ accountId }) => accountId)).to.deep.equal([
      cashAccount(first.address),
      cashAccount(second.address),
    ]);
    expect(result.placed[0]?.order).to.include({ kind: BlockKind.StripBuy, price: 210, lots: 2, periods: 4 });
    expect(result.placed[1]?.order).to.include({ kind: BlockKind.BlockBuy, price: 205, least: 1, periods: 3 });
    expect(result.refused).to.have.lengthOf(2);
    expect(result.refused[0]?.error).to.be.instanceOf(WordFeeAboveError);
    expect(result.refused[1]?.error).to.be.instanceOf(SlotBusyError);
    expect(result.refused[0]?.digest).to.equal(hashTypedData(blockOrderTypedData(deployment, mean.order)));

    const order = { ...common, form: "strip", periods: 1, ticks: 205 } as const;
    await thrown(WrongPeriodsError, signBlockOrder(client, { deployment, account: first, deadline: DEADLINE, order }));
  });

  it("does not take little gas for a refusal", async () => {
    const market = await openRelayMarket();
    const { deployment, client, carol, dayAuction: auction, users } = market;
    const orders = await Promise.all(
      users.map((account) => {
        const order = { auction, series: market.series(3), side: "buy", ticks: 210, lots: 4, slot: 0 } as const;
        return signOrder(client, { deployment, account, order, deadline: DEADLINE });
      }),
    );
    const error = await thrown(OutOfGasError, relayOrders(carol, { deployment, orders, gas: 600_000n }));
    expect(error.args.index > 0n).to.equal(true);
    // What the node estimates suffices.
    expect((await relayOrdersSync(carol, { deployment, orders })).placed).to.have.lengthOf(10);
  });
});
