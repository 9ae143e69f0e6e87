import { EndpointClient, signOrder } from "@clearhour/sdk/access";
import { JobError } from "@clearhour/sdk/jobs";
import {
  type MeterDomain,
  MeterSignatureError,
  meterRules,
  type Receipt,
  type SignedSample,
  signReceipt,
  signSample,
} from "@clearhour/sdk/meter";
import { cpuExample } from "@clearhour/sdk/spec";
import { expect } from "chai";
import { numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { closeServers, serve } from "../../../local/demo/proxies.ts";
import { SlotEvidence } from "../../src/attest/slotEvidence.ts";
import type { HourFacts, ProductFacts, SlotFacts } from "../../src/delivery/facts.ts";
import { DataFolder } from "../../src/delivery/files.ts";
import { scratch } from "../support/files.ts";

const account = (n: number) => privateKeyToAccount(numberToHex(n, { size: 32 }));
const [oracle, nominee, stranger, meter] = [account(1), account(2), account(3), account(4)] as const;
const domain: MeterDomain = { chainId: 31_337, verifyingContract: oracle.address };
const assignment = { product: 1, hour: 10, commitment: 0, nomination: 1 };

describe("attest: evidence of a slot", function () {
  this.timeout(30_000);
  const { folder } = scratch();
  const product = { product: 1, spec: cpuExample, rules: meterRules(3600, cpuExample) } as ProductFacts;
  const slot = { assignment, lots: 2, nominee: nominee.address, meterKey: meter.address } as SlotFacts;
  const hour = { product, hour: 10, start: 36_000_000, end: 39_600_000, slots: [slot] } as unknown as HourFacts;
  let receipt: Omit<Receipt, "assignment">;
  const open = (name = "0-1") => {
    const file = <T>(kind: string) => new DataFolder(folder).file<T>(1, 10, name, `${kind}.jsonl`);
    const files = {
      challenges: file<never>("challenges"),
      receipts: file<never>("receipts"),
      orders: file<never>("orders"),
      samples: file<never>("samples"),
    };
    return new SlotEvidence(hour, slot, { domain, signer: oracle, files });
  };
  const sign = async (signer: typeof nominee, output = 5) => {
    const terms = { assignment, from: 36_000_000, to: 36_060_000, outputHash: numberToHex(output, { size: 32 }) };
    const { assignment: _, ...signed } = await signReceipt(signer, domain, terms);
    return signed;
  };

  /** What is left of samples that an endpoint serves. */
  const fetchAll = async (samples: readonly SignedSample[], name: string) => {
    const body = (url = "") => (url.includes("/samples") ? { samples } : { receipts: [] });
    const url = await serve(0, async (request) => [200, JSON.stringify(body(request.url))]);
    const evidence = open(name);
    await evidence.fetch(new EndpointClient({ url, domain, now: () => 0 }, assignment));
    evidence.isComplete = true;
    return evidence;
  };
  const sample = (minute: number, body: string) =>
    signSample(meter, domain, assignment, { at: 36_000_000 + minute * 60_000, body });

  before(async () => {
    receipt = await sign(nominee);
  });
  after(closeServers);

  it("knows the receipts that the nominee signed, after a restart too, and nothing else by their signatures", async () => {
    const evidence = open();
    expect(evidence.hasReceipt(receipt)).to.equal(false);
    await evidence.addReceipt(receipt);
    for (const one of [evidence, open()]) {
      expect(one.hasReceipt({ ...receipt })).to.equal(true);
      expect(one.hasReceipt({ ...receipt, to: receipt.to + 1 })).to.equal(false);
      expect(one.hasReceipt({ ...receipt, from: receipt.from - 1 })).to.equal(false);
      expect(one.hasReceipt({ ...receipt, outputHash: numberToHex(6, { size: 32 }) })).to.equal(false);
    }
  });

  it("keeps none that somebody else signed", async () => {
    const forged = await sign(stranger, 6);
    const evidence = open();
    const error = await evidence.addReceipt(forged).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(MeterSignatureError);
    expect(evidence.hasReceipt(forged)).to.equal(false);
  });

  it("keeps no more receipts than a sound statement has, however many come at once", async () => {
    const evidence = open("flooded");
    const receipts = await Promise.all(Array.from({ length: 401 }, (_, i) => sign(nominee, i)));
    await Promise.all(receipts.map((one) => evidence.addReceipt(one)));
    expect(evidence.testimony().receipts.length).to.equal(400);
    expect(open("flooded").testimony().receipts.length).to.equal(400);
  });

  it("keeps a receipt once, however its signature is written", async () => {
    const evidence = open("spelled");
    const upper: `0x${string}` = `0x${receipt.signature.slice(2).toUpperCase()}`;
    await Promise.all([receipt, { ...receipt, signature: upper }].map((one) => evidence.addReceipt(one)));
    await evidence.addReceipt({ ...receipt, signature: upper });
    expect(evidence.testimony().receipts).to.deep.equal([receipt]);
  });

  it("has room for what counts of a peer's samples when it was given others, as many as it keeps", async () => {
    const signed = await Promise.all(Array.from({ length: 1_001 }, (_, i) => sample(1, `# ${i}\n`)));
    const evidence = await fetchAll(signed, "many");
    expect(evidence.testimony().samples.length).to.equal(1_000);
    const other = await sample(2, "# given to a peer\n");
    await evidence.addPeers(other);
    await evidence.addPeers({ ...other, at: other.at + 1 });
    expect(evidence.samples.length).to.equal(1_001);
    expect(evidence.samples.at(-1)?.body).to.equal("# given to a peer\n");
    // What a peer fetched is nothing that it testifies itself.
    expect(evidence.testimony().samples.length).to.equal(1_000);
  });

  it("keeps so many bytes of its own samples that any peer takes them in one answer, after a restart too", async () => {
    const body = (bytes: number) => `#${"\0".repeat(bytes / 6)}\n`;
    const pages = await Promise.all([1, 2, 3, 4, 5].map((minute) => sample(minute, body(3.9 * 2 ** 20))));
    pages.unshift(await sample(0, body(4.1 * 2 ** 20)));
    const evidence = await fetchAll(pages, "large");
    // In JSON each byte of these is six.
    expect(evidence.testimony().samples.length).to.equal(4);
    expect(Buffer.byteLength(JSON.stringify(evidence.samples))).to.be.below(16 * 2 ** 20);
    expect((await fetchAll(pages, "large")).testimony().samples.length).to.equal(4);
  });

  it("keeps an order for what was bought only", async () => {
    const evidence = open("ordered");
    const job = { kind: "sha256-chain", seed: numberToHex(5, { size: 32 }), size: 100, threads: 9 } as const;
    const large = await signOrder(nominee, domain, { assignment, job });
    expect(await evidence.addOrder(large).catch((caught: unknown) => caught)).to.be.instanceOf(JobError);
    expect(evidence.order).to.equal(undefined);
    const order = await signOrder(nominee, domain, { assignment, job: { ...job, threads: 8 } });
    // What else it carries would be passed on with every challenge.
    await evidence.addOrder({ ...order, job: { ...order.job, padding: "x" }, padding: "x".repeat(1_000) } as never);
    expect(evidence.order).to.deep.equal(order);
  });
});
