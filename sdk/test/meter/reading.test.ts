import { expect } from "chai";
import {
  type Challenge,
  challengeSpans,
  computeReading,
  hourWindow,
  type MeterTerms,
  RangeMeterError,
  type ReadingInput,
  type SamplePage,
  SYNTHETIC_EXTENSION,
  SyntheticDcgm,
  shares,
  type VerifiedReceipt,
  WindowError,
  ZERO_WORD,
} from "../../src/meter/index.ts";
import { fc } from "./fuzz.ts";
import { gpuPage, jobPage, thrown } from "./helpers.ts";

const HOUR = 490_000;
const assignment = { product: 3, hour: HOUR, commitment: 5, nomination: 7 };
const terms: MeterTerms = { periodMs: 3_600_000, maxGapMs: 60_000, challengeQuorum: 1, carbonGPerKwh: 400 };
const START = HOUR * 3_600_000;
const MINUTE = 60_000;

/** Signatures are the business of `samples.test.ts`: here receipts are taken as verified. */
const receipt = (from: number, to: number) =>
  ({ assignment, from, to, outputHash: ZERO_WORD, signature: "0x" }) as unknown as VerifiedReceipt;
const challenge = (at: number, ok: boolean, seconds: number, oracle?: string): Challenge => ({
  at,
  ok,
  validForSeconds: seconds,
  ...(oracle === undefined ? {} : { oracle }),
});

/** One page a minute from `first` to `last`, in minutes of the hour. */
function every(first: number, last: number, body: (minute: number) => string): SamplePage[] {
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    at: START + (first + i) * MINUTE,
    body: body(first + i),
  }));
}

const reading = (input: Partial<ReadingInput>) =>
  computeReading({
    assignment,
    lots: 4,
    terms,
    pages: every(0, 60, () => jobPage(true)),
    receipts: [],
    challenges: [],
    samplesRoot: ZERO_WORD,
    ...input,
  });

/** [delivered, lost by the provider, lost by the buyer] in ppm. */
const ppm = (input: Partial<ReadingInput>) => {
  const { deliveredPpm, lostBuyerPpm, lostProviderPpm } = reading(input).reading;
  return [deliveredPpm, lostProviderPpm, lostBuyerPpm];
};
const wholeHour = receipt(START, START + 60 * MINUTE);

