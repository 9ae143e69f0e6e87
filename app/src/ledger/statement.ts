/** Ledger entries from one owner's side: rows, the statement per counterparty, CSV. Pure. */
import { MEMO_CODES } from "@clearhour/sdk";
import type { LedgerEntriesQuery } from "@clearhour/sdk/graph";
import { formatUnits, getAddress } from "viem";
import { type Counterparty, counterpartiesOf, type SettlementFacts } from "./counterparties.ts";

export type Entry = LedgerEntriesQuery["ledgerEntries"][number];
type Side = Entry["from"];

/** An entry as its owner sees it: cash accounts inside, everything else outside. */
export interface StatementLine {
  readonly id: string;
  readonly timestamp: bigint;
  readonly tx: string;
  /** Why, in words. */
  readonly words: string;
  /** Quote units: above zero it came into free cash, below it left; zero between two accounts outside of it. */
  readonly change: bigint;
  /** What moved, quote units. */
  readonly amount: bigint;
  /** Who or what is on the other side. */
  readonly counterparty: string;
  readonly reason: string;
  readonly reference: string;
}

/** What stands on the other side of an entry, in words. */
const KIND_WORDS: Readonly<Record<Side["kind"], string>> = {
  outside: "Wallet",
  cash: "Account",
  auctionEscrow: "Auctions",
  margin: "Margin",
  stake: "Stake",
  bond: "Bonds",
  delivery: "Delivery",
  compensation: "Compensation",
  fees: "Fees",
  reserve: "Reserve",
  external: "Another contract",
  unknown: "Unknown",
};

/**
 * Entries as their owner sees them.
 *
 * @param settlements Those of the entries' transactions: they tell whom a delivery's cash came from.
 * @param owner An address, in any case.
 */
export function linesOf(
  entries: readonly Entry[],
  settlements: readonly SettlementFacts[],
  owner: string,
): StatementLine[] {
  const known = counterpartiesOf(entries, settlements);
  return entries.map((entry) => lineOf(entry, known.get(entry.id), owner));
}

function lineOf(entry: Entry, known: Counterparty | undefined, owner: string): StatementLine {
  const { amount: text, code, from, id, reason, reference, timestamp, to, tx } = entry;
  const amount = BigInt(text);
  const isOwn = (side: Side) => side.kind === "cash" && side.owner.toLowerCase() === owner.toLowerCase();
  const [gave, got] = [isOwn(from), isOwn(to)];
  return {
    id,
    timestamp: BigInt(timestamp),
    tx,
    words: MEMO_CODES[code]?.words ?? reason,
    change: (got ? amount : 0n) - (gave ? amount : 0n),
    amount,
    counterparty: known === undefined ? nameOf(gave ? to : from, owner) : personOf(known.role, known.owner, owner),
    reason,
    reference,
  };
}

function nameOf({ kind, owner }: Side, self: string): string {
  return kind === "cash" ? personOf(KIND_WORDS.cash, owner, self) : KIND_WORDS[kind];
}

function personOf(role: string, address: string, self: string): string {
  return address.toLowerCase() === self.toLowerCase() ? "Own account" : `${role} ${getAddress(address)}`;
}

export interface StatementRow {
  readonly counterparty: string;
  readonly entries: number;
  /** Came into free cash, quote units. */
  readonly received: bigint;
  /** Left free cash, quote units. */
  readonly paid: bigint;
}

/** Totals of free cash by counterparty, the most entries first. */
export function statementOf(lines: readonly StatementLine[]): StatementRow[] {
  const rows = new Map<string, { counterparty: string; entries: number; received: bigint; paid: bigint }>();
  for (const { change, counterparty } of lines) {
    const row = rows.get(counterparty) ?? { counterparty, entries: 0, received: 0n, paid: 0n };
    row.entries++;
    if (change > 0n) row.received += change;
    else row.paid -= change;
    rows.set(counterparty, row);
  }
  return [...rows.values()].sort((a, b) => b.entries - a.entries);
}

export const CSV_HEADER = [
  "time",
  "reason",
  "words",
  "counterparty",
  "change",
  "amount",
  "currency",
  "reference",
  "transaction",
] as const;

/** A row of the CSV: money in whole tokens with all their digits, times in ISO 8601. */
export function csvRow(line: StatementLine, token: { readonly symbol: string; readonly decimals: number }): string[] {
  return [
    new Date(Number(line.timestamp) * 1000).toISOString(),
    line.reason,
    line.words,
    line.counterparty,
    formatUnits(line.change, token.decimals),
    formatUnits(line.amount, token.decimals),
    token.symbol,
    line.reference,
    line.tx,
  ];
}
