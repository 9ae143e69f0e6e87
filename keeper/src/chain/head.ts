import type { Hash } from "viem";
import { getBlock } from "viem/actions";
import { asked, type Connection } from "./connection.ts";

/** A block. Its timestamp is the only time that decisions know. */
export interface Head {
  readonly number: bigint;
  readonly hash: Hash;
  /** Unix seconds. */
  readonly timestamp: bigint;
}

/** The latest block. */
export async function latestHead({ client }: Connection): Promise<Head> {
  return await asked(async () => {
    const { number, hash, timestamp } = await getBlock(client, { blockTag: "latest" });
    return { number, hash, timestamp };
  });
}

/** The block of a number on the chain as it is now; `undefined` where it has none. */
export async function headAt({ client }: Connection, blockNumber: bigint): Promise<Head | undefined> {
  return await asked(async () => {
    try {
      const { number, hash, timestamp } = await getBlock(client, { blockNumber });
      return { number, hash, timestamp };
    } catch (error) {
      if (error instanceof Error && error.name === "BlockNotFoundError") return undefined;
      throw error;
    }
  });
}
