import { expect } from "chai";
import fc from "fast-check";
import { BlockKind, type BlockOrder, blockSideOf, isStrip, packBlock, unpackBlock } from "../../src/blocks/index.ts";
import { InvalidWordError } from "../../src/clearing/index.ts";
import { anyBlock } from "./arbitrary.ts";

const ORDER: BlockOrder = {
  auction: 0xa0a1n,
  product: 0xb0b1,
  offset: 47,
  periods: 46,
  kind: BlockKind.BlockSell,
  price: 0xc0c1,
  lots: 0xd0d1,
  least: 0xe0e1,
  index: 0xf0f1,
  step: 6,
  size: 13,
};

describe("the word of a strip or block", () => {
  it("is laid out as the contract's", () => {
    const sum =
      0xa0a1n +
      0xb0b1n * 2n ** 64n +
      47n * 2n ** 96n +
      46n * 2n ** 102n +
      5n * 2n ** 111n +
      0xc0c1n * 2n ** 114n +
      0xd0d1n * 2n ** 138n +
      0xe0e1n * 2n ** 165n +
      0xf0f1n * 2n ** 192n +
      6n * 2n ** 208n +
      13n * 2n ** 211n;
    expect(packBlock(ORDER)).to.equal(sum);
  });

  it("gives back what was packed", () => {
    fc.assert(fc.property(anyBlock, (order) => void expect(unpackBlock(packBlock(order))).to.deep.equal(order)));
  });

  it("refuses what does not fit", () => {
    expect(() => packBlock({ ...ORDER, lots: 2 ** 27 })).to.throw(InvalidWordError, "lots 134217728 does not fit");
    expect(() => packBlock({ ...ORDER, step: 8 })).to.throw(InvalidWordError, "step 8 does not fit 3 bits.");
    expect(() => unpackBlock(7n << 111n)).to.throw(InvalidWordError, "7 is no kind of strip or block.");
  });

  it("tells side and form by its kind", () => {
    const { StripBuy, StripSell, StripWrite, BlockBuy, BlockSell, BlockWrite } = BlockKind;
    const kinds = [StripBuy, StripSell, StripWrite, BlockBuy, BlockSell, BlockWrite];
    expect(kinds.filter((kind) => blockSideOf({ kind }) === "buy")).to.deep.equal([StripBuy, BlockBuy]);
    expect(kinds.filter((kind) => isStrip({ kind }))).to.deep.equal([StripBuy, StripSell, StripWrite]);
  });
});
