import { createServer } from "node:http";
import { expect } from "chai";
import { JsonRpcProvider, Network, NonceManager, VoidSigner, Wallet } from "ethers";
import hre from "hardhat";
import { createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { deployExchange } from "../../../sdk/src/deploy/index.ts";
import { clientFromEthers } from "../../../sdk/src/ethers/index.ts";
import {
  cashAccount,
  currentAuctions,
  depositWithPermitSync,
  getBalance,
  getLane,
  getOrder,
  InsufficientCashError,
  listProductSync,
  mockUSDCAbi,
  NotAuthorizedError,
  openMarketSync,
  placeOrdersSync,
  RpcUnreachableError,
  relayOrdersSync,
  seriesId,
  signOrder,
  UnsupportedEthersError,
  WrongChainError,
} from "../../../sdk/src/index.ts";
import { LANES, START, TERMS, USDC } from "../../../sdk/test/support/listing.ts";
import { thrown } from "./thrown.ts";

/** The first two development keys of Hardhat's node. */
const KEYS = [
  "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
  "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
] as const;

async function openNode() {
  const server = await hre.network.createServer({ override: { initialDate: START } });
  const { address, port } = await server.listen();
  const url = `http://${address}:${port}`;
  const deployer = createWalletClient({ account: privateKeyToAccount(KEYS[0]), transport: http(url) });
  const deployment = await deployExchange(deployer);
  const { product } = await listProductSync(deployer, { deployment, spec: "0x7b7d", layers: 0, terms: TERMS });
  const { firstLane } = await openMarketSync(deployer, {
    deployment,
    products: [product],
    lanes: LANES,
    params: {
      feeBps: 10,
      maxTip: 0n,
      minVolume: 1,
      wordFee: 0n,
      minNotional: 0n,
      access: "0x0000000000000000000000000000000000000000",
    },
  });
  const owner = privateKeyToAccount(KEYS[1]).address;
  const amount = 1_000n * USDC;
  await deployer.writeContract({
    abi: mockUSDCAbi,
    address: deployment.token,
    functionName: "mint",
    args: [owner, amount],
    chain: null,
  });
  const provider = new JsonRpcProvider(url, undefined, { staticNetwork: true });
  return { server, url, deployment, product, lane: firstLane, owner, amount, provider };
}

describe("sdk/ethers", () => {
  let node: Awaited<ReturnType<typeof openNode>>;

  before(async () => {
    node = await openNode();
  });

  const silent = createServer(() => undefined);

  async function silentUrl() {
    await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
    const address = silent.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  after(async () => {
    silent.closeAllConnections();
    silent.close();
    node.provider.destroy();
    await node.server.close();
  });

  async function order() {
    const { deployment, product, provider } = node;
    const reader = await clientFromEthers(provider);
    const lane = await getLane(reader, { deployment, lane: node.lane });
    const block = await provider.getBlock("latest");
    const open = currentAuctions(lane, BigInt(block?.timestamp ?? 0)).find(({ state }) => state === "collect");
    if (open === undefined) throw new Error("no auction collects");
    return {
      auction: open.auction,
      series: seriesId(product, open.firstHour),
      side: "buy",
      ticks: 210,
      lots: 3,
    } as const;
  }

  const signers = {
    "a wallet that holds its key": () => new Wallet(KEYS[1], node.provider),
    "a nonce manager": () => new NonceManager(new Wallet(KEYS[1], node.provider)),
    "the node's own signer": () => node.provider.getSigner(node.owner),
  };
  for (const [i, [name, connect]] of Object.entries(signers).entries()) {
    it(`signs a permit and places an order through ${name}`, async () => {
      const { deployment, owner, amount } = node;
      const client = await clientFromEthers(await connect());
      const accountId = cashAccount(owner);
      const before = await getBalance(client, { deployment, accountId });
      await depositWithPermitSync(client, { deployment, amount: amount / 4n });
      const { placed } = await placeOrdersSync(client, { deployment, orders: [{ ...(await order()), slot: i }] });
      expect(placed.map(({ slot }) => slot)).to.deep.equal([BigInt(i)]);
      expect((await getOrder(client, { deployment, accountId, slot: BigInt(i) }))?.lots).to.equal(3);
      const escrow = 3n * 2_102_100n;
      expect(await getBalance(client, { deployment, accountId })).to.equal(before + amount / 4n - escrow);
      const signed = await signOrder(client, {
        ...{ deployment, deadline: 2n ** 40n },
        order: { ...(await order()), slot: 20 + i },
      });
      const relayed = await relayOrdersSync(client, { deployment, orders: [signed] });
      expect(relayed.placed.map(({ slot }) => slot)).to.deep.equal([BigInt(20 + i)]);
    });
  }

  it("throws the contract's errors as the SDK's", async () => {
    const { deployment, provider } = node;
    for (const signer of [new Wallet(KEYS[1], provider), await provider.getSigner(node.owner)]) {
      const client = await clientFromEthers(signer);
      const orders = [{ ...(await order()), lots: 1_000_000, slot: 9 }];
      await thrown(InsufficientCashError, placeOrdersSync(client, { deployment, orders }));
      const accountId = cashAccount(privateKeyToAccount(KEYS[0]).address);
      await thrown(NotAuthorizedError, placeOrdersSync(client, { deployment, orders, accountId }));
    }
  });

  it("refuses signers and providers that cannot serve it", async () => {
    const { provider, owner } = node;
    await thrown(UnsupportedEthersError, clientFromEthers(new Wallet(KEYS[1])));
    const mute = { getNetwork: () => undefined } as never;
    await thrown(UnsupportedEthersError, clientFromEthers(mute));
    const client = await clientFromEthers(new VoidSigner(owner, provider));
    const orders = [{ ...(await order()), slot: 10 }];
    await thrown(UnsupportedEthersError, placeOrdersSync(client, { deployment: node.deployment, orders }));
  });

  it("says when the chain is another one and when the node is dead", async () => {
    const { deployment, provider, owner } = node;
    const accountId = cashAccount(owner);
    const client = await clientFromEthers(new Wallet(KEYS[1], provider));
    const elsewhere = { ...deployment, chainId: 1 };
    const orders = [{ ...(await order()), slot: 11 }];
    await thrown(WrongChainError, placeOrdersSync(client, { deployment: elsewhere, orders }));
    const network = Network.from(31337);
    for (const url of ["http://127.0.0.1:9", await silentUrl()]) {
      const dead = new JsonRpcProvider(url, network, { staticNetwork: network });
      try {
        const reader = await clientFromEthers(dead, { timeout: 300 });
        await thrown(RpcUnreachableError, getBalance(reader, { deployment, accountId }));
      } finally {
        dead.destroy();
      }
    }
  });
});
