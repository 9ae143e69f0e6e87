import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import {
  InvalidMemoError,
  MEMO_CODES,
  packMemo,
  packPositionWord,
  unpackMemo,
  unpackPositionWord,
} from "../../src/index.ts";

const SOLIDITY = new URL("../../../contracts/types/Memo.sol", import.meta.url);

describe("memos", () => {
  it("have the codes of the contract, in its order and with its numbers", () => {
    const [, body = ""] = /enum Code \{([\s\S]*?)\n\}/.exec(readFileSync(SOLIDITY, "utf8")) ?? [];
    const codes = [...body.matchAll(/^\s+(\w+),?\s*\/\/ (\d+)/gm)].map(([, name = "", number]) => {
      expect(MEMO_CODES[Number(number)]?.name).to.equal(name[0]?.toLowerCase() + name.slice(1));
      return name;
    });
    expect(codes).to.have.lengthOf(MEMO_CODES.length);
  });

  it("come back from packing", () => {
    const code = fc.constantFrom(...MEMO_CODES);
    const reference = fc.bigInt({ min: 0n, max: 2n ** 248n - 1n });
    fc.assert(
      fc.property(code, reference, ({ name, words }, given) => {
        expect(unpackMemo(packMemo(name, given))).to.include({ name, words, reference: given });
      }),
    );
    expect(packMemo("tradingFee", 5n)).to.equal(`0x0a${"5".padStart(62, "0")}`);
  });

  it("refuse what is none", () => {
    expect(() => packMemo("transfer", 1n << 248n)).to.throw(InvalidMemoError);
    expect(() => packMemo("transfer", -1n)).to.throw(InvalidMemoError);
    expect(() => unpackMemo(`0xff${"0".repeat(62)}`)).to.throw(InvalidMemoError);
    expect(() => unpackMemo("0x01")).to.throw(InvalidMemoError);
  });
});

describe("position words", () => {
  it("come back from packing", () => {
    const lots = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(lots, (given) => {
        expect(unpackPositionWord(packPositionWord(given))).to.deep.equal(given);
      }),
    );
  });

  it("have the first hour lowest", () => {
    expect(unpackPositionWord((1n << 32n) | 0xffffffffn)).to.deep.equal([-1, 1, 0, 0, 0, 0, 0, 0]);
  });
});
