import { type Hex, hexToBytes, keccak256, numberToHex } from "viem";
import { bits } from "../clearing/layout.ts";
import { BaseError } from "../errors/base.ts";

/** A strip or block in its auction's list, as contracts/types/BlockRecord.sol: what a clearing needs of it. */
export interface BlockRecord {
  /** Whether it sells: of lots held or to be delivered. */
  readonly sell: boolean;
  /** Whether it is a block. */
  readonly block: boolean;
  /** Place of its product in its market, from 0. */
  readonly place: number;
  /** Periods from the first of the auction's window. */
  readonly offset: number;
  /** Periods it covers. */
  readonly periods: number;
  /** Limit on the average price of its lots, ticks. */
  readonly price: number;
  /** Lots in each period, or units of the profile. */
  readonly lots: number;
  /** Fewest lots that it accepts: 0 for a strip. */
  readonly least: number;
  /** Lots of a unit in each period; empty where they are the same, 1, in all of them. */
  readonly profile: readonly number[];
}

/** Bytes are no records of an auction's list. */
export class InvalidListError extends BaseError {
  override name = "InvalidListError";
}

const HEAD = 14;
const SELL = 1;
const BLOCK = 2;
const PROFILE = 4;

/**
 * The bytes of a record.
 *
 * @throws {InvalidWordError} when a value does not fit its field
 */
export function encodeRecord(record: BlockRecord): Hex {
  const { profile, sell, block } = record;
  const flags =
    (Number(bits("place", record.place, 3n)) << 3) |
    (sell ? SELL : 0) |
    (block ? BLOCK : 0) |
    (profile.length > 0 ? PROFILE : 0);
  const head = [
    hex("flags", flags, 8n),
    hex("offset", record.offset, 8n),
    hex("periods", record.periods, 8n),
    hex("price", record.price, 24n),
    hex("lots", record.lots, 32n),
    hex("least", record.least, 32n),
  ];
  return `0x${[...head, ...profile.map((lots) => hex("profile", lots, 16n))].join("")}`;
}

/**
 * The one record that the bytes are.
 *
 * @throws {InvalidListError} when they are not exactly one
 */
export function decodeRecord(bytes: Hex): BlockRecord {
  const [record, ...more] = decodeList(bytes);
  if (record === undefined || more.length > 0) throw new InvalidListError("The bytes are not one record.");
  return record;
}

/** The bytes of an auction's list: its records, one after the other. Throws as {@link encodeRecord}. */
export function encodeList(records: readonly BlockRecord[]): Hex {
  return `0x${records.map((record) => encodeRecord(record).slice(2)).join("")}`;
}

/**
 * The records of a list's bytes.
 *
 * @throws {InvalidListError} when they end within a record, or have flags that no record has
 */
export function decodeList(list: Hex): BlockRecord[] {
  const bytes = hexToBytes(list);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: BlockRecord[] = [];
  for (let at = 0; at < bytes.length; ) {
    const left = bytes.length - at;
    const flags = view.getUint8(at);
    const length = HEAD + (flags & PROFILE && left >= HEAD ? 2 * view.getUint8(at + 2) : 0);
    if (left < length) throw new InvalidListError(`The list ends within record ${records.length}.`);
    if (flags >> 6 !== 0) throw new InvalidListError(`Record ${records.length} begins with ${flags}.`);
    records.push(recordAt(view, at, length));
    at += length;
  }
  return records;
}

/**
 * The hash chain of an auction's list: it starts with the auction's id, and each record gives
 * `keccak256(chain, record)`. `Blocks.listOf` has it.
 */
export function chainOf(auction: bigint, records: readonly BlockRecord[]): Hex {
  let chain: Hex = numberToHex(auction, { size: 32 });
  for (const record of records) chain = keccak256(`0x${chain.slice(2)}${encodeRecord(record).slice(2)}`);
  return chain;
}

function recordAt(view: DataView, at: number, length: number): BlockRecord {
  const flags = view.getUint8(at);
  const profile: number[] = [];
  for (let i = at + HEAD; i < at + length; i += 2) profile.push(view.getUint16(i));
  return {
    sell: (flags & SELL) !== 0,
    block: (flags & BLOCK) !== 0,
    place: flags >> 3,
    offset: view.getUint8(at + 1),
    periods: view.getUint8(at + 2),
    price: view.getUint32(at + 2) & 0xffffff,
    lots: view.getUint32(at + 6),
    least: view.getUint32(at + 10),
    profile,
  };
}

function hex(field: string, value: number, size: bigint): string {
  return bits(field, value, size)
    .toString(16)
    .padStart(Number(size) / 4, "0");
}
