/** What is refused is refused twice: by the SDK before anything is sent, and by the chain if it is sent all the same. */
import { expect } from "chai";
import { type Address, createWalletClient, custom, type Hex } from "viem";
import type { BaseError } from "../../../sdk/src/index.ts";
import { USDC } from "../../../sdk/test/support/listing.ts";
import { openSdkMarket, type SdkMarket } from "../sdk/market.ts";
import { thrown } from "../sdk/thrown.ts";

type Call = { readonly from: Address; readonly to: Address; readonly data: Hex };
type Wallet = SdkMarket["alice"];

export type Refusals = ReturnType<typeof openRefusals>;

/** A market in which alice has 100 dollars. */
export async function openRefusingMarket() {
  const market = await openSdkMarket();
  await market.fund(market.alice, 100n * USDC);
  return { market, refusals: openRefusals(market) };
}

export function openRefusals(market: SdkMarket) {
  const { client, deployment, provider } = market;
  const contracts = Object.values(deployment).filter((value): value is Address => typeof value === "string");
  /** The last call that the SDK simulated. */
  let simulated: Call | undefined;

  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    if (method === "eth_call") simulated = (params as [Call])[0];
    return await provider.request({ method, params: params as never });
  };

  /** All that the exchange and its token keep: one hash per contract. */
  async function stored(): Promise<Readonly<Record<Address, Hex>>> {
    const proofs = contracts.map(async (address) => {
      const proof = await provider.request({ method: "eth_getProof", params: [address, [], "latest"] });
      return [address, (proof as { readonly storageHash: Hex }).storageHash] as const;
    });
    return Object.fromEntries(await Promise.all(proofs));
  }

  /** Sends a call without simulating it, and waits until it is mined. */
  async function force(call: Call): Promise<"success" | "reverted"> {
    const before = await client.getBlockNumber();
    const parameters = { from: call.from, to: call.to, data: call.data, gas: "0xf42400" };
    // The node throws the reason, and mines the transaction.
    await provider.request({ method: "eth_sendTransaction", params: [parameters] }).catch(() => undefined);
    const { number, transactions } = await client.getBlock();
    expect(number).to.equal(before + 1n);
    return (await client.getTransactionReceipt({ hash: transactions[0] as Hex })).status;
  }

  return {
    stored,
    force,
    /** As a wallet, and what it simulates is noted. */
    noting: ({ account, chain }: Wallet) =>
      createWalletClient({ account, chain, transport: custom({ request }, { retryCount: 0 }) }),
    lastCall: () => simulated,

    /**
     * Asserts that an attempt is refused with an error that says what is wrong and what to do, and changes nothing:
     * no block, no transaction, no word of any contract.
     */
    async refuses<T extends BaseError>(
      errorClass: new (...args: never[]) => T,
      [wrong, todo]: readonly [RegExp, RegExp],
      attempt: () => Promise<unknown>,
    ): Promise<T> {
      const [words, block] = await Promise.all([stored(), client.getBlockNumber()]);
      // Some attempts throw before there is a promise.
      const error = await thrown(errorClass, Promise.resolve().then(attempt));
      expect(error.shortMessage).to.match(wrong);
      expect(error.metaMessages.join(" ")).to.match(todo);
      expect(await client.getBlockNumber()).to.equal(block);
      expect(await stored()).to.deep.equal(words);
      return error;
    },

    /** The same; then sends what the SDK would not, and asserts that the chain refuses it as well. */
    async chainRefuses<T extends BaseError>(
      errorClass: new (...args: never[]) => T,
      says: readonly [RegExp, RegExp],
      attempt: () => Promise<unknown>,
    ): Promise<T> {
      simulated = undefined;
      const error = await this.refuses(errorClass, says, attempt);
      if (simulated === undefined) expect.fail("the SDK simulated nothing");
      const words = await stored();
      expect(await force(simulated)).to.equal("reverted");
      expect(await stored()).to.deep.equal(words);
      return error;
    },
  };
}
