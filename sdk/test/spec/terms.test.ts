import { expect } from "chai";
import fc from "fast-check";
import type { Hex } from "viem";
import { TermsError } from "../../src/spec/errors.ts";
import { TERMS_FIELDS, type TermsField, type TermsGroup, TIERS } from "../../src/spec/fields.ts";
import { assertTerms, formatTerms, type Terms, type TermsInput, terms } from "../../src/spec/terms.ts";

const oracleSet: Hex = `0x${"11".repeat(32)}`;
const secondSet: Hex = `0x${"22".repeat(32)}`;
const usdc = { decimals: 6 };
const prices = { tickSize: "0.01", initialReference: "2.50", basisFloor: "1.25" };
const least: TermsInput = { ...prices, stakePerLot: "2", oracleSet, secondSet };
const groups = Object.keys(TERMS_FIELDS) as TermsGroup[];
const fields: [group: TermsGroup, field: TermsField][] = groups.flatMap((group) =>
  TERMS_FIELDS[group].map((field): [TermsGroup, TermsField] => [group, field]),
);

function issuesOf(run: () => unknown): Record<string, string> {
  try {
    run();
  } catch (error) {
    if (!(error instanceof TermsError)) throw error;
    for (const { remedy } of error.issues) expect(error.message).to.include(remedy);
    return Object.fromEntries(error.issues.map(({ field, problem }) => [field, problem]));
  }
  return {};
}

const refused = (change: Record<string, unknown>) => issuesOf(() => terms({ ...least, ...change } as TermsInput, usdc));

describe("terms in human units", () => {
  it("become integers, with the documented defaults", () => {
    expect(terms(least, usdc)).to.deep.equal({
      trade: {
        tickSize: 10_000n,
        stakePerLot: 2_000_000n,
        capFactorBps: 10_000,
        penaltyBps: 1_000,
        providerMarginBps: 1_000,
        uncoveredMarginBps: 5_000,
        initialReference: 250,
        basisFloor: 125,
      },
      delivery: {
        period: 3_600,
        gateClosure: 900,
        autoCommit: 7_200,
        rootDue: 1_800,
        challengeWindow: 3_600,
        decisionWindow: 3_600,
        slaBps: 9_900,
        interruptionBps: 0,
        minLots: 1,
        domainLots: 1,
        tier: 0,
        settlementTip: 0n,
        bondFloor: 1_000_000n,
        bondBps: 1_000,
      },
      oracles: { oracleSet, secondSet },
    } satisfies Terms);
  });

  it("take every field", () => {
    const input: Required<TermsInput> = {
      tickSize: "0.000001",
      stakePerLot: "12.5",
      capFactor: 1.5,
      penalty: "0.0025",
      providerMargin: 0.3,
      uncoveredMargin: 2,
      initialReference: "8.388608",
      basisFloor: "0.000003",
      period: "1d",
      gateClosure: 600,
      autoCommit: "3h",
      rootDue: "90s",
      challengeWindow: "15m",
      decisionWindow: "2d",
      sla: "0.999",
      interruption: 0.05,
      minLots: 18,
      domainLots: 9,
      tier: "interruptible",
      settlementTip: "0.000123",
      bondFloor: "0",
      bond: 1,
      oracleSet,
      secondSet,
    };
    const { trade, delivery } = terms(input, usdc);
    expect(trade).to.deep.equal({
      tickSize: 1n,
      stakePerLot: 12_500_000n,
      capFactorBps: 15_000,
      penaltyBps: 25,
      providerMarginBps: 3_000,
      uncoveredMarginBps: 20_000,
      initialReference: 2 ** 23,
      basisFloor: 3,
    });
    expect(delivery).to.include({ period: 86_400, gateClosure: 600, autoCommit: 10_800, rootDue: 90, tier: 2 });
    expect(delivery).to.include({ challengeWindow: 900, decisionWindow: 172_800, slaBps: 9_990, bondBps: 10_000 });
    expect(delivery).to.include({ interruptionBps: 500, minLots: 18, domainLots: 9, settlementTip: 123n });
  });

  it("follow the decimals of the quote token", () => {
    expect(terms(least, { decimals: 18 }).trade).to.include({
      tickSize: 10n ** 16n,
      stakePerLot: 2n * 10n ** 18n,
      initialReference: 250,
    });
    expect(refused({ tickSize: "0.0000001" }))
      .to.have.property("tickSize")
      .that.matches(/more than 6 decimal places/);
  });

  for (const decimals of [5, 19, 6.5, Number.NaN, "6"]) {
    it(`refuse a quote token with ${decimals} decimals`, () => {
      const options = { decimals: decimals as number };
      expect(issuesOf(() => terms(least, options))).to.have.all.keys("decimals");
      expect(issuesOf(() => formatTerms(terms(least, usdc), options))).to.have.all.keys("decimals");
    });
  }
});

