import { expect } from "chai";
import { BlockKind, limitInBand, packBlockPlacement } from "../../src/blocks/index.ts";
import { gridAround } from "../../src/clearing/index.ts";
import {
  OutOfBandError,
  OutOfRangeError,
  WrongBlockLotsError,
  WrongLeastError,
  WrongLimitError,
  WrongPeriodsError,
  WrongProfileError,
} from "../../src/errors/index.ts";

const SHARED = { auction: 7n, series: 8n, periods: 3, lots: 10, slot: 4, maxFee: 99n, ticks: 200 } as const;
const strip = { ...SHARED, form: "strip", side: "buy" } as const;
const block = { ...SHARED, form: "block", side: "sell" } as const;

describe("placing a strip or block", () => {
  it("gives the contract's tuple", () => {
    const shared = { auction: 7n, series: 8n, slot: 4, periods: 3, price: 200, lots: 10, maxFee: 99n };
    expect(packBlockPlacement(strip)).to.deep.equal({ ...shared, kind: BlockKind.StripBuy, least: 0, profile: [] });
    expect(packBlockPlacement({ ...block, least: 2, profile: [1, 2, 3] })).to.deep.equal({
      ...shared,
      kind: BlockKind.BlockSell,
      least: 2,
      profile: [1, 2, 3],
    });
  });

  it("takes all of a block or none unless told otherwise", () => {
    expect(packBlockPlacement(block)).to.deep.include({ least: 10, profile: [] });
  });

  it("knows a kind for each form and side", () => {
    const kinds = (["strip", "block"] as const).flatMap((form) =>
      (["buy", "sell", "write"] as const).map((side) => packBlockPlacement({ ...SHARED, form, side }).kind),
    );
    expect(kinds).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  it("refuses what the contract would, before anything is sent", () => {
    const many = 2 ** 27;
    expect(() => packBlockPlacement({ ...strip, periods: 1 })).to.throw(WrongPeriodsError, "over 1 periods");
    expect(() => packBlockPlacement({ ...block, periods: 49 })).to.throw(WrongPeriodsError);
    expect(() => packBlockPlacement({ ...block, periods: 0 })).to.throw(WrongPeriodsError);
    expect(packBlockPlacement({ ...block, periods: 1 }).periods).to.equal(1);
    for (const ticks of [0, 2 ** 24]) expect(() => packBlockPlacement({ ...block, ticks })).to.throw(WrongLimitError);
    expect(packBlockPlacement({ ...block, ticks: 2 ** 24 - 1 }).price).to.equal(2 ** 24 - 1);
    for (const lots of [0, many]) expect(() => packBlockPlacement({ ...strip, lots })).to.throw(WrongBlockLotsError);
    for (const least of [0, 11]) expect(() => packBlockPlacement({ ...block, least })).to.throw(WrongLeastError);
    for (const profile of [
      [1, 2],
      [1, 2, 0],
      [1, 2, 65_536],
    ]) {
      expect(() => packBlockPlacement({ ...block, profile })).to.throw(WrongProfileError);
    }
    const full = { ...block, lots: 2_049 };
    expect(() => packBlockPlacement({ ...full, profile: [1, 65_535, 1] })).to.throw(WrongBlockLotsError, "134281215");
    expect(packBlockPlacement({ ...full, profile: [1, 65_503, 1] }).lots).to.equal(2_049);
  });

  it("counts a limit better than the average band at its end, rounded inwards", () => {
    const grids = [gridAround(326), gridAround(200), gridAround(200)];
    const profile = [4, 1, 1];
    const limit = (side: "buy" | "sell", ticks: number) =>
      limitInBand(packBlockPlacement({ ...block, side, ticks, profile }), grids);
    // (4 x 200 + 2 x 74) / 6 is 158, (4 x 451 + 2 x 325) / 6 is 409.
    expect(limit("buy", 500)).to.equal(409);
    expect(limit("buy", 300)).to.equal(300);
    expect(limit("sell", 1)).to.equal(158);
    const odd = packBlockPlacement({ ...block, side: "buy", ticks: 500, periods: 2, profile: [4, 1] });
    expect(limitInBand(odd, grids.slice(0, 2))).to.equal(425);
    expect(limitInBand({ ...odd, kind: BlockKind.BlockWrite, price: 1 }, grids.slice(0, 2))).to.equal(175);
    const flat = { ...strip, side: "write", ticks: 1 } as const;
    expect(limitInBand(packBlockPlacement(flat), grids)).to.equal(116);
  });

  it("refuses a limit that can never fill in the band, or that no price could carry", () => {
    const grids = [gridAround(200), gridAround(200), gridAround(200)];
    const of = (side: "buy" | "sell", ticks: number) => () =>
      limitInBand(packBlockPlacement({ ...strip, side, ticks }), grids);
    expect(of("buy", 73)).to.throw(OutOfBandError, "74 to 325");
    expect(of("buy", 74)()).to.equal(74);
    expect(of("sell", 326)).to.throw(OutOfBandError);
    expect(of("sell", 325)()).to.equal(325);
    const high = [gridAround(2 ** 23), gridAround(2 ** 23)];
    const pair = { ...strip, periods: 2 };
    expect(limitInBand(packBlockPlacement({ ...pair, ticks: 2 ** 23 - 1 }), high)).to.equal(2 ** 23 - 1);
    expect(() => limitInBand(packBlockPlacement({ ...pair, ticks: 2 ** 23 }), high)).to.throw(WrongLimitError);
  });

  it("refuses what fits no field", () => {
    const wrong = [{ periods: 2.5 }, { ticks: -1 }, { lots: 0.5 }, { slot: 2 ** 32 }, { maxFee: 1n << 96n }];
    for (const change of [...wrong, { maxFee: -1n }, { series: 1n << 64n }]) {
      expect(() => packBlockPlacement({ ...strip, ...change }), JSON.stringify(Object.keys(change))).to.throw(
        OutOfRangeError,
      );
    }
  });
});
