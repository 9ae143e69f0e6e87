/**
 * Trees of test cases. The root names what is tested (`Ledger.deposit`), `given …` a state,
 * `when …` an input, and each leaf says what `it should …` do and, in brackets, which tests show it:
 *
 *     Ledger.deposit
 *     ├── when the amount is zero
 *     │   └── it should revert [test_DepositRevertsWhenZero]
 *     └── when the amount is positive
 *         └── it should credit the account [testFuzz_DepositCredits]
 */

interface Leaf {
  readonly line: number;
  readonly tests: readonly string[];
}

export interface Tree {
  /** What is tested: `Contract.function`, or a word for anything else. */
  readonly roots: readonly string[];
  readonly leaves: readonly Leaf[];
  readonly problems: readonly string[];
}

interface Node {
  readonly line: number;
  readonly depth: number;
  readonly text: string;
}

const BRANCH = /^(given|when) \S/;
const LEAF = /^it should \S.* \[([A-Za-z0-9_, ]+)\]$/;

/** Columns that one level of indentation takes: `├── ` or `│   `. */
const INDENT = 4;

export function parseTree(text: string): Tree {
  const nodes = text.split("\n").flatMap((line, index) => node(line, index + 1));
  const roots: string[] = [];
  const leaves: Leaf[] = [];
  const problems: string[] = [];
  for (const [index, { line, depth, text }] of nodes.entries()) {
    const above = nodes[index - 1]?.depth ?? -1;
    const isParent = (nodes[index + 1]?.depth ?? 0) > depth;
    const tests = LEAF.exec(text)?.[1];
    if (depth > above + 1) problems.push(`line ${line}: skips a level`);
    if (depth === 0) {
      roots.push(text);
      if (!isParent) problems.push(`line ${line}: a root without leaves`);
    } else if (tests !== undefined) {
      leaves.push({ line, tests: tests.split(",").map((test) => test.trim()) });
      if (isParent) problems.push(`line ${line}: a leaf cannot have children`);
    } else if (!BRANCH.test(text)) {
      problems.push(`line ${line}: expected "given …", "when …" or "it should … [test]"`);
    } else if (!isParent) {
      problems.push(`line ${line}: a branch without leaves`);
    }
  }
  if (nodes.length === 0) problems.push("the tree is empty");
  return { roots, leaves, problems };
}

function node(line: string, number: number): Node[] {
  const text = line.replace(/^[\s│├└─]+/, "").trimEnd();
  if (text === "") return [];
  const indent = line.length - line.trimStart().replace(/^[\s│├└─]+/, "").length;
  return [{ line: number, depth: Math.ceil(indent / INDENT), text }];
}

/** The functions of a Solidity test file that the runner runs. */
export function testsOf(solidity: string): string[] {
  const code = solidity.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const functions = code.matchAll(/\bfunction\s+((?:test|invariant)\w*)\s*\([^)]*\)([^{;]*)\{/g);
  return [...functions].flatMap(([, name, rest]) =>
    name !== undefined && /\b(public|external)\b/.test(rest ?? "") ? [name] : [],
  );
}

/** Where a tree and the tests beside it disagree. */
export function compare({ leaves, problems }: Tree, tests: readonly string[]): string[] {
  const named = new Set(leaves.flatMap((leaf) => leaf.tests));
  const missing = leaves.flatMap(({ line, tests: wanted }) =>
    wanted.filter((test) => !tests.includes(test)).map((test) => `line ${line}: no test ${test}`),
  );
  const unnamed = tests.filter((test) => !named.has(test)).map((test) => `not in the tree: ${test}`);
  return [...problems, ...missing, ...unnamed];
}

/** The state-changing functions that a contract's source declares, as `Contract.function`. */
export function entryPoints(solidity: string): string[] {
  const code = solidity.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const contract = /^(?:abstract )?contract (\w+)/m.exec(code)?.[1];
  if (contract === undefined) return [];
  const functions = code.matchAll(/\bfunction\s+(\w+)\s*\([^)]*\)([^{;]*)\{/g);
  return [...functions].flatMap(([, name, rest = ""]) =>
    /\b(external|public)\b/.test(rest) && !/\b(view|pure)\b/.test(rest) ? [`${contract}.${name}`] : [],
  );
}
