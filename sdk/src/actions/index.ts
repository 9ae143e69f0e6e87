/** Every action. */
export * from "./auction/index.ts";
export * from "./events/index.ts";
export * from "./ledger/index.ts";
export * from "./products/index.ts";
export * from "./providers/index.ts";
