/** How far a series' shift has come: which block's hash makes it, and whether that can be read. */
import { deliveryAbi } from "@clearhour/sdk";
import { unpackLines } from "@clearhour/sdk/delivery";
import { readContract } from "viem/actions";
import { asked, type Connection } from "../chain/connection.ts";
import type { Head } from "../chain/head.ts";
import type { ShiftState } from "./decide.ts";

/** Hashes of so many blocks before the latest can be read on-chain. */
const REACH = 256n;
/** Delivery periods of a day. */
const PERIODS_PER_DAY = 24;

export async function readShiftState(
  { client, deployment }: Connection,
  { hour, product, series }: { readonly product: number; readonly hour: number; readonly series: bigint },
  { number: blockNumber }: Head,
): Promise<ShiftState> {
  const delivery = { abi: deliveryAbi, address: deployment.delivery, blockNumber } as const;
  const day = Math.floor(hour / PERIODS_PER_DAY);
  const [word, [dayBlock, seed]] = await asked(() =>
    Promise.all([
      readContract(client, { ...delivery, functionName: "linesOf", args: [series] }),
      readContract(client, { ...delivery, functionName: "seedOf", args: [product, day] }),
    ]),
  );
  const { armedFor, late } = unpackLines(word);
  return shiftStateOf(late ? { block: BigInt(armedFor), seed: 0n } : { block: dayBlock, seed }, blockNumber);
}

/** @param latest Number of the latest block: a transaction comes into one after it. */
export function shiftStateOf({ block, seed }: { block: bigint; seed: bigint }, latest: bigint): ShiftState {
  if (seed !== 0n) return "ready";
  const next = latest + 1n;
  if (block === 0n || next > block + REACH) return "unarmed";
  return next > block ? "ready" : "pending";
}