describe("meter: readings", () => {
  it("have exactly the fields that are signed, in their order", () => {
    expect(Object.keys(reading({}).reading)).to.deep.equal([
      "version",
      "product",
      "hour",
      "commitment",
      "nomination",
      "lots",
      "deliveredPpm",
      "lostProviderPpm",
      "lostBuyerPpm",
      "performancePpm",
      "preemptions",
      "energyWh",
      "carbonG",
      "samplesRoot",
      "extension",
    ]);
    expect(reading({}).reading).to.include({ version: 1, ...assignment, lots: 4, extension: ZERO_WORD });
  });

  describe("evidence", () => {
    it("is what counts: samples alone prove nothing", () => {
      expect(ppm({})).to.deep.equal([0, 1_000_000, 0]);
    });

    it("without samples proves nothing either, and the loss is the provider's", () => {
      const challenges = [challenge(START, true, 3600)];
      expect(ppm({ pages: [], receipts: [wholeHour], challenges })).to.deep.equal([0, 1_000_000, 0]);
    });

    it("by the nominee's receipt delivers what samples cover", () => {
      expect(ppm({ receipts: [wholeHour] })).to.deep.equal([1_000_000, 0, 0]);
      expect(ppm({ receipts: [receipt(START - MINUTE, START + 15 * MINUTE)] })).to.deep.equal([250_000, 750_000, 0]);
      const pages = every(0, 45, () => jobPage(true));
      expect(ppm({ pages, receipts: [wholeHour] })).to.deep.equal([750_000, 250_000, 0]);
    });

    it("by a successful challenge delivers for as long as it stands", () => {
      expect(ppm({ challenges: [challenge(START + 15 * MINUTE, true, 900)] })).to.deep.equal([250_000, 750_000, 0]);
      // From the hour before into this one.
      expect(ppm({ challenges: [challenge(START - 15 * MINUTE, true, 1800)] })).to.deep.equal([250_000, 750_000, 0]);
    });

    it("by a failed challenge ends what stood, but not what the nominee signed", () => {
      const challenges = [challenge(START, true, 3600), challenge(START + 30 * MINUTE, false, 3600)];
      expect(ppm({ challenges })).to.deep.equal([500_000, 500_000, 0]);
      expect(ppm({ challenges, receipts: [wholeHour] })).to.deep.equal([1_000_000, 0, 0]);
    });

    it("of the same time twice counts once", () => {
      const receipts = [receipt(START, START + 20 * MINUTE), receipt(START + 10 * MINUTE, START + 30 * MINUTE)];
      expect(ppm({ receipts, challenges: [challenge(START, true, 1800)] })).to.deep.equal([500_000, 500_000, 0]);
    });
  });

  describe("loss", () => {
    const idleFrom30 = every(0, 60, (minute) => jobPage(minute <= 30));

    it("is the buyer's where the slot stood ready without a job and an oracle saw it", () => {
      const input = { pages: idleFrom30, receipts: [wholeHour], challenges: [challenge(START, true, 3600)] };
      expect(ppm(input)).to.deep.equal([500_000, 0, 500_000]);
    });

    it("is the provider's where no oracle saw it, whatever the nominee signed", () => {
      expect(ppm({ pages: idleFrom30, receipts: [wholeHour] })).to.deep.equal([500_000, 500_000, 0]);
      const failed = [challenge(START, true, 3600), challenge(START + 45 * MINUTE, false, 0)];
      expect(ppm({ pages: idleFrom30, receipts: [wholeHour], challenges: failed })).to.deep.equal([
        500_000, 250_000, 250_000,
      ]);
    });

    it("is the provider's where samples are missing, even if a challenge stood", () => {
      const pages = every(0, 30, () => jobPage(true));
      expect(ppm({ pages, challenges: [challenge(START, true, 3600)] })).to.deep.equal([500_000, 500_000, 0]);
    });
  });

  describe("a quorum of challenges", () => {
    const from = (at: number, oracle: string) => challenge(at, true, 3600, oracle);

    it("needs different oracles at the same instant", () => {
      const two = { ...terms, challengeQuorum: 2 };
      const input = { terms: two, challenges: [from(START, "0xA1"), from(START + 30 * MINUTE, "0xB2")] };
      expect(ppm(input)).to.deep.equal([500_000, 500_000, 0]);
      expect(ppm({ ...input, terms })).to.deep.equal([1_000_000, 0, 0]);
    });

    it("is not met by one oracle twice, in whatever case it is written", () => {
      const twice = [from(START, "0xab"), from(START, "0xAB"), from(START + 1, "0xAb")];
      expect(challengeSpans(twice, 2)).to.deep.equal([]);
      expect(challengeSpans([...twice, from(START, "0xcd")], 2)).to.deep.equal([
        { from: START, to: START + 3_600_000 },
      ]);
    });

    it("is not ended by another oracle's failure", () => {
      const challenges = [from(0, "a"), challenge(1_000, false, 0, "b")];
      expect(challengeSpans(challenges)).to.deep.equal([{ from: 0, to: 3_600_000 }]);
    });

    it("is undone by the same oracle's failure at the same time", () => {
      expect(challengeSpans([from(5, "a"), challenge(5, false, 0, "a")])).to.deep.equal([]);
    });

    it("is a whole number of 1 or more", () => {
      for (const quorum of [0, -1, 1.5, Number.NaN]) thrown(RangeMeterError, () => challengeSpans([], quorum));
    });
  });

  describe("the hour", () => {
    it("begins after its first instant and ends with its last", () => {
      expect(hourWindow(HOUR)).to.deep.equal({ from: START, to: START + 3_600_000 });
      expect(hourWindow(2, 60_000)).to.deep.equal({ from: 120_000, to: 180_000 });
      thrown(WindowError, () => hourWindow(2 ** 32 - 1));
    });

    it("uses pages shortly before and after it at its borders only", () => {
      const pages = every(-1, 61, () => jobPage(true)).filter(({ at }) => at !== START && at !== START + 60 * MINUTE);
      expect(ppm({ pages, receipts: [wholeHour], terms: { ...terms, maxGapMs: 120_000 } })).to.deep.equal([
        1_000_000, 0, 0,
      ]);
      expect(ppm({ pages, receipts: [wholeHour] })[0]).to.equal(Math.floor((58 / 60) * 1_000_000));
    });
  });

  describe("shares", () => {
    it("never round delivered time up, nor a share of no time away from 0", () => {
      const of = (deliveredMs: number, lostProviderMs: number, lostBuyerMs: number) =>
        Object.values(shares({ deliveredMs, lostProviderMs, lostBuyerMs }));
      expect(of(1, 1, 1)).to.deep.equal([333_333, 333_333, 333_334]);
      expect(of(2, 0, 1)).to.deep.equal([666_666, 0, 333_334]);
      expect(of(2, 1, 0)).to.deep.equal([666_666, 333_334, 0]);
      expect(of(0, 3_599_999, 1)).to.deep.equal([0, 999_999, 1]);
      expect(of(3_599_999, 1, 0)).to.deep.equal([999_999, 1, 0]);
      expect(of(0, 0, 7)).to.deep.equal([0, 0, 1_000_000]);
    });

    it("add up to 1,000,000 and follow the milliseconds", () => {
      const ms = fc.nat(3_600_000);
      fc.assert(
        fc.property(ms, ms, ms, (deliveredMs, lostProviderMs, lostBuyerMs) => {
          const whole = deliveredMs + lostProviderMs + lostBuyerMs;
          fc.pre(whole > 0);
          const share = shares({ deliveredMs, lostProviderMs, lostBuyerMs });
          expect(share.deliveredPpm + share.lostProviderPpm + share.lostBuyerPpm).to.equal(1_000_000);
          expect(share.deliveredPpm).to.equal(Math.floor((deliveredMs * 1_000_000) / whole));
          expect(share.lostProviderPpm).to.be.closeTo((lostProviderMs * 1e6) / whole, 1);
          expect(share.lostBuyerPpm).to.be.closeTo((lostBuyerMs * 1e6) / whole, 1);
        }),
      );
    });
  });

  describe("figures", () => {
    it("of energy and carbon are of the whole hour, to the nearest", () => {
      const pages = every(0, 60, (minute) => gpuPage({ energyMj: minute * 42_000_000 }));
      // 2,520,000 J are 700 Wh; at 400 g/kWh, 280 g.
      expect(reading({ pages }).reading).to.include({ energyWh: 700n, carbonG: 280n });
      const odd = every(0, 60, (minute) => gpuPage({ energyMj: minute === 60 ? 5_399_999 : 0 }));
      // 1.49999… Wh and 0.6 g: the carbon is not derived from the rounded energy.
      expect(reading({ pages: odd }).reading).to.include({ energyWh: 1n, carbonG: 1n });
    });

    it("of energy are 0 where nothing measures it, which is listed", () => {
      const { findings, reading: result } = reading({});
      expect(result).to.include({ energyWh: 0n, carbonG: 0n });
      expect(findings.at(-1)).to.include({ kind: "missing", reason: "no page has an energy or power metric" });
    });

    it("of performance are the work in delivered time over the floor", () => {
      const floor = { metric: "tokens_total", perHour: 6_000, mostLots: 3 };
      const pages = every(0, 60, (m) =>
        jobPage(true, 0, `tokens_total{model="a"} ${m * 60}\ntokens_total{model="b"} ${m * 15}\n`),
      );
      const input = { pages, lots: 1, terms: { ...terms, floor } };
      // 75 a minute are 4,500 an hour.
      expect(reading({ ...input, receipts: [wholeHour] }).reading.performancePpm).to.equal(750_000);
      const half = [receipt(START, START + 30 * MINUTE)];
      expect(reading({ ...input, receipts: half }).reading.performancePpm).to.equal(750_000);
      const lots = [2, 3, 4].map((n) => reading({ ...input, lots: n, receipts: [wholeHour] }).reading.performancePpm);
      expect(lots, "a lot as much as another, up to what can be worked for at once").to.deep.equal([
        375_000, 250_000, 250_000,
      ]);
      expect(reading(input).reading, "nothing was to be done").to.include({
        deliveredPpm: 0,
        performancePpm: 1_000_000,
      });
      expect(reading({ receipts: [wholeHour] }).reading.performancePpm).to.equal(1_000_000);
      const absent = reading({ receipts: [wholeHour], terms: { ...terms, floor } });
      expect(absent.reading.performancePpm).to.equal(0);
    });

    it("of performance stop at 2^32 - 1", () => {
      const pages = every(0, 60, (m) => jobPage(true, 0, `tokens_total ${m}e15\n`));
      const floor = { metric: "tokens_total", perHour: 1, mostLots: 1 };
      const { performancePpm } = reading({ pages, receipts: [wholeHour], terms: { ...terms, floor } }).reading;
      expect(performancePpm).to.equal(4_294_967_295);
    });

    it("of preemptions are counted by the agent's counter", () => {
      const pages = every(0, 60, (m) =>
        jobPage(true, 0, `clearhour_job_preemptions_total ${m > 20 ? (m > 40 ? 1 : 3) : 1}\n`),
      );
      // Two, then a restart of the agent that has counted one since.
      expect(reading({ pages }).reading.preemptions).to.equal(3);
    });
  });

  describe("pages", () => {
    it("that are malformed are scrapes that failed", () => {
      const pages = every(0, 60, (minute) => (minute === 30 ? "<html>" : jobPage(true)));
      const { findings, reading: result } = reading({ pages, receipts: [wholeHour] });
      expect(result.deliveredPpm).to.equal(Math.floor((58 / 60) * 1_000_000));
      expect(findings.find(({ kind }) => kind === "malformed")).to.include({ at: START + 30 * MINUTE });
    });

    it("cannot move a sample in time: their own timestamps are ignored", () => {
      const pages = every(0, 60, (m) => `clearhour_job_running 1 ${START + (60 - m) * MINUTE - 1}\n`).slice(0, 31);
      expect(ppm({ pages, receipts: [wholeHour] })).to.deep.equal([500_000, 500_000, 0]);
    });

    it("that are synthetic mark the reading, and bar an attestation of hardware", () => {
      const dcgm = new SyntheticDcgm({ gpus: 1 });
      const pages = every(0, 60, (m) => dcgm.page(START + m * MINUTE, 0.5));
      expect(reading({ pages }).reading.extension).to.equal(SYNTHETIC_EXTENSION);
      const extension = `0x${"11".repeat(32)}` as const;
      expect(reading({ extension }).reading.extension).to.equal(extension);
      thrown(RangeMeterError, () => reading({ pages, extension }));
    });
  });

  it("take figures up to the limits of their types", () => {
    const most = 2 ** 32 - 1;
    expect(reading({ lots: most, assignment: { ...assignment, commitment: most } }).reading).to.include({
      lots: most,
      commitment: most,
    });
    expect(reading({ lots: 0 }).reading.lots).to.equal(0);
  });

  it("refuse what is out of range", () => {
    const bad: Partial<ReadingInput>[] = [
      { lots: -1 },
      { lots: 2 ** 32 },
      { lots: 1.5 },
      { assignment: { ...assignment, product: 2 ** 32 } },
      { terms: { ...terms, maxGapMs: 0 } },
      { terms: { ...terms, periodMs: 0 } },
      { terms: { ...terms, carbonGPerKwh: -1 } },
      { terms: { ...terms, floor: { metric: "x", perHour: 0, mostLots: 1 } } },
      { terms: { ...terms, floor: { metric: "x", perHour: 1, mostLots: 0 } } },
      { samplesRoot: "0x12" },
      { extension: "0x" },
    ];
    for (const input of bad) thrown(RangeMeterError, () => reading(input));
  });

  it("agree with a reference that looks at each tick by itself, and ignore order and repeats", () => {
    // A period of 20 ticks of 1 s, so that evidence and samples meet at every border.
    const TICKS = 20;
    const from = 1_000 * TICKS * 1_000;
    const small = { periodMs: TICKS * 1000, maxGapMs: 3_000, carbonGPerKwh: 0 };
    const tick = fc.integer({ min: -3, max: TICKS + 3 });
    const scrapes = fc.uniqueArray(fc.record({ t: tick, running: fc.boolean() }), { selector: ({ t }) => t });
    const receipts = fc.array(fc.tuple(tick, tick), { maxLength: 3 });
    const challenges = fc.array(
      fc.record({ t: tick, ok: fc.boolean(), s: fc.nat(8), oracle: fc.constantFrom("a", "b", "c") }),
      { maxLength: 10 },
    );
    const quorum = fc.constantFrom(1, 2);
    fc.assert(
      fc.property(scrapes, receipts, challenges, quorum, fc.boolean(), (s, r, c, challengeQuorum, mirrored) => {
        const times: Record<string, number> = { delivered: 0, provider: 0, buyer: 0 };
        for (let t = 1; t <= TICKS; t++) {
          const before = s.filter((x) => x.t < t).sort((a, b) => b.t - a.t)[0];
          const after = s.filter((x) => x.t >= t).sort((a, b) => a.t - b.t)[0];
          const covered = before !== undefined && after !== undefined && after.t - before.t <= 3;
          const running = covered && before.running && after.running;
          const signed = r.some(([a, b]) => a < t && t <= b);
          const seen = ["a", "b", "c"].filter((oracle) => {
            const own = c.filter((x) => x.oracle === oracle);
            const stands = (x: (typeof own)[number]) =>
              x.ok && x.t < t && t <= x.t + x.s && !own.some((f) => !f.ok && f.t >= x.t && f.t < t);
            return own.some(stands);
          });
          const challenged = seen.length >= challengeQuorum;
          const verdict =
            running && (signed || challenged) ? "delivered" : covered && !running && challenged ? "buyer" : "provider";
          times[verdict] = (times[verdict] as number) + 1000;
        }
        const order = <T>(list: T[]) => (mirrored ? [...list, ...list].reverse() : list);
        const result = computeReading({
          assignment: { ...assignment, hour: 1_000 },
          lots: 1,
          terms: { ...small, challengeQuorum },
          pages: order(s.map(({ running, t }) => ({ at: from + t * 1000, body: jobPage(running) }))),
          receipts: order(r.map(([a, b]) => receipt(from + a * 1000, from + b * 1000))),
          challenges: order(c.map(({ ok, oracle, s: valid, t }) => challenge(from + t * 1000, ok, valid, oracle))),
          samplesRoot: ZERO_WORD,
        });
        expect(result.times).to.deep.equal({
          deliveredMs: times.delivered,
          lostProviderMs: times.provider,
          lostBuyerMs: times.buyer,
        });
        const { deliveredPpm, lostBuyerPpm, lostProviderPpm } = result.reading;
        expect(deliveredPpm + lostProviderPpm + lostBuyerPpm).to.equal(1_000_000);
      }),
      { numRuns: 400 },
    );
  });
});
