import { expect } from "chai";
import fc from "fast-check";
import { combine } from "../../src/attest/combine.ts";
import { type Statement, statementId } from "../../src/attest/statement.ts";
import { StatementVector } from "../../src/attest/vector.ts";
import { assignment, challenge, honest, MEMBERS, SET, START, statement } from "./model.ts";

const [A, B, C, LIAR] = MEMBERS as [never, never, never, never];
const others = [A, B, C].map((oracle, i) => honest(oracle, [[-11, 40]], Array(7).fill(i)));
/** All statements that one knows, as it passes them on. */
const told = (vector: StatementVector | undefined) =>
  (vector?.names() ?? []).map((name) => vector?.find(name) ?? expect.fail("it names what it has not"));
const lie = (n: number) => statement(LIAR, { challenges: [challenge(LIAR, START + n, true)] });

describe("attest: what an oracle knows of statements", () => {
  it("is one per oracle, and both of two that differ", () => {
    const vector = new StatementVector();
    expect(vector.add(lie(1))).to.equal(true);
    expect(vector.add(lie(1))).to.equal(false);
    // A signature can be made anew: the statement is the same.
    expect(vector.add({ ...lie(1), signature: "0x12" })).to.equal(false);
    expect(vector.of(LIAR)).to.deep.equal(lie(1));
    expect(vector.add(lie(2))).to.equal(true);
    expect([vector.of(LIAR), vector.has(LIAR), told(vector)]).to.deep.equal([undefined, true, [lie(1), lie(2)]]);
    expect(vector.add(lie(3))).to.equal(false);
    expect([vector.valid(), vector.size]).to.deep.equal([[], 1]);
  });

  it("is void where it is not sound", () => {
    const vector = new StatementVector();
    expect(vector.add(lie(1), false)).to.equal(true);
    expect([vector.of(LIAR), vector.has(LIAR), vector.valid()]).to.deep.equal([undefined, true, []]);
    const wants = (n: number) => vector.wants({ oracle: LIAR, id: statementId(lie(n)) });
    expect([wants(1), wants(2)]).to.deep.equal([false, true]);
  });

  it("comes to be the same for all, whatever a liar sends to whom and when", () => {
    const peers = fc.nat(2);
    const event = fc.oneof(fc.record({ to: peers, lie: fc.nat(3) }), fc.record({ to: peers, from: peers }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const vectors = others.map((own) => {
          const vector = new StatementVector();
          vector.add(own);
          return vector;
        });
        const give = (to: number, statements: readonly Statement[]) => statements.map((one) => vectors[to]?.add(one));
        for (const one of events) give(one.to, "lie" in one ? [lie(one.lie)] : told(vectors[one.from]));
        // The liar is done; whoever is honest asks every other once more, and then again.
        for (let round = 0; round < 2; round++) {
          for (const to of [0, 1, 2]) for (const from of [0, 1, 2]) give(to, told(vectors[from]));
        }
        const [first, ...rest] = vectors.map((vector) => vector.valid().map(({ oracle }) => oracle));
        for (const other of rest) expect(other).to.deep.equal(first);
        expect(first).to.include.members([A, B, C]);
        const evidence = vectors.map((vector) => JSON.stringify(combine(vector.valid(), assignment, SET)));
        expect(new Set(evidence).size).to.equal(1);
      }),
      { numRuns: 15 },
    );
  });

  it("changes twice at most for each liar", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 30 }), (numbers) => {
        const vector = new StatementVector();
        expect(numbers.filter((n) => vector.add(lie(n))).length).to.be.at.most(2);
      }),
    );
  });
});
