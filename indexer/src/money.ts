/** Amounts of quote units, as contracts/libraries/Collateral.sol forms them. */
import { BigInt } from "@graphprotocol/graph-ts";

const BPS = BigInt.fromI32(10000);

/** The trading fee of a lot at a price, rounded up. */
export function feePerLot(perLot: BigInt, feeBps: i32): BigInt {
  return perLot.times(BigInt.fromI32(feeBps)).plus(BPS).minus(BigInt.fromI32(1)).div(BPS);
}
