/** An oracle that says anything, over real HTTP. */
import { type Assignment, type MeterDomain, signChallenge, signRoot, signVerdict } from "@clearhour/sdk/meter";
import { numberToHex, type PrivateKeyAccount } from "viem";
import { serve } from "../../../local/demo/proxies.ts";
import { type Statement, signStatement, statementId, type Testimony } from "../../src/attest/statement.ts";

const NOTHING = numberToHex(2n ** 256n - 1n);

/**
 * An oracle that says of some assignments that all is well, something else each time, and signs roots and verdicts of
 * its own.
 */
export async function lyingOracle(
  port: number,
  oracle: PrivateKeyAccount,
  domain: MeterDomain,
  assignments: () => readonly Assignment[],
  period: number,
): Promise<string> {
  let lies = 0;
  const told = new Map<string, Statement>();
  return await serve(port, async (request) => {
    const [, , kind, product, hour, , , id] = (request.url ?? "").split("/");
    if (kind === "disputes") {
      const reading = numberToHex(++lies, { size: 32 });
      const signature = await signVerdict(oracle, domain, { dispute: BigInt(product ?? 0), reading });
      return [200, JSON.stringify({ signatures: [{ subject: reading, oracle: oracle.address, signature }] })];
    }
    if (kind !== "hours") return [404, "{}"];
    if (id === NOTHING) return [404, "{}"];
    if (id !== undefined) return [200, JSON.stringify(told.get(id) ?? { nonsense: lies })];
    const series = { product: Number(product), hour: Number(hour) };
    lies++;
    const testimonies = assignments()
      .filter((one) => one.product === series.product && one.hour === series.hour)
      .map((assignment) => allIsWell(oracle, domain, assignment, period, lies));
    const statement = await signStatement(oracle, domain, { ...series, testimonies: await Promise.all(testimonies) });
    const root = { ...series, root: numberToHex(lies, { size: 32 }), count: testimonies.length };
    const signature = await signRoot(oracle, domain, root);
    const signatures = [{ subject: root.root, oracle: oracle.address, signature }];
    told.set(statementId(statement), statement);
    // One that it never gives, one that is none, one without a name, and then one that it has signed.
    const [nothing, none, signed] = [NOTHING, root.root, statementId(statement)].map((of) => ({
      oracle: oracle.address,
      id: of,
    }));
    return [200, JSON.stringify({ statements: [nothing, none, { nonsense: lies }, signed], signatures })];
  });
}

async function allIsWell(
  oracle: PrivateKeyAccount,
  domain: MeterDomain,
  assignment: Assignment,
  period: number,
  lies: number,
): Promise<Testimony> {
  const start = assignment.hour * period * 1000;
  const slot = (period * 1000) / 6;
  const times = Array.from({ length: 7 }, (_, i) => start + (i - 1) * slot + 1 + (lies % 2));
  const challenges = times.map(async (at) => {
    const { signature } = await signChallenge(oracle, domain, assignment, {
      at,
      ok: true,
      validForSeconds: (2 * slot) / 1000,
    });
    return { at, ok: true, validForSeconds: (2 * slot) / 1000, signature };
  });
  const { commitment, nomination } = assignment;
  return { commitment, nomination, samples: [], receipts: [], challenges: await Promise.all(challenges) };
}
