/**
 * What one oracle testifies of a series' hour. An oracle signs one statement per hour and never another; the rules by
 * which statements become readings stand in combine.ts.
 */
import { isReceipt } from "@clearhour/sdk/access";
import {
  type Assignment,
  type Challenge,
  type MeterDomain,
  MeterError,
  meterDomain,
  type Receipt,
  type TypedDataSigner,
  verifyChallenge,
  verifyReceipt,
} from "@clearhour/sdk/meter";
import { type Address, type Hex, isAddressEqual, isHex, keccak256, recoverTypedDataAddress, stringToBytes } from "viem";
import { pairKey } from "../delivery/facts.ts";
import { limitsOf } from "../delivery/limits.ts";
import { InvalidStatementError } from "./errors.ts";

/** A challenge of the statement's oracle, with its own signature: it goes into the public bundle. */
export type OwnChallenge = Pick<Challenge, "at" | "ok" | "validForSeconds"> & { readonly signature: Hex };

/** What an oracle testifies of one assignment. */
export type Testimony = {
  readonly commitment: number;
  readonly nomination: number;
  /** Ids of the samples that it fetched from the endpoint itself, ascending. */
  readonly samples: readonly Hex[];
  /** Receipts that it was given, by the nominee or by the endpoint. */
  readonly receipts: readonly Omit<Receipt, "assignment">[];
  /** How its own challenges went. */
  readonly challenges: readonly OwnChallenge[];
};

/** What an oracle testifies of a series' hour, one testimony per assignment. */
export type Statement = {
  readonly product: number;
  readonly hour: number;
  readonly oracle: Address;
  /** By commitment, then nomination. */
  readonly testimonies: readonly Testimony[];
  readonly signature: Hex;
};

/** What the chain says: what a statement is held against. */
export type StatementContext = {
  readonly domain: MeterDomain;
  /** The oracles of the set. */
  readonly members: readonly Address[];
  /** The nominee of each assignment, by `pairKey`. */
  readonly nominees: ReadonlyMap<string, Address>;
  /** Challenges at times in (from, to] count. */
  readonly challenges: { readonly from: number; readonly to: number; readonly validForSeconds: number };
  /** Whether a receipt was verified before; none by default. */
  readonly isVerified?: (assignment: Assignment, receipt: Omit<Receipt, "assignment">) => boolean;
};

const STATEMENT_TYPE = {
  Statement: [
    { name: "product", type: "uint32" },
    { name: "hour", type: "uint32" },
    { name: "testimonies", type: "bytes32" },
  ],
} as const;

/** Signs what an oracle testifies. */
export async function signStatement(
  signer: TypedDataSigner & { readonly address: Address },
  domain: MeterDomain,
  statement: Omit<Statement, "oracle" | "signature">,
): Promise<Statement> {
  const testimonies = statement.testimonies.map(normal).sort(byPair);
  const unsigned = { product: statement.product, hour: statement.hour, oracle: signer.address, testimonies };
  return { ...unsigned, signature: await signer.signTypedData(typedData(domain, unsigned) as never) };
}

/** What tells one statement of an oracle from another: everything but the signature. */
export function statementId({ testimonies }: Pick<Statement, "testimonies">): Hex {
  return keccak256(stringToBytes(JSON.stringify(testimonies)));
}

/**
 * Reads a statement from another oracle: whether that oracle has signed it. What is in it is for `assertSound`.
 *
 * @throws {InvalidStatementError} when it has another shape, is of another series, says too much, or is not signed by
 * its oracle.
 */
export async function readStatement(
  value: unknown,
  series: { readonly product: number; readonly hour: number },
  context: StatementContext,
): Promise<Statement> {
  const given = value as Statement;
  const isShaped =
    isObject(given) && isAddress(given.oracle) && isSignature(given.signature) && isList(given.testimonies);
  if (!isShaped || !given.testimonies.every(isTestimony)) throw new InvalidStatementError("it has another shape");
  if (given.product !== series.product || given.hour !== series.hour) {
    throw new InvalidStatementError(`it is of product ${given.product}, hour ${given.hour}`);
  }
  const oracle = context.members.find((member) => isAddressEqual(member, given.oracle));
  if (oracle === undefined) throw new InvalidStatementError(`${given.oracle} is no oracle of the set`);
  const { signature } = given;
  assertBounded(given.testimonies, context.nominees.size);
  const statement = { ...series, oracle, testimonies: given.testimonies.map(normal), signature };
  const signer = await recoverTypedDataAddress({ ...typedData(context.domain, statement), signature }).catch(
    () => undefined,
  );
  if (signer === undefined || !isAddressEqual(signer, oracle)) {
    throw new InvalidStatementError(`it is not signed by ${oracle}`);
  }
  return statement;
}

