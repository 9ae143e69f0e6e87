import { deployable } from "./artifacts.ts";

const HEADER = "// Generated from the contracts by `npm run generate`. Do not edit.\n";

type AbiEntry = ReturnType<typeof deployable>[number]["abi"][number];

/** The files of `sdk/src/generated` by name: one typed ABI per contract, and every custom error in one more. */
export function abiFiles(): Map<string, string> {
  const files = new Map<string, string>();
  const exports: string[] = [];
  const errors = new Map<string, AbiEntry>();
  for (const { contractName, abi } of deployable()) {
    const constant = `${camelCase(contractName)}Abi`;
    const entries = abi.map(withoutInternalTypes);
    files.set(`${constant}.ts`, constantOf(constant, entries));
    exports.push(`export { ${constant} } from "./${constant}.ts";\n`);
    for (const entry of entries) if (entry.type === "error") errors.set(signatureOf(entry), entry);
  }
  const sorted = [...errors].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  files.set("errorsAbi.ts", constantOf("errorsAbi", sorted));
  exports.push('export { errorsAbi } from "./errorsAbi.ts";\n');
  files.set("index.ts", HEADER + exports.join(""));
  return files;
}

/** The creation bytecodes, one constant per contract: what `@clearhour/sdk/deploy` carries. */
export function bytecodeFile(): string {
  // Typed, so that declarations do not repeat the literals.
  const constants = deployable().map(
    ({ contractName, bytecode }) => `export const ${camelCase(contractName)}Bytecode: Hex = "${bytecode}";\n`,
  );
  const header = HEADER.replace("npm run generate", "npm run build");
  return `${header}import type { Hex } from "viem";\n\n${constants.join("")}`;
}

function constantOf(name: string, abi: readonly AbiEntry[]): string {
  const entries = abi.map((entry) => `  ${JSON.stringify(entry)},\n`).join("");
  return `${HEADER}export const ${name} = [\n${entries}] as const;\n`;
}

/** Two contracts may name the values of the same error differently: the later contract's names stand. */
function signatureOf({ name, inputs = [] }: AbiEntry): string {
  return `${name}(${inputs.map(({ type }) => type).join()})`;
}

/** Nothing reads them. */
function withoutInternalTypes(entry: AbiEntry): AbiEntry {
  return JSON.parse(JSON.stringify(entry, (key, value) => (key === "internalType" ? undefined : value)));
}

/** `ERC20Mock` -> `erc20Mock`, `MockUSDC` -> `mockUSDC`, `Ledger` -> `ledger`. */
function camelCase(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z]|[0-9]|$)|^[A-Z]/, (head) => head.toLowerCase());
}
