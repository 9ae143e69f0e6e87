import { expect } from "chai";
import { firstOf } from "../src/lib/pages.ts";

describe("a list that comes in pages", () => {
  /** A list of so many rows, as the subgraph gives it. */
  const listOf = (length: number) => {
    const rows = Array.from({ length }, (_, i) => i);
    const asked: number[] = [];
    const ask = ({ first, skip }: { first: number; skip: number }) => {
      expect(first).to.be.at.most(1000);
      asked.push(first);
      return Promise.resolve(rows.slice(skip, skip + first));
    };
    return { rows, asked, ask };
  };

  it("gives its first rows, and tells whether there are more", async () => {
    for (const [length, more] of [
      [99, false],
      [100, false],
      [101, true],
    ] as const) {
      const { ask, rows } = listOf(length);
      expect(await firstOf(100, ask), `${length}`).to.deep.equal({ rows: rows.slice(0, 100), more });
    }
  });

  it("goes on where a page is not enough", async () => {
    const { ask, asked, rows } = listOf(2_500);
    expect(await firstOf(2_000, ask)).to.deep.equal({ rows: rows.slice(0, 2_000), more: true });
    expect(asked).to.deep.equal([1000, 1000, 1]);
  });

  it("is read to its end where all of it is wanted", async () => {
    for (const length of [0, 999, 1000, 2_000, 2_001]) {
      const { ask, rows } = listOf(length);
      expect(await firstOf(Number.POSITIVE_INFINITY, ask)).to.deep.equal({ rows, more: false });
    }
  });
});
