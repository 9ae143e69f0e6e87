/** The actions of Products. */
export * from "./getCounts.ts";
export * from "./getLane.ts";
export * from "./getLaneTimes.ts";
export * from "./getMarket.ts";
export * from "./getProduct.ts";
export * from "./getSpec.ts";
export * from "./listProduct.ts";
export * from "./openMarket.ts";
