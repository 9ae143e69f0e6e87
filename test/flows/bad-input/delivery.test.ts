import { expect } from "chai";
import type { Hex } from "viem";
import {
  BelowQuorumError,
  commitSync,
  ForgedLeafError,
  GateClosedError,
  getAssignments,
  NotAssignedError,
  NothingToSettleError,
  NotMemberError,
  nominateSync,
  postRootSync,
  RootExistsError,
  SignersNotAscendingError,
  settleSync,
  UnknownNominationError,
  WrongLotsError,
} from "../../../sdk/src/index.ts";
import {
  type MeterDomain,
  meterRootOf,
  type Reading,
  readingLeaf,
  readingsTree,
  signRoot,
} from "../../../sdk/src/meter/index.ts";
import { HOUR } from "../../../sdk/test/support/listing.ts";
import { readingOf } from "../../../sdk/test/support/reading.ts";
import { oracles } from "../fixtures/oracles.ts";
import type { SdkMarket } from "../sdk/market.ts";
import { fixFirstHour, openSoldHour } from "../sdk/soldHour.ts";
import { openRefusals, type Refusals } from "./refusal.ts";

const KEY = `0x02${"ab".repeat(32)}` as const;
const FIRST = oracles(3_000, 4);
const SECOND = oracles(4_000, 3);

