/** Flows of small networks against every cut. */
import { expect } from "chai";
import fc from "fast-check";
import { Flow } from "../../src/clearing/flow.ts";

const NODES = 5;
const node = fc.nat(NODES - 1);
const network = fc.record({
  arcs: fc.array(fc.record({ from: node, to: node, holds: fc.nat(9) }), { maxLength: 12 }),
  wants: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: NODES, maxLength: NODES }),
});

/** What stays with nodes that have something, at least, because of a set: what it has less what it wants and may send out. */
function stuckIn(
  set: number,
  { arcs, wants }: { arcs: { from: number; to: number; holds: number }[]; wants: number[] },
) {
  const isIn = (node: number) => (set & (1 << node)) !== 0;
  const out = arcs.filter(({ from, to }) => isIn(from) && !isIn(to)).reduce((sum, { holds }) => sum + holds, 0);
  return wants.reduce((sum, want, node) => sum - (isIn(node) ? want : 0), 0) - out;
}

describe("a flow", () => {
  it("is the most that every cut lets through, keeps balance, and reaches the cut that lets the least through", () => {
    let stuckOnes = 0;
    fc.assert(
      fc.property(fc.array(network, { minLength: 1, maxLength: 3 }), (rounds) => {
        const [{ arcs }] = rounds as [(typeof rounds)[number]];
        const flow = new Flow(NODES, arcs);
        for (const { wants, arcs: other } of rounds) {
          // The same arcs, holding something else each time.
          const own = arcs.map((arc, i) => ({ ...arc, holds: other[i]?.holds ?? 0 }));
          const isGone = flow.send(
            Float64Array.from(own, ({ holds }) => holds),
            Float64Array.from(wants),
          );
          const net = wants.map(() => 0);
          for (const [i, { from, to, holds }] of own.entries()) {
            const sent = flow.through(i);
            expect(sent).to.be.within(0, holds);
            net[from] = (net[from] as number) - sent;
            net[to] = (net[to] as number) + sent;
          }
          const kept = wants.reduce((sum, want, i) => {
            const arrived = net[i] as number;
            // Who wants something gets no more; who has something sends no more and gets nothing.
            if (want >= 0) expect(arrived).to.be.within(0, want);
            else expect(arrived).to.be.within(want, 0);
            return want < 0 ? sum - want + arrived : sum;
          }, 0);
          const sets = Array.from({ length: 2 ** NODES }, (_, set) => stuckIn(set, { arcs: own, wants }));
          expect(kept).to.equal(Math.max(...sets));
          expect(isGone).to.equal(kept === 0);
          if (isGone) continue;
          stuckOnes++;
          const reached = wants.reduce((set, _, i) => (flow.isReached(i) ? set | (1 << i) : set), 0);
          expect(sets[reached]).to.equal(kept);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(stuckOnes, "flows that leave something").to.be.above(500);
  });
});
