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
    const pages = Array.from({ length: 100 }, (_, i) => new SyntheticDcgm({ gpus: 8 }).page(i, 1));
    const length = pages.reduce((sum, { length }) => sum + length, 0);
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    collect();
    const before = process.memoryUsage();
    const kept = pages.map((body, at) => packed({ at, body, signature: zeroHash }));
    // The compressed pages are outside of the heap. What compressing them took there is given back
    // by a thread of its own, some time after the collection.
    let taken = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 100 && taken >= length / 8; tries++) {
      if (tries > 0) await setTimeout(50);
      collect();
      taken = process.memoryUsage().arrayBuffers - before.arrayBuffers;
    }
    expect(taken).to.be.below(length / 8);
    expect(kept[99]?.body).to.equal(pages[99]);
  });
});
