import { expect } from "chai";
import fc from "fast-check";
import { feePerLot, TICKS } from "../../src/clearing/index.ts";
import { lockPerLot, lockPerLotUp, type ShortTerms, writeEscrowPerLot } from "../../src/index.ts";

const terms: fc.Arbitrary<ShortTerms> = fc.record({
  trade: fc.record({
    tickSize: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    stakePerLot: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    capFactorBps: fc.integer({ min: 10_000, max: 65_535 }),
    penaltyBps: fc.integer({ min: 0, max: 10_000 }),
    providerMarginBps: fc.integer({ min: 0, max: 65_535 }),
    uncoveredMarginBps: fc.integer({ min: 0, max: 65_535 }),
    initialReference: fc.constant(200),
    basisFloor: fc.integer({ min: 0, max: 2 ** 23 }),
  }),
  backed: fc.boolean(),
});
const price = fc.integer({ min: 1, max: 2 ** 23 });

describe("collateral", () => {
  it("locks at least what it releases, and at most one unit more", () => {
    fc.assert(
      fc.property(terms, price, price, (t, k, over) => {
        const [up, down] = [lockPerLotUp(t, k * 256, (k + over) * 256), lockPerLot(t, k * 256, (k + over) * 256)];
        expect(up - down >= 0n && up - down <= 1n).to.equal(true);
      }),
    );
  });

  it("never locks less than the proceeds, and with the stake covers the worst damages", () => {
    fc.assert(
      fc.property(terms, price, price, (t, k, mark) => {
        const { capFactorBps, penaltyBps, stakePerLot, tickSize } = t.trade;
        const lock = lockPerLotUp(t, k * 256, mark * 256);
        const damages = (BigInt(mark) * BigInt(capFactorBps) + BigInt(k) * BigInt(penaltyBps)) * tickSize;
        expect(lock >= BigInt(k) * tickSize).to.equal(true);
        expect((lock + (t.backed ? stakePerLot : 0n)) * 10_000n >= damages).to.equal(true);
      }),
    );
  });

  it("takes enough with an order for the lock and the fee at every price of the grid", () => {
    const grid = fc.record({
      base: price,
      over: fc.integer({ min: 0, max: 126 }),
      at: fc.integer({ min: 0, max: TICKS - 1 }),
    });
    fc.assert(
      fc.property(terms, grid, fc.integer({ min: 0, max: 500 }), (t, { base, over, at }, feeBps) => {
        const [limit, reference] = [base + at, base + over];
        const escrow = writeEscrowPerLot(t, { limit, base, reference, feeBps });
        const { basisFloor, tickSize } = t.trade;
        for (let fill = limit; fill < base + TICKS; fill++) {
          const basis = Math.max(fill, basisFloor);
          const lock = lockPerLotUp(t, basis * 256, Math.max(basis, reference) * 256);
          const net = BigInt(fill) * tickSize - feePerLot(fill, { tickSize, feeBps });
          expect(escrow + net >= lock).to.equal(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
