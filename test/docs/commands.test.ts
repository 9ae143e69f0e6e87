/** The commands that the documentation shows exist, with every flag that is named. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { COMMANDS } from "../../keeper/src/commands.ts";
import { ROOT } from "../../scripts/lib/paths.ts";
import { main } from "../../sdk/src/cli/main.ts";
import { PAGES } from "./pages.ts";

type Shown = { readonly page: string; readonly words: readonly string[] };

/** Command lines of `sh` blocks that call a program; lines that end with a backslash go on. */
function shown(program: string): Shown[] {
  return PAGES.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), "utf8");
    const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code = ""]) => code);
    const lines = blocks.join("\n").replaceAll(/\\\n/g, " ").split("\n");
    return lines
      .map((line) => line.replace(/#.*$/, "").trim().replace(/^npx /, "").split(/\s+/))
      .filter(([first]) => first === program)
      .map(([, ...words]) => ({ page, words }));
  });
}

/** `--no-upkeep` is the flag `--upkeep`. */
function flagsOf(words: readonly string[]): string[] {
  return words.filter((word) => word.startsWith("--")).map((word) => word.slice(2).replace(/^no-/, ""));
}

/** Where the TypeScript of a page is compiled and run. */
const RUN: Readonly<Record<string, string>> = {
  "docs/integrators.md": "test/flows/docs.test.ts",
  "indexer/README.md": "indexer/test/subgraph.test.ts",
  "sdk/README.md": "test/flows/sdk/package.test.ts",
};

describe("the commands of the documentation", () => {
  it("stand beside TypeScript that some test runs", () => {
    const withCode = PAGES.filter((page) => /^```(ts|typescript|js)\b/m.test(readFileSync(join(ROOT, page), "utf8")));
    expect(withCode).to.have.members(Object.keys(RUN));
    for (const [page, test] of Object.entries(RUN)) expect(readFileSync(join(ROOT, test), "utf8")).to.include(page);
  });

  it("are commands of clearhour-keeper, with flags that it has", () => {
    const lines = shown("clearhour-keeper");
    expect(new Set(lines.map(({ words }) => words[0]))).to.include.all.keys("solve", "provide", "attest", "clear");
    for (const { page, words } of lines) {
      const [name = "", ...rest] = words;
      const help = COMMANDS[name]?.help() ?? "";
      const known = [...help.matchAll(/--(?:no-)?([a-z-]+)/g)].map(([, flag]) => flag);
      expect(known, `${page}: clearhour-keeper ${name}`).to.include.members(["help", ...flagsOf(rest)]);
    }
  });

  it("are commands of clearhour, with flags that it has", async () => {
    const lines = shown("clearhour");
    expect(lines).to.not.be.empty;
    for (const { page, words } of lines) {
      const name = words.slice(0, 2);
      const printed: string[] = [];
      const code = await main([...name, "--help"], { out: (line) => printed.push(line), err: () => undefined });
      expect(code, `${page}: clearhour ${name.join(" ")}`).to.equal(0);
      for (const flag of flagsOf(words)) expect(printed.join("\n"), page).to.contain(`--${flag}`);
    }
  });
});
