/** Custom errors of the Relay. */
import { contractError } from "./contract.ts";

/** There are not as many signatures as orders. */
export class WrongSignaturesError extends contractError("WrongSignatures", ({ signatures, orders }) => ({
  short: `There are ${signatures} signatures for ${orders} orders.`,
  todo: ["Give one signature for each order, in the same sequence: relayOrders and relayBlocks do."],
})) {}

/** The transaction's gas does not suffice for all of the orders. */
export class OutOfGasError extends contractError("OutOfGas", ({ index }) => ({
  short: `The transaction's gas does not suffice for the order at index ${index}.`,
  todo: ["Leave `gas` out, so that it is estimated, or place fewer orders in one transaction."],
})) {}
