/** Who is connected, and a client that signs for them. */
import { type AccountId, type ClearhourClient, cashAccount, NoSignerError, WrongChainError } from "@clearhour/sdk";
import type { Address } from "viem";
import { useConfig, useConnection } from "wagmi";
import { getConnectorClient } from "wagmi/actions";
import { useExchange } from "../app/exchange.tsx";

export interface Wallet {
  readonly address: Address;
  /** The cash account of the address: the identity that trades. */
  readonly accountId: AccountId;
}

/** The connected wallet; undefined while there is none. */
export function useWallet(): Wallet | undefined {
  const { address } = useConnection();
  return address === undefined ? undefined : { address, accountId: cashAccount(address) };
}

/**
 * Gives the client that signs.
 *
 * @throws {NoSignerError} when no wallet is connected.
 * @throws {WrongChainError} when the wallet is on another chain.
 */
export function useSigner(): () => Promise<ClearhourClient> {
  const config = useConfig();
  const { deployment } = useExchange();
  const { address, chainId } = useConnection();
  return async () => {
    if (address === undefined) throw new NoSignerError();
    if (chainId !== deployment.chainId) throw new WrongChainError(deployment.chainId, chainId ?? 0);
    return await getConnectorClient(config, { chainId: deployment.chainId });
  };
}
