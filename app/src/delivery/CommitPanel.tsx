import { commit, getProvider } from "@clearhour/sdk";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { formatLots, formatMoney, lotsInWords } from "../lib/format.ts";
import { type SeriesLots, useSeriesName } from "../portfolio/seriesName.ts";
import { usePositions } from "../portfolio/usePositions.ts";
import { useSend } from "../transactions/transactions.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Panel } from "../ui/Panel.tsx";
import type { Wallet } from "../wallet/useWallet.ts";
import { ScheduleForm } from "./ScheduleForm.tsx";

/** Pledges a provider's short lots to delivery. */
export function CommitPanel({ wallet }: { readonly wallet: Wallet }) {
  const { client, deployment, token } = useExchange();
  const nameOf = useSeriesName();
  const { send, busy } = useSend();
  const positions = usePositions(wallet).data ?? [];
  const { accountId } = wallet;
  const { data, error } = useFresh({
    key: ["provider", accountId],
    read: () => getProvider(client, { deployment, accountId }),
    every: 10_000,
  });
  const commitLots = ({ lots, series }: SeriesLots) =>
    send(`Commit ${lotsInWords(lots)} of ${nameOf(series)}`, (signer) =>
      commit(signer, { deployment, entries: [{ series, lots }] }),
    );
  return (
    <Panel title="Commit">
      <p className="hint">Providers pledge the hours that they sold. From two hours ahead anyone may do it for them.</p>
      {error !== null && <Failure title="The provider's record cannot be read" error={error} />}
      {data?.id === 0 && <p className="empty">This account is no provider, so it has nothing to commit.</p>}
      {data !== undefined && data.id !== 0 && (
        <>
          <dl className="facts">
            <div>
              <dt>Stake</dt>
              <dd>
                {formatMoney(data.stake.staked, token.decimals)} {token.symbol}
              </dd>
            </div>
            <div>
              <dt>Lots delivered, short, never committed</dt>
              <dd>{[data.record.delivered, data.record.short, data.record.uncommitted].map(formatLots).join(", ")}</dd>
            </div>
          </dl>
          <ScheduleForm
            hours={positions.filter(({ lots }) => lots < 0).map((one) => ({ ...one, lots: -one.lots }))}
            action="Commit"
            empty="No short lots whose gate is still open."
            busy={busy}
            onSubmit={(entry) => void commitLots(entry)}
          />
        </>
      )}
    </Panel>
  );
}
