/** Starts the app once it knows where chain and subgraph are. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createPublicClient, defineChain, http } from "viem";
import { createConfig, WagmiProvider } from "wagmi";
import { ChainTimeProvider } from "./app/chainTime.tsx";
import { ExchangeProvider } from "./app/exchange.tsx";
import { Shell } from "./app/Shell.tsx";
import { type AppConfig, ConfigError, loadConfig } from "./config.ts";
import { TransactionsProvider } from "./transactions/transactions.tsx";
import { announceDevelopmentWallet } from "./wallet/developmentWallet.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/market.css";
import "./styles/tables.css";

const POLLING_MS = 500;

function App({ config }: { readonly config: AppConfig }) {
  const { chainName, deployment, rpcUrl } = config;
  const chain = defineChain({
    id: deployment.chainId,
    name: chainName,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const transport = http(rpcUrl, { batch: true, retryCount: 1 });
  const client = createPublicClient({ chain, transport, pollingInterval: POLLING_MS });
  const wagmi = createConfig({ chains: [chain], transports: { [chain.id]: transport }, pollingInterval: POLLING_MS });
  return (
    <WagmiProvider config={wagmi}>
      <QueryClientProvider client={new QueryClient()}>
        <ExchangeProvider config={config} client={client}>
          <ChainTimeProvider>
            <TransactionsProvider>
              <Shell />
            </TransactionsProvider>
          </ChainTimeProvider>
        </ExchangeProvider>
      </QueryClientProvider>
    </WagmiProvider>
  );
}

function NotConfigured({ reason }: { readonly reason: string }) {
  return (
    <div className="notice notice-bad" role="alert">
      <strong>The app does not know its exchange</strong>
      <p>{reason}</p>
      <p className="muted">config.json beside this page names chain, subgraph and contracts; npm start writes it.</p>
    </div>
  );
}

const element = document.getElementById("root");
if (element === null) throw new Error("index.html has no root");
const root = createRoot(element);
try {
  const config = await loadConfig("./config.json");
  if (config.local !== undefined) announceDevelopmentWallet(config.rpcUrl, config.local.developmentAccount);
  root.render(
    <StrictMode>
      <App config={config} />
    </StrictMode>,
  );
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  root.render(<NotConfigured reason={error.message} />);
}
