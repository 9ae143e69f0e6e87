/** What oracles sign for the Meter contract: the root of a period's readings, and the verdict on a disputed one. */
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { type Address, type Hex, recoverTypedDataAddress } from "viem";
import { type Reading, ZERO_WORD } from "./reading.ts";
import { READING_LEAF, readingLeaf, readingsTree } from "./trees.ts";
import { type MeterDomain, meterDomain, type TypedDataSigner } from "./typedData.ts";

/** A root as the Meter takes it. A period without readings has the root zero, under which nothing can be shown. */
export type MeterRoot = {
  readonly product: number;
  readonly hour: number;
  readonly root: Hex;
  /** How many readings it has. */
  readonly count: number;
};

/** What the second set says of a dispute: the leaf of the reading as it should be. */
export type Verdict = { readonly dispute: bigint; readonly reading: Hex };

/** The EIP-712 types of the Meter contract. */
export const ATTESTATION_TYPES = {
  MeterRoot: [
    { name: "product", type: "uint32" },
    { name: "hour", type: "uint32" },
    { name: "root", type: "bytes32" },
    { name: "count", type: "uint32" },
  ],
  Verdict: [
    { name: "dispute", type: "uint64" },
    { name: "reading", type: "bytes32" },
  ],
} as const;

/** The root of a period's readings. Order does not matter. @throws {MeterError} on two readings of one assignment. */
export function meterRootOf(product: number, hour: number, readings: readonly Reading[]): MeterRoot {
  const root = readings.length === 0 ? ZERO_WORD : (readingsTree(readings).root as Hex);
  return { product, hour, root, count: readings.length };
}

/** A reading's leaf: what a root has and a verdict names. */
export function readingHash(reading: Reading): Hex {
  return StandardMerkleTree.of([readingLeaf(reading)], READING_LEAF).root as Hex;
}

function rootTypedData(domain: MeterDomain, { count, hour, product, root }: MeterRoot) {
  return {
    domain: meterDomain(domain),
    types: { MeterRoot: ATTESTATION_TYPES.MeterRoot },
    primaryType: "MeterRoot",
    message: { product, hour, root, count },
  } as const;
}

function verdictTypedData(domain: MeterDomain, { dispute, reading }: Verdict) {
  return {
    domain: meterDomain(domain),
    types: { Verdict: ATTESTATION_TYPES.Verdict },
    primaryType: "Verdict",
    message: { dispute, reading },
  } as const;
}

/** Signs a root, as a member of the first set. */
export async function signRoot(signer: TypedDataSigner, domain: MeterDomain, root: MeterRoot): Promise<Hex> {
  return await signer.signTypedData(rootTypedData(domain, root) as never);
}

/** Signs a verdict, as a member of the second set. */
export async function signVerdict(signer: TypedDataSigner, domain: MeterDomain, verdict: Verdict): Promise<Hex> {
  return await signer.signTypedData(verdictTypedData(domain, verdict) as never);
}

/** Who signed a root; undefined where the signature recovers to nobody. */
export async function rootSigner(domain: MeterDomain, root: MeterRoot, signature: Hex): Promise<Address | undefined> {
  return await recoverTypedDataAddress({ ...rootTypedData(domain, root), signature }).catch(() => undefined);
}

/** Who signed a verdict; undefined where the signature recovers to nobody. */
export async function verdictSigner(
  domain: MeterDomain,
  verdict: Verdict,
  signature: Hex,
): Promise<Address | undefined> {
  return await recoverTypedDataAddress({ ...verdictTypedData(domain, verdict), signature }).catch(() => undefined);
}
