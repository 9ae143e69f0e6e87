/** All handlers, one file per room. One module, so that it is compiled once. */
export * from "./auction";
export * from "./blocks";
export * from "./claims";
export * from "./contest";
export * from "./delivery";
export * from "./ledger";
export * from "./meter";
export * from "./products";
export * from "./providers";
export * from "./settlement";
