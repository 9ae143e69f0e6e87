import { expect } from "chai";
import fc from "fast-check";
import {
  BookBuilder,
  buyEscrow,
  buyRefund,
  clearBook,
  explainFill,
  feePerLot,
  filledLots,
  type Order,
  OrderKind,
  type PriceTerms,
  type Result,
  resultOf,
  sellProceeds,
  sideOf,
} from "../../src/clearing/index.ts";
import { anyOrders, GRID } from "./helpers.ts";

const RESULT: Result = {
  price: 200,
  volume: 100,
  marginalBuy: 30,
  marginalSell: 20,
  base: 74,
  referenceOffset: 126,
  lo: 126,
  hi: 126,
  hourly: 100,
  contested: false,
  pressed: 0,
};

function order(kind: Order["kind"], price: number, lots: number, ahead = 0): Order {
  return { auction: 1n, product: 1, offset: 0, kind, price, lots, ahead, basis: 0n };
}

const { Buy, Sell, Write, CloseSell, CloseBuy } = OrderKind;

describe("a fill", () => {
  it("is everything better than the price and nothing worse", () => {
    for (const kind of [Buy, CloseBuy]) {
      expect(filledLots(order(kind, 201, 50, 1_000), RESULT)).to.equal(50);
      expect(filledLots(order(kind, 199, 50), RESULT)).to.equal(0);
    }
    for (const kind of [Sell, Write, CloseSell]) {
      expect(filledLots(order(kind, 199, 50, 1_000), RESULT)).to.equal(50);
      expect(filledLots(order(kind, 201, 50), RESULT)).to.equal(0);
    }
  });

  it("is first come first served at the price", () => {
    const fills = (kind: Order["kind"]) =>
      [0, 10, 25, 30, 31].map((ahead) => filledLots(order(kind, 200, 10, ahead), RESULT));
    expect(fills(Buy)).to.deep.equal([10, 10, 5, 0, 0]);
    expect(fills(Write)).to.deep.equal([10, 10, 0, 0, 0]);
  });

  it("is nothing without volume", () => {
    expect(filledLots(order(Buy, 300, 10), { ...RESULT, volume: 0 })).to.equal(0);
  });

  it("sums to the volume on both sides", () => {
    fc.assert(
      fc.property(anyOrders, (orders) => {
        const builder = new BookBuilder(GRID);
        const words = orders.map((placed) => {
          const { price, ahead } = builder.add(placed);
          return order(placed.side === "buy" ? Buy : Sell, price, placed.lots, ahead);
        });
        const clearing = clearBook(builder.book());
        if (clearing === undefined) return;
        const result = resultOf(clearing, GRID);
        const total = (side: string) =>
          words.reduce((sum, word) => sum + (sideOf(word) === side ? filledLots(word, result) : 0), 0);
        expect([total("buy"), total("sell")]).to.deep.equal([clearing.volume, clearing.volume]);
      }),
    );
  });
});

describe("the reason of a fill", () => {
  it("has a code and a sentence with the numbers", () => {
    const told: [Order, Result | "pending" | "void", string, number, string][] = [
      [order(Buy, 201, 50), RESULT, "filled", 50, "All 50 lots filled at 200."],
      [
        order(Buy, 200, 10, 25),
        RESULT,
        "partlyFilled",
        5,
        "5 of 10 lots filled: limited at the price, 200, and of 30 lots filled there 25 went to earlier orders.",
      ],
      [
        order(Sell, 200, 10, 25),
        RESULT,
        "behind",
        0,
        "Limited at the price, 200, and of 20 lots filled there 20 went to earlier orders.",
      ],
      [order(Buy, 199, 5), RESULT, "outbid", 0, "Limited at 199, 1 tick below the price, 200."],
      [order(Write, 210, 5), RESULT, "outbid", 0, "Limited at 210, 10 ticks above the price, 200."],
      [
        order(Buy, 210, 5),
        { ...RESULT, volume: 0 },
        "noTrade",
        0,
        "Nothing traded: no buy was limited as high as a sell.",
      ],
      [order(Buy, 210, 5), "void", "void", 0, "Nobody cleared the auction in time: everything goes back."],
      [order(Buy, 210, 5), "pending", "pending", 0, "The auction is not cleared yet."],
    ];
    for (const [of, outcome, code, filled, reason] of told) {
      expect(explainFill(of, outcome)).to.deep.equal({ code, filled, reason });
    }
  });
});

describe("the money of a fill", () => {
  const terms: PriceTerms = { tickSize: 10_000n, feeBps: 10 };

  it("rounds the fee up, against whoever pays it", () => {
    expect(feePerLot(200, terms)).to.equal(2_000n);
    expect(feePerLot(1, { tickSize: 1n, feeBps: 10 })).to.equal(1n);
    expect(feePerLot(10_000, { tickSize: 1n, feeBps: 1 })).to.equal(1n);
    expect(feePerLot(10_001, { tickSize: 1n, feeBps: 1 })).to.equal(2n);
    expect(feePerLot(10_001, { tickSize: 1n, feeBps: 0 })).to.equal(0n);
  });

  it("takes limit and fee, and gives back what was not used", () => {
    const placed = { price: 210, lots: 10 };
    expect(buyEscrow(placed, terms)).to.equal(10n * (2_100_000n + 2_100n));
    expect(buyRefund(placed, { price: 0, lots: 0 }, terms)).to.equal(buyEscrow(placed, terms));
    expect(buyRefund(placed, { price: 200, lots: 4 }, terms)).to.equal(10n * 2_102_100n - 4n * 2_002_000n);
  });

  it("pays the price less the fee", () => {
    expect(sellProceeds({ price: 200, lots: 4 }, terms)).to.equal(4n * 1_998_000n);
    expect(sellProceeds({ price: 1, lots: 4 }, { tickSize: 1n, feeBps: 500 })).to.equal(0n);
  });
});
