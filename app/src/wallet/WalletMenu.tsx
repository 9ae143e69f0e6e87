import { useState } from "react";
import { type Connector, useConnect, useConnection, useConnectors, useDisconnect } from "wagmi";
import { shorten } from "../lib/format.ts";
import { wordsOf } from "../ui/words.ts";
import { DEVELOPMENT_WALLET } from "./developmentWallet.ts";

export function WalletMenu() {
  const { address, connector } = useConnection();
  const { mutate: disconnect } = useDisconnect();
  const [open, setOpen] = useState(false);
  if (address === undefined) {
    return (
      <div className="wallet">
        <button type="button" className="primary" aria-expanded={open} onClick={() => setOpen(!open)}>
          Connect wallet
        </button>
        {open && <Choices done={() => setOpen(false)} />}
      </div>
    );
  }
  return (
    <div className="wallet connected">
      <span>
        {connector?.id === DEVELOPMENT_WALLET && <span className="tag warn">development wallet</span>}
        <code title={address}>{shorten(address)}</code>
      </span>
      <button type="button" onClick={() => disconnect({})}>
        Disconnect
      </button>
    </div>
  );
}

function Choices({ done }: { readonly done: () => void }) {
  const connectors = useConnectors();
  const { mutate: connect, error, isPending } = useConnect();
  if (connectors.length === 0) {
    return (
      <div className="menu">
        <p>
          This browser has no wallet. Install one that announces itself to pages (EIP-6963), such as Rabby, Frame or
          MetaMask, and load the page again.
        </p>
      </div>
    );
  }
  const choose = (connector: Connector) => connect({ connector }, { onSuccess: done });
  return (
    <div className="menu">
      {connectors.map((connector) => (
        <button key={connector.uid} type="button" disabled={isPending} onClick={() => choose(connector)}>
          {connector.icon !== undefined && <img src={connector.icon.trim()} alt="" width={20} height={20} />}
          <span>
            {connector.name}
            {connector.id === DEVELOPMENT_WALLET && <small>Local chain only: its key is public.</small>}
          </span>
        </button>
      ))}
      {error !== null && <p className="hint bad">{wordsOf(error).what}</p>}
    </div>
  );
}
