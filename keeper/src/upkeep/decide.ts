/**
 * What anyone may do so that delivery goes on and ends, decided from what is known of a series; pure.
 *
 * Two keepers that know nothing of each other spread over the first part of each span by their addresses.
 */
import type { AccountId, DeliveryTerms } from "@clearhour/sdk";
import type { Reading } from "@clearhour/sdk/meter";
import type { Hex } from "viem";
import { pairKey } from "../delivery/facts.ts";
import type { SeriesBook } from "../delivery/seriesBook.ts";
import { spread } from "../runtime/random.ts";

export type ProvenReading = { readonly reading: Reading; readonly proof: readonly Hex[] };

type Pair = { readonly series: bigint; readonly commitment: number; readonly nomination: number };

/** What can be done. */
export type UpkeepAction =
  | { readonly kind: "commitAll"; readonly series: bigint; readonly account: AccountId; readonly deadline: bigint }
  | { readonly kind: "armShift"; readonly series: bigint }
  | { readonly kind: "fixShift"; readonly series: bigint }
  | { readonly kind: "release"; readonly series: bigint; readonly commitment: number }
  | { readonly kind: "defaultShort"; readonly series: bigint; readonly account: AccountId }
  | { readonly kind: "settle"; readonly series: bigint; readonly readings: readonly ProvenReading[] }
  | ({ readonly kind: "settleMissingLeaf" } & Pair)
  | ({ readonly kind: "settleWithoutRoot" } & Pair)
  | { readonly kind: "claimCompensation"; readonly series: bigint; readonly nomination: number }
  | { readonly kind: "sweepCompensation"; readonly series: bigint }
  | { readonly kind: "closeSilent"; readonly series: bigint; readonly dispute: bigint }
  | ({ readonly kind: "presentLeaf"; readonly series: bigint; readonly dispute: bigint } & ProvenReading);

/** What makes a series' shift, as far as it goes. */
export type ShiftState =
  /** No block is named, or its hash is out of reach. */
  | "unarmed"
  /** The named block is still to come. */
  | "pending"
  /** Fixing it works. */
  | "ready";

export type UpkeepState = {
  readonly book: SeriesBook;
  readonly terms: DeliveryTerms;
  /** Delivery period: unix / period. */
  readonly hour: number;
  /** Where the gate is closed and the shift not fixed. */
  readonly shift: ShiftState | undefined;
  readonly providers: ReadonlySet<AccountId>;
  /** The readings of the posted root, by `pairKey`, where they are known. */
  readonly readings: ReadonlyMap<string, ProvenReading> | undefined;
};

/** Who acts, and for whom. */
export type UpkeepSelf = {
  readonly address: string;
  /** A provider that looks after its own lots only; undefined: after everyone's. */
  readonly account: AccountId | undefined;
};

/** Readings in one transaction. */
const BATCH = 20;

/** @param now Unix seconds of the latest block. */
export function decideUpkeep(state: UpkeepState, self: UpkeepSelf, now: bigint): UpkeepAction[] {
  const { gateClosure, period } = state.terms;
  const closes = BigInt(state.hour * period - gateClosure);
  if (now < closes) return commits(state, self, now, closes);
  const late = now >= closes + delay(self, state.book.series, BigInt(gateClosure) / 8n);
  if (!late) return [];
  return [...shifts(state), ...defaults(state, self), ...ends(state, self, now)];
}

/** The last stretch before the gate closes: first the provider's own, then anyone's. */
function commits({ book, hour, providers, terms }: UpkeepState, self: UpkeepSelf, now: bigint, closes: bigint) {
  const span = closes - BigInt(hour * terms.period - terms.autoCommit);
  const own = self.account !== undefined;
  const from = closes - span / (own ? 8n : 16n) + (own ? 0n : delay(self, book.series, span / 64n));
  if (now < from) return [];
  return [...book.shorts]
    .filter(([account, lots]) => {
      if (own && account !== self.account) return false;
      return providers.has(account) && !book.optedOut.has(account) && lots >= terms.domainLots;
    })
    .map(([account]) => ({ kind: "commitAll", series: book.series, account, deadline: closes }) as const);
}

function shifts({ book, shift }: UpkeepState): UpkeepAction[] {
  if (book.commitments.length + book.nominations.length === 0) return [];
  if (shift === "unarmed") return [{ kind: "armShift", series: book.series }];
  return shift === "ready" ? [{ kind: "fixShift", series: book.series }] : [];
}

