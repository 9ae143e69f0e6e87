import { MEMO_CODES } from "@clearhour/sdk";
import { SYNTHETIC_EXTENSION } from "@clearhour/sdk/meter";
import { expect } from "chai";
import { getAddress, type Hex } from "viem";
import { isSynthetic } from "../src/delivery/reading.ts";
import type { SettlementFacts } from "../src/ledger/counterparties.ts";
import { CSV_HEADER, csvRow, type Entry, linesOf, statementOf } from "../src/ledger/statement.ts";

const OWNER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const own = { id: "0x01", kind: "cash", owner: OWNER.toLowerCase() as `0x${string}`, desk: 0, ref: "0" } as const;
const outside = { id: "0x00", kind: "outside", owner: `0x${"00".repeat(20)}`, desk: 0, ref: "0" } as const;
const escrow = { ...outside, id: "0x02", kind: "auctionEscrow", ref: "5" } as const;
const margin = { ...own, id: "0x03", kind: "margin" } as const;
const pool = { ...outside, id: "0x04", kind: "delivery", ref: "5" } as const;
let entries = 0;

function entry(from: Entry["from"], to: Entry["to"], amount: bigint, name: (typeof MEMO_CODES)[number]["name"]): Entry {
  return {
    id: `0x${(++entries).toString(16)}`,
    amount: `${amount}`,
    code: MEMO_CODES.findIndex((code) => code.name === name),
    reason: name,
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
  const lines = linesOf(
    [
      entry(outside, own, 10_000_000n, "deposit"),
      entry(own, escrow, 2_500_000n, "orderEscrow"),
      entry(escrow, own, 500_000n, "orderCollected"),
      entry(escrow, margin, 3n, "marginLocked"),
    ],
    [],
    OWNER,
  );

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

describe("the statement of settlements", () => {
  const [birch, cedar, holder] = [1, 2, 3].map((n) => getAddress(`0x${`${n}a`.repeat(20)}`)) as [Hex, Hex, Hex];
  const settled = (change: {
    provider: Hex;
    holder?: Hex;
    paid?: bigint;
    tx?: Hex;
    series?: Hex;
  }): SettlementFacts => ({
    id: "0x",
    paid: `${change.paid ?? 0n}`,
    tx: change.tx ?? "0xbb",
    series: { id: change.series ?? "0x0000000000000005" },
    assignment: {
      provider: { owner: change.provider },
      holder: { owner: change.holder ?? own.owner },
    },
  });
  const damages = (amount: bigint) => entry(pool, own, amount, "shortfallPaid");
  const names = (of: readonly Entry[], settlements: readonly SettlementFacts[]) =>
    linesOf(of, settlements, OWNER).map(({ counterparty }) => counterparty);

  it("names the provider that damages came from", () => {
    const settlements = [
      settled({ provider: birch, paid: 7n }),
      settled({ provider: cedar, paid: 8n }),
      // Not what was paid here: of another transaction, hour, holder.
      settled({ provider: cedar, paid: 7n, tx: "0xcc" }),
      settled({ provider: cedar, paid: 7n, series: "0x0000000000000006" }),
      settled({ provider: cedar, paid: 7n, holder }),
    ];
    const of = [damages(8n), damages(7n), entry(pool, own, 8n, "settlementTip")];
    expect(names(of, settlements)).to.deep.equal([`Provider ${cedar}`, `Provider ${birch}`, "Delivery"]);
    expect(names(of, [])).to.deep.equal(["Delivery", "Delivery", "Delivery"]);
  });

  it("gives each of several providers that paid the same its share", () => {
    const settlements = [settled({ provider: birch, paid: 7n }), settled({ provider: cedar, paid: 7n })];
    const of = [damages(7n), damages(7n)];
    expect(names(of, settlements)).to.have.members([`Provider ${birch}`, `Provider ${cedar}`]);
    const sums = statementOf(linesOf(of, settlements, OWNER)).map(({ received }) => received);
    expect(sums).to.deep.equal([7n, 7n]);
    // Where amounts do not tell them apart and do not add up either, none is guessed.
    expect(names([damages(7n)], settlements)).to.deep.equal(["Delivery"]);
  });

  it("names the holder whom a provider delivered to, where it was one", () => {
    const released = entry(pool, own, 9n, "delivered");
    const one = settled({ provider: own.owner, holder, paid: 1n });
    const other = settled({ provider: own.owner, holder: birch });
    expect(names([released], [one, one])).to.deep.equal([`Holder ${holder}`]);
    expect(names([released], [one, other])).to.deep.equal(["Delivery"]);
    expect(names([released], [settled({ provider: own.owner })])).to.deep.equal(["Own account"]);
  });

  it("names either side where no root came", () => {
    const settlements = [settled({ provider: birch, paid: 7n }), settled({ provider: own.owner, holder, paid: 4n })];
    const of = [entry(pool, own, 7n, "rootMissing"), entry(pool, own, 2n, "rootMissing")];
    expect(names(of, settlements)).to.deep.equal([`Provider ${birch}`, `Holder ${holder}`]);
  });
});

describe("the mark of synthetic readings", () => {
  it("is the one that the sdk sets", () => {
    expect(isSynthetic({ extension: SYNTHETIC_EXTENSION })).to.equal(true);
  });
});
