import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ChainClock } from "../../src/delivery/chainClock.ts";
import { FolderInUseError, StorageError } from "../../src/delivery/errors.ts";
import { DataFolder } from "../../src/delivery/files.ts";
import { scratch } from "../support/files.ts";

describe("evidence on disk", () => {
  const files = scratch();
  const folder = (name: string) => join(files.folder, name);

  it("is there again after a restart, but for a line that was cut short", () => {
    const path = folder("a");
    const first = new DataFolder(path);
    const list = first.file<{ n: number }>(1, 2, "0-0", "samples.jsonl");
    list.add({ n: 1 });
    list.add({ n: 2 });
    first.close();
    appendFileSync(join(path, "1", "2", "0-0", "samples.jsonl"), '{"n":');
    const again = new DataFolder(path).file<{ n: number }>(1, 2, "0-0", "samples.jsonl");
    expect(again.read()).to.deep.equal([{ n: 1 }, { n: 2 }]);
    again.add({ n: 3 });
    expect(again.read().map(({ n }) => n)).to.deep.equal([1, 2, 3]);
  });

  it("is one process's alone", () => {
    const path = folder("b");
    mkdirSync(path);
    // Process 1 runs on every machine; the highest there can be runs on none.
    writeFileSync(join(path, "lock"), "1");
    expect(() => new DataFolder(path)).to.throw(FolderInUseError, "Process 1 uses");
    writeFileSync(join(path, "lock"), "4194304");
    new DataFolder(path).close();
    expect(existsSync(join(path, "lock"))).to.equal(false);
  });

  it("is removed hour by hour when nobody needs it any more", () => {
    const data = new DataFolder(folder("c"));
    for (const hour of [7, 8, 9]) data.file(1, hour, "x").add(hour);
    data.prune(1, 9);
    expect([7, 8, 9].map((hour) => data.file(1, hour, "x").read().length)).to.deep.equal([0, 0, 1]);
    data.prune(2, 9);
  });

  it("says when it cannot be written", () => {
    writeFileSync(folder("file"), "");
    expect(() => new DataFolder(folder("file/inside"))).to.throw(StorageError);
  });
});

describe("chain time", () => {
  it("is the latest block's, and the real time since it was seen", () => {
    let real = 0;
    const clock = new ChainClock(() => real);
    expect([clock.isSet, clock.now()]).to.deep.equal([false, 0]);
    clock.observe(1_000n);
    expect([clock.isSet, clock.now()]).to.deep.equal([true, 1_000_000]);
    real += 250;
    expect(clock.now()).to.equal(1_000_250);
    // An hour passes at once.
    clock.observe(4_600n);
    expect(clock.now()).to.equal(4_600_000);
  });

  it("never goes back: neither for a block of a reorg nor for one that comes late", () => {
    let real = 0;
    const clock = new ChainClock(() => real);
    clock.observe(1_000n);
    real += 15_000;
    expect(clock.now()).to.equal(1_015_000);
    clock.observe(1_012n);
    expect(clock.now()).to.equal(1_015_000);
    clock.observe(900n);
    real += 5_000;
    expect(clock.now()).to.equal(1_017_000);
  });
});
