import { EndpointRefusedError, OrderRefusedError } from "@clearhour/sdk/access";
import { WorkProofError } from "@clearhour/sdk/jobs";
import { expect } from "chai";
import { endpointWords, type Phase } from "../src/delivery/endpointWords.ts";

const refused = (status: number | undefined, phase: Phase) =>
  endpointWords(new EndpointRefusedError("http://x/y", status, "something"), phase);

describe("a provider that does not do its part", () => {
  it("is told apart by what it answers, and when", () => {
    const cases: [number | undefined, Phase, RegExp][] = [
      [undefined, "before", /does not answer/],
      [undefined, "after", /does not answer/],
      [401, "during", /does not take you for the nominee/],
      [403, "before", /does not take you for the nominee/],
      [404, "before", /does not serve these lots yet/],
      [404, "during", /does not serve these lots yet/],
      [404, "after", /The hour is over/],
      [503, "before", /has no process yet/],
      [503, "during", /is not running/],
      [410, "during", /is not running/],
      [503, "after", /The hour is over/],
      [500, "during", /answered 500: something/],
    ];
    for (const [status, phase, expected] of cases) {
      expect(refused(status, phase)?.what, `${status} ${phase}`).to.match(expected);
      expect(refused(status, phase)?.hint).to.match(/\.$/);
    }
  });

  it("may be down or let no page ask it: a browser cannot tell", () => {
    expect(refused(undefined, "during")?.hint).to.match(/down.*CORS/);
  });

  it("says why it refuses an order, whenever it does", () => {
    const reason = "The job wants 65 cores: 8 were bought.";
    for (const status of [400, 403]) {
      const words = endpointWords(
        new OrderRefusedError(new EndpointRefusedError("http://x/y", status, reason)),
        "before",
      );
      expect(words?.what).to.match(/refused this job/);
      expect(words?.hint).to.equal(`It says: ${reason}`);
    }
  });

  it("gets no receipt for work that is not the job's", () => {
    const words = endpointWords(new WorkProofError("Chunk 3 is not the job's work."), "during");
    expect(words).to.include({ what: "Chunk 3 is not the job's work." });
    expect(words?.hint).to.match(/No receipt was signed/);
  });

  it("is not to blame for other errors", () => {
    expect(endpointWords(new TypeError("x"), "during")).to.equal(undefined);
    expect(endpointWords(undefined, "before")).to.equal(undefined);
  });
});
