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

/** All series that something happened in. A book is a new one whenever something happened in its series, and only then. */
export class SeriesBooks {
  readonly #journal: Pick<Journal, "entries" | "epoch">;
  #epoch = -1;
  /** Entries that the drafts hold. */
  #applied = 0;
  #drafts = new Map<bigint, Draft>();
  #books = new Map<bigint, SeriesBook>();
  #seriesOfDispute = new Map<bigint, bigint>();

  constructor(journal: Pick<Journal, "entries" | "epoch">) {
    this.#journal = journal;
  }

  all(): readonly SeriesBook[] {
    return [...this.#current().values()];
  }

  of(series: bigint): SeriesBook | undefined {
    return this.#current().get(series);
  }

  #current(): Map<bigint, SeriesBook> {
    const { entries, epoch } = this.#journal;
    if (this.#epoch !== epoch) this.#begin(epoch);
    if (this.#applied === entries.length) return this.#books;
    const touched = new Set<bigint>();
    const of = (series: bigint) => {
      touched.add(series);
      const draft = this.#drafts.get(series) ?? emptyDraft(series);
      this.#drafts.set(series, draft);
      return draft;
    };
    for (const entry of entries.slice(this.#applied)) apply(entry, of, this.#seriesOfDispute);
    for (const series of touched) this.#books.set(series, finish(of(series)));
    this.#applied = entries.length;
    return this.#books;
  }

  #begin(epoch: number): void {
    this.#epoch = epoch;
    this.#applied = 0;
    this.#drafts = new Map();
    this.#books = new Map();
    this.#seriesOfDispute = new Map();
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

/** The book of a draft as it is now: what is added later is not in it. */
function finish({ positions, ...draft }: Draft): SeriesBook {
  const { shift } = draft;
  const [commitments, nominations] = [[...draft.commitments], [...draft.nominations]];
  const shorts = [...positions].filter(([, lots]) => lots < 0).map(([account, lots]) => [account, -lots] as const);
  return {
    ...draft,
    commitments,
    nominations,
    settled: new Map(draft.settled),
    released: new Set(draft.released),
    claimed: new Set(draft.claimed),
    optedOut: new Set(draft.optedOut),
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
