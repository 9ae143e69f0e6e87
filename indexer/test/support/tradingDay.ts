/**
 * A day of trading: orders that fill, partly fill, come too late at the margin, are outbid, find nobody; a void
 * auction; buying back what was sold short; close-outs; claims that are wrapped, sold on and redeemed. And what anybody
 * may send and nobody should: a spec that is no text, options on series that do not exist, transfers of nothing.
 */
import { auctionId, type OrderSide, seriesId } from "@clearhour/sdk";
import { toHex, zeroAddress } from "viem";
import { DAY, HOUR, USDC } from "../../../sdk/test/support/listing.ts";
import { walletAt } from "./chain.ts";
import { cash, DAY_LANE, type Exchange, HOUR_LANE, type Placed } from "./exchange.ts";

export const alice = walletAt(1);
export const bob = walletAt(2);
export const carol = walletAt(3);
export const provider = walletAt(4);
export const rival = walletAt(5);
const writer = walletAt(6);
export const keeper = walletAt(7);

/** Hours in which both providers sell all that the buyers want: 30 and 20 to 25, 15 and 10. The third is a day later. */
export const DELIVERED = [12, 16, 26, 20] as const;

/** Orders for one series in one auction, limits in ticks. */
function ordersIn(auction: bigint, series: bigint) {
  return (side: OrderSide, ticks: number, lots: number, slot: number): Placed => ({
    auction,
    series,
    side,
    ticks,
    lots,
    slot,
  });
}

