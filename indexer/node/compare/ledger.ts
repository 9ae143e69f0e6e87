import { ledgerAbi, unpackMemo } from "@clearhour/sdk";
import { wordGraphId } from "@clearhour/sdk/graph";
import { concat, type Hex, numberToHex, zeroHash } from "viem";
import { readContract } from "viem/actions";
import { at, each, entities, events, row, type Section, type Source } from "./source.ts";

const HOURS_PER_OCTET = 8n;

/** The sum of all accounts. */
export const totals: Section = {
  name: "totals",
  async chain(source) {
    const address = source.deployment.ledger;
    const total = await readContract(source.client, { abi: ledgerAbi, address, functionName: "total", ...at(source) });
    return new Map([["0x00", row({ total })]]);
  },
  async graph(source) {
    const found = await entities<{ id: Hex; total: string }>(source, "exchanges", "total");
    return new Map(found.map(({ id, total }) => [id, row({ total })]));
  },
};

/** Balances of all accounts that were ever posted to or from. */
export const accounts: Section = {
  name: "accounts",
  async chain(source) {
    const posted = await events(source, "ledger", ledgerAbi, "Posted");
    const ids = new Set(posted.flatMap(({ args }) => [args.from, args.to]).filter((id) => id !== zeroHash));
    const address = source.deployment.ledger;
    const rows = await each(ids, async (id) => {
      const call = { abi: ledgerAbi, address, functionName: "balanceOf", args: [id], ...at(source) } as const;
      return [id.toLowerCase(), row({ balance: await readContract(source.client, call) })] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const found = await entities<{ id: Hex; balance: string; entryCount: string }>(
      source,
      "accounts",
      "balance entryCount",
    );
    // Accounts are also there for positions, orders and rights, without a posting.
    const posted = found.filter(
      ({ id, balance, entryCount }) => id !== zeroHash && (entryCount !== "0" || balance !== "0"),
    );
    return new Map(posted.map(({ id, balance }) => [id, row({ balance })]));
  },
};

/** Every posting. */
export const entries: Section = {
  name: "entries",
  async chain(source) {
    const posted = await events(source, "ledger", ledgerAbi, "Posted");
    return new Map(
      posted.map(({ args, transactionHash, logIndex }) => {
        const { from, to, amount, memo } = args;
        const { code, name, reference } = unpackMemo(memo);
        const id = concat([transactionHash, numberToHex(logIndex, { size: 4 })]);
        return [id, row({ from, to, amount, code, reason: name, reference })];
      }),
    );
  },
  async graph(source) {
    const fields = "from { id } to { id } amount code reason reference";
    const found = await entities<{
      id: Hex;
      from: { id: Hex };
      to: { id: Hex };
      amount: string;
      code: number;
      reason: string;
      reference: string;
    }>(source, "ledgerEntries", fields);
    return new Map(found.map(({ id, from, to, ...rest }) => [id, row({ from: from.id, to: to.id, ...rest })]));
  },
};

/** Signed lots of every account and series that ever moved, with what short lots were sold for. */
export const positions: Section = {
  name: "positions",
  async chain(source) {
    const rows = await each(await movedPositions(source), async ([id, account, series]) => {
      const call = {
        abi: ledgerAbi,
        address: source.deployment.ledger,
        args: [account, series],
        ...at(source),
      } as const;
      const lots = await readContract(source.client, { ...call, functionName: "positionOf" });
      const [, k, mark] = await readContract(source.client, { ...call, functionName: "shortOf" });
      return [id, row({ lots, k, mark })] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const found = await entities<{ id: Hex; lots: number; k: string; mark: string }>(
      source,
      "positions",
      "lots k mark",
    );
    return new Map(found.map(({ id, ...values }) => [id, row(values)]));
  },
};

async function movedPositions(source: Source): Promise<(readonly [id: string, account: Hex, series: bigint])[]> {
  const moved = await events(source, "ledger", ledgerAbi, "LotsMoved");
  const found = new Map<string, readonly [string, Hex, bigint]>();
  for (const { args } of moved) {
    const { account, octet, lots } = args;
    const first = ((octet >> 32n) << 32n) | ((octet & 0xffffffffn) * HOURS_PER_OCTET);
    for (let i = 0n; i < HOURS_PER_OCTET; i++) {
      if (((lots >> (32n * i)) & 0xffffffffn) === 0n) continue;
      const id = concat([account, wordGraphId(first + i)]).toLowerCase();
      found.set(id, [id, account, first + i]);
    }
  }
  return [...found.values()];
}
