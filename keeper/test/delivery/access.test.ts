import { REQUEST_AT, REQUEST_SIGNATURE, signRequest } from "@clearhour/sdk/access";
import type { MeterDomain } from "@clearhour/sdk/meter";
import { expect } from "chai";
import { numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { Gatekeeper } from "../../src/delivery/access.ts";
import { RefusalError } from "../../src/delivery/errors.ts";
import type { Request } from "../../src/delivery/server.ts";

const account = (n: number) => privateKeyToAccount(numberToHex(n, { size: 32 }));
const [nominee, oracle] = [account(1), account(2)] as const;
const domain: MeterDomain = { chainId: 31_337, verifyingContract: nominee.address };
const admitted = [nominee.address, oracle.address];
const MINUTE = 60_000;
const START = 1_000 * MINUTE;

describe("delivery: who is let in", function () {
  this.timeout(30_000);
  let now: number;
  let gate: Gatekeeper;

  beforeEach(() => {
    now = START;
    gate = new Gatekeeper(domain, { now: () => now });
  });

  const sign = async (by: typeof nominee, body: string, at = now): Promise<Request> => {
    const { signature } = await signRequest(by, domain, { method: "POST", target: "/claim", body, at });
    const headers = { [REQUEST_AT]: String(at), [REQUEST_SIGNATURE]: signature };
    return { method: "POST", path: [], target: "/claim", query: new URLSearchParams(), headers, body };
  };
  const refused = async (request: Request, status: number, subject = "slot") => {
    const error = await gate.admit(request, subject, admitted).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(RefusalError);
    expect((error as RefusalError).status).to.equal(status);
  };

  it("is whoever is admitted and signed the request, once, while it is fresh", async () => {
    const request = await sign(nominee, "a");
    expect(await gate.admit(request, "slot", admitted)).to.equal(nominee.address);
    await refused(request, 401);
    // The same signature, written otherwise.
    const signature = String(request.headers[REQUEST_SIGNATURE]);
    const upper = `0x${signature.slice(2).toUpperCase()}`;
    await refused({ ...request, headers: { ...request.headers, [REQUEST_SIGNATURE]: upper } }, 401);
    await refused({ ...(await sign(nominee, "b")), body: "c" }, 403);
    await refused({ ...request, headers: {} }, 401);
    await refused(await sign(nominee, "d", now - 11 * MINUTE), 401);
    await refused(await sign(nominee, "e", now + 11 * MINUTE), 401);
  });

  it("is never kept out by strangers, nor by what another asks", async () => {
    const strangers = await Promise.all(Array.from({ length: 50 }, (_, i) => sign(account(100 + i), "x")));
    for (const request of strangers) await refused(request, 403);
    const flood = await Promise.all(Array.from({ length: 1_001 }, (_, i) => sign(nominee, String(i))));
    for (const request of flood.slice(0, 1_000)) await gate.admit(request, "slot", admitted);
    await refused(flood[1_000] as Request, 429);
    expect(await gate.admit(await sign(oracle, "x"), "slot", admitted)).to.equal(oracle.address);
    expect(await gate.admit(await sign(nominee, "other"), "other slot", admitted)).to.equal(nominee.address);
    // What is too old to be sent again takes no room.
    now += 11 * MINUTE;
    expect(await gate.admit(await sign(nominee, "later"), "slot", admitted)).to.equal(nominee.address);
    await refused(flood[0] as Request, 401);
  });
});
