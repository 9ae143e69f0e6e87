import {
  type Account,
  type Address,
  erc20Abi,
  type Hash,
  type Hex,
  parseAbi,
  parseSignature,
  type TransactionReceipt,
} from "viem";
import { getBlock, signTypedData } from "viem/actions";
import { NotDeployedError, RevertedError } from "../../errors/chain.ts";
import { toClearhourError } from "../../errors/translate.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { checkAmount } from "../../range.ts";
import { permitTypedData } from "../../typed/permit.ts";
import { read } from "../internal/read.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { assertChain, signerAddress, signerOf, write, writeSync } from "../internal/write.ts";

/** A permit as the contract takes it. */
export type SignedPermit = {
  /** Unix seconds of the chain. */
  readonly deadline: bigint;
  readonly v: number;
  readonly r: Hex;
  readonly s: Hex;
};

export type DepositWithPermitParameters = DeploymentParameter &
  WriteParameters & {
    /** Quote units, at least 1. */
    readonly amount: bigint;
    /** Any cash account; the signer's own by default. */
    readonly to?: AccountId | undefined;
    /** How long the signature holds, seconds from now by the chain's clock; 1,200 by default. */
    readonly validFor?: bigint | undefined;
    /** The version of the token's EIP-712 domain. Read from the token by default ("1" where it does not tell). */
    readonly version?: string | undefined;
  };

export type DepositWithPermitErrorType = WriteErrorType;

const VALID_FOR = 1_200n;
const PERMIT_ABI = parseAbi([
  "function nonces(address owner) view returns (uint256)",
  "function version() view returns (string)",
  "function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)",
]);

/**
 * Pays quote tokens into the ledger with a signature (EIP-2612) in place of an approval: signs the permit, then sends
 * one transaction.
 *
 * @returns The transaction's hash.
 * @throws {UserRejectedError} when the user refuses to sign.
 * @throws {TokenAllowanceError} when the token does not take the signature: it has no permits, or another version.
 * @throws {TokenBalanceError} when the signer holds fewer tokens.
 */
export async function depositWithPermit(
  client: ClearhourClient,
  parameters: DepositWithPermitParameters,
): Promise<Hash> {
  return await write(client, parameters, await prepare(client, parameters));
}

/** As `depositWithPermit`, and waits until it is mined. */
export async function depositWithPermitSync(
  client: ClearhourClient,
  parameters: DepositWithPermitParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, await prepare(client, parameters));
}

/** The contract call alone. */
depositWithPermit.call = (
  parameters: DeploymentParameter & {
    readonly to: AccountId;
    readonly amount: bigint;
    readonly permit: SignedPermit;
  },
): ContractCall<typeof ledgerAbi, "depositWithPermit"> => {
  const { deployment, to, amount, permit } = parameters;
  return {
    abi: ledgerAbi,
    address: deployment.ledger,
    functionName: "depositWithPermit",
    args: [to, checkAmount(amount), permit.deadline, permit.v, permit.r, permit.s],
  };
};

async function prepare(client: ClearhourClient, parameters: DepositWithPermitParameters) {
  const { deployment, validFor = VALID_FOR } = parameters;
  const amount = checkAmount(parameters.amount);
  const owner = signerAddress(client, parameters.account);
  const account = signerOf(client, parameters.account);
  const { to = cashAccount(owner) } = parameters;
  try {
    await assertChain(client, deployment);
    const { timestamp } = await getBlock(client);
    const permit = await sign(client, parameters, { account, owner, amount, deadline: timestamp + validFor });
    return depositWithPermit.call({ deployment, to, amount, permit });
  } catch (error) {
    throw toClearhourError(error, { address: deployment.token });
  }
}

async function sign(
  client: ClearhourClient,
  parameters: DepositWithPermitParameters,
  permit: {
    readonly account: Account | Address;
    readonly owner: Address;
    readonly amount: bigint;
    readonly deadline: bigint;
  },
): Promise<SignedPermit> {
  const { deployment } = parameters;
  const { account, owner, amount, deadline } = permit;
  const token = { abi: PERMIT_ABI, address: deployment.token } as const;
  const [{ name, version }, nonce] = await Promise.all([
    domainOf(client, deployment.token, parameters.version),
    read(client, { ...token, functionName: "nonces", args: [owner] }),
  ]);
  const domain = { name, version, chainId: deployment.chainId, verifyingContract: deployment.token };
  const data = permitTypedData(domain, { owner, spender: deployment.ledger, value: amount, nonce, deadline });
  const { r, s, yParity } = parseSignature(await signTypedData(client, { account, ...data }));
  return { deadline, v: 27 + yParity, r, s };
}

/** EIP-5267 where the token has it, else `version()`, else "1". */
async function domainOf(client: ClearhourClient, token: Address, given: string | undefined) {
  const contract = { abi: PERMIT_ABI, address: token } as const;
  const described = await ifThere(read(client, { ...contract, functionName: "eip712Domain", args: [] }));
  if (described !== undefined) return { name: described[1], version: given ?? described[2] };
  const [name, version] = await Promise.all([
    read(client, { abi: erc20Abi, address: token, functionName: "name", args: [] }),
    given ?? ifThere(read(client, { ...contract, functionName: "version", args: [] })),
  ]);
  return { name, version: version ?? "1" };
}

/** What a function returns that a token need not have. */
async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof RevertedError || error instanceof NotDeployedError) return undefined;
    throw error;
  }
}
