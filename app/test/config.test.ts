import { expect } from "chai";
import { ConfigError, parseConfig } from "../src/config.ts";

const address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const rooms =
  "token ledger products providers margin auction blocks verifier contest relay prices meter claims delivery settlement auctionLens";
const deployment = {
  chainId: 31_337,
  block: 3,
  ...Object.fromEntries(rooms.split(" ").map((room) => [room, address])),
};
const config = { chainName: "Local", rpcUrl: "http://127.0.0.1:1", graphUrl: "http://127.0.0.1:2/x", deployment };

describe("the configuration", () => {
  it("names chain, subgraph and contracts", () => {
    const parsed = parseConfig(config);
    expect(parsed.deployment).to.include({ chainId: 31_337, block: 3n, auctionLens: address });
    expect(parsed.local).to.equal(undefined);
    expect(parsed.oracles).to.deep.equal([]);
    const oracles = ["https://one.example/", "http://127.0.0.1:3"];
    expect(parseConfig({ ...config, oracles }).oracles).to.deep.equal(["https://one.example", "http://127.0.0.1:3"]);
    expect(parseConfig({ ...config, local: { developmentAccount: address } }).local).to.deep.equal({
      developmentAccount: address,
    });
  });

  it("names the field that is wrong", () => {
    const wrong: [object, RegExp][] = [
      [{ ...config, rpcUrl: "file:///etc/passwd" }, /rpcUrl/],
      [{ ...config, graphUrl: "" }, /graphUrl/],
      [{ ...config, deployment: { ...deployment, meter: "0x1" } }, /deployment\.meter/],
      [{ ...config, deployment: { ...deployment, chainId: "1" } }, /deployment\.chainId/],
      [{ ...config, oracles: "http://127.0.0.1:3" }, /oracles is no list/],
      [{ ...config, oracles: ["http://127.0.0.1:3", "nowhere"] }, /oracles\[1\]/],
      [{ ...config, local: {} }, /local\.developmentAccount/],
      [[], /the configuration/],
    ];
    for (const [value, expected] of wrong) expect(() => parseConfig(value)).to.throw(ConfigError, expected);
  });
});
