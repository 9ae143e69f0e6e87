/** A subgraph that a test runs against a local chain. */
import { queryGraph } from "@clearhour/sdk/graph";
import type { Abi, Hex } from "viem";
import { type Indexer, ROOMS, type Room, startIndexer, untilIndexed } from "../../node/index.ts";
import { type Chain, startChain } from "./chain.ts";
import { type Emitted, emit, emittingRooms } from "./emit.ts";

export interface Running {
  readonly chain: Chain;
  readonly indexer: Indexer;
  /** Waits until the subgraph has indexed the chain's latest block. */
  caughtUp(): Promise<void>;
  /** Emits one event from a room's address. */
  emit(room: Room, abi: Abi, name: string, args: Emitted["args"]): Promise<void>;
  /** Emits many, a few per transaction. */
  emitAll(room: Room, events: readonly Emitted[]): Promise<void>;
  stop(): Promise<void>;
}

const PER_TRANSACTION = 20;

/** A chain whose rooms emit what the test tells them to. */
export async function startEmitting(): Promise<Running> {
  const chain = await startChain();
  const addresses = emittingRooms(ROOMS);
  const rooms = Object.fromEntries(ROOMS.map((room) => [room.toLowerCase(), addresses[room]]));
  const deployment = { block: 0n, ...rooms } as Parameters<typeof startIndexer>[0]["deployment"];
  const indexer = await startIndexer({ rpcUrl: chain.rpcUrl, deployment }).catch(async (error) => {
    await chain.stop();
    throw error;
  });
  return {
    chain,
    indexer,
    caughtUp: () => caughtUp(chain, indexer),
    emit: (room, abi, name, args) => emit(chain.client, addresses[room], { abi, name, args }),
    async emitAll(room, events) {
      for (let i = 0; i < events.length; i += PER_TRANSACTION) {
        await emit(chain.client, addresses[room], ...events.slice(i, i + PER_TRANSACTION));
      }
    },
    async stop() {
      await indexer.stop();
      await chain.stop();
    },
  };
}

/** Waits until the subgraph has indexed the chain's latest block. */
export async function caughtUp(chain: Chain, indexer: Indexer): Promise<void> {
  const { number, hash } = await chain.client.getBlock();
  await untilIndexed(indexer.subgraph, { number, hash });
}

/** All entities of a type, up to a thousand, once the subgraph has caught up. */
export async function entitiesOf<Row>(
  running: Pick<Running, "caughtUp" | "indexer">,
  plural: string,
  fields: string,
): Promise<(Row & { id: Hex })[]> {
  await running.caughtUp();
  const text = `{ ${plural}(first: 1000) { id ${fields} } }`;
  const answer = await queryGraph<Record<string, (Row & { id: Hex })[]>, object>(
    running.indexer.subgraph,
    { name: plural, text },
    {},
  );
  return answer[plural] ?? [];
}
