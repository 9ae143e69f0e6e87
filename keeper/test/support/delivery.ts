/** Oracles and provider agents as they are run, each a process of its own, on a stage whose time runs fast. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearAuctionSync, collectSync, nominateSync, oracleSetId, registerOracleSetSync } from "@clearhour/sdk";
import { toAccessKey } from "@clearhour/sdk/access";
import type { Assignment, MeterDomain } from "@clearhour/sdk/meter";
import { cpuExample, specBytes } from "@clearhour/sdk/spec";
import { bytesToHex } from "viem";
import { freePort } from "../../../indexer/node/ports.ts";
import { type Clock, startClock } from "../../../local/clock.ts";
import { main } from "../../../sdk/src/cli/main.ts";
import type { Scratch } from "./files.ts";
import { type KeeperProcess, runKeeper } from "./keeper.ts";
import type { Market, Trader } from "./market.ts";
import { nodeAccount, nodeKey } from "./node.ts";
import { openStage } from "./stage.ts";

export type DeliveryStage = Awaited<ReturnType<typeof openDeliveryStage>>;

/** Which accounts of the node are oracles: in both sets three of four decide. */
export const FIRST = [11, 12, 13, 14] as const;
export const SECOND = [15, 1, 2, 3] as const;
const QUORUM = 3;

/** A part of the market and where it is reached. */
export type Part = { readonly url: string; readonly process: KeeperProcess };

export async function openDeliveryStage(files: Scratch) {
  const stage = await openStage(files);
  const { client, deployment, node } = stage;
  const domain: MeterDomain = { chainId: deployment.chainId, verifyingContract: deployment.meter };
  const data = mkdtempSync(join(tmpdir(), "clearhour-delivery-"));
  let clock: Clock | undefined;
  const ports = new Map<number, number>();
  for (const index of [...FIRST, ...SECOND]) ports.set(index, await freePort());
  const urlOf = (index: number) => `http://127.0.0.1:${ports.get(index)}`;

  /** Registers some accounts as a set. @returns Its id. */
  async function registerSet(indices: readonly number[], quorum: number) {
    const members = indices.map((index) => nodeAccount(index).address).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    await registerOracleSetSync(client, { deployment, account: nodeAccount(0), members, quorum });
    return oracleSetId(members, quorum);
  }

  function run(index: number, command: string, args: readonly string[], env: Record<string, string> = {}) {
    const shared = ["--rpc-url", node.rpcUrl, "--deployment", stage.file, "--http-port", "0", "--poll-ms", "150"];
    return runKeeper({ args: [command, ...shared, ...args], env: { CLEARHOUR_PRIVATE_KEY: nodeKey(index), ...env } });
  }

  return {
    ...stage,
    domain,
    /** Where oracles and agents keep what they saw: `oracle-N` and `provider-N`, by their accounts. */
    data,
    /** From now on time runs by itself, so many times as fast as the wall clock. */
    async startClock(rate: number): Promise<Clock> {
      clock = await startClock({ rpcUrl: node.rpcUrl, rate, blockMs: 300 });
      return clock;
    },
    urlOf,
    /** A CPU product, attested by three of four; disputes are decided by three of four others. */
    async openCpuMarket(spec = cpuExample) {
      const oracles = { oracleSet: await registerSet(FIRST, QUORUM), secondSet: await registerSet(SECOND, QUORUM) };
      return await stage.openMarket({ spec: bytesToHex(specBytes(spec)), oracles });
    },
    /**
     * Has lots of a coming hour sold in its hour-ahead auction, at 200 ticks, and nominates them for account 9 to use.
     *
     * @returns The hour; half of one is left before it begins.
     */
    async sellHour(market: Market, seller: Trader, holder: Trader, lots: number): Promise<number> {
      const hour = await stage.comingHour();
      const series = market.series(hour);
      const { auction, close, deadline, open } = market.spot(hour);
      await stage.to(open);
      await seller.place({ auction, series, slot: 0, side: "write", ticks: 190, lots });
      await holder.place({ auction, series, slot: 0, side: "buy", ticks: 210, lots });
      await stage.to(close);
      await clearAuctionSync(holder.wallet, { deployment, auction });
      await stage.to(deadline);
      const orders = [holder, seller].map(({ accountId }) => ({ accountId, slot: 0n }));
      await collectSync(holder.wallet, { deployment, orders });
      const accessKey = toAccessKey(nodeAccount(9).publicKey);
      await nominateSync(holder.wallet, { deployment, entries: [{ series, lots }], accessKey });
      return hour;
    },
    /** `clearhour meter verify`. */
    async meterVerify(assignment: Assignment) {
      const out: string[] = [];
      const err: string[] = [];
      const chain = ["--rpc-url", node.rpcUrl, "--deployment", stage.file];
      const flags = Object.entries(assignment).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
      const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
      const code = await main(["meter", "verify", ...chain, ...flags], io as never);
      return { code, out: out.join("\n"), err: err.join("\n") };
    },
    /** An oracle; its data stays when it is started again. */
    oracle(index: number): Part {
      const set: readonly number[] = SECOND.includes(index as never) ? SECOND : FIRST;
      const peers = set.filter((other) => other !== index).map(urlOf);
      const args = ["--role", set === SECOND ? "second" : "first", "--data-dir", `${data}/oracle-${index}`];
      args.push("--endpoint-port", String(ports.get(index)));
      if (peers.length > 0) args.push("--peers", peers.join(","));
      if (set === SECOND) args.push("--sources", FIRST.map(urlOf).join(","));
      return { url: urlOf(index), process: run(index, "attest", args) };
    },
    /** A provider agent that signs its samples with another key than its own. */
    provider(index: number, port: number, meterIndex: number): Part {
      const oracles = [...FIRST, ...SECOND].map(urlOf).join(",");
      const args = ["--data-dir", `${data}/provider-${index}`, "--endpoint-port", String(port)];
      args.push("--oracles", oracles, "--sample-seconds", "90", "--cpu-share", "10");
      // A job that was killed stays dead for the rest of the hour.
      args.push("--restart-seconds", "7200");
      return {
        url: `http://127.0.0.1:${port}`,
        process: run(index, "provide", args, { CLEARHOUR_METER_KEY: nodeKey(meterIndex) }),
      };
    },
    async close() {
      await clock?.stop();
      await stage.close();
      rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
