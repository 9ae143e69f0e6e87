import { expect } from "chai";
import { unpackCommitment, unpackLines, unpackNomination } from "../../src/delivery/index.ts";
import { cashAccount } from "../../src/index.ts";

const OWNER = "0x00000000000000000000000000000000deadbeef";

describe("delivery: packed words", () => {
  const word = (fields: readonly (readonly [value: bigint, at: bigint])[]) =>
    fields.reduce((sum, [value, at]) => sum | (value << at), 0n);

  it("of lines before and after the shift is fixed", () => {
    const totals = [
      [10n, 0n],
      [7n, 32n],
      [2n, 64n],
      [3n, 96n],
    ] as const;
    const counts = { committed: 10, nominated: 7, commitments: 2, nominations: 3 };
    expect(unpackLines(word([...totals, [99n, 128n], [1n, 208n]]))).to.deep.equal({
      ...counts,
      late: true,
      shift: undefined,
      armedFor: 99,
      spot: undefined,
    });
    expect(unpackLines(word([...totals, [4n, 128n], [512n, 176n], [0b110n, 208n]]))).to.deep.equal({
      ...counts,
      late: false,
      shift: 4,
      armedFor: 0,
      spot: 512,
    });
  });

  it("of entries", () => {
    const max = 2n ** 32n - 1n;
    const commitment = word([
      [5n, 0n],
      [max, 32n],
      [2n, 64n],
      [513n, 96n],
      [514n, 128n],
    ]);
    expect(unpackCommitment(commitment)).to.deep.equal({ provider: 5, end: 2 ** 32 - 1, lots: 2, k: 513, mark: 514 });
    const nomination = word([
      [9n, 0n],
      [4n, 32n],
      [BigInt(OWNER), 64n],
      [7n, 224n],
    ]);
    expect(unpackNomination(nomination)).to.deep.equal({ holder: cashAccount(OWNER, 7), end: 9, lots: 4 });
  });
});
