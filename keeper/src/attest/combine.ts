/**
 * From the statements of a set of oracles to the evidence that a reading is computed from.
 *
 * With n oracles, a quorum q > 2n/3 and f = n - q: up to f oracles may lie, be silent, or say different things to
 * different peers, and nothing comes of it.
 *
 *   statements  at least q of them, each of another oracle (see vector.ts): so at least f + 1 honest ones, a majority
 *   samples     count where f + 1 statements say that their oracle fetched them itself: at least one honest oracle has.
 *               They are signed by the meter key, so that it does not matter who hands the pages over
 *   receipts    count where any statement has them: the nominee signed them against itself
 *   challenges  time counts where those of more than half of the statements' oracles stand (see sdk meter/evidence)
 *
 * An assignment without any sample that counts has no reading: its leaf is missing, and it counts as undelivered
 * unless its provider wins a dispute about it.
 *
 * What f liars can do: nothing at any instant of which the honest oracles say the same, since these alone are more than
 * half, and the liars are less. Where the honest ones saw different things, that is, in the minutes in which an endpoint
 * went up or down, or where it serves some oracles and not others, the liars can side with a part of them. More than f
 * of them (two of four) can stop the root: without them there is no quorum. They cannot have time counted as delivered
 * which all honest oracles saw fail: half of the statements is not more than half.
 */
import { challengeQuorumOf, type Receipt, type SignedChallenge } from "@clearhour/sdk/meter";
import type { Hex } from "viem";
import { pairKey } from "../delivery/facts.ts";
import type { Statement, Testimony } from "./statement.ts";

/** A set of oracles. */
export type OracleSet = { readonly size: number; readonly quorum: number };

/** What counts of one assignment. */
export type Evidence = {
  readonly commitment: number;
  readonly nomination: number;
  /** Ids, ascending. */
  readonly samples: readonly Hex[];
  readonly receipts: readonly Omit<Receipt, "assignment">[];
  readonly challenges: readonly SignedChallenge[];
  /** How many oracles' challenges must stand at an instant. */
  readonly challengeQuorum: number;
};

/** How many oracles of a set may fail in any way. */
export function faultsOf({ quorum, size }: OracleSet): number {
  return size - quorum;
}

/** Whether a root can be computed of so many statements yet. */
export function canCombine(valid: number, { quorum }: OracleSet): boolean {
  return valid >= quorum;
}

/**
 * The evidence of one assignment. The same statements give the same evidence, in whatever order they come.
 *
 * @param statements At least a quorum, one per oracle: `StatementVector.valid`.
 */
export function combine(
  statements: readonly Statement[],
  pair: { readonly commitment: number; readonly nomination: number },
  set: OracleSet,
): Evidence {
  const { commitment, nomination } = pair;
  const key = pairKey(pair);
  const said = statements.flatMap(({ oracle, testimonies }) =>
    testimonies.filter((testimony) => pairKey(testimony) === key).map((testimony) => ({ oracle, testimony })),
  );
  const testimonies = said.map(({ testimony }) => testimony);
  return {
    commitment,
    nomination,
    samples: seenByAnHonestOne(testimonies, faultsOf(set)),
    receipts: allReceipts(testimonies),
    challenges: said
      .flatMap(({ oracle, testimony }) => testimony.challenges.map((challenge) => ({ ...challenge, oracle })))
      .sort((a, b) => a.at - b.at || (a.signature < b.signature ? -1 : 1)),
    challengeQuorum: challengeQuorumOf(statements.length),
  };
}

function seenByAnHonestOne(testimonies: readonly Testimony[], faults: number): Hex[] {
  const seen = new Map<Hex, number>();
  for (const { samples } of testimonies) {
    for (const id of new Set(samples)) seen.set(id, (seen.get(id) ?? 0) + 1);
  }
  return [...seen]
    .filter(([, times]) => times > faults)
    .map(([id]) => id)
    .sort();
}

function allReceipts(testimonies: readonly Testimony[]): Omit<Receipt, "assignment">[] {
  const receipts = new Map(testimonies.flatMap((testimony) => testimony.receipts.map((r) => [r.signature, r])));
  return [...receipts.values()].sort((a, b) => a.from - b.from || a.to - b.to || (a.signature < b.signature ? -1 : 1));
}
