import { type Assignments, assign } from "../../delivery/index.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import { read } from "../internal/read.ts";
import type { ClearhourClient } from "../internal/types.ts";
import { type GetLinesParameters, type GetLinesReturnType, getLines } from "./getLines.ts";

export type GetAssignmentsParameters = GetLinesParameters;

/** Who serves whom, with the entries that it was worked out from. */
export type GetAssignmentsReturnType = Assignments & GetLinesReturnType & { readonly shift: number };

export type GetAssignmentsErrorType = ReadErrorType;

/**
 * All assignments of a series: which commitment serves which nomination, and in how many lots.
 *
 * @throws {ShiftPendingError} while the shift is not known.
 */
export async function getAssignments(
  client: ClearhourClient,
  parameters: GetAssignmentsParameters,
): Promise<GetAssignmentsReturnType> {
  const { deployment, series, blockNumber } = parameters;
  const [lines, shift] = await Promise.all([
    getLines(client, parameters),
    read(client, {
      abi: deliveryAbi,
      address: deployment.delivery,
      functionName: "shiftOf",
      args: [series],
      blockNumber,
    }),
  ]);
  return { ...lines, ...assign(lines.commitments, lines.nominations, shift), shift };
}
