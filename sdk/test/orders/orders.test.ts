import { expect } from "chai";
import fc from "fast-check";
import {
  closeOutSlot,
  InvalidLotsError,
  type OrderSide,
  OutOfRangeError,
  PriceOutOfRangeError,
  packPlacement,
  priceToTicks,
  ticksToPrice,
  WrongTickError,
} from "../../src/index.ts";

const SIDES: OrderSide[] = ["buy", "sell", "write"];

describe("placements", () => {
  const order = { auction: 1n, series: 2n, side: "buy", ticks: 3, lots: 4, slot: 5 } as const;

  it("are packed as the contract's drawing says", () => {
    const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    const lots = fc.integer({ min: 1, max: 2 ** 27 - 1 });
    fc.assert(
      fc.property(
        uint64,
        uint64,
        fc.constantFrom(...SIDES),
        uint32,
        lots,
        uint32,
        (auction, series, side, ticks, size, slot) => {
          const word = packPlacement({ auction, series, side, ticks, lots: size, slot });
          const fields = [SIDES.indexOf(side) + 1, slot, size, ticks].map((n) => n.toString(16).padStart(8, "0"));
          const ids = [series, auction].map((n) => n.toString(16).padStart(16, "0"));
          expect(word).to.equal(`0x${fields.join("")}${ids.join("")}`);
        },
      ),
    );
  });

  it("refuse what does not fit, before anything is sent", () => {
    for (const lots of [0, -1, 1.5, 2 ** 27, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => packPlacement({ ...order, lots })).to.throw(InvalidLotsError);
    }
    for (const bad of [{ auction: 1n << 64n }, { series: -1n }, { ticks: 2 ** 32 }, { slot: -1 }, { slot: 0.5 }]) {
      expect(() => packPlacement({ ...order, ...bad })).to.throw(OutOfRangeError);
    }
  });
});

describe("prices", () => {
  it("become ticks exactly or not at all", () => {
    const tickSizes = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), tickSizes, (ticks, tickSize) => {
        expect(priceToTicks(ticksToPrice(ticks, tickSize), tickSize)).to.equal(ticks);
      }),
    );
  });

  it("name the nearest valid prices when they are off the grid", () => {
    try {
      priceToTicks(2_105_000n, 10_000n);
      expect.fail("nothing was thrown");
    } catch (error) {
      expect(error).to.be.instanceOf(WrongTickError);
      expect(error).to.include({ price: 2_105_000n, tickSize: 10_000n, below: 2_100_000n, above: 2_110_000n });
      expect((error as WrongTickError).message).to.contain("2100000 and 2110000");
    }
    expect(() => priceToTicks(-10_000n, 10_000n)).to.throw(WrongTickError);
    expect(() => priceToTicks(1n << 40n, 1n)).to.throw(PriceOutOfRangeError);
  });
});

describe("close-outs", () => {
  it("have slots above those of users, four per product", () => {
    expect(closeOutSlot((7n << 32n) | 6n)).to.equal((1n << 63n) | (7n << 8n) | 2n);
  });
});