/**
 * Checks what is in a statement. The outcome depends on the statement and on the chain alone, so that all honest oracles
 * come to the same; whoever signs what is not sound is as void as who signs two statements.
 *
 * @throws {InvalidStatementError} when it speaks of what is no assignment, or a signature in it is wrong.
 */
export async function assertSound(statement: Statement, context: StatementContext): Promise<void> {
  for (const [i, testimony] of statement.testimonies.entries()) {
    const before = statement.testimonies[i - 1];
    if (before && byPair(before, testimony) >= 0) throw new InvalidStatementError("its testimonies are not in order");
    await assertTestimony(statement, testimony, context);
  }
}

/** Every statement that is kept, sound or not, is small enough for every peer to fetch: or they would know different ones. */
function assertBounded(testimonies: readonly Testimony[], slots: number): void {
  if (testimonies.length > slots) throw new InvalidStatementError(`it has more than ${slots} testimonies`);
  const limits = limitsOf(slots);
  for (const key of ["samples", "receipts", "challenges"] as const) {
    const isTooLong = testimonies.some((testimony) => testimony[key].length > limits[key]);
    if (isTooLong) throw new InvalidStatementError(`it has more than ${limits[key]} ${key} of an assignment`);
  }
}

async function assertTestimony(statement: Statement, testimony: Testimony, context: StatementContext): Promise<void> {
  const { hour, oracle, product } = statement;
  const { commitment, nomination } = testimony;
  const nominee = context.nominees.get(pairKey(testimony));
  if (nominee === undefined) throw new InvalidStatementError(`${pairKey(testimony)} is no assignment`);
  const ascending = testimony.samples.every((id, i) => i === 0 || id > (testimony.samples[i - 1] as Hex));
  if (!ascending) throw new InvalidStatementError("its samples are not in order");
  const assignment = { product, hour, commitment, nomination };
  const { from, to, validForSeconds } = context.challenges;
  try {
    for (const receipt of testimony.receipts) {
      if (context.isVerified?.(assignment, receipt)) continue;
      await verifyReceipt(context.domain, nominee, { ...receipt, assignment });
    }
    for (const challenge of testimony.challenges) {
      const sound = challenge.at > from && challenge.at <= to && challenge.validForSeconds <= validForSeconds;
      if (!sound) throw new InvalidStatementError(`its challenge of ${challenge.at} is out of range`);
      await verifyChallenge(context.domain, assignment, { ...challenge, oracle });
    }
  } catch (cause) {
    if (!(cause instanceof MeterError)) throw cause;
    throw new InvalidStatementError(cause.shortMessage, { cause });
  }
}

function typedData(domain: MeterDomain, { hour, product, testimonies }: Omit<Statement, "oracle" | "signature">) {
  return {
    domain: meterDomain(domain),
    types: STATEMENT_TYPE,
    primaryType: "Statement",
    message: { product, hour, testimonies: statementId({ testimonies }) },
  } as const;
}

/** The same testimony has the same JSON. */
function normal({ challenges, commitment, nomination, receipts, samples }: Testimony): Testimony {
  return {
    commitment,
    nomination,
    samples: samples.map((id) => id.toLowerCase() as Hex),
    receipts: receipts.map(({ from, outputHash, signature, to }) => ({ from, to, outputHash, signature })),
    challenges: challenges.map(({ at, ok, signature, validForSeconds }) => ({ at, ok, validForSeconds, signature })),
  };
}

function byPair(a: Testimony, b: Testimony): number {
  return a.commitment - b.commitment || a.nomination - b.nomination;
}

function isTestimony(testimony: Testimony): boolean {
  return (
    isObject(testimony) &&
    isUint32(testimony.commitment) &&
    isUint32(testimony.nomination) &&
    isList(testimony.samples) &&
    testimony.samples.every((id) => isHex(id) && id.length === 66) &&
    isList(testimony.receipts) &&
    testimony.receipts.every(isReceipt) &&
    isList(testimony.challenges) &&
    testimony.challenges.every(isChallenge)
  );
}

function isChallenge(challenge: OwnChallenge): boolean {
  const { at, ok, signature, validForSeconds } = challenge;
  return isCount(at) && typeof ok === "boolean" && isUint32(validForSeconds) && isSignature(signature);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isUint32(value: unknown): boolean {
  return isCount(value) && Number(value) < 2 ** 32;
}

function isSignature(value: unknown): boolean {
  return isHex(value) && value.length === 132;
}

function isAddress(value: unknown): boolean {
  return isHex(value) && value.length === 42;
}
