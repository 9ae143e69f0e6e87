/** What a person typed for a strip or block, as what can be placed, or as what is wrong with it. */
import { parseLots } from "../lib/amounts.ts";
import { formatLots } from "../lib/format.ts";

/** A strip, a block with the same lots in each hour, or one whose lots differ. */
export type BlockKindChoice = "strip" | "block" | "profile";

/** As it stands in the fields. */
export interface BlockText {
  readonly kind: BlockKindChoice;
  /** How many. */
  readonly hours: string;
  /** In each hour; unused by a profile. */
  readonly lots: string;
  /** Of a profile: in the first hour, the second one, and so on. */
  readonly profile: readonly string[];
  /** The least share that a block accepts, percent; empty for all of it. */
  readonly share: string;
}

/** As it can be placed. */
export type BlockShape =
  | { readonly form: "strip"; readonly periods: number; readonly lots: number }
  | {
      readonly form: "block";
      readonly periods: number;
      readonly lots: number;
      readonly least: number;
      readonly profile?: readonly number[];
    };

/** Where something is wrong: lots in each hour stand for those of a profile too. */
export type BlockField = "hours" | "lots" | "share" | "price";

export interface ReadBlock {
  /** `undefined` where something is wrong. */
  readonly shape: BlockShape | undefined;
  readonly problems: Readonly<Partial<Record<BlockField, string>>>;
}

/**
 * Reads the fields of a strip or block.
 *
 * @param room Hours from its first one to the end of the auction's window.
 */
export function readBlock(text: BlockText, room: number): ReadBlock {
  const hours = readHours(text, room);
  if (typeof hours === "string") return { shape: undefined, problems: { hours } };
  const perHour = text.kind === "profile" ? readProfile(text.profile, hours) : readLots(text.lots);
  const share = text.kind === "strip" ? 100 : readShare(text.share);
  if (typeof perHour !== "string" && share !== undefined) {
    return { shape: shapeOf(text.kind, hours, perHour, share), problems: {} };
  }
  const problems = {
    ...(typeof perHour === "string" && { lots: perHour }),
    ...(share === undefined && { share: "A whole number from 1 to 100." }),
  };
  return { shape: undefined, problems };
}

function shapeOf(
  kind: BlockKindChoice,
  periods: number,
  perHour: number | readonly number[],
  share: number,
): BlockShape {
  if (kind === "strip" && typeof perHour === "number") return { form: "strip", periods, lots: perHour };
  if (typeof perHour === "number") return { form: "block", periods, lots: perHour, least: leastOf(perHour, share) };
  // As many units as there can be: each is one more share that it may be cut to.
  const lots = perHour.reduce(greatestDivisor);
  const profile = perHour.map((one) => one / lots);
  return { form: "block", periods, lots, least: leastOf(lots, share), profile };
}

/** Lots of an hour, of all that it trades. */
export function lotsPerHour(shape: BlockShape): number[] {
  const profile = shape.form === "block" ? shape.profile : undefined;
  return Array.from({ length: shape.periods }, (_, i) => (profile?.[i] ?? 1) * shape.lots);
}

/** What the least share of a block comes to. */
export function leastInWords(shape: BlockShape): string {
  if (shape.form === "strip") return "";
  const { least, lots, profile } = shape;
  if (lots === 1 && profile !== undefined) return "All or none: its lots have no common divisor.";
  if (least === lots) return "All or none.";
  const unit = lotsPerHour(shape).reduce((sum, one) => sum + one, 0) / lots;
  return `None, or at least ${formatLots(least * unit)} of all ${formatLots(lots * unit)} lots, evenly.`;
}

function readHours({ hours, kind }: BlockText, room: number): number | string {
  const fewest = kind === "strip" ? 2 : 1;
  if (room < fewest) return "The auction's window ends with this hour, and a strip has two at least.";
  const count = /^\d{1,3}$/.test(hours.trim()) ? Number(hours) : 0;
  if (count >= fewest && count <= room) return count;
  return fewest === room ? `${room}: the auction's window ends then.` : `From ${fewest} to ${room}.`;
}

function readLots(text: string): number | string {
  return parseLots(text) ?? "A whole number from 1.";
}

function readProfile(texts: readonly string[], hours: number): number[] | string {
  const lots: number[] = [];
  for (let i = 0; i < hours; i++) {
    const one = parseLots(texts[i] ?? "");
    if (one === undefined) return `Each hour has a whole number of lots from 1: hour ${i + 1} has none.`;
    lots.push(one);
  }
  return lots;
}

function readShare(text: string): number | undefined {
  if (text.trim() === "") return 100;
  const share = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  return share >= 1 && share <= 100 ? share : undefined;
}

function leastOf(lots: number, share: number): number {
  return Math.max(1, Math.ceil((lots * share) / 100));
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
