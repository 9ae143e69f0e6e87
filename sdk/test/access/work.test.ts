import { expect } from "chai";
import fc from "fast-check";
import { bytesToHex, concat, type Hex, numberToHex, sha256 } from "viem";
import {
  parseClaim,
  parseOpenings,
  standbyJob,
  verifyClaim,
  verifyOpenings,
  type WorkClaim,
} from "../../src/access/index.ts";
import {
  assertJob,
  chunkOf,
  freshChunk,
  isInLog,
  type Job,
  JobError,
  WorkLog,
  WorkProofError,
} from "../../src/jobs/index.ts";

const SEED: Hex = `0x${"5e".repeat(32)}`;
const NONCE: Hex = `0x${"4e".repeat(32)}`;
const job: Job = { kind: "sha256-chain", seed: SEED, size: 3, threads: 1 };
const text = (bytes: Uint8Array) => bytesToHex(bytes);

/** The hash over some leaves, straight from RFC 6962 section 2.1. */
function slowRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256(new Uint8Array(), "bytes");
  if (leaves.length === 1) return sha256(concat([Uint8Array.of(0), only]), "bytes");
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const parts = [slowRoot(leaves.slice(0, half)), slowRoot(leaves.slice(half))];
  return sha256(concat([Uint8Array.of(1), ...parts]), "bytes");
}

function logOf(count: number): WorkLog {
  const log = new WorkLog();
  for (let i = 0; i < count; i++) log.append(chunkOf(job, i));
  return log;
}

describe("access: jobs", () => {
  it("have chunks that follow from seed and index", () => {
    const start = sha256(concat([SEED, "0x0000000000000007"]));
    expect(text(chunkOf(job, 7))).to.equal(sha256(sha256(sha256(start))));
    const primes: Job = { ...job, kind: "prime-count", size: 200 };
    expect(text(chunkOf(primes, 0))).to.equal(text(chunkOf(primes, 0)));
    expect(text(chunkOf(primes, 0))).to.not.equal(text(chunkOf(primes, 1)));
    expect(text(freshChunk(job, NONCE))).to.not.equal(text(freshChunk(job, SEED)));
  });

  it("are limited to the list and to a size", () => {
    for (const bad of [
      { ...job, kind: "rm -rf" as "sha256-chain" },
      { ...job, seed: "0x12" as Hex },
      { ...job, size: 0 },
      { ...job, size: 1e9 },
      { ...job, threads: 1000 },
    ]) {
      expect(() => assertJob(bad), JSON.stringify(bad)).to.throw(JobError);
    }
    assertJob(job);
  });
});

describe("access: the log of work", () => {
  it("has the roots of RFC 6962, and every chunk of it can be shown under every later root", () => {
    const leaves = Array.from({ length: 33 }, (_, i) => chunkOf(job, i));
    const log = logOf(33);
    for (let size = 0; size <= 33; size++) {
      const root = log.root(size);
      expect(text(root)).to.equal(text(slowRoot(leaves.slice(0, size))));
      for (let index = 0; index < size; index++) {
        const { path, result } = log.prove(index, size);
        expect(isInLog(root, size, index, result, path), `${index} of ${size}`).to.equal(true);
      }
    }
  });

  it("has nothing else in it", () => {
    const arbitrary = fc.record({
      size: fc.integer({ min: 1, max: 40 }),
      index: fc.nat(39),
      other: fc.nat(45),
      flip: fc.nat(),
    });
    const log = logOf(40);
    fc.assert(
      fc.property(arbitrary, ({ flip, index: any, other, size }) => {
        const index = any % size;
        const { path, result } = log.prove(index, size);
        const root = log.root(size);
        if (other !== index) expect(isInLog(root, size, other, result, path)).to.equal(false);
        const forged = Uint8Array.from(result, (byte, i) => (i === flip % 32 ? byte ^ 1 : byte));
        expect(isInLog(root, size, index, forged, path)).to.equal(false);
        expect(isInLog(root, size, index, result, [...path, result])).to.equal(false);
        if (path.length > 0) expect(isInLog(root, size, index, result, path.slice(1))).to.equal(false);
      }),
    );
    expect(() => log.prove(5, 5)).to.throw(WorkProofError);
    expect(() => log.root(41)).to.throw(WorkProofError);
  });
});

describe("access: proofs of work", () => {
  const claimOf = (log: WorkLog): WorkClaim => ({
    nonce: NONCE,
    order: null,
    run: 1,
    size: log.size,
    root: text(log.root()),
    fresh: text(freshChunk(job, NONCE)),
  });
  const opened = (log: WorkLog, indices: readonly number[]) =>
    indices.map((index) => {
      const { path, result } = log.prove(index, log.size);
      return { index, result: text(result), path: path.map(text) };
    });

  it("hold for work that was done", () => {
    const log = logOf(9);
    const claim = claimOf(log);
    verifyClaim(job, NONCE, claim);
    verifyOpenings(job, claim, [0, 4, 8], opened(log, [0, 4, 8]));
    verifyClaim(standbyJob({ product: 1, hour: 2, commitment: 3, nomination: 4 }), NONCE, {
      ...claim,
      fresh: text(freshChunk(standbyJob({ product: 1, hour: 2, commitment: 3, nomination: 4 }), NONCE)),
    });
  });

  it("fail where the fresh chunk is of something else", () => {
    const claim = claimOf(logOf(1));
    expect(() => verifyClaim(job, SEED, claim)).to.throw(WorkProofError, "another nonce");
    expect(() => verifyClaim({ ...job, size: 4 }, NONCE, claim)).to.throw(WorkProofError, "not the job's work");
  });

  it("fail where the log holds chunks that nobody computed", () => {
    const log = new WorkLog();
    log.append(chunkOf(job, 0));
    log.append(chunkOf(job, 5));
    const claim = claimOf(log);
    verifyOpenings(job, claim, [0], opened(log, [0]));
    expect(() => verifyOpenings(job, claim, [1], opened(log, [1]))).to.throw(WorkProofError, "not the job's work");
    expect(() => verifyOpenings(job, claim, [0, 1], opened(log, [0]))).to.throw(WorkProofError, "was not opened");
    expect(() => verifyOpenings(job, claim, [0], opened(logOf(9), [0]))).to.throw(WorkProofError, "not in the log");
  });

  it("are read only in their shape", () => {
    const claim = claimOf(logOf(2));
    expect(parseClaim(JSON.parse(JSON.stringify(claim)))).to.deep.equal(claim);
    for (const bad of [null, 1, {}, { ...claim, root: "0x" }, { ...claim, size: -1 }, { ...claim, order: {} }]) {
      expect(() => parseClaim(bad)).to.throw(WorkProofError);
    }
    expect(parseOpenings([])).to.deep.equal([]);
    for (const bad of [null, [{}], [{ index: 1, result: numberToHex(1, { size: 32 }), path: [1] }]]) {
      expect(() => parseOpenings(bad)).to.throw(WorkProofError);
    }
  });
});
