/** What turns ticks into money. */
export interface PriceTerms {
  /** Quote units per tick and lot. */
  readonly tickSize: bigint;
  /** Fee of the market on both sides of a fill, basis points of the price. */
  readonly feeBps: number;
}

/** Lots filled at a price (ticks). */
export interface Fill {
  readonly lots: number;
  readonly price: number;
}

const BPS = 10_000n;

/** The fee of one lot at a price (ticks), quote units, rounded up: against whoever pays it. */
export function feePerLot(price: number, { tickSize, feeBps }: PriceTerms): bigint {
  return (BigInt(price) * tickSize * BigInt(feeBps) + BPS - 1n) / BPS;
}

/** What a buy takes when it is placed, quote units: lots x (limit + fee), with the limit (ticks) at which it counts. */
export function buyEscrow({ price, lots }: Fill, terms: PriceTerms): bigint {
  return (BigInt(price) * terms.tickSize + feePerLot(price, terms)) * BigInt(lots);
}

/** What collecting a buy gives back, quote units. */
export function buyRefund(order: Fill, fill: Fill, terms: PriceTerms): bigint {
  return buyEscrow(order, terms) - buyEscrow(fill, terms);
}

/** What a sale of lots held earns, quote units: the price less the fee. */
export function sellProceeds({ price, lots }: Fill, terms: PriceTerms): bigint {
  return (BigInt(price) * terms.tickSize - feePerLot(price, terms)) * BigInt(lots);
}
