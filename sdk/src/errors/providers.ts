/** Custom errors of Providers. */
import type { Address } from "viem";
import type { AccountId } from "../ledger/account.ts";
import { contractError } from "./contract.ts";
import { account, series, time } from "./words.ts";

/** The account sold short without capacity before. */
export class IsWriterError extends contractError("IsWriter", (args) => ({
  short: `The ${account(args.account)} has sold short without capacity before and cannot become a provider.`,
  todo: ["Enrol another desk of the same owner: cashAccount(owner, 1)."],
})) {}

/** The account is no provider. */
export class NotProviderError extends contractError("NotProvider", (args) => ({
  short: `The ${account(args.account)} is no provider.`,
  todo: ["Enrol it first: enrol."],
})) {}

/** The account is a provider already. */
export class AlreadyProviderError extends contractError("AlreadyProvider", (args) => ({
  short: `The ${account(args.account)} is a provider already.`,
  todo: ["Go on with stake and register: enrolling happens once."],
})) {}

/** The order would use more lots than are registered. */
export class CapacityExceededError extends contractError("CapacityExceeded", (args) => ({
  short: `The ${account(args.account)} has ${args.capacity} lots of ${series(args.series)} registered and ${args.used} in use: ${args.lots} more do not fit.`,
  todo: [
    `Sell at most ${args.capacity > args.used ? args.capacity - args.used : 0n} lots in this period, or register more capacity.`,
    "Collect orders that are over: what they did not sell is free again.",
  ],
})) {}

/** The stake that is not unbonding does not cover the lots. */
export class InsufficientStakeError extends contractError("InsufficientStake", (args) => ({
  short: `The ${account(args.account)} has ${args.bonded} quote units bonded, ${args.needed} are needed.`,
  todo: ["Bond more (stake), sell less, or wait until lots that are still owed have been settled."],
})) {}

/** Nothing is unbonding: of a provider's stake or of an oracle's bond. */
export class NothingUnbondingError extends contractError("NothingUnbonding", (args) => ({
  short: `${whose(args)} is not unbonding.`,
  todo: ["Announce the withdrawal first (unbond, or unbondOracle), then wait until it is released."],
})) {}

/** Unbonding stake or an unbonding bond cannot be withdrawn yet. */
export class StillUnbondingError extends contractError("StillUnbonding", (args) => ({
  short: `${whose(args)} is unbonding until ${time(args.releaseTime)}.`,
  todo: ["Withdraw it after that time; until then it answers for what it backed."],
})) {}

function whose(args: { readonly account: AccountId } | { readonly oracle: Address; readonly product: number }): string {
  if ("account" in args) return `The stake of the ${account(args.account)}`;
  return `The bond of oracle ${args.oracle} for product ${args.product}`;
}

/** More stake than an account can have. */
export class StakeTooLargeError extends contractError("StakeTooLarge", ({ staked }) => ({
  short: `A stake of ${staked} quote units, bonded and unbonding, is more than one account can have.`,
  todo: ["Stake less: below 2^104 units in all. Another desk of the same owner can hold the rest."],
})) {}

/** More capacity than can be registered. */
export class CapacityTooLargeError extends contractError("CapacityTooLarge", ({ lots }) => ({
  short: `A capacity of ${lots} lots cannot be registered.`,
  todo: ["Register at most 134217727 lots per period."],
})) {}

/** The endpoint is too long. */
export class EndpointTooLongError extends contractError("EndpointTooLong", ({ size }) => ({
  short: `The endpoint has ${size} bytes.`,
  todo: ["Give a URL of at most 256 bytes."],
})) {}
