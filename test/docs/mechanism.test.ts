/** Every promise of the mechanism names tests, and each of them exists. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ROOT } from "../../scripts/lib/paths.ts";

const RULES = join(ROOT, "test", "rules");
const text = readFileSync(join(ROOT, "docs", "mechanism.md"), "utf8");

describe("the mechanism", () => {
  it("names tests that exist", () => {
    const files = readdirSync(RULES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".t.sol"));
    const code = files.map((name) => readFileSync(join(RULES, name), "utf8")).join("\n");
    const tests = new Set([...code.matchAll(/function ((?:test|testFuzz|invariant)_\w+)\(/g)].map(([, name]) => name));
    const named = [...text.matchAll(/`((?:test|testFuzz|invariant)_\w+)`/g)].map(([, name]) => name);
    expect(named).to.have.lengthOf.above(60);
    expect(named.filter((name) => !tests.has(name))).to.deep.equal([]);
    const paths = [...text.matchAll(/`(test\/[\w./-]+)[`:]/g)].map(([, path]) => String(path));
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).to.deep.equal([]);
  });

  it("names some in every section", () => {
    const sections = text.split(/^## /m).filter((section) => /^\d/.test(section));
    expect(sections).to.have.lengthOf(10);
    for (const section of sections) expect(section).to.match(/`(test|testFuzz|invariant)_\w+`/);
  });
});
