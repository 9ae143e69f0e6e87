/** Ids: numbers as bytes, the highest first, one behind the other. */
import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

/** A uint32 as 4 bytes. */
export function id32(value: u32): Bytes {
  const bytes = new Uint8Array(4);
  for (let i = 0; i < 4; i++) bytes[3 - i] = u8(value >> (8 * i));
  return Bytes.fromUint8Array(bytes);
}

/** A uint64 as 8 bytes: series, auction, dispute, slot. */
export function id64(value: u64): Bytes {
  return id32(u32(value >> 32)).concat(id32(u32(value)));
}

export function pair(high: u32, low: u32): u64 {
  return (u64(high) << 32) | u64(low);
}

export function high(value: u64): u32 {
  return u32(value >> 32);
}

export function low32(value: u64): u32 {
  return u32(value);
}

/** A uint64 of an event; the type of the event's field says that it fits. */
export function u64Of(value: BigInt): u64 {
  return value.toU64();
}

/** The event's own id: transaction and log index. */
export function eventId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concat(id32(u32(event.logIndex.toI32())));
}

/** An id of one thing about another. */
export function join(first: Bytes, second: Bytes): Bytes {
  return first.concat(second);
}
