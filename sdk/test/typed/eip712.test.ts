import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { TypedDataEncoder, Wallet } from "ethers";
import { type Hex, hashTypedData, keccak256, recoverTypedDataAddress, stringToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { accountOf } from "../../src/ethers/account.ts";
import { oracleSetId, PERMIT_TYPES, permitTypedData } from "../../src/index.ts";
import { itWithData } from "../meter/data.ts";

type Vector = {
  readonly name: string;
  readonly domain: { readonly chainId?: number | string };
  readonly types: Record<string, { name: string; type: string }[]>;
  readonly primaryType: string;
  readonly data: Record<string, unknown>;
  readonly digest: Hex;
  readonly privateKey?: Hex;
  readonly signature?: Hex;
};

const key = privateKeyToAccount(`0x${"7".repeat(64)}`);
const domain = { name: "USD Coin", version: "2", chainId: 1, verifyingContract: key.address };

describe("EIP-712", () => {
  itWithData(
    "digests and signatures, by viem and through ethers, are those of the recorded vectors",
    "conformance-eip712-abi/eip712_dev.json.gz",
    async (bytes) => {
      const vectors = JSON.parse(gunzipSync(bytes).toString()) as Vector[];
      expect(vectors).to.have.lengthOf(257);
      const signatures: string[] = [];
      for (const { name, data, digest, privateKey, signature, domain: own, types, primaryType } of vectors) {
        const typed = { domain: own, types, primaryType, message: data } as never;
        expect(hashTypedData(typed), name).to.equal(digest);
        expect(TypedDataEncoder.hash(own, types, data), name).to.equal(digest);
        if (privateKey === undefined) continue;
        expect(await privateKeyToAccount(privateKey).signTypedData(typed), name).to.equal(signature);
        const { signTypedData } = await accountOf(new Wallet(privateKey));
        expect(await signTypedData?.(typed), name).to.equal(signature);
        signatures.push(name);
      }
      expect(signatures).to.not.be.empty;
    },
  );

  it("a permit signs the EIP's own type", async () => {
    const fields = PERMIT_TYPES.Permit.map(({ name, type }) => `${type} ${name}`).join();
    // The typehash that OpenZeppelin's ERC20Permit and USDC have.
    expect(keccak256(stringToBytes(`Permit(${fields})`))).to.equal(
      "0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9",
    );
    const permit = { owner: key.address, spender: key.address, value: 5n, nonce: 1n, deadline: 9n };
    const typed = permitTypedData(domain, permit);
    const signature = await key.signTypedData(typed);
    expect(await recoverTypedDataAddress({ ...typed, signature })).to.equal(key.address);
    const digests = [
      typed,
      permitTypedData(domain, { ...permit, value: 6n }),
      permitTypedData(domain, { ...permit, nonce: 2n }),
      permitTypedData({ ...domain, chainId: 2 }, permit),
      permitTypedData({ ...domain, version: "1" }, permit),
    ].map((data) => hashTypedData(data));
    expect(new Set(digests).size).to.equal(digests.length);
  });

  it("a set of oracles is named by members and quorum", () => {
    const id = oracleSetId([key.address], 1);
    expect(id).to.match(/^0x[0-9a-f]{64}$/);
    expect(oracleSetId([key.address], 2)).to.not.equal(id);
  });
});
