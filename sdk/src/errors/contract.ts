/** The common part of all errors that the contracts revert with. */
import type { AbiParameter, AbiParameterToPrimitiveType } from "viem";
import type { errorsAbi } from "../generated/errorsAbi.ts";
import { BaseError } from "./base.ts";

type AbiError = (typeof errorsAbi)[number];

/** The name of a custom error of any contract. */
export type ContractErrorName = AbiError["name"];

type ArgsOf<error> = error extends { readonly inputs: readonly (infer input)[] }
  ? {
      readonly [field in input as field extends { readonly name: infer name extends string }
        ? name
        : never]: field extends AbiParameter ? AbiParameterToPrimitiveType<field> : never;
    }
  : never;

/** The values that a custom error carries, by their names in the contract. */
export type ContractErrorArgs<name extends ContractErrorName> = ArgsOf<Extract<AbiError, { readonly name: name }>>;

/** What an error says to a person. */
export type Explanation = {
  /** One sentence: what is wrong, with the values. */
  readonly short: string;
  /** What to do about it, line by line. Never empty. */
  readonly todo: readonly [string, ...string[]];
};

/** A contract reverted with one of its custom errors; nothing was changed. */
export abstract class ContractError extends BaseError {
  override name = "ContractError";
  /** The error's name in the contract. */
  abstract readonly errorName: ContractErrorName;
  /** The values it carries. */
  abstract readonly args: Readonly<Record<string, unknown>>;
}

/** The class of one custom error. */
export type ContractErrorClass<name extends ContractErrorName = ContractErrorName> = {
  readonly errorName: name;
  new (
    args: ContractErrorArgs<name>,
    options?: { readonly cause?: unknown },
  ): ContractError & { readonly errorName: name; readonly args: ContractErrorArgs<name> };
};

/**
 * The base of the class for a custom error: `class XError extends contractError("X", explain) {}`.
 *
 * @param explain What the error says, from the values it carries.
 */
export function contractError<name extends ContractErrorName>(
  errorName: name,
  explain: (args: ContractErrorArgs<name>) => Explanation,
): ContractErrorClass<name> {
  return class extends ContractError {
    static readonly errorName = errorName;
    readonly errorName = errorName;
    readonly args: ContractErrorArgs<name>;

    constructor(args: ContractErrorArgs<name>, options: { readonly cause?: unknown } = {}) {
      const { short, todo } = explain(args);
      super(short, { ...options, details: errorName, metaMessages: todo });
      this.name = `${errorName}Error`;
      this.args = args;
    }
  };
}
