/**
 * LOCAL CHAINS ONLY: a wallet whose keys the local node holds. It announces itself as any injected wallet does
 * (EIP-6963), under a name that says what it is, and only where config.json names its account.
 */
import type { Address } from "viem";

export const DEVELOPMENT_WALLET = "local.clearhour.development";

const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8' fill='%23b35900'/></svg>";

interface Request {
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** Where this browser keeps that the page may see the account. */
const ALLOWED = "clearhour.developmentWallet";

export function announceDevelopmentWallet(rpcUrl: string, account: Address): void {
  const detail = Object.freeze({
    info: { uuid: crypto.randomUUID(), name: "Development wallet", icon: ICON, rdns: DEVELOPMENT_WALLET },
    provider: {
      request: (request: Request) => answer(rpcUrl, account, request),
      on: () => undefined,
      removeListener: () => undefined,
    },
  });
  const announce = () => dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  addEventListener("eip6963:requestProvider", announce);
  announce();
}

async function answer(rpcUrl: string, account: Address, { method, params = [] }: Request): Promise<unknown> {
  switch (method) {
    case "eth_requestAccounts":
    case "wallet_requestPermissions":
      localStorage.setItem(ALLOWED, account);
      return method === "eth_requestAccounts" ? [account] : [];
    case "wallet_revokePermissions":
      localStorage.removeItem(ALLOWED);
      return [];
    case "eth_accounts":
      return localStorage.getItem(ALLOWED) === account ? [account] : [];
    default:
      return await askNode(rpcUrl, method, params);
  }
}

async function askNode(rpcUrl: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { error, result } = (await response.json()) as {
    result?: unknown;
    error?: { code: number; message: string; data?: unknown };
  };
  if (error !== undefined) throw Object.assign(new Error(error.message), { code: error.code, data: error.data });
  return result;
}
