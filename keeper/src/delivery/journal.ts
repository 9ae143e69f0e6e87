/**
 * What happened on-chain to delivery: the events of the rooms that agents and oracles work from, in their order. It is
 * kept in memory, read from the chain again at every start, and forgets what a reorg undid.
 */
import { deliveryAbi, ledgerAbi, meterAbi, productsAbi, providersAbi, settlementAbi } from "@clearhour/sdk";
import {
  type AbiEvent,
  getAbiItem,
  isAddressEqual,
  type Log,
  type ParseEventLogsReturnType,
  parseEventLogs,
} from "viem";
import { getBlock, getLogs } from "viem/actions";
import { asked, type Connection } from "../chain/connection.ts";

const METER = [
  "OracleSetRegistered",
  "RootPosted",
  "DisputeOpened",
  "LeafPresented",
  "DisputeDecided",
  "DisputeSilent",
] as const;
const PROVIDERS = ["ProviderEnrolled", "CapacityRegistered", "OptOutSet"] as const;
const DELIVERY = [
  "Committed",
  "Nominated",
  "ShiftFixed",
  "CommitmentReleased",
  "ShortDefaulted",
  "CompensationClaimed",
  "CompensationSwept",
] as const;
const SETTLEMENT = ["ReadingSettled", "MissingLeafSettled", "RootlessSettled"] as const;

type Event =
  | ParseEventLogsReturnType<typeof productsAbi, ["ProductListed"], true>[number]
  | ParseEventLogsReturnType<typeof meterAbi, [...typeof METER], true>[number]
  | ParseEventLogsReturnType<typeof providersAbi, [...typeof PROVIDERS], true>[number]
  | ParseEventLogsReturnType<typeof deliveryAbi, [...typeof DELIVERY], true>[number]
  | ParseEventLogsReturnType<typeof settlementAbi, [...typeof SETTLEMENT], true>[number]
  | ParseEventLogsReturnType<typeof ledgerAbi, ["LotsMoved"], true>[number];

export type EventName = Event["eventName"];

/** One event, with the time of its block where that matters, in unix seconds. */
export type Entry<N extends EventName = EventName> = N extends EventName
  ? Pick<Extract<Event, { eventName: N }>, "eventName" | "args" | "blockNumber"> & { readonly time: bigint }
  : never;

/** Events whose time is part of what they mean. */
const TIMED: readonly EventName[] = ["RootPosted", "CapacityRegistered"];

export class Journal {
  readonly #connection: Connection;
  #entries: Entry[] = [];
  #byName = new Map<EventName, Entry[]>();
  #epoch = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Grows whenever entries are dropped. While it stays, entries are only added, at the end. */
  get epoch(): number {
    return this.#epoch;
  }

  /** All events of a name. */
  of<N extends EventName>(name: N): readonly Entry<N>[] {
    return (this.#byName.get(name) ?? []) as unknown as readonly Entry<N>[];
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Reads a range of blocks. What was read from its beginning on before is forgotten. */
  async ingest(fromBlock: bigint, toBlock: bigint): Promise<void> {
    const found = await asked(() => this.#load(fromBlock, toBlock));
    const isKept = ({ blockNumber }: Entry) => blockNumber < fromBlock;
    const last = this.#entries.at(-1);
    if (last !== undefined && !isKept(last)) {
      const kept = this.#entries.filter(isKept);
      this.forget();
      this.#add(kept);
    }
    this.#add(found);
  }

  forget(): void {
    this.#entries = [];
    this.#byName = new Map();
    this.#epoch++;
  }

  #add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#entries.push(entry);
      const named = this.#byName.get(entry.eventName);
      if (named) named.push(entry);
      else this.#byName.set(entry.eventName, [entry]);
    }
  }

  async #load(fromBlock: bigint, toBlock: bigint): Promise<Entry[]> {
    const { client, deployment } = this.#connection;
    const rooms = [
      { address: deployment.products, abi: productsAbi, names: ["ProductListed"] },
      { address: deployment.meter, abi: meterAbi, names: METER },
      { address: deployment.providers, abi: providersAbi, names: PROVIDERS },
      { address: deployment.delivery, abi: deliveryAbi, names: DELIVERY },
      { address: deployment.settlement, abi: settlementAbi, names: SETTLEMENT },
      { address: deployment.ledger, abi: ledgerAbi, names: ["LotsMoved"] },
    ] as const;
    const events = rooms.flatMap(({ abi, names }) =>
      names.map((name) => getAbiItem({ abi, name } as never) as AbiEvent),
    );
    const address = rooms.map((room) => room.address);
    const logs = (await getLogs(client, { address, events, fromBlock, toBlock, strict: true })) as Log[];
    const parsed = rooms.flatMap((room) => {
      const own = logs.filter((log) => isAddressEqual(log.address, room.address));
      return parseEventLogs({ abi: room.abi, logs: own, strict: true } as never) as unknown as Event[];
    });
    parsed.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
    return await Promise.all(
      parsed.map(async (event) => {
        // No more of each than is used: there are many, and they are kept.
        const { args, blockNumber, eventName } = event;
        return { eventName, args, blockNumber, time: await this.#timeOf(event) } as Entry;
      }),
    );
  }

  async #timeOf({ blockNumber, eventName }: Event): Promise<bigint> {
    if (!TIMED.includes(eventName)) return 0n;
    return (await getBlock(this.#connection.client, { blockNumber })).timestamp;
  }
}
