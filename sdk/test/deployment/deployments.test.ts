import { expect } from "chai";
import { type Deployment, deployments, getDeployment, UnknownDeploymentError } from "../../src/index.ts";

describe("deployments", () => {
  it("are found by chain id, those that are given first", () => {
    const local = { chainId: 31337 } as Deployment;
    expect(getDeployment(31337, { 31337: local })).to.equal(local);
    expect(() => getDeployment(31337)).to.throw(UnknownDeploymentError);
    for (const [chainId, { chainId: own }] of Object.entries(deployments)) expect(Number(chainId)).to.equal(own);
  });
});
