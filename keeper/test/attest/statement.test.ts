import { type MeterDomain, signChallenge, signReceipt } from "@clearhour/sdk/meter";
import { expect } from "chai";
import { type Hex, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { InvalidStatementError } from "../../src/attest/errors.ts";
import {
  assertSound,
  readStatement,
  type Statement,
  type StatementContext,
  signStatement,
  statementId,
  type Testimony,
} from "../../src/attest/statement.ts";

const account = (n: number) => privateKeyToAccount(numberToHex(n, { size: 32 }));
const [oracle, nominee, stranger] = [account(1), account(2), account(3)] as const;
const domain: MeterDomain = { chainId: 31_337, verifyingContract: oracle.address };
const series = { product: 1, hour: 10 };
const assignment = { ...series, commitment: 0, nomination: 1 };
const context: StatementContext = {
  domain,
  members: [oracle.address],
  nominees: new Map([["0/1", nominee.address]]),
  challenges: { from: 100, to: 200, validForSeconds: 60 },
};
const word = (n: number): Hex => numberToHex(n, { size: 32 });

describe("attest: statements", () => {
  let testimony: Testimony;
  let statement: Statement;

  before(async () => {
    const { assignment: _, ...receipt } = await signReceipt(nominee, domain, {
      assignment,
      from: 100,
      to: 150,
      outputHash: word(5),
    });
    const { oracle: __, ...challenge } = await signChallenge(oracle, domain, assignment, {
      at: 120,
      ok: true,
      validForSeconds: 60,
    });
    testimony = {
      commitment: 0,
      nomination: 1,
      samples: [word(1), word(2)],
      receipts: [receipt],
      challenges: [challenge],
    };
    statement = await signStatement(oracle, domain, { ...series, testimonies: [testimony] });
  });

  /** Reads a statement that the oracle signed with another testimony. */
  const signed = async (testimonies: readonly Testimony[]) => {
    const value = await signStatement(oracle, domain, { ...series, testimonies });
    await assertSound(await readStatement(value, series, context), context);
  };
  const refused = async (promise: Promise<unknown>, reason: string) => {
    const error = await promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(InvalidStatementError);
    expect(String(error)).to.contain(reason);
  };

  it("are read again from JSON", async () => {
    const read = await readStatement(JSON.parse(JSON.stringify(statement)), series, context);
    expect(read).to.deep.equal(statement);
    expect(statementId(read)).to.equal(statementId(statement));
  });

  it("are refused in another shape, of another series, by others than the set, or with another signature", async () => {
    for (const bad of [null, {}, { ...statement, testimonies: [{}] }, { ...statement, testimonies: [null] }]) {
      await refused(readStatement(bad, series, context), "another shape");
    }
    await refused(readStatement(statement, { ...series, hour: 11 }, context), "hour 10");
    const byStranger = await signStatement(stranger, domain, { ...series, testimonies: [] });
    await refused(readStatement(byStranger, series, context), "no oracle of the set");
    await refused(readStatement({ ...byStranger, oracle: oracle.address }, series, context), "not signed by");
    await refused(readStatement({ ...statement, testimonies: [] }, series, context), "not signed by");
  });

  it("are not sound with a testimony that no honest oracle gives", async () => {
    await signed([testimony]);
    await refused(signed([{ ...testimony, nomination: 2 }]), "0/2 is no assignment");
    await refused(signed([testimony, testimony]), "more than 1 testimonies");
    const two = { ...context, nominees: new Map([...context.nominees, ["0/2", nominee.address]]) };
    const twice = await signStatement(oracle, domain, { ...series, testimonies: [testimony, testimony] });
    await refused(assertSound(await readStatement(twice, series, two), two), "not in order");
    await refused(signed([{ ...testimony, samples: [word(2), word(1)] }]), "samples are not in order");
    await refused(
      signed([{ ...testimony, samples: Array(1001).fill(word(1)) }]),
      "more than 1000 samples of an assignment",
    );
    const many = Array(401).fill(testimony.receipts[0]);
    await refused(signed([{ ...testimony, receipts: many }]), "more than 400 receipts");
    const often = Array(21).fill(testimony.challenges[0]);
    await refused(signed([{ ...testimony, challenges: often }]), "more than 20 challenges");
    await refused(signed([{ ...testimony, nomination: 2 ** 32 }]), "another shape");
    const [challenge] = testimony.challenges;
    const [receipt] = testimony.receipts;
    if (!challenge || !receipt) throw new Error("there is one of each");
    await refused(signed([{ ...testimony, challenges: [{ ...challenge, at: 100 }] }]), "out of range");
    await refused(signed([{ ...testimony, challenges: [{ ...challenge, validForSeconds: 61 }] }]), "out of range");
    await refused(signed([{ ...testimony, challenges: [{ ...challenge, ok: false }] }]), "challenge of 120");
    await refused(signed([{ ...testimony, receipts: [{ ...receipt, to: 160 }] }]), "receipt of (100, 160]");
  });
});
