import { expect } from "chai";
import { createPublicClient, custom, type Hash } from "viem";
import { wordsOf } from "../../../app/src/ui/words.ts";
import {
  AuctionNotCollectingError,
  type BaseError,
  cashAccount,
  confirmTransaction,
  GasLimitError,
  InsufficientCashError,
  placeOrdersSync,
  TransactionRevertedError,
  transfer,
  transferSync,
  withdraw,
  withdrawSync,
} from "../../../sdk/src/index.ts";
import { HOUR, USDC } from "../../../sdk/test/support/listing.ts";
import { openSdkMarket, type SdkMarket } from "./market.ts";
import { thrown } from "./thrown.ts";

const GAS = 300_000n;

describe("sdk: a transaction that is mined and reverts", () => {
  let market: SdkMarket;
  let nonce: number;

  beforeEach(async () => {
    market = await openSdkMarket();
    const { alice, client } = market;
    await market.fund(alice, 150n * USDC);
    await transferSync(alice, { deployment: market.deployment, to: desk(7), amount: 50n * USDC });
    nonce = await client.getTransactionCount({ address: alice.account.address });
    await market.provider.request({ method: "evm_setAutomine", params: [false] });
  });

  const mine = () => market.provider.request({ method: "evm_mine" });

  /** Waits until the next block has so many transactions. */
  async function waiting(count: number): Promise<void> {
    while ((await market.client.getBlockTransactionCount({ blockTag: "pending" })) < count) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  type Bare = Pick<Parameters<SdkMarket["alice"]["writeContract"]>[0], "abi" | "address" | "functionName" | "args">;

  /** Sends Alice's calls into one block, unsimulated; the hashes. */
  async function mined(...calls: readonly Bare[]): Promise<Hash[]> {
    const hashes: Hash[] = [];
    for (const [i, call] of calls.entries()) {
      hashes.push(await market.alice.writeContract({ ...call, gas: GAS, nonce: nonce + i } as never));
    }
    await mine();
    expect((await market.client.getBlock()).transactions).to.deep.equal(hashes);
    return hashes;
  }

  const desk = (number: number) => cashAccount(market.alice.account.address, number);
  const paying = (amount: bigint): Bare =>
    withdraw.call({ deployment: market.deployment, from: desk(0), to: market.alice.account.address, amount });
  const moving = (from: number, to: number, amount: bigint): Bare =>
    transfer.call({ deployment: market.deployment, from: desk(from), to: desk(to), amount });

  function isOf(error: BaseError, hash: Hash): void {
    expect(error.cause).to.be.instanceOf(TransactionRevertedError);
    expect((error.cause as TransactionRevertedError).hash).to.equal(hash);
  }

  it("gives the contract's reason where another one of its block came first", async () => {
    const { alice, deployment } = market;
    const amount = 60n * USDC;
    const first = withdrawSync(alice, { deployment, amount, gas: GAS, nonce });
    await waiting(1);
    const second = withdrawSync(alice, { deployment, amount, gas: GAS, nonce: nonce + 1 });
    const refused = thrown(InsufficientCashError, second);
    await waiting(2);
    await mine();
    const { blockNumber, status } = await first;
    expect(status).to.equal("success");

    const error = await refused;
    expect(error.args).to.include({ balance: 40n * USDC, needed: amount });
    const { transactions } = await market.client.getBlock({ blockNumber });
    isOf(error, transactions[1] as Hash);
    // What the app shows.
    expect(wordsOf(error)).to.deep.equal({
      name: "InsufficientCashError",
      what: error.shortMessage,
      hints: error.metaMessages,
    });
  });

  it("gives it where the clock of the block was too late", async () => {
    const { alice, deployment, dayAuction: auction, networkHelpers } = market;
    await market.toCollect();
    const order = { auction, series: market.series(0), side: "buy", ticks: 200, lots: 1, slot: 0 } as const;
    const refused = thrown(
      AuctionNotCollectingError,
      placeOrdersSync(alice, { deployment, orders: [order], gas: GAS, nonce }),
    );
    await waiting(1);
    await networkHelpers.time.increase(24 * HOUR);
    isOf(await refused, (await market.client.getBlock()).transactions[0] as Hash);
  });

  it("gives it where a later one of its block made it good", async () => {
    const [hash = "0x"] = await mined(paying(120n * USDC), moving(7, 0, 50n * USDC));
    const error = await thrown(InsufficientCashError, confirmTransaction(market.client, { hash }));
    expect(error.args).to.include({ balance: 100n * USDC, needed: 120n * USDC });
    isOf(error, hash);
  });

  it("says so where it ran out of gas", async () => {
    const hash = await market.alice.writeContract({ ...paying(USDC), gas: 40_000n, nonce } as never);
    await mine();
    isOf(await thrown(GasLimitError, confirmTransaction(market.client, { hash })), hash);
  });

  it("says no more than that where neither the block before nor its own shows why", async () => {
    const all = 100n * USDC;
    const [, hash = "0x"] = await mined(moving(0, 7, all), paying(all), moving(7, 0, all));
    const error = await thrown(TransactionRevertedError, confirmTransaction(market.client, { hash }));
    expect([error.hash, error.cause]).to.deep.equal([hash, undefined]);
  });

  it("says no more than that where the node keeps no old state", async () => {
    const [hash = "0x"] = await mined(paying(120n * USDC));
    const request: typeof market.provider.request = (call) => {
      if (call.method === "eth_call") throw Object.assign(new Error("missing trie node"), { code: -32_000 });
      return market.provider.request(call);
    };
    const pruned = createPublicClient({ transport: custom({ request }, { retryCount: 0 }) });
    const error = await thrown(TransactionRevertedError, confirmTransaction(pruned, { hash }));
    expect([error.hash, error.cause]).to.deep.equal([hash, undefined]);
  });
});
