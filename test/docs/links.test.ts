import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { ROOT } from "../../scripts/lib/paths.ts";
import { PAGES } from "./pages.ts";

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

describe("the documentation", () => {
  for (const page of PAGES) {
    it(`${page} links to files that exist`, () => {
      const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target]) => String(target));
      const missing = targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)));
      expect(missing).to.deep.equal([]);
    });
  }

  it("names only scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = PAGES.flatMap((page) => [...read(page).matchAll(/`npm run ([\w:]+)`/g)]).map(([, name]) =>
      String(name),
    );
    expect(named).to.not.be.empty;
    expect(named.filter((name) => scripts[name] === undefined)).to.deep.equal([]);
  });

  it("quotes the gas that is measured", () => {
    const gas = JSON.parse(read("snapshots/gas.json")) as Record<string, number>;
    const table = /## Gas\n([\s\S]*?)\n## /.exec(read("README.md"))?.[1] ?? "";
    const quoted = [...table.matchAll(/^\|.*\| (?:\+ )?([\d,]+) \|$/gm)].map(([, figure]) =>
      figure?.replaceAll(",", ""),
    );
    expect(quoted).to.have.lengthOf.above(5);
    expect(Object.values(gas).map(String)).to.include.members(quoted);
  });

  it("shows the commands that continuous integration runs", () => {
    const command = 'npx -y -p node@24 -c "npm ci && npm test"';
    expect(read("README.md")).to.include(command);
    expect(read(".ci/run")).to.include(command);
  });
});
