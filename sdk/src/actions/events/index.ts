/** What the logs of the chain tell. */
export * from "./getBlockOrders.ts";
export * from "./getLedgerEntries.ts";
export * from "./getOrders.ts";
