import { expect } from "chai";
import { Races } from "../../src/chain/races.ts";

const WEEK = 7n * 86_400n;

describe("Races", () => {
  it("counts wins and keeps the last loss, by auction", () => {
    const races = new Races();
    races.wins(1n, 100n);
    races.wins(1n, 200n);
    races.loses(2n, 100n);
    races.loses(2n, 300n);
    expect([...races.won]).to.deep.equal([[1n, 2]]);
    expect([...races.lostAt]).to.deep.equal([[2n, 300n]]);
  });

  it("drops what is a week old, and everything after a reorg", () => {
    const races = new Races();
    races.wins(1n, 0n);
    races.loses(2n, 1n);
    races.prune(WEEK + 1n);
    expect([...races.won.keys(), ...races.lostAt.keys()]).to.deep.equal([2n]);
    races.forget();
    expect(races.lostAt.size).to.equal(0);
  });
});
