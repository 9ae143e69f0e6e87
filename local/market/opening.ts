/** Opens the local market: deploys the exchange, lists, funds and enrols everybody. */
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
import { deployExchange } from "@clearhour/sdk/deploy";
import { type Address, parseUnits } from "viem";
import { waitForTransactionReceipt, writeContract } from "viem/actions";
import { clientOf, INDEX, localAccount } from "../accounts.ts";
import { type Desk, openDesk } from "./desk.ts";
import { type LocalMarket, listMarket, type OracleSets } from "./listing.ts";
import { type Participant, PROVIDERS, TRADERS } from "./participants.ts";
import { DECIMALS, REFERENCE_TICKS } from "./prices.ts";
import { seeded } from "./random.ts";

const CASH = parseUnits("500000", DECIMALS);
const STAKE = parseUnits("50000", DECIMALS);

export interface OpenMarket {
  deployment: Deployment;
  market: LocalMarket;
  desks: Desk[];
}

/** @param seed of everything that participants choose by chance */
export async function openLocalMarket(rpcUrl: string, oracles: OracleSets, seed: number): Promise<OpenMarket> {
  const deployer = clientOf(localAccount(INDEX.deployer), rpcUrl);
  const deployment = await deployExchange(deployer);
  const market = await listMarket(deployer, deployment, oracles);
  const desks = await Promise.all(
    [...PROVIDERS, ...TRADERS].map(async (participant, i) => {
      const account = localAccount(INDEX.participants + i);
      const client = clientOf(account, rpcUrl);
      await fund(client, deployment, account.address);
      if (participant.role === "provider") await enrol(client, deployment, market, participant, account.address);
      const referenceTicks = REFERENCE_TICKS[participant.product];
      return openDesk({ client, deployment, market, participant, referenceTicks, random: seeded(seed + i) });
    }),
  );
  return { deployment, market, desks };
}

async function fund(client: ClearhourClient, deployment: Deployment, address: Address) {
  const hash = await writeContract(client, {
    abi: mockUSDCAbi,
    address: deployment.token,
    functionName: "mint",
    args: [address, CASH + STAKE],
    account: client.account ?? address,
    chain: client.chain ?? null,
  });
  await waitForTransactionReceipt(client, { hash });
  await approveTokenSync(client, { deployment, amount: CASH + STAKE });
  await depositSync(client, { deployment, amount: CASH + STAKE });
}

async function enrol(
  client: ClearhourClient,
  deployment: Deployment,
  market: LocalMarket,
  participant: Participant & { role: "provider" },
  address: Address,
) {
  const accountId = cashAccount(address);
  await enrolSync(client, { deployment, accountId });
  await stakeSync(client, { deployment, accountId, amount: STAKE });
  const product = market.products[participant.product];
  const endpoint = `http://127.0.0.1/${participant.name}`;
  await registerSync(client, { deployment, accountId, product, lots: participant.capacity, endpoint });
}
