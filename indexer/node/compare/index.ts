/**
 * Compares everything that the subgraph says with the chain, as of one block. What there is to compare is enumerated
 * from the chain's logs, and read from its storage by eth_call; what the subgraph has and the chain does not is a
 * difference too.
 */
import type { Deployment } from "@clearhour/sdk";
import { type Graph, getIndexedBlock } from "@clearhour/sdk/graph";
import type { Client } from "viem";
import { getBlock } from "viem/actions";
import { claims } from "./claims.ts";
import { blockOrders, contests, solutionCommitments, solutions } from "./contest.ts";
import { days } from "./days.ts";
import { assignments, commitments, lines, nominations, settlements } from "./delivery.ts";
import { accounts, entries, positions, totals } from "./ledger.ts";
import { bonds, disputes, roots } from "./meter.ts";
import { capacities, providers } from "./providers.ts";
import type { Rows, Section, Source } from "./source.ts";
import { auctions, orders, prices } from "./trading.ts";

/** Something that chain and subgraph do not agree on. */
export interface Difference {
  /** What is compared: accounts, positions, orders … */
  readonly section: string;
  /** The id of the thing, as the subgraph has it. */
  readonly id: string;
  /** Which value differs; "there" where one side does not have the thing at all. */
  readonly field: string;
  readonly chain: string;
  readonly subgraph: string;
}

export interface CompareOptions {
  /** Reads the chain; at an older block it has to have that block's state. */
  readonly client: Client;
  readonly deployment: Deployment;
  readonly graph: Graph;
  /** The latest block that the subgraph has indexed by default. */
  readonly blockNumber?: bigint | undefined;
}

export interface Comparison {
  readonly blockNumber: bigint;
  readonly differences: readonly Difference[];
  /** How many things were compared, per section. */
  readonly compared: Readonly<Record<string, number>>;
}

const SECTIONS: readonly Section[] = [
  totals,
  accounts,
  entries,
  positions,
  auctions,
  prices,
  orders,
  blockOrders,
  contests,
  solutions,
  solutionCommitments,
  claims,
  providers,
  capacities,
  lines,
  commitments,
  nominations,
  assignments,
  settlements,
  roots,
  disputes,
  bonds,
  days,
];

/** Compares; no differences is what is expected. */
export async function compareWithChain(options: CompareOptions): Promise<Comparison> {
  const { client, deployment, graph } = options;
  const number = options.blockNumber ?? (await getIndexedBlock(graph)).number;
  const { timestamp } = await getBlock(client, { blockNumber: number });
  const source: Source = { client, deployment, graph, block: { number, timestamp } };
  const differences: Difference[] = [];
  const compared: Record<string, number> = {};
  for (const section of SECTIONS) {
    const [chain, subgraph] = await Promise.all([section.chain(source), section.graph(source)]);
    compared[section.name] = chain.size;
    differences.push(...differencesOf(section.name, chain, subgraph));
  }
  return { blockNumber: number, differences, compared };
}

function differencesOf(section: string, chain: Rows, subgraph: Rows): Difference[] {
  const found: Difference[] = [];
  for (const id of new Set([...chain.keys(), ...subgraph.keys()])) {
    const [one, other] = [chain.get(id), subgraph.get(id)];
    if (one === undefined || other === undefined) {
      found.push({ section, id, field: "there", chain: String(!!one), subgraph: String(!!other) });
      continue;
    }
    for (const field of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const [a = "missing", b = "missing"] = [one[field], other[field]];
      if (a !== b) found.push({ section, id, field, chain: a, subgraph: b });
    }
  }
  return found;
}
