import {
  type Commitment,
  type Lines,
  type Nomination,
  unpackCommitment,
  unpackLines,
  unpackNomination,
} from "../../delivery/index.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetLinesParameters = DeploymentParameter &
  BlockParameter & {
    /** `product << 32 | hour`. */
    readonly series: bigint;
  };

export type GetLinesReturnType = {
  readonly lines: Lines;
  /** In the order of their indices, from 0. */
  readonly commitments: readonly Commitment[];
  /** In the order of their indices, from 0. */
  readonly nominations: readonly Nomination[];
  /** When the gate closes and the lines are complete, unix seconds. */
  readonly closesAt: bigint;
};

export type GetLinesErrorType = ReadErrorType;

/**
 * The two lines of a series, commitments and nominations, with all their entries.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getLines(client: ClearhourClient, parameters: GetLinesParameters): Promise<GetLinesReturnType> {
  const { deployment, series, blockNumber } = parameters;
  const contract = { abi: deliveryAbi, address: deployment.delivery, blockNumber } as const;
  const [word, closesAt] = await Promise.all([
    read(client, { ...contract, functionName: "linesOf", args: [series] }),
    read(client, { ...contract, functionName: "closesAt", args: [series] }),
  ]);
  const lines = unpackLines(word);
  const [commitments, nominations] = await Promise.all([
    Promise.all(
      indices(lines.commitments).map(async (i) =>
        unpackCommitment(await read(client, { ...contract, functionName: "commitmentOf", args: [series, i] })),
      ),
    ),
    Promise.all(
      indices(lines.nominations).map(async (i) =>
        unpackNomination(await read(client, { ...contract, functionName: "nominationOf", args: [series, i] })),
      ),
    ),
  ]);
  return { lines, commitments, nominations, closesAt };
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
