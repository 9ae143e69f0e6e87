// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {OddLots} from "./OddLots.sol";

/// @notice A lot that was sold below the basis floor owes the floor where it fails: who makes sellers fail is paid more
/// than the lots cost. So floors belong below the range of prices.
contract FloorAbovePriceTest is OddLots {
    uint32 private constant LOTS = 200;
    uint24 private floor; // ticks

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.basisFloor = floor;
    }

    function test_OddLotsPayTheFloor() external {
        (uint256 paid, uint256 gain) = _oddLotsOver(0);
        assertEq(gain, DOMAIN * (100_000 - 1_000), "a penalty of 0.10, less the fees");
        (paid, gain) = _oddLotsOver(200);
        assertEq(gain, DOMAIN * (2_200_000 - 1_001_000), "the floor and its penalty, less price and fees");
        _report(
            "buy parts of a scale-up domain from two providers at 1 USDC, below a basis floor of 2 USDC",
            string.concat(_usdc(paid), " for 8 lots"),
            string.concat(_usdc(gain), ": the floor and its penalty, less what they cost")
        );
    }

    /// @dev A writer that finds nobody to buy its lots back from owes no penalty, so that squeezing it gains nothing.
    function test_SqueezedWritersPayTheFloor() external {
        (uint256 paid, uint256 received) = _squeezeOver(0);
        assertEq(received, LOTS * USDC, "what the lots were sold for");
        assertEq(paid, LOTS * 1_001_000, "which is less than they cost");
        uint256 loss = paid - received;
        (paid, received) = _squeezeOver(200);
        assertEq(received, 2 * LOTS * USDC, "twice that");
        assertEq(paid, LOTS * 1_001_000, "for the same");
        _report(
            "buy 200 lots at 1 USDC, below a floor of 2 USDC, from a writer that finds nobody to buy them back from",
            _usdc(paid),
            string.concat(_usdc(received - paid), "; without the floor it loses ", _usdc(loss))
        );
    }

    function _oddLotsOver(uint24 floor_) private returns (uint256 paid, uint256 gain) {
        floor = floor_;
        setUp();
        return _makeBothDefault(100);
    }

    /// @return paid by the attacker for the writer's lots
    /// @return received by it once their writer has defaulted
    function _squeezeOver(uint24 floor_) private returns (uint256 paid, uint256 received) {
        floor = floor_;
        setUp();
        address writer = _user("writer", CASH);
        paid = _balance(attacker);
        _trade(_dayAuction(2), writer, attacker, 100, LOTS);
        paid -= _balance(attacker);
        received = _balance(attacker);
        _nominate(attacker, series, LOTS);
        _warpToCollect(_hourAuction(series));
        auction.closeOut(_cash(writer), series);
        _closeGate(series);
        _collect(writer, auction.closeOutSlot(series));
        delivery.defaultShort(_cash(writer), series);
        _claim();
        received = _balance(attacker) - received;
    }
}
