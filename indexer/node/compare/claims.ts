import { claimsAbi } from "@clearhour/sdk";
import { wordGraphId } from "@clearhour/sdk/graph";
import { type Address, concat, type Hex, zeroAddress } from "viem";
import { readContract } from "viem/actions";
import { at, each, entities, events, row, type Section, type Source } from "./source.ts";

/** Claims of every holder, and the supply of every series. */
export const claims: Section = {
  name: "claims",
  async chain(source) {
    const held = await holdings(source);
    const call = { abi: claimsAbi, address: source.deployment.claims, ...at(source) } as const;
    const balances = await each(held.values(), async ({ holder, series }) => {
      const lots = await readContract(source.client, { ...call, functionName: "balanceOf", args: [holder, series] });
      return [idOf(holder, series), row({ lots })] as const;
    });
    const ids = new Set([...held.values()].map(({ series }) => series));
    const supplies = await each(ids, async (series) => {
      const lots = await readContract(source.client, { ...call, functionName: "totalSupply", args: [series] });
      return [wordGraphId(series), row({ lots })] as const;
    });
    return new Map([...balances, ...supplies]);
  },
  async graph(source) {
    const held = await entities<{ id: Hex; lots: string }>(source, "claims", "lots");
    const series = await entities<{ id: Hex; claimSupply: string; claims: { id: Hex }[] }>(
      source,
      "series_collection",
      "claimSupply claims(first: 1) { id }",
    );
    const supplies = series.filter((one) => one.claims.length > 0 || one.claimSupply !== "0");
    return new Map([
      ...held.map(({ id, lots }) => [id, row({ lots })] as const),
      ...supplies.map(({ id, claimSupply }) => [id, row({ lots: claimSupply })] as const),
    ]);
  },
};

type Holding = { readonly holder: Address; readonly series: bigint };

/** Who ever held which claims; a transfer of nothing gives nobody anything. */
async function holdings(source: Source): Promise<Map<string, Holding>> {
  const [single, batch] = await Promise.all([
    events(source, "claims", claimsAbi, "TransferSingle"),
    events(source, "claims", claimsAbi, "TransferBatch"),
  ]);
  const found = new Map<string, Holding>();
  const add = (holders: readonly Address[], series: bigint, lots: bigint) => {
    for (const holder of holders) {
      if (holder !== zeroAddress && lots > 0n) found.set(idOf(holder, series), { holder, series });
    }
  };
  for (const { args } of single) add([args.from, args.to], args.id, args.value);
  for (const { args } of batch) {
    for (const [i, id] of args.ids.entries()) add([args.from, args.to], id, args.values[i] ?? 0n);
  }
  return found;
}

function idOf(holder: Address, series: bigint): string {
  return concat([holder, wordGraphId(series)]).toLowerCase();
}
