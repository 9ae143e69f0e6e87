import type { Abi, Address, ContractFunctionArgs, ContractFunctionName, ContractFunctionReturnType } from "viem";
import { readContract } from "viem/actions";
import { toClearhourError } from "../../errors/translate.ts";
import type { ClearhourClient } from "./types.ts";

/** Reads a contract and throws the SDK's errors. */
export async function read<
  const abi extends Abi,
  name extends ContractFunctionName<abi, "pure" | "view">,
  const args extends ContractFunctionArgs<abi, "pure" | "view", name>,
>(
  client: ClearhourClient,
  parameters: {
    readonly abi: abi;
    readonly address: Address;
    readonly functionName: name;
    readonly args: args;
    readonly blockNumber?: bigint | undefined;
  },
): Promise<ContractFunctionReturnType<abi, "pure" | "view", name, args>> {
  try {
    return (await readContract(client, parameters as never)) as never;
  } catch (error) {
    throw toClearhourError(error, parameters);
  }
}
