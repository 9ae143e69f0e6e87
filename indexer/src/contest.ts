/** Contest: what solvers commit to, bring and leave. */
import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  DepositForfeited as DepositForfeitedEvent,
  IncumbentReplaced as IncumbentReplacedEvent,
  SolutionBeaten as SolutionBeatenEvent,
  SolutionCommitted as SolutionCommittedEvent,
} from "../generated/Contest/Contest";
import { Contest, Solution, SolutionCommitment } from "../generated/schema";
import { eventId, id64, join, u64Of } from "./ids";

/** There is a contest for it: nobody commits to an auction without strips and blocks. */
export function SolutionCommitted(event: SolutionCommittedEvent): void {
  const contest = id64(u64Of(event.params.auction));
  const its = new SolutionCommitment(join(contest, event.params.solver));
  its.contest = contest;
  its.solver = event.params.solver;
  its.commitment = event.params.commitment;
  its.state = "open";
  its.committedAt = event.block.timestamp;
  its.committedTx = event.transaction.hash;
  its.save();
}

/** The first one is the baseline, which nobody commits to. */
export function IncumbentReplaced(event: IncumbentReplacedEvent): void {
  const its = Contest.load(id64(u64Of(event.params.auction)))!;
  const isBaseline = its.solver === null;
  const brought = solution(event, its.id, event.params.solver, event.params.welfare);
  brought.kind = isBaseline ? "baseline" : "best";
  brought.gap = event.params.gap;
  brought.distance = event.params.distance;
  brought.accepted = event.params.accepted;
  brought.partials = event.params.partials;
  brought.save();
  its.solver = event.params.solver;
  its.welfare = event.params.welfare;
  its.gap = event.params.gap;
  its.distance = event.params.distance;
  its.accepted = event.params.accepted;
  its.partials = event.params.partials;
  its.save();
  if (!isBaseline) reveal(its.id, event.params.solver);
}

export function SolutionBeaten(event: SolutionBeatenEvent): void {
  const contest = id64(u64Of(event.params.auction));
  const brought = solution(event, contest, event.params.solver, event.params.welfare);
  brought.kind = "beaten";
  brought.save();
  reveal(contest, event.params.solver);
}

export function DepositForfeited(event: DepositForfeitedEvent): void {
  const its = SolutionCommitment.load(join(id64(u64Of(event.params.auction)), event.params.solver))!;
  its.state = "forfeited";
  its.forfeited = event.params.amount;
  its.save();
}

function solution(event: ethereum.Event, contest: Bytes, solver: Bytes, welfare: BigInt): Solution {
  const brought = new Solution(eventId(event));
  brought.contest = contest;
  brought.solver = solver;
  brought.welfare = welfare;
  brought.at = event.block.timestamp;
  brought.tx = event.transaction.hash;
  return brought;
}

function reveal(contest: Bytes, solver: Bytes): void {
  const its = SolutionCommitment.load(join(contest, solver))!;
  its.state = "revealed";
  its.save();
}
