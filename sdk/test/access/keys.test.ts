import { expect } from "chai";
import fc from "fast-check";
import { type Hex, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import {
  AccessKeyError,
  EndpointError,
  formatEndpoint,
  nomineeOf,
  parseEndpoint,
  toAccessKey,
} from "../../src/access/index.ts";

describe("access: keys", () => {
  it("lead to the address of their private key, in both forms", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 255n }), (secret) => {
        const { address, publicKey } = privateKeyToAccount(numberToHex(secret, { size: 32 }));
        const key = toAccessKey(publicKey);
        expect(key).to.have.length(2 + 2 * 33);
        expect(nomineeOf(key)).to.equal(address);
        expect(nomineeOf(publicKey)).to.equal(address);
      }),
      { numRuns: 10 },
    );
  });

  it("are refused when they are no point of the curve", () => {
    const { publicKey } = privateKeyToAccount(numberToHex(7n, { size: 32 }));
    const bad: [key: string, reason: string][] = [
      ["nonsense", "not hex"],
      [`0x05${"11".repeat(32)}`, "begins with 05"],
      [`0x02${"11".repeat(31)}`, "32 bytes instead of 33"],
      [`0x02${"ff".repeat(32)}`, "no point"],
      // There is no y for x = 5.
      [`0x02${"00".repeat(31)}05`, "no point"],
      [`${publicKey.slice(0, -2)}00`, "no point"],
    ];
    for (const [key, reason] of bad) expect(() => nomineeOf(key as Hex), key).to.throw(AccessKeyError, reason);
  });
});

describe("access: endpoints", () => {
  const meterKey = privateKeyToAccount(numberToHex(1n, { size: 32 })).address;

  it("are URLs that may name the meter key", () => {
    expect(parseEndpoint("http://127.0.0.1:9700")).to.deep.equal({ url: "http://127.0.0.1:9700", meterKey: undefined });
    const full = { url: "https://compute.example/eu", meterKey };
    expect(formatEndpoint(full)).to.equal(`https://compute.example/eu#meter=${meterKey}`);
    expect(parseEndpoint(formatEndpoint(full))).to.deep.equal(full);
    expect(parseEndpoint(`https://compute.example/eu/#meter=${meterKey.toLowerCase()}`)).to.deep.equal(full);
  });

  it("are refused when they cannot be called", () => {
    for (const bad of [
      "",
      "compute.example",
      "ftp://compute.example",
      "http://me:word@compute.example",
      "http://a#meter=1",
    ]) {
      expect(() => parseEndpoint(bad), bad).to.throw(EndpointError);
    }
    expect(() => formatEndpoint({ url: `https://${"a".repeat(250)}.example`, meterKey: undefined })).to.throw(
      EndpointError,
      "over 256 bytes",
    );
  });
});
