import { cashAccount, type DeliveryTerms } from "@clearhour/sdk";
import { assign } from "@clearhour/sdk/delivery";
import type { Reading } from "@clearhour/sdk/meter";
import { expect } from "chai";
import { zeroHash } from "viem";
import type { SeriesBook } from "../../src/delivery/seriesBook.ts";
import { decideUpkeep, type ProvenReading, type UpkeepAction, type UpkeepState } from "../../src/upkeep/decide.ts";
import { shiftStateOf } from "../../src/upkeep/shift.ts";

const HOUR = 500_000;
const START = HOUR * 3600;
const END = START + 3600;
const GATE = START - 900;
const SERIES = (1n << 32n) | BigInt(HOUR);
const account = (n: number) => cashAccount(`0x${n.toString(16).padStart(40, "0")}`);
const [provider, other, holder] = [account(1), account(2), account(3)] as const;

const terms: DeliveryTerms = {
  period: 3600,
  gateClosure: 900,
  autoCommit: 7200,
  rootDue: 1800,
  challengeWindow: 7200,
  decisionWindow: 14_400,
  slaBps: 9900,
  interruptionBps: 0,
  minLots: 1,
  domainLots: 2,
  tier: 0,
  settlementTip: 1n,
  bondFloor: 1n,
  bondBps: 1000,
};

/** Two commitments of four lots, one nomination of six: two lots of the second commitment are idle. */
function book(changes: Partial<SeriesBook> = {}): SeriesBook {
  const commitments = [
    { account: provider, lots: 4, end: 4 },
    { account: other, lots: 4, end: 8 },
  ];
  const nominations = [{ account: holder, accessKey: zeroHash, lots: 6, end: 6 }];
  return {
    series: SERIES,
    commitments,
    nominations,
    shift: 0,
    assignments: assign(commitments, nominations, 0),
    root: undefined,
    settled: new Map(),
    released: new Set(),
    claimed: new Set(),
    defaulted: 0,
    swept: false,
    disputes: [],
    optedOut: new Set(),
    shorts: new Map(),
    ...changes,
  };
}

function decide(
  now: number,
  changes: Partial<SeriesBook> = {},
  state: Partial<UpkeepState> = {},
  own?: typeof provider,
) {
  const whole: UpkeepState = {
    book: book(changes),
    terms,
    hour: HOUR,
    shift: undefined,
    providers: new Set([provider, other]),
    readings: undefined,
    ...state,
  };
  return decideUpkeep(whole, { address: "0x11", account: own }, BigInt(now));
}

const kinds = (actions: readonly UpkeepAction[]) => actions.map(({ kind }) => kind);
const proven = (commitment: number): ProvenReading => ({
  reading: { commitment, nomination: 0 } as Reading,
  proof: [],
});
/** Readings of the posted root: one assignment's is missing. */
const readings = new Map([["0/0", proven(0)]]);
const root = { root: zeroHash, count: 1, postedAt: BigInt(END + 600) };
const postedAt = END + 600;

describe("upkeep: before gate closure", () => {
  const shorts = new Map([
    [provider, 4],
    [other, 1],
    [holder, 4],
  ]);

  it("commits whole domains that providers owe, shortly before the gate", () => {
    expect(decide(GATE - 600, { shorts })).to.deep.equal([]);
    expect(decide(GATE - 200, { shorts })).to.deep.equal([
      { kind: "commitAll", series: SERIES, account: provider, deadline: BigInt(GATE) },
    ]);
    expect(decide(GATE - 200, { shorts, optedOut: new Set([provider]) })).to.deep.equal([]);
  });

  it("commits a provider's own earlier, and nobody else's", () => {
    expect(kinds(decide(GATE - 600, { shorts }, {}, provider))).to.deep.equal(["commitAll"]);
    expect(decide(GATE - 600, { shorts }, {}, holder)).to.deep.equal([]);
    expect(decide(GATE - 1000, { shorts }, {}, provider)).to.deep.equal([]);
  });
});

