import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import {
  challengeQuorumOf,
  computeReading,
  METERED_BENCHMARK,
  meterRootOf,
  meterRules,
  orderedJob,
  READING_LEAF,
  readingHash,
  readingLeaf,
  rootSigner,
  signRoot,
  signVerdict,
  verdictSigner,
  verifyReading,
  ZERO_WORD,
} from "../../src/meter/index.ts";
import { cpuExample, gpuExample } from "../../src/spec/examples.ts";
import { assignment, domain, oracle } from "./signers.ts";

const terms = { ...meterRules(3600, cpuExample).terms, challengeQuorum: 1 };
const readingOf = (commitment: number) =>
  computeReading({
    assignment: { ...assignment, commitment },
    lots: 1,
    terms,
    pages: [],
    receipts: [],
    challenges: [],
    samplesRoot: ZERO_WORD,
  }).reading;

describe("meter: attestations", () => {
  it("roots are signed for a period, and an empty period has the root zero", async () => {
    const readings = [readingOf(1), readingOf(2)];
    const root = meterRootOf(1, 490_000, readings);
    expect(root.count).to.equal(2);
    expect(meterRootOf(1, 490_000, readings.toReversed())).to.deep.equal(root);
    expect(meterRootOf(1, 490_000, [])).to.deep.equal({ product: 1, hour: 490_000, root: ZERO_WORD, count: 0 });
    const signature = await signRoot(oracle, domain, root);
    expect(await rootSigner(domain, root, signature)).to.equal(oracle.address);
    expect(await rootSigner(domain, { ...root, count: 3 }, signature)).to.not.equal(oracle.address);
    expect(await rootSigner(domain, root, "0x00")).to.equal(undefined);
  });

  it("verdicts name the leaf of a reading", async () => {
    const reading = readingOf(1);
    const hash = readingHash(reading);
    expect(hash).to.equal(StandardMerkleTree.of([readingLeaf(reading)], READING_LEAF).leafHash(readingLeaf(reading)));
    expect(verifyReading(hash, reading, [])).to.equal(true);
    const verdict = { dispute: 7n, reading: hash };
    const signature = await signVerdict(oracle, domain, verdict);
    expect(await verdictSigner(domain, verdict, signature)).to.equal(oracle.address);
    expect(await verdictSigner(domain, { ...verdict, dispute: 8n }, signature)).to.not.equal(oracle.address);
  });
});

describe("meter: rules", () => {
  it("follow from a product's period and spec", () => {
    expect(meterRules(3600, cpuExample)).to.deep.equal({
      terms: { periodMs: 3_600_000, maxGapMs: 300_000, carbonGPerKwh: 0, floor: undefined },
      slotMs: 600_000,
      validForSeconds: 1200,
      job: undefined,
    });
    expect(meterRules(60, gpuExample).terms.carbonGPerKwh).to.equal(450);
  });

  it("measure performance on the job that a floor's scenario names, with the threads of all lots", () => {
    const rulesOf = (scenario: string, benchmark = METERED_BENCHMARK) => {
      const floor = {
        workload: "cpu",
        benchmark,
        version: "1",
        scenario,
        unit: "events/s",
        floorMilli: 2_500,
      } as const;
      return meterRules(3600, { ...cpuExample, floors: [...cpuExample.floors, floor] });
    };
    const rules = rulesOf("sha256-chain, size 20000, threads 4");
    expect(rules.terms.floor).to.deep.equal({ metric: "clearhour_job_chunks_total", perHour: 9000, mostLots: 63 });
    const threads = [1, 3, 63, 64].map((lots) => orderedJob(rules, lots)?.threads);
    expect(threads).to.deep.equal([4, 12, 252, 252]);
    expect(orderedJob(rules, 1)).to.deep.equal({ kind: "sha256-chain", size: 20_000, threads: 4 });
    const others = [
      rulesOf("cpu-max-prime=10000, threads=4"),
      rulesOf("rm -rf, size 1, threads 1"),
      rulesOf("sha256-chain, size 0, threads 1"),
      rulesOf("sha256-chain, size 1, threads 256"),
      rulesOf("sha256-chain, size 20000, threads 5"),
      rulesOf("sha256-chain, size 20000, threads 4", "sysbench cpu"),
    ];
    for (const other of others) expect([other.terms.floor, orderedJob(other, 1)]).to.deep.equal([undefined, undefined]);
  });

  it("ask for more than half of those that testified", () => {
    expect([1, 2, 3, 4, 7].map(challengeQuorumOf)).to.deep.equal([1, 2, 2, 3, 4]);
  });
});
