/** The day's auctions: what everybody orders at each gate, and that it is cleared, or not. */
import {
  auctionId,
  auctionTimes,
  collectSync,
  getAuction,
  getOrders,
  OrderKind,
  type PlacedOrder,
  placeOrdersSync,
  seriesId,
} from "@clearhour/sdk";
import type { Gate } from "../market/listing.ts";
import { sleep } from "../processes.ts";
import type { Name } from "./cast.ts";
import type { Stage } from "./stage.ts";

/** Chain seconds per wall second while nothing but trading goes on. */
const BRISK = 600;
/** The same while there is something to be done before an instant. */
const SLOW = 1;
const POLL_MS = 100;

/** Who orders what, in ticks per lot. */
export interface Wish {
  readonly by: Name;
  readonly side: PlacedOrder["side"];
  readonly hour: number;
  readonly lots: number;
  /** Generous by default: everything that finds somebody fills. */
  readonly ticks?: number;
}

export interface Times {
  readonly auction: bigint;
  readonly open: number;
  readonly close: number;
  readonly deadline: number;
}

/** Orders of one account never share a slot. */
const slots = new Map<Name, number>();

export class Trading {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** The auction of a gate whose window begins with a number of strides. */
  timesOf(gate: Gate, number: number): Times {
    const lane = this.#stage.market.lanes[gate];
    const { close, deadline, open } = auctionTimes(lane, number);
    const auction = auctionId(lane.id, number);
    return { auction, open: Number(open), close: Number(close), deadline: Number(deadline) };
  }

  /** Jumps to an auction's opening, places, and waits until a keeper has cleared it and everything is collected. */
  async trade(times: Times, wishes: readonly Wish[]): Promise<void> {
    await this.#stage.clock.jumpTo(times.open + 1);
    await this.place(times, wishes);
    await this.finish(times);
  }

  /** From the orders on. */
  async finish({ auction, close, deadline }: Times): Promise<void> {
    const { anyone, clock, deployment } = this.#stage;
    await clock.jumpTo(close + 1);
    clock.setRate(BRISK);
    while ((await getAuction(anyone, { deployment, auction })).clearer === undefined) {
      if (clock.now() >= deadline) throw new Error(`no keeper cleared auction ${auction} in time`);
      await sleep(POLL_MS);
    }
    clock.setRate(SLOW);
    await clock.jumpTo(deadline + 1);
    await this.collect(auction);
  }

  async place({ auction }: Times, wishes: readonly Wish[]): Promise<void> {
    const { cast, deployment, market } = this.#stage;
    const byParty = Map.groupBy(wishes, ({ by }) => by);
    const placing = [...byParty].map(async ([name, own]) => {
      const orders = own.map(({ hour, lots, side, ticks = side === "buy" ? 240 : 160 }) => {
        const slot = slots.get(name) ?? 0;
        slots.set(name, slot + 1);
        return { auction, series: seriesId(market.products.cpu, hour), side, ticks, lots, slot };
      });
      await placeOrdersSync(cast[name].client, { deployment, orders });
    });
    await Promise.all(placing);
  }

  /** Collects what an auction's orders have come to. */
  async collect(auction: bigint): Promise<void> {
    const { anyone, deployment } = this.#stage;
    const open = (await getOrders(anyone, { deployment, auction })).filter(({ collected }) => collected === undefined);
    if (open.length === 0) return;
    await collectSync(anyone, { deployment, orders: open.map(({ accountId, slot }) => ({ accountId, slot })) });
  }

  /** Waits until keepers have put the positions of some accounts into an auction. */
  async untilClosedOut({ auction, close }: Times, names: readonly Name[]): Promise<void> {
    const { anyone, cast, clock, deployment } = this.#stage;
    const accounts = names.map((name) => cast[name].accountId);
    clock.setRate(BRISK);
    for (;;) {
      const orders = await getOrders(anyone, { deployment, auction, accounts });
      const closed = new Set(
        orders
          .filter(({ order }) => order.kind === OrderKind.CloseSell || order.kind === OrderKind.CloseBuy)
          .map(({ accountId }) => accountId),
      );
      if (closed.size === names.length || clock.now() >= close) break;
      await sleep(POLL_MS);
    }
    clock.setRate(SLOW);
  }
}
