import { expect } from "chai";
import { type AbiParameter, encodeErrorResult, type Hex } from "viem";
import { CONTRACT_ERRORS, ContractError, fromRevertData } from "../../src/errors/index.ts";
import * as generated from "../../src/generated/index.ts";

type AbiError = { readonly type: "error"; readonly name: string; readonly inputs: readonly AbiParameter[] };

/** Every custom error of every contract, by its signature. */
function allErrors(): Map<string, AbiError> {
  const errors = new Map<string, AbiError>();
  for (const abi of Object.values(generated)) {
    for (const entry of abi) {
      if (entry.type !== "error") continue;
      const { name, inputs } = entry as AbiError;
      errors.set(`${name}(${inputs.map(({ type }) => type).join()})`, entry as AbiError);
    }
  }
  return errors;
}

/** A value of a Solidity type; several seeds give several values. */
function sample(type: string, seed: number): unknown {
  if (type === "string") return ["tickSize", "window", "anything else"][seed];
  if (type === "bool") return seed > 0;
  if (type === "address") return `0x${String(seed).repeat(40)}`;
  if (type.startsWith("bytes")) return `0x01${String(seed).repeat(62)}`;
  const value = [0n, 7n, 200n][seed] ?? 0n;
  return Number(/\d+/.exec(type)?.[0]) <= 48 ? Number(value) : value;
}

describe("errors of the contracts", () => {
  for (const [signature, error] of allErrors()) {
    it(`${signature} has a class that says what to do`, () => {
      for (const seed of [0, 1, 2]) {
        const args = error.inputs.map(({ type }) => sample(type, seed));
        const data = encodeErrorResult({ abi: [error], errorName: error.name, args } as never) as Hex;
        const cause = new Error("reverted");
        const thrown = fromRevertData(data, { cause });
        const errorClass = CONTRACT_ERRORS.get(error.name as never);
        if (errorClass === undefined || !(thrown instanceof ContractError))
          throw new Error(`${signature} has no class`);
        expect(thrown).to.be.instanceOf(errorClass);
        expect(thrown).to.include({ errorName: error.name, name: `${error.name}Error`, cause });
        expect(Object.values(thrown.args)).to.have.lengthOf(error.inputs.length);
        expect(thrown.shortMessage).to.match(/^\S.{8,}\.$/);
        expect(thrown.metaMessages).to.have.length.greaterThan(0);
        for (const line of [thrown.shortMessage, ...thrown.metaMessages]) {
          expect(line).to.match(/\S.{8,}/);
          expect(line).to.not.match(/undefined|NaN|\[object/);
        }
        expect(thrown.walk((one) => one === cause)).to.equal(cause);
      }
    });
  }

  it("has no class for an error that no contract has", () => {
    const names = new Set([...allErrors().values()].map(({ name }) => name));
    expect([...CONTRACT_ERRORS.keys()].filter((name) => !names.has(name))).to.deep.equal([]);
    expect(names.size).to.be.greaterThan(90);
  });

  it("tells apart two errors of one name", () => {
    const [first, second] = [...allErrors().values()].filter(({ name }) => name === "StillUnbonding");
    const whose = [first, second].map((error) => {
      if (error === undefined) throw new Error("StillUnbonding is declared twice");
      const args = error.inputs.map(({ type }) => sample(type, 1));
      const thrown = fromRevertData(encodeErrorResult({ abi: [error], errorName: error.name, args } as never));
      return /stake of|bond of oracle/.exec(thrown.message)?.[0];
    });
    expect(whose).to.have.members(["stake of", "bond of oracle"]);
  });
});
