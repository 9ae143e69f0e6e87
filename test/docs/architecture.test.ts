/** The picture and the tables of the architecture show what is there. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ROOT } from "../../scripts/lib/paths.ts";

const text = readFileSync(join(ROOT, "docs", "architecture.md"), "utf8");
const names = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".sol"))
    .map((name) => name.slice(0, -".sol".length));

describe("the architecture", () => {
  const rooms = names("contracts");

  it("draws every room, and tells what it holds", () => {
    const drawn = [...text.matchAll(/^ {4}(\w+)\["<b>(\w+)<\/b>/gm)].map(([, id]) => id);
    const listed = [...text.matchAll(/^\| ([A-Z]\w+) \| /gm)].map(([, room]) => room);
    expect(drawn).to.have.members(rooms);
    expect(listed).to.have.members(rooms);
  });

  it("names who may change the Ledger", () => {
    const struct = /struct Rooms \{([^}]+)\}/.exec(readFileSync(join(ROOT, "contracts/Ledger.sol"), "utf8"));
    const fields = [...String(struct?.[1]).matchAll(/address (\w+);/g)].map(([, name]) => String(name));
    const [, who = ""] = /^\| Ledger \|[^|]+\| ([^;|]+);/m.exec(text) ?? [];
    expect(who.toLowerCase().split(", ")).to.have.members(fields);
  });

  it("names every library, and the size of the largest room", () => {
    for (const library of names("contracts/libraries")) expect(text).to.include(`\`${library}\``);
    const sizes = JSON.parse(readFileSync(join(ROOT, "snapshots", "size.json"), "utf8")) as Record<string, number>;
    const [largest = ["", 0]] = Object.entries(sizes).sort(([, a], [, b]) => b - a);
    expect(text)
      .to.include(`${largest[0]}, which`)
      .and.to.include(`${largest[1].toLocaleString("en")} bytes`);
  });
});
