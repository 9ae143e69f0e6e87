import { makeSessionKey } from "@clearhour/sdk/access";
import { expect } from "chai";
import { type Address, createWalletClient, custom, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { keptKey, keptKeyOf, nominationKey, recoverKey } from "../src/delivery/accessKey.ts";

const METER = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
const exchange = { chainId: hardhat.id, meter: METER } as const;
const domain = { chainId: hardhat.id, verifyingContract: METER } as const;
const owner = privateKeyToAccount(generatePrivateKey());
const addressOf = (key: Hex | undefined) => key && privateKeyToAccount(key).address;

/** A browser's wallet that asks `sign` for signatures. */
function walletOf(sign: (data: never) => Promise<Hex>) {
  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    expect(method).to.equal("eth_signTypedData_v4");
    return await sign(JSON.parse((params as [Address, string])[1]) as never);
  };
  return createWalletClient({ chain: hardhat, transport: custom({ request }) });
}

describe("the keys that a browser keeps", () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
  const steady = walletOf((data) => owner.signTypedData(data));
  /** Several devices behind one address, for one: another key each time. */
  const unsteady = walletOf((data) => privateKeyToAccount(generatePrivateKey()).signTypedData(data));
  let items: Map<string, string>;

  beforeEach(() => {
    items = new Map();
    const value = {
      getItem: (name: string) => items.get(name) ?? null,
      setItem: (name: string, item: string) => items.set(name, item),
    };
    Object.defineProperty(globalThis, "localStorage", { configurable: true, value });
  });
  after(() => {
    if (before) Object.defineProperty(globalThis, "localStorage", before);
    else Reflect.deleteProperty(globalThis, "localStorage");
  });

  it("are made once to nominate with", async () => {
    expect(keptKey(exchange, owner.address)).to.equal(undefined);
    const key = await nominationKey(unsteady, exchange, owner.address);
    expect(await nominationKey(unsteady, exchange, owner.address)).to.equal(key);
    expect(keptKeyOf(exchange, owner.address, addressOf(key) as Address)).to.equal(key);
    // Two nominations at once: both with the one that is kept.
    items.clear();
    const both = await Promise.all([1, 2].map(() => nominationKey(unsteady, exchange, owner.address)));
    expect(new Set([...both, keptKey(exchange, owner.address)]).size).to.equal(1);
  });

  it("are not lost to another that a wallet makes", async () => {
    const key = await nominationKey(unsteady, exchange, owner.address);
    const nominee = privateKeyToAccount(generatePrivateKey()).address;
    const kept = new Map(items);
    expect(await recoverKey(unsteady, exchange, owner.address, nominee)).to.equal(false);
    expect(items).to.deep.equal(kept);
    expect(keptKey(exchange, owner.address)).to.equal(key);
    expect(keptKeyOf(exchange, owner.address, nominee)).to.equal(undefined);
  });

  it("are had again in another browser, beside the one that it nominates with", async () => {
    const nominee = addressOf(await makeSessionKey(owner, domain)) as Address;
    expect(await recoverKey(steady, exchange, owner.address, nominee)).to.equal(true);
    expect(addressOf(keptKeyOf(exchange, owner.address, nominee))).to.equal(nominee);
    expect(addressOf(keptKey(exchange, owner.address))).to.equal(nominee);
    items.clear();
    const own = await nominationKey(unsteady, exchange, owner.address);
    expect(await recoverKey(steady, exchange, owner.address, nominee)).to.equal(true);
    expect(addressOf(keptKeyOf(exchange, owner.address, nominee))).to.equal(nominee);
    expect(keptKeyOf(exchange, owner.address, addressOf(own) as Address)).to.equal(own);
    expect(await nominationKey(steady, exchange, owner.address)).to.equal(own);
  });
});
