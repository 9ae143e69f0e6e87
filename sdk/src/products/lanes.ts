/** When a lane's auctions open, close and become final. Pure: no call of the chain. */
import type { Lane } from "./types.ts";

/** The times of one auction, unix seconds. */
export type AuctionTimes = {
  /** It takes orders from here ... */
  readonly open: bigint;
  /** ... to before here, and can be cleared from here ... */
  readonly close: bigint;
  /** ... to before here. From here on it is final or void. */
  readonly deadline: bigint;
  /** The first delivery period of its window begins. */
  readonly start: bigint;
};

/** An auction that is under way. */
export type CurrentAuction = AuctionTimes & {
  /** `lane << 32 | number`. */
  readonly auction: bigint;
  readonly number: number;
  readonly state: "collect" | "solve";
  /** The first delivery period of its window. */
  readonly firstHour: number;
  /** The period behind the last one of its window. */
  readonly endHour: number;
};

/** The times of auction `number` of a lane. Auctions whose times would lie before 1970 have zeros. */
export function auctionTimes(lane: Omit<Lane, "id">, number: number): AuctionTimes {
  const start = BigInt(number) * BigInt(lane.stride) * BigInt(lane.period);
  const deadline = atLeastZero(start - BigInt(lane.lead));
  const close = atLeastZero(deadline - BigInt(lane.solve));
  const open = atLeastZero(close - BigInt(lane.collect));
  return { open, close, deadline, start };
}

/** When solvers of auction `number` can reveal and no longer commit, unix seconds: half of its solving time has passed. */
export function revealFrom(lane: Omit<Lane, "id">, number: number): bigint {
  return atLeastZero(auctionTimes(lane, number).deadline - BigInt(Math.floor(lane.solve / 2)));
}

/**
 * The auctions of a lane that take orders or wait for their clearing at a time, the earliest first. At most three.
 *
 * @param now Unix seconds: the chain's time, not the machine's.
 */
export function currentAuctions(lane: Lane, now: bigint): CurrentAuction[] {
  const step = BigInt(lane.stride) * BigInt(lane.period);
  const found: CurrentAuction[] = [];
  // The first auction that is not yet past its deadline: number * step - lead > now.
  for (let number = (now + BigInt(lane.lead)) / step; ; number++) {
    const times = auctionTimes(lane, Number(number));
    if (now >= times.deadline) continue;
    if (now < times.open) return found;
    const firstHour = Number(number) * lane.stride;
    found.push({
      auction: (BigInt(lane.id) << 32n) | number,
      number: Number(number),
      state: now < times.close ? "collect" : "solve",
      firstHour,
      endHour: firstHour + lane.window,
      ...times,
    });
  }
}

/** The auctions of a lane that trade a delivery period, the earliest first: their ids. */
export function auctionsOfHour(lane: Lane, hour: number): bigint[] {
  const last = Math.floor(hour / lane.stride);
  const ids: bigint[] = [];
  for (let number = last; number >= 0 && number * lane.stride + lane.window > hour; number--) {
    ids.unshift((BigInt(lane.id) << 32n) | BigInt(number));
  }
  return ids;
}

function atLeastZero(value: bigint): bigint {
  return value > 0n ? value : 0n;
}
