import type { JsonRpcApiProvider, Provider, Signer } from "ethers";
import { type Chain, createClient, custom, type Transport } from "viem";
import type { ClearhourClient } from "../actions/internal/types.ts";
import { UnsupportedEthersError } from "../errors/ethers.ts";
import { toClearhourError } from "../errors/translate.ts";
import { accountOf } from "./account.ts";
import { requestWith } from "./transport.ts";

export type ClientFromEthersParameters = {
  /** The chain, for viem's own formatters and fee rules; not needed. */
  readonly chain?: Chain | undefined;
  /** How long to wait for a node's answer, ms; 20,000 by default. Wallets may take as long as they need. */
  readonly timeout?: number | undefined;
};

/**
 * The client that the actions take, out of what an ethers 6 application has: a signer that is connected to a provider,
 * or a provider alone for reading.
 *
 * @throws {UnsupportedEthersError} when there is no provider, or one that cannot send JSON-RPC requests.
 *
 * @example
 * const signer = await new BrowserProvider(window.ethereum).getSigner();
 * const client = await clientFromEthers(signer);
 * await placeOrders(client, { deployment, orders });
 */
export async function clientFromEthers(
  source: Signer | Provider,
  parameters: ClientFromEthersParameters = {},
): Promise<ClearhourClient> {
  const { chain, timeout = 20_000 } = parameters;
  const provider = providerOf(source);
  // The provider retries by itself.
  const transport: Transport = custom({ request: requestWith(provider, timeout) }, { retryCount: 0 });
  try {
    const account = isSigner(source) ? await accountOf(source) : undefined;
    return createClient({ transport, ...(account && { account }), ...(chain && { chain }) }) as ClearhourClient;
  } catch (error) {
    throw toClearhourError(error);
  }
}

function isSigner(source: Signer | Provider): source is Signer {
  return "signTypedData" in source;
}

function providerOf(source: Signer | Provider): JsonRpcApiProvider {
  const provider = isSigner(source) ? source.provider : source;
  if (provider === null) throw new UnsupportedEthersError("The signer is not connected to a provider");
  if (!("send" in provider) || typeof provider.send !== "function") {
    throw new UnsupportedEthersError("The provider cannot send JSON-RPC requests");
  }
  return provider as JsonRpcApiProvider;
}
