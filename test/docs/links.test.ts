import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { ROOT } from "../../scripts/lib/paths.ts";

const PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md"];

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

  it("shows the commands that continuous integration runs", () => {
    const command = 'npx -y -p node@24 -c "npm ci && npm test"';
    expect(read("README.md")).to.include(command);
    expect(read(".ci/run")).to.include(command);
  });
});
