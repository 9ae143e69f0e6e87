import type { Deployment } from "@clearhour/sdk";
import { expect } from "chai";
import { readDeployment } from "../../src/config/deployment.ts";
import { UnreadableFileError } from "../../src/errors.ts";
import { deploymentFile, scratch } from "../support/files.ts";

const address = (digit: number) => `0x${String(digit).repeat(40)}` as const;

const DEPLOYMENT: Deployment = {
  chainId: 31_337,
  block: 7n,
  token: address(1),
  ledger: address(2),
  products: address(3),
  providers: address(4),
  margin: address(5),
  auction: address(6),
  blocks: address(4),
  verifier: address(5),
  contest: address(6),
  relay: address(7),
  prices: address(7),
  meter: address(8),
  claims: address(9),
  delivery: address(1),
  settlement: address(2),
  auctionLens: address(3),
};

describe("readDeployment", () => {
  const { write } = scratch();

  it("reads what the SDK returned", () => {
    expect(readDeployment(write("good.json", deploymentFile(DEPLOYMENT)))).to.deep.equal(DEPLOYMENT);
  });

  it("says what is missing or wrong", () => {
    const { auction: _, ...rest } = DEPLOYMENT;
    const path = write("bad.json", { ...deploymentFile({ ...rest, auction: "0x12" }), block: -1 });
    expect(() => readDeployment(path)).to.throw(UnreadableFileError, /block must be >= 0.*auction must match pattern/);
    const empty = write("empty.json", {});
    expect(() => readDeployment(empty)).to.throw(UnreadableFileError, "must have required property 'auctionLens'");
  });

  it("says which file is not there", () => {
    expect(() => readDeployment("/nowhere.json")).to.throw(UnreadableFileError, "/nowhere.json");
  });
});
