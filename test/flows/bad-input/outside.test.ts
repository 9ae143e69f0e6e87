/** What comes from outside of the exchange: pages, specs, nodes, purses. */
import { createServer } from "node:net";
import { expect } from "chai";
import { createWalletClient, custom, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import {
  clearAuctionSync,
  getBalance,
  InsufficientGasFundsError,
  isRetryable,
  listProductSync,
  NotDeployedError,
  placeOrdersSync,
  RpcUnreachableError,
  WrongChainError,
  withdrawSync,
} from "../../../sdk/src/index.ts";
import { ExpositionError, parseExposition, read } from "../../../sdk/src/meter/index.ts";
import {
  cpuExample,
  parseSpec,
  SpecDuplicateKeyError,
  SpecInvalidError,
  SpecNumberError,
  SpecSyntaxError,
  specBytes,
} from "../../../sdk/src/spec/index.ts";
import { TERMS } from "../../../sdk/test/support/listing.ts";
import type { SdkMarket } from "../sdk/market.ts";
import { openRefusingMarket, type Refusals } from "./refusal.ts";

describe("bad input: from outside", () => {
  let market: SdkMarket;
  let refusals: Refusals;

  beforeEach(async () => {
    ({ market, refusals } = await openRefusingMarket());
  });

  describe("an exporter page", () => {
    const says = [/^Line 3 of /, /Prometheus text 0\.0\.4 or OpenMetrics 1\.0.*skipMalformed/] as const;
    const page = (line: string) =>
      `# TYPE node_cpu_seconds_total counter\nnode_cpu_seconds_total{cpu="0"} 1\n${line}\n`;
    const lines = ['node_cpu_seconds_total{cpu="1" 2', "node_cpu_seconds_total 0x10", "<html>502 Bad Gateway</html>"];
    for (const line of lines) {
      it(`with the line ${line}`, async () => {
        const body = page(line);
        await refusals.refuses(ExpositionError, says, async () => parseExposition(body));
        const source = { name: "page.txt", text: body, at: 1_000 };
        await refusals.refuses(ExpositionError, says, async () => read([source], {}));
      });
    }
  });

  describe("a spec", () => {
    const whole = JSON.stringify(cpuExample);
    const specs = {
      "that was cut off": [whole.slice(0, -2), SpecSyntaxError, /is not JSON/, /plain JSON/],
      "with a field twice": [whole.replace("{", '{"version":1,'), SpecDuplicateKeyError, /given twice/, /Keep one/],
      "with a fraction": [
        whole.replace('"cpuCores":4', '"cpuCores":4.5'),
        SpecNumberError,
        /plain integer/,
        /digits only/,
      ],
      "of no cores": [
        whole.replace('"cpuCores":4', '"cpuCores":0'),
        SpecInvalidError,
        /\/cpuCores/,
        /\/cpuCores: .+\. \w+/,
      ],
    } as const;
    for (const [name, [text, errorClass, wrong, todo]] of Object.entries(specs)) {
      it(`${name} is not listed`, async () => {
        const { alice, deployment } = market;
        await refusals.refuses(errorClass, [wrong, todo], () => {
          const spec = parseSpec(text);
          return listProductSync(alice, { deployment, spec: specBytes(spec), layers: spec.layers, terms: TERMS });
        });
      });
    }
  });

  it("the deployment of another chain", async () => {
    const { alice, client } = market;
    const deployment = { ...market.deployment, chainId: 1 };
    const says = [
      /connected to chain 31337, the exchange is on chain 1\./,
      /Switch the wallet or the RPC URL/,
    ] as const;
    await refusals.refuses(WrongChainError, says, () => withdrawSync(alice, { deployment, amount: 1n }));
    const nowhere = { ...market.deployment, ledger: alice.account.address };
    const read = () => getBalance(client, { deployment: nowhere, accountId: market.account(alice) });
    await refusals.refuses(NotDeployedError, [/no exchange contract at 0x/, /Check chain and deployment/], read);
  });

  describe("a node", () => {
    const says = [/RPC endpoint does not answer/, /node is running and that its URL is right, then try again/] as const;
    const account = privateKeyToAccount(generatePrivateKey());

    async function unreachable(url: string) {
      const { deployment } = market;
      const dead = createWalletClient({ account, transport: http(url, { retryCount: 0, timeout: 300 }) });
      const order = { auction: market.dayAuction, series: market.series(0), side: "buy", ticks: 200, lots: 1 } as const;
      const place = () => placeOrdersSync(dead, { deployment, orders: [{ ...order, slot: 0 }] });
      expect(isRetryable(await refusals.refuses(RpcUnreachableError, says, place))).to.equal(true);
      const read = () => getBalance(dead, { deployment, accountId: market.account(market.alice) });
      await refusals.refuses(RpcUnreachableError, says, read);
    }

    it("that is not there", () => unreachable("http://127.0.0.1:9"));

    for (const [name, accept] of Object.entries({
      "that hangs up": (socket: { destroy: () => void }) => socket.destroy(),
      "that takes a connection and says nothing": () => undefined,
    })) {
      it(name, async () => {
        const sockets = new Set<{ destroy: () => void }>();
        const server = createServer((socket) => {
          sockets.add(socket.on("error", () => undefined));
          accept(socket);
        });
        await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
        const address = server.address();
        try {
          await unreachable(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
        } finally {
          for (const socket of sockets) socket.destroy();
          server.close();
        }
      });
    }
  });

  it("a keeper that cannot pay for gas", async () => {
    const { alice, deployment, provider, dayAuction: auction } = market;
    await market.toCollect();
    const order = { auction, series: market.series(0), side: "buy", ticks: 200, lots: 1, slot: 0 } as const;
    await placeOrdersSync(alice, { deployment, orders: [order] });
    await market.toSolve();
    const account = privateKeyToAccount(generatePrivateKey());
    const keeper = createWalletClient({ account, transport: custom(provider, { retryCount: 0 }) });
    await refusals.refuses(
      InsufficientGasFundsError,
      [/cannot pay for the gas/, /Send some of the chain's own coin to it/],
      () => clearAuctionSync(keeper, { deployment, auction }),
    );
    await clearAuctionSync(alice, { deployment, auction });
  });
});
