import { expect } from "chai";
import { missed, parseReports, sum, table } from "../../scripts/lib/campaign.ts";

const LINE = '{"steps":600000,"calls":{"place":[500000,1],"clear":[600,0]},"events":{"clearing":500}}\n';

describe("the campaign's report", () => {
  it("adds up the runs", () => {
    const total = sum(parseReports(LINE + LINE));
    expect(total).to.deep.equal({
      steps: 1_200_000,
      calls: { place: [1_000_000, 2], clear: [1_200, 0] },
      events: { clearing: 1_000 },
    });
    expect(table(total)).to.match(/all calls +1001200 +2/);
    expect(missed(total)).to.deep.equal([]);
  });

  it("names every target that was missed", () => {
    const problems = missed({ steps: 9, calls: { place: [2, 1] }, events: { clearing: 999 } });
    expect(problems).to.have.lengthOf(4);
    expect(problems.join()).to.include("2 calls").and.include("place: 1 of 2").and.include("clearing: 999");
  });

  it("counts reverts action by action, but for what has to revert", () => {
    const calls = { place: [1e6, 0], wrongCaller: [90, 90], stake: [10, 5], settle: [0, 0] } as const;
    expect(missed({ steps: 1e6, calls, events: {} })).to.deep.equal([
      "stake: 5 of 10 calls reverted: not below half",
      "settle: never called",
    ]);
  });

  it("does not pass without any call", () => {
    expect(missed({ steps: 1e6, calls: {}, events: {} })).to.have.lengthOf(2);
  });
});
