import { expect } from "chai";
import fc from "fast-check";
import { concat, keccak256, pad } from "viem";
import {
  type BlockRecord,
  chainOf,
  decodeList,
  decodeRecord,
  encodeList,
  encodeRecord,
  InvalidListError,
} from "../../src/blocks/index.ts";
import { InvalidWordError } from "../../src/clearing/index.ts";
import { anyRecord } from "./arbitrary.ts";

const STRIP: BlockRecord = {
  sell: true,
  block: false,
  place: 5,
  offset: 0x0a,
  periods: 0x0b,
  price: 0x0c0d0e,
  lots: 0x01020304,
  least: 0,
  profile: [],
};
const BLOCK: BlockRecord = { ...STRIP, block: true, periods: 2, least: 0x05060708, profile: [0x1112, 0x1314] };

describe("records of an auction's list", () => {
  it("are laid out as the contract's", () => {
    expect(encodeRecord(STRIP)).to.equal("0x290a0b0c0d0e0102030400000000");
    expect(encodeRecord(BLOCK)).to.equal("0x2f0a020c0d0e010203040506070811121314");
    expect(encodeList([STRIP, BLOCK])).to.equal(`${encodeRecord(STRIP)}${encodeRecord(BLOCK).slice(2)}`);
  });

  it("give back what was encoded", () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 5 }), (records) => {
        expect(decodeList(encodeList(records))).to.deep.equal(records);
        for (const record of records) expect(decodeRecord(encodeRecord(record))).to.deep.equal(record);
      }),
    );
  });

  it("refuse bytes that are no records", () => {
    const list = encodeList([STRIP, BLOCK]);
    for (const cut of [1, 3, 4, 17]) {
      const bytes = list.slice(0, list.length - 2 * cut) as `0x${string}`;
      expect(() => decodeList(bytes), `cut by ${cut}`).to.throw(InvalidListError, "ends within record 1");
    }
    expect(() => decodeList(`0x40${encodeRecord(STRIP).slice(4)}`)).to.throw(InvalidListError, "begins with 64");
    expect(() => decodeRecord(list)).to.throw(InvalidListError, "not one record");
    expect(() => decodeRecord("0x")).to.throw(InvalidListError, "not one record");
  });

  it("refuse values that fit no field", () => {
    expect(() => encodeRecord({ ...STRIP, place: 8 })).to.throw(InvalidWordError, "place 8 does not fit 3 bits");
    expect(() => encodeRecord({ ...BLOCK, profile: [1, 65_536] })).to.throw(InvalidWordError, "profile 65536");
  });

  it("make a chain that starts with the auction and takes one after the other", () => {
    const start = pad("0x0300000007", { size: 32 });
    expect(chainOf(0x0300000007n, [])).to.equal(start);
    const first = keccak256(concat([start, encodeRecord(STRIP)]));
    expect(chainOf(0x0300000007n, [STRIP, BLOCK])).to.equal(keccak256(concat([first, encodeRecord(BLOCK)])));
  });
});
