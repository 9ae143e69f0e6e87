import type { ReadErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { HOURS_PER_WORD, type Position, unpackPositionWord } from "../../ledger/positions.ts";
import { checkUint32 } from "../../range.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetPositionsParameters = DeploymentParameter &
  BlockParameter & {
    readonly accountId: AccountId;
    readonly product: number;
    /** The first delivery period. */
    readonly fromHour: number;
    /** The period behind the last one. */
    readonly toHour: number;
  };

export type GetPositionsErrorType = ReadErrorType;

/**
 * The positions of an account in consecutive periods of a product: one read for eight of them.
 *
 * @returns One entry per period, zeros included; empty when the range is.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getPositions(client: ClearhourClient, parameters: GetPositionsParameters): Promise<Position[]> {
  const { deployment, accountId, product, blockNumber } = parameters;
  const fromHour = checkUint32("fromHour", parameters.fromHour);
  const toHour = checkUint32("toHour", parameters.toHour);
  const eighths: number[] = [];
  for (let hour = fromHour - (fromHour % HOURS_PER_WORD); hour < toHour; hour += HOURS_PER_WORD) {
    eighths.push(hour / HOURS_PER_WORD);
  }
  const words = await Promise.all(
    eighths.map((eighth) =>
      read(client, {
        abi: ledgerAbi,
        address: deployment.ledger,
        functionName: "positionWord",
        args: [accountId, (BigInt(product) << 32n) | BigInt(eighth)],
        blockNumber,
      }),
    ),
  );
  const first = (eighths[0] ?? 0) * HOURS_PER_WORD;
  return words
    .flatMap(unpackPositionWord)
    .map((lots, i) => ({ series: (BigInt(product) << 32n) | BigInt(first + i), hour: first + i, lots }))
    .filter(({ hour }) => hour >= fromHour && hour < toHour);
}
