import { type MeterDomain, MeterSignatureError, meterRules, type Receipt, signReceipt } from "@clearhour/sdk/meter";
import { cpuExample } from "@clearhour/sdk/spec";
import { expect } from "chai";
import { numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { SlotEvidence } from "../../src/attest/slotEvidence.ts";
import type { HourFacts, ProductFacts, SlotFacts } from "../../src/delivery/facts.ts";
import { DataFolder } from "../../src/delivery/files.ts";
import { scratch } from "../support/files.ts";

const account = (n: number) => privateKeyToAccount(numberToHex(n, { size: 32 }));
const [oracle, nominee, stranger] = [account(1), account(2), account(3)] as const;
const domain: MeterDomain = { chainId: 31_337, verifyingContract: oracle.address };
const assignment = { product: 1, hour: 10, commitment: 0, nomination: 1 };

describe("attest: evidence of a slot", () => {
  const { folder } = scratch();
  const product = { product: 1, rules: meterRules(3600, cpuExample) } as ProductFacts;
  const slot = { assignment, nominee: nominee.address } as SlotFacts;
  const hour = { product, hour: 10, start: 36_000_000, end: 39_600_000, slots: [slot] } as unknown as HourFacts;
  let receipt: Omit<Receipt, "assignment">;
  const open = () => {
    const file = <T>(kind: string) => new DataFolder(folder).file<T>(1, 10, `${kind}.jsonl`);
    const files = {
      challenges: file<never>("challenges"),
      receipts: file<never>("receipts"),
      orders: file<never>("orders"),
      samples: file<never>("samples"),
    };
    return new SlotEvidence(hour, slot, { domain, signer: oracle, files });
  };
  const sign = async (signer: typeof nominee) => {
    const terms = { assignment, from: 36_000_000, to: 36_060_000, outputHash: numberToHex(5, { size: 32 }) };
    const { assignment: _, ...signed } = await signReceipt(signer, domain, terms);
    return signed;
  };

  before(async () => {
    receipt = await sign(nominee);
  });

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
    const forged = await sign(stranger);
    const evidence = open();
    const error = await evidence.addReceipt(forged).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(MeterSignatureError);
    expect(evidence.hasReceipt(forged)).to.equal(false);
  });
});
