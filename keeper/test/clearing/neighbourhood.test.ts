/** Where the best allocation has no prices, good ones that do are found nearby. */
import { expect } from "chai";
import { type Book, readBook } from "../../src/clearing/book.ts";
import { curvesOf } from "../../src/clearing/curve.ts";
import { Neighbourhood } from "../../src/clearing/neighbourhood.ts";
import { Pricing } from "../../src/clearing/pricing.ts";
import { supplyOf } from "../../src/clearing/supply.ts";

/** Supply gets dearer in steps; buyers of three lots each, worth ever less to them. */
function book(): Book {
  const sell = (price: number, lots: number) => ({ series: "a", side: "sell", price, lots });
  const hourly = [sell(2, 4), sell(5, 3), sell(9, 50)];
  const blocks = [30, 22, 20, 12].map((value) => ({ side: "buy", value, legs: [{ series: "a", lots: 3 }] }));
  return readBook({ format: "clearhour-book", version: 1, series: ["a"], hourly, blocks });
}

describe("the neighbourhood of a choice of blocks", () => {
  const own = book();
  const curves = curvesOf(own);
  const pricing = new Pricing(own, curves);
  const improve = (units: readonly number[]) =>
    new Neighbourhood(own, curves).improve(units, supplyOf(own, units), 0.2);

  it("has the best choice with prices, from one without", () => {
    // All four want 12 lots, at a price of 9 that only the first can pay.
    expect(pricing.price([1, 1, 1, 1], { seconds: 5 })).to.equal("none");
    expect(improve([1, 1, 1, 1])).to.deep.equal([1, 1, 0, 0]);
  });

  it("has it from one with prices that is worse", () => {
    expect(improve([0, 0, 0, 0])).to.deep.equal([1, 1, 0, 0]);
  });

  it("has none where what stays takes more than there is", () => {
    const more = [...supplyOf(own, [1, 1, 1, 1])].map((lots) => lots + 1_000);
    expect(new Neighbourhood(own, curves).improve([1, 1, 1, 1], more, 0.2)).to.equal(undefined);
  });
});
