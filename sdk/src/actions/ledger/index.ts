/** The actions of the Ledger and its token. */
export * from "./approveToken.ts";
export * from "./deposit.ts";
export * from "./depositWithPermit.ts";
export * from "./getBalance.ts";
export * from "./getPosition.ts";
export * from "./getPositions.ts";
export * from "./getShort.ts";
export * from "./getToken.ts";
export * from "./getTotal.ts";
export * from "./mayTrade.ts";
export * from "./setApproval.ts";
export * from "./setOperator.ts";
export * from "./skim.ts";
export * from "./transfer.ts";
export * from "./transferLots.ts";
export * from "./withdraw.ts";
