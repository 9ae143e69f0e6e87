/** The claims of a wallet: which there are is history's to say, how many lots is the chain's. */
import { getClaims } from "@clearhour/sdk";
import { claimsQuery, queryAll } from "@clearhour/sdk/graph";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import type { Wallet } from "../wallet/useWallet.ts";
import type { SeriesLots } from "./seriesName.ts";

export function useClaims({ address }: Wallet) {
  const { client, deployment, graph } = useExchange();
  return useFresh({
    key: ["claims", address],
    read: async (): Promise<SeriesLots[]> => {
      const found = await queryAll(graph, claimsQuery, { holder: address }, ({ claims }) => claims);
      const series = found.map((claim) => BigInt(claim.series.claimId));
      const held = await getClaims(client, { deployment, owner: address, series });
      return series.map((id, i) => ({ series: id, lots: Number(held[i] ?? 0n) })).filter(({ lots }) => lots > 0);
    },
  });
}
