// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Exchange} from "../utils/Exchange.sol";

/// @notice Found: a batch that bought back the last shorts of a day, in two hours at once, could not be collected. The
/// lots of both hours had been added when the first one's margin was released, so that the day looked flat and all of
/// its margin went out as rounding; then there was none left to release for the second one.
contract BuyBackOfTwoHoursTest is Exchange {
    address private _writer;
    address private _holder;
    uint64[] private _both;

    function setUp() public {
        _deploy();
        _listDefault();
        _writer = _user("writer", 1_000 * USDC);
        _holder = _user("holder", 1_000 * USDC);
        // In the windows of two day-ahead auctions.
        _both = [_series(72), _series(73)];
    }

    function test_BothAreCollectedAtOnce() external {
        _trade(_dayAuction(2), OrderKind.Write, OrderKind.Buy);
        _trade(_dayAuction(3), OrderKind.Buy, OrderKind.Sell);
        for (uint256 i = 0; i < 2; ++i) {
            assertEq(ledger.positionOf(_cash(_writer), _both[i]), 0, "flat");
        }
        assertEq(ledger.balanceOf(Accounts.margin(_cash(_writer), product, Ids.dayOf(_both[0]))), 0, "margin");
        // Sold and bought at 2.00, 0.1% of fees each time.
        assertEq(ledger.balanceOf(_cash(_writer)), 1_000 * USDC - 2 * 30 * 2_000, "all of it is free again");
    }

    function _trade(uint64 id, OrderKind kind, OrderKind other) private {
        _warpToCollect(id);
        for (uint32 i = 0; i < 2; ++i) {
            _place(_writer, id, _both[i], kind, 200, 10 + 10 * i, i);
            _place(_holder, id, _both[i], other, 200, 10 + 10 * i, i);
        }
        _warpToSolve(id);
        _clear(id, _both);
        OrderRef[] memory orders = new OrderRef[](4);
        for (uint64 i = 0; i < 2; ++i) {
            orders[i] = OrderRef(_cash(_writer), i);
            orders[2 + i] = OrderRef(_cash(_holder), i);
        }
        assertEq(auction.collect(orders), 4, "collected");
    }
}