describe("terms refuse", () => {
  for (const [, { input, initial }] of fields.filter(([, field]) => field.initial === undefined)) {
    it(`to be without ${input}`, () => {
      expect(initial).to.equal(undefined);
      expect(refused({ [input]: undefined })).to.have.property(input, "is missing");
    });
  }

  const malformed: Record<TermsField["kind"], unknown[]> = {
    amount: [0.01, 1n, "", "1e3", "-1", "+1", "01", ".5", "1.", "1,000", " 1", "0x10", "NaN", "∞", "1".repeat(79), {}],
    price: [2.5, "1e3", "-1", "", "2.505", "2.500001"],
    ratio: [-0.1, "10%", 0.00001, 1e-7, Number.NaN, Number.POSITIVE_INFINITY, "", 1n, {}],
    duration: [-1, 1.5, "1", "1 h", "1w", "-1h", "1.5h", "", "01h", Number.NaN, 2 ** 53, {}],
    count: [-1, 1.5, "1", 1n, Number.NaN, 2 ** 53],
    tier: ["Reserved", "spot", 0, ""],
    hash: ["0x", "11".repeat(32), `0x${"11".repeat(31)}`, `0x${"1g".repeat(32)}`, 1n],
  };
  const problems: Record<TermsField["kind"], RegExp> = {
    amount: /^is a (?:number|bigint|object)$|is not a plain decimal number$|more than 6 decimal places$/,
    price:
      /^is a number$|is not a plain decimal number$|more than 6 decimal places$|is not a multiple of the tick size$/,
    ratio: /^is a (?:bigint|object)$|is not a plain decimal number$|more than 4 decimal places$/,
    duration: /is not a duration$|is not a whole number$/,
    count: /is not a whole number$/,
    tier: /^is not a service tier$/,
    hash: /^is not 32 bytes of hex$/,
  };
  for (const [, { input, kind }] of fields) {
    it(`a malformed ${input}`, () => {
      for (const value of malformed[kind]) {
        expect(refused({ [input]: value }), String(value))
          .to.have.property(input)
          .that.matches(problems[kind]);
      }
    });
  }

  it("a price while the tick size is not known", () => {
    for (const tickSize of ["0", "wrong"]) {
      expect(refused({ tickSize })).to.have.property("initialReference", "is a price without a tick size");
    }
  });

  it("a duration of nothing as out of range, in words too", () => {
    for (const gateClosure of [0, "0s", "0d"]) {
      expect(refused({ gateClosure }))
        .to.have.property("gateClosure")
        .that.matches(/^is 0 on-chain, not 1 to/);
    }
  });

  for (const [, field] of fields) {
    if (field.kind === "tier" || field.kind === "hash") continue;
    it(`${field.input} out of range`, () => {
      for (const value of [field.min - 1n, field.max + 1n].filter((integer) => integer >= 0n)) {
        expect(refused({ [field.input]: human(field, value) }))
          .to.have.property(field.input)
          .that.matches(/on-chain, not/);
      }
    });
  }

  it("a field that terms do not have", () => {
    expect(refused({ penalties: 0.1 })).to.deep.equal({ penalties: "is not a field of the terms" });
    expect(refused({ penaltyBps: 1_000 })).to.have.all.keys("penaltyBps");
  });

  it("a price that is no multiple of the tick size, naming the next below", () => {
    expect(() => terms({ ...least, initialReference: "2.505" }, usdc)).to.throw(TermsError, /below is 2\.5\./);
  });

  it("everything that is wrong, at once", () => {
    const issues = refused({ tickSize: "0", penalty: 2, tier: "spot", minLots: 0 });
    expect(issues).to.have.all.keys("tickSize", "penalty", "tier", "minLots", "initialReference", "basisFloor");
  });

  it("and say in the first line what is first, and how much more there is", () => {
    const thrown = (change: object) => {
      try {
        return terms({ ...least, ...change }, usdc);
      } catch (error) {
        return error;
      }
    };
    expect(thrown({ minLots: 0 })).to.include({
      field: "minLots",
      shortMessage: "Terms are invalid: minLots is 0 on-chain, not 1 to 4294967295.",
    });
    expect(thrown({ minLots: 0, domainLots: 0 }))
      .to.have.property("shortMessage")
      .that.matches(/ \(and 1 more\)\.$/);
  });

  const senseless: [name: string, change: Record<string, unknown>, field: string][] = [
    ["less margin without capacity than with it", { providerMargin: 0.6 }, "uncoveredMargin"],
    ["preemption of a reserved product", { interruption: 0.01 }, "interruption"],
    ["preemption of an on-demand product", { tier: "on-demand", interruption: 0.01 }, "interruption"],
    ["an interruptible product without preemption", { tier: "interruptible" }, "interruption"],
    ["entries that split a domain", { minLots: 10, domainLots: 9 }, "minLots"],
    ["no oracle set", { oracleSet: `0x${"00".repeat(32)}` }, "oracleSet"],
    ["no second set", { secondSet: `0x${"00".repeat(32)}` }, "secondSet"],
    ["judges in their own cause", { secondSet: oracleSet }, "secondSet"],
    ["commitments by anyone only after gate closure", { autoCommit: "15m" }, "autoCommit"],
  ];
  for (const [name, change, field] of senseless) {
    it(name, () => expect(refused(change)).to.have.all.keys(field));
  }

  it("none of the nearest that make sense", () => {
    expect(refused({ providerMargin: 0.5 })).to.deep.equal({});
    expect(refused({ tier: "interruptible", interruption: 0.0001 })).to.deep.equal({});
    expect(refused({ minLots: 18, domainLots: 9 })).to.deep.equal({});
    expect(refused({ autoCommit: 901 })).to.deep.equal({});
  });
});

