// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {DeliveryTerms, TradeTerms} from "../interfaces/IProducts.sol";
import {Reading, Readings} from "../types/Reading.sol";

/// @title What a reading is worth, and what is owed for a shortfall
/// @notice Of the period's time, in parts per million:
///
///   time      = delivered + lost to the buyer (+ min(lost to the provider, interruptionBps) if interruptible)
///   share     = time * min(1, performance / floor), rounded up
///   shortfall = 1 - share, or nothing where share >= slaBps
///
/// and of each lot, with k and mark the averages of its basis and of max(basis, reference at sale), see Collateral:
///
///   worst     = min(capFactor * mark, max(spot, k)) + penalty * k, rounded down to a quote unit
///   damages   = lots * worst * shortfall, rounded down
///
/// Everything is rounded against damages. So damages <= lots * worst <= lots * (lock + stakePerLot): Collateral locks
/// capFactor * mark + penalty * k and more, less the stake, rounded down after the same sum (invariant 8).
/// @dev k, mark and spot are in ticks x 256, results in quote units.
library Damages {
    uint256 private constant BPS = 10_000;
    /// @dev Parts per million in a basis point.
    uint256 private constant PPM_PER_BPS = 100;
    uint256 private constant INTERRUPTIBLE = 2;

    /// @notice Share of the lots that counts as not delivered, parts per million.
    function shortfall(DeliveryTerms memory d, Reading calldata r) internal pure returns (uint32) {
        uint256 time = uint256(r.deliveredPpm) + r.lostBuyerPpm;
        if (d.tier == INTERRUPTIBLE) time += Math.min(r.lostProviderPpm, d.interruptionBps * PPM_PER_BPS);
        uint256 performance = Math.min(r.performancePpm, Readings.PPM);
        uint256 share = Math.ceilDiv(time * performance, Readings.PPM);
        return share >= d.slaBps * PPM_PER_BPS ? 0 : uint32(Readings.PPM - share);
    }

    /// @notice Damages of a lot of which nothing was delivered.
    function worst(TradeTerms memory t, uint256 k, uint256 mark, uint256 spot) internal pure returns (uint256) {
        uint256 price = Math.min(mark * t.capFactorBps, Math.max(spot, k) * BPS);
        return ((price + k * t.penaltyBps) * t.tickSize) / (256 * BPS);
    }

    /// @notice What a lot counts as sold for: its basis in quote units, see Collateral.
    function basisValue(TradeTerms memory t, uint256 k) internal pure returns (uint256) {
        return (k * t.tickSize) / 256;
    }

    /// @notice Bond of a dispute over lots.
    function bond(
        TradeTerms memory t,
        DeliveryTerms memory d,
        uint256 lots,
        uint256 k
    ) internal pure returns (uint256) {
        return Math.max(d.bondFloor, (lots * basisValue(t, k) * d.bondBps) / BPS);
    }
}
