/** Hourly orders in columns: there may be hundreds of thousands, and what is done for each is done in a few nanoseconds. */

export type Side = "buy" | "sell";

export interface HourlyOrder {
  /** Index of its series. */
  readonly series: number;
  readonly side: Side;
  /** Limit per lot. */
  readonly price: number;
  readonly lots: number;
}

export class HourlyOrders implements Iterable<HourlyOrder> {
  readonly length: number;
  /** Of each order the index of its series, 1 where it buys, its limit per lot, and its lots. */
  readonly series: Int32Array;
  readonly buys: Uint8Array;
  readonly prices: Float64Array;
  readonly lots: Float64Array;

  constructor(orders: readonly HourlyOrder[]) {
    this.length = orders.length;
    this.series = Int32Array.from(orders, ({ series }) => series);
    this.buys = Uint8Array.from(orders, ({ side }) => (side === "buy" ? 1 : 0));
    this.prices = Float64Array.from(orders, ({ price }) => price);
    this.lots = Float64Array.from(orders, ({ lots }) => lots);
  }

  *[Symbol.iterator](): Iterator<HourlyOrder> {
    for (let i = 0; i < this.length; i++) {
      yield {
        series: this.series[i] as number,
        side: this.buys[i] === 1 ? "buy" : "sell",
        price: this.prices[i] as number,
        lots: this.lots[i] as number,
      };
    }
  }
}
