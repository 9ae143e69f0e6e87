// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {IProducts} from "../../../contracts/interfaces/IProducts.sol";
import {Histogram} from "../../../contracts/libraries/Histogram.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {CollectedWords} from "../../../contracts/types/CollectedWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Placement} from "../../../contracts/types/Placement.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

contract PlaceOrdersTest is Trading {
    function setUp() external {
        _setUpTrading();
    }

    // -- who -------------------------------------------------------------------------------------------

    function test_RevertsForAStranger() external {
        vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, _cash(buyer), writer));
        vm.prank(writer);
        auction.placeOrders(_cash(buyer), _order(day, series, OrderKind.Buy, 200, 1, 0));
    }

    function test_RevertsForAnotherKindOfAccount() external {
        Account[3] memory others = [
            Accounts.stake(_cash(buyer)),
            Accounts.margin(_cash(buyer), product, 1),
            Account.wrap(bytes32(uint256(Account.unwrap(_cash(buyer))) | 1))
        ];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, others[i], buyer));
            vm.prank(buyer);
            auction.placeOrders(others[i], _order(day, series, OrderKind.Buy, 200, 1, 0));
        }
    }

    function test_AnOperatorPlacesForEveryDesk() external {
        vm.startPrank(buyer);
        ledger.setOperator(keeper, true);
        ledger.transfer(_cash(buyer), Accounts.cash(buyer, 7), 100 * USDC, 0);
        vm.stopPrank();
        vm.startPrank(keeper);
        auction.placeOrders(_cash(buyer), _order(day, series, OrderKind.Buy, 200, 1, 0));
        auction.placeOrders(Accounts.cash(buyer, 7), _order(day, series, OrderKind.Buy, 200, 2, 0));
        vm.stopPrank();
        assertEq(_word(buyer, 0).lots(), 1, "desk 0");
        assertEq(auction.orderOf(Accounts.cash(buyer, 7), 0).lots(), 2, "desk 7");

        vm.prank(buyer);
        ledger.setOperator(keeper, false);
        vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, _cash(buyer), keeper));
        vm.prank(keeper);
        auction.placeOrders(_cash(buyer), _order(day, series, OrderKind.Buy, 200, 1, 1));
    }

    function test_TheOwnerPlacesForADesk() external {
        Account desk = Accounts.cash(buyer, 7);
        vm.startPrank(buyer);
        ledger.transfer(_cash(buyer), desk, 100 * USDC, 0);
        auction.placeOrders(desk, _order(day, series, OrderKind.Buy, 200, 1, 0));
        vm.stopPrank();
        assertEq(ledger.balanceOf(desk), 100 * USDC - 200 * TICK - _fee(200), "the desk pays");
        assertEq(_word(buyer, 0).lots(), 0, "not desk 0");
    }

    // -- malformed -------------------------------------------------------------------------------------

    function test_AnEmptyBatchDoesNothing() external {
        vm.recordLogs();
        vm.prank(buyer);
        auction.placeOrders(_cash(buyer), new Placement[](0));
        assertEq(vm.getRecordedLogs().length, 0, "events");
    }

    function test_RevertsForAKindThatIsNotPlaced() external {
        uint256[5] memory kinds = [uint256(0), 4, 5, 6, type(uint32).max];
        for (uint256 i = 0; i < kinds.length; ++i) {
            Placement[] memory orders = new Placement[](1);
            orders[0] = Placement.wrap(
                bytes32((kinds[i] << 224) | (uint256(1) << 160) | (200 << 128) | (uint256(series) << 64) | day)
            );
            vm.expectRevert(abi.encodeWithSelector(IAuction.WrongKind.selector, kinds[i]));
            vm.prank(buyer);
            auction.placeOrders(_cash(buyer), orders);
        }
    }

    function test_RevertsForNoLots() external {
        vm.expectRevert(abi.encodeWithSelector(IAuction.ZeroLots.selector));
        _place(buyer, day, series, OrderKind.Buy, 200, 0, 0);
    }

    function test_RevertsForTooManyLots() external {
        uint32[2] memory lots = [uint32(2 ** 27), type(uint32).max];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAuction.TooManyLots.selector, lots[i]));
            _place(buyer, day, series, OrderKind.Buy, 200, lots[i], 0);
        }
    }

    function test_RevertsForALaneOrProductThatIsNot() external {
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownLane.selector, 9));
        _place(buyer, Ids.auction(9, Ids.numberOf(day)), series, OrderKind.Buy, 200, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownProduct.selector, 9));
        _place(buyer, day, Ids.series(9, Ids.hourOf(series)), OrderKind.Buy, 200, 1, 0);
        uint32 other = products.list(bytes("{}"), 0, _terms());
        vm.expectRevert(abi.encodeWithSelector(IProducts.NotInLane.selector, other, dayLane));
        _place(buyer, day, Ids.series(other, Ids.hourOf(series)), OrderKind.Buy, 200, 1, 0);
    }

    // -- when ------------------------------------------------------------------------------------------

    function test_CollectsFromOpenToBeforeClose() external {
        uint64 id = _dayAuction(5);
        (uint256 open, uint256 close, uint256 deadline) = lens.timesOf(id);
        uint64 target = _at(id, 0);
        uint256[4] memory refused = [open - 1, close, deadline - 1, deadline];
        for (uint256 i = 0; i < refused.length; ++i) {
            vm.warp(refused[i]);
            vm.expectRevert(abi.encodeWithSelector(IAuction.AuctionNotCollecting.selector, id, open, close));
            _place(buyer, id, target, OrderKind.Buy, 200, 1, 9);
        }
        vm.warp(open);
        _place(buyer, id, target, OrderKind.Buy, 200, 1, 0);
        vm.warp(close - 1);
        _place(buyer, id, target, OrderKind.Buy, 200, 1, 1);
        assertEq(_word(buyer, 1).ahead(), 1, "both stand there");
    }

    function test_RevertsForAnAuctionBeforeTime() external {
        vm.expectRevert(abi.encodeWithSelector(IAuction.AuctionNotCollecting.selector, Ids.auction(dayLane, 0), 0, 0));
        _place(buyer, Ids.auction(dayLane, 0), Ids.series(product, 0), OrderKind.Buy, 200, 1, 0);
    }

    function test_RevertsOutsideOfTheWindow() external {
        uint64[3] memory outside = [series - 1, series + 36, Ids.series(product, 0)];
        for (uint256 i = 0; i < outside.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAuction.SeriesNotInAuction.selector, day, outside[i]));
            _place(buyer, day, outside[i], OrderKind.Buy, 200, 1, 0);
        }
        _place(buyer, day, series + 35, OrderKind.Buy, 200, 1, 0);
        assertEq(_word(buyer, 0).offset(), 35, "the last hour");
    }

    // -- the band --------------------------------------------------------------------------------------

    function test_RevertsWhereAnOrderCannotFill() external {
        vm.expectRevert(abi.encodeWithSelector(IAuction.OutOfBand.selector, BASE - 1, BASE, TOP));
        _place(buyer, day, series, OrderKind.Buy, BASE - 1, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IAuction.OutOfBand.selector, 0, BASE, TOP));
        _place(buyer, day, series, OrderKind.Buy, 0, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IAuction.OutOfBand.selector, TOP + 1, BASE, TOP));
        _place(writer, day, series, OrderKind.Write, TOP + 1, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IAuction.OutOfBand.selector, type(uint32).max, BASE, TOP));
        _place(writer, day, series, OrderKind.Sell, type(uint32).max, 1, 0);
    }

    function test_MovesLimitsToTheEdge() external {
        _place(buyer, day, series, OrderKind.Buy, type(uint32).max, 1, 0);
        _place(buyer, day, series, OrderKind.Buy, BASE, 2, 1);
        _place(writer, day, series, OrderKind.Write, 0, 3, 0);
        _place(writer, day, series, OrderKind.Write, TOP, 4, 1);
        assertEq(_word(buyer, 0).price(), TOP, "buy above");
        assertEq(_word(buyer, 1).price(), BASE, "buy at the bottom");
        assertEq(_word(writer, 0).price(), BASE, "sell below");
        assertEq(_word(writer, 1).price(), TOP, "sell at the top");
        (uint32[] memory buys, uint32[] memory sells) = lens.bookOf(day, series);
        assertEq(buys[251], 1, "buys at the top");
        assertEq(buys[0], 2, "buys at the bottom");
        assertEq(sells[0], 3, "sells at the bottom");
        assertEq(sells[251], 4, "sells at the top");
    }

    function test_FillsASideToItsLastLot() external {
        _fund(buyer, 10 ** 20);
        _place(buyer, day, series, OrderKind.Buy, 200, 2 ** 27 - 4, 0);
        vm.expectRevert(abi.encodeWithSelector(Histogram.SideFull.selector, 4, 3));
        _place(buyer, day, series, OrderKind.Buy, 90, 4, 1);
        _place(buyer, day, series, OrderKind.Buy, 90, 3, 1);
        vm.expectRevert(abi.encodeWithSelector(Histogram.SideFull.selector, 1, 0));
        _place(buyer, day, series, OrderKind.Buy, 200, 1, 2);
        // The other side and the other hours have their own room.
        _place(writer, day, series, OrderKind.Write, 200, 5, 0);
        _place(buyer, day, series + 1, OrderKind.Buy, 200, 5, 2);
    }

    // -- the slot --------------------------------------------------------------------------------------

    function test_RevertsWhereTheSlotIsBusy() external {
        _place(buyer, day, series, OrderKind.Buy, 200, 1, 3);
        vm.expectRevert(abi.encodeWithSelector(IAuction.SlotBusy.selector, 3, day));
        _place(buyer, day, series + 1, OrderKind.Buy, 200, 1, 3);
        // Also while it is being solved, to the last second: nobody has cleared it yet.
        uint64 next = _dayAuction(3);
        (, , uint256 deadline) = lens.timesOf(day);
        vm.warp(deadline - 1);
        vm.expectRevert(abi.encodeWithSelector(IAuction.SlotBusy.selector, 3, day));
        _place(buyer, next, _at(next, 0), OrderKind.Buy, 200, 1, 3);
    }

    function test_RevertsForTheSameSlotTwice() external {
        Placement[] memory orders = new Placement[](2);
        orders[0] = _placement(day, series, OrderKind.Buy, 200, 1, 3);
        orders[1] = _placement(day, series + 1, OrderKind.Buy, 200, 1, 3);
        vm.expectRevert(abi.encodeWithSelector(IAuction.SlotBusy.selector, 3, day));
        vm.prank(buyer);
        auction.placeOrders(_cash(buyer), orders);
    }

    function test_CollectsAFillOnTheWay() external {
        _place(buyer, day, series, OrderKind.Buy, 210, 10, 3);
        _enter(writer, day, series, OrderKind.Write, 200, 10);
        _finish(day);
        uint64 next = _dayAuction(3);
        _warpToCollect(next);
        uint256 before = _free(buyer);
        vm.expectEmit(address(auction));
        emit IAuction.OrderCollected(_cash(buyer), CollectedWords.pack(3, 10));
        _place(buyer, next, _at(next, 0), OrderKind.Buy, 300, 1, 3);
        assertEq(_position(buyer, series), 10, "lots");
        uint256 refund = 10 * (210 * TICK + _fee(210)) - 10 * (205 * TICK + _fee(205));
        assertEq(_free(buyer), before + refund - 300 * TICK - _fee(300), "cash");
        assertEq(_word(buyer, 3).auction(), next, "the new order");
    }

    function test_RefundsAVoidOrderOnTheWay() external {
        address poor = _user("poor", 10 * (200 * TICK + _fee(200)));
        _place(poor, day, series, OrderKind.Buy, 200, 10, 0);
        assertEq(_free(poor), 0, "all of it is in the order");
        _warpPast(day);
        uint64 next = _dayAuction(3);
        _place(poor, next, _at(next, 0), OrderKind.Buy, 200, 10, 0);
        assertEq(_free(poor), 0, "all of it is in the next order");
        assertEq(_escrow(day), 0, "the void auction gave it back");
        assertEq(_position(poor, series), 0, "nothing was bought");
    }

    // -- the grid --------------------------------------------------------------------------------------

    function test_TheFirstOrderFreezesTheGrid() external {
        (uint32 base, uint32 referencePrice, bool frozen) = lens.gridOf(day, series);
        assertFalse(frozen, "not yet");
        _place(buyer, day, series, OrderKind.Buy, 100, 1, 0);
        (base, referencePrice, frozen) = lens.gridOf(day, series);
        assertEq(base, BASE, "base");
        assertEq(referencePrice, 200, "reference");
        assertTrue(frozen, "frozen");
        (, , frozen) = lens.gridOf(day, series + 1);
        assertFalse(frozen, "another hour is not");
    }

    function test_TheGridStaysFrozen() external {
        // The later lane collects while the earlier one, which covers the same hours, clears at another price.
        (uint64 early, uint64 late, uint64 shared) = _openOverlapping();
        _warpToCollect(early);
        _enter(buyer, early, shared, OrderKind.Buy, 300, 10);
        _enter(writer, early, shared, OrderKind.Write, 300, 10);
        _warpToCollect(late);
        _place(buyer, late, shared, OrderKind.Buy, 100, 1, 7);
        _warpToSolve(early);
        auction.clear(early, _one(24, 0, 300 - BASE, 300 - BASE));
        assertEq(auction.referenceOf(late, shared), 300, "the reference moved");
        _place(buyer, late, shared, OrderKind.Buy, 80, 1, 8);
        assertEq(_word(buyer, 8).price(), 80, "below the band around 300");
        (uint32 base, uint32 referencePrice, ) = lens.gridOf(late, shared);
        assertEq(base, BASE, "base");
        assertEq(referencePrice, 200, "reference");
    }

    function test_StandsBehindWhatIsThere() external {
        _place(buyer, day, series, OrderKind.Buy, 200, 5, 0);
        _place(buyer, day, series, OrderKind.Buy, 200, 7, 1);
        _place(buyer, day, series, OrderKind.Buy, 201, 1, 2);
        _place(writer, day, series, OrderKind.Write, 200, 1, 0);
        _place(buyer, day, series, OrderKind.Buy, 200, 1, 3);
        assertEq(_word(buyer, 0).ahead(), 0, "first");
        assertEq(_word(buyer, 1).ahead(), 5, "second");
        assertEq(_word(buyer, 2).ahead(), 0, "another tick");
        assertEq(_word(writer, 0).ahead(), 0, "another side");
        assertEq(_word(buyer, 3).ahead(), 12, "last");
    }
}
