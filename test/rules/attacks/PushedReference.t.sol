// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {vm} from "../utils/Vm.sol";
import {Attack} from "./Attack.sol";

contract PushedReferenceTest is Attack {
    uint32 private constant MIN_VOLUME = 10;
    /// @dev The attacker's two accounts.
    address private one;
    address private two;

    function setUp() external {
        _setUpTrading();
        one = _user("attacker one", 1_000_000 * USDC);
        two = _user("attacker two", 1_000_000 * USDC);
    }

    function test_TooFewLotsMoveNothing() external {
        _wash(TOP, MIN_VOLUME - 1);
        assertEq(auction.referenceOf(day, series), 200, "reference");
    }

    function test_AClearerPaysForItsOwnTrades() external {
        uint256 before = _wealthOfBoth();
        _wash(TOP, MIN_VOLUME);
        uint256 moved = auction.referenceOf(day, series) - 200;
        assertEq(moved, TOP - 200, "moved");
        uint256 cost = before - _wealthOfBoth();
        assertEq(cost, MIN_VOLUME * _fee(TOP), "half of the fees of both sides");
        _report(
            "move a reference by trading with oneself",
            string.concat(_usdc(cost), ": one side's fee on the market's minimum of lots"),
            string.concat(vm.toString(moved), " ticks, of one series and of its lane's new series")
        );
    }

    function testFuzz_HalfABandAtMost(uint32 price) external {
        price = uint32(bound(price, BASE, TOP));
        _wash(price, MIN_VOLUME);
        uint256 reference_ = auction.referenceOf(day, series);
        assertEq(reference_, price, "the price of the trade");
        assertLe(reference_ > 200 ? reference_ - 200 : 200 - reference_, 126, "half a band");
    }

    function test_OthersAreFilledFirst() external {
        // Somebody sells a hundred lots at a fair price: to push the price up, all of them have to be bought.
        uint32 offered = _enter(writer, day, series, OrderKind.Write, 200, 100);
        uint256 before = _wealthOfBoth();
        uint32 bought = _enter(one, day, series, OrderKind.Buy, TOP, 100 + MIN_VOLUME);
        uint32 sold = _enter(two, day, series, OrderKind.Write, TOP, MIN_VOLUME);
        _clearAs(one);
        _collect(writer, offered);
        _collect(one, bought);
        _collect(two, sold);
        uint256 moved = auction.referenceOf(day, series) - 200;
        assertEq(moved, TOP - 200, "moved");
        assertEq(_position(writer, series), -100, "the honest seller sold all, at the pushed price");
        // What a lot is worth at the fair price is left to the attacker.
        uint256 cost = before - _wealthOfBoth() - 100 * 200 * TICK;
        assertGe(cost, 100 * (TOP - 200) * TICK, "everybody else is paid the difference");
        _report(
            "move a reference past 100 lots on offer at 2 USDC",
            string.concat(_usdc(cost), ": all of them are bought first"),
            string.concat(vm.toString(moved), " ticks")
        );
    }

    function testFuzz_WashingForTheTipLoses(uint32 lots, uint32 price, uint32 others) external {
        lots = uint32(bound(lots, 1, 50_000));
        price = uint32(bound(price, BASE, TOP));
        others = uint32(bound(others, 0, 50_000));
        if (others > 0) {
            _enter(buyer, day, series + 1, OrderKind.Buy, 200, others);
            _enter(writer, day, series + 1, OrderKind.Write, 200, others);
        }
        uint256 state = vm.snapshotState();
        uint256 before = _wealthOfBoth();
        if (others > 0) _clearAs(one);
        uint256 withoutWashing = _wealthOfBoth() - before;
        vm.revertToState(state);
        _wash(price, lots);
        assertLt(_wealthOfBoth(), before + withoutWashing, "washing costs more than it brings");
    }

    function test_PressingIsFirm() external {
        uint256 before = _free(writer);
        uint32 pressed = _enter(one, day, series, OrderKind.Buy, TOP, MIN_VOLUME);
        // One seller is enough to take it: its lots go for the edge of the band.
        uint32 sold = _enter(writer, day, series, OrderKind.Write, 200, MIN_VOLUME);
        _finish(day);
        _collect(one, pressed);
        _collect(writer, sold);
        uint256 paid = (200 + TOP) / 2;
        assertEq(_position(one, series), int256(uint256(MIN_VOLUME)), "bought");
        assertEq(_wealth(writer, series) - before, MIN_VOLUME * (paid * TICK - _fee(paid)), "the seller's gain");
    }

    function test_PressingCostsWhatSellersGet() external {
        (uint256 alone, uint256 moved) = _press(0);
        assertEq(alone, 0, "while nobody sells");
        assertEq(moved, 126, "half a band");
        (uint256 dear, ) = _press(TOP);
        (uint256 fair, ) = _press(200);
        assertEq(dear, MIN_VOLUME * ((TOP - 200) * TICK + _fee(TOP)), "a seller at the edge gets it all");
        assertLt(fair, dear, "one at a fair price the middle");
        _report(
            "press firm lots against an edge",
            string.concat(_usdc(alone), " while nobody sells, else up to ", _usdc(dear)),
            string.concat(vm.toString(moved), " ticks, of one series")
        );
    }

    function test_PressingStaysInItsSeries() external {
        _enter(one, day, series, OrderKind.Buy, TOP, MIN_VOLUME);
        _finish(day);
        assertEq(auction.referenceOf(day, series), 326, "the series moved");
        uint64 next = _dayAuction(3);
        assertEq(auction.referenceOf(next, _at(next, 20)), 200, "new series do not");
        assertEq(auction.referenceOf(day, series + 1), 200, "others do not");
    }

    /// @dev Firm buys at the top, and somebody who sells to them at `limit`, or nobody.
    /// @return cost of the presser, to whom its lots are worth 2.00
    /// @return moved ticks
    function _press(uint32 limit) private returns (uint256 cost, uint256 moved) {
        uint256 state = vm.snapshotState();
        uint256 before = _wealth(one, series);
        uint32 pressed = _enter(one, day, series, OrderKind.Buy, TOP, MIN_VOLUME);
        if (limit > 0) _enter(writer, day, series, OrderKind.Write, limit, MIN_VOLUME);
        _finish(day);
        _collect(one, pressed);
        cost = before - _wealth(one, series) - uint256(_position(one, series)) * 200 * TICK;
        moved = auction.referenceOf(day, series) - 200;
        vm.revertToState(state);
    }

    /// @dev Trades with itself and clears.
    function _wash(uint32 price, uint32 lots) private {
        uint32 bought = _enter(one, day, series, OrderKind.Buy, price, lots);
        uint32 sold = _enter(two, day, series, OrderKind.Write, price, lots);
        _clearAs(one);
        _collect(one, bought);
        _collect(two, sold);
    }

    function _clearAs(address clearer) private {
        _warpToSolve(day);
        bytes memory hints = _hints(day);
        vm.prank(clearer);
        auction.clear(day, hints);
    }

    /// @dev A short and a long of the same lots are worth nothing together: what is locked is the attacker's own.
    function _wealthOfBoth() private view returns (uint256) {
        return _wealth(one, series) + _wealth(two, series);
    }
}
