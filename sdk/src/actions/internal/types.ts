/** What all actions share in their signatures. */
import type {
  Abi,
  AbiStateMutability,
  Account,
  Address,
  Chain,
  Client,
  ContractFunctionArgs,
  ContractFunctionName,
  Transport,
} from "viem";
import type { Deployment } from "../../deployment/types.ts";

/** Any client of viem. Those that write have an account, or the action is given one. */
export type ClearhourClient = Client<Transport, Chain | undefined, Account | undefined>;

/** What every action takes. */
export type DeploymentParameter = { readonly deployment: Deployment };

/** The block that a read is made at: the latest one by default. */
export type BlockParameter = { readonly blockNumber?: bigint | undefined };

/** How a transaction is sent: everything has a default. */
export type WriteParameters = {
  /** Who signs; the client's account by default. */
  readonly account?: Account | Address | undefined;
  /** Estimated by default. */
  readonly gas?: bigint | undefined;
  readonly maxFeePerGas?: bigint | undefined;
  readonly maxPriorityFeePerGas?: bigint | undefined;
  /** The next free one by default. */
  readonly nonce?: number | undefined;
};

/** A call of a contract, ready for `writeContract`, `simulateContract`, `multicall` or `encodeFunctionData` of viem. */
export type ContractCall<abi extends Abi, name extends ContractFunctionName<abi>> = {
  readonly abi: abi;
  readonly address: Address;
  readonly functionName: name;
  readonly args: ContractFunctionArgs<abi, AbiStateMutability, name>;
};
