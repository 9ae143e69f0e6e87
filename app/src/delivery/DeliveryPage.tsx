import { useWallet } from "../wallet/useWallet.ts";
import { CommitPanel } from "./CommitPanel.tsx";
import { NominatePanel } from "./NominatePanel.tsx";
import { NominationsPanel } from "./NominationsPanel.tsx";
import { SettlementsPanel } from "./SettlementsPanel.tsx";

export default function DeliveryPage() {
  const wallet = useWallet();
  return (
    <>
      <h1>Delivery</h1>
      {wallet === undefined ? (
        <p className="empty">Connect a wallet to nominate hours, commit them, and watch their meters.</p>
      ) : (
        <>
          <div className="columns">
            <NominatePanel wallet={wallet} />
            <CommitPanel wallet={wallet} />
          </div>
          <NominationsPanel key={wallet.address} wallet={wallet} />
        </>
      )}
      <SettlementsPanel />
    </>
  );
}
