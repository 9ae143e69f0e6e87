/** Strips and blocks: how they are placed, what became of them, and the list of an auction. */
export {
  type BlockFillCode,
  type BlockFillReport,
  type BlockOutcome,
  type BlockResult,
  explainBlockFill,
  type PlacedBlock,
} from "./fill.ts";
export { type BlockValue, mostFees, valueAtLimit } from "./money.ts";
export {
  type BlockFormInput,
  type BlockInput,
  type BlockPlacement,
  type BlockSide,
  limitInBand,
  packBlockPlacement,
  type StripInput,
} from "./placement.ts";
export {
  type BlockRecord,
  chainOf,
  decodeList,
  decodeRecord,
  encodeList,
  encodeRecord,
  InvalidListError,
} from "./record.ts";
export { type ListRoom, maxWords, placeFee, stepOf, wordsOf } from "./room.ts";
export { BlockKind, type BlockOrder, blockSideOf, isStrip, packBlock, unpackBlock } from "./word.ts";
