import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SyntheticDcgm } from "@clearhour/sdk/meter";
import { expect } from "chai";
import { zeroHash } from "viem";
import { packed } from "../../src/delivery/packed.ts";

describe("a packed sample", function () {
  this.timeout(20_000);

  it("is the same sample, as JSON too", () => {
    for (const body of ["", "é\ud83d\ude00\n", new SyntheticDcgm({ gpus: 8 }).page(0, 1)]) {
      const sample = { at: 7, body, signature: zeroHash };
      expect({ ...packed(sample) }).to.deep.equal(sample);
      expect(JSON.parse(JSON.stringify(packed(sample)))).to.deep.equal(sample);
    }
  });

  it("takes a small part of its page's memory", async () => {
    const pageOf = (at: number) => new SyntheticDcgm({ gpus: 8 }).page(at, 1);
    const pack = (at: number) => packed({ at, body: pageOf(at), signature: zeroHash });
    const times = Array.from({ length: 100 }, (_, at) => at);
    const length = times.reduce((sum, at) => sum + pageOf(at).length, 0);
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    const inUse = () => {
      collect();
      const { arrayBuffers, heapUsed } = process.memoryUsage();
      return arrayBuffers + heapUsed;
    };
    pack(0);
    const before = inUse();
    // Nobody else keeps the pages.
    const kept = times.map(pack);
    // What compressing them took is given back by a thread of its own, some time after the collection.
    let taken = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 100 && taken >= length / 4; tries++) {
      if (tries > 0) await setTimeout(50);
      taken = inUse() - before;
    }
    expect(taken).to.be.below(length / 4);
    expect(kept[99]?.body).to.equal(pageOf(99));
  });
});
