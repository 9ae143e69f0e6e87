/** The actions of the Relay. */
export type { OrderRefusedEvent } from "./refused.ts";
export * from "./relayBlocks.ts";
export * from "./relayOrders.ts";
export * from "./signBlockOrder.ts";
export * from "./signOrder.ts";
