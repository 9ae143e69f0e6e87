import { expect } from "chai";
import { Attempts } from "../../src/runtime/attempts.ts";
import { backoff } from "../../src/runtime/backoff.ts";
import { randomFrom, spread } from "../../src/runtime/random.ts";

describe("randomFrom", () => {
  it("repeats for the same seed and differs for another", () => {
    const draw = (seed: string) => Array.from({ length: 5 }, randomFrom(seed));
    expect(draw("a")).to.deep.equal(draw("a"));
    expect(draw("a")).not.to.deep.equal(draw("b"));
  });

  it("spreads over [0, 1)", () => {
    const random = randomFrom("spread");
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(count).to.be.within(850, 1150);
  });
});

describe("spread", () => {
  it("depends on its texts alone and stays below the length", () => {
    const delays = Array.from({ length: 200 }, (_, i) => spread(450n, "0xabc", String(i)));
    expect(delays).to.deep.equal(Array.from({ length: 200 }, (_, i) => spread(450n, "0xabc", String(i))));
    expect(delays.every((delay) => delay >= 0n && delay < 450n)).to.equal(true);
    expect(new Set(delays).size).to.be.above(120);
  });

  it("is zero where there is nothing to spread over", () => {
    expect(spread(0n, "a")).to.equal(0n);
  });
});

describe("backoff", () => {
  const limits = { first: 100, most: 1_000 };

  it("doubles up to the most", () => {
    const full = [1, 2, 3, 4, 5, 50].map((failures) => backoff(failures, limits, () => 1));
    expect(full).to.deep.equal([100, 200, 400, 800, 1_000, 1_000]);
  });

  it("takes between half and all of it", () => {
    expect(backoff(3, limits, () => 0)).to.equal(200);
    const random = randomFrom("jitter");
    for (let i = 0; i < 100; i++) expect(backoff(3, limits, random)).to.be.within(200, 400);
  });
});

describe("Attempts", () => {
  const attempts = () => new Attempts(() => 1);

  it("allows what never failed and what is to be retried", () => {
    const some = attempts();
    some.failed("a", "retry", 10n, 1_000n);
    expect(some.allow("a", 10n)).to.equal(true);
    expect(some.allow("b", 10n)).to.equal(true);
  });

  it("waits one block, two, four, up to 32", () => {
    const some = attempts();
    const waits = Array.from({ length: 7 }, () => {
      some.failed("a", "backOff", 100n, 1_000n);
      let wait = 0n;
      while (!some.allow("a", 100n + wait)) wait++;
      return wait;
    });
    expect(waits).to.deep.equal([1n, 2n, 4n, 8n, 16n, 32n, 32n]);
  });

  it("begins anew after a success", () => {
    const some = attempts();
    for (let i = 0; i < 5; i++) some.failed("a", "backOff", 100n, 1_000n);
    some.succeeded("a");
    some.failed("a", "backOff", 100n, 1_000n);
    expect(some.allow("a", 101n)).to.equal(true);
  });

  it("never allows what is dropped, until it is over or all is forgotten", () => {
    const some = attempts();
    some.failed("a", "drop", 10n, 1_000n);
    some.failed("b", "drop", 10n, 2_000n);
    expect(some.allow("a", 1_000_000n)).to.equal(false);
    some.prune(1_000n);
    expect(some.allow("a", 10n)).to.equal(true);
    expect(some.allow("b", 10n)).to.equal(false);
    some.forget();
    expect(some.allow("b", 10n)).to.equal(true);
  });
});
