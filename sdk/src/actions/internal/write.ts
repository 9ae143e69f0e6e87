import type { Abi, Account, Address, Hash, TransactionReceipt } from "viem";
import { getChainId, simulateContract, writeContract } from "viem/actions";
import type { Deployment } from "../../deployment/types.ts";
import { NoSignerError, WrongChainError } from "../../errors/chain.ts";
import { toClearhourError } from "../../errors/translate.ts";
import { confirmTransaction } from "../transactions/confirmTransaction.ts";
import type { ClearhourClient, WriteParameters } from "./types.ts";

type Call = {
  readonly abi: Abi;
  readonly address: Address;
  readonly functionName: string;
  readonly args: readonly unknown[];
};

/** Who signs: the given account, else the client's. */
export function signerOf(client: ClearhourClient, account: Account | Address | undefined): Account | Address {
  const signer = account ?? client.account;
  if (signer === undefined) throw new NoSignerError();
  return signer;
}

/** The address of who signs. */
export function signerAddress(client: ClearhourClient, account: Account | Address | undefined): Address {
  const signer = signerOf(client, account);
  return typeof signer === "string" ? signer : signer.address;
}

/** Fails unless the client is connected to the deployment's chain. */
export async function assertChain(client: ClearhourClient, deployment: Deployment): Promise<void> {
  const actual = await getChainId(client);
  if (actual !== deployment.chainId) throw new WrongChainError(deployment.chainId, actual);
}

/** Simulates a call and sends it; throws the SDK's errors. Nothing is sent when the simulation fails. */
export async function write(
  client: ClearhourClient,
  parameters: WriteParameters & { readonly deployment: Deployment },
  contractCall: Call,
): Promise<Hash> {
  const { gas, maxFeePerGas, maxPriorityFeePerGas, nonce, deployment } = parameters;
  try {
    const account = signerOf(client, parameters.account);
    await assertChain(client, deployment);
    const request = {
      ...contractCall,
      account,
      chain: client.chain ?? null,
      ...(gas !== undefined && { gas }),
      ...(maxFeePerGas !== undefined && { maxFeePerGas }),
      ...(maxPriorityFeePerGas !== undefined && { maxPriorityFeePerGas }),
    };
    await simulateContract(client, request as never);
    return await writeContract(client, { ...request, ...(nonce !== undefined && { nonce }) } as never);
  } catch (error) {
    throw toClearhourError(error, contractCall);
  }
}

/** As `write`, and waits until the transaction is mined. */
export async function writeSync(
  client: ClearhourClient,
  parameters: WriteParameters & { readonly deployment: Deployment },
  contractCall: Call,
): Promise<TransactionReceipt> {
  const hash = await write(client, parameters, contractCall);
  return await confirmTransaction(client, { hash });
}
