import { expect } from "chai";
import fc from "fast-check";
import {
  auctionId,
  InvalidWordError,
  type Order,
  OrderKind,
  packOrder,
  packResult,
  parseAuctionId,
  parseBasis,
  parseSeriesId,
  type Result,
  seriesId,
  unpackOrder,
  unpackResult,
} from "../../src/clearing/index.ts";

const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });

const anyOrder: fc.Arbitrary<Order> = fc.record({
  auction: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  product: uint(32),
  offset: uint(6),
  kind: fc.constantFrom(...Object.values(OrderKind)),
  price: uint(24),
  lots: uint(27),
  ahead: uint(27),
  basis: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
});

const anyResult: fc.Arbitrary<Result> = fc.record({
  price: uint(32),
  volume: uint(32),
  marginalBuy: uint(32),
  marginalSell: uint(32),
  base: uint(32),
  referenceOffset: uint(8),
  lo: uint(8),
  hi: uint(8),
  hourly: uint(27),
  contested: fc.boolean(),
  pressed: fc.constantFrom(0, 1, 2),
});

const ORDER: Order = {
  auction: 0xa0a1n,
  product: 0xb0b1,
  offset: 47,
  kind: OrderKind.Write,
  price: 0xc0c1,
  lots: 0xd0d1,
  ahead: 0xe0e1,
  basis: 0xf0f1n,
};

const RESULT: Result = {
  price: 0x0a,
  volume: 0x0b,
  marginalBuy: 0x0c,
  marginalSell: 0x0d,
  base: 0x0e,
  referenceOffset: 0x0f,
  lo: 0x10,
  hi: 0x11,
  hourly: 0x12,
  contested: true,
  pressed: 2,
};

describe("the packed words", () => {
  it("lay an order out as the contract does", () => {
    const sum =
      0xa0a1n +
      0xb0b1n * 2n ** 64n +
      47n * 2n ** 96n +
      3n * 2n ** 102n +
      0xc0c1n * 2n ** 105n +
      0xd0d1n * 2n ** 129n +
      0xe0e1n * 2n ** 156n +
      0xf0f1n * 2n ** 183n;
    expect(packOrder(ORDER)).to.equal(sum);
  });

  it("lay a result out as the contract does", () => {
    expect(packResult(RESULT)).to.equal(0x800000000028000012_11_10_0f_0000000e_0000000d_0000000c_0000000b_0000000an);
  });

  it("give back what was packed", () => {
    fc.assert(fc.property(anyOrder, (order) => void expect(unpackOrder(packOrder(order))).to.deep.equal(order)));
    fc.assert(fc.property(anyResult, (result) => void expect(unpackResult(packResult(result))).to.deep.equal(result)));
  });

  it("tell a series that was not cleared from one that was", () => {
    expect(unpackResult(0n)).to.equal(undefined);
    expect(unpackResult(1n << 255n)).to.include({ price: 0, volume: 0 });
  });

  it("refuse what does not fit", () => {
    const refused: [Partial<Order>, string][] = [
      [{ lots: 2 ** 27 }, "lots 134217728 does not fit 27 bits."],
      [{ ahead: 2 ** 27 }, "ahead 134217728 does not fit 27 bits."],
      [{ price: 2 ** 24 }, "price 16777216 does not fit 24 bits."],
      [{ offset: 64 }, "offset 64 does not fit 6 bits."],
      [{ auction: 2n ** 64n }, "auction 18446744073709551616 does not fit 64 bits."],
      [{ lots: -1 }, "lots -1 does not fit 27 bits."],
      [{ lots: 1.5 }, "lots 1.5 is no integer."],
    ];
    for (const [change, message] of refused) {
      expect(() => packOrder({ ...ORDER, ...change })).to.throw(InvalidWordError, message);
    }
    expect(() => packResult({ ...RESULT, hi: 256 })).to.throw(InvalidWordError, "hi 256 does not fit 8 bits.");
    expect(() => unpackOrder(7n << 102n)).to.throw(InvalidWordError, "7 is no kind of order.");
  });
});

describe("ids", () => {
  it("hold their two halves", () => {
    expect(seriesId(7, 480_000)).to.equal(7n * 2n ** 32n + 480_000n);
    expect(parseSeriesId(seriesId(2 ** 32 - 1, 2 ** 32 - 1))).to.deep.equal({
      product: 2 ** 32 - 1,
      hour: 2 ** 32 - 1,
    });
    expect(parseAuctionId(auctionId(3, 20_833))).to.deep.equal({ lane: 3, number: 20_833 });
    expect(() => seriesId(1, 2 ** 32)).to.throw(InvalidWordError, "low half 4294967296 does not fit 32 bits.");
    expect(() => auctionId(-1, 0)).to.throw(InvalidWordError, "high half -1 does not fit 32 bits.");
  });

  it("split a basis", () => {
    expect(parseBasis((200n << 32n) | 74n)).to.deep.equal({ high: 200, low: 74 });
  });
});
