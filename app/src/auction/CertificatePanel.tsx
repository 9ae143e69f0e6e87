import { getContest, type Incumbent } from "@clearhour/sdk";
import { type Product, useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { formatMoney, lotsInWords } from "../lib/format.ts";
import type { Stage } from "../lib/stage.ts";
import { Address } from "../ui/Address.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { boundInWords } from "./solutionWords.ts";
import type { AuctionHistory } from "./useHistory.ts";

interface Properties {
  readonly auction: bigint;
  readonly stage: Stage;
  readonly history: AuctionHistory;
  /** Of its market. */
  readonly products: readonly Product[];
}

/** What the clearing is worth, and the proof of how good it is. */
export function CertificatePanel({ auction, stage, history, products }: Properties) {
  const { blocks, contest, orderCount } = history;
  return (
    <Panel title="Result" className="certificate">
      {(stage === "notOpen" || stage === "collect") && (
        <p className="muted">
          Nothing is decided while orders come in. So far there {orderCount === 1 ? "is" : "are"} {orderCount} hourly{" "}
          {orderCount === 1 ? "order" : "orders"}
          {blocks.length > 0 && ` and ${blocks.length} ${blocks.length === 1 ? "strip or block" : "strips and blocks"}`}
          . They are firm.
        </p>
      )}
      {stage === "clear" && <p className="muted">Waits for its clearing, which anyone may bring. Only one is valid.</p>}
      {stage === "void" && (
        <p className="muted">Nothing was traded. Collecting an order gives back all that was taken for it.</p>
      )}
      {contest === null && stage === "final" && <OneClearing {...{ history, products }} />}
      {contest !== null && (stage === "commit" || stage === "reveal" || stage === "final") && (
        <Contested {...{ auction, stage, history, products }} />
      )}
    </Panel>
  );
}

function OneClearing({ history, products }: TradedProperties) {
  if (history.clearer === null) return <Loading what="the clearing" />;
  return (
    <>
      <p>
        <strong>{boundInWords(0, "")}</strong> Hourly orders alone have one valid clearing: all that is better than the
        price is filled, and no more lots can be.
      </p>
      <dl className="figures">
        <div>
          <dt>Cleared by</dt>
          <dd>
            <Address of={history.clearer} />
          </dd>
        </div>
        <Traded {...{ history, products }} />
      </dl>
    </>
  );
}

function Contested({ auction, stage, history, products }: Properties) {
  const { client, deployment, token } = useExchange();
  const { data, error, refetch } = useFresh({
    key: ["contest", auction],
    read: () => getContest(client, { deployment, auction }),
  });
  const money = (units: bigint) => `${formatMoney(units, token.decimals)} ${token.symbol}`;
  if (data === undefined) {
    if (error === null) return <Loading what="the contest" />;
    return <Failure title="The contest cannot be read" error={error} retry={() => void refetch()} />;
  }
  const { incumbent } = data;
  if (incumbent === undefined) {
    return (
      <p className="muted">
        Nobody has brought the baseline yet, the clearing without strips and blocks. Without it the auction ends void.
      </p>
    );
  }
  const { atMostBetter, gap, welfare } = incumbent;
  return (
    <>
      {error !== null && <Failure title="The contest is not up to date" error={error} />}
      <p>
        <strong>{boundInWords(atMostBetter, money(gap))}</strong>{" "}
        {stage === "final" ? "" : "That is of the best solution so far. "}
        Any other would be worth {money(welfare + gap)} at most: that is proved by the prices and verified on the chain.
      </p>
      <dl className="figures">
        <div>
          <dt>Welfare (W)</dt>
          <dd>{money(welfare)}</dd>
        </div>
        <div>
          <dt>Gap</dt>
          <dd>{money(gap)}</dd>
        </div>
        <div>
          <dt>{stage === "final" ? "Solved by" : "Best so far by"}</dt>
          <dd>
            <Address of={incumbent.solver} />
          </dd>
        </div>
        <Traded {...{ history, products }} />
      </dl>
      <p className="hint">
        Welfare is what buyers would have paid at most less what sellers asked at least. The gap is what orders that are
        not filled would have gained at the prices, all added up. {rewardInWords(stage, incumbent)}
      </p>
    </>
  );
}

function rewardInWords(stage: Stage, { concluded }: Incumbent): string {
  if (stage !== "final") return "The last best solution is paid once it is final.";
  return concluded ? "" : "The reward is paid when anyone concludes the auction; its orders can be collected before.";
}

type TradedProperties = Pick<Properties, "history" | "products">;

/** Lots of each product, fees and what the clearer got of them. */
function Traded({ history: { fees, prices, tip }, products }: TradedProperties) {
  const { token } = useExchange();
  const money = (units: string) => `${formatMoney(BigInt(units), token.decimals)} ${token.symbol}`;
  const volumes = products.map(({ id, name }) => {
    const its = prices.filter(({ product }) => product.number === id);
    return { id, name, lots: its.reduce((sum, { volume }) => sum + BigInt(volume), 0n) };
  });
  const traded = volumes.filter(({ lots }) => lots > 0n);
  return (
    <>
      {traded.length === 0 && (
        <div>
          <dt>Traded</dt>
          <dd>nothing</dd>
        </div>
      )}
      {traded.map(({ id, lots, name }) => (
        <div key={id}>
          <dt>Traded{volumes.length > 1 && `: ${name}`}</dt>
          <dd>{lotsInWords(lots)}</dd>
        </div>
      ))}
      {fees !== null && (
        <div>
          <dt>Trading fees</dt>
          <dd>{money(fees)}</dd>
        </div>
      )}
      {tip !== null && (
        <div>
          <dt>Reward paid</dt>
          <dd>{money(tip)}</dd>
        </div>
      )}
    </>
  );
}
