import { formatDecimal, parseDecimal } from "./decimal.ts";
import { BPS, type TermsField, TIERS } from "./fields.ts";

/** A duration in words: whole seconds, minutes, hours or days. */
export type Duration = `${number}${"s" | "m" | "h" | "d"}`;

/** What reading an amount or a price needs to know. */
export type Context = {
  /** Decimals of the quote token. */
  decimals: number;
  /** Quote units per tick; undefined while it is not known. */
  tickSize: bigint | undefined;
};

/** Why a value cannot be taken. Thrown within this folder only; its caller names the field. */
export class Refusal extends Error {
  readonly problem: string;
  readonly remedy: string;

  constructor(problem: string, remedy: string) {
    super(problem);
    this.problem = problem;
    this.remedy = remedy;
  }
}

type Kind = TermsField["kind"];

/** Decimal places of a basis point. */
const BPS_PLACES = Math.log10(BPS);

const SECONDS = { d: 86_400n, h: 3_600n, m: 60n, s: 1n };

/**
 * The integer that a written value stands for.
 *
 * @throws {Refusal} when it is malformed or has no exact integer
 */
export function readField(kind: Kind, written: unknown, context: Context): bigint {
  if (written === undefined || written === null) {
    throw new Refusal("is missing", "State it: it has no default.");
  }
  return READERS[kind](written, context);
}

/** The written value of an integer; {@link readField} reads it back. */
export function writeField(kind: Kind, value: bigint, context: Context): string | number {
  return WRITERS[kind](value, context);
}

const READERS: Record<Kind, (written: unknown, context: Context) => bigint> = {
  amount: (written, { decimals }) => readMoney(written, decimals),
  price: readPrice,
  ratio: readRatio,
  duration: readDuration,
  count: (written) => readInteger(written, "Give a whole number of lots."),
  tier: readTier,
  hash: readHash,
};

const WRITERS: Record<Kind, (value: bigint, context: Context) => string | number> = {
  amount: (value, { decimals }) => formatDecimal(value, decimals),
  price: (value, { decimals, tickSize = 1n }) => formatDecimal(value * tickSize, decimals),
  ratio: (value) => formatDecimal(value, BPS_PLACES),
  duration: writeDuration,
  count: Number,
  tier: (value) => TIERS[Number(value)] ?? "",
  hash: (value) => `0x${value.toString(16).padStart(64, "0")}`,
};

function readMoney(written: unknown, decimals: number): bigint {
  if (typeof written !== "string") {
    throw new Refusal(`is a ${typeof written}`, `Write money as a text, such as "0.01": a number may be inexact.`);
  }
  const exact = parseDecimal(written, decimals);
  if ("units" in exact) return exact.units;
  throw new Refusal(exact.problem, `Write quote tokens with at most ${decimals} decimal places, such as "0.01".`);
}

function readPrice(written: unknown, { decimals, tickSize }: Context): bigint {
  const units = readMoney(written, decimals);
  if (!tickSize) throw new Refusal("is a price without a tick size", "Correct tickSize first.");
  if (units % tickSize === 0n) return units / tickSize;
  const below = formatDecimal(units - (units % tickSize), decimals);
  throw new Refusal(`${written} is not a multiple of the tick size`, `The next price below is ${below}.`);
}

function readRatio(written: unknown): bigint {
  const remedy = "Write a share of one to the basis point, such as 0.1 or 0.0025.";
  if (typeof written !== "string" && typeof written !== "number") {
    throw new Refusal(`is a ${typeof written}`, remedy);
  }
  // The shortest text of a number is what was typed: no arithmetic has touched it.
  const exact = parseDecimal(String(written), BPS_PLACES);
  if ("units" in exact) return exact.units;
  throw new Refusal(exact.problem, remedy);
}

function readDuration(written: unknown): bigint {
  const remedy = 'Give whole seconds, or a text such as "90s", "15m", "1h" or "31d".';
  if (typeof written !== "string") return readInteger(written, remedy);
  const [, digits, unit] = /^(0|[1-9]\d{0,9})([smhd])$/.exec(written) ?? [];
  if (!digits || !unit) throw new Refusal(`${JSON.stringify(written.slice(0, 40))} is not a duration`, remedy);
  return BigInt(digits) * SECONDS[unit as keyof typeof SECONDS];
}

function writeDuration(value: bigint): string {
  const longest = (["d", "h", "m"] as const).find((unit) => value % SECONDS[unit] === 0n) ?? "s";
  return `${value / SECONDS[longest]}${longest}`;
}

function readInteger(written: unknown, remedy: string): bigint {
  if (typeof written === "number" && Number.isSafeInteger(written) && written >= 0) return BigInt(written);
  throw new Refusal(`${typeof written === "number" ? written : `a ${typeof written}`} is not a whole number`, remedy);
}

function readTier(written: unknown): bigint {
  const index = TIERS.indexOf(written as (typeof TIERS)[number]);
  if (index < 0) throw new Refusal("is not a service tier", `Choose one of ${TIERS.join(", ")}.`);
  return BigInt(index);
}

function readHash(written: unknown): bigint {
  if (typeof written === "string" && /^0x[0-9a-fA-F]{64}$/.test(written)) return BigInt(written);
  throw new Refusal("is not 32 bytes of hex", "Give the id that the Meter knows the set by: 0x and 64 digits.");
}
