import { nominate } from "@clearhour/sdk";
import { useState } from "react";
import { useExchange } from "../app/exchange.tsx";
import { lotsInWords } from "../lib/format.ts";
import { type SeriesLots, useSeriesName } from "../portfolio/seriesName.ts";
import { useClaims } from "../portfolio/useClaims.ts";
import { usePositions } from "../portfolio/usePositions.ts";
import { useSend } from "../transactions/transactions.tsx";
import { Panel } from "../ui/Panel.tsx";
import type { Wallet } from "../wallet/useWallet.ts";
import { accessKeyOf, keptKey, nominationKey } from "./accessKey.ts";
import { ScheduleForm } from "./ScheduleForm.tsx";

/** Schedules held lots for use. */
export function NominatePanel({ wallet }: { readonly wallet: Wallet }) {
  const { deployment } = useExchange();
  const nameOf = useSeriesName();
  const { send, busy } = useSend();
  const positions = usePositions(wallet).data ?? [];
  const hasClaims = (useClaims(wallet).data ?? []).length > 0;
  const nominateLots = ({ lots, series }: SeriesLots) =>
    send(`Nominate ${lotsInWords(lots)} of ${nameOf(series)}`, async (client) => {
      const privateKey = await nominationKey(client, deployment, wallet.address);
      return await nominate(client, { deployment, entries: [{ series, lots }], accessKey: accessKeyOf(privateKey) });
    });
  return (
    <Panel title="Nominate">
      <p className="hint">
        Schedule hours you hold for use. Which provider serves them is drawn after the gate closes.
      </p>
      <ScheduleForm
        hours={positions.filter(({ lots }) => lots > 0)}
        action="Nominate"
        empty={`You hold no hours whose gate is still open.${hasClaims ? " Claims have to be unwrapped first." : ""}`}
        busy={busy}
        onSubmit={(entry) => void nominateLots(entry)}
      />
      <AccessKey wallet={wallet} />
    </Panel>
  );
}

function AccessKey({ wallet }: { readonly wallet: Wallet }) {
  const { deployment } = useExchange();
  const [shown, setShown] = useState(false);
  const privateKey = keptKey(deployment, wallet.address);
  return (
    <div className="hint">
      Providers let in whoever has your access key. Your wallet makes it with one signature, this browser keeps it and
      signs orders and receipts with it.{" "}
      {privateKey !== undefined && (
        <button type="button" className="small" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? "Hide the private key" : "Show the private key"}
        </button>
      )}
      {shown && (
        <p>
          <code>{privateKey}</code>
        </p>
      )}
    </div>
  );
}
