import { transferClaims, unwrap, wrap } from "@clearhour/sdk";
import { useState } from "react";
import { isAddress } from "viem";
import { productNamed, useExchange } from "../app/exchange.tsx";
import { parseLots } from "../lib/amounts.ts";
import { formatLots, formatTime, lotsInWords } from "../lib/format.ts";
import { useSend } from "../transactions/transactions.tsx";
import { Select } from "../ui/Choice.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Field } from "../ui/Field.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Table } from "../ui/Table.tsx";
import type { Wallet } from "../wallet/useWallet.ts";
import { type SeriesLots, useSeriesName } from "./seriesName.ts";
import { useClaims } from "./useClaims.ts";
import { usePositions } from "./usePositions.ts";

/** Lots taken out as ERC-1155 claims: out, on to others, and back. */
export function ClaimsPanel({ wallet }: { readonly wallet: Wallet }) {
  const { graph } = useExchange();
  const { data, error } = useClaims(wallet);
  return (
    <Panel title="Claims">
      <p className="hint">Hours you hold can leave the ledger as ERC-1155 tokens, move between wallets, and return.</p>
      <WrapForm wallet={wallet} />
      {error !== null && <Failure title="Claims are not up to date" error={error} detail={graph.url} />}
      {data !== undefined && <ClaimsTable claims={data} />}
    </Panel>
  );
}

function WrapForm({ wallet }: { readonly wallet: Wallet }) {
  const { deployment } = useExchange();
  const nameOf = useSeriesName();
  const { send, busy } = useSend();
  const positions = (usePositions(wallet).data ?? []).filter(({ lots }) => lots > 0);
  const [chosen, choose] = useState<string>();
  const [text, setText] = useState("1");
  const position = positions.find(({ series }) => String(series) === chosen) ?? positions[0];
  const lots = parseLots(text);
  if (position === undefined) return <p className="empty">You hold no hours that could be taken out.</p>;
  const { series } = position;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (lots === undefined) return;
        void send(`Wrap ${lotsInWords(lots)} of ${nameOf(series)}`, (client) =>
          wrap(client, { deployment, entries: [{ series, lots }], to: wallet.address }),
        );
      }}
    >
      <div className="pair">
        <Select
          label="Hour held"
          options={positions.map((one) => ({
            value: String(one.series),
            label: `${nameOf(one.series)} (${formatLots(one.lots)})`,
          }))}
          value={String(series)}
          onChange={choose}
        />
        <Field label="Lots" value={text} onChange={setText} inputMode="numeric" invalid={lots === undefined} />
      </div>
      <div className="actions">
        <button type="submit" disabled={busy || lots === undefined}>
          Wrap into claims
        </button>
      </div>
    </form>
  );
}

function ClaimsTable({ claims }: { readonly claims: readonly SeriesLots[] }) {
  const { deployment, markets, products } = useExchange();
  const nameOf = useSeriesName();
  const { send, busy } = useSend();
  const [sending, setSending] = useState<bigint>();
  const sent = claims.find(({ series }) => series === sending);
  const bringBack = ({ lots, series }: SeriesLots) =>
    send(`Unwrap ${lotsInWords(lots)} of ${nameOf(series)}`, (client) =>
      unwrap(client, { deployment, entries: [{ series, lots }] }),
    );
  return (
    <>
      <Table
        label="Claims"
        rows={claims}
        keyOf={({ series }) => String(series)}
        empty="This wallet holds no claims."
        columns={[
          { title: "Product", cell: ({ series }) => productNamed(products, Number(series >> 32n)) },
          {
            title: "Delivery (UTC)",
            cell: ({ series }) => (
              <span className="nowrap">{formatTime((series & 0xffffffffn) * BigInt(markets[0]?.period ?? 3600))}</span>
            ),
          },
          { title: "Lots", numeric: true, cell: ({ lots }) => formatLots(lots) },
          {
            title: "Do",
            cell: (claim) => (
              <div className="actions">
                <button type="button" className="small" disabled={busy} onClick={() => setSending(claim.series)}>
                  Transfer
                </button>
                <button type="button" className="small" disabled={busy} onClick={() => void bringBack(claim)}>
                  Unwrap
                </button>
              </div>
            ),
          },
        ]}
      />
      {sent !== undefined && <TransferForm key={String(sent.series)} claim={sent} done={() => setSending(undefined)} />}
    </>
  );
}

function TransferForm({ claim, done }: { readonly claim: SeriesLots; readonly done: () => void }) {
  const { deployment } = useExchange();
  const nameOf = useSeriesName();
  const { send, busy } = useSend();
  const [to, setTo] = useState("");
  const [text, setText] = useState(String(claim.lots));
  const lots = parseLots(text);
  const receiver = isAddress(to.trim()) ? to.trim() : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (receiver === undefined || lots === undefined) return;
        const entries = [{ series: claim.series, lots: BigInt(lots) }];
        void send(`Transfer ${lotsInWords(lots)} of ${nameOf(claim.series)}`, (client) =>
          transferClaims(client, { deployment, to: receiver as `0x${string}`, entries }),
        ).then((isDone) => isDone && done());
      }}
    >
      <h3>Transfer {nameOf(claim.series)}</h3>
      <Field
        label="To address"
        value={to}
        onChange={setTo}
        inputMode="text"
        placeholder="0x…"
        invalid={to !== "" && receiver === undefined}
        hint={to !== "" && receiver === undefined ? "This is no address." : undefined}
      />
      <Field
        label="Lots to transfer"
        value={text}
        onChange={setText}
        inputMode="numeric"
        invalid={lots === undefined}
      />
      <div className="actions">
        <button type="submit" className="primary" disabled={busy || receiver === undefined || lots === undefined}>
          Transfer claims
        </button>
        <button type="button" onClick={done}>
          Cancel
        </button>
      </div>
    </form>
  );
}
