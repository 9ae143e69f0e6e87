/** What a fault campaign has to show of delivery: who was read, by a root each, and settled, once each. */
import {
  type Deployment,
  deliveryAbi,
  getAssignments,
  getProduct,
  meterAbi,
  parseSeriesId,
  settlementAbi,
} from "@clearhour/sdk";
import { getAbiItem, type PublicClient } from "viem";
import type { Outage } from "./inject.ts";
import { lacksQuorum } from "./quorum.ts";

export interface DeliveryAudit {
  /** Series with at least one assignment whose root is due. */
  readonly seriesAssigned: number;
  readonly seriesRooted: number;
  /** Without a root: at some moment between the hour's end and the root's due time, faults had left no quorum. */
  readonly rootlessByFaults: number;
  /** Without a root although a quorum could work at every moment of that time: none. */
  readonly rootlessWithoutFault: readonly string[];
  /** With more than one root: none. */
  readonly rootedTwice: readonly string[];
  /** By what they were settled by. */
  readonly settled: { readonly reading: number; readonly missingLeaf: number; readonly rootless: number };
  /** Assignments that were settled more than once: none. */
  readonly settledTwice: readonly string[];
}

export interface DeliveryAuditOptions {
  readonly client: PublicClient;
  readonly deployment: Deployment;
  readonly outages: readonly Outage[];
  /** The latest block, and its time in unix seconds. */
  readonly block: { readonly number: bigint; readonly timestamp: bigint };
}

/** Reads the canonical chain up to a block. */
export async function auditDelivery(options: DeliveryAuditOptions): Promise<DeliveryAudit> {
  const { block, client, deployment, outages } = options;
  const range = { fromBlock: deployment.block, toBlock: block.number, strict: true } as const;
  const inSettlement = { ...range, address: deployment.settlement };
  const [fixed, rooted, read, missing, rootless] = await Promise.all([
    client.getLogs({
      ...range,
      address: deployment.delivery,
      event: getAbiItem({ abi: deliveryAbi, name: "ShiftFixed" }),
    }),
    client.getLogs({ ...range, address: deployment.meter, event: getAbiItem({ abi: meterAbi, name: "RootPosted" }) }),
    client.getLogs({ ...inSettlement, event: getAbiItem({ abi: settlementAbi, name: "ReadingSettled" }) }),
    client.getLogs({ ...inSettlement, event: getAbiItem({ abi: settlementAbi, name: "MissingLeafSettled" }) }),
    client.getLogs({ ...inSettlement, event: getAbiItem({ abi: settlementAbi, name: "RootlessSettled" }) }),
  ]);
  const due = await assigned(options, new Set(fixed.map(({ args }) => args.series)));
  const roots = new Set(rooted.map(({ args }) => args.series));
  const without = due.filter(({ series }) => !roots.has(series));
  const excused = without.filter(({ window }) => lacksQuorum(window, outages));
  return {
    seriesAssigned: due.length,
    seriesRooted: due.length - without.length,
    rootlessByFaults: excused.length,
    rootlessWithoutFault: without.filter((one) => !excused.includes(one)).map(({ series }) => nameOf(series)),
    rootedTwice: repeated(rooted.map(({ args }) => nameOf(args.series))),
    settled: { reading: read.length, missingLeaf: missing.length, rootless: rootless.length },
    settledTwice: repeated(
      [...read, ...missing, ...rootless].map(
        ({ args }) => `${nameOf(args.series)} assignment ${args.commitment}-${args.nomination}`,
      ),
    ),
  };
}

/** Of some series, those with assignments whose root is due, and when it could be posted. */
async function assigned({ block, client, deployment }: DeliveryAuditOptions, all: ReadonlySet<bigint>) {
  const products = [...new Set([...all].map((series) => parseSeriesId(series).product))];
  const found = await Promise.all(
    products.map(async (product) => {
      const { period, rootDue } = (await getProduct(client, { deployment, product })).delivery;
      const own = [...all]
        .map((series) => ({ series, ...parseSeriesId(series) }))
        .filter((one) => one.product === product);
      return own.map(({ hour, series }) => {
        const from = (hour + 1) * period;
        return { series, window: { from, to: from + rootDue } };
      });
    }),
  );
  const over = found.flat().filter(({ window }) => window.to < Number(block.timestamp));
  const assignments = await Promise.all(over.map(({ series }) => getAssignments(client, { deployment, series })));
  return over.filter((_, i) => (assignments[i]?.pairs.length ?? 0) > 0);
}

function nameOf(series: bigint): string {
  const { hour, product } = parseSeriesId(series);
  return `product ${product} hour ${hour}`;
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}
