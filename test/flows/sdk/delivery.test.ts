import { expect } from "chai";
import { type Hex, zeroHash } from "viem";
import {
  AccessKeySizeError,
  AccountIsShortError,
  AlreadyDisputedError,
  AlreadySettledError,
  armShiftSync,
  BelowQuorumError,
  bondOracleSync,
  ClaimBalanceError,
  claimCompensationSync,
  closeSilentSync,
  commitAllSync,
  commitSync,
  DecisionPendingError,
  decideDisputeSync,
  defaultShortSync,
  disputeMissingSync,
  disputeReadingSync,
  ForgedLeafError,
  fixShiftSync,
  GateClosedError,
  GateOpenError,
  getAssignments,
  getBalance,
  getClaimSupply,
  getClaims,
  getCompensation,
  getDispute,
  getLines,
  getOracleBond,
  getOracleSet,
  getRoot,
  getTotal,
  InsufficientLotsError,
  InvalidArgumentError,
  isSettled,
  MembersNotAscendingError,
  NoRootError,
  NothingToSettleError,
  NothingUnbondingError,
  NotMemberError,
  NotPartyError,
  NotSecondOracleError,
  nominateSync,
  oracleSetId,
  postRootSync,
  presentLeafSync,
  RootExistsError,
  RootTooEarlyError,
  registerOracleSetSync,
  releaseUnassignedSync,
  ShiftPendingError,
  StillUnbondingError,
  settleMissingLeafSync,
  settleSync,
  settleWithoutRootSync,
  TooEarlyToCommitForError,
  transferClaimsSync,
  UnknownDisputeError,
  UnknownNominationError,
  UnknownSeriesError,
  unbondOracleSync,
  unwrapSync,
  WindowOpenError,
  withdrawOracleBondSync,
  wrapSync,
} from "../../../sdk/src/index.ts";
import {
  type MeterDomain,
  meterRootOf,
  type Reading,
  readingHash,
  readingLeaf,
  readingsTree,
  signRoot,
  signVerdict,
} from "../../../sdk/src/meter/index.ts";
import { HOUR, USDC } from "../../../sdk/test/support/listing.ts";
import { readingOf } from "../../../sdk/test/support/reading.ts";
import { members, oracles } from "../fixtures/oracles.ts";
import { openSdkMarket, type SdkMarket } from "./market.ts";
import { fixFirstHour, openSoldHour } from "./soldHour.ts";
import { thrown } from "./thrown.ts";

const KEY = `0x02${"ab".repeat(32)}` as const;

const FIRST = oracles(1_000, 4);
const SECOND = oracles(2_000, 3);

