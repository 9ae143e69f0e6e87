/** Delivery: the two lines, what they assign, and what nobody was assigned. */
import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import {
  CommitmentReleased as CommitmentReleasedEvent,
  Committed as CommittedEvent,
  CompensationClaimed as CompensationClaimedEvent,
  CompensationSwept as CompensationSweptEvent,
  Nominated as NominatedEvent,
  ShiftArmed as ShiftArmedEvent,
  ShiftFixed as ShiftFixedEvent,
  ShortDefaulted as ShortDefaultedEvent,
  SpotFixed as SpotFixedEvent,
} from "../generated/Delivery/Delivery";
import { Assignment, Commitment, DaySeed, Nomination, Series, ShortDefault } from "../generated/schema";
import { meetings } from "./circle";
import { account, series, today, ZERO } from "./entities";
import { eventId, id32, join, u64Of } from "./ids";

export function Committed(event: CommittedEvent): void {
  const its = series(u64Of(event.params.series));
  const index = event.params.commitment.toU32();
  its.committed = its.committed.plus(event.params.lots);
  its.commitmentCount += 1;
  its.save();
  const entry = new Commitment(join(its.id, id32(index)));
  entry.series = its.id;
  entry.index = i32(index);
  entry.provider = event.params.account;
  entry.account = event.params.account;
  entry.lots = event.params.lots;
  entry.end = its.committed;
  entry.k = event.params.k;
  entry.mark = event.params.mark;
  entry.lockPerLot = event.params.perLot;
  entry.releasedLots = ZERO;
  entry.released = ZERO;
  entry.committedAt = event.block.timestamp;
  entry.committedTx = event.transaction.hash;
  entry.save();
}

export function Nominated(event: NominatedEvent): void {
  const its = series(u64Of(event.params.series));
  const holder = account(event.params.account, event);
  const index = event.params.nomination.toU32();
  its.nominated = its.nominated.plus(event.params.lots);
  its.nominationCount += 1;
  its.save();
  const entry = new Nomination(join(its.id, id32(index)));
  entry.series = its.id;
  entry.index = i32(index);
  entry.account = holder.id;
  entry.owner = holder.owner;
  entry.lots = event.params.lots;
  entry.end = its.nominated;
  entry.accessKey = event.params.accessKey;
  entry.compensatedLots = ZERO;
  entry.compensation = ZERO;
  entry.nominatedAt = event.block.timestamp;
  entry.nominatedTx = event.transaction.hash;
  entry.save();
}

export function ShiftArmed(event: ShiftArmedEvent): void {
  const its = series(u64Of(event.params.series));
  if (!event.params.ofDay) {
    its.shiftBlock = event.params.blockNumber;
    its.save();
    return;
  }
  const seed = new DaySeed(join(its.product, id32(u32(its.day))));
  seed.product = its.product;
  seed.day = its.day;
  seed.blockNumber = event.params.blockNumber;
  seed.save();
}

/** The lines are complete and turned: who serves whom is known. Work and entities grow with the entries, which pay. */
export function ShiftFixed(event: ShiftFixedEvent): void {
  const its = series(u64Of(event.params.series));
  its.shift = event.params.shift;
  its.save();
  const commitmentsAreLonger = its.committed.ge(its.nominated);
  const shift = event.params.shift.toI64();
  const commitmentEnds = ends(its, true);
  const nominationEnds = ends(its, false);
  const pairs = commitmentsAreLonger
    ? meetings(commitmentEnds, nominationEnds, shift)
    : meetings(nominationEnds, commitmentEnds, shift);
  for (let i = 0; i < pairs.lots.length; i++) {
    const commitment = commitmentsAreLonger ? pairs.long[i] : pairs.short[i];
    const nomination = commitmentsAreLonger ? pairs.short[i] : pairs.long[i];
    assign(its.id, commitment, nomination, BigInt.fromI64(pairs.lots[i]));
  }
}

export function SpotFixed(event: SpotFixedEvent): void {
  const its = series(u64Of(event.params.series));
  its.spot = event.params.spot;
  its.save();
}

export function CommitmentReleased(event: CommitmentReleasedEvent): void {
  const its = series(u64Of(event.params.series));
  const entry = Commitment.load(join(its.id, id32(event.params.commitment.toU32())))!;
  entry.releasedLots = entry.releasedLots.plus(event.params.lots);
  entry.released = entry.released.plus(event.params.released);
  entry.save();
}

export function ShortDefaulted(event: ShortDefaultedEvent): void {
  const its = series(u64Of(event.params.series));
  its.defaulted = its.defaulted.plus(event.params.lots);
  its.save();
  const entry = new ShortDefault(eventId(event));
  entry.series = its.id;
  entry.account = account(event.params.account, event).id;
  entry.lots = event.params.lots;
  entry.penalty = event.params.penalty;
  entry.paid = event.params.paid;
  entry.seized = event.params.seized;
  entry.timestamp = event.block.timestamp;
  entry.tx = event.transaction.hash;
  entry.save();
  const day = today(event);
  day.lotsDefaulted = day.lotsDefaulted.plus(event.params.lots);
  day.save();
}

export function CompensationClaimed(event: CompensationClaimedEvent): void {
  const its = series(u64Of(event.params.series));
  its.compensated = its.compensated.plus(event.params.amount);
  its.save();
  const entry = Nomination.load(join(its.id, id32(event.params.nomination.toU32())))!;
  entry.compensatedLots = entry.compensatedLots.plus(event.params.lots);
  entry.compensation = entry.compensation.plus(event.params.amount);
  entry.save();
  const day = today(event);
  day.damages = day.damages.plus(event.params.amount);
  day.save();
}

export function CompensationSwept(event: CompensationSweptEvent): void {
  const its = series(u64Of(event.params.series));
  its.swept = its.swept.plus(event.params.amount);
  its.save();
}

/** The ends of a line's entries. */
function ends(its: Series, ofCommitments: bool): i64[] {
  const found: i64[] = [];
  const count = ofCommitments ? its.commitmentCount : its.nominationCount;
  for (let i = 0; i < count; i++) {
    const id = join(its.id, id32(i));
    found.push((ofCommitments ? Commitment.load(id)!.end : Nomination.load(id)!.end).toI64());
  }
  return found;
}

function assign(seriesId: Bytes, commitment: i32, nomination: i32, lots: BigInt): void {
  const id = join(seriesId, join(id32(commitment), id32(nomination)));
  let found = Assignment.load(id);
  if (found == null) {
    const its = Commitment.load(join(seriesId, id32(commitment)))!;
    const other = Nomination.load(join(seriesId, id32(nomination)))!;
    found = new Assignment(id);
    found.series = seriesId;
    found.commitment = its.id;
    found.nomination = other.id;
    found.provider = its.provider;
    found.holder = other.account;
    found.lots = ZERO;
    found.settled = false;
  }
  found.lots = found.lots.plus(lots);
  found.save();
}
