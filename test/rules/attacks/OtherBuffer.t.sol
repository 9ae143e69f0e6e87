// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {Histogram} from "../../../contracts/libraries/Histogram.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Placement} from "../../../contracts/types/Placement.sol";
import {vm} from "../utils/Vm.sol";
import {Attack} from "./Attack.sol";

/// @notice Filling other auctions, or the same one with dust, to stop a clearing or to keep others out.
contract OtherBufferTest is Attack {
    address private attacker;

    function setUp() external {
        _setUpTrading();
        attacker = _user("attacker", 200_000_000 * USDC);
    }

    function test_TheNextAuctionsCannotTouchABookThatIsSolved() external {
        uint64 target = _spotSeries(_spotNow());
        uint64 one = _hourAuction(target);
        _enter(buyer, one, target, OrderKind.Buy, 210, 10);
        _enter(writer, one, target, OrderKind.Write, 200, 10);
        _warpToSolve(one);
        // The next hour's auction is in the other buffer: full of dust, it changes nothing here.
        uint64 next = _hourAuction(target + 1);
        uint256 before = _free(attacker);
        _dust(next, target + 1, 100);
        uint256 locked = before - _free(attacker);
        // The one after it would be in this buffer, and takes orders only once this auction is over.
        uint64 after_ = _hourAuction(target + 2);
        (uint256 open, uint256 close, ) = lens.timesOf(after_);
        (, , uint256 deadline) = lens.timesOf(one);
        assertGe(open, deadline, "over before that opens");
        vm.warp(deadline - 1);
        vm.expectRevert(abi.encodeWithSelector(IAuction.AuctionNotCollecting.selector, after_, open, close));
        _enter(attacker, after_, target + 2, OrderKind.Buy, 325, 1);
        vm.prank(keeper);
        auction.clear(one, hex"7e88");
        assertEq(auction.resultOf(one, target).volume(), 10, "cleared in its last second");
        _report(
            "fill the other buffer to stop a clearing",
            string.concat("gas, and ", _usdc(locked), " locked in a hundred orders of one lot"),
            "nothing: it opens only when this auction is over"
        );
    }

    function test_DustDoesNotMakeAClearingDearer() external {
        uint256[2] memory gas;
        uint256 locked;
        for (uint32 round = 0; round < 2; ++round) {
            uint64 id = _dayAuction(2 + 2 * round);
            uint64 target = _at(id, 0);
            _warpToCollect(id);
            locked = _free(attacker);
            _dust(id, target, round == 1 ? 200 : 1);
            locked -= _free(attacker);
            _enter(buyer, id, target, OrderKind.Buy, 250, 10);
            _enter(writer, id, target, OrderKind.Write, 150, 10);
            _warpToSolve(id);
            bytes memory hints = _hints(id);
            vm.cool(address(auction));
            uint256 before = gasleft();
            auction.clear(id, hints);
            gas[round] = before - gasleft();
        }
        assertLt(gas[1], gas[0] + 10_000, "two hundred orders more");
        _report(
            "place two hundred dust orders all over a book",
            string.concat("gas, and ", _usdc(locked), " locked until the auction is over"),
            "nothing: a clearing reads the same words"
        );
    }

    function test_DustAtTheMarginTakesItsOwnLotsOnly() external {
        uint256 before = _free(attacker);
        for (uint32 i = 0; i < 50; ++i) _enter(attacker, day, series, OrderKind.Buy, 200, 1);
        uint256 locked = before - _free(attacker);
        uint32 honest = _enter(buyer, day, series, OrderKind.Buy, 200, 100);
        _enter(writer, day, series, OrderKind.Write, 200, 120);
        _finish(day);
        _collect(buyer, honest);
        assertEq(_position(buyer, series), 70, "50 lots were before it, however many orders they are");
        _report(
            "place fifty dust orders of one lot at the marginal tick",
            string.concat("gas, and ", _usdc(locked), " for the 50 lots"),
            "nothing: they fill as one order of 50 lots would"
        );
    }

    function test_FillingASideIsFirm() external {
        uint256 before = _free(attacker);
        uint32 filler = _enter(attacker, day, series, OrderKind.Buy, BASE, uint32(MAX_LOTS));
        uint256 locked = before - _free(attacker);
        assertEq(locked, MAX_LOTS * (BASE * TICK + _fee(BASE)), "locked");
        vm.expectRevert(abi.encodeWithSelector(Histogram.SideFull.selector, 1, 0));
        _enter(buyer, day, series, OrderKind.Buy, 250, 1);
        // Every seller sells to the attacker, and the other hours and auctions are open.
        _enter(writer, day, series, OrderKind.Write, BASE, 1_000);
        _enter(buyer, day, series + 1, OrderKind.Buy, 250, 1);
        _finish(day);
        _collect(attacker, filler);
        assertEq(_position(attacker, series), 1_000, "bought");
        _report(
            "fill a side of a book",
            string.concat(_usdc(locked), " locked, firm at the bottom of the band"),
            "one side of one series in one auction without others"
        );
    }

    function _dust(uint64 id, uint64 series_, uint32 count) private {
        Placement[] memory orders = new Placement[](count);
        for (uint32 i = 0; i < count; ++i) {
            // Over all the band on the buying side, below where the others trade.
            orders[i] = _placement(id, series_, OrderKind.Buy, BASE + (i % 70), 1, 1_000 + i);
        }
        vm.prank(attacker);
        auction.placeOrders(_cash(attacker), orders);
    }
}
