/** The table of bad input names errors, files and tests that are there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ROOT } from "../../scripts/lib/paths.ts";
import * as sdk from "../../sdk/src/index.ts";
import * as meter from "../../sdk/src/meter/index.ts";
import * as spec from "../../sdk/src/spec/index.ts";

const FOLDER = join("test", "flows", "bad-input");
const rows = readFileSync(join(ROOT, FOLDER, "README.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| [a-z]/.test(line))
  .slice(1)
  .map((line) => line.split(" | "));

describe("the table of bad input", () => {
  it("has all kinds", () => {
    expect(rows).to.have.lengthOf(18);
  });

  for (const [input = "", errors = "", ...places] of rows) {
    it(`names what refuses: ${input.slice(2)}`, () => {
      for (const [, name = ""] of errors.matchAll(/`(\w+)`/g))
        expect({ ...sdk, ...meter, ...spec }).to.have.property(name);
      const named = [...places.join("; ").matchAll(/`([\w./-]+\.(?:ts|sol))`: ((?:"[^"]+"(?:, )?)+)/g)];
      expect(named).to.not.be.empty;
      for (const [, file = "", quoted = ""] of named) {
        const path = [file, join(FOLDER, file)].map((one) => join(ROOT, one)).find(existsSync);
        if (path === undefined) expect.fail(`there is no ${file}`);
        const text = readFileSync(path, "utf8");
        for (const [, words = ""] of quoted.matchAll(/"([^"]+)"/g)) expect(text, file).to.include(words);
      }
    });
  }
});
