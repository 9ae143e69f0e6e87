import { blocksAbi, contestAbi, explainBlock } from "@clearhour/sdk";
import { decodeRecord, unpackBlock } from "@clearhour/sdk/blocks";
import { orderGraphId, wordGraphId } from "@clearhour/sdk/graph";
import { concat, type Hex, numberToHex, zeroAddress, zeroHash } from "viem";
import { readContract } from "viem/actions";
import { at, each, entities, events, row, type Section, type Source } from "./source.ts";

/** Every strip and block: whether it is collected, what became of it, and what its market kept. */
export const blockOrders: Section = {
  name: "blockOrders",
  async chain(source) {
    const placed = await events(source, "blocks", blocksAbi, "BlockPlaced");
    const kept = await keptFees(source);
    const rows = await each(placed, async ({ args: { auction, account, slot, order: word, record } }) => {
      const id = orderGraphId(account, auction, slot).toLowerCase();
      const placeFeeKept = kept.get(id);
      const { profile } = decodeRecord(record);
      const values = { word: numberToHex(word, { size: 32 }), profile: profile.join(), record, placeFeeKept };
      if (placeFeeKept === undefined)
        return [id, row({ ...values, outcome: null, filled: null, surplus: null, ticks: null })] as const;
      const order = { ...unpackBlock(word), profile };
      const { client, deployment, block } = source;
      const report = await explainBlock(client, { deployment, order, blockNumber: block.number });
      const ticks = (report.prices ?? []).reduce((sum, price, i) => sum + price * (profile[i] ?? 1), 0);
      const { code, filled } = report;
      const surplus = code === "void" ? null : report.surplus;
      return [id, row({ ...values, outcome: code, filled, surplus, ticks: ticks * filled })] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const fields = "word profile record placeFeeKept outcome filled surplus value product { tickSize }";
    const found = await entities<{
      id: Hex;
      word: Hex;
      profile: number[];
      record: Hex;
      placeFeeKept: string | null;
      outcome: string | null;
      filled: number | null;
      surplus: string | null;
      value: string | null;
      product: { tickSize: string };
    }>(source, "blockOrders", fields);
    return new Map(
      found.map(({ id, profile, value, product, ...values }) => {
        const ticks = value === null ? null : BigInt(value) / BigInt(product.tickSize);
        return [id, row({ ...values, profile: profile.join(), ticks })];
      }),
    );
  },
};

/** The best solution of every contest, and whether it was concluded. */
export const contests: Section = {
  name: "contests",
  async chain(source) {
    const placed = await events(source, "blocks", blocksAbi, "BlockPlaced");
    const lists = Map.groupBy(placed, ({ args }) => args.auction);
    const rows = await each(lists, async ([auction, orders]) => {
      const best = await incumbentOf(source, auction);
      const { solver, welfare, gap, distance, concluded } = best;
      const figures = solver === zeroAddress ? { solver: null } : { solver, welfare, gap, distance };
      const size = orders.reduce((sum, { args }) => sum + unpackBlock(args.order).size, 0);
      const none = { welfare: null, gap: null, distance: null };
      return [wordGraphId(auction), row({ count: orders.length, size, concluded, ...none, ...figures })] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const found = await entities<{
      id: Hex;
      count: number;
      size: number;
      concluded: boolean;
      solver: Hex | null;
      welfare: string | null;
      gap: string | null;
      distance: string | null;
    }>(source, "contests", "count size concluded solver welfare gap distance");
    return new Map(found.map(({ id, ...values }) => [id, row(values)]));
  },
};

/** Everything that solvers brought, as it was logged. */
export const solutions: Section = {
  name: "solutions",
  async chain(source) {
    const [replaced, beaten] = await Promise.all([
      events(source, "contest", contestAbi, "IncumbentReplaced"),
      events(source, "contest", contestAbi, "SolutionBeaten"),
    ]);
    const contested = new Set<bigint>();
    const rows: [string, ReturnType<typeof row>][] = [];
    for (const { transactionHash, logIndex, args } of replaced) {
      const { auction, solver, welfare, gap, distance, accepted, partials } = args;
      const kind = contested.has(auction) ? "best" : "baseline";
      contested.add(auction);
      rows.push([logId(transactionHash, logIndex), row({ kind, solver, welfare, gap, distance, accepted, partials })]);
    }
    const nothing = { gap: null, distance: null, accepted: null, partials: null };
    for (const { transactionHash, logIndex, args } of beaten) {
      const { solver, welfare } = args;
      rows.push([logId(transactionHash, logIndex), row({ kind: "beaten", solver, welfare, ...nothing })]);
    }
    return new Map(rows);
  },
  async graph(source) {
    const found = await entities<{
      id: Hex;
      kind: string;
      solver: Hex;
      welfare: string;
      gap: string | null;
      distance: string | null;
      accepted: Hex | null;
      partials: Hex | null;
    }>(source, "solutions", "kind solver welfare gap distance accepted partials");
    return new Map(found.map(({ id, ...values }) => [id, row(values)]));
  },
};

/** What every solver committed to, and what came of it. */
export const solutionCommitments: Section = {
  name: "solutionCommitments",
  async chain(source) {
    const [committed, forfeited] = await Promise.all([
      events(source, "contest", contestAbi, "SolutionCommitted"),
      events(source, "contest", contestAbi, "DepositForfeited"),
    ]);
    const lost = new Map(forfeited.map(({ args }) => [commitmentId(args), args.amount]));
    const rows = await each(committed, async ({ args }) => {
      const id = commitmentId(args);
      const standing = await readContract(source.client, {
        abi: contestAbi,
        address: source.deployment.contest,
        functionName: "commitmentOf",
        args: [args.auction, args.solver],
        ...at(source),
      });
      const amount = lost.get(id);
      const closed = amount === undefined ? "revealed" : "forfeited";
      const state = standing === zeroHash ? closed : "open";
      return [id, row({ state, commitment: args.commitment, forfeited: amount })] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const fields = "state commitment forfeited";
    const found = await entities<{ id: Hex; state: string; commitment: Hex; forfeited: string | null }>(
      source,
      "solutionCommitments",
      fields,
    );
    return new Map(found.map(({ id, ...values }) => [id, row(values)]));
  },
};

/** The best solution of an auction so far; its solver is zero while there is none. */
export function incumbentOf(source: Source, auction: bigint) {
  return readContract(source.client, {
    abi: contestAbi,
    address: source.deployment.contest,
    functionName: "incumbentOf",
    args: [auction],
    ...at(source),
  });
}

/** What the market kept of the price of every collected order's place, by the order's id. */
async function keptFees(source: Source): Promise<Map<string, bigint>> {
  const [placed, collected] = await Promise.all([
    events(source, "blocks", blocksAbi, "BlockPlaced"),
    events(source, "blocks", blocksAbi, "BlockCollected"),
  ]);
  const inOrder = [...placed, ...collected].sort((a, b) =>
    a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : Number(a.blockNumber - b.blockNumber),
  );
  const slots = new Map<string, string>();
  const kept = new Map<string, bigint>();
  for (const { args } of inOrder) {
    const key = `${args.account}:${args.slot}`;
    if ("order" in args) slots.set(key, orderGraphId(args.account, args.auction, args.slot).toLowerCase());
    else kept.set(slots.get(key) ?? key, args.fee);
  }
  return kept;
}

function logId(transactionHash: Hex, logIndex: number): string {
  return concat([transactionHash, numberToHex(logIndex, { size: 4 })]);
}

function commitmentId({ auction, solver }: { readonly auction: bigint; readonly solver: Hex }): string {
  return concat([wordGraphId(auction), solver]).toLowerCase();
}
