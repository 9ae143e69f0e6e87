import { expect } from "chai";
import { compare, entryPoints, parseTree, testsOf } from "../../scripts/lib/trees.ts";

const TREE = `Ledger.deposit
├── when the amount is zero
│   └── it should revert [test_RevertsWhenZero]
└── given an account
    ├── it should credit it [test_Credits, testFuzz_Credits]
    └── when the token takes a fee
        └── it should revert [test_RevertsOnFee]
`;

const TESTS = `
contract DepositTest {
    function setUp() public {}
    function test_RevertsWhenZero() external {}
    // function test_Commented() external {}
    function test_Credits() public view {}
    function testFuzz_Credits(uint256 a, uint8 b) external {}
    function test_helper() internal {}
    function test_RevertsOnFee()
        external
    {}
}`;

describe("trees", () => {
  it("agree with tests that match", () => {
    const tree = parseTree(TREE);
    expect(tree.roots).to.deep.equal(["Ledger.deposit"]);
    expect(compare(tree, testsOf(TESTS))).to.deep.equal([]);
  });

  it("name a test that does not exist", () => {
    const tests = testsOf(TESTS.replace("test_RevertsOnFee", "test_Other"));
    expect(compare(parseTree(TREE), tests)).to.deep.equal([
      "line 7: no test test_RevertsOnFee",
      "not in the tree: test_Other",
    ]);
  });

  for (const [what, text, problem] of [
    ["a leaf without a test", "A\n└── it should revert\n", /^line 2: expected/],
    ["a branch without leaves", "A\n└── when zero\n", /^line 2: a branch without leaves/],
    ["a root without leaves", "A\n", /^line 1: a root without leaves/],
    ["a leaf with children", "A\n└── it should x [t]\n    └── it should y [t]\n", /^line 2: a leaf/],
    ["a skipped level", "A\n        └── it should y [t]\n", /^line 2: skips a level/],
    ["an empty tree", "\n", /empty/],
  ] as const) {
    it(`refuse ${what}`, () => {
      const { problems } = parseTree(text);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(problem);
    });
  }

  it("list the state-changing functions of a contract", () => {
    const source = `
/// contract Comment
contract Ledger is A {
    function deposit(uint256 amount) external onlyRoom returns (uint256) {
    function total() external view returns (uint256) {
    function _post() internal {
    // function gone() external {
    function skim() public {
}`;
    expect(entryPoints(source)).to.deep.equal(["Ledger.deposit", "Ledger.skim"]);
  });

  it("list nothing for a library or an interface", () => {
    expect(entryPoints("library L {\n    function f() external {\n}")).to.deep.equal([]);
    expect(entryPoints("interface I {\n    function f() external;\n}")).to.deep.equal([]);
  });
});
