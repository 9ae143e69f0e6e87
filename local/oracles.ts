/** Oracles of the local market: a set of four that reads, and a second one that decides disputes. */

import { freePort } from "@clearhour/indexer/ports";
import { type ClearhourClient, type Deployment, oracleSetId, registerOracleSetSync } from "@clearhour/sdk";
import { INDEX, localAccount } from "./accounts.ts";
import { startOracle } from "./agents.ts";
import type { OracleSets } from "./market/listing.ts";
import type { Processes, RunningProcess } from "./processes.ts";

const FIRST = 4;
export const QUORUM = 3;

/** Account indexes of the first set's members. */
export function firstIndices(): number[] {
  return Array.from({ length: FIRST }, (_, i) => INDEX.oracles + i);
}

/** Registers both sets. Whether their members are at work is another matter. */
export async function registerOracles(client: ClearhourClient, deployment: Deployment): Promise<OracleSets> {
  return {
    oracleSet: await registerSet(client, deployment, firstIndices(), QUORUM),
    secondSet: await registerSet(client, deployment, [INDEX.second], 1),
  };
}

async function registerSet(
  client: ClearhourClient,
  deployment: Deployment,
  indices: readonly number[],
  quorum: number,
) {
  const members = indices.map((index) => localAccount(index).address).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  await registerOracleSetSync(client, { deployment, members, quorum });
  return oracleSetId(members, quorum);
}

/** What every agent and oracle is told. */
export interface AgentSettings {
  readonly rpcUrl: string;
  /** As `writeDeployment` wrote it. */
  readonly deploymentFile: string;
  /** Evidence is kept below it. */
  readonly dataDir: string;
}

/** How the first set's members are reached, in the order of their accounts. */
export interface OraclePlan {
  readonly ports: readonly number[];
  /** Endpoints, as peers, providers and holders are told: at the ports, or at what stands before them. */
  readonly urls: readonly string[];
}

export async function planOracles(): Promise<OraclePlan> {
  const ports = await Promise.all(firstIndices().map(() => freePort()));
  return { ports, urls: ports.map((port) => `http://127.0.0.1:${port}`) };
}

/** Starts one member of the first set. */
export async function startFirst(
  processes: Processes,
  settings: AgentSettings,
  { ports, urls }: OraclePlan,
  member: number,
): Promise<RunningProcess> {
  return await startOracle(processes, {
    ...settings,
    name: `first-${member}`,
    account: localAccount(INDEX.oracles + member),
    httpPort: await freePort(),
    endpointPort: ports[member] ?? 0,
    role: "first",
    peers: urls.filter((_, other) => other !== member),
    sources: [],
  });
}

/** Starts the one member of the second set. */
export async function startSecond(
  processes: Processes,
  settings: AgentSettings,
  { urls }: OraclePlan,
): Promise<RunningProcess> {
  return await startOracle(processes, {
    ...settings,
    name: "second-0",
    account: localAccount(INDEX.second),
    httpPort: await freePort(),
    endpointPort: await freePort(),
    role: "second",
    peers: [],
    sources: urls,
  });
}

/** Starts the members of both sets. @returns The endpoints of the first one's. */
export async function startOracles(processes: Processes, settings: AgentSettings): Promise<readonly string[]> {
  const plan = await planOracles();
  const first = firstIndices().map((_, member) => startFirst(processes, settings, plan, member));
  await Promise.all([...first, startSecond(processes, settings, plan)]);
  return plan.urls;
}
