/** Oracles and provider agents as they are run, each a process of its own, on a stage whose time runs fast. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { oracleSetId, registerOracleSetSync } from "@clearhour/sdk";
import type { MeterDomain } from "@clearhour/sdk/meter";
import { cpuExample, specBytes } from "@clearhour/sdk/spec";
import { bytesToHex } from "viem";
import { type Clock, startClock } from "../../../local/clock.ts";
import { freePort } from "../../../local/ports.ts";
import type { Scratch } from "./files.ts";
import { type KeeperProcess, runKeeper } from "./keeper.ts";
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
    async openCpuMarket() {
      const oracles = { oracleSet: await registerSet(FIRST, QUORUM), secondSet: await registerSet(SECOND, QUORUM) };
      return await stage.openMarket({ spec: bytesToHex(specBytes(cpuExample)), oracles });
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
