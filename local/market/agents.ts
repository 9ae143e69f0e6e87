/** The agents of the local market's providers: one delivers CPU time, two serve made-up GPU figures that say so. */

import { freePort } from "@clearhour/indexer/ports";
import { INDEX, localAccount } from "../accounts.ts";
import { startProvider } from "../agents.ts";
import type { AgentSettings } from "../oracles.ts";
import type { Processes, RunningProcess } from "../processes.ts";
import { PROVIDERS, type Provider } from "./participants.ts";

/** Chain seconds between two samples: forty an hour. */
const SAMPLE_SECONDS = 90;
const RESTART_SECONDS = 300;
/**
 * Percent of a core: the market has two for all jobs. So its CPU product has no floor in the benchmark that the meter
 * measures: how much such a share computes on a busy machine is no provider's doing.
 */
const CPU_SHARE = 5;

/** Where each provider will be reached: it registers that before its agent runs. */
export interface AgentPlan {
  /** Ports by provider's name. */
  readonly ports: Readonly<Record<string, number>>;
  readonly endpoints: Readonly<Record<string, string>>;
}

export async function planAgents(): Promise<AgentPlan> {
  const named = await Promise.all(PROVIDERS.map(async ({ name }) => [name, await freePort()] as const));
  return {
    ports: Object.fromEntries(named),
    endpoints: Object.fromEntries(named.map(([name, port]) => [name, `http://127.0.0.1:${port}`])),
  };
}

/** Starts one provider's agent. */
export async function startAgent(
  processes: Processes,
  settings: AgentSettings,
  { ports }: AgentPlan,
  oracles: readonly string[],
  { name, product }: Provider,
): Promise<RunningProcess> {
  return await startProvider(processes, {
    ...settings,
    name,
    account: localAccount(INDEX.participants + PROVIDERS.findIndex((one) => one.name === name)),
    httpPort: await freePort(),
    endpointPort: ports[name] ?? 0,
    oracles,
    sampleSeconds: SAMPLE_SECONDS,
    restartSeconds: RESTART_SECONDS,
    cpuShare: CPU_SHARE,
    synthetic: product === "gpu",
  });
}

/** Starts all of them. */
export async function startAgents(
  processes: Processes,
  settings: AgentSettings,
  plan: AgentPlan,
  oracles: readonly string[],
): Promise<void> {
  await Promise.all(PROVIDERS.map((provider) => startAgent(processes, settings, plan, oracles, provider)));
}