/** How a person would write an integer of a field; prices for a tick of 0.01. */
function human({ kind }: TermsField, value: bigint): unknown {
  if (kind === "amount") return `${value / 1_000_000n}.${String(value % 1_000_000n).padStart(6, "0")}`;
  if (kind === "price") return `${value / 100n}.${String(value % 100n).padStart(2, "0")}`;
  if (kind === "ratio") return `${value / 10_000n}.${String(value % 10_000n).padStart(4, "0")}`;
  return Number(value);
}

/** Any terms that make sense, as integers. */
const anyTerms: fc.Arbitrary<Terms> = fc
  .record(Object.fromEntries(fields.map(([, field]) => [field.name, fc.bigInt({ min: field.min, max: field.max })])))
  .map((drawn) => {
    const values: Record<string, bigint> = { ...drawn };
    const at = (name: string) => values[name] ?? 0n;
    if (at("uncoveredMarginBps") < at("providerMarginBps")) values.uncoveredMarginBps = at("providerMarginBps");
    if (at("autoCommit") < 2n) values.autoCommit = 2n;
    if (at("gateClosure") >= at("autoCommit")) values.gateClosure = at("autoCommit") - 1n;
    values.interruptionBps = at("tier") === 2n ? at("interruptionBps") || 1n : 0n;
    values.domainLots = at("domainLots") % 1_000n || 1n;
    values.minLots = at("minLots") - (at("minLots") % at("domainLots")) || at("domainLots");
    values.oracleSet = at("oracleSet") | 1n;
    values.secondSet = at("oracleSet") ^ 2n;
    return Object.fromEntries(
      groups.map((group) => [
        group,
        Object.fromEntries(TERMS_FIELDS[group].map((field) => [field.name, onchain(field, at(field.name))])),
      ]),
    ) as Terms;
  });

function onchain({ type }: TermsField, value: bigint): bigint | number | Hex {
  if (type === "bytes32") return `0x${value.toString(16).padStart(64, "0")}`;
  return ["uint64", "uint80", "uint96"].includes(type) ? value : Number(value);
}

describe("terms as integers", () => {
  it("are written in human units and read back the same", () => {
    fc.assert(
      fc.property(anyTerms, fc.integer({ min: 6, max: 18 }), (any, decimals) => {
        expect(terms(formatTerms(any, { decimals }), { decimals })).to.deep.equal(any);
      }),
    );
  });

  it("are written the way a person would", () => {
    const written = formatTerms(terms({ ...least, penalty: 0.125, rootDue: 90 }, usdc), usdc);
    expect(written).to.include({ tickSize: "0.01", stakePerLot: "2", initialReference: "2.5", penalty: "0.125" });
    expect(written).to.include({ period: "1h", gateClosure: "15m", rootDue: "90s", tier: TIERS[0], minLots: 1 });
    expect(written).to.include({ settlementTip: "0", interruption: "0", oracleSet });
  });

  for (const [group, field] of fields) {
    it(`are refused with ${field.name} beyond its range, of another type, or missing`, () => {
      const accepted = terms(least, usdc);
      const withField = (value: unknown) =>
        issuesOf(() => assertTerms({ ...accepted, [group]: { ...accepted[group], [field.name]: value } }));
      expect(withField(accepted[group][field.name as never])).to.deep.equal({});
      const wrong: unknown[] = [undefined, null, "1", 0.5, Number.NaN, {}];
      wrong.push(field.type === "bytes32" ? "0x11" : onchain(field, field.max + 1n));
      if (field.type !== "bytes32") wrong.push(onchain(field, field.min - 1n));
      if (["uint64", "uint80", "uint96"].includes(field.type)) wrong.push(Number(field.min));
      else wrong.push(field.min);
      for (const value of wrong) {
        const issues = withField(value);
        expect(issues, String(value)).to.have.all.keys(field.name);
        expect(issues[field.name]).to.match(/is not (?:an integer|32 bytes)|on-chain, not/);
      }
    });
  }

  it("are refused when anyone could commit only after gate closure", () => {
    const accepted = terms(least, usdc);
    const late = { ...accepted, delivery: { ...accepted.delivery, gateClosure: 7_200 } };
    expect(issuesOf(() => assertTerms(late))).to.have.all.keys("autoCommit");
  });

  it("may be what the contract takes although no builder would write it", () => {
    const { trade, delivery } = terms(least, usdc);
    const odd = { trade, delivery: { ...delivery, interruptionBps: 1 }, oracles: { oracleSet, secondSet: oracleSet } };
    expect(issuesOf(() => assertTerms(odd))).to.deep.equal({});
  });
});
