import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SNAPSHOT = join(ROOT, "test", "exports.txt");

const { exports: entries } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly exports: Readonly<Record<string, string>>;
};

/** The modules that one loads, over all imports that exist at run time: files as paths, packages by name. */
function loaded(entry: string): Set<string> {
  const found = new Set([entry]);
  for (const file of found) {
    if (!file.startsWith("/")) continue;
    const text = readFileSync(file, "utf8").replace(/^(import|export) type [^;]*;/gm, "");
    for (const [, name = ""] of text.matchAll(/^(?:import|export)\s(?:[^;]*?\sfrom\s)?"([^"]+)"/gm)) {
      found.add(name.startsWith(".") ? join(dirname(file), name) : name);
    }
  }
  return found;
}

describe("exports of the package", () => {
  it("are those of the snapshot (UPDATE_SNAPSHOTS=1 rewrites it: look at the difference)", async () => {
    const names = Object.entries(entries).map(async ([entry, source]) => {
      const module = (await import(join(ROOT, source))) as object;
      return Object.keys(module)
        .sort()
        .map((name) => `${entry} ${name}`);
    });
    const actual = (await Promise.all(names)).flat();
    if (process.env.UPDATE_SNAPSHOTS) writeFileSync(SNAPSHOT, `${actual.join("\n")}\n`);
    expect(existsSync(SNAPSHOT), "there is no snapshot").to.equal(true);
    expect(actual).to.deep.equal(readFileSync(SNAPSHOT, "utf8").trim().split("\n"));
  });

  for (const [entry, source] of Object.entries(entries)) {
    it(`${entry} loads in a browser, and no bytecode unless it deploys`, () => {
      const modules = [...loaded(join(ROOT, source))];
      expect(modules.filter((name) => name.startsWith("node:"))).to.deep.equal([]);
      expect(modules.includes("ethers")).to.equal(false);
      expect(modules.some((name) => name.includes("/bytecode/"))).to.equal(entry === "./deploy");
    });
  }
});
