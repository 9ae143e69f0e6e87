/** Claims: long lots as ERC-1155 tokens. */
import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  TransferBatch as TransferBatchEvent,
  TransferSingle as TransferSingleEvent,
  Unwrapped as UnwrappedEvent,
  Wrapped as WrappedEvent,
} from "../generated/Claims/Claims";
import { Claim, Wrapping } from "../generated/schema";
import { account, series, ZERO } from "./entities";
import { eventId, id32, id64, join, u64Of } from "./ids";

export function TransferSingle(event: TransferSingleEvent): void {
  move(event.params.from, event.params.to, event.params.id, event.params.value);
}

export function TransferBatch(event: TransferBatchEvent): void {
  const ids = event.params.ids;
  const values = event.params.values;
  for (let i = 0; i < ids.length; i++) move(event.params.from, event.params.to, ids[i], values[i]);
}

export function Wrapped(event: WrappedEvent): void {
  note(event, true, event.params.account, event.params.to, event.params.series, event.params.lots);
}

export function Unwrapped(event: UnwrappedEvent): void {
  note(event, false, event.params.account, event.params.from, event.params.series, event.params.lots);
}

/** A transfer of nothing may name any id, also one that is no series. */
function move(from: Address, to: Address, id: BigInt, value: BigInt): void {
  if (value.isZero()) return;
  const its = series(u64Of(id));
  if (from == Address.zero()) {
    its.claimSupply = its.claimSupply.plus(value);
    its.save();
  } else {
    add(from, its.id, value.neg());
  }
  if (to == Address.zero()) {
    its.claimSupply = its.claimSupply.minus(value);
    its.save();
  } else {
    add(to, its.id, value);
  }
}

function add(holder: Address, seriesId: Bytes, lots: BigInt): void {
  const id = join(holder, seriesId);
  let claim = Claim.load(id);
  if (claim == null) {
    claim = new Claim(id);
    claim.holder = holder;
    claim.series = seriesId;
    claim.lots = ZERO;
  }
  claim.lots = claim.lots.plus(lots);
  claim.save();
}

function note(
  event: ethereum.Event,
  out: boolean,
  accountId: Bytes,
  holder: Address,
  ids: BigInt[],
  lots: BigInt[],
): void {
  const its = account(accountId, event);
  for (let i = 0; i < ids.length; i++) {
    const entry = new Wrapping(join(eventId(event), id32(i)));
    entry.out = out;
    entry.account = its.id;
    entry.holder = holder;
    entry.series = id64(u64Of(ids[i]));
    entry.lots = lots[i];
    entry.timestamp = event.block.timestamp;
    entry.tx = event.transaction.hash;
    entry.save();
  }
}
