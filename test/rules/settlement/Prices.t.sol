// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {FullExchange} from "../utils/FullExchange.sol";

contract PricesTest is FullExchange {
    uint64 private series;
    address private holder;
    uint32 private slots;

    /// @dev An hour that two day-ahead auctions cover.
    function setUp() public {
        _deploy();
        _listDefault();
        series = _series(45);
        holder = _user("holder", 10_000 * USDC);
        _giveLong(holder, series, 1_000);
    }

    function test_SpotOfTheHourAheadAuction() external {
        _trade(_dayAuction(1), 200, 50);
        _trade(_hourAuction(series), 250, 20);
        assertEq(prices.settlement(series, 20), 250 << 8, "hour ahead");
    }

    function test_SpotIsTheAverageOfAllGates() external {
        _trade(_dayAuction(1), 200, 50);
        _trade(_dayAuction(2), 211, 30);
        _trade(_hourAuction(series), 250, 20);
        uint256 average = ((200 * 50 + 211 * 30 + 250 * 20) << 8) / uint256(100);
        assertEq(prices.settlement(series, 21), average, "by lots, rounded down");
    }

    function test_SpotNeedsTheMarketsMinimum() external {
        _trade(_dayAuction(1), 200, 50);
        _trade(_hourAuction(series), 250, 9);
        uint256 average = ((200 * 50 + 250 * 9) << 8) / uint256(59);
        assertEq(prices.settlement(series, 0), average, "nine lots are too few");
    }

    function test_SpotIsZeroWithoutTrades() external view {
        assertEq(prices.settlement(series, 0), 0, "none");
    }

    function test_SpotOfTheFirstHours() external view {
        assertEq(prices.settlement(Ids.series(product, 3), 0), 0, "none");
    }

    function _trade(uint64 id, uint32 price, uint32 lots) private {
        _warpToCollect(id);
        _place(holder, id, series, OrderKind.Sell, price, lots, slots++);
        _place(holder, id, series, OrderKind.Buy, price, lots, slots++);
        _warpToSolve(id);
        _clear(id, _one(series));
    }
}
