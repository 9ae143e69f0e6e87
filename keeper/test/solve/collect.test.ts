import { OrderKind } from "@clearhour/sdk";
import { BlockKind } from "@clearhour/sdk/blocks";
import { expect } from "chai";
import {
  blockExposedBy,
  decideBlockCollects,
  decideCollects,
  exposedBy,
  type UncollectedBlock,
  type UncollectedOrder,
} from "../../src/solve/collect.ts";
import {
  blockHint,
  blockOrder,
  GATE_CLOSURE,
  order,
  orderHint,
  result,
  SPOT,
  self,
  spotOrderHint,
  trader,
} from "./support.ts";

const { Buy, Sell, Write, CloseSell, CloseBuy } = OrderKind;

describe("exposedBy", () => {
  it("finds the short of a write that filled, wholly or in part", () => {
    expect(exposedBy(order(Write), result(110))).to.equal("short");
    expect(exposedBy(order(Write), result(100, 3))).to.equal("short");
    expect(exposedBy(order(Write), result(90))).to.equal(undefined);
    expect(exposedBy(order(Write), undefined)).to.equal(undefined);
  });

  it("finds the long of a buy that filled", () => {
    expect(exposedBy(order(Buy), result(90))).to.equal("long");
    expect(exposedBy(order(Buy), result(110))).to.equal(undefined);
    expect(exposedBy(order(Buy), undefined)).to.equal(undefined);
  });

  it("finds the long that a sale leaves", () => {
    expect(exposedBy(order(Sell), result(110))).to.equal(undefined);
    expect(exposedBy(order(Sell), result(100, 9))).to.equal("long");
    expect(exposedBy(order(Sell), undefined)).to.equal("long");
  });

  it("finds what a close-out leaves", () => {
    expect(exposedBy(order(CloseSell), result(110))).to.equal(undefined);
    expect(exposedBy(order(CloseSell), undefined)).to.equal("returned");
    expect(exposedBy(order(CloseBuy), result(90))).to.equal(undefined);
    expect(exposedBy(order(CloseBuy), result(100, 4))).to.equal("short");
    expect(exposedBy(order(CloseBuy), undefined)).to.equal("short");
  });
});

describe("decideCollects", () => {
  const write: UncollectedOrder = { hint: orderHint(), order: order(Write), result: result(110) };
  const buy: UncollectedOrder = { hint: orderHint({ slot: 1n }), order: order(Buy), result: result(90) };
  const slots = (now: bigint, orders: readonly UncollectedOrder[]) =>
    decideCollects(now, self(), orders).flatMap((action) => action.orders.map(({ slot }) => Number(slot)));

  it("leaves fills to their owners until the hour-ahead auction opens", () => {
    expect(slots(SPOT.open - 1n, [write, buy])).to.deep.equal([]);
  });

  it("collects shorts and longs while the hour-ahead auction collects", () => {
    expect(slots(SPOT.close - 1n, [write, buy])).to.have.members([0, 1]);
  });

  it("collects only shorts after it, and nothing from gate closure on", () => {
    expect(slots(SPOT.close, [write, buy])).to.deep.equal([0]);
    expect(slots(GATE_CLOSURE, [write, buy])).to.deep.equal([]);
  });

  it("collects writes of the hour-ahead auction itself, and what its close-outs left", () => {
    const late = [Write, CloseSell, CloseBuy, Buy].map((kind, slot) => ({
      hint: spotOrderHint({ slot: BigInt(slot) }),
      order: order(kind),
      result: result(100, 5),
    }));
    expect(slots(GATE_CLOSURE - 1n, late)).to.have.members([0, 1, 2]);
  });

  it("takes 40 orders into a transaction, those of an account side by side", () => {
    const many = Array.from({ length: 90 }, (_, i) => ({
      ...write,
      hint: orderHint({ accountId: trader(1 + (i % 3)), slot: BigInt(i) }),
    }));
    const actions = decideCollects(SPOT.close, self(), many);
    expect(actions.map((action) => action.orders.length)).to.deep.equal([40, 40, 10]);
    const accounts = actions.flatMap((action) => action.orders.map(({ accountId }) => accountId));
    const changes = accounts.filter((account, i) => i > 0 && account !== accounts[i - 1]);
    expect(changes).to.have.length(2);
  });

  it("ends with the last of its orders", () => {
    const [action] = decideCollects(SPOT.close - 1n, self(), [write, buy]);
    expect(action?.deadline).to.equal(GATE_CLOSURE);
  });
});

describe("blockExposedBy", () => {
  it("finds the short of a write and the long of a buy that filled, and what a sale leaves", () => {
    for (const kind of [BlockKind.StripWrite, BlockKind.BlockWrite]) {
      expect(blockExposedBy(blockOrder(kind), 1)).to.equal("short");
      expect(blockExposedBy(blockOrder(kind), 0)).to.equal(undefined);
    }
    for (const kind of [BlockKind.StripBuy, BlockKind.BlockBuy]) {
      expect(blockExposedBy(blockOrder(kind), 1)).to.equal("long");
      expect(blockExposedBy(blockOrder(kind), 0)).to.equal(undefined);
    }
    for (const kind of [BlockKind.StripSell, BlockKind.BlockSell]) {
      expect(blockExposedBy(blockOrder(kind), 9)).to.equal("long");
      expect(blockExposedBy(blockOrder(kind), 10)).to.equal(undefined);
    }
  });
});

describe("decideBlockCollects", () => {
  const write: UncollectedBlock = { hint: blockHint(), order: blockOrder(BlockKind.StripWrite), filled: 10 };
  const buy: UncollectedBlock = { ...write, hint: blockHint({ slot: 1n }), order: blockOrder(BlockKind.BlockBuy) };
  const slots = (now: bigint, blocks: readonly UncollectedBlock[]) =>
    decideBlockCollects(now, self(), blocks).flatMap((action) => action.orders.map(({ slot }) => Number(slot)));

  it("collects from the first period's hour-ahead auction on, to the last period's end of it", () => {
    expect(slots(SPOT.open - 1n, [write, buy])).to.deep.equal([]);
    expect(slots(SPOT.close, [write, buy])).to.have.members([0, 1]);
    const { last } = blockHint();
    expect(slots(last.spot.close, [write, buy])).to.deep.equal([0]);
    expect(slots(last.gateClosure, [write, buy])).to.deep.equal([]);
  });

  it("takes 96 periods into a transaction, orders of an account side by side", () => {
    const many = Array.from({ length: 10 }, (_, i) => ({
      ...write,
      hint: blockHint({ accountId: trader(1 + (i % 2)), slot: BigInt(i), periods: 40 }),
    }));
    const actions = decideBlockCollects(SPOT.close, self(), many);
    expect(actions.map((action) => action.orders.length)).to.deep.equal([2, 2, 2, 2, 2]);
    const accounts = actions.flatMap((action) => action.orders.map(({ accountId }) => accountId));
    expect(accounts.filter((account, i) => i > 0 && account !== accounts[i - 1])).to.have.length(1);
    const mixed = decideBlockCollects(SPOT.close, self(), [write, buy]);
    expect(mixed.map(({ deadline }) => deadline)).to.deep.equal([blockHint().last.gateClosure]);
  });
});
