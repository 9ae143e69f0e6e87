import fc from "fast-check";
import { BlockKind, type BlockOrder, type BlockRecord } from "../../src/blocks/index.ts";

const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });

/** Words of strips and blocks with any values in their fields. */
export const anyBlock: fc.Arbitrary<BlockOrder> = fc.record({
  auction: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  product: uint(32),
  offset: uint(6),
  periods: uint(6),
  kind: fc.constantFrom(...Object.values(BlockKind)),
  price: uint(24),
  lots: uint(27),
  least: uint(27),
  index: uint(16),
  step: uint(3),
  size: uint(5),
});

/** Records with any values in their fields, every third one with a profile. */
export const anyRecord: fc.Arbitrary<BlockRecord> = fc.integer({ min: 1, max: 48 }).chain((periods) =>
  fc.record({
    sell: fc.boolean(),
    block: fc.boolean(),
    place: uint(3),
    offset: uint(8),
    periods: fc.constant(periods),
    price: uint(24),
    lots: uint(32),
    least: uint(32),
    profile: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(uint(16), { minLength: periods, maxLength: periods }) },
    ),
  }),
);
