import type { Hash } from "viem";
import type { ReadErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { type Memo, unpackMemo } from "../../ledger/memo.ts";
import { type BlockRangeParameters, getEvents } from "../internal/getEvents.ts";
import type { ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetLedgerEntriesParameters = DeploymentParameter &
  BlockRangeParameters & {
    /** Entries of these accounts, on either side; of all accounts by default. */
    readonly accounts?: readonly AccountId[] | undefined;
  };

/** One entry of the ledger: cash that moved from one account to another. */
export type LedgerEntry = {
  readonly from: AccountId;
  readonly to: AccountId;
  /** Quote units. */
  readonly amount: bigint;
  readonly memo: Memo;
  readonly blockNumber: bigint;
  readonly transactionHash: Hash;
  readonly logIndex: number;
};

export type GetLedgerEntriesErrorType = ReadErrorType;

/**
 * The entries of the ledger from the chain's logs, the oldest first.
 *
 * @throws {InvalidRangeError} when the range of blocks is reversed.
 */
export async function getLedgerEntries(
  client: ClearhourClient,
  parameters: GetLedgerEntriesParameters,
): Promise<LedgerEntry[]> {
  const { deployment, accounts } = parameters;
  const event = { abi: ledgerAbi, address: deployment.ledger, eventName: "Posted" } as const;
  const lists =
    accounts === undefined
      ? [await getEvents(client, parameters, event)]
      : await Promise.all([
          getEvents(client, parameters, { ...event, args: { from: [...accounts] } }),
          getEvents(client, parameters, { ...event, args: { to: [...accounts] } }),
        ]);
  const entries = new Map(
    lists
      .flat()
      .map(({ args, blockNumber, transactionHash, logIndex }): [string, LedgerEntry] => [
        `${blockNumber}.${logIndex}`,
        { ...args, memo: unpackMemo(args.memo), blockNumber, transactionHash, logIndex },
      ]),
  );
  return [...entries.values()].sort(inOrder);
}

function inOrder(a: LedgerEntry, b: LedgerEntry): number {
  return Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex;
}
