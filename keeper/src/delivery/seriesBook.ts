/** The state of one series' delivery, folded from the journal's events. */
import { type AccountId, parseSeriesId, seriesId, unpackPositionWord } from "@clearhour/sdk";
import { type Assignments, assign, type LineEntry } from "@clearhour/sdk/delivery";
import { type Reading, unpackSettled } from "@clearhour/sdk/meter";
import type { Hex } from "viem";
import { pairKey } from "./facts.ts";
import type { Entry, Journal } from "./journal.ts";

type CommitmentEntry = LineEntry & { readonly account: AccountId };
type NominationEntry = LineEntry & { readonly account: AccountId; readonly accessKey: Hex };

export type DisputeEntry = {
  readonly id: bigint;
  readonly commitment: number;
  readonly nomination: number;
  /** Zero while a leaf is said to be missing. */
  readonly leaf: Hex;
  /** Unix seconds. */
  readonly deadline: bigint;
  readonly state: "open" | "decided" | "silent";
};

export type SeriesBook = {
  readonly series: bigint;
  readonly commitments: readonly CommitmentEntry[];
  readonly nominations: readonly NominationEntry[];
  /** In lots; undefined until it is fixed. */
  readonly shift: number | undefined;
  /** Who serves whom; undefined until the shift is fixed. */
  readonly assignments: Assignments | undefined;
  readonly root: { readonly root: Hex; readonly count: number; readonly postedAt: bigint } | undefined;
  /** By `pairKey`; with the reading, where there was one. */
  readonly settled: ReadonlyMap<string, Reading | undefined>;
  readonly released: ReadonlySet<number>;
  readonly claimed: ReadonlySet<number>;
  /** Lots that were defaulted, and whether Compensation was swept since. */
  readonly defaulted: number;
  readonly swept: boolean;
  readonly disputes: readonly DisputeEntry[];
  /** Providers who want nobody else to commit for them. */
  readonly optedOut: ReadonlySet<AccountId>;
  /** Lots that accounts owe and have neither bought back nor committed. */
  readonly shorts: ReadonlyMap<AccountId, number>;
};

/** All series that something happened in. It folds the journal anew when that has changed. */
export class SeriesBooks {
  readonly #journal: Journal;
  #version = -1;
  #books = new Map<bigint, SeriesBook>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  all(): readonly SeriesBook[] {
    return [...this.#current().values()];
  }

  of(series: bigint): SeriesBook | undefined {
    return this.#current().get(series);
  }

  #current(): Map<bigint, SeriesBook> {
    if (this.#version !== this.#journal.version) {
      this.#books = foldBooks(this.#journal.entries);
      this.#version = this.#journal.version;
    }
    return this.#books;
  }
}

type Draft = {
  series: bigint;
  commitments: CommitmentEntry[];
  nominations: NominationEntry[];
  shift: number | undefined;
  root: SeriesBook["root"];
  settled: Map<string, Reading | undefined>;
  released: Set<number>;
  claimed: Set<number>;
  defaulted: number;
  swept: boolean;
  disputes: DisputeEntry[];
  optedOut: Set<AccountId>;
  positions: Map<AccountId, number>;
};

/** Folds events into the books of their series. */
function foldBooks(entries: readonly Entry[]): Map<bigint, SeriesBook> {
  const drafts = new Map<bigint, Draft>();
  const of = (series: bigint) => {
    const draft = drafts.get(series) ?? emptyDraft(series);
    drafts.set(series, draft);
    return draft;
  };
  const seriesOfDispute = new Map<bigint, bigint>();
  for (const entry of entries) apply(entry, of, seriesOfDispute);
  return new Map([...drafts].map(([series, draft]) => [series, finish(draft)]));
}

function emptyDraft(series: bigint): Draft {
  return {
    series,
    commitments: [],
    nominations: [],
    shift: undefined,
    root: undefined,
    settled: new Map(),
    released: new Set(),
    claimed: new Set(),
    defaulted: 0,
    swept: false,
    disputes: [],
    optedOut: new Set(),
    positions: new Map(),
  };
}

