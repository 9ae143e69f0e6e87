import { expect } from "chai";
import { excess, misplaced } from "../../scripts/lib/sections.ts";

const CONTRACT = `
// SPDX-License-Identifier: MIT
struct Outside {
    uint256 x;
}

contract Ledger is A {
    using Words for uint256;

    uint256 private constant LIMIT = 1;

    struct Entry {
        uint256 constant_; // not a constant
    }

    /// @inheritdoc ILedger
    IERC20 public immutable token;

    mapping(Account account => mapping(address => bool)) private _approvals;
    uint256 internal _total;

    constructor(
        address a
    ) {
        token = a;
    }

    modifier onlyRoom() {
        _;
    }

    function f(
        uint256 a
    ) external {
        uint256 b = a;
    }

    function g() external {}
}

library Words {
    uint256 internal constant X = 1;
}
`;

describe("sections", () => {
  it("pass in order", () => {
    expect(misplaced(CONTRACT)).to.deep.equal([]);
  });

  for (const [what, moved, problem] of [
    ["storage", "uint256 internal _late;", "storage after functions"],
    ["a constant", "uint256 internal constant LATE = 1;", "constants after functions"],
    ["a struct", "struct Late {\n        uint8 x;\n    }", "types after functions"],
    ["a modifier", "modifier late() {\n        _;\n    }", "modifiers after functions"],
    ["a using", "using A for B;", "using after functions"],
  ] as const) {
    it(`name ${what} behind the functions`, () => {
      const source = CONTRACT.replace("function g() external {}", `function g() external {}\n    ${moved}`);
      expect(misplaced(source)).to.deep.equal([`line 39: ${problem}`]);
    });
  }

  it("name a file above 400 lines", () => {
    expect(excess("x\n".repeat(400))).to.deep.equal([]);
    expect(excess("x\n".repeat(401))).to.deep.equal(["401 lines, more than 400"]);
  });
});
