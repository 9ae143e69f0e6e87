import { useWallet } from "../wallet/useWallet.ts";
import { CashPanel } from "./CashPanel.tsx";
import { ClaimsPanel } from "./ClaimsPanel.tsx";
import { OrdersPanel } from "./OrdersPanel.tsx";
import { PositionsPanel } from "./PositionsPanel.tsx";

export default function PortfolioPage() {
  const wallet = useWallet();
  return (
    <>
      <h1>Portfolio</h1>
      {wallet === undefined ? (
        <p className="empty">Connect a wallet to see its cash, positions, orders and claims.</p>
      ) : (
        <>
          <div className="columns">
            <CashPanel wallet={wallet} />
            <ClaimsPanel wallet={wallet} />
          </div>
          <PositionsPanel wallet={wallet} />
          <OrdersPanel key={wallet.address} wallet={wallet} />
        </>
      )}
    </>
  );
}