/** Shorts left over. Nobody defaults its own: somebody else will. */
function defaults({ book }: UpkeepState, { account: own }: UpkeepSelf): UpkeepAction[] {
  if (own !== undefined) return [];
  return [...book.shorts.keys()].map((account) => ({ kind: "defaultShort", series: book.series, account }));
}

function ends(state: UpkeepState, self: UpkeepSelf, now: bigint): UpkeepAction[] {
  const { assignments } = state.book;
  if (assignments === undefined) return [];
  return [
    ...releases(state, self, now),
    ...disputes(state, self, now),
    ...settlements(state, self, now),
    ...compensations(state, self, now),
  ];
}

function releases({ book, hour, terms }: UpkeepState, self: UpkeepSelf, now: bigint): UpkeepAction[] {
  if (now < BigInt(hour * terms.period)) return [];
  return (book.assignments?.idle ?? [])
    .filter(({ index }) => !book.released.has(index) && isMine(self, book.commitments[index]?.account))
    .map(({ index }) => ({ kind: "release", series: book.series, commitment: index }));
}

function settlements(state: UpkeepState, self: UpkeepSelf, now: bigint): UpkeepAction[] {
  const { book, hour, readings, terms } = state;
  const { series } = book;
  const open = (book.assignments?.pairs ?? []).filter(
    (pair) => !book.settled.has(pairKey(pair)) && isMine(self, book.commitments[pair.commitment]?.account),
  );
  const window = BigInt(terms.challengeWindow);
  const wait = delay(self, series, window / 16n);
  if (book.root === undefined) {
    const due = BigInt((hour + 1) * terms.period + terms.rootDue);
    if (now <= due + wait) return [];
    return open.map(({ commitment, nomination }) => ({ kind: "settleWithoutRoot", series, commitment, nomination }));
  }
  const { postedAt } = book.root;
  const actions: UpkeepAction[] = [];
  const proven: ProvenReading[] = [];
  for (const pair of open) {
    const dispute = book.disputes.find((one) => pairKey(one) === pairKey(pair));
    if (dispute?.state === "open" && now <= dispute.deadline) continue;
    const reading = readings?.get(pairKey(pair));
    const missingFrom = later(postedAt + 2n * window, dispute ? dispute.deadline + window : 0n);
    if (reading && now > postedAt + window + wait) proven.push(reading);
    else if (readings && !reading && now > missingFrom + wait) {
      const { commitment, nomination } = pair;
      actions.push({ kind: "settleMissingLeaf", series, commitment, nomination });
    }
  }
  // Cheapest with the readings of a commitment side by side: pairs come in that order.
  for (let i = 0; i < proven.length; i += BATCH) {
    actions.push({ kind: "settle", series, readings: proven.slice(i, i + BATCH) });
  }
  return actions;
}

function disputes({ book, readings }: UpkeepState, self: UpkeepSelf, now: bigint): UpkeepAction[] {
  return book.disputes
    .filter(({ state }) => state === "open")
    .flatMap((dispute): UpkeepAction[] => {
      const { deadline, id, leaf } = dispute;
      if (now > deadline) {
        return self.account === undefined ? [{ kind: "closeSilent", series: book.series, dispute: id }] : [];
      }
      const proven = readings?.get(pairKey(dispute));
      return BigInt(leaf) === 0n && proven
        ? [{ kind: "presentLeaf", series: book.series, dispute: id, ...proven }]
        : [];
    });
}

function compensations({ book, hour, terms }: UpkeepState, self: UpkeepSelf, now: bigint): UpkeepAction[] {
  const from = BigInt((hour + 1) * terms.period + terms.rootDue + terms.challengeWindow);
  if (self.account !== undefined || now <= from) return [];
  const unserved = book.assignments?.unserved ?? [];
  // The last claim sweeps on the way.
  if (unserved.length === 0 && book.defaulted > 0 && !book.swept) {
    return [{ kind: "sweepCompensation", series: book.series }];
  }
  return unserved
    .filter(({ index }) => !book.claimed.has(index))
    .map(({ index }) => ({ kind: "claimCompensation", series: book.series, nomination: index }));
}

function isMine({ account }: UpkeepSelf, other: AccountId | undefined): boolean {
  return account === undefined || account === other;
}

function delay({ address }: UpkeepSelf, series: bigint, length: bigint): bigint {
  return spread(length, address, String(series));
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
