import { expect } from "chai";
import { runCampaign } from "../faults/campaign.ts";
import { planFaults } from "../faults/plan.ts";
import { seeded } from "../market/random.ts";

describe("a plan of faults", () => {
  it("is the same for the same seed, and another for another", () => {
    const plan = (seed: number) => planFaults(seeded(seed), 30, 5, 5);
    expect(plan(1)).to.deep.equal(plan(1));
    expect(plan(1)).to.not.deep.equal(plan(2));
  });

  it("has every kind of fault equally often, and the reorgs asked for", () => {
    const kinds = planFaults(seeded(1), 30, 5, 5).map(({ fault }) => fault.kind);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(new Set(kinds).size).to.equal(11);
    for (const kind of new Set(kinds)) expect(count(kind), kind).to.equal(kind === "reorg" ? 5 : 3);
  });
});

/** The short form of `npm run faults`. */
describe("faults in a running market", function () {
  this.timeout(600_000);

  it("delay nothing beyond a window, and the books balance", async () => {
    const lines: string[] = [];
    // Slower than the long form: other tests' machines may be busy.
    const options = { seed: 7, faults: 1, reorgs: 1, rate: 120 };
    expect(planFaults(seeded(options.seed), 1, 1, 5).map(({ fault }) => fault.kind)).to.include("oracleKilled");
    const found = await runCampaign({ ...options, progress: (line) => lines.push(line) });
    expect(found.broken, lines.join("\n")).to.deep.equal([]);
    expect(found.auctionsCleared).to.be.at.least(2);
    expect(found.delivery.seriesAssigned).to.be.at.least(1);
    expect(Object.values(found.faults).reduce((sum, count) => sum + count, 0)).to.equal(2);
  });
});
