/** The keeper's part in the contests of auctions with strips or blocks. */
import { randomBytes } from "node:crypto";
import {
  contestAbi,
  type GetContestReturnType,
  getBlockList,
  getContest,
  getContestBook,
  NoBlocksError,
} from "@clearhour/sdk";
import { encodeList } from "@clearhour/sdk/blocks";
import {
  baselinePrices,
  type ContestBook,
  commitmentTo,
  contender,
  encodeSolution,
  isBetter,
  verifyBaseline,
  verifySolution,
} from "@clearhour/sdk/contest";
import { bytesToHex, type Hex, isAddressEqual, zeroHash } from "viem";
import { readContract } from "viem/actions";
import { asked, type Connection } from "../chain/connection.ts";
import type { Head } from "../chain/head.ts";
import type { Logger } from "../runtime/logger.ts";
import type { Metrics } from "../runtime/metrics.ts";
import { outcomeOf } from "../runtime/outcomes.ts";
import type { ContestAction } from "../solve/actions.ts";
import { verifiedHints } from "../solve/clear.ts";
import type { ContestHint } from "../solve/hints.ts";
import type { Self } from "../solve/timing.ts";
import { CONCLUDING, decideSteps, type Phases, phasesOf, type Step, searchEnd } from "./decide.ts";
import { type Secret, SecretFolder } from "./folder.ts";
import type { Candidate } from "./messages.ts";
import { Search } from "./search.ts";

interface Tools {
  readonly connection: Connection;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

interface Settings {
  /** Where secrets are kept. */
  readonly dataDir: string;
  /** Longest search of one auction. */
  readonly solveSeconds: number;
}

/** What a round knows of a contest. */
interface Contest extends Phases {
  readonly hint: ContestHint;
  readonly auction: bigint;
  readonly incumbent: GetContestReturnType["incumbent"];
  readonly commitment: Hex | undefined;
  readonly secret: Secret | undefined;
  readonly head: Head;
}

export class Contests {
  readonly #tools: Tools;
  readonly #solveSeconds: number;
  readonly #secrets: SecretFolder;
  readonly #searches = new Map<bigint, Search>();
  /** What was last kept of each search's candidates: committing to it again needs no other salt. */
  readonly #kept = new WeakMap<Candidate, Secret>();
  /** Auctions of which nothing is left to do, unless a reorg changes that. */
  readonly #settled = new Set<bigint>();

  constructor(tools: Tools, { dataDir, solveSeconds }: Settings) {
    this.#tools = tools;
    this.#solveSeconds = solveSeconds;
    this.#secrets = new SecretFolder(dataDir);
  }

