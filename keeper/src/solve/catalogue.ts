import {
  type AuctionTimes,
  auctionTimes,
  getLane,
  getMarket,
  getProduct,
  type Lane,
  parseAuctionId,
} from "@clearhour/sdk";
import type { Connection } from "../chain/connection.ts";

/** What the keeper needs of a product's terms and market. */
export interface ProductFacts {
  readonly market: number;
  /** The hour-ahead lane. */
  readonly spotLane: Lane;
  /** Seconds before the delivery period when commitments and nominations close. */
  readonly gateClosure: number;
}

/** What the keeper needs of an auction's lane. */
export interface AuctionFacts extends AuctionTimes {
  readonly auction: bigint;
  readonly market: number;
  /** The first delivery period of its window, and how many it has. */
  readonly firstHour: number;
  readonly window: number;
}

/** Products, markets and lanes: what is listed never changes, so it is read once; a reorg forgets it. */
export class Catalogue {
  readonly #connection: Connection;
  readonly #known = new Map<string, Promise<unknown>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async auction(auction: bigint): Promise<AuctionFacts> {
    const { lane: id, number } = parseAuctionId(auction);
    const lane = await this.#once(`lane ${id}`, () => getLane(this.#connection.client, { ...this.#at, lane: id }));
    const { market, stride, window } = lane;
    return { auction, market, firstHour: number * stride, window, ...auctionTimes(lane, number) };
  }

  async product(id: number): Promise<ProductFacts> {
    const { client } = this.#connection;
    return await this.#once(`product ${id}`, async () => {
      const { market, delivery } = await getProduct(client, { ...this.#at, product: id });
      const spotLane = (await this.#market(market)).lanes.at(-1);
      if (spotLane === undefined) throw new RangeError(`market ${market} has no lane`);
      return { market, spotLane, gateClosure: delivery.gateClosure };
    });
  }

  /** The products of a market, in the order of a clearing's hints. */
  async productsOf(market: number): Promise<readonly number[]> {
    return (await this.#market(market)).products;
  }

  forget(): void {
    this.#known.clear();
  }

  #market(id: number) {
    return this.#once(`market ${id}`, () => getMarket(this.#connection.client, { ...this.#at, market: id }));
  }

  get #at() {
    return { deployment: this.#connection.deployment };
  }

  #once<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#known.get(key);
    if (known !== undefined) return known as Promise<T>;
    const loading = load();
    this.#known.set(key, loading);
    loading.catch(() => this.#known.delete(key));
    return loading;
  }
}