/** @returns the first hour of the delivery day that was traded */
export async function tradeDay(exchange: Exchange, now: number): Promise<number> {
  const { send, place, collect, clear, warp } = exchange;
  const day = Math.floor(now / DAY) + 3;
  const first = day * 24;
  const ahead = auctionId(DAY_LANE, day);
  const at = (hour: number) => seriesId(1, first + hour);

  for (const trader of [alice, bob, carol, provider, rival, writer]) await exchange.fund(trader, 100_000n * USDC);
  await exchange.enrol(provider, 10_000n * USDC, 1_000);
  await exchange.enrol(rival, 5_000n * USDC, 200);
  await send(alice, "ledger", "setOperator", keeper.address, true);
  await send(bob, "ledger", "setApproval", cash(bob), exchange.deployment.claims, true);
  await send(alice, "ledger", "transfer", cash(alice), cash(alice, 7), 500n * USDC, 42n);
  await send(bob, "ledger", "transfer", cash(bob), cash(bob), 1n, 0n);

  // Day-ahead, which opens 36 hours before its window.
  await warp(day * DAY - 36 * HOUR);
  const dayAhead = (hour: number, ...order: Parameters<ReturnType<typeof ordersIn>>) =>
    ordersIn(ahead, at(hour))(...order);
  await place(
    alice,
    dayAhead(0, "buy", 230, 40, 0),
    dayAhead(1, "buy", 210, 30, 1),
    dayAhead(2, "buy", 190, 10, 2),
    dayAhead(8, "buy", 220, 60, 3),
    dayAhead(9, "buy", 220, 60, 4),
  );
  await place(bob, dayAhead(0, "buy", 215, 25, 0), dayAhead(1, "buy", 210, 30, 1), dayAhead(8, "buy", 200, 5, 2));
  await place(carol, dayAhead(0, "buy", 205, 15, 0), dayAhead(1, "buy", 210, 5, 1));
  await place(
    provider,
    dayAhead(0, "write", 200, 50, 0),
    dayAhead(1, "write", 205, 40, 1),
    dayAhead(2, "write", 195, 20, 2),
    dayAhead(8, "write", 180, 70, 3),
    dayAhead(9, "write", 180, 40, 4),
  );
  await place(rival, dayAhead(0, "write", 215, 20, 0), dayAhead(8, "write", 190, 30, 1));
  await place(writer, dayAhead(1, "write", 200, 10, 0), dayAhead(10, "write", 210, 3, 1));
  await place(carol, dayAhead(10, "buy", 200, 3, 2));
  for (const [i, hour] of DELIVERED.entries()) {
    await place(alice, dayAhead(hour, "buy", 220, 25, 30 + i));
    await place(bob, dayAhead(hour, "buy", 220, 15, 30 + i));
    await place(carol, dayAhead(hour, "buy", 220, 10, 30 + i));
    await place(provider, dayAhead(hour, "write", 200, 30, 30 + i));
    await place(rival, dayAhead(hour, "write", 210, 20, 30 + i));
  }
  await warp(day * DAY - 13 * HOUR);
  await clear(keeper, ahead);
  for (const trader of [alice, bob, carol, provider, rival]) {
    await collect(keeper, trader, ...DELIVERED.map((_, i) => 30 + i));
  }
  await collect(keeper, alice, 0, 1, 2, 3);
  await collect(keeper, provider, 0, 1, 2, 3, 4);
  await collect(rival, rival, 0, 1);
  await collect(bob, bob, 0, 1);
  await collect(writer, writer, 0, 1);
  await collect(carol, carol, 0, 1);

  // Claims: out, sold to another wallet, and back into that one's account.
  await send(alice, "claims", "wrap", cash(alice), [at(0), at(8)], [12, 20], alice.address);
  await send(alice, "claims", "safeTransferFrom", alice.address, bob.address, at(0), 5n, "0x");
  await send(alice, "claims", "safeBatchTransferFrom", alice.address, carol.address, [at(0), at(8)], [3n, 4n], "0x");
  await send(bob, "claims", "unwrap", cash(bob), [at(0)], [5]);
  await send(bob, "claims", "wrap", cash(bob), [at(0)], [2], carol.address);
  // Nothing of what nobody has.
  await send(bob, "claims", "safeTransferFrom", bob.address, carol.address, 2n ** 200n + 7n, 0n, "0x");

  await hostile(exchange, at(0));

  // Hour-ahead of the first hour: the provider buys back, writes again at another price, longs are sold; bob's order
  // in a used slot folds the fill before it.
  const spot = auctionId(HOUR_LANE, first);
  const hourAhead = ordersIn(spot, at(0));
  await warp(day * DAY - 2 * HOUR);
  await place(provider, hourAhead("buy", 240, 18, 10));
  await place(alice, hourAhead("sell", 190, 10, 0));
  await place(writer, hourAhead("write", 185, 6, 0));
  await place(rival, hourAhead("write", 230, 6, 0));
  await place(bob, hourAhead("buy", 220, 4, 2));
  await warp(day * DAY - HOUR);
  await clear(keeper, spot);
  await collect(keeper, provider, 10);
  await collect(keeper, alice, 0);
  await collect(keeper, rival, 0);

  // Nobody clears the second hour's: what was taken comes back.
  const missed = auctionId(HOUR_LANE, first + 1);
  const inMissed = ordersIn(missed, at(1));
  await warp(day * DAY - HOUR + 60);
  await place(carol, inMissed("buy", 220, 8, 0));
  await place(writer, inMissed("write", 200, 4, 1));
  await send(keeper, "auction", "closeOut", cash(writer), at(1));
  await warp(day * DAY + 1800);
  await collect(keeper, carol, 0);
  await collect(keeper, writer, 0, 1, (1n << 63n) | (1n << 8n) | (at(1) & 3n));

  // Hour-ahead of the ninth hour: a hoarded long and a financial short are closed out.
  const late = auctionId(HOUR_LANE, first + 8);
  await warp((first + 8) * HOUR - 2 * HOUR);
  const inLate = ordersIn(late, at(8));
  await place(writer, inLate("write", 190, 9, 20));
  await send(keeper, "auction", "closeOut", cash(alice), at(8));
  await place(carol, inLate("buy", 250, 30, 20));
  await warp((first + 8) * HOUR - HOUR);
  await clear(keeper, late);
  await collect(keeper, writer, 20);
  return first;
}

/** What anybody may send. */
async function hostile({ send, terms, deployment }: Exchange, series: bigint) {
  await send(carol, "products", "list", "0xff00fe", 0, terms);
  await send(carol, "products", "list", toHex("naïve 時間"), 0, {
    ...terms,
    delivery: { ...terms.delivery, minLots: 2 ** 32 - 1, rootDue: 2 ** 32 - 1 },
  });
  await send(carol, "providers", "optOut", cash(carol), seriesId(999, 1), true);
  await send(carol, "providers", "optOut", cash(carol), seriesId(1, 2 ** 32 - 1), true);
  await send(carol, "providers", "optOut", cash(carol), series, true);
  await send(carol, "providers", "stake", cash(carol), 5n * USDC);
  await send(carol, "providers", "enrol", cash(carol, 3));
  await send(carol, "providers", "register", cash(carol, 3), 1, 5, "\u0000nul \ud800");
  await send(carol, "meter", "registerSet", [carol.address], 1);
  await send(carol, "token", "mint", deployment.ledger, 77n);
  await send(carol, "ledger", "skim");
  await send(carol, "ledger", "setApproval", cash(carol), zeroAddress, true);
}
