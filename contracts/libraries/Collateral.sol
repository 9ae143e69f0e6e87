// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {TradeTerms} from "../interfaces/IProducts.sol";

/// @title What is locked for a short lot, and what can be owed for it
/// @notice With k the average of basis(sale price), mark the average of basis(max(sale price, reference at sale)),
/// basis(price) = max(price, basisFloor), c the capFactor, p the penalty and r the margin rate of provider or
/// uncovered writer:
///
///   worst damages of a lot   D = c * mark + p * k
///   lock of a lot            L = D + r * mark, never less than k, and so than the proceeds
///
/// The floor is what nobody can trade k below: lots are alike, and a holder gets those of whoever the shift makes meet
/// it. Without one, lots that a provider sold to itself for next to nothing would be all that stands for another's.
/// A provider's stakePerLot is the first part of L; the rest is cash. Everything is linear in (k, mark) but for the
/// floor at k, which is convex: so what was locked fill by fill is never less than what the averages ask for.
/// @dev k and mark are in ticks x 256, results in quote units per lot.
library Collateral {
    uint256 private constant BPS = 10_000;
    /// @dev ticks x 256 -> ticks, and basis points -> 1.
    uint256 private constant SCALE = 256 * BPS;

    /// @notice A price as k and mark count it, ticks.
    function basis(TradeTerms memory t, uint256 price) internal pure returns (uint256) {
        return Math.max(price, t.basisFloor);
    }

    /// @notice Cash locked per lot, rounded down: what a release may take out.
    function lock(TradeTerms memory t, bool backed, uint256 k, uint256 mark) internal pure returns (uint256) {
        uint256 need = _lockScaled(t, backed, k, mark) / SCALE;
        return Math.max(_lessStake(t, backed, need), (k * t.tickSize) / 256);
    }

    /// @notice Cash locked per lot, rounded up: what a fill has to put in.
    function lockUp(TradeTerms memory t, bool backed, uint256 k, uint256 mark) internal pure returns (uint256) {
        uint256 need = Math.ceilDiv(_lockScaled(t, backed, k, mark), SCALE);
        return Math.max(_lessStake(t, backed, need), Math.ceilDiv(k * t.tickSize, 256));
    }

    /// @notice Cash per lot that a writer puts up with an order, on top of the proceeds to come: enough for the lock
    /// and the fee at whatever price the order fills.
    /// @dev lockUp(P) - P falls as P rises up to the floor, then up to the reference, and rises from there on: its
    /// largest value over [limit, top] is at one of the ends.
    /// @param limit the order's limit, ticks
    /// @param top the highest price of the grid, ticks
    /// @param referencePrice the grid's reference, ticks
    /// @param feeBps fee on the proceeds
    function forOrder(
        TradeTerms memory t,
        bool backed,
        uint256 limit,
        uint256 top,
        uint256 referencePrice,
        uint256 feeBps
    ) internal pure returns (uint256) {
        uint256 atLimit = _beyondProceeds(t, backed, limit, referencePrice);
        uint256 atTop = _beyondProceeds(t, backed, top, referencePrice);
        return Math.max(atLimit, atTop) + fee(t.tickSize, top, feeBps);
    }

    /// @notice Fee of one lot at a price, quote units, rounded up: against whoever pays it.
    function fee(uint256 tickSize, uint256 price, uint256 feeBps) internal pure returns (uint256) {
        unchecked {
            return (price * tickSize * feeBps + BPS - 1) / BPS; // 24 + 64 + 16 bits
        }
    }

    function _beyondProceeds(
        TradeTerms memory t,
        bool backed,
        uint256 price,
        uint256 referencePrice
    ) private pure returns (uint256) {
        uint256 k = basis(t, price);
        return lockUp(t, backed, k * 256, Math.max(k, referencePrice) * 256) - price * t.tickSize;
    }

    function _lockScaled(TradeTerms memory t, bool backed, uint256 k, uint256 mark) private pure returns (uint256) {
        uint256 rate = backed ? t.providerMarginBps : t.uncoveredMarginBps;
        return (mark * (t.capFactorBps + rate) + k * t.penaltyBps) * t.tickSize;
    }

    function _lessStake(TradeTerms memory t, bool backed, uint256 need) private pure returns (uint256) {
        return backed ? Math.saturatingSub(need, t.stakePerLot) : need;
    }
}
