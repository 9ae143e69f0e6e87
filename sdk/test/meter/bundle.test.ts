import { expect } from "chai";
import type { Hex } from "viem";
import {
  BUNDLE_SCHEMA,
  BundleError,
  MeterSignatureError,
  parseBundle,
  readingFromJson,
  readingToJson,
  type SamplesBundle,
  type SignedSample,
  samplesRoot,
  signChallenge,
  signReceipt,
  signSample,
  type Trust,
  verifyBundle,
  ZERO_WORD,
} from "../../src/meter/index.ts";
import { gpuPage, rejected, thrown } from "./helpers.ts";
import { assignment, domain, MINUTE, meter, nominee, OUTPUT, oracle, START, stranger } from "./signers.ts";

describe("meter: bundles", () => {
  let bundle: SamplesBundle;
  const trust = (): Trust => {
    const { assignment: of, domain: on, lots, meterKey, nominee: by, oracles, terms } = bundle;
    return { assignment: of, domain: on, lots, meterKey, nominee: by, oracles, terms };
  };
  /** The bundle as JSON carries it, changed. */
  const changed = (edit: (draft: Draft) => void) => {
    const draft = JSON.parse(JSON.stringify(bundle)) as Draft;
    edit(draft);
    return draft;
  };

  before(async () => {
    const samples: SignedSample[] = [];
    for (let minute = 0; minute <= 60; minute += 2) {
      const page = { at: START + minute * MINUTE, body: gpuPage({ energyMj: minute * 42_000_000 }) };
      samples.push(await signSample(meter, domain, assignment, page));
    }
    const { assignment: _, ...receipt } = await signReceipt(nominee, domain, {
      assignment,
      from: START,
      to: START + 30 * MINUTE,
      outputHash: OUTPUT,
    });
    const challenge = { at: START + 30 * MINUTE, ok: true, validForSeconds: 900 };
    bundle = {
      format: "clearhour-samples",
      version: 1,
      domain,
      assignment,
      lots: 4,
      terms: { periodMs: 3_600_000, maxGapMs: 120_000, challengeQuorum: 1, carbonGPerKwh: 500 },
      meterKey: meter.address,
      nominee: nominee.address,
      oracles: [oracle.address],
      samples,
      receipts: [receipt],
      challenges: [await signChallenge(oracle, domain, assignment, challenge)],
    };
  });

  it("give the reading again, with the root of their samples", async () => {
    const { differences, reading, times, unchecked } = await verifyBundle(
      changed(() => {}),
      trust(),
    );
    expect(reading).to.deep.equal({
      version: 1,
      ...assignment,
      lots: 4,
      deliveredPpm: 750_000,
      lostProviderPpm: 250_000,
      lostBuyerPpm: 0,
      performancePpm: 1_000_000,
      preemptions: 0,
      energyWh: 700n,
      carbonG: 350n,
      samplesRoot: samplesRoot(assignment, bundle.samples),
      extension: ZERO_WORD,
    });
    expect(times).to.deep.equal({ deliveredMs: 2_700_000, lostProviderMs: 900_000, lostBuyerMs: 0 });
    expect(unchecked).to.deep.equal([]);
    expect(differences).to.equal(undefined);
  });

  it("say in what their own reading differs", async () => {
    const { reading } = await verifyBundle(bundle);
    const honest = changed((draft) => (draft.reading = readingToJson(reading)));
    expect((await verifyBundle(honest)).differences).to.deep.equal([]);
    const boasting = changed((draft) => (draft.reading = { ...readingToJson(reading), deliveredPpm: 1_000_000 }));
    expect((await verifyBundle(boasting)).differences).to.deep.equal([
      { field: "deliveredPpm", claimed: 1_000_000, recomputed: 750_000 },
    ]);
    expect(readingFromJson(readingToJson(reading))).to.deep.equal(reading);
  });

  it("held against nothing say so", async () => {
    expect((await verifyBundle(bundle)).unchecked).to.deep.equal(Object.keys(trust()).toSorted(inOrder));
    expect((await verifyBundle(bundle, { lots: 4 })).unchecked).to.not.include("lots");
  });

  it("do not care for order, repeats or the case of addresses", async () => {
    const other = changed((draft) => {
      draft.samples = [...draft.samples, ...draft.samples.slice(5)].reverse();
      draft.receipts.push(...draft.receipts);
      draft.meterKey = draft.meterKey.toLowerCase();
    });
    expect((await verifyBundle(other, trust())).reading).to.deep.equal((await verifyBundle(bundle)).reading);
  });

  describe("are refused when", () => {
    const signature = async (edit: (draft: Draft) => void) =>
      (await rejected(MeterSignatureError, verifyBundle(changed(edit), trust()))).subject;
    const problems = async (edit: (draft: Draft) => void) =>
      (await rejected(BundleError, verifyBundle(changed(edit), trust()))).problems;

    it("a page was tampered with", async () => {
      const edit = (draft: Draft) => (first(draft.samples, 3).body = gpuPage({ energyMj: 1 }));
      expect(await signature(edit)).to.equal(`the sample of ${START + 6 * MINUTE}`);
    });

    it("a sample was moved in time", async () => {
      expect(await signature((draft) => (first(draft.samples).at += 1))).to.equal(`the sample of ${START + 1}`);
    });

    it("a sample was signed by another key", async () => {
      const forged = await signSample(stranger, domain, assignment, first(bundle.samples));
      expect(await signature((draft) => (draft.samples[0] = forged))).to.equal(`the sample of ${START}`);
    });

    it("a receipt was stretched", async () => {
      const edit = (draft: Draft) => (first(draft.receipts).to += 1);
      expect(await signature(edit)).to.equal(`the receipt of (${START}, ${START + 30 * MINUTE + 1}]`);
    });

    it("the provider signed the receipt itself", async () => {
      const { assignment: _, ...own } = await signReceipt(meter, domain, {
        assignment,
        from: START,
        to: START + 1,
        outputHash: OUTPUT,
      });
      expect(await signature((draft) => draft.receipts.push(own))).to.equal(`the receipt of (${START}, ${START + 1}]`);
    });

    it("a failed challenge was turned into a success, or lasts longer", async () => {
      const failed = await signChallenge(oracle, domain, assignment, { at: START, ok: false, validForSeconds: 9 });
      expect(await signature((draft) => draft.challenges.push({ ...failed, ok: true }))).to.equal(
        `the challenge of ${START}`,
      );
      const edit = (draft: Draft) => (first(draft.challenges).validForSeconds = 3600);
      expect(await signature(edit)).to.equal(`the challenge of ${START + 30 * MINUTE}`);
    });

    it("someone else's challenge is among them", async () => {
      const own = await signChallenge(stranger, domain, assignment, { at: START, ok: true, validForSeconds: 3600 });
      expect(await problems((draft) => draft.challenges.push(own))).to.deep.equal([
        `/challenges/1 is by ${stranger.address}, which is none of the oracles`,
      ]);
      const posing = { ...own, oracle: oracle.address };
      expect(await signature((draft) => draft.challenges.push(posing))).to.equal(`the challenge of ${START}`);
    });

    it("they are not what the chain says", async () => {
      const edits: [string, (draft: Draft) => void][] = [
        ["domain", (draft) => (draft.domain.chainId = 1)],
        ["assignment", (draft) => (draft.assignment.nomination = 9)],
        ["lots", (draft) => (draft.lots = 5)],
        ["terms", (draft) => (draft.terms.maxGapMs = 3_600_000)],
        ["meterKey", (draft) => (draft.meterKey = stranger.address)],
        ["nominee", (draft) => (draft.nominee = meter.address)],
        ["oracles", (draft) => draft.oracles.push(stranger.address)],
      ];
      for (const [key, edit] of edits)
        expect((await problems(edit))[0], key).to.match(new RegExp(`^/${key} is .*, but must be `));
    });

    it("a sample is of another hour", async () => {
      const stray = await signSample(meter, domain, assignment, { at: START - 120_001, body: "a 1\n" });
      expect(await problems((draft) => draft.samples.push(stray))).to.deep.equal([
        `/samples/31 is of ${START - 120_001}, not of this hour`,
      ]);
    });

    it("a receipt is of no time", async () => {
      const edit = (draft: Draft) => (first(draft.receipts).from = first(draft.receipts).to);
      expect((await problems(edit))[0]).to.match(/^\/receipts\/0 is of no time/);
    });

    it("their shape is not the published one", () => {
      const shape = (document: unknown) => thrown(BundleError, () => parseBundle(document)).problems[0];
      expect(shape(null)).to.equal("/ must be object");
      expect(shape({})).to.equal("/ must have required property 'format'");
      expect(shape(changed((draft) => (draft.lots = 2 ** 32)))).to.equal("/lots must be <= 4294967295");
      expect(shape(changed((draft) => (first(draft.samples).at = 1.5)))).to.equal("/samples/0/at must be integer");
      expect(shape(changed((draft) => Object.assign(draft, { extra: 1 })))).to.equal(
        "/ must NOT have additional properties",
      );
      expect(shape(changed((draft) => (first(draft.samples).signature = "0x12")))).to.match(
        /^\/samples\/0\/signature must match/,
      );
      expect(shape(changed((draft) => (draft.terms.challengeQuorum = 0)))).to.equal(
        "/terms/challengeQuorum must be >= 1",
      );
      expect(BUNDLE_SCHEMA.$id).to.equal("urn:clearhour:samples-bundle:1");
    });
  });
});

/** A bundle that may be changed, with plain strings for hex. */
type Draft = Mutable<Omit<SamplesBundle, "meterKey">> & { meterKey: string };
type Mutable<T> = T extends Hex ? Hex : T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

function first<T>(list: readonly T[], index = 0): T {
  const item = list[index];
  if (item === undefined) throw new Error(`no item ${index}`);
  return item;
}

const ORDER = ["domain", "assignment", "lots", "terms", "meterKey", "nominee", "oracles"];
function inOrder(a: string, b: string): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}
