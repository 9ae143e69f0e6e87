/** A part of the market that can be killed, cut off and started again. */
import { startProxy, type TcpProxy } from "../../keeper/test/support/proxy.ts";
import type { RunningProcess } from "../processes.ts";
import type { Ends } from "../program.ts";
import type { Harm } from "./plan.ts";

export interface FragilePart {
  harm(harm: Harm): Promise<void>;
  /** Undoes it. Resolves once the part is ready again. */
  repair(): Promise<void>;
  /** Ends it for good. */
  kill(): Promise<void>;
}

/** A proxy before a local port, which ends with the market. */
export async function proxyTo(port: number, ends: Ends): Promise<TcpProxy> {
  const proxy = await startProxy(port);
  ends.push(() => proxy.close());
  return proxy;
}

/** @param proxies All that its connections go through, in and out. */
export async function fragile(
  proxies: readonly TcpProxy[],
  start: () => Promise<RunningProcess>,
): Promise<FragilePart> {
  let running = await start();
  let isDead = false;
  return {
    async harm(harm) {
      if (harm === "cut") for (const proxy of proxies) proxy.cut();
      else if (harm === "hang") for (const proxy of proxies) proxy.hang();
      else {
        await running.kill();
        isDead = true;
      }
    },
    async repair() {
      for (const proxy of proxies) proxy.restore();
      if (isDead) running = await start();
      isDead = false;
    },
    kill: () => running.kill(),
  };
}
