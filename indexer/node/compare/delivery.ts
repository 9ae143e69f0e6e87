import { deliveryAbi, settlementAbi } from "@clearhour/sdk";
import { unpackCommitment, unpackLines, unpackNomination } from "@clearhour/sdk/delivery";
import { assignmentGraphId, entryGraphId, wordGraphId } from "@clearhour/sdk/graph";
import { unpackSettled } from "@clearhour/sdk/meter";
import type { Hex } from "viem";
import { readContract } from "viem/actions";
import { at, each, entities, events, row, type Section, type Source } from "./source.ts";

const call = (source: Source) => ({ abi: deliveryAbi, address: source.deployment.delivery, ...at(source) }) as const;

/** Totals, shift and spot price of every series that anything is scheduled in. */
export const lines: Section = {
  name: "lines",
  async chain(source) {
    const rows = await each(await scheduled(source), async (series) => {
      const { committed, nominated, commitments, nominations, shift, spot } = await linesOf(source, series);
      const [, , claimed] = await readContract(source.client, {
        ...call(source),
        functionName: "compensationOf",
        args: [series],
      });
      const values = { committed, nominated, commitments, nominations, shift, spot, claimed };
      return [wordGraphId(series), row(values)] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const fields = `committed nominated commitmentCount nominationCount shift spot
      nominations(first: 1000) { compensatedLots }`;
    const found = await entities<{
      id: Hex;
      committed: string;
      nominated: string;
      commitmentCount: number;
      nominationCount: number;
      shift: string | null;
      spot: string | null;
      nominations: { compensatedLots: string }[];
    }>(source, "series_collection", fields);
    const touched = found.filter(
      ({ commitmentCount, nominationCount, shift, spot }) =>
        commitmentCount + nominationCount > 0 || shift !== null || spot !== null,
    );
    return new Map(
      touched.map(({ id, committed, nominated, commitmentCount, nominationCount, shift, spot, nominations: own }) => {
        const claimed = own.reduce((sum, { compensatedLots }) => sum + BigInt(compensatedLots), 0n);
        const counts = { commitments: commitmentCount, nominations: nominationCount };
        return [id, row({ committed, nominated, ...counts, shift, spot, claimed })];
      }),
    );
  },
};

/** Every entry in a line of commitments. */
export const commitments: Section = {
  name: "commitments",
  async chain(source) {
    const committed = await events(source, "delivery", deliveryAbi, "Committed");
    const rows = await each(committed, async ({ args: { series, commitment, account } }) => {
      const word = await readContract(source.client, {
        ...call(source),
        functionName: "commitmentOf",
        args: [series, commitment],
      });
      const { provider, end, lots, k, mark } = unpackCommitment(word);
      return [entryGraphId(series, commitment), row({ account, provider, end, lots, k, mark })] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const found = await entities<{
      id: Hex;
      account: { id: Hex };
      provider: { number: number };
      end: string;
      lots: string;
      k: string;
      mark: string;
    }>(source, "commitments", "account { id } provider { number } end lots k mark");
    return new Map(
      found.map(({ id, account, provider, ...values }) => [
        id,
        row({ account: account.id, provider: provider.number, ...values }),
      ]),
    );
  },
};

/** Every entry in a line of nominations. */
export const nominations: Section = {
  name: "nominations",
  async chain(source) {
    const nominated = await events(source, "delivery", deliveryAbi, "Nominated");
    const rows = await each(nominated, async ({ args: { series, nomination, accessKey } }) => {
      const word = await readContract(source.client, {
        ...call(source),
        functionName: "nominationOf",
        args: [series, nomination],
      });
      const { holder, end, lots } = unpackNomination(word);
      return [entryGraphId(series, nomination), row({ holder, end, lots, accessKey })] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const found = await entities<{ id: Hex; account: { id: Hex }; end: string; lots: string; accessKey: Hex }>(
      source,
      "nominations",
      "account { id } end lots accessKey",
    );
    return new Map(found.map(({ id, account, ...values }) => [id, row({ holder: account.id, ...values })]));
  },
};

/** Every pair of a series whose shift is fixed: the lots in which it meets, and whether it is settled. */
export const assignments: Section = {
  name: "assignments",
  async chain(source) {
    const fixed = await events(source, "delivery", deliveryAbi, "ShiftFixed");
    const pairs: (readonly [series: bigint, commitment: number, nomination: number])[] = [];
    for (const { args } of fixed) {
      const { commitments: rows, nominations: columns } = await linesOf(source, args.series);
      for (let c = 0; c < rows; c++) for (let n = 0; n < columns; n++) pairs.push([args.series, c, n]);
    }
    const rows = await each(pairs, async (pair) => {
      const args = { ...call(source), args: pair } as const;
      const [lots] = await readContract(source.client, { ...args, functionName: "assignmentOf" });
      if (lots === 0) return [];
      const settled = await readContract(source.client, { ...args, functionName: "isSettled" });
      return [[assignmentGraphId(...pair), row({ lots, settled })] as const];
    });
    return new Map(rows.flat());
  },
  async graph(source) {
    const found = await entities<{ id: Hex; lots: string; settled: boolean }>(source, "assignments", "lots settled");
    return new Map(found.map(({ id, ...values }) => [id, row(values)]));
  },
};

/** How every assignment ended, with its reading: only logs say so. */
export const settlements: Section = {
  name: "settlements",
  async chain(source) {
    const [read, missing, rootless] = await Promise.all([
      events(source, "settlement", settlementAbi, "ReadingSettled"),
      events(source, "settlement", settlementAbi, "MissingLeafSettled"),
      events(source, "settlement", settlementAbi, "RootlessSettled"),
    ]);
    const idOf = (args: { series: bigint; commitment: number; nomination: number }) =>
      assignmentGraphId(args.series, args.commitment, args.nomination);
    return new Map([
      ...read.map(({ args }) => {
        const { reading, shortfallPpm } = unpackSettled(args);
        const { product, hour, commitment, nomination, ...shown } = reading;
        const { paid, seized } = args;
        return [idOf(args), row({ kind: "reading", paid, seized, shortfallPpm, ...shown })] as const;
      }),
      ...missing.map(({ args }) => {
        const { lots, paid, seized } = args;
        return [idOf(args), row({ kind: "missingLeaf", paid, seized, shortfallPpm: 1_000_000, lots })] as const;
      }),
      ...rootless.map(({ args }) => {
        const { lots, paid } = args;
        return [idOf(args), row({ kind: "missingRoot", paid, seized: 0, shortfallPpm: null, lots })] as const;
      }),
    ]);
  },
  async graph(source) {
    const reading = `reading { version lots deliveredPpm lostProviderPpm lostBuyerPpm performancePpm preemptions
      energyWh carbonG samplesRoot extension }`;
    const found = await entities<{
      id: Hex;
      kind: string;
      paid: string;
      seized: string;
      shortfallPpm: number | null;
      lots: string;
      reading: Record<string, string> | null;
    }>(source, "settlements", `kind paid seized shortfallPpm lots ${reading}`);
    return new Map(found.map(({ id, reading: shown, ...values }) => [id, row({ ...values, ...shown })]));
  },
};

async function linesOf(source: Source, series: bigint) {
  const word = await readContract(source.client, { ...call(source), functionName: "linesOf", args: [series] });
  return unpackLines(word);
}

/** Every series that anything is scheduled in, or was fixed. */
async function scheduled(source: Source): Promise<Set<bigint>> {
  const all = await Promise.all([
    events(source, "delivery", deliveryAbi, "Committed"),
    events(source, "delivery", deliveryAbi, "Nominated"),
    events(source, "delivery", deliveryAbi, "ShiftFixed"),
    events(source, "delivery", deliveryAbi, "SpotFixed"),
  ]);
  return new Set(all.flat().map(({ args }) => args.series));
}
