/** The actions of Claims. */
export * from "./getClaimSupply.ts";
export * from "./getClaims.ts";
export * from "./transferClaims.ts";
export * from "./unwrap.ts";
export * from "./wrap.ts";
