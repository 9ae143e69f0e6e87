import { type Deployment, NotDeployedError, toClearhourError, WrongChainError } from "@clearhour/sdk";
import { type Chain, type Client, createClient, defineChain, http, type PrivateKeyAccount, type Transport } from "viem";
import { getChainId, getCode } from "viem/actions";

/** A keeper's way to the chain. */
export interface Connection {
  readonly client: Client<Transport, Chain, PrivateKeyAccount>;
  readonly deployment: Deployment;
  /** Who signs. */
  readonly account: PrivateKeyAccount;
}

/** A request that takes longer has failed, milliseconds. */
const TIMEOUT = 10_000;
/** Requests in one call of the endpoint. */
const BATCH = 100;

/** Nothing is sent yet. Requests are not repeated here: rounds are. */
export function connect(rpcUrl: string, deployment: Deployment, account: PrivateKeyAccount): Connection {
  const chain = defineChain({
    id: deployment.chainId,
    name: `chain ${deployment.chainId}`,
    nativeCurrency: { name: "coin", symbol: "coin", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const transport = http(rpcUrl, { batch: { batchSize: BATCH }, retryCount: 0, timeout: TIMEOUT });
  return { client: createClient({ chain, transport, account, cacheTime: 0 }), deployment, account };
}

/**
 * Fails unless this is the deployment's chain and the exchange is there.
 *
 * @throws {WrongChainError} when the endpoint serves another chain.
 * @throws {NotDeployedError} when there is no contract at the auction's address.
 */
export async function assertExchange({ client, deployment }: Connection): Promise<void> {
  const [chainId, code] = await asked(() =>
    Promise.all([getChainId(client), getCode(client, { address: deployment.auction })]),
  );
  if (chainId !== deployment.chainId) throw new WrongChainError(deployment.chainId, chainId);
  if (code === undefined) throw new NotDeployedError(deployment.auction);
}

/** Runs requests of viem; throws the SDK's errors. */
export async function asked<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw toClearhourError(error);
  }
}
