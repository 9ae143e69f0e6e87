import { UnknownDeploymentError } from "../errors/chain.ts";
import type { Deployment } from "./types.ts";

/** The exchanges that are deployed on public chains, by chain id. There is none yet. */
export const deployments: Readonly<Record<number, Deployment>> = {};

/**
 * The deployment on a chain.
 *
 * @param known More of them, such as that of a local chain; they come first.
 * @throws {UnknownDeploymentError} when there is none.
 */
export function getDeployment(chainId: number, known: Readonly<Record<number, Deployment>> = {}): Deployment {
  const deployment = known[chainId] ?? deployments[chainId];
  if (deployment === undefined) throw new UnknownDeploymentError(chainId);
  return deployment;
}
