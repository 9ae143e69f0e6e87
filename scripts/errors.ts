/** Fails where the ABI of a contract has a custom error that no test in `test/rules` names by its selector. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deployable } from "./lib/artifacts.ts";
import { type Excuse, unasserted } from "./lib/errors.ts";
import { ROOT } from "./lib/paths.ts";

const EXCUSES: readonly Excuse[] = [
  { error: "InvalidShortString", reason: "OpenZeppelin's EIP712: the name given to its constructor is a constant" },
  { error: "StringTooLong", reason: "OpenZeppelin's EIP712: the name given to its constructor is a constant" },
  { error: "StringsInsufficientHexLength", reason: "OpenZeppelin's Strings: the URI is built from a whole address" },
];

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sol"))
    .map((name) => readFileSync(join(ROOT, folder, name), "utf8"));
}

const abis = deployable()
  .filter(({ sourceName }) => !sourceName.startsWith("contracts/mocks/"))
  .map(({ contractName, abi }) => ({
    contract: contractName,
    errors: abi.flatMap(({ type, name }) => (type === "error" && name !== undefined ? [name] : [])),
  }));
const problems = unasserted(abis, sources("contracts"), sources("test/rules"), EXCUSES);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
