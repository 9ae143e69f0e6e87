import { useConnection, useSwitchChain } from "wagmi";
import { useExchange } from "../app/exchange.tsx";
import { wordsOf } from "../ui/words.ts";

/** Says that the wallet is on another chain, and offers to change that. */
export function ChainNotice() {
  const { config, deployment } = useExchange();
  const { chainId } = useConnection();
  const { mutate: switchChain, error, isPending } = useSwitchChain();
  if (chainId === undefined || chainId === deployment.chainId) return null;
  return (
    <div className="notice notice-warn" role="alert">
      <strong>Your wallet is on another chain</strong>
      <p>
        It is on chain {chainId}; this exchange is on {config.chainName}, chain {deployment.chainId}.
      </p>
      <button type="button" disabled={isPending} onClick={() => switchChain({ chainId: deployment.chainId })}>
        Switch to {config.chainName}
      </button>
      {error !== null && <p className="hint bad">{wordsOf(error).what}</p>}
    </div>
  );
}
