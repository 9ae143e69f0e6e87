/** The actions of Meter. */
export * from "./bondOracle.ts";
export * from "./closeSilent.ts";
export * from "./getDispute.ts";
export * from "./getOracleBond.ts";
export * from "./getOracleSet.ts";
export * from "./getRoot.ts";
export * from "./postRoot.ts";
export * from "./registerOracleSet.ts";
export * from "./unbondOracle.ts";
export * from "./withdrawOracleBond.ts";
