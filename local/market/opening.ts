/** Opens the local market: deploys the exchange, lists, funds and enrols everybody. */
import type { ClearhourClient, Deployment } from "@clearhour/sdk";
import { deployExchange } from "@clearhour/sdk/deploy";
import { clientOf, INDEX, localAccount } from "../accounts.ts";
import { registerOracles } from "../oracles.ts";
import { enrol, fund, fundKeepers } from "./accounts.ts";
import { type Desk, openDesk } from "./desk.ts";
import { type LocalMarket, listMarket } from "./listing.ts";
import { PROVIDERS, TRADERS } from "./participants.ts";
import { openRelay } from "./placing.ts";
import { REFERENCE_TICKS } from "./prices.ts";
import { seeded } from "./random.ts";

const NOWHERE = "http://127.0.0.1:1";

export interface OpenMarket {
  /** Of the account that opened it. */
  client: ClearhourClient;
  deployment: Deployment;
  market: LocalMarket;
  desks: Desk[];
}

/**
 * @param seed of everything that participants choose by chance
 * @param endpoints where providers are reached, by name; nowhere by default
 */
export async function openLocalMarket(
  rpcUrl: string,
  seed: number,
  endpoints: Readonly<Record<string, string>> = {},
): Promise<OpenMarket> {
  const deployer = clientOf(localAccount(INDEX.deployer), rpcUrl);
  const deployment = await deployExchange(deployer);
  const market = await listMarket(deployer, deployment, await registerOracles(deployer, deployment));
  await fundKeepers(rpcUrl, deployment);
  const relay = openRelay(deployer, deployment);
  const desks = await Promise.all(
    [...PROVIDERS, ...TRADERS].map(async (participant, i) => {
      const account = localAccount(INDEX.participants + i);
      const client = clientOf(account, rpcUrl);
      await fund(client, deployment, account.address);
      if (participant.role === "provider") {
        const product = market.products[participant.product];
        const endpoint = endpoints[participant.name] ?? NOWHERE;
        await enrol(client, deployment, account.address, { product, lots: participant.capacity, endpoint });
      }
      const referenceTicks = REFERENCE_TICKS[participant.product];
      const random = seeded(seed + i);
      return openDesk({ client, account, deployment, market, participant, referenceTicks, random, relay });
    }),
  );
  return { client: deployer, deployment, market, desks };
}
