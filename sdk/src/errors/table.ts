/** Every custom error's class by its name in the contracts. */
import * as auction from "./auction.ts";
import * as claims from "./claims.ts";
import type { ContractErrorClass, ContractErrorName } from "./contract.ts";
import * as delivery from "./delivery.ts";
import * as ledger from "./ledger.ts";
import * as meter from "./meter.ts";
import * as products from "./products.ts";
import * as providers from "./providers.ts";
import * as settlement from "./settlement.ts";
import * as token from "./token.ts";

const classes = [auction, claims, delivery, ledger, meter, products, providers, settlement, token].flatMap(
  (room) => Object.values(room) as unknown as ContractErrorClass[],
);

export const CONTRACT_ERRORS: ReadonlyMap<ContractErrorName, ContractErrorClass> = new Map(
  classes.map((errorClass) => [errorClass.errorName, errorClass]),
);
