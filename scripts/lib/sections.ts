/**
 * The order of sections in a contract. Prettier has settled the layout, so a declaration of a contract is what
 * starts at its first level of indentation.
 */
const SECTIONS: readonly (readonly [name: string, starts: RegExp])[] = [
  ["using", /^using\b/],
  ["constants", /^(?!function\b)[^(=;]*\bconstant\b/],
  ["types", /^(struct|enum|type)\b/],
  ["events", /^event\b/],
  ["errors", /^error\b/],
  ["immutables", /^(?!function\b)[^(=;]*\bimmutable\b/],
  ["constructor", /^constructor\b/],
  ["modifiers", /^modifier\b/],
  ["functions", /^(function|receive|fallback)\b/],
];

/** What is declared and none of the above is a variable in storage, which stands before the constructor. */
const STORAGE = "storage";
const ORDER = SECTIONS.flatMap(([name]) => (name === "constructor" ? [STORAGE, name] : [name]));

/** `line N: …` for each declaration that stands behind one of a later section. */
export function misplaced(solidity: string): string[] {
  const problems: string[] = [];
  let last = "";
  let inside = false;
  let continued = false;
  for (const [index, line] of solidity.split("\n").entries()) {
    if (/^(abstract )?(contract|library) /.test(line)) [last, inside, continued] = ["", true, false];
    const text = /^ {4}([^\s/*})].*)$/.exec(line)?.[1];
    if (/^}/.test(line)) inside = false;
    if (!inside || text === undefined) continue;
    if (!continued) {
      const section = SECTIONS.find(([, starts]) => starts.test(text))?.[0] ?? STORAGE;
      if (ORDER.indexOf(section) < ORDER.indexOf(last)) {
        problems.push(`line ${index + 1}: ${section} after ${last}`);
      } else {
        last = section;
      }
    }
    continued = !/[;{}]\s*(\/\/.*)?$/.test(text);
  }
  return problems;
}

/** Files are one thing each; biome holds TypeScript to the same bound. */
const MOST_LINES = 400;

/** Says so where a file has more lines than that. */
export function excess(solidity: string): string[] {
  const lines = solidity.replace(/\n$/, "").split("\n").length;
  return lines > MOST_LINES ? [`${lines} lines, more than ${MOST_LINES}`] : [];
}
