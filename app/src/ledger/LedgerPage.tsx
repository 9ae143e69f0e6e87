import { type Graph, ledgerEntriesQuery, queryAll, queryGraph, settlementsOfQuery } from "@clearhour/sdk/graph";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Hash } from "viem";
import { useChainTime } from "../app/chainTime.tsx";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { download, toCsv } from "../lib/csv.ts";
import { formatMoney, formatTime, shorten } from "../lib/format.ts";
import { firstOf } from "../lib/pages.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Table } from "../ui/Table.tsx";
import { useWallet, type Wallet } from "../wallet/useWallet.ts";
import { isOfSettlement, type SettlementFacts } from "./counterparties.ts";
import { CSV_HEADER, csvRow, type Entry, linesOf, type StatementLine, statementOf } from "./statement.ts";

const SHOWN = 100;
/** Transactions whose settlements are asked for at once. */
const CHUNK = 100;

export default function LedgerPage() {
  const wallet = useWallet();
  return (
    <>
      <h1>Ledger</h1>
      {wallet === undefined ? (
        <p className="empty">Connect a wallet to see its entries.</p>
      ) : (
        <Entries key={wallet.address} wallet={wallet} />
      )}
    </>
  );
}

function Entries({ wallet: { address } }: { readonly wallet: Wallet }) {
  const { graph, token } = useExchange();
  const { now } = useChainTime();
  const queries = useQueryClient();
  const { data, error } = useFresh({
    key: ["entries", address],
    read: async () => {
      const { rows } = await firstOf(Number.POSITIVE_INFINITY, async (page) => {
        const variables = { owner: address, until: `${now}` as const, ...page };
        return (await queryGraph(graph, ledgerEntriesQuery, variables)).ledgerEntries;
      });
      return linesOf(rows, await settlementsOf(queries, graph, rows), address);
    },
  });
  const money = (units: bigint) => (units === 0n ? "–" : formatMoney(units, token.decimals));
  const lines = data ?? [];
  const save = () =>
    download(
      `clearhour-${address}.csv`,
      toCsv(
        CSV_HEADER,
        lines.map((line) => csvRow(line, token)),
      ),
    );
  return (
    <>
      {error !== null && <Failure title="Entries are not up to date" error={error} detail={graph.url} />}
      {data === undefined && error === null && <Loading what="entries" />}
      {data !== undefined && (
        <>
          <Panel title="Statement by counterparty" aside={<span className="muted">free cash, {token.symbol}</span>}>
            <Table
              label="Statement by counterparty"
              rows={statementOf(lines)}
              keyOf={({ counterparty }) => counterparty}
              empty="No entries yet."
              columns={[
                { title: "Counterparty", cell: ({ counterparty }) => <Name of={counterparty} /> },
                { title: "Entries", numeric: true, cell: ({ entries }) => entries },
                { title: "Received", numeric: true, cell: ({ received }) => money(received) },
                { title: "Paid", numeric: true, cell: ({ paid }) => money(paid) },
                { title: "Net", numeric: true, cell: ({ paid, received }) => money(received - paid) },
              ]}
            />
            <p className="hint">
              Auctions have no single counterparty: all buyers and sellers of an hour meet at one price. What a
              settlement pays is listed by the provider or holder on its other side, or as Delivery where those were
              several.
            </p>
          </Panel>
          <EntriesPanel lines={lines} money={money} save={save} />
        </>
      )}
    </>
  );
}

interface EntriesProperties {
  readonly lines: readonly StatementLine[];
  readonly money: (units: bigint) => string;
  readonly save: () => void;
}

function EntriesPanel({ lines, money, save }: EntriesProperties) {
  const { token } = useExchange();
  const [all, setAll] = useState(false);
  return (
    <Panel
      title="Entries"
      aside={
        <button type="button" className="small" disabled={lines.length === 0} onClick={save}>
          Download CSV
        </button>
      }
    >
      <Table
        label="Entries"
        rows={all ? lines : lines.slice(0, SHOWN)}
        keyOf={({ id }) => id}
        empty="No entries yet: deposit cash on the Portfolio page."
        columns={[
          { title: "Time (UTC)", cell: ({ timestamp }) => <span className="nowrap">{formatTime(timestamp)}</span> },
          { title: "Why", cell: ({ words }) => words },
          {
            title: "Counterparty",
            cell: ({ counterparty }) => <Name of={counterparty} />,
          },
          { title: `Free cash, ${token.symbol}`, numeric: true, cell: ({ change }) => signed(change, money) },
          { title: "Moved", numeric: true, cell: ({ amount }) => money(amount) },
          { title: "Transaction", cell: ({ tx }) => <code title={tx}>{shorten(tx)}</code> },
        ]}
      />
      {!all && lines.length > SHOWN && (
        <div className="actions">
          <button type="button" className="small" onClick={() => setAll(true)}>
            Show all {lines.length}
          </button>
        </div>
      )}
    </Panel>
  );
}

function Name({ of }: { readonly of: string }) {
  return (
    <span className="nowrap" title={of}>
      {of.replace(/0x\w{40}/, shorten)}
    </span>
  );
}

/** The settlements behind entries. What a transaction settled never changes: it is asked once, the oldest first. */
async function settlementsOf(queries: QueryClient, graph: Graph, entries: readonly Entry[]) {
  const txs = [...new Set(entries.filter(isOfSettlement).map(({ tx }): Hash => tx))].reverse();
  const found: SettlementFacts[] = [];
  for (let from = 0; from < txs.length; from += CHUNK) {
    const variables = { txs: txs.slice(from, from + CHUNK) };
    const settlements = await queries.fetchQuery({
      queryKey: ["settlementsOf", ...variables.txs],
      queryFn: () => queryAll(graph, settlementsOfQuery, variables, (answer) => answer.settlements),
      staleTime: Number.POSITIVE_INFINITY,
    });
    found.push(...settlements);
  }
  return found;
}

function signed(change: bigint, money: (units: bigint) => string): string {
  return change > 0n ? `+${money(change)}` : money(change);
}