describe("bad input: delivery", () => {
  let market: SdkMarket;
  let refusals: Refusals;
  let series: bigint;
  let readings: Reading[];

  /** Bob has sold 12 lots, which he commits in three entries; Alice nominates 10 of them and Carol one. */
  beforeEach(async () => {
    market = await openSoldHour(FIRST, SECOND, 1);
    refusals = openRefusals(market);
    const { deployment, client, alice, bob, carol } = market;
    series = market.series(0);
    const entries = [4, 4, 4].map((lots) => ({ series, lots }));
    await commitSync(bob, { deployment, entries });
    await nominateSync(alice, { deployment, entries: [{ series, lots: 10 }], accessKey: KEY });
    await nominateSync(carol, { deployment, entries: [{ series, lots: 1 }], accessKey: KEY });
    await fixFirstHour(market);
    const { pairs } = await getAssignments(client, { deployment, series });
    readings = pairs.map(read);
  });

  /** The provider delivers half of an assignment. */
  const read = (pair: Pick<Reading, "commitment" | "nomination" | "lots">) =>
    readingOf({ product: market.product, hour: market.firstHour, ...pair }, 500_000);

  /** The root over readings for an hour, signed for a domain. */
  async function signed(
    of: readonly Reading[],
    { signers = FIRST.slice(0, 3), hour = market.firstHour, meter = market.deployment.meter } = {},
  ) {
    const root = meterRootOf(market.product, hour, of);
    const domain: MeterDomain = { chainId: market.deployment.chainId, verifyingContract: meter };
    return { root, signatures: await Promise.all(signers.map((signer) => signRoot(signer, domain, root))) };
  }

  type Signed = Awaited<ReturnType<typeof signed>>;
  const post = (root: Signed) => postRootSync(refusals.noting(market.dave), { deployment: market.deployment, ...root });
  const settle = (...proven: readonly { readonly reading: Reading; readonly proof: readonly Hex[] }[]) =>
    settleSync(refusals.noting(market.dave), { deployment: market.deployment, readings: proven });
  const proofOf = (of: readonly Reading[], one: Reading) => readingsTree(of).getProof(readingLeaf(one)) as Hex[];
  const proven = (of: readonly Reading[], one = of[0] as Reading) => ({ reading: one, proof: proofOf(of, one) });

  /** Posts the root over readings and lets their challenge window end. */
  async function attested(of: readonly Reading[]) {
    await market.beforeDay(-HOUR);
    await post(await signed(of));
    await market.beforeDay(-4 * HOUR);
  }

  it("a nomination after gate closure", async () => {
    const { alice, deployment } = market;
    const nominate = () =>
      nominateSync(refusals.noting(alice), { deployment, entries: [{ series, lots: 1 }], accessKey: KEY });
    await refusals.chainRefuses(
      GateClosedError,
      [/gate of product 1, period \d+ closed at \S+Z/, /later period/],
      nominate,
    );
  });

  it("a meter root that was posted before", async () => {
    await market.beforeDay(-HOUR);
    const root = await signed(readings);
    await post(root);
    await refusals.chainRefuses(RootExistsError, [/was posted before/, /disputes it/], () => post(root));
  });

  it("signatures of a root that are replayed for another hour, or from another exchange", async () => {
    const says = [/is not in the set of oracles/, /check chain, contract, product, period, root and count/] as const;
    await market.beforeDay(-HOUR);
    const elsewhere = await signed(readings, { meter: market.deployment.delivery });
    await refusals.chainRefuses(NotMemberError, says, () => post(elsewhere));
    await market.beforeDay(-2 * HOUR);
    const { signatures } = await signed(readings);
    const { root: later } = await signed(readings, { hour: market.firstHour + 1 });
    await refusals.chainRefuses(NotMemberError, says, () => post({ root: later, signatures }));
  });

  it("a root that a minority of the oracles signed", async () => {
    await market.beforeDay(-HOUR);
    const root = await signed(readings, { signers: FIRST.slice(0, 2) });
    const says = [/2 signatures are fewer than the quorum of 3/, /more members of the set/] as const;
    await refusals.chainRefuses(BelowQuorumError, says, () => post(root));
    // One that signs twice does not make three.
    const [first] = root.signatures;
    if (first === undefined) expect.fail("nobody signed");
    await refusals.chainRefuses(SignersNotAscendingError, [/not above the one before it/, /each signer once/], () =>
      post({ ...root, signatures: [first, ...root.signatures] }),
    );
  });

  it("a leaf that is not under the root", async () => {
    await attested(readings);
    const [own] = readings;
    if (own === undefined) expect.fail("nothing was assigned");
    const forged = { reading: { ...own, deliveredPpm: 1_000_000, lostProviderPpm: 0 }, proof: proofOf(readings, own) };
    const says = [/is not under the posted root/, /exactly as it was attested/] as const;
    await refusals.chainRefuses(ForgedLeafError, says, () => settle(forged));
  });

  it("readings of lots that were not assigned, although the oracles signed them", async () => {
    const has = ({ commitment, nomination }: Reading) => `${commitment}.${nomination}`;
    const assigned = new Set(readings.map(has));
    // Carol's one lot meets one of the three commitments.
    const apart = [0, 1, 2].map((commitment) => read({ commitment, nomination: 1, lots: 1 }));
    const stranger = apart.find((one) => !assigned.has(has(one)));
    const [own] = readings;
    if (stranger === undefined || own === undefined) expect.fail("everyone meets everyone");
    const nobody = { ...own, nomination: 7 };
    const larger = { ...own, lots: own.lots + 1 };
    const all = [stranger, nobody, larger];
    await attested(all);
    const says = [/does not serve nomination 1/, /getAssignments/] as const;
    await refusals.chainRefuses(NotAssignedError, says, () => settle(proven(all, stranger)));
    await refusals.chainRefuses(UnknownNominationError, [/no nomination 7/, /getLines/], () =>
      settle(proven(all, nobody)),
    );
    await refusals.chainRefuses(
      WrongLotsError,
      [new RegExp(`is for ${larger.lots} lots, the assignment has ${own.lots}`), /exactly the assigned lots/],
      () => settle(proven(all, larger)),
    );
  });

  it("a leaf that was settled before", async () => {
    await attested(readings);
    const one = proven(readings);
    await settle(one);
    await refusals.chainRefuses(NothingToSettleError, [/settled before/, /isSettled tells/], () => settle(one));
  });
});
