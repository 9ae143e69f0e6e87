import type { Hex } from "viem";
import { TermsError, type TermsIssue } from "./errors.ts";
import {
  type AnyTermsField,
  TERMS_FIELDS,
  TERMS_GROUPS,
  type TermsField,
  type TermsGroup,
  type TIERS,
} from "./fields.ts";
import { type Duration, Refusal, readField, writeField } from "./written.ts";

type FieldOf<G extends TermsGroup> = (typeof TERMS_FIELDS)[G][number];

/** How viem writes a Solidity type: small integers as numbers, large ones as bigints. */
type Onchain<T> = T extends "bytes32" ? Hex : T extends "uint64" | "uint80" | "uint96" ? bigint : number;

/** What trading needs: the Solidity struct `TradeTerms`. Units stand in `TERMS_FIELDS`. */
export type TradeTerms = { [F in FieldOf<"trade"> as F["name"]]: Onchain<F["type"]> };

/** What delivery and settlement need: the Solidity struct `DeliveryTerms`. Units stand in `TERMS_FIELDS`. */
export type DeliveryTerms = { [F in FieldOf<"delivery"> as F["name"]]: Onchain<F["type"]> };

/** Who attests: the Solidity struct `OracleTerms`. */
export type OracleTerms = { [F in FieldOf<"oracles"> as F["name"]]: Onchain<F["type"]> };

/** The settlement terms of a product, as the contract takes them. */
export type Terms = { trade: TradeTerms; delivery: DeliveryTerms; oracles: OracleTerms };

type Written = {
  amount: string;
  price: string;
  ratio: number | string;
  duration: number | Duration;
  count: number;
  tier: (typeof TIERS)[number];
  hash: Hex;
};

/**
 * Terms as a person writes them. Amounts and prices are decimal texts in quote tokens ("0.01"; never numbers);
 * ratios are shares of one (0.1 or "0.1"), to the basis point; durations are seconds or texts ("90s", "15m", "1h",
 * "31d").
 */
export type TermsInput = {
  [F in AnyTermsField as F extends { initial: unknown } ? never : F["input"]]: Written[F["kind"]];
} & {
  [F in AnyTermsField as F extends { initial: unknown } ? F["input"] : never]?: Written[F["kind"]] | undefined;
};

export type TermsOptions = {
  /** Decimals of the quote token, 6 to 18. */
  decimals: number;
};

/**
 * Builds the settlement terms of a product from human units, exactly: what has no exact form on-chain is refused,
 * not rounded. Fields left out take the `initial` value of `TERMS_FIELDS`.
 *
 * @example
 * const prices = { tickSize: "0.01", initialReference: "2.50", basisFloor: "1.25" };
 * terms({ ...prices, stakePerLot: "2", oracleSet, secondSet }, { decimals: 6 })
 * @throws {TermsError} when a field is missing, unknown, malformed, inexact or out of range, or when fields
 * contradict each other; `issues` names every one of them
 */
