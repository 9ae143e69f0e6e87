// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {Report} from "./Report.sol";

/// @notice Trading with oneself in the hour-ahead auction, to change what a shortfall costs.
contract PushedSpotTest is OneSeries, Report {
    uint32 private constant BASE = 74;
    uint32 private constant TOP = 325;
    uint32 private constant LOTS = 100;
    /// @dev The market's minimum, and a tenth of the committed lots.
    uint32 private constant ENOUGH = 10;
    uint256 private constant TICK = 10_000;
    /// @dev With a mark of 2.00: one and a half times the mark, and a tenth of the sale price.
    uint256 private constant CAPPED = 3_200_000;

    address private accomplice;
    uint32 private slots;

    /// @dev A provider that will not deliver, and a holder; each has its lots on the lines.
    function setUp() public {
        _openSeries(45);
        accomplice = _user("accomplice", CASH);
        _sell(LOTS, 200);
        _commit(provider, series, LOTS);
        _nominate(holder, series, LOTS);
        // What the one who pushes sells to itself.
        _giveLong(accomplice, series, ENOUGH);
    }

    function test_PushedUpDamagesAreCapped() external {
        uint256 before = _both();
        _wash(_hourAuction(series), TOP, ENOUGH, 0);
        uint256 fees = before - _both();
        assertEq(fees, 2 * ENOUGH * _fee(TOP), "both sides' fees");
        uint256 damages = _fail();
        assertEq(damages, LOTS * CAPPED, "damages");
        _report(
            "push spot up before a provider fails, in an empty book",
            string.concat(_usdc(fees), " of fees, for nothing if it delivers"),
            string.concat(
                _usdc(damages - LOTS * WORST),
                " more damages on 100 lots: capFactor is the cap, and was locked from the start"
            )
        );
    }

    function test_PushingUpBuysEveryOffer() external {
        address seller = _provider("seller", CASH, STAKED, 1_000);
        uint256 before = _both();
        uint256 sellerBefore = _balance(seller);
        _warpToCollect(_hourAuction(series));
        uint32 offered = _enter(_hourAuction(series), seller, OrderKind.Write, 200, 200);
        _wash(_hourAuction(series), TOP, ENOUGH, 200);
        _collect(seller, offered);
        uint256 cost = before - _both() - 200 * 200 * TICK; // the lots are worth their fair price
        assertGe(cost, 200 * (TOP - 200) * TICK, "all offers, at the pushed price");
        assertLt(_balance(seller), sellerBefore, "the seller locked collateral of its own");
        uint256 gain = _fail() - LOTS * WORST;
        assertEq(gain, LOTS * (CAPPED - WORST), "gain");
        assertGt(cost, gain, "more than the damages that it adds");
        _report(
            "push spot up past 200 lots on offer at 2 USDC",
            _usdc(cost),
            string.concat(_usdc(gain), " more damages on 100 lots")
        );
    }

    function test_PushedDownChangesNothing() external {
        uint256 before = _both();
        _wash(_hourAuction(series), BASE, ENOUGH, 0);
        uint256 fees = before - _both();
        assertEq(fees, 2 * ENOUGH * _fee(BASE), "both sides' fees");
        uint256 damages = _fail();
        assertEq(damages, LOTS * WORST, "the sale price and the penalty");
        _report(
            "push spot down before failing to deliver",
            string.concat(_usdc(fees), " of fees"),
            string.concat(_usdc(LOTS * WORST - damages), ": damages start from the sale price")
        );
    }

    /// @dev Below the minimum a trade only weighs in the average of what was traded earlier.
    function test_TooFewLotsSetNoSpot() external {
        _giveLong(accomplice, series, LOTS);
        _wash(_dayAuction(1), 200, LOTS, 0);
        _wash(_hourAuction(series), TOP, ENOUGH - 1, 0);
        uint256 average = ((200 * uint256(LOTS) + TOP * (ENOUGH - 1)) << 8) / (LOTS + ENOUGH - 1);
        assertEq(prices.settlement(series, ENOUGH), average, "by lots");
        assertLt(_fail(), LOTS * (WORST + 11 * TICK), "eleven ticks for nine lots");
    }

    /// @dev The accomplice sells its lots to the holder, who buys whatever else is offered.
    function _wash(uint64 id, uint32 price, uint32 lots, uint32 others) private {
        _warpToCollect(id);
        uint32 sold = _enter(id, accomplice, OrderKind.Sell, price, lots);
        uint32 bought = _enter(id, holder, OrderKind.Buy, price, lots + others);
        _warpToSolve(id);
        _clear(id, _one(series));
        assertEq(auction.resultOf(id, series).price(), price, "pushed");
        _collect(accomplice, sold);
        _collect(holder, bought);
    }

    /// @dev Nothing is delivered. @return damages of the holder
    function _fail() private returns (uint256 damages) {
        _closeGate(series);
        _fixShift(series, _seedFor(series, 0, LOTS));
        Reading[] memory list = _single(_reading(series, 0, 0, 0));
        damages = _balance(holder);
        _settle(list);
        damages = _balance(holder) - damages;
    }

    function _enter(uint64 id, address user, OrderKind kind, uint32 price, uint32 lots) private returns (uint32 slot) {
        slot = ++slots;
        _place(user, id, series, kind, price, lots, slot);
    }

    function _both() private view returns (uint256) {
        return _balance(holder) + _balance(accomplice);
    }

    function _fee(uint256 price) private pure returns (uint256) {
        return (price * TICK * 10 + 9_999) / 10_000;
    }
}
