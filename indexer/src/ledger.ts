/** The Ledger: cash between accounts, lots in and out of positions, rights. */
import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import {
  ApprovalSet as ApprovalSetEvent,
  LotsMoved as LotsMovedEvent,
  OperatorSet as OperatorSetEvent,
  Posted as PostedEvent,
} from "../generated/Ledger/Ledger";
import { Approval, LedgerEntry, LotEntry, Operator } from "../generated/schema";
import { account, exchange, today, ZERO } from "./entities";
import { eventId, high, id32, join, low32, pair, u64Of } from "./ids";
import { DEPOSIT, reason, WITHDRAWAL } from "./names";
import { position } from "./positions";
import { bits, MemoWord, wordOf } from "./words";

/** The id of Outside: deposits come from it, withdrawals go to it, and it holds nothing. */
const OUTSIDE = Bytes.fromHexString(`0x${"00".repeat(32)}`);

const HOURS_PER_OCTET: u32 = 8;

export function Posted(event: PostedEvent): void {
  const amount = event.params.amount;
  const memo = new MemoWord(event.params.memo);
  const totals = exchange();
  totals.entries = totals.entries.plus(BigInt.fromI32(1));

  // One after the other: an account may pay itself.
  const from = account(event.params.from, event);
  if (from.entryCount.isZero() && from.id != OUTSIDE) totals.accounts += 1;
  from.entryCount = from.entryCount.plus(BigInt.fromI32(1));
  if (from.id == OUTSIDE) totals.total = totals.total.plus(amount);
  else from.balance = from.balance.minus(amount);
  from.save();
  const to = account(event.params.to, event);
  if (to.entryCount.isZero() && to.id != OUTSIDE) totals.accounts += 1;
  to.entryCount = to.entryCount.plus(BigInt.fromI32(1));
  if (to.id == OUTSIDE) totals.total = totals.total.minus(amount);
  else to.balance = to.balance.plus(amount);
  to.save();
  totals.save();

  const entry = new LedgerEntry(eventId(event));
  entry.from = from.id;
  entry.to = to.id;
  entry.fromOwner = from.owner;
  entry.toOwner = to.owner;
  entry.amount = amount;
  entry.code = memo.code;
  entry.reason = reason(memo.code);
  entry.reference = memo.reference;
  entry.timestamp = event.block.timestamp;
  entry.block = event.block.number;
  entry.logIndex = event.logIndex.toI32();
  entry.tx = event.transaction.hash;
  entry.save();

  if (memo.code == DEPOSIT || memo.code == WITHDRAWAL) {
    const day = today(event);
    if (memo.code == DEPOSIT) day.deposits = day.deposits.plus(amount);
    else day.withdrawals = day.withdrawals.plus(amount);
    day.save();
  }
}

/** Up to eight positions of one account and product, in one word: eight int32, the first hour lowest. */
export function LotsMoved(event: LotsMovedEvent): void {
  const octet = u64Of(event.params.octet);
  const word = wordOf(event.params.lots);
  const first = low32(octet) * HOURS_PER_OCTET;
  for (let i = 0; i < i32(HOURS_PER_OCTET); i++) {
    const lots = i32(bits(word, 32 * i, 32));
    if (lots != 0) moved(event, pair(high(octet), first + u32(i)), lots, i);
  }
}

export function OperatorSet(event: OperatorSetEvent): void {
  const operator = new Operator(join(event.params.owner, event.params.operator));
  operator.owner = event.params.owner;
  operator.operator = event.params.operator;
  operator.allowed = event.params.allowed;
  operator.save();
}

export function ApprovalSet(event: ApprovalSetEvent): void {
  const approval = new Approval(join(event.params.account, event.params.spender));
  approval.account = account(event.params.account, event).id;
  approval.spender = event.params.spender;
  approval.allowed = event.params.allowed;
  approval.save();
}

function moved(event: LotsMovedEvent, seriesId: u64, lots: i32, place: i32): void {
  const memo = new MemoWord(event.params.memo);
  const its = position(event.params.account, seriesId, event);
  its.lots += lots;
  if (its.lots >= 0) {
    its.k = ZERO;
    its.mark = ZERO;
  }
  its.updatedAt = event.block.timestamp;
  its.save();

  const entry = new LotEntry(join(eventId(event), id32(place)));
  entry.position = its.id;
  entry.account = its.account;
  entry.series = its.series;
  entry.lots = lots;
  entry.code = memo.code;
  entry.reason = reason(memo.code);
  entry.reference = memo.reference;
  entry.timestamp = event.block.timestamp;
  entry.block = event.block.number;
  entry.tx = event.transaction.hash;
  entry.save();
}
