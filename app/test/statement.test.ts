import { MEMO_CODES } from "@clearhour/sdk";
import { SYNTHETIC_EXTENSION } from "@clearhour/sdk/meter";
import { expect } from "chai";
import { isSynthetic } from "../src/delivery/reading.ts";
import { CSV_HEADER, csvRow, type Entry, lineOf, statementOf } from "../src/ledger/statement.ts";

const OWNER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const own = { id: "0x01", kind: "cash", owner: OWNER.toLowerCase() as `0x${string}`, desk: 0, ref: "0" } as const;
const outside = { id: "0x00", kind: "outside", owner: `0x${"00".repeat(20)}`, desk: 0, ref: "0" } as const;
const escrow = { ...outside, id: "0x02", kind: "auctionEscrow", ref: "5" } as const;
const margin = { ...own, id: "0x03", kind: "margin" } as const;

function entry(from: Entry["from"], to: Entry["to"], amount: bigint, name: (typeof MEMO_CODES)[number]["name"]): Entry {
  return {
    id: "0xaa",
    amount: `${amount}`,
    code: MEMO_CODES.findIndex((code) => code.name === name),
    reason: "deposit",
    reference: "5",
    timestamp: "1766257200",
    block: "1",
    logIndex: 0,
    tx: "0xbb",
    from,
    to,
  };
}

describe("the statement", () => {
  const lines = [
    lineOf(entry(outside, own, 10_000_000n, "deposit"), OWNER),
    lineOf(entry(own, escrow, 2_500_000n, "orderEscrow"), OWNER),
    lineOf(entry(escrow, own, 500_000n, "orderCollected"), OWNER),
    lineOf(entry(escrow, margin, 3n, "marginLocked"), OWNER),
  ];

  it("tells what came into free cash and what left it", () => {
    expect(lines.map(({ change }) => change)).to.deep.equal([10_000_000n, -2_500_000n, 500_000n, 0n]);
    expect(lines.map(({ counterparty }) => counterparty)).to.deep.equal(["Wallet", "Auctions", "Auctions", "Auctions"]);
    expect(lines[0]?.words).to.equal("Deposit");
  });

  it("adds up by counterparty, to the last unit", () => {
    expect(statementOf(lines)).to.deep.equal([
      { counterparty: "Auctions", entries: 3, received: 500_000n, paid: 2_500_000n },
      { counterparty: "Wallet", entries: 1, received: 10_000_000n, paid: 0n },
    ]);
  });

  it("has a row of the CSV for each entry, with every digit", () => {
    const [, second] = lines;
    const row = second === undefined ? [] : csvRow(second, { symbol: "USDC", decimals: 6 });
    expect(row).to.have.lengthOf(CSV_HEADER.length);
    expect(row).to.include.members(["2025-12-20T19:00:00.000Z", "-2.5", "2.5", "USDC", "0xbb"]);
  });
});

describe("the mark of synthetic readings", () => {
  it("is the one that the sdk sets", () => {
    expect(isSynthetic({ extension: SYNTHETIC_EXTENSION })).to.equal(true);
  });
});
