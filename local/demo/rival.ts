/** A solver of its own beside the keepers: what it finds is better than the baseline, and not the best. */
import { randomBytes } from "node:crypto";
import { commitSolutionSync, getContest, getContestBook, revealSolutionSync } from "@clearhour/sdk";
import { encodeSolution, verifySolution } from "@clearhour/sdk/contest";
import { bytesToHex } from "viem";
import { sleep } from "../processes.ts";
import type { Party } from "./cast.ts";
import type { Stage } from "./stage.ts";

const POLL_MS = 100;

/** What it proposes. */
export interface Proposal {
  /** Ticks, of every series with orders. */
  readonly price: number;
  /** Lots, or units of its profile, of each strip and block in the order in which they were placed. */
  readonly filled: readonly number[];
}

/** Commits to a solution of a contest that is open, and reveals it as soon as it can. */
export async function solve(stage: Stage, { client }: Party, auction: bigint, proposal: Proposal): Promise<void> {
  const { clock, deployment } = stage;
  const contested = { deployment, auction };
  const book = await getContestBook(client, contested);
  const prices = book.series.map((series) => (series === undefined ? 0 : proposal.price));
  const allocation = { prices, filled: proposal.filled };
  const solution = encodeSolution(book, allocation, verifySolution(book, allocation));
  const salt = bytesToHex(randomBytes(32));
  await commitSolutionSync(client, { ...contested, solution, salt });
  const { revealFrom } = await getContest(client, contested);
  await clock.until(Number(revealFrom));
  while ((await getContest(client, contested)).incumbent === undefined) await sleep(POLL_MS);
  await revealSolutionSync(client, { ...contested, solution, salt });
}
