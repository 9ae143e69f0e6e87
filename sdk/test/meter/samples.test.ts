import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import {
  concat,
  encodeAbiParameters,
  encodePacked,
  type Hex,
  hashTypedData,
  hexToBigInt,
  keccak256,
  numberToHex,
  stringToBytes,
  stringToHex,
} from "viem";
import {
  challengeTypedData,
  hashPage,
  MeterError,
  MeterSignatureError,
  READING_LEAF,
  type Reading,
  readingLeaf,
  readingsTree,
  receiptTypedData,
  type SignedSample,
  samplesRoot,
  samplesTree,
  sampleTypedData,
  signReceipt,
  signSample,
  type Trust,
  verifyReading,
  verifyReceipts,
  verifySample,
  ZERO_WORD,
} from "../../src/meter/index.ts";
import { itWithData } from "./data.ts";
import { rejected, thrown } from "./helpers.ts";
import { assignment, domain, MINUTE, meter, nominee, OUTPUT, START, stranger } from "./signers.ts";

const uint = (value: number | bigint) => numberToHex(value, { size: 32 });
const text = (value: string) => keccak256(stringToBytes(value));

/** The EIP-712 digest by hand, sharing nothing with the code but keccak. */
function digest(type: string, words: Hex[]): Hex {
  const separator = keccak256(
    concat([
      text("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
      text("Clearhour Meter"),
      text("1"),
      uint(domain.chainId),
      uint(hexToBigInt(domain.verifyingContract)),
    ]),
  );
  return keccak256(concat(["0x1901", separator, keccak256(concat([text(type), ...words]))]));
}
const ids = [1, 490_000, 2, 3].map(uint);

describe("meter: signatures", () => {
  const IDS = "uint32 product,uint32 hour,uint32 commitment,uint32 nomination";

  it("of samples are over exactly the published type", () => {
    const typed = sampleTypedData(domain, assignment, { at: START + 1, body: "a 1\n" });
    const words = [...ids, uint(START + 1), keccak256(stringToHex("a 1\n"))];
    expect(hashTypedData(typed)).to.equal(digest(`Sample(${IDS},uint64 at,bytes32 page)`, words));
  });

  it("of receipts are over exactly the published type", () => {
    const typed = receiptTypedData(domain, { assignment, from: START, to: START + 5, outputHash: OUTPUT });
    const words = [...ids, uint(START), uint(START + 5), OUTPUT];
    expect(hashTypedData(typed)).to.equal(digest(`Receipt(${IDS},uint64 from,uint64 to,bytes32 outputHash)`, words));
  });

  it("of challenges are over exactly the published type", () => {
    const typed = challengeTypedData(domain, assignment, { at: START, ok: true, validForSeconds: 60 });
    const words = [...ids, uint(START), uint(1), uint(60)];
    expect(hashTypedData(typed)).to.equal(digest(`Challenge(${IDS},uint64 at,bool ok,uint32 validForSeconds)`, words));
  });

  it("hold for one page, time, assignment, chain and contract only", async () => {
    const sample = await signSample(meter, domain, assignment, { at: START, body: "a 1\n" });
    await verifySample(domain, assignment, meter.address, sample);
    const forged = (some: Partial<SignedSample>, where = assignment, on: typeof domain | Trust["domain"] = domain) =>
      rejected(MeterSignatureError, verifySample(on, where, meter.address, { ...sample, ...some }));
    await forged({ body: "a 2\n" });
    await forged({ at: START + 1 });
    for (const field of ["product", "hour", "commitment", "nomination"] as const) {
      await forged({}, { ...assignment, [field]: assignment[field] + 1 });
    }
    await forged({}, assignment, { ...domain, chainId: 1 });
    await forged({}, assignment, { ...domain, verifyingContract: stranger.address });
  });

  it("that are forged name who had to sign and who did", async () => {
    const sample = await signSample(stranger, domain, assignment, { at: START, body: "" });
    const error = await rejected(MeterSignatureError, verifySample(domain, assignment, meter.address, sample));
    expect(error).to.include({ expected: meter.address, actual: stranger.address, subject: `the sample of ${START}` });
  });

  it("that are no signatures are refused, not thrown through", async () => {
    for (const signature of [`0x${"00".repeat(65)}`, `0x${"ff".repeat(65)}`, "0x", "0x1234"] as const) {
      const sample = { at: START, body: "", signature };
      const error = await rejected(MeterSignatureError, verifySample(domain, assignment, meter.address, sample));
      expect(error.actual, signature).to.equal(undefined);
    }
  });

  it("of receipts sort out those that count", async () => {
    const body = { assignment, from: START, to: START + MINUTE, outputHash: OUTPUT };
    const good = await signReceipt(nominee, domain, body);
    const forged = await signReceipt(meter, domain, body);
    const other = await signReceipt(nominee, domain, { ...body, assignment: { ...assignment, nomination: 4 } });
    const { accepted, rejected: refused } = await verifyReceipts(domain, assignment, nominee.address, [
      forged,
      good,
      other,
      { ...other, assignment },
    ]);
    expect(accepted).to.deep.equal([good]);
    expect(refused.map(({ reason }) => reason)).to.deep.equal([
      `The signature of the receipt of (${START}, ${START + MINUTE}] is not by ${nominee.address}.`,
      "for another assignment",
      `The signature of the receipt of (${START}, ${START + MINUTE}] is not by ${nominee.address}.`,
    ]);
  });
});

describe("meter: Merkle trees", () => {
  const signed = (at: number, body: string) => signSample(meter, domain, assignment, { at, body });

  /** A leaf by hand: hashed twice. */
  const leafOf = ({ at, body, signature }: SignedSample) =>
    keccak256(
      keccak256(
        encodeAbiParameters(
          ["uint32", "uint32", "uint32", "uint32", "uint64", "bytes32", "bytes"].map((type) => ({ type })),
          [1, 490_000, 2, 3, BigInt(at), hashPage(body), signature],
        ),
      ),
    );
  const pair = (a: Hex, b: Hex) => keccak256(encodePacked(["bytes32", "bytes32"], a < b ? [a, b] : [b, a]));

  it("of samples have the root of twice hashed leaves in sorted pairs", async () => {
    const [a, b] = [await signed(START, "a 1\n"), await signed(START + 5, "a 2\n")];
    expect(samplesRoot(assignment, [a])).to.equal(leafOf(a));
    expect(samplesRoot(assignment, [a, b])).to.equal(pair(leafOf(a), leafOf(b)));
  });

  it("of samples do not depend on order, repeats or the case of hex", async () => {
    const [a, b, c] = [await signed(1, "a 1\n"), await signed(2, "a 2\n"), await signed(3, "a 1\n")];
    const root = samplesRoot(assignment, [a, b, c]);
    const shouting = { ...b, signature: `0x${b.signature.slice(2).toUpperCase()}` as Hex };
    expect(samplesRoot(assignment, [c, a, shouting, a, b])).to.equal(root);
    const resigned = { ...a, signature: `0x${"ff".repeat(65)}` as Hex };
    expect(samplesRoot(assignment, [resigned, a, b, c])).to.equal(root);
    expect(samplesRoot(assignment, [a, b])).to.not.equal(root);
  });

  it("of samples prove each of them", async () => {
    const samples = await Promise.all([1, 2, 3, 4, 5].map((at) => signed(at, `a ${at}\n`)));
    const tree = samplesTree(assignment, samples);
    for (const [i, leaf] of tree?.entries() ?? []) expect(tree?.verify(leaf, tree.getProof(i))).to.equal(true);
    expect(tree?.length).to.equal(5);
  });

  it("of no samples have the root zero", () => {
    expect(samplesRoot(assignment, [])).to.equal(ZERO_WORD);
    expect(samplesTree(assignment, [])).to.equal(undefined);
  });

  const reading: Reading = {
    version: 1,
    product: 2,
    hour: 490_000,
    commitment: 4,
    nomination: 5,
    lots: 6,
    deliveredPpm: 7,
    lostProviderPpm: 8,
    lostBuyerPpm: 9,
    performancePpm: 10,
    preemptions: 11,
    energyWh: 2n ** 64n - 1n,
    carbonG: 13n,
    samplesRoot: `0x${"0e".repeat(32)}`,
    extension: `0x${"0f".repeat(32)}`,
  };

  it("of readings hash the fields in their order, as a contract decodes them", () => {
    const words = concat([
      ...[1, 2, 490_000, 4, 5, 6, 7, 8, 9, 10, 11].map(uint),
      uint(2n ** 64n - 1n),
      uint(13),
      reading.samplesRoot,
      reading.extension,
    ]);
    expect(readingsTree([reading]).root).to.equal(keccak256(keccak256(words)));
    expect(READING_LEAF).to.deep.equal(
      "uint8 uint32 uint32 uint32 uint32 uint32 uint32 uint32 uint32 uint32 uint32 uint64 uint64 bytes32 bytes32".split(
        " ",
      ),
    );
  });

  it("of readings prove each of them and nothing else", () => {
    const readings = [1, 2, 3, 4, 5].map((nomination) => ({ ...reading, nomination }));
    const tree = readingsTree(readings);
    const root = tree.root as Hex;
    expect(readingsTree(readings.toReversed()).root).to.equal(root);
    for (const one of readings) {
      const proof = tree.getProof(readingLeaf(one)) as Hex[];
      expect(verifyReading(root, one, proof)).to.equal(true);
      expect(verifyReading(root, { ...one, deliveredPpm: 8 }, proof)).to.equal(false);
      expect(verifyReading(root, { ...one, energyWh: 1n }, proof)).to.equal(false);
    }
    // The tree travels as JSON.
    expect(StandardMerkleTree.load(JSON.parse(JSON.stringify(tree.dump()))).root).to.equal(root);
  });

  it("of readings are of one reading per assignment, and of at least one", () => {
    expect(thrown(MeterError, () => readingsTree([reading, { ...reading, deliveredPpm: 0 }])).message).to.contain(
      "There are two readings of product 2, hour 490000, commitment 4, nomination 5.",
    );
    thrown(MeterError, () => readingsTree([]));
  });

  itWithData("are those of the recorded vectors", "conformance-merkle/standard_merkle_vectors.json", (bytes) => {
    type Vector = { types: string[]; root: string; leaves: { value: (string | number)[]; proof: string[] }[] };
    const vectors = JSON.parse(bytes.toString()) as Vector[];
    expect(vectors).to.have.length.greaterThan(10);
    for (const { leaves, root, types } of vectors) {
      // By hand, not by the library that made them.
      for (const { proof, value } of leaves) {
        const encoded = encodeAbiParameters(
          types.map((type) => ({ type })),
          value.map((v, i) => (types[i]?.startsWith("uint") ? BigInt(v) : v)),
        );
        expect(
          proof.reduce<Hex>((node, sibling) => pair(node, sibling as Hex), keccak256(keccak256(encoded))),
        ).to.equal(root);
      }
    }
  });
});
