/** The table of attacks has a row for every report of a test, in the words and figures that the test found. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ROOT } from "../../scripts/lib/paths.ts";

const TESTS = join(ROOT, "test", "rules", "attacks");
/** What the Solidity tests leave behind, a file per attack. In continuous integration they have run by now. */
const REPORTS = join(ROOT, "out", "attacks");

interface Row {
  readonly attack: string;
  /** The row as far as a test writes it: all but the test's name. */
  readonly found: string;
  readonly test: string;
}

const rows: Row[] = readFileSync(join(ROOT, "docs", "attacks.md"), "utf8")
  .split("\n")
  .map((line) => /^(\| ([^|]+) \| [^|]+ \| [^|]+ \|) `(\w+)` \|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, found = "", attack = "", test = ""]) => ({ attack, found, test }));

/** The attacks that a test reports, by its name. */
function reported(): [attack: string, test: string][] {
  return readdirSync(TESTS)
    .filter((file) => file.endsWith(".t.sol"))
    .flatMap((file) => {
      const calls = readFileSync(join(TESTS, file), "utf8").matchAll(/_report\w*\(\s*"([^"]+)"/g);
      return [...calls].map(([, attack]): [string, string] => [String(attack), file.slice(0, -".t.sol".length)]);
    });
}

describe("the table of attacks", () => {
  it("has the attacks that tests report, each with its test", () => {
    expect(rows).to.have.lengthOf.above(40);
    expect(rows.map(({ attack, test }) => [attack, test])).to.have.deep.members(reported());
  });

  it("says what the tests found", () => {
    const reports = rows.map((row) => ({ ...row, file: join(REPORTS, `${row.attack}.txt`) }));
    const missing = reports.filter(({ file }) => !existsSync(file));
    if (process.env.CI) expect(missing.map(({ attack }) => attack)).to.deep.equal([]);
    for (const { file, found } of reports) {
      if (existsSync(file)) expect(found).to.equal(readFileSync(file, "utf8"));
    }
  });
});
