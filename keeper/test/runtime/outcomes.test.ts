import * as sdk from "@clearhour/sdk";
import { expect } from "chai";
import { DISPOSITIONS, dispositionOf, type Outcome, outcomeOf } from "../../src/runtime/outcomes.ts";

const ARGS = { auction: 1n, series: 2n, account: `0x01${"00".repeat(31)}`, slot: 3n, lo: 0n, hi: 1n, open: 0n };
const TIMES = { close: 1n, deadline: 2n, length: 2n, needed: 4n, lots: 1, room: 0n };

/** An error of a contract, of the class that the SDK has for it. */
function contractError(name: sdk.ContractErrorName): Error {
  const kind = sdk.CONTRACT_ERRORS.get(name);
  if (kind === undefined) throw new Error(`no class for ${name}`);
  return new kind({ ...ARGS, ...TIMES } as never);
}

describe("outcomeOf", () => {
  const cases: readonly (readonly [Error, Outcome])[] = [
    [new sdk.RpcUnreachableError(), "unreachable"],
    [new sdk.RpcError(), "refused"],
    [new sdk.InsufficientGasFundsError(), "noFunds"],
    [new sdk.NonceConflictError(), "nonceTaken"],
    [new sdk.GasPriceError(), "underpriced"],
    [new sdk.GasLimitError(), "rejected"],
    [new sdk.WrongChainError(1, 2), "misplaced"],
    [new sdk.NotDeployedError("0x1"), "misplaced"],
    [new sdk.NoSignerError(), "misplaced"],
    [new sdk.RevertedError("why"), "unexpected"],
    [new TypeError("a fault of the keeper"), "unexpected"],
    [contractError("AlreadyCleared"), "done"],
    [contractError("SlotBusy"), "done"],
    [contractError("NothingToCloseOut"), "done"],
    [contractError("NotClearing"), "stale"],
    [contractError("NothingToClear"), "stale"],
    [contractError("AuctionNotSolving"), "impossible"],
    [contractError("AuctionNotCollecting"), "impossible"],
    [contractError("SideFull"), "rejected"],
    [contractError("HintsLength"), "rejected"],
  ];
  for (const [error, outcome] of cases) {
    it(`${error.name} is ${outcome}: ${dispositionOf(outcome)}`, () => expect(outcomeOf(error)).to.equal(outcome));
  }

  it("knows every error of the contracts", () => {
    for (const name of sdk.CONTRACT_ERRORS.keys()) {
      const error = Object.create((sdk.CONTRACT_ERRORS.get(name) as unknown as typeof Error).prototype);
      expect(outcomeOf(error), name).not.to.equal("unexpected");
    }
  });

  it("stops for nothing that may pass by itself", () => {
    const stops = Object.entries(DISPOSITIONS).filter(([, disposition]) => disposition === "stop");
    expect(stops.map(([outcome]) => outcome)).to.deep.equal(["misplaced"]);
  });
});
