export { OutOfBandError, SideFullError } from "../errors/auction.ts";
export { InvalidLotsError } from "../errors/input.ts";
export {
  type Book,
  BookBuilder,
  type BookOrder,
  bookOf,
  type Entry,
  InvalidBookError,
} from "./book.ts";
export {
  type Clearing,
  clearBook,
  decodeHints,
  encodeHints,
  type Interval,
  referenceAfter,
  resultOf,
} from "./clear.ts";
export {
  auctionId,
  type Order,
  OrderKind,
  type Pressed,
  packOrder,
  packResult,
  parseAuctionId,
  parseBasis,
  parseSeriesId,
  type Result,
  seriesId,
  unpackCollected,
  unpackOrder,
  unpackResult,
} from "./codec.ts";
export { explainFill, type FillCode, type FillReport, filledLots, type Outcome, sideOf } from "./fill.ts";
export {
  type Grid,
  gridAround,
  HALF_BAND,
  intoBand,
  MAX_LOTS,
  MAX_REFERENCE,
  type Side,
  TICKS,
  topOf,
} from "./grid.ts";
export { InvalidWordError } from "./layout.ts";
export { buyEscrow, buyRefund, type Fill, feePerLot, type PriceTerms, sellProceeds } from "./money.ts";
export { NotClearingError, verifyClearing } from "./verify.ts";
