import { expect } from "chai";
import { type Hex, slice } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { makeSessionKey } from "../../src/access/index.ts";
import { domain, nominee, stranger } from "../meter/signers.ts";

describe("access: session keys", () => {
  it("are the same for a wallet and an exchange each time, and of nobody else", async () => {
    const key = await makeSessionKey(nominee, domain);
    expect(await makeSessionKey(nominee, domain)).to.equal(key);
    expect(await makeSessionKey(stranger, domain)).to.not.equal(key);
    expect(await makeSessionKey(nominee, { ...domain, chainId: 1 })).to.not.equal(key);
    expect(privateKeyToAccount(key).address).to.not.equal(nominee.address);
  });

  it("are those that wallets have made before", async () => {
    // A change of what wallets sign would leave holders without the keys of the hours that they nominated.
    const key = "0xce70254d6729f7b8cdece96a1b490990a594227f30d35d76eb56286d75afe1fe";
    expect(await makeSessionKey(nominee, domain)).to.equal(key);
  });

  it("do not depend on how a wallet writes the last byte of its signature", async () => {
    const other = {
      async signTypedData(data: never): Promise<Hex> {
        const signature = await nominee.signTypedData(data);
        return `${slice(signature, 0, 64)}${signature.endsWith("1b") ? "00" : "01"}`;
      },
    };
    expect(await makeSessionKey(other, domain)).to.equal(await makeSessionKey(nominee, domain));
  });
});