export function terms(input: TermsInput, options: TermsOptions): Terms {
  const issues = decimalsIssues(options.decimals);
  if (issues.length > 0) throw new TermsError(issues);

  const given: Readonly<Record<string, unknown>> = input;
  const values = new Map<string, bigint>();
  for (const field of allFields()) {
    try {
      const written = given[field.input] ?? field.initial;
      const context = { decimals: options.decimals, tickSize: values.get("tickSize") };
      values.set(field.name, checkRange(field, readField(field.kind, written, context)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      issues.push({ field: field.input, problem: error.problem, remedy: error.remedy });
    }
  }
  issues.push(...unknownIssues(given));
  if (issues.length === 0) issues.push(...senseIssues(values));
  if (issues.length > 0) throw new TermsError(issues);
  const built = assemble(values);
  assertTerms(built);
  return built;
}

/**
 * Checks terms against what the contract takes, so that listing them does not revert.
 *
 * @throws {TermsError} when a field is not an integer of its type or is out of range
 */
export function assertTerms(terms: Terms): void {
  const issues: TermsIssue[] = [];
  for (const group of TERMS_GROUPS) {
    const values: Readonly<Record<string, unknown>> = terms[group];
    for (const field of fieldsOf(group)) {
      try {
        checkRange(field, toInteger(field, values[field.name]));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        issues.push({ field: field.name, problem: error.problem, remedy: error.remedy });
      }
    }
  }
  const { autoCommit, gateClosure } = terms.delivery;
  if (issues.length === 0 && autoCommit <= gateClosure) {
    issues.push({
      field: "autoCommit",
      problem: `is ${autoCommit} s, not before gate closure (${gateClosure} s)`,
      remedy: "Give it more seconds before the period than gateClosure.",
    });
  }
  if (issues.length > 0) throw new TermsError(issues);
}

/**
 * Terms in human units, every field written out; {@link terms} reads them back to the same integers.
 *
 * @throws {TermsError} when the terms are not what the contract takes, or `decimals` is not 6 to 18
 */
export function formatTerms(terms: Terms, options: TermsOptions): Required<TermsInput> {
  const issues = decimalsIssues(options.decimals);
  if (issues.length > 0) throw new TermsError(issues);
  assertTerms(terms);
  const context = { decimals: options.decimals, tickSize: terms.trade.tickSize };
  const entries = TERMS_GROUPS.flatMap((group) => {
    const values: Readonly<Record<string, bigint | number | Hex>> = terms[group];
    return fieldsOf(group).map((field) => [
      field.input,
      writeField(field.kind, BigInt(values[field.name] ?? 0), context),
    ]);
  });
  return Object.fromEntries(entries) as Required<TermsInput>;
}

function fieldsOf(group: TermsGroup): readonly TermsField[] {
  return TERMS_FIELDS[group];
}

function allFields(): TermsField[] {
  return TERMS_GROUPS.flatMap(fieldsOf);
}

function checkRange({ min, max, unit }: TermsField, value: bigint): bigint {
  if (value >= min && value <= max) return value;
  throw new Refusal(`is ${value} on-chain, not ${min} to ${max}`, `It counts ${unit}.`);
}

function toInteger({ type, unit }: TermsField, value: unknown): bigint {
  const remedy = `It counts ${unit}.`;
  if (type === "bytes32") {
    if (typeof value === "string" && /^0x[0-9a-fA-F]{64}$/.test(value)) return BigInt(value);
    throw new Refusal("is not 32 bytes of hex", remedy);
  }
  const expected = isLarge(type) ? "bigint" : "number";
  if (typeof value === expected && (expected === "bigint" || Number.isSafeInteger(value))) {
    return BigInt(value as bigint | number);
  }
  throw new Refusal(`is not an integer (${expected})`, remedy);
}

function decimalsIssues(decimals: number): TermsIssue[] {
  if (Number.isInteger(decimals) && decimals >= 6 && decimals <= 18) return [];
  const remedy = "Read it from the quote token.";
  return [{ field: "decimals", problem: `is ${decimals}, not an integer from 6 to 18`, remedy }];
}

function unknownIssues(given: Readonly<Record<string, unknown>>): TermsIssue[] {
  const known = new Set(allFields().map(({ input }) => input));
  return Object.keys(given)
    .filter((name) => !known.has(name))
    .map((field) => ({ field, problem: "is not a field of the terms", remedy: "Check its spelling." }));
}

/** What the contract would take although nobody can have meant it. */
function senseIssues(values: ReadonlyMap<string, bigint>): TermsIssue[] {
  const of = (name: AnyTermsField["name"]) => values.get(name) ?? 0n;
  const rules: [holds: boolean, field: string, problem: string, remedy: string][] = [
    [
      of("uncoveredMarginBps") >= of("providerMarginBps"),
      "uncoveredMargin",
      "is less than providerMargin",
      "Who has no capacity behind a sale locks at least as much as a provider.",
    ],
    [
      of("tier") === 2n || of("interruptionBps") === 0n,
      "interruption",
      "allows preemption, which only the interruptible tier does",
      "Set tier to interruptible, or interruption to 0.",
    ],
    [
      of("tier") !== 2n || of("interruptionBps") > 0n,
      "interruption",
      "is 0, though the tier is interruptible",
      "State the share of the time that preemption may take, or choose another tier.",
    ],
    [
      of("minLots") % of("domainLots") === 0n,
      "minLots",
      "is not a multiple of domainLots",
      "Entries come in multiples of domainLots: round minLots up to one.",
    ],
    [of("oracleSet") !== 0n, "oracleSet", "is zero", "Name a set that is registered with the Meter."],
    [of("secondSet") !== 0n, "secondSet", "is zero", "Name a set that is registered with the Meter."],
    [
      of("secondSet") !== of("oracleSet"),
      "secondSet",
      "is the set that signs the meter roots",
      "Let others decide disputes about what those signed.",
    ],
  ];
  return rules.filter(([holds]) => !holds).map(([, field, problem, remedy]) => ({ field, problem, remedy }));
}

function assemble(values: ReadonlyMap<string, bigint>): Terms {
  const groups = TERMS_GROUPS.map((group) => {
    const entries = fieldsOf(group).map(({ name, type }) => [name, toOnchain(type, values.get(name) ?? 0n)]);
    return [group, Object.fromEntries(entries)];
  });
  return Object.fromEntries(groups) as Terms;
}

/** Whether viem takes it as a bigint. */
function isLarge(type: TermsField["type"]): boolean {
  return type === "uint64" || type === "uint80" || type === "uint96";
}

function toOnchain(type: TermsField["type"], value: bigint): Hex | bigint | number {
  if (type === "bytes32") return `0x${value.toString(16).padStart(64, "0")}`;
  return isLarge(type) ? value : Number(value);
}
