/** The actions of Settlement. */
export * from "./decideDispute.ts";
export * from "./disputeMissing.ts";
export * from "./disputeReading.ts";
export * from "./getSettledReading.ts";
export * from "./presentLeaf.ts";
export * from "./settle.ts";
export * from "./settleMissingLeaf.ts";
export * from "./settleWithoutRoot.ts";