describe("upkeep: after gate closure", () => {
  it("arms and fixes the shift of series with entries", () => {
    const unfixed = { shift: undefined, assignments: undefined };
    expect(kinds(decide(GATE + 200, unfixed, { shift: "unarmed" }))).to.deep.equal(["armShift"]);
    expect(kinds(decide(GATE + 200, unfixed, { shift: "pending" }))).to.deep.equal([]);
    expect(kinds(decide(GATE + 200, unfixed, { shift: "ready" }))).to.deep.equal(["fixShift"]);
    const empty = { ...unfixed, commitments: [], nominations: [] };
    expect(decide(GATE + 200, empty, { shift: "unarmed" })).to.deep.equal([]);
  });

  it("knows which block's hash makes the shift", () => {
    expect(shiftStateOf({ block: 0n, seed: 0n }, 100n)).to.equal("unarmed");
    expect(shiftStateOf({ block: 101n, seed: 0n }, 100n)).to.equal("pending");
    expect(shiftStateOf({ block: 100n, seed: 0n }, 100n)).to.equal("ready");
    expect(shiftStateOf({ block: 100n, seed: 0n }, 355n)).to.equal("ready");
    expect(shiftStateOf({ block: 100n, seed: 0n }, 356n)).to.equal("unarmed");
    expect(shiftStateOf({ block: 100n, seed: 9n }, 9_999n)).to.equal("ready");
  });

  it("makes shorts that nobody committed pay, but nobody its own", () => {
    const shorts = new Map([[holder, 4]]);
    expect(decide(GATE + 200, { shorts })).to.deep.equal([{ kind: "defaultShort", series: SERIES, account: holder }]);
    expect(decide(GATE + 200, { shorts }, {}, holder)).to.deep.equal([]);
  });

  it("releases what met no nomination, once the hour has begun", () => {
    expect(decide(START - 1)).to.deep.equal([]);
    expect(decide(START)).to.deep.equal([{ kind: "release", series: SERIES, commitment: 1 }]);
    expect(decide(START, { released: new Set([1]) })).to.deep.equal([]);
    expect(decide(START, {}, {}, provider)).to.deep.equal([]);
    expect(kinds(decide(START, {}, {}, other))).to.deep.equal(["release"]);
  });
});

describe("upkeep: after the hour", () => {
  const done = { released: new Set([1]) };

  it("settles by readings when they cannot be disputed any more, and by missing leaves later", () => {
    const at = (seconds: number, changes: Partial<SeriesBook> = {}) =>
      decide(postedAt + seconds, { ...done, root, ...changes }, { readings });
    expect(at(7200)).to.deep.equal([]);
    expect(at(7700)).to.deep.equal([{ kind: "settle", series: SERIES, readings: [proven(0)] }]);
    expect(at(14_900, { settled: new Map([["0/0", undefined]]) })).to.deep.equal([
      { kind: "settleMissingLeaf", series: SERIES, commitment: 1, nomination: 0 },
    ]);
    const settled = new Map([
      ["0/0", undefined],
      ["1/0", undefined],
    ]);
    expect(at(14_900, { settled })).to.deep.equal([]);
  });

  it("calls no leaf missing while it does not know the readings", () => {
    expect(decide(postedAt + 15_000, { ...done, root })).to.deep.equal([]);
  });

  it("settles without a root when it is overdue", () => {
    expect(decide(END + 1800, done)).to.deep.equal([]);
    expect(kinds(decide(END + 2400, done))).to.deep.equal(["settleWithoutRoot", "settleWithoutRoot"]);
    expect(decide(END + 2400, done, {}, provider)).to.deep.equal([
      { kind: "settleWithoutRoot", series: SERIES, commitment: 0, nomination: 0 },
    ]);
  });

  it("leaves alone what is disputed, shows leaves that are said to be missing, and ends silence", () => {
    const deadline = BigInt(postedAt + 20_000);
    const dispute = { id: 7n, commitment: 0, nomination: 0, leaf: zeroHash, deadline, state: "open" } as const;
    const at = (seconds: number) => decide(postedAt + seconds, { ...done, root, disputes: [dispute] }, { readings });
    expect(kinds(at(7700))).to.deep.equal(["presentLeaf"]);
    expect(kinds(at(20_500))).to.deep.equal(["closeSilent", "settleMissingLeaf", "settle"]);
  });

  it("pays and sweeps compensation", () => {
    const nominations = [
      { account: holder, accessKey: zeroHash, lots: 6, end: 6 },
      { account: holder, accessKey: zeroHash, lots: 6, end: 12 },
    ];
    const { commitments } = book();
    const short = { nominations, assignments: assign(commitments, nominations, 0), settled: new Map() };
    const late = END + 1800 + 7200 + 1;
    const all = { ...short, root, released: new Set<number>() };
    const claims = decide(late, all, { readings: new Map() }).filter(({ kind }) => kind === "claimCompensation");
    expect(claims).to.deep.equal([{ kind: "claimCompensation", series: SERIES, nomination: 1 }]);
    expect(kinds(decide(late, { ...done, root, defaulted: 3 }))).to.deep.equal(["sweepCompensation"]);
    expect(decide(late, { ...done, root, defaulted: 3, swept: true })).to.deep.equal([]);
  });
});
