/** The day's auctions: what everybody orders at each gate, and that it is cleared, or not. */
import {
  type AccountId,
  auctionId,
  auctionTimes,
  type BlockToPlace,
  collectBlocksSync,
  collectSync,
  getAuction,
  getOrders,
  OrderKind,
  type PlacedOrder,
  placeBlocksSync,
  placeOrdersSync,
  relayOrdersSync,
  seriesId,
  signOrder,
} from "@clearhour/sdk";
import { parseUnits } from "viem";
import { SOLVERS } from "../keepers.ts";
import { playContests } from "../market/contest.ts";
import type { Gate } from "../market/listing.ts";
import { DECIMALS } from "../market/prices.ts";
import { sleep } from "../processes.ts";
import { blocksOf } from "./blocks.ts";
import type { Name } from "./cast.ts";
import type { Stage } from "./stage.ts";

/** Chain seconds per wall second while nothing but trading goes on. */
const BRISK = 600;
/** The same while there is something to be done before an instant. */
const SLOW = 1;
/** The same while solvers search: half an hour, in which they commit, takes half a minute. */
const SOLVING = 60;
const POLL_MS = 100;
const MOST_FOR_PLACE = parseUnits("1", DECIMALS);

/** Who orders what. */
export interface Wish {
  readonly by: Name;
  readonly side: PlacedOrder["side"];
  readonly hour: number;
  readonly lots: number;
  /** Ticks per lot. Generous by default: everything that finds somebody fills. */
  readonly ticks?: number;
  /** Whether it is only signed, and somebody else places it. */
  readonly isSigned?: true;
}

/** The same for a strip or block. */
export interface BlockWish extends Omit<Wish, "isSigned"> {
  readonly form: BlockToPlace["form"];
  /** From the first one, `hour`, on. */
  readonly hours: number;
  readonly least?: number;
  readonly profile?: readonly number[];
}

export interface Times {
  readonly auction: bigint;
  readonly open: number;
  readonly close: number;
  readonly deadline: number;
}

/** Orders of one account never share a slot. */
const slots = new Map<Name, number>();

function nextSlot(name: Name): number {
  const slot = slots.get(name) ?? 0;
  slots.set(name, slot + 1);
  return slot;
}

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

  /**
   * As `trade`, with strips and blocks: until the contest is concluded.
   *
   * @param rival solves it, too
   */
  async contest(
    times: Times,
    wishes: readonly Wish[],
    blocks: readonly BlockWish[],
    rival?: (auction: bigint) => Promise<void>,
  ): Promise<void> {
    const { anyone, clock, deployment } = this.#stage;
    const { auction, close, open } = times;
    await clock.jumpTo(open + 1);
    await this.place(times, wishes);
    await this.placeBlocks(times, blocks);
    await clock.jumpTo(close + 1);
    clock.setRate(SOLVING);
    const solvers = SOLVERS + (rival === undefined ? 0 : 1);
    await Promise.all([
      playContests({ client: anyone, deployment, clock, auctions: [auction], solvers }),
      rival?.(auction),
    ]);
    clock.setRate(SLOW);
    await this.collect(auction);
  }

  async place({ auction, close }: Times, wishes: readonly Wish[]): Promise<void> {
    const { anyone, cast, deployment } = this.#stage;
    const byParty = Map.groupBy(wishes, ({ by }) => by);
    const placing = [...byParty].map(async ([name, own]) => {
      const { client } = cast[name];
      const direct = own.filter(({ isSigned }) => !isSigned).map((wish) => this.#orderOf(auction, wish));
      if (direct.length > 0) await placeOrdersSync(client, { deployment, orders: direct });
      const toSign = own.filter(({ isSigned }) => isSigned).map((wish) => this.#orderOf(auction, wish));
      const deadline = BigInt(close);
      return await Promise.all(toSign.map((order) => signOrder(client, { deployment, order, deadline })));
    });
    const signed = (await Promise.all(placing)).flat();
    if (signed.length > 0) await relayOrdersSync(anyone, { deployment, orders: signed });
  }

  /** One after the other: it is their order in which a solution names them. */
  async placeBlocks({ auction }: Pick<Times, "auction">, wishes: readonly BlockWish[]): Promise<void> {
    const { cast, deployment } = this.#stage;
    for (const wish of wishes) {
      const { by, form, hours, least, profile } = wish;
      const common = { ...this.#orderOf(auction, wish), periods: hours, maxFee: MOST_FOR_PLACE };
      const order: BlockToPlace = form === "strip" ? { ...common, form } : { ...common, form, least, profile };
      await placeBlocksSync(cast[by].client, { deployment, orders: [order] });
    }
  }

  #orderOf(auction: bigint, { by, hour, lots, side, ticks = side === "buy" ? 240 : 160 }: Wish | BlockWish) {
    const series = seriesId(this.#stage.market.products.cpu, hour);
    return { auction, series, side, ticks, lots, slot: nextSlot(by) };
  }

  /** Collects what an auction's orders have come to. */
  async collect(auction: bigint): Promise<void> {
    const { anyone, deployment } = this.#stage;
    const open = (await getOrders(anyone, { deployment, auction })).filter(({ collected }) => collected === undefined);
    if (open.length > 0) await collectSync(anyone, { deployment, orders: open.map(toCollect) });
    const blocks = (await blocksOf(this.#stage)).filter(({ filled, order }) => {
      return order.auction === auction && filled === undefined;
    });
    if (blocks.length > 0) await collectBlocksSync(anyone, { deployment, orders: blocks.map(toCollect) });
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

function toCollect({ accountId, slot }: { readonly accountId: AccountId; readonly slot: bigint }) {
  return { accountId, slot };
}
