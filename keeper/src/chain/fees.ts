import { estimateFeesPerGas } from "viem/actions";
import type { Connection } from "./connection.ts";

/** What a transaction offers for its gas. */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Most raises of a fee: to 14 times what it was. */
const MOST_RAISES = 12;

/** The chain's fees, each raised by a quarter `times`: nodes want a tenth more to replace a transaction. */
export async function raisedFees({ client }: Connection, times: number): Promise<Fees> {
  const { maxFeePerGas, maxPriorityFeePerGas } = await estimateFeesPerGas(client);
  const count = BigInt(Math.min(times, MOST_RAISES));
  const raise = (fee: bigint) => (fee * 5n ** count) / 4n ** count;
  return { maxFeePerGas: raise(maxFeePerGas), maxPriorityFeePerGas: raise(maxPriorityFeePerGas) };
}