function finish({ positions, ...draft }: Draft): SeriesBook {
  const { commitments, nominations, shift } = draft;
  const shorts = [...positions].filter(([, lots]) => lots < 0).map(([account, lots]) => [account, -lots] as const);
  return {
    ...draft,
    assignments: shift === undefined ? undefined : assign(commitments, nominations, shift),
    shorts: new Map(shorts),
  };
}

function apply(entry: Entry, of: (series: bigint) => Draft, seriesOfDispute: Map<bigint, bigint>): void {
  switch (entry.eventName) {
    case "Committed": {
      const { account, lots, series } = entry.args;
      const line = of(series).commitments;
      line.push({ account, lots, end: (line.at(-1)?.end ?? 0) + lots });
      return;
    }
    case "Nominated": {
      const { accessKey, account, lots, series } = entry.args;
      const line = of(series).nominations;
      line.push({ account, accessKey, lots, end: (line.at(-1)?.end ?? 0) + lots });
      return;
    }
    case "ShiftFixed":
      of(entry.args.series).shift = entry.args.shift;
      return;
    case "RootPosted": {
      const { count, root, series } = entry.args;
      of(series).root = { root, count, postedAt: entry.time };
      return;
    }
    case "ReadingSettled":
      of(entry.args.series).settled.set(pairKey(entry.args), unpackSettled(entry.args).reading);
      return;
    case "MissingLeafSettled":
    case "RootlessSettled":
      of(entry.args.series).settled.set(pairKey(entry.args), undefined);
      return;
    case "CommitmentReleased":
      of(entry.args.series).released.add(entry.args.commitment);
      return;
    case "CompensationClaimed":
      of(entry.args.series).claimed.add(entry.args.nomination);
      return;
    case "ShortDefaulted": {
      const draft = of(entry.args.series);
      draft.defaulted += entry.args.lots;
      draft.swept = false;
      return;
    }
    case "CompensationSwept":
      of(entry.args.series).swept = true;
      return;
    case "DisputeOpened": {
      const { commitment, deadline, dispute: id, leaf, nomination, series } = entry.args;
      seriesOfDispute.set(id, series);
      of(series).disputes.push({ id, commitment, nomination, leaf, deadline, state: "open" });
      return;
    }
    case "LeafPresented":
      change(entry.args.dispute, { leaf: entry.args.leaf }, of, seriesOfDispute);
      return;
    case "DisputeDecided":
      change(entry.args.dispute, { state: "decided" }, of, seriesOfDispute);
      return;
    case "DisputeSilent":
      change(entry.args.dispute, { state: "silent" }, of, seriesOfDispute);
      return;
    case "OptOutSet": {
      const { account, out, series } = entry.args;
      const { optedOut } = of(series);
      if (out) optedOut.add(account);
      else optedOut.delete(account);
      return;
    }
    case "LotsMoved":
      move(entry, of);
  }
}

function change(
  id: bigint,
  to: Partial<DisputeEntry>,
  of: (series: bigint) => Draft,
  seriesOfDispute: Map<bigint, bigint>,
): void {
  const draft = of(seriesOfDispute.get(id) ?? 0n);
  draft.disputes = draft.disputes.map((dispute) => (dispute.id === id ? { ...dispute, ...to } : dispute));
}

/** Hours of a word of moves. */
const HOURS = 8;

function move({ args }: Entry<"LotsMoved">, of: (series: bigint) => Draft): void {
  const { hour, product } = parseSeriesId(args.octet);
  for (const [i, lots] of unpackPositionWord(args.lots).entries()) {
    if (lots === 0) continue;
    const { positions } = of(seriesId(product, hour * HOURS + i));
    positions.set(args.account, (positions.get(args.account) ?? 0) + lots);
  }
}
