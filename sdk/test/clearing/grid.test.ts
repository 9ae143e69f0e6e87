import { expect } from "chai";
import fc from "fast-check";
import {
  BookBuilder,
  type BookOrder,
  bookOf,
  clearBook,
  gridAround,
  InvalidBookError,
  InvalidLotsError,
  intoBand,
  MAX_LOTS,
  OutOfBandError,
  SideFullError,
  topOf,
  verifyClearing,
} from "../../src/clearing/index.ts";
import { anyOrders, GRID } from "./helpers.ts";

describe("a grid", () => {
  it("stands around its reference, never below a price of 1", () => {
    expect(gridAround(200)).to.deep.equal({ base: 74, reference: 200 });
    expect(gridAround(128).base).to.equal(2);
    expect(gridAround(127).base).to.equal(1);
    expect(gridAround(1)).to.deep.equal({ base: 1, reference: 1 });
    expect(gridAround(2 ** 23).base).to.equal(2 ** 23 - 126);
    expect(topOf(GRID)).to.equal(325);
  });

  it("moves limits beyond the far edge to the edge", () => {
    expect(intoBand("buy", 326, GRID)).to.equal(325);
    expect(intoBand("buy", 74, GRID)).to.equal(74);
    expect(intoBand("sell", 73, GRID)).to.equal(74);
    expect(intoBand("sell", 325, GRID)).to.equal(325);
  });

  it("refuses limits that can never fill", () => {
    expect(() => intoBand("buy", 73, GRID)).to.throw(OutOfBandError, "Bid at least 74 ticks.");
    expect(() => intoBand("sell", 326, GRID))
      .to.throw(OutOfBandError, "A limit of 326 ticks can never fill: this auction's band is 74 to 325 ticks.")
      .that.deep.includes({ args: { price: 326, bottom: 74, top: 325 } });
  });
});

describe("a book", () => {
  it("adds orders up in the order of their arrival", () => {
    const builder = new BookBuilder(GRID);
    const buy = (price: number, lots: number): BookOrder => ({ side: "buy", price, lots });
    expect(builder.add(buy(100, 5))).to.deep.equal({ price: 100, ahead: 0 });
    expect(builder.add(buy(100, 7))).to.deep.equal({ price: 100, ahead: 5 });
    expect(builder.add(buy(9_999, 1))).to.deep.equal({ price: 325, ahead: 0 });
    expect(builder.add({ side: "sell", price: 100, lots: 2 })).to.deep.equal({ price: 100, ahead: 0 });
    const { buys, sells } = builder.book();
    expect([buys[26], buys[251], sells[26], sells[0]]).to.deep.equal([12, 1, 2, 0]);
  });

  it("holds every order's lots and no others", () => {
    fc.assert(
      fc.property(anyOrders, (orders) => {
        const { buys, sells } = bookOf(orders, GRID);
        const total = (side: string) => orders.reduce((sum, order) => sum + (order.side === side ? order.lots : 0), 0);
        expect(buys.reduce((sum, lots) => sum + lots)).to.equal(total("buy"));
        expect(sells.reduce((sum, lots) => sum + lots)).to.equal(total("sell"));
      }),
    );
  });

  it("takes 2^27 - 1 lots a side", () => {
    const builder = new BookBuilder(GRID);
    builder.add({ side: "buy", price: 100, lots: MAX_LOTS - 3 });
    expect(() => builder.add({ side: "buy", price: 200, lots: 4 }))
      .to.throw(SideFullError, "The book has room for 3 lots more on this side, the order has 4.")
      .that.deep.includes({ args: { lots: 4n, room: 3n } });
    builder.add({ side: "buy", price: 200, lots: 3 });
    builder.add({ side: "sell", price: 200, lots: MAX_LOTS });
  });

  it("refuses amounts that are no lots", () => {
    for (const lots of [0, -1, 1.5, MAX_LOTS + 1, Number.NaN]) {
      expect(() => bookOf([{ side: "buy", price: 100, lots }], GRID)).to.throw(InvalidLotsError, `${lots} is not`);
    }
  });

  it("has 252 ticks a side", () => {
    const short = { buys: new Array<number>(251).fill(1), sells: new Array<number>(252).fill(1) };
    expect(() => clearBook(short)).to.throw(InvalidBookError, "Got 251 of buys and 252 of sells.");
    expect(() => verifyClearing(short, { lo: 0, hi: 0 })).to.throw(InvalidBookError);
  });
});
