import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";

/**
 * The id of a set of oracles, as terms name it: the hash of its members and quorum.
 *
 * @param members Ascending by address, as `registerOracleSet` takes them.
 */
export function oracleSetId(members: readonly Address[], quorum: number): Hex {
  return keccak256(encodeAbiParameters([{ type: "address[]" }, { type: "uint8" }], [members, quorum]));
}
