import { lazy, Suspense } from "react";
import { formatTime } from "../lib/format.ts";
import { MarketPage } from "../market/MarketPage.tsx";
import { TransactionList } from "../transactions/TransactionList.tsx";
import { Loading } from "../ui/Loading.tsx";
import { ChainNotice } from "../wallet/ChainNotice.tsx";
import { WalletMenu } from "../wallet/WalletMenu.tsx";
import { useChainTime } from "./chainTime.tsx";
import { useExchange } from "./exchange.tsx";
import { GraphNotice } from "./GraphNotice.tsx";
import { PAGES, type Page, useRoute } from "./route.ts";

const AuctionPage = lazy(() => import("../auction/AuctionPage.tsx"));
const PortfolioPage = lazy(() => import("../portfolio/PortfolioPage.tsx"));
const DeliveryPage = lazy(() => import("../delivery/DeliveryPage.tsx"));
const LedgerPage = lazy(() => import("../ledger/LedgerPage.tsx"));

const SHOWN: Record<Page, React.ComponentType> = {
  market: MarketPage,
  portfolio: PortfolioPage,
  delivery: DeliveryPage,
  ledger: LedgerPage,
  auction: AuctionPage,
};

export function Shell() {
  const { page } = useRoute();
  const Shown = SHOWN[page];
  return (
    <>
      <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
        Skip to content
      </button>
      <header className="top">
        <a className="brand" href="#/market">
          <img src="./icon.svg" alt="" width={26} height={26} />
          Clearhour
        </a>
        <nav aria-label="Pages">
          {PAGES.map(({ path, title }) => (
            <a key={path} href={`#/${path}`} aria-current={path === page ? "page" : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <ChainClock />
        <WalletMenu />
      </header>
      <main id="main" tabIndex={-1}>
        <ChainNotice />
        <GraphNotice />
        <Suspense fallback={<Loading what="the page" />}>
          <Shown />
        </Suspense>
      </main>
      <TransactionList />
    </>
  );
}

function ChainClock() {
  const { now, silent } = useChainTime();
  const { config } = useExchange();
  return (
    <div className="clock" title="Time of the latest block, UTC">
      <span className="muted">{config.chainName}</span>
      <span className={silent ? "bad" : undefined}>{silent ? "chain does not answer" : `${formatTime(now)} UTC`}</span>
    </div>
  );
}
