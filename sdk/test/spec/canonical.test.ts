import { expect } from "chai";
import { keccak256, stringToBytes, toHex } from "viem";
import { SpecSyntaxError } from "../../src/spec/errors.ts";
import { cpuExample, gpuExample } from "../../src/spec/examples.ts";
import { canonicalSpec, specBytes, specHash } from "../../src/spec/hash.ts";
import { canonicalJson } from "../../src/spec/json.ts";
import { parseSpec } from "../../src/spec/parse.ts";

// The vectors are the published examples of RFC 8785.
describe("RFC 8785", () => {
  const sample = `{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
    "literals": [null, true, false]
  }`;

  it("3.2.2: serialises literals, strings and numbers", () => {
    expect(canonicalJson(JSON.parse(sample))).to.equal(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("3.2.4: encodes as UTF-8", () => {
    const expected =
      "0x7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e33333333" +
      "3333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c" +
      "5c5c5c222f227d";
    expect(toHex(stringToBytes(canonicalJson(JSON.parse(sample))))).to.equal(expected);
  });

  it("3.2.3: sorts keys by UTF-16 code units", () => {
    const unsorted = JSON.parse(`{
      "\\u20ac": "Euro Sign",
      "\\r": "Carriage Return",
      "\\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\\ud83d\\ude00": "Emoji: Grinning Face",
      "\\u0080": "Control",
      "\\u00f6": "Latin Small Letter O With Diaeresis"
    }`);
    const order = [...canonicalJson(unsorted).matchAll(/:"([^"]+)"/g)].map(([, value]) => value);
    expect(order).to.deep.equal([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  const doubles: [bits: string, text: string][] = [
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ];
  for (const [bits, text] of doubles) {
    it(`appendix B: ${bits} is ${text}`, () => {
      expect(canonicalJson(fromBits(bits))).to.equal(text);
    });
  }

  for (const bits of ["7fffffffffffffff", "7ff0000000000000"]) {
    it(`appendix B: ${bits} is refused`, () => {
      expect(() => canonicalJson([fromBits(bits)])).to.throw(SpecSyntaxError);
    });
  }
});

function fromBits(bits: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

describe("the hash of a spec", () => {
  it("is the keccak256 of its canonical UTF-8 bytes", () => {
    expect(specHash(cpuExample)).to.equal(keccak256(specBytes(cpuExample)));
    expect(specBytes(cpuExample)).to.deep.equal(stringToBytes(canonicalSpec(cpuExample)));
  });

  // Pinned: a listed product is found by this hash, so that no later version may change it.
  it("is stable", () => {
    expect(specHash(cpuExample)).to.equal("0xb15b19520096c44e4184aae8361f203c49f38d0a3e12f167127725092cfa6d43");
    expect(specHash(gpuExample)).to.equal("0xcac3e6b7c0d1a98025b005982d85364db9a0e3bafb80924a593e947f47fad679");
  });

  it("does not depend on white space, key order or escapes", () => {
    const reversed = Object.fromEntries(Object.entries(gpuExample).reverse());
    const text = JSON.stringify(reversed, null, 4).replace("H100", "\\u0048\\u0031\\u0030\\u0030");
    expect(specHash(parseSpec(text))).to.equal(specHash(gpuExample));
  });

  it("changes with any value", () => {
    const hashes = [gpuExample, { ...gpuExample, ramGiB: 2049 }, { ...gpuExample, name: "8x H100 SXM5 node." }].map(
      specHash,
    );
    expect(new Set(hashes)).to.have.property("size", 3);
  });
});
