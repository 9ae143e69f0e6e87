import { expect } from "chai";
import { runCampaign } from "../faults/campaign.ts";
import type { Outage } from "../faults/inject.ts";
import { type Fault, planFaults } from "../faults/plan.ts";
import { lacksQuorum, RECOVERY } from "../faults/quorum.ts";
import { seeded } from "../market/random.ts";

describe("a plan of faults", () => {
  it("is the same for the same seed, and another for another", () => {
    const plan = (seed: number) => planFaults(seeded(seed), 33, 5, 5);
    expect(plan(1)).to.deep.equal(plan(1));
    expect(plan(1)).to.not.deep.equal(plan(2));
  });

  it("has every kind of fault equally often, and the reorgs asked for", () => {
    const kinds = planFaults(seeded(1), 33, 5, 5).map(({ fault }) => fault.kind);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(new Set(kinds).size).to.equal(12);
    for (const kind of new Set(kinds)) expect(count(kind), kind).to.equal(kind === "reorg" ? 5 : 3);
  });
});

describe("an hour without a root", () => {
  const hour = { from: 3_600, to: 5_400 };
  const out = (from: number, to: number, ...hit: number[]): Outage => ({
    fault: { kind: "oracleCut", part: "oracle", harm: "cut", hit },
    ...{ from, to },
  });

  it("is excused where two of four oracles were out at one moment", () => {
    expect(lacksQuorum(hour, [out(4_000, 4_100, 0, 3)])).to.equal(true);
    expect(lacksQuorum(hour, [out(3_000, 4_200, 0), out(4_100, 4_300, 1)])).to.equal(true);
    expect(lacksQuorum(hour, [out(4_100, 4_300, 1), out(3_000, 4_200, 0)])).to.equal(true);
    expect(lacksQuorum(hour, [out(0, 9_000, 1, 2)])).to.equal(true);
  });

  it("is excused until the first one has recovered, and before the root was due", () => {
    const next = (from: number) => [out(3_000, 4_000, 0), out(from, from + 100, 1)];
    expect(lacksQuorum(hour, next(4_000 + RECOVERY - 1))).to.equal(true);
    expect(lacksQuorum(hour, next(4_000 + RECOVERY))).to.equal(false);
    expect(lacksQuorum(hour, [out(hour.from - RECOVERY - 100, hour.from - RECOVERY, 0, 1)])).to.equal(false);
    expect(lacksQuorum(hour, [out(hour.from - RECOVERY - 100, hour.from - RECOVERY + 1, 0, 1)])).to.equal(true);
    expect(lacksQuorum(hour, [out(hour.to, hour.to + 100, 0, 1)])).to.equal(false);
  });

  it("is not where they were out one after the other, the same one twice, or others were", () => {
    expect(lacksQuorum(hour, [out(2_000, 3_000, 0), out(4_500, 5_000, 1)])).to.equal(false);
    expect(lacksQuorum(hour, [out(4_000, 4_100, 2), out(4_200, 4_300, 2)])).to.equal(false);
    const hung: Fault = { kind: "keeperHung", part: "solver", harm: "hang", hit: [0, 1] };
    expect(lacksQuorum(hour, [{ fault: hung, from: 3_000, to: 6_000 }])).to.equal(false);
    expect(lacksQuorum(hour, [])).to.equal(false);
  });
});

/** The short form of `npm run faults`. */
describe("faults in a running market", function () {
  this.timeout(900_000);

  it("delay nothing beyond a window, and the books balance", async () => {
    const lines: string[] = [];
    const options = { seed: 6, faults: 2, reorgs: 1, rate: 60 };
    const kinds = planFaults(seeded(options.seed), 2, 1, 5).map(({ fault }) => fault.kind);
    expect(kinds).to.include.members(["oracleKilled", "committedKilled"]);
    const found = await runCampaign({ ...options, progress: (line) => lines.push(line) });
    expect(found.broken, lines.join("\n")).to.deep.equal([]);
    expect(found.auctionsCleared).to.be.at.least(2);
    expect(found.delivery.seriesAssigned).to.be.at.least(1);
    expect(Object.values(found.faults).reduce((sum, count) => sum + count, 0)).to.equal(3);
    expect(found.contests.improved).to.be.at.least(2);
    expect(found.contests.revealedAfterKill, JSON.stringify(found.contests)).to.be.at.least(1);
  });
});
