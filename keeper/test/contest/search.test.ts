/** The thread that searches, as the keeper sees it. */
import { verifySolution } from "@clearhour/sdk/contest";
import { expect } from "chai";
import fc from "fast-check";
import { pino } from "pino";
import { Search } from "../../src/contest/search.ts";
import { createMetrics } from "../../src/runtime/metrics.ts";
import { contestBooks } from "./books.ts";

const SECONDS = 20;
const SHAPE = { products: 1, window: 6, hourly: 8, strips: 10, blocks: 4, lots: 10, spread: 40, reference: 400 };

describe("a search in a thread", function () {
  this.timeout(60_000);
  const [book] = fc.sample(contestBooks(SHAPE), { numRuns: 1, seed: 1 });
  if (book === undefined) throw new Error("one run gives one book");
  let logged: Record<string, unknown>[];
  let metrics: ReturnType<typeof createMetrics>;

  beforeEach(() => {
    logged = [];
    metrics = createMetrics({ command: "test" });
  });

  function search(seconds: number, of = book) {
    const logger = pino({ level: "info" }, { write: (line: string) => void logged.push(JSON.parse(line)) });
    if (of === undefined) throw new Error("there is a book");
    return new Search(of, seconds, { logger, metrics });
  }

  async function ended(one: Search): Promise<void> {
    while (one.isRunning) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async function results(): Promise<Record<string, number>> {
    const { values } = await metrics.searchSeconds.get();
    const counts = values.filter(({ metricName }) => metricName?.endsWith("_count"));
    return Object.fromEntries(counts.map(({ labels, value }) => [labels.result, value]));
  }

  it("has what the verifier accepts", async () => {
    const one = search(SECONDS);
    await ended(one);
    const found = one.best;
    if (found === undefined) throw new Error("the search found nothing");
    expect(verifySolution(book, found.allocation).welfare).to.equal(found.figures.welfare);
    expect(found.figures.welfare > 0n).to.equal(true);
    expect(await results()).to.have.all.keys("proved");
  });

  it("says that the thread died, and is over", async () => {
    const one = search(SECONDS, { ...book, series: [] });
    await ended(one);
    expect(one.best).to.equal(undefined);
    expect(await results()).to.deep.equal({ failed: 1 });
    expect((await metrics.searching.get()).values[0]?.value).to.equal(0);
    expect(logged.at(-1)).to.include({ level: pino.levels.values.error, msg: "search ended", result: "failed" });
    expect(logged.at(-1)?.failure).to.be.a("string").that.is.not.empty;
  });

  it("is over when it is stopped, whatever the thread still says", async () => {
    const one = search(SECONDS);
    one.stop();
    one.stop();
    expect(one.isRunning).to.equal(false);
    expect(await results()).to.deep.equal({ cutOff: 1 });
  });
});
