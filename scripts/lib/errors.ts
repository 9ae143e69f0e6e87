/** The custom errors of the contracts, and the tests that assert them. */
interface Abi {
  readonly contract: string;
  /** Names of custom errors. */
  readonly errors: readonly string[];
}

export interface Excuse {
  readonly error: string;
  /** Why no call can cause it. */
  readonly reason: string;
}

/**
 * What no test asserts. An error that the project declares counts where a test names it together with the interface,
 * contract or library that declares it (`ILedger.ZeroAmount.selector`), since several declare the same name; one that
 * is inherited from a dependency counts under any qualifier.
 * @returns one line each, also for excuses that are not needed.
 */
export function unasserted(
  abis: readonly Abi[],
  contracts: readonly string[],
  tests: readonly string[],
  excuses: readonly Excuse[],
): string[] {
  const declared = declarations(contracts);
  const asserted = new Set(tests.flatMap((test) => selectorsOf(test)));
  const excused = new Set(excuses.map(({ error }) => error));
  const names = [...new Set(abis.flatMap(({ errors }) => errors))].sort();

  const problems: string[] = [];
  for (const name of names) {
    const wanted = declared.get(name)?.map((owner) => `${owner}.${name}`) ?? [`.${name}`];
    const missing = wanted.filter((one) => !asserted.has(one));
    if (excused.has(name)) {
      if (missing.length === 0) problems.push(`${name}: excused, but a test asserts it`);
    } else {
      const where = abis.filter(({ errors }) => errors.includes(name)).map(({ contract }) => contract);
      problems.push(...missing.map((one) => `${one.replace(/^\./, "")} (${where.join(", ")}): no test asserts it`));
    }
  }
  for (const error of excused) if (!names.includes(error)) problems.push(`${error}: excused, but in no ABI`);
  return problems;
}

/** By error: who declares it. */
function declarations(sources: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const source of sources) {
    let owner = "";
    const words = /^(?:abstract )?(?:contract|interface|library) (\w+)|^\s*error (\w+)\s*\(/gm;
    for (const [, container, error] of withoutComments(source).matchAll(words)) {
      if (container !== undefined) owner = container;
      if (error !== undefined) found.set(error, [...(found.get(error) ?? []), owner]);
    }
  }
  return found;
}

/** `Owner.Name` and `.Name` for each `Owner.Name.selector`. */
function selectorsOf(source: string): string[] {
  return [...withoutComments(source).matchAll(/\b(\w+)\.(\w+)\s*\.selector\b/g)].flatMap(([, owner, name]) => [
    `${owner}.${name}`,
    `.${name}`,
  ]);
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
}
