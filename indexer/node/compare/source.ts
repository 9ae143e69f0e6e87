/** The two sides of a comparison, both as of one block. */
import type { Deployment } from "@clearhour/sdk";
import { type Graph, GraphQueryError, queryGraph } from "@clearhour/sdk/graph";
import type { Abi, Client, ContractEventName, GetContractEventsReturnType, Hex } from "viem";
import { getContractEvents } from "viem/actions";

/** A thing on either side by its id, with what is compared of it. */
export type Rows = Map<string, Readonly<Record<string, string>>>;

type Value = string | number | bigint | boolean | null | undefined;

export interface Source {
  readonly client: Client;
  readonly deployment: Deployment;
  readonly graph: Graph;
  /** The block that both sides are asked about. */
  readonly block: { readonly number: bigint; readonly timestamp: bigint };
}

/** What a side says of one thing. */
export interface Section {
  readonly name: string;
  chain(source: Source): Promise<Rows>;
  graph(source: Source): Promise<Rows>;
}

const PAGE = 1000;
const AT_ONCE = 24;

/** One thing, its values as text. */
export function row(values: Readonly<Record<string, Value>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value ?? "none").toLowerCase()]),
  );
}

/** What a call of a contract is made with. */
export function at({ block }: Source): { readonly blockNumber: bigint } {
  return { blockNumber: block.number };
}

/** The events of one name that a room emitted until the block. */
export function events<const abi extends Abi, name extends ContractEventName<abi>>(
  { client, deployment, block }: Source,
  room: Exclude<keyof Deployment, "chainId" | "block">,
  abi: abi,
  eventName: name,
): Promise<GetContractEventsReturnType<abi, name, true>> {
  return getContractEvents(client, {
    abi,
    address: deployment[room],
    eventName,
    fromBlock: deployment.block,
    toBlock: block.number,
    strict: true,
  } as never) as never;
}

/** Works on all items, a few at a time. */
export async function each<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const list = [...items];
  const results: Result[] = new Array(list.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < list.length; i = next++) results[i] = await work(list[i] as Item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, list.length) }, worker));
  return results;
}

/** All entities of a type, as of the block. */
export async function entities<Row extends { readonly id: Hex }>(
  { graph, block }: Source,
  plural: string,
  fields: string,
): Promise<Row[]> {
  const text = `query All($after: Bytes!) {
    ${plural}(first: ${PAGE}, orderBy: id, where: { id_gt: $after }, block: { number: ${block.number} }) { id ${fields} }
  }`;
  const rows: Row[] = [];
  for (;;) {
    const after = rows.at(-1)?.id ?? "0x";
    const answer = await queryGraph<Record<string, Row[]>, object>(graph, { name: plural, text }, { after });
    const page = answer[plural];
    if (page === undefined) throw new GraphQueryError(plural, ["no list in the answer"]);
    rows.push(...page);
    if (page.length < PAGE) return rows;
  }
}
