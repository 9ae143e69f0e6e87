import { deployable } from "./artifacts.ts";

/** Bytes of runtime code by contract. */
export type Sizes = Record<string, number>;

/** What is deployed on a chain for good: the rooms and the lenses, no mocks. */
export function sizesOfContracts(): Sizes {
  const sizes = deployable()
    .filter(({ sourceName }) => !sourceName.startsWith("contracts/mocks/"))
    .map(({ contractName, deployedBytecode }) => [contractName, deployedBytecode.length / 2 - 1]);
  return Object.fromEntries(sizes);
}
