// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DeliveryTerms, TradeTerms} from "../../../contracts/interfaces/IProducts.sol";
import {Collateral} from "../../../contracts/libraries/Collateral.sol";
import {Damages} from "../../../contracts/libraries/Damages.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {Test} from "../utils/Test.sol";

contract DamagesTest is Test {
    uint256 private constant PPM = 1_000_000;

    /// @dev The library takes readings from calldata.
    function shortfall(DeliveryTerms memory d, Reading calldata r) external pure returns (uint32) {
        return Damages.shortfall(d, r);
    }

    // -- shortfall -------------------------------------------------------------------------------------

    function test_ShortfallOfFullDelivery() external view {
        assertEq(_shortfall(0, 1_000_000, 0, 1_000_000), 0, "all");
    }

    function test_ShortfallInsideTheSla() external view {
        assertEq(_shortfall(0, 990_000, 0, 1_000_000), 0, "at the SLA");
        assertEq(_shortfall(0, 989_999, 0, 1_000_000), 10_001, "all of it, just below");
    }

    function test_ShortfallCountsTheBuyersLossAsDelivered() external view {
        assertEq(_shortfall(0, 400_000, 500_000, 1_000_000), 100_000, "the provider's tenth");
    }

    function test_ShortfallDeductsAllowedPreemption() external view {
        assertEq(_shortfall(1, 900_000, 0, 1_000_000), 100_000, "on-demand");
        assertEq(_shortfall(2, 900_000, 0, 1_000_000), 50_000, "interruptible for a twentieth");
        assertEq(_shortfall(2, 960_000, 0, 1_000_000), 0, "no more than was lost");
    }

    function test_ShortfallOfWeakPerformance() external view {
        assertEq(_shortfall(0, 1_000_000, 0, 750_000), 250_000, "three quarters of the floor");
        assertEq(_shortfall(0, 800_000, 0, 500_000), 600_000, "both");
        assertEq(_shortfall(0, 800_000, 0, 2_000_000), 200_000, "speed makes up for no time");
    }

    function test_ShortfallIsRoundedDown() external view {
        assertEq(_shortfall(0, 333_333, 0, 333_333), 888_889, "a share of 0.1111108889 counts as 0.111111");
    }

    function testFuzz_ShortfallIsAShare(
        uint8 tier,
        uint16 slaBps,
        uint16 interruptionBps,
        uint32 delivered,
        uint32 lostBuyer,
        uint32 performance
    ) external view {
        DeliveryTerms memory d = _terms(uint8(bound(tier, 0, 2)));
        d.slaBps = uint16(bound(slaBps, 0, 10_000));
        d.interruptionBps = uint16(bound(interruptionBps, 0, 10_000));
        delivered = uint32(bound(delivered, 0, PPM));
        lostBuyer = uint32(bound(lostBuyer, 0, PPM - delivered));
        uint256 found = this.shortfall(d, _reading(delivered, lostBuyer, performance));
        assertLe(found, PPM, "a share");
        assertTrue(found == 0 || found > (10_000 - uint256(d.slaBps)) * 100, "nothing inside the SLA");
        if (performance < type(uint32).max) {
            uint256 faster = this.shortfall(d, _reading(delivered, lostBuyer, performance + 1));
            assertLe(faster, found, "better is never dearer");
        }
    }

    // -- worst -----------------------------------------------------------------------------------------

    function test_WorstTakesTheLargerOfSpotAndK() external pure {
        TradeTerms memory t = _trade();
        assertEq(Damages.worst(t, 200 << 8, 210 << 8, 0), 2_200_000, "k and a tenth of it");
        assertEq(Damages.worst(t, 200 << 8, 210 << 8, 100 << 8), 2_200_000, "a low spot does not help");
        assertEq(Damages.worst(t, 200 << 8, 210 << 8, 250 << 8), 2_700_000, "spot and a tenth of k");
        assertEq(Damages.worst(t, 200 << 8, 210 << 8, 900 << 8), 3_350_000, "capped at 1.5 of the mark");
    }

    /// @dev Whatever the prices: what is locked covers it, with the stake of a provider (invariant 8).
    function testFuzz_WorstIsCovered(TradeTerms memory t, uint32 k, uint32 mark, uint32 spot) external pure {
        _bound(t);
        mark = uint32(bound(mark, k, type(uint32).max));
        uint256 worst = Damages.worst(t, k, mark, spot);
        assertLe(worst, Collateral.lock(t, true, k, mark) + t.stakePerLot, "a provider's");
        assertLe(worst, Collateral.lock(t, false, k, mark), "a writer's");
        assertLe(Damages.basisValue(t, k), Collateral.lock(t, true, k, mark), "the refund of what was paid");
    }

    function testFuzz_WorstNeverFallsWithAPrice(TradeTerms memory t, uint32 k, uint32 mark, uint32 spot) external pure {
        _bound(t);
        k = uint32(bound(k, 0, type(uint32).max - 1));
        mark = uint32(bound(mark, k, type(uint32).max - 1));
        spot = uint32(bound(spot, 0, type(uint32).max - 1));
        uint256 worst = Damages.worst(t, k, mark, spot);
        assertLe(worst, Damages.worst(t, k, mark, spot + 1), "spot");
        assertLe(worst, Damages.worst(t, k, mark + 1, spot), "mark");
        if (k < mark) assertLe(worst, Damages.worst(t, k + 1, mark, spot), "k");
    }

    // -- bond ------------------------------------------------------------------------------------------

    function test_BondIsAShareOfTheValueOrTheFloor() external pure {
        TradeTerms memory t = _trade();
        DeliveryTerms memory d = _terms(0);
        assertEq(Damages.bond(t, d, 100, 200 << 8), 20_000_000, "a tenth of 100 lots at 2.00");
        assertEq(Damages.bond(t, d, 1, 200 << 8), 5_000_000, "the floor");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _shortfall(
        uint8 tier,
        uint32 delivered,
        uint32 lostBuyer,
        uint32 performance
    ) private view returns (uint256) {
        return this.shortfall(_terms(tier), _reading(delivered, lostBuyer, performance));
    }

    function _reading(uint32 delivered, uint32 lostBuyer, uint32 performance) private pure returns (Reading memory r) {
        r.version = 1;
        r.deliveredPpm = delivered;
        r.lostBuyerPpm = lostBuyer;
        r.lostProviderPpm = uint32(PPM) - delivered - lostBuyer;
        r.performancePpm = performance;
    }

    function _terms(uint8 tier) private pure returns (DeliveryTerms memory d) {
        d.slaBps = 9_900;
        d.interruptionBps = 500;
        d.tier = tier;
        d.bondFloor = 5_000_000;
        d.bondBps = 1_000;
    }

    function _trade() private pure returns (TradeTerms memory t) {
        t.tickSize = 10_000;
        t.capFactorBps = 15_000;
        t.penaltyBps = 1_000;
    }

    /// @dev What Products lists.
    function _bound(TradeTerms memory t) private pure {
        t.capFactorBps = uint16(bound(t.capFactorBps, 10_000, type(uint16).max));
        t.penaltyBps = uint16(bound(t.penaltyBps, 0, 10_000));
    }
}
