/** What a fault campaign has to show of delivery: who was read, by a root each, and settled, once each. */
import { type Deployment, deliveryAbi, getAssignments, meterAbi, parseSeriesId, settlementAbi } from "@clearhour/sdk";
import { getAbiItem, type PublicClient } from "viem";
import { QUORUM } from "../oracles.ts";
import type { Outage } from "./inject.ts";
import { PARTS } from "./plan.ts";

const HOUR = 3_600;
/** From an hour's end to when its root is due, as the local products' terms say, chain seconds. */
const ROOT_DUE = 1_800;
/** Chain seconds in which an oracle that was out finds what happened meanwhile. */
const RECOVERY = 900;

export interface DeliveryAudit {
  /** Series with at least one assignment whose root is due. */
  readonly seriesAssigned: number;
  readonly seriesRooted: number;
  /** Without a root: faults had left fewer oracles than a quorum between the hour's end and the root's due time. */
  readonly rootlessByFaults: number;
  /** Without a root although a quorum could work all that time: none. */
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
  const due = await assigned(
    options,
    fixed.map(({ args }) => args.series),
  );
  const roots = new Set(rooted.map(({ args }) => args.series));
  const without = due.filter((series) => !roots.has(series));
  const excused = without.filter((series) => wasQuorumBroken(series, outages));
  return {
    seriesAssigned: due.length,
    seriesRooted: due.length - without.length,
    rootlessByFaults: excused.length,
    rootlessWithoutFault: without.filter((series) => !excused.includes(series)).map(nameOf),
    rootedTwice: repeated(rooted.map(({ args }) => nameOf(args.series))),
    settled: { reading: read.length, missingLeaf: missing.length, rootless: rootless.length },
    settledTwice: repeated(
      [...read, ...missing, ...rootless].map(
        ({ args }) => `${nameOf(args.series)} assignment ${args.commitment}-${args.nomination}`,
      ),
    ),
  };
}

/** Of some series, those with assignments whose root is due. */
async function assigned(
  { block, client, deployment }: DeliveryAuditOptions,
  series: readonly bigint[],
): Promise<bigint[]> {
  const over = [...new Set(series)].filter((one) => dueOf(one) < Number(block.timestamp));
  const found = await Promise.all(over.map((one) => getAssignments(client, { deployment, series: one })));
  return over.filter((_, i) => (found[i]?.pairs.length ?? 0) > 0);
}

/** Whether, at any time from an hour's end until its root was due, so few oracles were at work. */
function wasQuorumBroken(series: bigint, outages: readonly Outage[]): boolean {
  const due = dueOf(series);
  const out = outages.flatMap(({ fault, from, to }) =>
    "part" in fault && fault.part === "oracle" && from < due && to + RECOVERY > due - ROOT_DUE ? fault.hit : [],
  );
  return PARTS.oracle - new Set(out).size < QUORUM;
}

/** When a series' root is due, unix seconds. */
function dueOf(series: bigint): number {
  return (parseSeriesId(series).hour + 1) * HOUR + ROOT_DUE;
}

function nameOf(series: bigint): string {
  const { hour, product } = parseSeriesId(series);
  return `product ${product} hour ${hour}`;
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}
