import { expect } from "chai";
import fc from "fast-check";
import { type Assignments, assign, type LineEntry } from "../../src/delivery/index.ts";

/** A line of entries with these lots. */
function line(lots: readonly number[]): LineEntry[] {
  let end = 0;
  return lots.map((count) => {
    end += count;
    return { end, lots: count };
  });
}

/** Lot by lot, as the rule says it. */
function slowly(commitments: readonly number[], nominations: readonly number[], shift: number): Assignments {
  const expand = (lots: readonly number[]) => lots.flatMap((count, index) => Array<number>(count).fill(index));
  const [c, n] = [expand(commitments), expand(nominations)];
  const turnCommitments = c.length >= n.length;
  const met = new Map<string, number>();
  const idle = [...commitments];
  const unserved = [...nominations];
  for (let x = 0; x < Math.min(c.length, n.length); x++) {
    const turned = (x + shift) % Math.max(c.length, n.length);
    const commitment = Number(turnCommitments ? c[turned] : c[x]);
    const nomination = Number(turnCommitments ? n[x] : n[turned]);
    const key = `${commitment}|${nomination}`;
    met.set(key, (met.get(key) ?? 0) + 1);
    idle[commitment] = Number(idle[commitment]) - 1;
    unserved[nomination] = Number(unserved[nomination]) - 1;
  }
  const left = (lots: readonly number[]) => lots.map((count, index) => ({ index, lots: count })).filter((e) => e.lots);
  const pairs = [...met].map(([key, lots]) => {
    const [commitment, nomination] = key.split("|").map(Number);
    return { commitment: Number(commitment), nomination: Number(nomination), lots };
  });
  pairs.sort((a, b) => a.commitment - b.commitment || a.nomination - b.nomination);
  return { pairs, idle: left(idle), unserved: left(unserved) };
}

describe("delivery: assignments", () => {
  it("are the overlap of the lines", () => {
    expect(assign(line([4, 6]), line([3, 5]), 0)).to.deep.equal({
      pairs: [
        { commitment: 0, nomination: 0, lots: 3 },
        { commitment: 0, nomination: 1, lots: 1 },
        { commitment: 1, nomination: 1, lots: 4 },
      ],
      idle: [{ index: 1, lots: 2 }],
      unserved: [],
    });
  });

  it("can meet in two pieces of a circle", () => {
    // The only commitment is cut in two by the turn and meets the only nomination with both.
    expect(assign(line([5]), line([5]), 3).pairs).to.deep.equal([{ commitment: 0, nomination: 0, lots: 5 }]);
  });

  it("are none without commitments or nominations", () => {
    expect(assign([], line([2]), 1)).to.deep.equal({ pairs: [], idle: [], unserved: [{ index: 0, lots: 2 }] });
    expect(assign(line([2]), [], 1)).to.deep.equal({ pairs: [], idle: [{ index: 0, lots: 2 }], unserved: [] });
    expect(assign([], [], 0)).to.deep.equal({ pairs: [], idle: [], unserved: [] });
  });

  it("are what counting lot by lot gives", () => {
    const lots = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 });
    fc.assert(
      fc.property(lots, lots, fc.nat(), (commitments, nominations, turn) => {
        const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
        const longer = Math.max(sum(commitments), sum(nominations));
        const shift = longer === 0 ? 0 : turn % longer;
        const found = assign(line(commitments), line(nominations), shift);
        expect(found).to.deep.equal(slowly(commitments, nominations, shift));
      }),
    );
  });
});
