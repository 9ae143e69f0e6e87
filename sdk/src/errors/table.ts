/** Every custom error's class by its name in the contracts. */
import * as auction from "./auction.ts";
import type { ContractErrorClass, ContractErrorName } from "./contract.ts";
import * as ledger from "./ledger.ts";
import * as products from "./products.ts";
import * as providers from "./providers.ts";
import * as token from "./token.ts";

const classes = [auction, ledger, products, providers, token].flatMap(
  (room) => Object.values(room) as unknown as ContractErrorClass[],
);

export const CONTRACT_ERRORS: ReadonlyMap<ContractErrorName, ContractErrorClass> = new Map(
  classes.map((errorClass) => [errorClass.errorName, errorClass]),
);
