/** The sides of an order, as they are chosen. */
import type { OrderSide } from "@clearhour/sdk";

export const SIDES = [
  { value: "buy", label: "Buy" },
  { value: "sell", label: "Sell what you hold" },
  { value: "write", label: "Sell short" },
] as const satisfies readonly { value: OrderSide; label: string }[];

export const EXPLAINED: Record<OrderSide, string> = {
  buy: "Buy hours. The limit and the fee are set aside until the auction clears; what is not used comes back.",
  sell: "Sell hours that you hold. The lots are set aside until the auction clears.",
  write:
    "Sell hours that you will deliver, or buy back later. It takes collateral; a provider's stake and capacity lower it.",
};
