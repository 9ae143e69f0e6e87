import { setTimeout as sleep } from "node:timers/promises";
import type { PrivateKeyAccount } from "viem";
import { assertExchange, type Connection, connect } from "../chain/connection.ts";
import { type Head, latestHead } from "../chain/head.ts";
import type { SenderTools } from "../chain/sender.ts";
import { readDeployment } from "../config/deployment.ts";
import type { SharedConfig } from "../config/fields.ts";
import { backoff } from "./backoff.ts";
import { serve } from "./http.ts";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { dispositionOf, outcomeOf } from "./outcomes.ts";
import { randomFrom } from "./random.ts";
import { Status } from "./status.ts";

/** What a role works with. */
export interface Tools extends SenderTools {
  readonly connection: Connection;
}

/** The work of a command: one round per block. It keeps nothing that it could not read from the chain again. */
export interface Role {
  /** Opens what it serves besides, before its first round. What it throws ends the program. */
  start?(): Promise<void>;
  /** @returns Whether the same block deserves another round. */
  round(head: Head): Promise<boolean>;
  /** Closes that again. */
  stop?(): Promise<void>;
}

export interface ServiceParameters<Config extends SharedConfig> {
  /** The command. */
  readonly name: string;
  readonly config: Config;
  readonly signer: PrivateKeyAccount;
  readonly createRole: (tools: Tools, config: Config) => Role;
  /** Ends the service. */
  readonly signal: AbortSignal;
}

/** The longest wait after failed rounds, in polls. */
const MOST_POLLS = 15;
const CHAIN = "chain";

/**
 * Runs a role until the signal comes: round after round, waiting longer while the chain cannot be reached.
 *
 * @throws {PortTakenError} when another process listens at the HTTP port.
 * @throws {WrongChainError} when the endpoint serves another chain from the start.
 * @throws {NotDeployedError} when there is no exchange from the start.
 */
export async function runService<Config extends SharedConfig>(parameters: ServiceParameters<Config>): Promise<void> {
  const { name, config, signer, createRole, signal } = parameters;
  const deployment = readDeployment(config.deployment);
  const connection = connect(config.rpcUrl, deployment, signer);
  const metrics = createMetrics({ command: name });
  const status = new Status(metrics);
  const server = await serve(config.httpHost, config.httpPort, metrics, status);
  const logger = createLogger(config.logLevel, { command: name, account: signer.address });
  const random = randomFrom(signer.address);
  const tools: Tools = { connection, logger, metrics, status, random };
  logger.info({ chainId: deployment.chainId, httpPort: server.port }, "started");
  const role = createRole(tools, config);
  try {
    await role.start?.();
    await runRounds(role, tools, config.pollMs, signal);
    logger.info("stopped");
  } finally {
    await role.stop?.();
    await server.close();
  }
}

async function runRounds(role: Role, tools: Tools, pollMs: number, signal: AbortSignal): Promise<void> {
  const { connection, logger, metrics, status, random } = tools;
  const limits = { first: pollMs, most: pollMs * MOST_POLLS };
  let failures = 0;
  let started = false;
  /** The last block that nothing more is to be done at. */
  let done: string | undefined;

  const attempt = async () => {
    if (!started || failures > 0) await assertExchange(connection);
    const head = await latestHead(connection);
    metrics.headBlock.set(Number(head.number));
    metrics.headTimestamp.set(Number(head.timestamp));
    if (head.hash === done) return;
    const stop = metrics.roundSeconds.startTimer();
    done = (await role.round(head)) ? undefined : head.hash;
    stop();
    metrics.doneBlock.set(Number(head.number));
    metrics.rounds.inc({ result: "done" });
  };

  while (!signal.aborted) {
    let wait = pollMs;
    try {
      await attempt();
      failures = 0;
      started = true;
      status.has(CHAIN);
    } catch (error) {
      const outcome = outcomeOf(error);
      if (dispositionOf(outcome) === "stop" && !started) throw error;
      failures++;
      done = undefined;
      wait = backoff(failures, limits, random);
      metrics.rounds.inc({ result: "failed" });
      status.lacks(CHAIN, error instanceof Error ? error.message.split("\n", 1).join() : String(error));
      logger[outcome === "unexpected" ? "error" : "warn"]({ outcome, failures, waitMs: wait, error }, "round failed");
    }
    metrics.failuresInARow.set(failures);
    status.roundEnded();
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
}
