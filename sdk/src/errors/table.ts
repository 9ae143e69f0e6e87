/** Every custom error's class by its name in the contracts. */
import * as auction from "./auction.ts";
import * as blocks from "./blocks.ts";
import * as claims from "./claims.ts";
import * as contest from "./contest.ts";
import type { ContractErrorClass, ContractErrorName } from "./contract.ts";
import * as delivery from "./delivery.ts";
import * as ledger from "./ledger.ts";
import * as meter from "./meter.ts";
import * as products from "./products.ts";
import * as providers from "./providers.ts";
import * as relay from "./relay.ts";
import * as settlement from "./settlement.ts";
import * as token from "./token.ts";
import * as verifier from "./verifier.ts";

const classes = [
  auction,
  blocks,
  claims,
  contest,
  delivery,
  ledger,
  meter,
  products,
  providers,
  relay,
  settlement,
  token,
  verifier,
].flatMap((room) => Object.values(room) as unknown as ContractErrorClass[]);

export const CONTRACT_ERRORS: ReadonlyMap<ContractErrorName, ContractErrorClass> = new Map(
  classes.map((errorClass) => [errorClass.errorName, errorClass]),
);
