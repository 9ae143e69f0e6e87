/**
 * Rooms that emit whatever a test wants: events with extreme words, from the address that a subgraph listens to. The
 * code of a room is replaced by one that emits the given logs, and called.
 */
import {
  type Abi,
  concat,
  encodeAbiParameters,
  encodeEventTopics,
  getAbiItem,
  type Hex,
  numberToHex,
  size,
  slice,
} from "viem";
import type { Client } from "./chain.ts";
import { walletAt } from "./chain.ts";

const OPCODE = { push2: "0x61", push32: "0x7f", mstore: "0x52", log0: 0xa0, stop: "0x00" } as const;

export interface Emitted {
  readonly abi: Abi;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** One transaction in which the address emits the events, in their order. */
export async function emit(client: Client, address: Hex, ...events: readonly Emitted[]): Promise<void> {
  await client.setCode({ address, bytecode: concat([...events.map(codeOf), OPCODE.stop]) });
  const hash = await client.sendTransaction({ account: walletAt(0), to: address, gas: 15_000_000n });
  const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 20 });
  if (receipt.logs.length !== events.length) throw new Error(`emitted ${receipt.logs.length} of ${events.length} logs`);
}

function codeOf({ abi, name, args }: Emitted): Hex {
  const event = getAbiItem({ abi, name });
  if (event?.type !== "event") throw new Error(`no event ${name}`);
  const topics = encodeEventTopics({ abi, eventName: name, args } as never) as Hex[];
  const plain = event.inputs.filter((input) => !("indexed" in input && input.indexed));
  const data = encodeAbiParameters(
    plain,
    plain.map((input) => args[input.name ?? ""]),
  );
  const words = Array.from({ length: size(data) / 32 }, (_, i) => slice(data, 32 * i, 32 * i + 32));
  return concat([
    ...words.flatMap((word, i) => [OPCODE.push32, word, OPCODE.push2, numberToHex(32 * i, { size: 2 }), OPCODE.mstore]),
    ...topics.toReversed().flatMap((topic) => [OPCODE.push32, topic]),
    ...[OPCODE.push2, numberToHex(size(data), { size: 2 }), OPCODE.push2, "0x0000" as const],
    numberToHex(OPCODE.log0 + topics.length, { size: 1 }),
  ]);
}

/** Addresses for rooms that only emit. */
export function emittingRooms<Room extends string>(rooms: readonly Room[]): Record<Room, Hex> {
  return Object.fromEntries(rooms.map((room, i) => [room, numberToHex(0x1000 + i, { size: 20 })])) as Record<Room, Hex>;
}

/** Seeded, so that a failure comes again. */
export function random(seed: number): (below: bigint) => bigint {
  let state = BigInt(seed) | 1n;
  return (below) => {
    let value = 0n;
    for (let bits = 0n; below >> bits !== 0n; bits += 32n) {
      state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
      value = (value << 32n) | (state >> 32n);
    }
    return value % below;
  };
}
