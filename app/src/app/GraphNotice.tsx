import { getIndexedBlock } from "@clearhour/sdk/graph";
import { formatTime } from "../lib/format.ts";
import { useChainTime } from "./chainTime.tsx";
import { useExchange } from "./exchange.tsx";
import { useFresh } from "./useFresh.ts";

/** Blocks by which history may be behind the chain before it has to be said: ten minutes of a usual chain. */
const MOST_BEHIND = 50n;

/** Says that what comes from the subgraph is old. Where it does not answer at all, each list says so itself. */
export function GraphNotice() {
  const { graph } = useExchange();
  const { blockNumber } = useChainTime();
  const { data } = useFresh({ key: ["indexed"], read: () => getIndexedBlock(graph), every: 5_000 });
  if (data === undefined || blockNumber - data.number <= MOST_BEHIND) return null;
  return (
    <div className="notice notice-warn" role="status">
      <strong>The subgraph is behind the chain</strong>
      <p>
        Lists, statements and prices of the past are as of {formatTime(data.timestamp)} UTC,{" "}
        {String(blockNumber - data.number)} blocks ago. What you hold, books and auctions are read from the chain
        itself.
      </p>
    </div>
  );
}
