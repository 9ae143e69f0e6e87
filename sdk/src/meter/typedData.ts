/** What the meter key, the nominee and the oracles sign: EIP-712 types of metering evidence. */
import { type Address, type Hex, keccak256, recoverTypedDataAddress, stringToBytes } from "viem";
import { MeterSignatureError } from "./errors.ts";
import type { Assignment, Challenge, Receipt, VerifiedReceipt } from "./evidence.ts";
import type { SamplePage } from "./series.ts";

/** The chain and the Meter contract that the evidence is for: nothing signed holds elsewhere. */
export type MeterDomain = { readonly chainId: number; readonly verifyingContract: Address };

/** A scraped page, signed by the meter key. */
export type SignedSample = SamplePage & { readonly signature: Hex };

/** A challenge, signed by the oracle that made it. */
export type SignedChallenge = Challenge & { readonly oracle: Address; readonly signature: Hex };

/** Whatever signs typed data: an account of viem, or a wallet client bound to one. */
export type TypedDataSigner = { signTypedData: (data: never) => Promise<Hex> };

const ASSIGNMENT_FIELDS = [
  { name: "product", type: "uint32" },
  { name: "hour", type: "uint32" },
  { name: "commitment", type: "uint32" },
  { name: "nomination", type: "uint32" },
] as const;

/** The EIP-712 types. Times are in ms since 1970. They must not change: evidence outlives code. */
export const METER_TYPES = {
  Sample: [...ASSIGNMENT_FIELDS, { name: "at", type: "uint64" }, { name: "page", type: "bytes32" }],
  Receipt: [
    ...ASSIGNMENT_FIELDS,
    { name: "from", type: "uint64" },
    { name: "to", type: "uint64" },
    { name: "outputHash", type: "bytes32" },
  ],
  Challenge: [
    ...ASSIGNMENT_FIELDS,
    { name: "at", type: "uint64" },
    { name: "ok", type: "bool" },
    { name: "validForSeconds", type: "uint32" },
  ],
} as const;

/** The EIP-712 domain of metering evidence. */
export function meterDomain({ chainId, verifyingContract }: MeterDomain) {
  return { name: "Clearhour Meter", version: "1", chainId, verifyingContract } as const;
}

/** Hash of a page: keccak256 of its UTF-8 bytes. */
export function hashPage(body: string): Hex {
  return keccak256(stringToBytes(body));
}

/** The typed data of a sample. The page itself stays out: only its hash is signed. */
export function sampleTypedData(domain: MeterDomain, assignment: Assignment, { at, body }: SamplePage) {
  return {
    domain: meterDomain(domain),
    types: { Sample: METER_TYPES.Sample },
    primaryType: "Sample",
    message: { ...fields(assignment), at: BigInt(at), page: hashPage(body) },
  } as const;
}

/** The typed data of a receipt. */
export function receiptTypedData(domain: MeterDomain, receipt: Omit<Receipt, "signature">) {
  const { assignment, from, to, outputHash } = receipt;
  return {
    domain: meterDomain(domain),
    types: { Receipt: METER_TYPES.Receipt },
    primaryType: "Receipt",
    message: { ...fields(assignment), from: BigInt(from), to: BigInt(to), outputHash },
  } as const;
}

/** The typed data of a challenge. */
export function challengeTypedData(domain: MeterDomain, assignment: Assignment, challenge: Challenge) {
  const { at, ok, validForSeconds } = challenge;
  return {
    domain: meterDomain(domain),
    types: { Challenge: METER_TYPES.Challenge },
    primaryType: "Challenge",
    message: { ...fields(assignment), at: BigInt(at), ok, validForSeconds },
  } as const;
}

/** Signs a scraped page with the meter key. */
export async function signSample(
  signer: TypedDataSigner,
  domain: MeterDomain,
  assignment: Assignment,
  { at, body }: SamplePage,
): Promise<SignedSample> {
  const signature = await signer.signTypedData(sampleTypedData(domain, assignment, { at, body }) as never);
  return { at, body, signature };
}

