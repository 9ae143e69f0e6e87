import { InvalidWordError, type Layout, pack, unpack } from "../clearing/layout.ts";

/** The kinds of strips and blocks, as `BlockKind` in contracts/types/BlockWord.sol. */
export const BlockKind = {
  None: 0,
  StripBuy: 1,
  /** A strip of lots held. */
  StripSell: 2,
  /** A strip of lots to be delivered. */
  StripWrite: 3,
  BlockBuy: 4,
  /** A block of lots held. */
  BlockSell: 5,
  /** A block of lots to be delivered. */
  BlockWrite: 6,
} as const;

export type BlockKind = (typeof BlockKind)[keyof typeof BlockKind];

/** A strip or block, as it stands in its account's slot. */
export interface BlockOrder {
  /** lane << 32 | number */
  readonly auction: bigint;
  readonly product: number;
  /** Periods from the first of the auction's window to the order's first. */
  readonly offset: number;
  /** Periods it covers. */
  readonly periods: number;
  readonly kind: BlockKind;
  /** Limit on the average price of its lots, ticks. */
  readonly price: number;
  /** Lots in each period, or units of its profile. Zero once collected. */
  readonly lots: number;
  /** Fewest lots that it accepts: 0 for a strip. */
  readonly least: number;
  /** Place in the auction's list. */
  readonly index: number;
  /** Which eighth of the list it stands in, 0 to 7: its words cost the market's wordFee << step each. */
  readonly step: number;
  /** Words it takes of the list. */
  readonly size: number;
}

const BLOCK: Layout<BlockOrder> = [
  ["auction", 0n, 64n],
  ["product", 64n, 32n],
  ["offset", 96n, 6n],
  ["periods", 102n, 6n],
  ["kind", 111n, 3n],
  ["price", 114n, 24n],
  ["lots", 138n, 27n],
  ["least", 165n, 27n],
  ["index", 192n, 16n],
  ["step", 208n, 3n],
  ["size", 211n, 5n],
];

/**
 * Packs a strip or block as contracts/types/BlockWord.sol does.
 *
 * @throws {InvalidWordError} when a value does not fit its field
 */
export function packBlock(order: BlockOrder): bigint {
  return pack(BLOCK, order);
}

/**
 * Takes the word of a strip or block apart.
 *
 * @throws {InvalidWordError} when the word has no known kind
 */
export function unpackBlock(word: bigint): BlockOrder {
  const { auction, kind, ...parts } = unpack(BLOCK, word);
  const known = Object.values(BlockKind).find((value) => value === Number(kind));
  if (known === undefined) throw new InvalidWordError(`${kind} is no kind of strip or block.`);
  return {
    auction,
    product: Number(parts.product),
    offset: Number(parts.offset),
    periods: Number(parts.periods),
    kind: known,
    price: Number(parts.price),
    lots: Number(parts.lots),
    least: Number(parts.least),
    index: Number(parts.index),
    step: Number(parts.step),
    size: Number(parts.size),
  };
}

/** The side of a strip or block. */
export function blockSideOf({ kind }: Pick<BlockOrder, "kind">): "buy" | "sell" {
  return kind === BlockKind.StripBuy || kind === BlockKind.BlockBuy ? "buy" : "sell";
}

/** Whether it is a strip, which may be cut to any number of lots. */
export function isStrip({ kind }: Pick<BlockOrder, "kind">): boolean {
  return kind <= BlockKind.StripWrite;
}
