import type { ChainError } from "./chain.ts";
import type { ContractError } from "./contract.ts";
import type { InputError } from "./input.ts";

/** What a read throws. */
export type ReadErrorType = ContractError | ChainError | InputError;

/** What a write throws. Nothing was changed. */
export type WriteErrorType = ContractError | ChainError | InputError;
