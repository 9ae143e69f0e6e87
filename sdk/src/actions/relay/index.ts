/** The actions of the Relay. */
export type { OrderRefusedEvent } from "./refused.ts";
export * from "./relayOrders.ts";
export * from "./signOrder.ts";
