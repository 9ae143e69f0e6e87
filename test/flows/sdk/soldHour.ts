/** An hour that is sold: what flows of delivery begin with. */
import type { PrivateKeyAccount } from "viem/accounts";
import {
  armShiftSync,
  clearAuctionSync,
  collectSync,
  fixShiftSync,
  oracleSetId,
  placeOrdersSync,
  registerOracleSetSync,
} from "../../../sdk/src/index.ts";
import { USDC } from "../../../sdk/test/support/listing.ts";
import { members } from "../fixtures/oracles.ts";
import { openSdkMarket, type SdkMarket } from "./market.ts";

/** Three of a set are its quorum. */
const QUORUM = 3;

/**
 * A market that two sets of oracles attest, in whose first hour bob has sold 12 lots.
 *
 * @param carols How many of them Carol has bought; the others are Alice's.
 */
export async function openSoldHour(
  first: readonly PrivateKeyAccount[],
  second: readonly PrivateKeyAccount[],
  carols: number,
): Promise<SdkMarket> {
  const market = await openSdkMarket({
    oracleSet: oracleSetId(members(first), QUORUM),
    secondSet: oracleSetId(members(second), QUORUM),
  });
  const { deployment, deployer, alice, bob, carol, dayAuction: auction } = market;
  for (const set of [first, second]) {
    await registerOracleSetSync(deployer, { deployment, members: members(set), quorum: QUORUM });
  }
  for (const wallet of [alice, bob, carol]) await market.fund(wallet, 10_000n * USDC);
  await market.enrol(bob, 1_000n * USDC, 100);
  await market.toCollect();
  const order = { auction, series: market.series(0), slot: 0 };
  await placeOrdersSync(bob, { deployment, orders: [{ ...order, side: "write", ticks: 190, lots: 12 }] });
  await placeOrdersSync(alice, { deployment, orders: [{ ...order, side: "buy", ticks: 210, lots: 12 - carols }] });
  await placeOrdersSync(carol, { deployment, orders: [{ ...order, side: "buy", ticks: 210, lots: carols }] });
  await market.toSolve();
  await clearAuctionSync(deployer, { deployment, auction });
  const orders = [alice, bob, carol].map((wallet) => ({ accountId: market.account(wallet), slot: 0n }));
  await collectSync(deployer, { deployment, orders });
  return market;
}

/** Closes the gate of the first hour and fixes who serves whom in it. */
export async function fixFirstHour({ beforeDay, dave, deployment, networkHelpers, series }: SdkMarket): Promise<void> {
  await beforeDay(900);
  await armShiftSync(dave, { deployment, series: series(0) });
  await networkHelpers.mine(2);
  await fixShiftSync(dave, { deployment, series: series(0) });
}
