import { expect } from "chai";
import { shortfalls, uncovered } from "../../scripts/lib/coverage.ts";

const LCOV =
  "TN:\nSF:contracts/A.sol\nDA:3,1\nDA:12,0\nDA:4,0\nLH:1\nLF:3\nend_of_record\nSF:contracts/B.sol\nDA:1,1\nend_of_record\n";

describe("coverage", () => {
  const missed = uncovered(LCOV);
  const textOf = (_file: string, line: number) => `    line ${line};`;
  const exception = (text: string) => ({ file: "contracts/A.sol", text, reason: "unreachable" });

  it("reads the lines that were not run", () => {
    expect([...missed]).to.deep.equal([
      ["contracts/A.sol", [4, 12]],
      ["contracts/B.sol", []],
    ]);
  });

  it("fails on a line without an exception", () => {
    expect(shortfalls(missed, textOf, [exception("line 4;")])).to.deep.equal([
      "contracts/A.sol:12: not covered: line 12;",
    ]);
  });

  it("passes when every line has an exception", () => {
    expect(shortfalls(missed, textOf, [exception("line 4;"), exception("line 12;")])).to.deep.equal([]);
  });

  it("fails on an exception that is not needed", () => {
    const exceptions = [exception("line 4;"), exception("line 12;"), exception("line 3;")];
    expect(shortfalls(missed, textOf, exceptions)).to.deep.equal([
      "contracts/A.sol: covered, so no exception is due: line 3;",
    ]);
  });
});
