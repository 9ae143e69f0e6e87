import { atMostBetter, filledIn } from "@clearhour/sdk/contest";
import { useExchange } from "../app/exchange.tsx";
import { formatLots, formatMoney, formatTime } from "../lib/format.ts";
import { Address } from "../ui/Address.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Table } from "../ui/Table.tsx";
import { type BroughtSolution, whyBeaten } from "./solutionWords.ts";
import type { AuctionHistory, ContestHistory } from "./useHistory.ts";

type Solution = ContestHistory["solutions"][number];

const KIND_WORDS: Readonly<Record<Solution["kind"], string>> = {
  baseline: "Baseline",
  best: "Solution",
  beaten: "Solution",
};

interface Properties {
  readonly contest: ContestHistory;
  /** Its strips and blocks. */
  readonly orders: AuctionHistory["blocks"];
  /** Whether the best one is final. */
  readonly isOver: boolean;
}

/** Everything that was brought to a contest, and why one of them is the best. */
export function SolutionsPanel({ contest, orders, isOver }: Properties) {
  const { token } = useExchange();
  const amount = (units: bigint) => formatMoney(units, token.decimals);
  const { commitments, solutions } = contest;
  // The latest that replaced the one before it.
  const best = solutions.findLast(
    ({ kind, solver, welfare }) => kind !== "beaten" && solver === contest.solver && welfare === contest.welfare,
  );
  const hidden = commitments.filter(({ state }) => state === "open").length;
  const forfeited = commitments.filter(({ state }) => state === "forfeited").length;
  return (
    <Panel title="Solutions">
      <p className="muted">
        The best has the most welfare. At the same welfare it has the prices nearest to the baseline's, at which the
        hourly orders alone clear; then lower prices, then earlier orders.
        {hidden > 0 && ` ${committed(hidden)} ${isOver ? "and never revealed." : "and not revealed yet."}`}
        {forfeited > 0 && ` ${committed(forfeited)} and never revealed: the deposit went to the market.`}
      </p>
      <Table<Solution>
        label="Solutions"
        rows={solutions}
        keyOf={({ id }) => id}
        empty="Nothing was brought yet. Anyone may bring the baseline, the clearing without strips and blocks, from the auction's close on."
        columns={[
          { title: "Brought (UTC)", cell: ({ at }) => <span className="nowrap">{formatTime(BigInt(at))}</span> },
          { title: "What", cell: ({ kind }) => KIND_WORDS[kind] },
          { title: "By", cell: ({ solver }) => <Address of={solver} /> },
          { title: `Welfare, ${token.symbol}`, numeric: true, cell: ({ welfare }) => amount(BigInt(welfare)) },
          {
            title: `Gap, ${token.symbol}`,
            numeric: true,
            cell: ({ gap, welfare }) => (gap === null ? "–" : gapInWords(BigInt(gap), BigInt(welfare), amount)),
          },
          {
            title: "Strips and blocks filled",
            numeric: true,
            cell: ({ accepted, partials }) => {
              if (accepted === null || partials === null) return "–";
              const filled = orders.filter((order) => filledIn({ accepted, partials }, order) > 0);
              return `${formatLots(filled.length)} of ${formatLots(orders.length)}`;
            },
          },
          {
            title: "Which was best",
            cell: (solution) => (
              <div className="why">
                {best === undefined || solution.id === best.id ? (
                  <span className="tag good">{isOver ? "The result" : "Best so far"}</span>
                ) : (
                  whyBeaten(broughtOf(solution), broughtOf(best), (units) => `${amount(units)} ${token.symbol}`)
                )}
              </div>
            ),
          },
        ]}
      />
    </Panel>
  );
}

function committed(count: number): string {
  return count === 1 ? "One solution was committed" : `${count} solutions were committed`;
}

function gapInWords(gap: bigint, welfare: bigint, amount: (units: bigint) => string): string {
  const percent = atMostBetter({ gap, welfare });
  return Number.isFinite(percent) ? `${amount(gap)} (${percent}%)` : amount(gap);
}

function broughtOf({ distance, kind, welfare }: Solution): BroughtSolution {
  return { kind, welfare: BigInt(welfare), distance: distance === null ? undefined : BigInt(distance) };
}