/** Signs, as the nominee, that the time (from, to] was delivered. */
export async function signReceipt(
  signer: TypedDataSigner,
  domain: MeterDomain,
  receipt: Omit<Receipt, "signature">,
): Promise<Receipt> {
  return { ...receipt, signature: await signer.signTypedData(receiptTypedData(domain, receipt) as never) };
}

/** Signs, as an oracle, how a challenge went. */
export async function signChallenge(
  signer: TypedDataSigner & { readonly address: Address },
  domain: MeterDomain,
  assignment: Assignment,
  { at, ok, validForSeconds }: Challenge,
): Promise<SignedChallenge> {
  const challenge = { at, ok, validForSeconds };
  const signature = await signer.signTypedData(challengeTypedData(domain, assignment, challenge) as never);
  return { ...challenge, oracle: signer.address, signature };
}

/**
 * Checks who signed a sample. Resolves with nothing: the sample is good if it does not throw.
 *
 * @throws {MeterSignatureError} when the sample is not signed by the meter key for the assignment.
 */
export async function verifySample(
  domain: MeterDomain,
  assignment: Assignment,
  meterKey: Address,
  sample: SignedSample,
): Promise<void> {
  const data = sampleTypedData(domain, assignment, sample);
  const { signature } = sample;
  await expectSigner(`the sample of ${sample.at}`, meterKey, () => recoverTypedDataAddress({ ...data, signature }));
}

/**
 * Checks who signed a receipt.
 *
 * @returns The same receipt, of the type that only this check gives.
 * @throws {MeterSignatureError} when the receipt is not signed by the nominee.
 */
export async function verifyReceipt(domain: MeterDomain, nominee: Address, receipt: Receipt): Promise<VerifiedReceipt> {
  const { from, signature, to } = receipt;
  const data = receiptTypedData(domain, receipt);
  await expectSigner(`the receipt of (${from}, ${to}]`, nominee, () => recoverTypedDataAddress({ ...data, signature }));
  return receipt as VerifiedReceipt;
}

/**
 * Checks who signed a challenge. Resolves with nothing: the challenge is good if it does not throw. Whether the oracle
 * that it names is one of the product's set is for the caller to check.
 *
 * @throws {MeterSignatureError} when the challenge is not signed by the oracle that it names.
 */
export async function verifyChallenge(
  domain: MeterDomain,
  assignment: Assignment,
  challenge: SignedChallenge,
): Promise<void> {
  const { at, oracle, signature } = challenge;
  const data = challengeTypedData(domain, assignment, challenge);
  await expectSigner(`the challenge of ${at}`, oracle, () => recoverTypedDataAddress({ ...data, signature }));
}

/**
 * Sorts out the receipts that count: signed by the nominee, for this assignment.
 *
 * @returns The others with the reason, so that one bad receipt does not cost the good ones.
 */
export async function verifyReceipts(
  domain: MeterDomain,
  assignment: Assignment,
  nominee: Address,
  receipts: readonly Receipt[],
): Promise<{ accepted: VerifiedReceipt[]; rejected: { receipt: Receipt; reason: string }[] }> {
  const accepted: VerifiedReceipt[] = [];
  const rejected: { receipt: Receipt; reason: string }[] = [];
  for (const receipt of receipts) {
    if (JSON.stringify(fields(receipt.assignment)) !== JSON.stringify(fields(assignment))) {
      rejected.push({ receipt, reason: "for another assignment" });
      continue;
    }
    try {
      accepted.push(await verifyReceipt(domain, nominee, receipt));
    } catch (error) {
      if (!(error instanceof MeterSignatureError)) throw error;
      rejected.push({ receipt, reason: error.shortMessage });
    }
  }
  return { accepted, rejected };
}

async function expectSigner(subject: string, expected: Address, recover: () => Promise<Address>): Promise<void> {
  let actual: Address;
  try {
    actual = await recover();
  } catch (cause) {
    throw new MeterSignatureError(subject, expected, undefined, { cause });
  }
  if (actual.toLowerCase() !== expected.toLowerCase()) throw new MeterSignatureError(subject, expected, actual);
}

function fields({ product, hour, commitment, nomination }: Assignment): Assignment {
  return { product, hour, commitment, nomination };
}
