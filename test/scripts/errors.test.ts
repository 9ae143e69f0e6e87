import { expect } from "chai";
import { unasserted } from "../../scripts/lib/errors.ts";

const CONTRACTS = [
  "interface ILedger {\n    error ZeroAmount();\n    error NotRoom(address caller);\n}\n",
  "interface IClaims {\n    error NotRoom(address caller);\n    // error Gone();\n}\n",
];
const ABIS = [
  { contract: "Ledger", errors: ["ZeroAmount", "NotRoom", "TokenFailed"] },
  { contract: "Claims", errors: ["NotRoom"] },
];
const TEST = `
  vm.expectRevert(ILedger.ZeroAmount.selector);
  vm.expectRevert(abi.encodeWithSelector(ILedger.NotRoom.selector, this));
  vm.expectRevert(abi.encodeWithSelector(IClaims.NotRoom.selector, this));
  vm.expectRevert(Token.TokenFailed.selector);
`;

describe("errors that tests assert", () => {
  it("finds nothing where each one is named", () => {
    expect(unasserted(ABIS, CONTRACTS, [TEST], [])).to.deep.equal([]);
  });

  it("tells errors of one name apart by who declares them", () => {
    const test = TEST.replace("IClaims.NotRoom", "ILedger.NotRoom");
    expect(unasserted(ABIS, CONTRACTS, [test], [])).to.deep.equal([
      "IClaims.NotRoom (Ledger, Claims): no test asserts it",
    ]);
  });

  it("does not count comments", () => {
    const test = TEST.replace("  vm.expectRevert(Token", "  // vm.expectRevert(Token");
    expect(unasserted(ABIS, CONTRACTS, [test], [])).to.deep.equal(["TokenFailed (Ledger): no test asserts it"]);
    expect(unasserted(ABIS, CONTRACTS, [test], [{ error: "TokenFailed", reason: "cannot be" }])).to.deep.equal([]);
  });

  it("refuses excuses that nothing needs", () => {
    const excuses = [
      { error: "ZeroAmount", reason: "cannot be" },
      { error: "Gone", reason: "cannot be" },
    ];
    expect(unasserted(ABIS, CONTRACTS, [TEST], excuses)).to.deep.equal([
      "ZeroAmount: excused, but a test asserts it",
      "Gone: excused, but in no ABI",
    ]);
  });
});
