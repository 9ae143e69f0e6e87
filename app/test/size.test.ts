/**
 * What a first visit loads, by what was built: the entry, all that it imports, and the chart that the first page shows.
 * The test in a browser adds up what really comes.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { MOST_BYTES } from "./browser/firstLoad.ts";

const DIST = join(import.meta.dirname, "..", "dist");

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

describe("the first load", () => {
  it(`is at most ${MOST_BYTES / 1000} kB of JavaScript, gzip`, () => {
    const chunks = JSON.parse(readFileSync(join(DIST, ".vite", "manifest.json"), "utf8")) as Record<string, Chunk>;
    const entries = Object.keys(chunks).filter((name) => chunks[name]?.isEntry);
    expect(entries).to.have.lengthOf(1);
    const loaded = new Set([...entries, "src/market/Chart.tsx"]);
    for (const name of loaded) for (const other of chunks[name]?.imports ?? []) loaded.add(other);
    const files = new Set([...loaded].map((name) => chunks[name]?.file ?? ""));
    const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0);
    expect(bytes).to.be.greaterThan(50_000);
    expect(bytes, `${bytes} bytes`).to.be.at.most(MOST_BYTES);
    console.log(`      ${(bytes / 1000).toFixed(0)} kB`);
  });
});
