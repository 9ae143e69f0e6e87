/** Every error that the SDK throws. */
export * from "./auction.ts";
export * from "./base.ts";
export * from "./chain.ts";
export * from "./claims.ts";
export { ContractError, type ContractErrorArgs, type ContractErrorName } from "./contract.ts";
export * from "./delivery.ts";
export { UnsupportedEthersError } from "./ethers.ts";
export * from "./input.ts";
export * from "./ledger.ts";
export * from "./meter.ts";
export * from "./products.ts";
export * from "./providers.ts";
export * from "./settlement.ts";
export { CONTRACT_ERRORS } from "./table.ts";
export * from "./token.ts";
export { fromRevertData, isRetryable, toClearhourError } from "./translate.ts";
export type { ReadErrorType, WriteErrorType } from "./types.ts";
