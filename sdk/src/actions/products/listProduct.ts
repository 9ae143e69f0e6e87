import { type Hash, type Hex, parseEventLogs, type TransactionReceipt, toHex } from "viem";
import { MissingEventError } from "../../errors/chain.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import type { Terms } from "../../spec/terms.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type ListProductArguments = {
  /** The canonical JSON (RFC 8785) of the spec: 1 to 16,384 bytes, hashed by the contract, kept in the event. */
  readonly spec: Uint8Array | Hex;
  /** Bitmap of the stack's layers that the spec pins down: bit 0 facilities to bit 8 domain logic. */
  readonly layers: number;
  readonly terms: Terms;
};

export type ListProductParameters = DeploymentParameter & WriteParameters & ListProductArguments;

export type ListProductReturnType = {
  /** The id of the new product. */
  readonly product: number;
  readonly specHash: Hex;
  readonly receipt: TransactionReceipt;
};

export type ListProductErrorType = WriteErrorType;

/**
 * Lists a product: a spec and its settlement terms. Anyone may; it can never change.
 *
 * @returns The transaction's hash.
 * @throws {SpecSizeError} when the spec is empty or longer than 16 KiB.
 * @throws {InvalidTermsError} when a term is outside of its range.
 */
export async function listProduct(client: ClearhourClient, parameters: ListProductParameters): Promise<Hash> {
  return await write(client, parameters, listProduct.call(parameters));
}

/** As `listProduct`, waits until it is mined, and returns the product's id. */
export async function listProductSync(
  client: ClearhourClient,
  parameters: ListProductParameters,
): Promise<ListProductReturnType> {
  const receipt = await writeSync(client, parameters, listProduct.call(parameters));
  return { ...listProduct.extractEvent(receipt), receipt };
}

/** The contract call alone. */
listProduct.call = (
  parameters: DeploymentParameter & ListProductArguments,
): ContractCall<typeof productsAbi, "list"> => {
  const { deployment, spec, layers, terms } = parameters;
  return {
    abi: productsAbi,
    address: deployment.products,
    functionName: "list",
    args: [typeof spec === "string" ? spec : toHex(spec), layers, terms],
  };
};

/** The product that a transaction listed. */
listProduct.extractEvent = ({ logs }: TransactionReceipt): { readonly product: number; readonly specHash: Hex } => {
  const [listed] = parseEventLogs({ abi: productsAbi, eventName: "ProductListed", logs });
  if (listed === undefined) throw new MissingEventError("ProductListed");
  return { product: listed.args.product, specHash: listed.args.specHash };
};
