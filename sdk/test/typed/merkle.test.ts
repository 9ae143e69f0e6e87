import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { itWithData } from "../meter/data.ts";

type Vector = {
  readonly name: string;
  readonly types: string[];
  readonly root: string;
  readonly leaves: { readonly value: string[]; readonly proof: string[] }[];
};

/** The same hex with one bit turned. */
function flip(hex: string, bit: number): string {
  const place = 2 + (bit >> 2);
  const digit = Number.parseInt(hex[place] ?? "0", 16) ^ (1 << (bit & 3));
  return hex.slice(0, place) + digit.toString(16) + hex.slice(place + 1);
}

describe("Merkle proofs", () => {
  itWithData(
    "of the recorded vectors hold, and none of them with one bit changed",
    "conformance-merkle/standard_merkle_vectors.json",
    (bytes) => {
      const vectors = JSON.parse(bytes.toString()) as Vector[];
      let bit = 0;
      let changed = 0;
      for (const { name, root, types, leaves } of vectors) {
        for (const { proof, value } of leaves) {
          const verify = (r: string, v: string[], p: string[]) => StandardMerkleTree.verify(r, types, v, p);
          expect(verify(root, value, proof), name).to.equal(true);
          bit = (bit + 97) % 256;
          expect(verify(flip(root, bit), value, proof), name).to.equal(false);
          const other = value.map((part, i) =>
            types[i] === "address" ? flip(part, bit % 160) : (BigInt(part) ^ 1n).toString(),
          );
          for (const [i, part] of other.entries())
            expect(verify(root, value.with(i, part), proof), name).to.equal(false);
          for (const [i, sibling] of proof.entries()) {
            expect(verify(root, value, proof.with(i, flip(sibling, bit))), name).to.equal(false);
          }
          changed += 1 + other.length + proof.length;
        }
      }
      expect(changed).to.be.greaterThan(1000);
    },
  );
});
