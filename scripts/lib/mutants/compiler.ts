/** The compiler on sources in memory: a room takes seconds, where a build of everything takes minutes. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ROOT } from "../paths.ts";
import type { Node } from "./candidates.ts";

export type Sources = ReadonlyMap<string, string>;

/** A contract and the file that holds it. */
export interface Target {
  readonly file: string;
  readonly name: string;
}

interface Output {
  readonly errors?: readonly { readonly severity: "error" | "warning" | "info"; readonly formattedMessage: string }[];
  readonly sources?: Readonly<Record<string, { readonly ast: Node }>>;
  readonly contracts?: Readonly<
    Record<string, Readonly<Record<string, { readonly evm: { readonly bytecode: { readonly object: string } } }>>>
  >;
}

interface Compiler {
  compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
}

const compiler = createRequire(import.meta.url)("solc") as Compiler;

/**
 * Syntax trees by path.
 * @throws where the sources do not compile
 */
export function treesOf(sources: Sources): Map<string, Node> {
  const output = compile(sources, {}, { "*": { "": ["ast"] } });
  const error = errorOf(output);
  if (error !== undefined) throw new Error(error);
  return new Map(
    Object.entries(output.sources ?? {}).flatMap(([path, { ast }]) => (sources.has(path) ? [[path, ast]] : [])),
  );
}

/**
 * Creation bytecodes of the targets, in their order, with 0x.
 * @param settings the project's, so that they are those of its build
 * @returns undefined where the sources do not compile
 */
export function bytecodesOf(sources: Sources, settings: object, targets: readonly Target[]): string[] | undefined {
  if (targets.length === 0) return [];
  const selection: Record<string, Record<string, string[]>> = {};
  for (const { file, name } of targets) selection[file] = { ...selection[file], [name]: ["evm.bytecode.object"] };
  const output = compile(sources, settings, selection);
  if (errorOf(output) !== undefined) return;
  return targets.map(({ file, name }) => {
    const object = output.contracts?.[file]?.[name]?.evm.bytecode.object;
    if (object === undefined) throw new Error(`no bytecode of ${file}:${name}`);
    return `0x${object}`;
  });
}

function compile(sources: Sources, settings: object, outputSelection: object): Output {
  const input = {
    language: "Solidity",
    sources: Object.fromEntries([...sources].map(([path, content]) => [path, { content }])),
    settings: { ...settings, outputSelection },
  };
  return JSON.parse(compiler.compile(JSON.stringify(input), { import: dependency })) as Output;
}

function errorOf({ errors }: Output): string | undefined {
  return errors?.find(({ severity }) => severity === "error")?.formattedMessage;
}

function dependency(path: string): { contents: string } | { error: string } {
  const file = join(ROOT, "node_modules", path);
  return existsSync(file) ? { contents: readFileSync(file, "utf8") } : { error: `not found: ${path}` };
}
