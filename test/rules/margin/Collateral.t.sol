// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TradeTerms} from "../../../contracts/interfaces/IProducts.sol";
import {Collateral} from "../../../contracts/libraries/Collateral.sol";
import {Test} from "../utils/Test.sol";

contract CollateralTest is Test {
    uint256 private constant BPS = 10_000;
    uint256 private constant TICKS = 252;
    uint256 private constant MAX_PRICE = 2 ** 23;

    // -- by hand ---------------------------------------------------------------------------------------

    /// @dev 0.01 USDC ticks, capFactor 1.5, penalty 10%, margins 5% and 100%, 0.10 USDC of stake.
    function _terms() private pure returns (TradeTerms memory) {
        return
            TradeTerms({
                tickSize: 10_000,
                stakePerLot: 100_000,
                capFactorBps: 15_000,
                penaltyBps: 1_000,
                providerMarginBps: 500,
                uncoveredMarginBps: 10_000,
                initialReference: 200,
                basisFloor: 0
            });
    }

    function test_LockOfAProvider() external pure {
        // mark 2.00, k 1.80: 1.55 x 2.00 + 0.1 x 1.80 - 0.10 = 3.18
        assertEq(Collateral.lock(_terms(), true, 180 * 256, 200 * 256), 3_180_000, "lock");
        assertEq(Collateral.lockUp(_terms(), true, 180 * 256, 200 * 256), 3_180_000, "lockUp");
    }

    function test_LockOfAWriter() external pure {
        // mark 2.00, k 1.80: 2.5 x 2.00 + 0.1 x 1.80 = 5.18
        assertEq(Collateral.lock(_terms(), false, 180 * 256, 200 * 256), 5_180_000, "lock");
        assertEq(Collateral.lockUp(_terms(), false, 180 * 256, 200 * 256), 5_180_000, "lockUp");
    }

    function test_LockIsNeverLessThanTheProceeds() external pure {
        TradeTerms memory t = _terms();
        (t.stakePerLot, t.capFactorBps, t.penaltyBps, t.providerMarginBps) = (1e12, 10_000, 0, 0);
        assertEq(Collateral.lock(t, true, 180 * 256, 200 * 256), 1_800_000, "stake above the need");
        assertEq(Collateral.lockUp(t, true, 180 * 256 + 1, 200 * 256), 1_800_040, "39.0625 rounded up");
        assertEq(Collateral.lock(t, true, 180 * 256 + 1, 200 * 256), 1_800_039, "39.0625 rounded down");
        assertEq(Collateral.lock(t, false, 180 * 256, 200 * 256), 4_000_000, "stake is nothing to a writer");
    }

    function test_LockUpRoundsUp() external pure {
        TradeTerms memory t = _terms();
        (t.tickSize, t.stakePerLot) = (1, 0);
        // 1.55 x 3 + 0.1 x 3 = 4.95
        assertEq(Collateral.lock(t, true, 3 * 256, 3 * 256), 4, "down");
        assertEq(Collateral.lockUp(t, true, 3 * 256, 3 * 256), 5, "up");
    }

    function test_TheLargestValuesDoNotOverflow() external pure {
        TradeTerms memory t = _terms();
        t.tickSize = type(uint64).max;
        (t.capFactorBps, t.penaltyBps, t.uncoveredMarginBps) = (type(uint16).max, 10_000, type(uint16).max);
        uint256 top = MAX_PRICE + TICKS;
        uint256 perLot = Collateral.forOrder(t, false, top, top, top, 500);
        assertGt(perLot, top * type(uint64).max * 13, "13.1 + 1 - 1 times the price");
        // What an order of the largest size takes still is far from 2^256, and below 2^128.
        assertLt(perLot * (2 ** 27 - 1), 2 ** 128, "order");
    }

    function test_ForOrderByHand() external pure {
        // At 1.00: 2.5 x 2.00 + 0.1 x 1.00 - 1.00 = 4.10; at 4.51: 2.6 x 4.51 - 4.51 = 7.216; fee 0.1% of 4.51.
        assertEq(Collateral.forOrder(_terms(), false, 100, 451, 200, 10), 7_216_000 + 4_510, "writer");
        // With nothing but the proceeds to lock the limit asks for more: what is lost below the reference.
        TradeTerms memory t = _terms();
        (t.capFactorBps, t.penaltyBps, t.uncoveredMarginBps) = (10_000, 0, 0);
        assertEq(Collateral.forOrder(t, false, 100, 451, 200, 0), 1_000_000, "limit below the reference");
        // A lot that sells at 1.00 counts as sold at 3.00: 2.6 x 3.00 - 1.00 = 6.80, above 2.6 x 3.25 - 3.25 at the top.
        t = _terms();
        assertEq(Collateral.forOrder(t, false, 100, 325, 200, 0), 5_200_000, "the top without a floor");
        t.basisFloor = 300;
        assertEq(Collateral.forOrder(t, false, 100, 325, 200, 0), 6_800_000, "floor inside the band");
        // 2.6 x 5.00 - 1.00 at the limit, 2.6 x 5.00 - 4.51 at the top.
        t.basisFloor = 500;
        assertEq(Collateral.forOrder(t, false, 100, 451, 200, 0), 12_000_000, "floor above the band");
    }

    function test_FeeByHand() external pure {
        assertEq(Collateral.fee(10_000, 200, 10), 2_000, "0.1% of 2.00");
        assertEq(Collateral.fee(1, 1, 1), 1, "rounded up");
        assertEq(Collateral.fee(1, 10_001, 1), 2, "rounded up");
        assertEq(Collateral.fee(1, 10_000, 1), 1, "exact");
        assertEq(Collateral.fee(10_000, 200, 0), 0, "none");
    }

    // -- properties ------------------------------------------------------------------------------------

    function testFuzz_LockRoundsDownAndLockUpUp(TradeTerms memory t, bool backed, uint32 k, uint32 mark) external pure {
        t = _fold(t);
        uint256 down = Collateral.lock(t, backed, k, mark);
        uint256 up = Collateral.lockUp(t, backed, k, mark);
        assertGe(up, down, "up is above");
        assertLe(up - down, 1, "by at most one");
    }

    function testFuzz_LockCoversTheWorstDamages(TradeTerms memory t, bool backed, uint32 k, uint32 mark) external pure {
        t = _fold(t);
        uint256 damages = (t.tickSize * (uint256(mark) * t.capFactorBps + uint256(k) * t.penaltyBps)) / (256 * BPS);
        uint256 covered = Collateral.lock(t, backed, k, mark) + (backed ? t.stakePerLot : 0);
        assertGe(covered, damages, "c x mark + p x k");
    }

    function testFuzz_LockIsTheWorstDamagesAndTheMargin(
        TradeTerms memory t,
        bool backed,
        uint32 k,
        uint32 mark
    ) external pure {
        t = _fold(t);
        uint256 rate = uint256(t.capFactorBps) + (backed ? t.providerMarginBps : t.uncoveredMarginBps);
        uint256 need = (t.tickSize * (mark * rate + uint256(k) * t.penaltyBps)) / (256 * BPS);
        if (backed) need = need > t.stakePerLot ? need - t.stakePerLot : 0;
        uint256 proceeds = (uint256(k) * t.tickSize) / 256;
        assertEq(Collateral.lock(t, backed, k, mark), need > proceeds ? need : proceeds, "lock");
    }

    function testFuzz_LockIsMonotone(
        TradeTerms memory t,
        bool backed,
        uint32[2] memory k,
        uint32[2] memory mark
    ) external pure {
        t = _fold(t);
        if (k[0] > k[1]) (k[0], k[1]) = (k[1], k[0]);
        if (mark[0] > mark[1]) (mark[0], mark[1]) = (mark[1], mark[0]);
        assertLe(Collateral.lock(t, backed, k[0], mark[0]), Collateral.lock(t, backed, k[1], mark[1]), "lock");
        assertLe(Collateral.lockUp(t, backed, k[0], mark[0]), Collateral.lockUp(t, backed, k[1], mark[1]), "lockUp");
    }

    function testFuzz_ForOrderCoversEveryPrice(
        TradeTerms memory t,
        bool backed,
        uint256 base,
        uint256 referenceOffset,
        uint256 limitTick,
        uint256 feeBps
    ) external pure {
        t = _fold(t);
        (base, referenceOffset, limitTick, feeBps) = _foldGrid(base, referenceOffset, limitTick, feeBps);
        uint256 top = base + TICKS - 1;
        uint256 perLot = Collateral.forOrder(t, backed, base + limitTick, top, base + referenceOffset, feeBps);
        for (uint256 price = base + limitTick; price <= top; ++price) {
            uint256 locked = _lockedAt(t, backed, price, base + referenceOffset);
            uint256 fee = Collateral.fee(t.tickSize, price, feeBps);
            assertGe(perLot + price * t.tickSize, locked + fee, "order and proceeds cover lock and fee");
        }
    }

    function testFuzz_ForOrderIsTheDearestPrice(
        TradeTerms memory t,
        bool backed,
        uint256 base,
        uint256 referenceOffset,
        uint256 limitTick,
        uint256 feeBps
    ) external pure {
        t = _fold(t);
        (base, referenceOffset, limitTick, feeBps) = _foldGrid(base, referenceOffset, limitTick, feeBps);
        uint256 top = base + TICKS - 1;
        uint256 dearest;
        for (uint256 price = base + limitTick; price <= top; ++price) {
            uint256 beyond = _lockedAt(t, backed, price, base + referenceOffset) - price * t.tickSize;
            if (beyond > dearest) dearest = beyond;
        }
        uint256 perLot = Collateral.forOrder(t, backed, base + limitTick, top, base + referenceOffset, feeBps);
        assertEq(perLot, dearest + Collateral.fee(t.tickSize, top, feeBps), "no more than needed");
    }

    function testFuzz_AveragesNeverReleaseMoreThanWasLocked(
        TradeTerms memory t,
        bool backed,
        uint32[12] memory ks,
        uint32[12] memory marks,
        uint32[12] memory lots,
        bool small
    ) external pure {
        t = _fold(t);
        // Small ticks are where rounding matters most.
        if (small) t.tickSize = (t.tickSize % 1_000) + 1;
        uint256 locked;
        uint256 held;
        uint256 k;
        uint256 mark;
        for (uint256 i = 0; i < ks.length; ++i) {
            uint256 added = bound(lots[i], 1, small ? 20 : 2 ** 27 - 1);
            if (marks[i] < ks[i]) marks[i] = ks[i];
            locked += added * Collateral.lockUp(t, backed, ks[i], marks[i]);
            k = (k * held + ks[i] * added) / (held + added);
            mark = (mark * held + marks[i] * added) / (held + added);
            held += added;
            uint256 released = lots[i] % held;
            locked -= released * Collateral.lock(t, backed, k, mark);
            held -= released;
            assertGe(locked, held * Collateral.lock(t, backed, k, mark), "what is left covers the rest");
        }
    }

    function testFuzz_FeeIsRoundedUp(uint64 tickSize, uint24 price, uint256 feeBps) external pure {
        feeBps = bound(feeBps, 0, 500);
        uint256 gross = uint256(tickSize) * price;
        uint256 fee = Collateral.fee(tickSize, price, feeBps);
        assertGe(fee * BPS, gross * feeBps, "not less");
        if (fee > 0) assertLt((fee - 1) * BPS, gross * feeBps, "not a unit more");
        assertLe(fee, gross, "a seller never pays for selling");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev Locked for a lot that fills at a price on a grid with this reference, ticks.
    function _lockedAt(
        TradeTerms memory t,
        bool backed,
        uint256 price,
        uint256 referencePrice
    ) private pure returns (uint256) {
        uint256 k = price > t.basisFloor ? price : t.basisFloor;
        uint256 mark = k > referencePrice ? k : referencePrice;
        return Collateral.lockUp(t, backed, k * 256, mark * 256);
    }

    /// @dev Any terms that Products lists.
    function _fold(TradeTerms memory t) private pure returns (TradeTerms memory) {
        t.tickSize = uint64(bound(t.tickSize, 1, type(uint64).max));
        t.capFactorBps = uint16(bound(t.capFactorBps, BPS, type(uint16).max));
        t.penaltyBps = uint16(bound(t.penaltyBps, 0, BPS));
        // Half of the stakes in the range of a lot's value, where the floor at k matters.
        if (t.stakePerLot & 1 == 1) {
            uint256 most = uint256(t.tickSize) * 2 ** 26;
            t.stakePerLot = uint80(bound(t.stakePerLot, 0, most > type(uint80).max ? type(uint80).max : most));
        }
        // Half of the floors below or within the first bands, where they matter for some prices of a grid only.
        t.basisFloor = uint24(bound(t.basisFloor, 0, t.basisFloor & 1 == 1 ? 1_000 : MAX_PRICE));
        return t;
    }

    function _foldGrid(
        uint256 base,
        uint256 referenceOffset,
        uint256 limitTick,
        uint256 feeBps
    ) private pure returns (uint256, uint256, uint256, uint256) {
        return (
            bound(base, 1, MAX_PRICE),
            bound(referenceOffset, 0, 126),
            bound(limitTick, 0, TICKS - 1),
            bound(feeBps, 0, 500)
        );
    }
}
