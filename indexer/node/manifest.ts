/** The subgraph's manifest: one data source per room, one handler per event, named as the event. */
import { type Address, zeroAddress } from "viem";

/** Newest versions that both graph-cli and graph-node support. */
const SPEC_VERSION = "1.3.0";
const API_VERSION = "0.0.9";

/** The rooms whose events are indexed. Margin, Verifier and Prices have none; the Relay's are about orders that
 * the Auction or Blocks placed, or refused. */
export const ROOMS = [
  "Ledger",
  "Products",
  "Providers",
  "Auction",
  "Blocks",
  "Contest",
  "Claims",
  "Meter",
  "Delivery",
  "Settlement",
] as const;

export type Room = (typeof ROOMS)[number];

/** Events that say nothing the index needs: approvals of all claims, and URIs, which never change. */
const IGNORED: readonly string[] = ["ApprovalForAll", "URI"];

interface AbiInput {
  readonly type: string;
  readonly indexed?: boolean;
  readonly components?: readonly AbiInput[];
}

export interface AbiEvent {
  readonly type: string;
  readonly name: string;
  readonly inputs: readonly AbiInput[];
}

export type Abis = Readonly<Record<Room, readonly AbiEvent[]>>;

export interface ManifestOptions {
  readonly abis: Abis;
  /** The network's name, as the graph-node that indexes it calls it. */
  readonly network: string;
  readonly addresses: Readonly<Record<Room, Address>>;
  /** First block to index. */
  readonly startBlock: bigint;
  /** Paths from the manifest. */
  readonly files: {
    readonly schema: string;
    readonly mapping: string;
    readonly abi: (room: Room) => string;
  };
}

/** Addresses to build with: the real ones come with the deployment. */
export const NO_ADDRESSES = perRoom((): Address => zeroAddress);

/** A value for every room. */
export function perRoom<T>(value: (room: Room) => T): Readonly<Record<Room, T>> {
  return Object.fromEntries(ROOMS.map((room) => [room, value(room)])) as Record<Room, T>;
}

/** The manifest as YAML. */
export function manifestOf(options: ManifestOptions): string {
  return `specVersion: ${SPEC_VERSION}
description: History of a Clearhour exchange
schema:
  file: ${options.files.schema}
indexerHints:
  prune: never
dataSources:
${ROOMS.map((room) => dataSource(room, options)).join("")}`;
}

function dataSource(room: Room, { abis, network, addresses, startBlock, files }: ManifestOptions): string {
  return `  - kind: ethereum/contract
    name: ${room}
    network: ${network}
    source:
      address: "${addresses[room]}"
      abi: ${room}
      startBlock: ${startBlock}
    mapping:
      kind: ethereum/events
      apiVersion: ${API_VERSION}
      language: wasm/assemblyscript
      file: ${files.mapping}
      entities:
        - Exchange
      abis:
        - name: ${room}
          file: ${files.abi(room)}
      eventHandlers:
${eventsOf(abis[room]).map(handler).join("")}`;
}

/** The events of a room that have handlers. */
export function eventsOf(abi: readonly AbiEvent[]): AbiEvent[] {
  return abi.filter(({ type, name }) => type === "event" && !IGNORED.includes(name));
}

function handler({ name, inputs }: AbiEvent): string {
  const types = inputs.map((input) => `${input.indexed ? "indexed " : ""}${typeOf(input)}`);
  return `        - event: ${name}(${types.join(",")})
          handler: ${name}
`;
}

function typeOf({ type, components }: AbiInput): string {
  if (!type.startsWith("tuple")) return type;
  return `(${(components ?? []).map(typeOf).join(",")})${type.slice("tuple".length)}`;
}
