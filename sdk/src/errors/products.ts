/** Custom errors of Products. */
import { contractError } from "./contract.ts";

/** The spec is empty or longer than 16 KiB. */
export class SpecSizeError extends contractError("SpecSize", ({ size }) => ({
  short: `The spec has ${size} bytes.`,
  todo: ["A canonical spec has 1 to 16384 bytes: shorten its texts, or link to what need not be on the chain."],
})) {}

const TERMS: Readonly<Record<string, string>> = {
  tickSize: "at least 1 quote unit",
  capFactorBps: "at least 10000",
  penaltyBps: "at most 10000",
  initialReference: "1 to 8388608 ticks",
  basisFloor: "at most 8388608 ticks",
  period: "60 to 2678400 seconds",
  gateClosure: "at least 1 second",
  autoCommit: "longer than gateClosure",
  rootDue: "at least 1 second",
  challengeWindow: "at least 1 second",
  decisionWindow: "at least 1 second",
  slaBps: "at most 10000",
  interruptionBps: "at most 10000",
  minLots: "at least 1",
  domainLots: "at least 1",
  tier: "0 reserved, 1 on-demand or 2 interruptible",
  bondBps: "at most 10000",
};

/** A field of the terms is outside of its range. */
export class InvalidTermsError extends contractError("InvalidTerms", ({ field }) => ({
  short: `The term "${field}" is outside of its range.`,
  todo: [TERMS[field] === undefined ? `Correct "${field}" and list again.` : `It must be ${TERMS[field]}.`],
})) {}

const MARKET: Readonly<Record<string, string>> = {
  products: "1 to 8 products",
  lanes: "1 to 8 lanes",
  feeBps: "a fee of at most 500 basis points",
  minVolume: "a minVolume of at least 1 lot",
  access: "access zero: nothing else is supported yet",
  period: "products that all have the same delivery period",
  window: "windows of 1 to 48 periods, and at most 192 series (window x products) in one auction",
  stride: "strides of 1 to 255 periods",
  collect: "a collecting time of at least 1 second",
  solve: "a solving time of at least 1 second",
  buffers: "collect + solve of at most two strides, since two buffers alternate",
  lead: "leads longer than every product's gate closure, falling from lane to lane",
  span: "at most 90 days from a lane's opening to the last settlement",
  cover: "at most 15 auctions that cover one period, over all lanes",
  "spot lane": "a last lane with window 1 and stride 1: the hour-ahead lane",
};

/** A lane or market parameter is outside of its range. */
export class InvalidMarketError extends contractError("InvalidMarket", ({ field }) => ({
  short: `The market parameter "${field}" is outside of its range.`,
  todo: [`The market needs ${MARKET[field] ?? `another value of "${field}"`}.`],
})) {}

/** No product has this id. */
export class UnknownProductError extends contractError("UnknownProduct", ({ product }) => ({
  short: `There is no product ${product}.`,
  todo: ["Products are numbered from 1 in the order of their listing. Is this the right exchange and chain?"],
})) {}

/** No lane has this id. */
export class UnknownLaneError extends contractError("UnknownLane", ({ lane }) => ({
  short: `There is no lane ${lane}.`,
  todo: ["getMarket lists the lanes of a market. Is this the right exchange and chain?"],
})) {}

/** No market has this id. */
export class UnknownMarketError extends contractError("UnknownMarket", ({ market }) => ({
  short: `There is no market ${market}.`,
  todo: ["Markets are numbered from 1 in the order of their opening. Is this the right exchange and chain?"],
})) {}

/** The product does not trade in this lane. */
export class NotInLaneError extends contractError("NotInLane", ({ product, lane }) => ({
  short: `Product ${product} does not trade in lane ${lane}.`,
  todo: ["Take a lane of the product's own market: getProduct names the market, getMarket its lanes."],
})) {}

/** Only whoever listed a product puts it into a market. */
export class NotListerError extends contractError("NotLister", ({ product, caller }) => ({
  short: `${caller} did not list product ${product}.`,
  todo: ["Open the market from the address that listed all of its products, or list the product yourself."],
})) {}

/** The product trades in a market already. */
export class InMarketError extends contractError("InMarket", ({ product, market }) => ({
  short: `Product ${product} trades in market ${market} already.`,
  todo: ["A product belongs to one market for good: list it again as a new product."],
})) {}
