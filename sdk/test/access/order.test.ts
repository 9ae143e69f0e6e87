import { expect } from "chai";
import type { Hex } from "viem";
import { requestSigner, signOrder, signRequest, verifyOrder } from "../../src/access/index.ts";
import { type Job, JobError } from "../../src/jobs/index.ts";
import { MeterSignatureError } from "../../src/meter/index.ts";
import { rejected } from "../meter/helpers.ts";
import { assignment, domain, nominee, stranger } from "../meter/signers.ts";

const job: Job = { kind: "prime-count", seed: `0x${"11".repeat(32)}`, size: 100, threads: 2 };

describe("access: orders and requests", () => {
  it("orders hold by the nominee's signature", async () => {
    const order = await signOrder(nominee, domain, { assignment, job });
    await verifyOrder(domain, nominee.address, order);
    await rejected(MeterSignatureError, verifyOrder(domain, stranger.address, order));
    const other = { ...order, job: { ...job, threads: 3 } };
    await rejected(MeterSignatureError, verifyOrder(domain, nominee.address, other));
    const elsewhere = { ...order, assignment: { ...assignment, hour: assignment.hour + 1 } };
    await rejected(MeterSignatureError, verifyOrder(domain, nominee.address, elsewhere));
    await rejected(MeterSignatureError, verifyOrder(domain, nominee.address, { ...order, signature: "0x12" }));
    await rejected(JobError, signOrder(nominee, domain, { assignment, job: { ...job, size: 0 } }));
  });

  it("requests tell who asks, for what and when", async () => {
    const request = await signRequest(nominee, domain, { method: "POST", target: "/v1/x", body: "{}", at: 5 });
    expect(await requestSigner(domain, request)).to.equal(nominee.address);
    for (const changed of [{ method: "GET" }, { target: "/v1/y" }, { body: "" }, { at: 6 }]) {
      expect(await requestSigner(domain, { ...request, ...changed })).to.not.equal(nominee.address);
    }
    expect(await requestSigner(domain, { ...request, signature: "0x" as Hex })).to.equal(undefined);
  });
});
