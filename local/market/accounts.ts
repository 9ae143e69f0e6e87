/** Money and capacity for participants of the local market. */
import {
  approveTokenSync,
  type ClearhourClient,
  cashAccount,
  type Deployment,
  depositSync,
  enrolSync,
  mockUSDCAbi,
  registerSync,
  stakeSync,
} from "@clearhour/sdk";
import { type Address, parseUnits } from "viem";
import { waitForTransactionReceipt, writeContract } from "viem/actions";
import { clientOf, INDEX, localAccount } from "../accounts.ts";
import { SOLVERS } from "../keepers.ts";
import { DECIMALS } from "./prices.ts";

const CASH = parseUnits("500000", DECIMALS);
const STAKE = parseUnits("50000", DECIMALS);
const DEPOSITS = parseUnits("1000", DECIMALS);

/**
 * Mints quote tokens, which only the local chain's can be, and deposits them.
 *
 * @param amount quote units
 */
export async function fund(
  client: ClearhourClient,
  deployment: Deployment,
  address: Address,
  amount = CASH + STAKE,
): Promise<void> {
  const hash = await writeContract(client, {
    abi: mockUSDCAbi,
    address: deployment.token,
    functionName: "mint",
    args: [address, amount],
    account: client.account ?? address,
    chain: client.chain ?? null,
  });
  await waitForTransactionReceipt(client, { hash });
  await approveTokenSync(client, { deployment, amount });
  await depositSync(client, { deployment, amount });
}

/** Gives keepers what they leave as deposits with solutions that they have not revealed yet. */
export async function fundKeepers(rpcUrl: string, deployment: Deployment): Promise<void> {
  for (let index = 0; index < SOLVERS; index++) {
    const account = localAccount(INDEX.keepers + index);
    await fund(clientOf(account, rpcUrl), deployment, account.address, DEPOSITS);
  }
}

export interface Capacity {
  product: number;
  /** Per hour. */
  lots: number;
  endpoint: string;
}

/** Makes a funded account a provider. */
export async function enrol(client: ClearhourClient, deployment: Deployment, address: Address, capacity: Capacity) {
  const accountId = cashAccount(address);
  await enrolSync(client, { deployment, accountId });
  await stakeSync(client, { deployment, accountId, amount: STAKE });
  await registerSync(client, { deployment, accountId, ...capacity });
}
