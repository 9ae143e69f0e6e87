import { expect } from "chai";
import { numberToHex } from "viem";
import { RefusalError } from "../../src/delivery/errors.ts";
import { Turns } from "../../src/provide/turns.ts";

const [A, B] = [1, 2].map((n) => numberToHex(n, { size: 20 })) as [`0x${string}`, `0x${string}`];

describe("provide: turns", () => {
  /** Something that is asked for, and answered when the test says so. */
  function question() {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    const ask = () => {
      asked.resolve();
      return answer.promise;
    };
    return { ask, asked: asked.promise, answer };
  }
  const soon = (promise: Promise<unknown>) =>
    Promise.race([promise.then(() => true), new Promise((resolve) => setTimeout(resolve, 20, false))]);

  it("come one after the other to whoever asks again, and do not wait for others", async () => {
    const turns = new Turns();
    const [first, second, other] = [question(), question(), question()];
    const one = turns.take(A, first.ask);
    const two = turns.take(A, second.ask);
    const three = turns.take(B, other.ask);
    expect([await soon(first.asked), await soon(second.asked), await soon(other.asked)]).to.deep.equal([
      ...[true, false, true],
    ]);
    other.answer.resolve("B");
    expect(await three).to.equal("B");
    // One that fails does not keep the next from its turn.
    first.answer.reject(new Error("gone"));
    expect(await one.catch((error: Error) => error.message)).to.equal("gone");
    await second.asked;
    second.answer.resolve("A");
    expect(await two).to.equal("A");
  });

  it("are no more than a few for each at a time", async () => {
    const turns = new Turns();
    const held = question();
    const waiting = Array.from({ length: 4 }, () => turns.take(A, held.ask));
    const error = await turns.take(A, held.ask).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(RefusalError).and.to.include({ status: 429 });
    expect(await turns.take(B, () => Promise.resolve("B"))).to.equal("B");
    held.answer.resolve("A");
    expect(await Promise.all(waiting)).to.deep.equal(Array(4).fill("A"));
    expect(await turns.take(A, () => Promise.resolve("again"))).to.equal("again");
  });
});
