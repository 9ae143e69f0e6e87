import { type CurrentAuction, getBook, getGrid } from "@clearhour/sdk";
import { type Product, useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { formatLots, formatPrice, formatTime, lotsInWords } from "../lib/format.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { type Ladder, ladderOf } from "./ladder.ts";

const EVERY_MS = 1_500;
const ROWS = 14;

interface Properties {
  readonly product: Product;
  readonly auction: CurrentAuction;
  readonly series: bigint;
}

/** The live book of one hour, and where it would clear now. */
export function BookPanel({ product, auction: { auction }, series }: Properties) {
  const { client, deployment } = useExchange();
  const { data, error } = useFresh({
    key: ["book", auction, series],
    read: async () => {
      const [book, grid] = await Promise.all([
        getBook(client, { deployment, auction, series }),
        getGrid(client, { deployment, auction, series }),
      ]);
      return { ladder: ladderOf(book, grid.base, ROWS), reference: grid.reference };
    },
    every: EVERY_MS,
  });
  const hour = formatTime((series & 0xffffffffn) * BigInt(product.delivery.period));
  return (
    <Panel title="Book" aside={<span className="muted">delivery {hour} UTC</span>} className="book">
      {error !== null && <Failure title="The book cannot be read" error={error} />}
      {data === undefined && error === null && <Loading what="the book" />}
      {data !== undefined && <LadderView {...data} tickSize={product.trade.tickSize} />}
    </Panel>
  );
}

interface LadderProperties {
  readonly ladder: Ladder;
  /** Ticks. */
  readonly reference: number;
  readonly tickSize: bigint;
}

function LadderView({ ladder, reference, tickSize }: LadderProperties) {
  const { token } = useExchange();
  const money = (ticks: number) => formatPrice(ticks, tickSize, token.decimals);
  const { hidden, indicative, most, rows } = ladder;
  return (
    <>
      <dl className="figures">
        <div>
          <dt>Indicative price</dt>
          <dd>{indicative === undefined ? "none yet" : money(indicative.price)}</dd>
        </div>
        <div>
          <dt>Would trade</dt>
          <dd>{indicative === undefined ? "nothing" : lotsInWords(indicative.volume)}</dd>
        </div>
        <div>
          <dt>Reference</dt>
          <dd>{money(reference)}</dd>
        </div>
      </dl>
      <p className="hint">
        Indicative price and what would trade are of the orders so far, if the auction closed now. The reference is the
        last price at which enough lots traded: the auction's prices lie around it.
      </p>
      {rows.length === 0 ? (
        <p className="empty">No order yet for this hour. The first one is yours to place.</p>
      ) : (
        <table className="ladder">
          <caption className="unseen">Lots to buy and to sell at each price</caption>
          <thead>
            <tr>
              <th scope="col">Buy lots</th>
              <th scope="col">Price, {token.symbol}</th>
              <th scope="col">Sell lots</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ price, buys, sells }) => (
              <tr key={price} className={price === indicative?.price ? "at" : undefined}>
                <Depth side="buy" lots={buys} most={most} />
                <td>{money(price)}</td>
                <Depth side="sell" lots={sells} most={most} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hidden > 0 && <p className="hint">{hidden} further prices away from it are not shown.</p>}
    </>
  );
}

interface DepthProperties {
  readonly side: "buy" | "sell";
  readonly lots: number;
  readonly most: number;
}

function Depth({ side, lots, most }: DepthProperties) {
  return (
    <td className={`depth ${side}`}>
      {lots > 0 && (
        <>
          <i style={{ inlineSize: `${(100 * lots) / most}%` }} />
          <span>{formatLots(lots)}</span>
        </>
      )}
    </td>
  );
}