describe("sdk: delivery", () => {
  let market: SdkMarket;
  let domain: MeterDomain;
  let series: bigint;

  /** Bob sells 10 lots of the first hour to Alice and 2 to Carol. */
  beforeEach(async () => {
    market = await openSoldHour(FIRST, SECOND, 2);
    const { deployment } = market;
    domain = { chainId: deployment.chainId, verifyingContract: deployment.meter };
    series = market.series(0);
  });

  /** Bob commits all, Alice nominates `lots`; the gate closes and the shift is fixed. */
  async function schedule(lots: number) {
    const { deployment, alice, bob } = market;
    await commitSync(bob, { deployment, entries: [{ series, lots: 12 }] });
    await nominateSync(alice, { deployment, entries: [{ series, lots }], accessKey: KEY });
    await fixFirstHour(market);
  }

  const reading = (lots: number, deliveredPpm: number): Reading =>
    readingOf(
      { product: market.product, hour: market.firstHour, commitment: 0, nomination: 0, lots },
      1_000_000 - deliveredPpm,
    );

  const proofOf = (readings: readonly Reading[], one: Reading) =>
    readingsTree(readings).getProof(readingLeaf(one)) as Hex[];

  async function attest(readings: readonly Reading[], signers = FIRST.slice(0, 3)) {
    const { deployment, dave } = market;
    const root = meterRootOf(market.product, market.firstHour, readings);
    const signatures = await Promise.all(signers.map((signer) => signRoot(signer, domain, root)));
    return await postRootSync(dave, { deployment, root, signatures });
  }

  it("goes from schedule to settlement by readings, with every lock accounted for", async () => {
    const { deployment, client, alice, bob, dave } = market;
    await schedule(9);
    const assignments = await getAssignments(client, { deployment, series });
    expect(assignments.pairs).to.deep.equal([{ commitment: 0, nomination: 0, lots: 9 }]);
    expect(assignments.idle).to.deep.equal([{ index: 0, lots: 3 }]);
    await releaseUnassignedSync(dave, { deployment, series, commitment: 0 });

    await market.beforeDay(-HOUR);
    const one = reading(9, 500_000);
    await attest([one]);
    expect(await getRoot(client, { deployment, series })).to.include({ count: 1, root: readingsTree([one]).root });
    await thrown(WindowOpenError, settleSync(dave, { deployment, readings: [{ reading: one, proof: [] }] }));
    await market.beforeDay(-4 * HOUR);
    await thrown(
      ForgedLeafError,
      settleSync(dave, { deployment, readings: [{ reading: reading(9, 1_000_000), proof: [] }] }),
    );
    const [before, earned] = await Promise.all([
      getBalance(client, { deployment, accountId: market.account(alice) }),
      getBalance(client, { deployment, accountId: market.account(dave) }),
    ]);
    expect(await isSettled(client, { deployment, series, commitment: 0, nomination: 0 })).to.equal(false);
    await settleSync(dave, { deployment, readings: [{ reading: one, proof: [] }] });
    expect(await isSettled(client, { deployment, series, commitment: 0, nomination: 0 })).to.equal(true);
    expect((await getBalance(client, { deployment, accountId: market.account(alice) })) > before).to.equal(true);
    expect((await getBalance(client, { deployment, accountId: market.account(dave) })) > earned).to.equal(true);
    await thrown(NothingToSettleError, settleSync(dave, { deployment, readings: [{ reading: one, proof: [] }] }));
    await market.beforeDay(-6 * HOUR);
    await thrown(AlreadySettledError, settleMissingLeafSync(bob, { deployment, series, commitment: 0, nomination: 0 }));
    expect(await getTotal(client, { deployment })).to.equal(30_000n * USDC);
  });

  it("lets a party dispute a reading, and a second quorum decide it", async () => {
    const { deployment, client, alice, carol, dave } = market;
    await schedule(9);
    await market.beforeDay(-HOUR);
    const [told, true_] = [reading(9, 1_000_000), reading(9, 200_000)];
    await attest([told]);
    const proof = proofOf([told], told);
    await thrown(NotPartyError, disputeReadingSync(carol, { deployment, reading: told, proof }));
    const { dispute, bond } = await disputeReadingSync(alice, { deployment, reading: told, proof });
    expect(bond >= 5n * USDC).to.equal(true);
    await thrown(AlreadyDisputedError, disputeReadingSync(alice, { deployment, reading: told, proof }));
    const assignment = { deployment, series, commitment: 0, nomination: 0 };
    expect(await getDispute(client, assignment)).to.include({ dispute, state: "open", leaf: readingHash(told), bond });
    expect(await getDispute(client, { ...assignment, nomination: 5 })).to.equal(undefined);
    await thrown(UnknownDisputeError, getDispute(client, { deployment, dispute: 99n }));
    await thrown(DecisionPendingError, closeSilentSync(dave, { deployment, dispute }));

    const verdict = { dispute, reading: readingHash(true_) };
    const signatures = await Promise.all(SECOND.map((signer) => signVerdict(signer, domain, verdict)));
    const decision = { deployment, dispute, reading: true_ };
    await thrown(BelowQuorumError, decideDisputeSync(dave, { ...decision, signatures: signatures.slice(1) }));
    await decideDisputeSync(dave, { ...decision, signatures });
    expect(await getDispute(client, { deployment, dispute })).to.include({ state: "decided" });
    expect(await isSettled(client, assignment)).to.equal(true);
  });

  it("handles missing leaves, silence of the second quorum and its bonds", async () => {
    const { deployment, client, alice, bob, carol, dave } = market;
    await schedule(9);
    await market.beforeDay(-HOUR);
    const [own, other] = [reading(9, 990_000), { ...reading(9, 1_000_000), nomination: 7 }];
    await attest([own, other]);
    const { dispute } = await disputeMissingSync(alice, { deployment, series, commitment: 0, nomination: 0 });
    expect((await getDispute(client, { deployment, dispute }))?.leaf).to.equal(undefined);
    await presentLeafSync(dave, { deployment, dispute, reading: own, proof: proofOf([own, other], own) });
    expect((await getDispute(client, { deployment, dispute }))?.leaf).to.equal(readingHash(own));
    await market.beforeDay(-9 * HOUR);
    await closeSilentSync(dave, { deployment, dispute });
    expect((await getDispute(client, { deployment, dispute }))?.state).to.equal("silent");
    await settleSync(bob, { deployment, readings: [{ reading: own, proof: proofOf([own, other], own) }] });
    // A reading of lots that nobody was assigned, although the oracles signed it.
    const stray = [{ reading: other, proof: proofOf([own, other], other) }];
    await thrown(UnknownNominationError, settleSync(bob, { deployment, readings: stray }));

    await thrown(NotSecondOracleError, bondOracleSync(carol, { deployment, product: market.product, amount: USDC }));
    await thrown(NothingUnbondingError, withdrawOracleBondSync(carol, { deployment, product: market.product }));
    const bonded = { deployment, oracle: carol.account.address, product: market.product };
    expect(await getOracleBond(client, bonded)).to.deep.equal({ bonded: 0n, unbonding: 0n, releaseTime: 0n });
  });

  it("ends without a root, and where nobody committed", async () => {
    const { deployment, client, alice, bob, carol, dave } = market;
    await commitSync(bob, { deployment, entries: [{ series, lots: 5 }] });
    await nominateSync(alice, { deployment, entries: [{ series, lots: 10 }], accessKey: KEY });
    await nominateSync(carol, { deployment, entries: [{ series, lots: 2 }], accessKey: KEY });
    await thrown(GateOpenError, defaultShortSync(dave, { deployment, series, accountId: market.account(bob) }));
    await market.beforeDay(900);
    await defaultShortSync(dave, { deployment, series, accountId: market.account(bob) });
    expect(await getCompensation(client, { deployment, series })).to.include({ defaulted: 7, claimed: 0 });
    await thrown(ShiftPendingError, getAssignments(client, { deployment, series }));
    await armShiftSync(dave, { deployment, series });
    await market.networkHelpers.mine(2);
    await fixShiftSync(dave, { deployment, series });
    const { pairs, unserved } = await getAssignments(client, { deployment, series });
    const sum = (list: readonly { readonly lots: number }[]) => list.reduce((total, { lots }) => total + lots, 0);
    expect([sum(pairs), sum(unserved)]).to.deep.equal([5, 7]);
    await thrown(NoRootError, settleSync(dave, { deployment, readings: [{ reading: reading(5, 1), proof: [] }] }));
    await market.beforeDay(-2 * HOUR);
    for (const { commitment, nomination } of pairs) {
      await settleWithoutRootSync(dave, { deployment, series, commitment, nomination });
    }
    await market.beforeDay(-5 * HOUR);
    const before = await getBalance(client, { deployment, accountId: market.account(alice) });
    await claimCompensationSync(bob, { deployment, series, nomination: 0 });
    expect((await getBalance(client, { deployment, accountId: market.account(alice) })) > before).to.equal(true);
  });

  it("wraps lots as claims that others redeem", async () => {
    const { deployment, client, alice, bob, carol, dave } = market;
    const entries = [{ series, lots: 6 }];
    await wrapSync(alice, { deployment, entries, to: alice.account.address });
    expect((await getClaimSupply(client, { deployment, series })).lots).to.equal(6n);
    await transferClaimsSync(alice, { deployment, to: dave.account.address, entries: [{ series, lots: 4n }] });
    const held = (owner: Hex) => getClaims(client, { deployment, owner, series: [series, series + 1n] });
    expect(await held(dave.account.address)).to.deep.equal([4n, 0n]);
    await unwrapSync(dave, { deployment, entries: [{ series, lots: 4 }] });
    expect(await held(alice.account.address)).to.deep.equal([2n, 0n]);

    await thrown(ClaimBalanceError, unwrapSync(carol, { deployment, entries: [{ series, lots: 1 }] }));
    await thrown(
      AccountIsShortError,
      unwrapSync(alice, { deployment, entries: [{ series, lots: 1 }], accountId: market.account(bob) }),
    );
    await thrown(
      InsufficientLotsError,
      wrapSync(alice, { deployment, entries: [{ series, lots: 5 }], to: alice.account.address }),
    );
    await thrown(UnknownSeriesError, getClaimSupply(client, { deployment, series: 1n << 64n }));
    await market.beforeDay(900);
    await thrown(GateClosedError, unwrapSync(alice, { deployment, entries: [{ series, lots: 2 }] }));
  });

  it("refuses bad input with an error of its own, and changes nothing", async () => {
    const { deployment, client, alice, bob, dave } = market;
    const accountId = market.account(bob);
    const before = await client.getBlockNumber();
    await thrown(TooEarlyToCommitForError, commitAllSync(dave, { deployment, series: [series], accountId }));
    await thrown(
      AccessKeySizeError,
      nominateSync(alice, { deployment, entries: [{ series, lots: 1 }], accessKey: "0x12" }),
    );
    await thrown(
      InsufficientLotsError,
      nominateSync(alice, { deployment, entries: [{ series, lots: 11 }], accessKey: KEY }),
    );
    await thrown(
      InvalidArgumentError,
      nominateSync(alice, { deployment, entries: [{ series, lots: 2 ** 32 }], accessKey: KEY }),
    );
    await thrown(InvalidArgumentError, commitSync(bob, { deployment, entries: [{ series, lots: 0.5 }] }));
    await thrown(RootTooEarlyError, attest([reading(9, 1)]));
    await thrown(
      MembersNotAscendingError,
      registerOracleSetSync(dave, { deployment, members: members(FIRST).reverse(), quorum: 3 }),
    );
    expect(await getOracleSet(client, { deployment, id: zeroHash })).to.equal(undefined);
    expect(await client.getBlockNumber()).to.equal(before);

    await schedule(9);
    await market.beforeDay(-HOUR);
    const one = reading(9, 1_000_000);
    const scheduled = await client.getBlockNumber();
    await thrown(GateClosedError, nominateSync(alice, { deployment, entries: [{ series, lots: 1 }], accessKey: KEY }));
    await thrown(BelowQuorumError, attest([one], FIRST.slice(0, 2)));
    await thrown(NotMemberError, attest([one], SECOND));
    await thrown(UnknownNominationError, isSettled(client, { deployment, series, commitment: 0, nomination: 3 }));
    expect(await client.getBlockNumber()).to.equal(scheduled);

    await attest([one]);
    await thrown(RootExistsError, attest([one]));
    const { lines, commitments, nominations } = await getLines(client, { deployment, series });
    expect(lines).to.include({ committed: 12, nominated: 9, commitments: 1, nominations: 1 });
    expect([commitments[0]?.lots, nominations[0]?.holder]).to.deep.equal([12, market.account(alice)]);
  });

  it("takes and returns the bonds of second oracles", async () => {
    const oracle = { ...market.dave.account };
    const set = oracleSetId([oracle.address], 1);
    const own = await openSdkMarket({ oracleSet: oracleSetId(members(FIRST), 3), secondSet: set });
    const { deployment, client, dave, product } = own;
    await registerOracleSetSync(dave, { deployment, members: [dave.account.address], quorum: 1 });
    expect(await getOracleSet(client, { deployment, id: set })).to.include({ quorum: 1 });
    await own.fund(dave, 100n * USDC);
    await bondOracleSync(dave, { deployment, product, amount: 30n * USDC });
    await unbondOracleSync(dave, { deployment, product, amount: 10n * USDC });
    const bond = await getOracleBond(client, { deployment, product, oracle: dave.account.address });
    expect([bond.bonded, bond.unbonding]).to.deep.equal([30n * USDC, 10n * USDC]);
    await thrown(StillUnbondingError, withdrawOracleBondSync(dave, { deployment, product }));
    await own.networkHelpers.time.increaseTo(bond.releaseTime);
    await withdrawOracleBondSync(dave, { deployment, product });
    expect(await getBalance(client, { deployment, accountId: own.account(dave) })).to.equal(80n * USDC);
  });
});
