/**
 * The key that nominated hours are used with, made from one signature of the wallet that nominates them: it signs
 * orders and receipts by itself, minute after minute, and the same wallet can make it again in another browser.
 */
import { type Hex, keccak256, slice } from "viem";
import { type MeterDomain, meterDomain, type TypedDataSigner } from "../meter/typedData.ts";

/** What the wallet shows to its owner. Another text makes another key. */
const PURPOSE =
  "Make the key by which I use nominated hours. Whoever has this signature can use them, and can sign away my damages for what is not delivered; it cannot move cash or lots.";

function sessionKeyTypedData(domain: MeterDomain) {
  return {
    domain: meterDomain(domain),
    types: { SessionKey: [{ name: "purpose", type: "string" }] },
    primaryType: "SessionKey",
    message: { purpose: PURPOSE },
  } as const;
}

/**
 * A private key whose public key can be nominated with: see `toAccessKey`.
 *
 * A wallet whose signatures are not deterministic (RFC 6979), such as one of several devices or a contract, makes
 * another key each time: keep the first one.
 *
 * @param domain Of the exchange: each has a key of its own.
 */
export async function makeSessionKey(signer: TypedDataSigner, domain: MeterDomain): Promise<Hex> {
  const signature = await signer.signTypedData(sessionKeyTypedData(domain) as never);
  // Wallets write the last byte in two ways.
  return keccak256(slice(signature, 0, 64));
}
