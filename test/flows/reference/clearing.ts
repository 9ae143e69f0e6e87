/**
 * What a book must clear to, by brute force from its raw orders. Shares no code with the contracts or the SDK.
 *
 * At each of the 252 prices of the band, everybody who is willing to trade at it comes forward, and as many lots
 * change hands as both sides have. A price clears if no order that would do better than its limit is left with less
 * than all of its lots. Of the prices that clear, the whole run of them, the middle one is taken, rounded down.
 */

export interface RawOrder {
  readonly side: "buy" | "sell";
  /** Ticks, as the trader gave it; beyond the band it counts at the band's edge. */
  readonly limit: number;
  readonly lots: number;
}

export interface Expected {
  /** All prices that clear, ascending. */
  readonly clearing: readonly number[];
  readonly price: number;
  readonly volume: number;
  /** Lots filled, order by order. */
  readonly fills: readonly number[];
}

/**
 * @param orders in the order of their arrival, at least one
 * @param bottom lowest price of the band, ticks
 */
export function bruteForce(orders: readonly RawOrder[], bottom: number): Expected {
  const top = bottom + 251;
  const clamped = orders.map((order) => ({ ...order, limit: Math.min(Math.max(order.limit, bottom), top) }));
  const prices: number[] = [];
  for (let price = bottom; price <= top; price++) prices.push(price);

  const volumes = prices.map((price) => Math.min(willing(clamped, "buy", price), willing(clamped, "sell", price)));
  const largest = Math.max(...volumes);
  const clearing = prices.filter((price, i) => volumes[i] === largest && nobodyIsLeftOut(clamped, price, largest));
  const first = clearing[0];
  const last = clearing.at(-1);
  if (first === undefined || last === undefined) throw new Error("no price clears");
  if (last - first + 1 !== clearing.length) throw new Error("the prices that clear are not one run");

  const price = Math.floor((first + last) / 2);
  return { clearing, price, volume: largest, fills: allocate(clamped, price, largest) };
}

function accepts({ side, limit }: RawOrder, price: number): boolean {
  return side === "buy" ? limit >= price : limit <= price;
}

function willing(orders: readonly RawOrder[], side: RawOrder["side"], price: number): number {
  let lots = 0;
  for (const order of orders) if (order.side === side && accepts(order, price)) lots += order.lots;
  return lots;
}

function nobodyIsLeftOut(orders: readonly RawOrder[], price: number, volume: number): boolean {
  const eager = { buy: 0, sell: 0 };
  for (const order of orders) if (accepts(order, price) && order.limit !== price) eager[order.side] += order.lots;
  return eager.buy <= volume && eager.sell <= volume;
}

/** Gives every order that is eager its lots, then those at the price in turn until their side has traded `volume`. */
function allocate(orders: readonly RawOrder[], price: number, volume: number): number[] {
  const left = { buy: volume, sell: volume };
  const fills = orders.map(() => 0);
  for (const round of ["eager", "marginal"] as const) {
    orders.forEach((order, i) => {
      const isEager = accepts(order, price) && order.limit !== price;
      if (round === "eager" ? !isEager : order.limit !== price) return;
      const lots = Math.min(order.lots, left[order.side]);
      left[order.side] -= lots;
      fills[i] = lots;
    });
  }
  if (left.buy !== 0 || left.sell !== 0) throw new Error("the sides do not trade the same");
  return fills;
}
