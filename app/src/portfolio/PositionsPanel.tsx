import { productNamed, useExchange } from "../app/exchange.tsx";
import { formatDay, formatLots } from "../lib/format.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import type { Wallet } from "../wallet/useWallet.ts";
import { type HeatRow, heatRows, shadeOf } from "./heatMap.ts";
import { usePositions } from "./usePositions.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));

export function PositionsPanel({ wallet }: { readonly wallet: Wallet }) {
  const { graph } = useExchange();
  const { data, error } = usePositions(wallet);
  const rows = heatRows(data ?? []);
  return (
    <Panel title="Positions by hour" aside={<span className="muted">lots, UTC; long is green, short is red</span>}>
      {error !== null && <Failure title="Positions are not up to date" error={error} detail={graph.url} />}
      {data === undefined && error === null && <Loading what="positions" />}
      {data !== undefined && rows.length === 0 && (
        <p className="empty">No position. Lots in open orders and claims are not in here.</p>
      )}
      {rows.length > 0 && <HeatMap rows={rows} />}
    </Panel>
  );
}

function HeatMap({ rows }: { readonly rows: readonly HeatRow[] }) {
  const { products } = useExchange();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scroll" aria-label="Positions by hour" tabIndex={0}>
      <table className="heat">
        <thead>
          <tr>
            <th scope="col">Product</th>
            <th scope="col">Day</th>
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.product} ${row.day}`}>
              <th scope="row">{productNamed(products, row.product)}</th>
              <th scope="row">{formatDay(row.day * 86_400)}</th>
              {HOURS.map((hour, i) => {
                const lots = row.cells[i] ?? 0;
                const shade = shadeOf(lots, rows);
                return (
                  <td
                    key={hour}
                    data-hour={hour}
                    className={shade === 0 ? undefined : `${lots > 0 ? "long" : "short"}-${shade}`}
                  >
                    {lots === 0 ? "" : formatLots(lots)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
