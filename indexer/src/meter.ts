/** Meter: oracle sets, roots, disputes, bonds. */
import { Address, BigInt, Bytes } from "@graphprotocol/graph-ts";
import {
  DisputeDecided as DisputeDecidedEvent,
  DisputeOpened as DisputeOpenedEvent,
  DisputeSilent as DisputeSilentEvent,
  LeafPresented as LeafPresentedEvent,
  OracleBonded as OracleBondedEvent,
  OracleBondWithdrawn as OracleBondWithdrawnEvent,
  OraclePenalised as OraclePenalisedEvent,
  OracleSetRegistered as OracleSetRegisteredEvent,
  OracleUnbonding as OracleUnbondingEvent,
  RootPosted as RootPostedEvent,
} from "../generated/Meter/Meter";
import { Assignment, Dispute, MeterRoot, OracleBond, OracleSet, Series } from "../generated/schema";
import { account, series, today, ZERO } from "./entities";
import { id32, id64, join, u64Of } from "./ids";

export function OracleSetRegistered(event: OracleSetRegisteredEvent): void {
  const members: Bytes[] = [];
  for (let i = 0; i < event.params.members.length; i++) members.push(event.params.members[i]);
  const set = new OracleSet(event.params.id);
  set.members = members;
  set.quorum = event.params.quorum;
  set.registeredAt = event.block.timestamp;
  set.save();
}

export function RootPosted(event: RootPostedEvent): void {
  const its = series(u64Of(event.params.series));
  const root = new MeterRoot(its.id);
  root.series = its.id;
  root.root = event.params.root;
  root.count = event.params.count;
  root.signatures = event.params.signatures.toI32();
  root.poster = event.params.poster;
  root.postedAt = event.block.timestamp;
  root.tx = event.transaction.hash;
  root.save();
  its.root = root.id;
  its.save();
}

export function DisputeOpened(event: DisputeOpenedEvent): void {
  const its = series(u64Of(event.params.series));
  const entries = join(id32(event.params.commitment.toU32()), id32(event.params.nomination.toU32()));
  const assignment = Assignment.load(join(its.id, entries))!;
  const opened = new Dispute(id64(u64Of(event.params.dispute)));
  opened.number = event.params.dispute;
  opened.series = its.id;
  opened.assignment = assignment.id;
  opened.party = account(event.params.party, event).id;
  opened.other = account(event.params.other, event).id;
  opened.leaf = event.params.leaf;
  opened.presented = false;
  opened.bond = event.params.bond;
  opened.deadline = event.params.deadline;
  opened.state = "open";
  opened.openedAt = event.block.timestamp;
  opened.tx = event.transaction.hash;
  opened.save();
  assignment.dispute = opened.id;
  assignment.save();
  const day = today(event);
  day.disputes += 1;
  day.save();
}

export function LeafPresented(event: LeafPresentedEvent): void {
  const its = dispute(event.params.dispute);
  its.leaf = event.params.leaf;
  its.presented = true;
  its.save();
}

export function DisputeDecided(event: DisputeDecidedEvent): void {
  const its = dispute(event.params.dispute);
  its.state = "decided";
  its.won = event.params.won;
  its.verdict = event.params.leaf;
  its.closedAt = event.block.timestamp;
  its.save();
}

export function DisputeSilent(event: DisputeSilentEvent): void {
  const its = dispute(event.params.dispute);
  its.state = "silent";
  its.closedAt = event.block.timestamp;
  its.save();
}

export function OracleBonded(event: OracleBondedEvent): void {
  const its = bond(event.params.oracle, id32(event.params.product.toU32()));
  its.bonded = its.bonded.plus(event.params.amount);
  its.save();
}

export function OracleUnbonding(event: OracleUnbondingEvent): void {
  const its = bond(event.params.oracle, id32(event.params.product.toU32()));
  its.unbonding = its.unbonding.plus(event.params.amount);
  its.releaseTime = event.params.releaseTime;
  its.save();
}

export function OracleBondWithdrawn(event: OracleBondWithdrawnEvent): void {
  const its = bond(event.params.oracle, id32(event.params.product.toU32()));
  its.unbonding = its.unbonding.minus(event.params.amount);
  its.bonded = its.bonded.minus(event.params.amount);
  its.save();
}

/** What is leaving goes first. */
export function OraclePenalised(event: OraclePenalisedEvent): void {
  const amount = event.params.amount;
  const disputed = Series.load(dispute(event.params.dispute).series)!;
  const its = bond(event.params.oracle, disputed.product);
  its.unbonding = its.unbonding.lt(amount) ? ZERO : its.unbonding.minus(amount);
  its.bonded = its.bonded.minus(amount);
  its.penalised = its.penalised.plus(amount);
  its.save();
}

function dispute(number: BigInt): Dispute {
  return Dispute.load(id64(u64Of(number)))!;
}

function bond(oracle: Address, product: Bytes): OracleBond {
  const id = join(oracle, product);
  let found = OracleBond.load(id);
  if (found == null) {
    found = new OracleBond(id);
    found.oracle = oracle;
    found.product = product;
    found.bonded = ZERO;
    found.unbonding = ZERO;
    found.releaseTime = ZERO;
    found.penalised = ZERO;
  }
  return found;
}