  /** Whether something may be found at the same block. */
  get isSearching(): boolean {
    return [...this.#searches.values()].some(({ isRunning }) => isRunning);
  }

  /** After a reorg: other orders may have been placed, other things been done. */
  forget(): void {
    for (const search of this.#searches.values()) search.stop();
    this.#searches.clear();
    this.#settled.clear();
  }

  /** What is due. One contest that fails does not keep others from theirs. */
  async look(head: Head, self: Self, hints: readonly ContestHint[]): Promise<ContestAction[]> {
    const now = head.timestamp;
    this.#secrets.prune(now);
    for (const [auction, search] of this.#searches) {
      if (!hints.some((hint) => hint.auction.auction === auction && now < phasesOf(hint.auction).half)) {
        search.stop();
        this.#searches.delete(auction);
      }
    }
    const due = hints.filter(({ auction: { auction, close, deadline } }) => {
      return close <= now && now < deadline + CONCLUDING && !this.#settled.has(auction);
    });
    return (await Promise.all(due.map((hint) => this.#guarded(head, self, hint)))).flat();
  }

  async #guarded(head: Head, self: Self, hint: ContestHint): Promise<ContestAction[]> {
    const { auction } = hint.auction;
    try {
      return await this.#one(head, self, hint);
    } catch (error) {
      // A reorg left the hint without its orders.
      if (error instanceof NoBlocksError) return [];
      const outcome = outcomeOf(error);
      if (outcome === "unreachable" || outcome === "refused" || outcome === "misplaced") throw error;
      this.#tools.metrics.actions.inc({ kind: "contest", outcome });
      this.#tools.logger.error({ auction: String(auction), outcome, error }, "contest failed");
      return [];
    }
  }

  async #one(head: Head, self: Self, hint: ContestHint): Promise<ContestAction[]> {
    const contest = await this.#read(head, hint);
    if (contest === undefined) return [];
    await this.#search(contest);
    const search = this.#searches.get(contest.auction);
    const best = search?.best;
    const incumbent = contest.incumbent && {
      isOwn: isAddressEqual(contest.incumbent.solver, this.#account),
      isConcluded: contest.incumbent.concluded,
    };
    const steps = decideSteps(head.timestamp, self, {
      ...contest,
      incumbent,
      isRevealable: contest.secret !== undefined,
      hasBetter: search !== undefined && best !== undefined && improves(search.book, best, contest.secret),
      isSearching: search?.isRunning === true,
    });
    const actions = await Promise.all(steps.map((step) => this.#act(step, contest, best)));
    return actions.filter((action) => action !== undefined);
  }

  /** `undefined` where nothing is left to do. */
  async #read(head: Head, hint: ContestHint): Promise<Contest | undefined> {
    const { auction } = hint.auction;
    const at = this.#at(head);
    const [{ incumbent, phase }, commitment] = await Promise.all([
      getContest(this.#tools.connection.client, { ...at, auction }),
      this.#commitment(auction, head),
    ]);
    if (incumbent?.concluded || phase === "void") {
      this.#settled.add(auction);
      return undefined;
    }
    const secret = commitment && this.#secrets.find(commitment);
    if (commitment && !secret) {
      this.#tools.logger.warn({ auction: String(auction), commitment }, "what was committed to is not in the folder");
    }
    return { ...phasesOf(hint.auction), hint, auction, incumbent, commitment, secret, head };
  }

  async #commitment(auction: bigint, { number }: Head): Promise<Hex | undefined> {
    const { client, deployment } = this.#tools.connection;
    const word = await asked(() =>
      readContract(client, {
        abi: contestAbi,
        address: deployment.contest,
        functionName: "commitmentOf",
        args: [auction, this.#account],
        blockNumber: number,
      }),
    );
    return word === zeroHash ? undefined : word;
  }

  /** Begins to search, once; what is found later than it can be committed to is of no use. */
  async #search(contest: Contest): Promise<void> {
    const { auction, head } = contest;
    const left = Number(searchEnd(contest) - head.timestamp);
    if (left <= 0 || this.#searches.has(auction)) return;
    const book = await this.#book(contest);
    this.#searches.set(auction, new Search(book, Math.min(this.#solveSeconds, left), this.#tools));
  }

  async #act(step: Step, contest: Contest, best: Candidate | undefined): Promise<ContestAction | undefined> {
    const { auction, half, deadline } = contest;
    switch (step) {
      case "baseline":
        return await this.#baseline(contest);
      case "commit":
        return best && { kind: "commit", auction, commitment: this.#keep(contest, best).commitment, deadline: half };
      case "reveal":
        return contest.secret && (await this.#reveal(contest, contest.secret));
      case "conclude":
        return { kind: "conclude", auction, deadline: deadline + CONCLUDING };
    }
  }

  async #baseline(contest: Contest): Promise<ContestAction> {
    const { auction, deadline } = contest;
    const book = this.#searches.get(auction)?.book ?? (await this.#book(contest));
    verifyBaseline(book, baselinePrices(book));
    const hints = verifiedHints(
      book.series.map((series) => series?.book),
      book.series,
    );
    return { kind: "baseline", auction, hints, list: encodeList(book.records), deadline };
  }

  /** On disk before anybody can know of it: a restart reveals it. */
  #keep({ auction, deadline }: Contest, best: Candidate): Secret {
    const known = this.#kept.get(best);
    if (known !== undefined) return known;
    const { book } = this.#searches.get(auction) as Search;
    const solution = encodeSolution(book, best.allocation, best.figures);
    const salt = bytesToHex(randomBytes(32));
    const commitment = commitmentTo(auction, this.#account, salt, solution);
    const secret = { commitment, salt, solution, allocation: best.allocation };
    this.#secrets.keep(secret, deadline);
    this.#kept.set(best, secret);
    return secret;
  }

  async #reveal(contest: Contest, { solution, salt }: Secret): Promise<ContestAction> {
    const { auction, deadline, incumbent } = contest;
    // Nobody looks at the list of one that has less welfare than the best one: its deposit just comes back.
    const isBeaten = incumbent !== undefined && solution.welfare < incumbent.welfare;
    const list = isBeaten ? "0x" : await this.#list(contest);
    return { kind: "reveal", auction, solution, salt, list, deadline };
  }

  async #list({ auction, hint, head }: Contest): Promise<Hex> {
    const entries = await getBlockList(this.#tools.connection.client, {
      ...this.#at(head),
      auction,
      fromBlock: hint.fromBlock,
    });
    return encodeList(entries.map(({ record }) => record));
  }

  #book({ auction, hint, head }: Contest): Promise<ContestBook> {
    return getContestBook(this.#tools.connection.client, { ...this.#at(head), auction, fromBlock: hint.fromBlock });
  }

  #at({ number }: Head) {
    return { deployment: this.#tools.connection.deployment, blockNumber: number };
  }

  get #account() {
    return this.#tools.connection.account.address;
  }
}

/** Whether a candidate is better than what the keeper is committed to, which may be of a book that a reorg changed. */
function improves(book: ContestBook, { allocation, figures }: Candidate, committed: Secret | undefined): boolean {
  if (committed === undefined) return true;
  try {
    const own = contender(committed.allocation, verifySolution(book, committed.allocation));
    return isBetter(book, contender(allocation, figures), own);
  } catch {
    return true;
  }
}
