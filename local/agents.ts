/** Provider agents and oracles of the local market: the keeper's own binary, a process each. */
import { join } from "node:path";
import type { HDAccount } from "viem/accounts";
import { privateKeyOf } from "./accounts.ts";
import { type Processes, type RunningProcess, SMALL_HEAP } from "./processes.ts";

const MAIN = join(import.meta.dirname, "..", "keeper", "src", "main.ts");
/** One that begins anew in a market that ran for days reads all of its logs first, on a busy machine. */
const READY_MS = 180_000;

interface AgentOptions {
  rpcUrl: string;
  /** As `writeDeployment` wrote it. */
  deploymentFile: string;
  /** Names its process, log and folder. */
  name: string;
  /** Who signs its transactions, samples and statements. */
  account: HDAccount;
  /** Of its metrics and health. */
  httpPort: number;
  /** Where oracles and holders reach it. */
  endpointPort: number;
  /** Its evidence goes into a folder of its name below this one. */
  dataDir: string;
}

export interface ProviderOptions extends AgentOptions {
  /** Endpoints of the oracles. */
  oracles: readonly string[];
  /** Chain seconds between two samples. */
  sampleSeconds: number;
  /** Chain seconds until a job that ended is started again. */
  restartSeconds: number;
  /** Percent of each core that a job may use. */
  cpuShare: number;
  /** Serve made-up figures of accelerators, which say that they are. */
  synthetic: boolean;
}

export function startProvider(processes: Processes, options: ProviderOptions): Promise<RunningProcess> {
  return start(processes, "provide", options, [
    ...["--oracles", options.oracles.join(",")],
    ...["--sample-seconds", String(options.sampleSeconds)],
    ...["--restart-seconds", String(options.restartSeconds)],
    ...["--cpu-share", String(options.cpuShare)],
    ...(options.synthetic ? ["--synthetic"] : []),
  ]);
}

export interface OracleOptions extends AgentOptions {
  role: "first" | "second";
  /** Endpoints of the other oracles of its set. */
  peers: readonly string[];
  /** Endpoints of the first set, for an oracle of the second. */
  sources: readonly string[];
}

export function startOracle(processes: Processes, options: OracleOptions): Promise<RunningProcess> {
  const { peers, role, sources } = options;
  return start(processes, "attest", options, [
    ...["--role", role],
    ...(peers.length > 0 ? ["--peers", peers.join(",")] : []),
    ...(sources.length > 0 ? ["--sources", sources.join(",")] : []),
  ]);
}

function start(
  processes: Processes,
  command: string,
  { account, dataDir, deploymentFile, endpointPort, httpPort, name, rpcUrl }: AgentOptions,
  flags: readonly string[],
): Promise<RunningProcess> {
  return processes.start({
    name: `${command}-${name}`,
    command: process.execPath,
    args: [
      ...SMALL_HEAP,
      MAIN,
      command,
      ...["--rpc-url", rpcUrl],
      ...["--deployment", deploymentFile],
      ...["--http-port", String(httpPort)],
      ...["--endpoint-port", String(endpointPort)],
      ...["--data-dir", join(dataDir, name)],
      ...["--poll-ms", "200"],
      ...flags,
    ],
    env: { CLEARHOUR_PRIVATE_KEY: privateKeyOf(account) },
    ready: async () => (await fetch(`http://127.0.0.1:${httpPort}/ready`)).ok,
    timeoutMs: READY_MS,
  });
}
