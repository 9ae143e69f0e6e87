import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { type Address, getAddress, type Hex, zeroAddress } from "viem";
import {
  ACCOUNT_KINDS,
  auctionEscrowAccount,
  cashAccount,
  compensationAccount,
  deliveryAccount,
  disputeBondAccount,
  externalAccount,
  feesAccount,
  formatAccount,
  InvalidAccountError,
  isCashAccount,
  marginAccount,
  OUTSIDE_ACCOUNT,
  oracleBondAccount,
  packAccount,
  parseAccountText,
  RESERVE_ACCOUNT,
  stakeAccount,
  unpackAccount,
} from "../../src/index.ts";

const OWNER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const SOLIDITY = new URL("../../../contracts/types/Account.sol", import.meta.url);

const parts = fc.record({
  kind: fc.constantFrom(...ACCOUNT_KINDS),
  owner: fc
    .bigInt({ min: 0n, max: 2n ** 160n - 1n })
    .map((n): Address => getAddress(`0x${n.toString(16).padStart(40, "0")}`)),
  desk: fc.integer({ min: 0, max: 65_535 }),
  ref: fc.bigInt({ min: 0n, max: 2n ** 72n - 1n }),
});

describe("account ids", () => {
  it("have the kinds of the contract, in its order", () => {
    const [, body = ""] = /enum Kind \{([^}]*)\}/.exec(readFileSync(SOLIDITY, "utf8")) ?? [];
    const kinds = [...body.matchAll(/^\s+(\w+)/gm)].map(([, name = ""]) =>
      name.replace(/(?!^)([A-Z])/g, "-$1").toLowerCase(),
    );
    expect(kinds).to.deep.equal([...ACCOUNT_KINDS]);
  });

  it("are packed as the contract's drawing says", () => {
    const id = packAccount({ kind: "margin", owner: OWNER, desk: 0x1234, ref: 0xabn });
    expect(id).to.equal(`0x03${"1234"}${OWNER.slice(2).toLowerCase()}${"ab".padStart(18, "0")}`);
  });

  it("come back from packing and from text", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const id = packAccount(given);
        expect(id).to.match(/^0x[0-9a-f]{64}$/);
        expect(unpackAccount(id)).to.deep.equal(given);
        expect(parseAccountText(formatAccount(id))).to.equal(id);
      }),
    );
  });

  it("read well", () => {
    const desk = cashAccount(OWNER, 7);
    expect(formatAccount(cashAccount(OWNER))).to.equal(`cash/${OWNER}`);
    expect(formatAccount(desk)).to.equal(`cash/${OWNER}/7`);
    expect(formatAccount(marginAccount(desk, 2, 20_345))).to.equal(`margin/${OWNER}/7#2.20345`);
    expect(formatAccount(stakeAccount(desk))).to.equal(`stake/${OWNER}/7`);
    expect(formatAccount(auctionEscrowAccount((3n << 32n) | 5n))).to.equal("auction-escrow#3.5");
    expect(formatAccount(deliveryAccount((1n << 32n) | 9n))).to.equal("delivery#1.9");
    expect(formatAccount(compensationAccount((1n << 32n) | 9n))).to.equal("compensation#1.9");
    expect(formatAccount(feesAccount(4))).to.equal("fees#4");
    expect(formatAccount(disputeBondAccount(12n))).to.equal("bond#12");
    expect(formatAccount(oracleBondAccount(OWNER, 3))).to.equal(`bond/${OWNER}#3`);
    expect(formatAccount(externalAccount(OWNER, 99n))).to.equal(`external/${OWNER}#99`);
    expect(formatAccount(RESERVE_ACCOUNT)).to.equal("reserve");
    expect(formatAccount(OUTSIDE_ACCOUNT)).to.equal("outside");
  });

  it("tell cash accounts from others", () => {
    expect(isCashAccount(cashAccount(OWNER, 65_535))).to.equal(true);
    expect(isCashAccount(cashAccount(zeroAddress))).to.equal(false);
    expect(isCashAccount(packAccount({ kind: "cash", owner: OWNER, ref: 1n }))).to.equal(false);
    expect(isCashAccount(stakeAccount(cashAccount(OWNER)))).to.equal(false);
  });

  it("refuse what does not fit", () => {
    const bad: (() => unknown)[] = [
      () => cashAccount("0x1234"),
      () => cashAccount(OWNER, 65_536),
      () => cashAccount(OWNER, 1.5),
      () => packAccount({ kind: "cash", owner: OWNER, ref: 1n << 72n }),
      () => packAccount({ kind: "cash", owner: OWNER, ref: -1n }),
      () => unpackAccount(`0x0b${"0".repeat(62)}`),
      () => unpackAccount("0x01"),
      () => unpackAccount(5n as unknown as Hex),
      () => parseAccountText("nonsense"),
      () => parseAccountText("cash/0x12"),
      () => parseAccountText(`cash/${OWNER}/99999`),
      () => parseAccountText("delivery#1.4294967296"),
    ];
    for (const call of bad) expect(call).to.throw(InvalidAccountError);
  });
});
