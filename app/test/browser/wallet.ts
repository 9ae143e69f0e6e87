/** An injected wallet (EIP-6963) of its own: a key of viem in the test's process signs, the page only asks. */
import type { Page } from "puppeteer-core";
import { createWalletClient, type Hex, http, toHex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { hardhat } from "viem/chains";

export const WALLET_NAME = "Test wallet";

interface Call {
  readonly method: string;
  readonly params?: readonly unknown[];
}

type Answer = { readonly result: unknown } | { readonly error: { code: number; message: string; data?: unknown } };

/** What needs the owner's consent. */
const ASKED = ["eth_sendTransaction", "eth_signTypedData_v4", "wallet_switchEthereumChain"];

/** The hand on the wallet. */
export interface WalletOwner {
  /** Whether to refuse what has to be confirmed. */
  refuses: boolean;
  /** Puts the wallet on another chain. */
  switchTo(chainId: number): Promise<void>;
}

/** Puts the wallet into every page that is opened from now on. */
export async function injectWallet(page: Page, account: PrivateKeyAccount, rpcUrl: string): Promise<WalletOwner> {
  const signer = createWalletClient({ account, chain: hardhat, transport: http(rpcUrl) });
  const owner: WalletOwner = {
    refuses: false,
    async switchTo(to) {
      chainId = to;
      await page.evaluate((hex) => dispatchEvent(new CustomEvent("testWalletChain", { detail: hex })), toHex(to));
    },
  };
  let chainId: number = hardhat.id;
  let allowed = false;
  async function answer({ method, params = [] }: Call): Promise<unknown> {
    if (owner.refuses && ASKED.includes(method)) {
      throw Object.assign(new Error("User rejected the request."), { code: 4001 });
    }
    switch (method) {
      case "eth_chainId":
        return toHex(chainId);
      case "wallet_switchEthereumChain":
        await owner.switchTo(Number((params as [{ chainId: Hex }])[0].chainId));
        return null;
      case "eth_requestAccounts":
        allowed = true;
        return [account.address];
      case "eth_accounts":
        return allowed ? [account.address] : [];
      case "wallet_requestPermissions":
      case "wallet_revokePermissions":
        return [];
      case "eth_sendTransaction": {
        const [{ to, data, value }] = params as [{ to: Hex; data?: Hex; value?: Hex }];
        return await signer.sendTransaction({ to, ...(data && { data }), ...(value && { value: BigInt(value) }) });
      }
      case "eth_signTypedData_v4": {
        const { domain, message, primaryType, types } = JSON.parse(String(params[1]));
        return await account.signTypedData({ domain, message, primaryType, types });
      }
      default:
        return await ask(rpcUrl, method, params);
    }
  }

  await page.exposeFunction("askTestWallet", async (call: Call): Promise<Answer> => {
    try {
      return { result: await answer(call) };
    } catch (error) {
      const { code = -32_603, data, message } = error as { code?: number; message: string; data?: unknown };
      return { error: { code, message, data } };
    }
  });
  await page.evaluateOnNewDocument((name) => {
    const provider = {
      async request(call: Call) {
        const ask = Reflect.get(globalThis, "askTestWallet") as (call: Call) => Promise<Answer>;
        const answered = await ask(call);
        if ("error" in answered) throw Object.assign(new Error(answered.error.message), answered.error);
        return answered.result;
      },
      on(event: string, listener: (value: unknown) => void) {
        if (event !== "chainChanged") return;
        addEventListener("testWalletChain", ({ detail }: CustomEventInit) => listener(detail));
      },
      removeListener: () => undefined,
    };
    const icon = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>";
    const info = { uuid: "2f2b7ad5-79c9-4a39-a3fb-5b8f3bb2c7d1", name, icon, rdns: "test.clearhour.wallet" };
    const detail = Object.freeze({ info, provider });
    const announce = () => dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
    addEventListener("eip6963:requestProvider", announce);
    announce();
  }, WALLET_NAME);
  return owner;
}

async function ask(rpcUrl: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { error, result } = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (error !== undefined) throw Object.assign(new Error(error.message), error);
  return result;
}
