import type { Node } from "./candidates.ts";

/** For a file: itself and all files of the project that it imports, and they import. */
export function closures(trees: ReadonlyMap<string, Node>): (file: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (file) => {
    const found = known.get(file) ?? reached(file);
    known.set(file, found);
    return found;
  };

  function reached(start: string): Set<string> {
    const found = new Set([start]);
    // A set goes on with what is added to it on the way.
    for (const file of found) for (const path of importsOf(trees.get(file))) if (trees.has(path)) found.add(path);
    return found;
  }
}

function importsOf(tree: Node | undefined): string[] {
  const nodes = (tree?.nodes ?? []) as readonly Node[];
  return nodes.filter(({ nodeType }) => nodeType === "ImportDirective").map(({ absolutePath }) => String(absolutePath));
}

/** The folder of tests that most likely kills a mutant of the file, by its name: `contracts/auction/Grid.sol` -> auction. */
export function roomOf(file: string): string {
  const [, second = "", third] = file.split("/");
  return third === undefined ? second.replace(/\.sol$/, "").toLowerCase() : second;
}
