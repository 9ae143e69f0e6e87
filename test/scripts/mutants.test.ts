import { expect } from "chai";
import { candidates } from "../../scripts/lib/mutants/candidates.ts";
import { bytecodesOf, treesOf } from "../../scripts/lib/mutants/compiler.ts";
import { mutate, describe as say, shuffled } from "../../scripts/lib/mutants/draw.ts";
import { closures, roomOf } from "../../scripts/lib/mutants/imports.ts";
import { runLimited } from "../../scripts/lib/mutants/limited.ts";

const FILE = "contracts/Vault.sol";
const MATH = "contracts/libraries/Math.sol";
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "./libraries/Math.sol";

// é: offsets are bytes
contract Vault {
    error Low(uint256 amount);

    uint256 private constant LIMIT = 3 * 5;
    uint256 private _total;

    modifier whenSome() {
        _;
    }

    function add(uint256 a, uint256 b) external whenSome returns (uint256) {
        if (a < LIMIT) revert Low(a);
        for (uint256 i = 0; i < 2; i += 1) {
            _total += Math.min(a, b) * 2;
        }
        _requireSome();
        return _total;
    }

    function _requireSome() private view {
        if (_total == 0) revert Low(0);
    }
}
`;
const SOURCES = new Map([
  [FILE, SOURCE],
  [
    MATH,
    `pragma solidity ^0.8.28;
library Math {
    function min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }
    function max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a : b;
    }
}
`,
  ],
  ["contracts/Other.sol", "pragma solidity ^0.8.28;\n"],
]);

function found() {
  const tree = treesOf(SOURCES).get(FILE);
  return tree === undefined ? [] : candidates(FILE, tree);
}

describe("mutants", function () {
  this.timeout(60_000);

  it("are found in functions only: operators, bounds and checks", () => {
    expect(found().map((candidate) => say(SOURCE, candidate))).to.have.members([
      "contracts/Vault.sol:17 deleted: whenSome",
      "contracts/Vault.sol:18 < becomes <=: a < LIMIT",
      "contracts/Vault.sol:18 deleted: a < LIMIT",
      "contracts/Vault.sol:19 < becomes <=: i < 2",
      "contracts/Vault.sol:20 * becomes /: Math.min(a, b) * 2",
      "contracts/Vault.sol:20 += becomes -=: _total += Math.min(a, b) * 2",
      "contracts/Vault.sol:20 min becomes max: Math.min(a, b)",
      "contracts/Vault.sol:22 deleted: _requireSome();",
      "contracts/Vault.sol:27 == becomes !=: _total == 0",
      "contracts/Vault.sol:27 deleted: _total == 0",
    ]);
  });

  it("change one line, as they say", () => {
    const lines = found().map((candidate) => {
      const before = SOURCE.split("\n");
      const changed = mutate(SOURCE, candidate)
        .split("\n")
        .filter((line, i) => line !== before[i]);
      expect(changed).to.have.lengthOf(1);
      return changed[0]?.trim();
    });
    expect(lines).to.have.members([
      "function add(uint256 a, uint256 b) external  returns (uint256) {",
      "if (a <= LIMIT) revert Low(a);",
      "if (false) revert Low(a);",
      "for (uint256 i = 0; i <= 2; i += 1) {",
      "_total += Math.min(a, b) / 2;",
      "_total -= Math.min(a, b) * 2;",
      "_total += Math.max(a, b) * 2;",
      "{}",
      "if (_total != 0) revert Low(0);",
      "if (false) revert Low(0);",
    ]);
  });

  it("compile to other bytecode", () => {
    const target = { file: FILE, name: "Vault" };
    const compiled = (source: string) => bytecodesOf(new Map(SOURCES).set(FILE, source), {}, [target])?.[0];
    const original = compiled(SOURCE);
    expect(original).to.match(/^0x[0-9a-f]+$/);
    const mutants = found().map((candidate) => compiled(mutate(SOURCE, candidate)));
    expect(mutants).to.not.include(undefined);
    expect(mutants).to.not.include(original);
    expect(compiled(SOURCE.replace("a < LIMIT", "a < NONE"))).to.equal(undefined);
  });

  it("are the same for the same seed, and others for another", () => {
    const drawn = (seed: number) => shuffled(found(), seed).map((candidate) => say(SOURCE, candidate));
    expect(drawn(1)).to.deep.equal(drawn(1));
    expect(drawn(1)).to.have.members(drawn(2));
    expect(drawn(1)).to.not.deep.equal(drawn(2));
  });

  it("are compiled into what imports their file", () => {
    const holds = closures(treesOf(SOURCES));
    expect([...holds(FILE)]).to.have.members([FILE, MATH]);
    expect([...holds(MATH)]).to.deep.equal([MATH]);
  });

  it("meet the tests of their room first", () => {
    expect(roomOf("contracts/Ledger.sol")).to.equal("ledger");
    expect(roomOf("contracts/auction/Clearing.sol")).to.equal("auction");
  });
});

describe("a mutant's tests", function () {
  this.timeout(60_000);

  it("are ended where they need more processor time than there is", async () => {
    expect(await runLimited("node -e 'for (;;);'", 1)).to.include({ isOutOfTime: true });
    expect(await runLimited("node -e 'console.log(1); process.exitCode = 3'", 20)).to.deep.equal({
      isOutOfTime: false,
      output: "1\n",
    });
  });

  it("have noticed nothing where something else ended them", async () => {
    for (const signal of ["SIGKILL", "SIGABRT", "SIGSEGV"]) {
      const command = `node -e 'process.kill(process.pid, "${signal}"); setTimeout(() => {}, 9_000)'`;
      const error = await runLimited(command, 20).catch((caught: unknown) => caught);
      expect(String(error), signal).to.match(/signal \d+ ended the command/);
    }
  });
});
