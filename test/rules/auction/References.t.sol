// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

contract ReferencesTest is Trading {
    uint32 private constant HIGHEST = 2 ** 23;
    uint24 private _initial = 200;

    function setUp() external {
        _setUpTrading();
    }

    function test_IsTheInitialOneAtFirst() external view {
        assertEq(auction.referenceOf(day, series), 200, "day-ahead");
        assertEq(auction.referenceOf(_hourAuction(series), series), 200, "hour-ahead");
    }

    function test_ANewSeriesTakesItsLanesLatestPrice() external {
        uint64 next = _dayAuction(3);
        _cross(series, 230, 10);
        _cross(series + 5, 240, 10);
        _cross(series + 20, 250, 9); // too little
        _finish(day);
        assertEq(auction.referenceOf(next, _at(next, 20)), 240, "the last one that traded enough");
        assertEq(auction.referenceOf(_hourAuction(series + 20), series + 20), 200, "another lane has not traded");
        assertEq(auction.referenceOf(_hourAuction(series), series), 230, "a series keeps its own in every lane");
        assertEq(auction.referenceOf(next, _at(day, 25)), 240, "also where its first lane did not trade it");
    }

    function test_MovesFromTheMinimumVolumeOn() external {
        _cross(series, 230, 10);
        vm.expectEmit(address(auction));
        emit IAuction.ReferenceMoved(series, 230);
        _finish(day);
        assertEq(auction.referenceOf(day, series), 230, "reference");
    }

    function test_StaysBelowTheMinimumVolume() external {
        _cross(series, TOP, 9);
        _enter(buyer, day, series, OrderKind.Buy, TOP, 1_000);
        _cross(series + 1, BASE, 9);
        _enter(writer, day, series + 1, OrderKind.Write, BASE, 1_000);
        _finish(day);
        assertEq(auction.resultOf(day, series).volume(), 9, "traded at the top");
        assertEq(auction.resultOf(day, series + 1).volume(), 9, "traded at the bottom");
        assertEq(auction.referenceOf(day, series), 200, "top");
        assertEq(auction.referenceOf(day, series + 1), 200, "bottom");
    }

    function test_PressedUpByTheMinimumAtTheTop() external {
        _enter(buyer, day, series, OrderKind.Buy, TOP + 50, 4);
        _enter(buyer, day, series, OrderKind.Buy, TOP, 6);
        _enter(buyer, day, series + 1, OrderKind.Buy, TOP, 9);
        _warpToSolve(day);
        bytes memory hints = _hints(day);
        vm.expectEmit(address(auction));
        emit IAuction.ReferenceMoved(series, 326);
        auction.clear(day, hints);
        assertEq(auction.referenceOf(day, series), 326, "half a band up");
        assertEq(auction.referenceOf(day, series + 1), 200, "one lot less");
        assertEq(auction.referenceOf(_dayAuction(3), series + 40), 200, "no price of the lane");
    }

    function test_PressedDownByTheMinimumAtTheBottom() external {
        _enter(writer, day, series, OrderKind.Write, 1, 4);
        _enter(writer, day, series, OrderKind.Write, BASE, 6);
        _enter(writer, day, series + 1, OrderKind.Write, BASE, 9);
        _finish(day);
        assertEq(auction.referenceOf(day, series), 74, "half a band down");
        assertEq(auction.referenceOf(day, series + 1), 200, "one lot less");
    }

    function test_StaysForLotsInside() external {
        _enter(buyer, day, series, OrderKind.Buy, TOP - 1, 1_000);
        _enter(writer, day, series + 1, OrderKind.Write, BASE + 1, 1_000);
        _enter(buyer, day, series + 2, OrderKind.Buy, TOP - 1, 500);
        _enter(writer, day, series + 2, OrderKind.Write, TOP, 500);
        _finish(day);
        for (uint64 i = 0; i < 3; ++i) assertEq(auction.referenceOf(day, series + i), 200, "reference");
    }

    function test_StaysThroughAVoidAuction() external {
        _cross(series, 230, 100);
        _enter(buyer, day, series + 1, OrderKind.Buy, TOP, 100);
        _warpPast(day);
        assertEq(auction.referenceOf(day, series), 200, "reference");
        assertEq(auction.referenceOf(day, series + 1), 200, "reference");
    }

    function test_ALowReferenceHasAGridFromOne() external {
        uint32[4] memory references = [uint32(1), 126, 127, 128];
        uint32[4] memory bases = [uint32(1), 1, 1, 2];
        for (uint256 i = 0; i < 4; ++i) {
            _relist(references[i]);
            (uint32 base, uint32 referencePrice, bool frozen) = lens.gridOf(day, series);
            assertEq(base, bases[i], "base before");
            _cross(series, base, 1);
            (base, referencePrice, frozen) = lens.gridOf(day, series);
            assertTrue(frozen, "frozen");
            assertEq(base, bases[i], "base");
            assertEq(referencePrice, references[i], "reference");
            _finish(day);
            ResultWord result = auction.resultOf(day, series);
            assertEq(result.price(), bases[i], "price");
            assertEq(result.base(), bases[i], "base of the result");
            assertEq(result.base() + result.referenceOffset(), references[i], "reference of the result");
        }
    }

    function test_NeverFallsBelowOne() external {
        _relist(100);
        _enter(writer, day, series, OrderKind.Write, 0, 10);
        _finish(day);
        assertEq(auction.referenceOf(day, series), 1, "from 100");
        _relist(1);
        _enter(writer, day, series, OrderKind.Write, 0, 10);
        _finish(day);
        assertEq(auction.referenceOf(day, series), 1, "from 1");
    }

    function test_TheHighestPricesFit() external {
        _relist(HIGHEST);
        uint32 top = HIGHEST + 125;
        uint32 sold = _enter(writer, day, series, OrderKind.Write, top, 10);
        uint32 bought = _enter(buyer, day, series, OrderKind.Buy, type(uint32).max, 10);
        assertEq(_word(buyer, bought).price(), top, "24 bits");
        _finish(day);
        assertEq(auction.resultOf(day, series).price(), top, "price");
        assertEq(auction.referenceOf(day, series), HIGHEST, "the reference stays where a grid fits");
        _collect(writer, sold);
        _collect(buyer, bought);
        (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(_cash(writer), series);
        assertEq(lots, 10, "short");
        assertEq(k, uint256(top) * 256, "k: 32 bits");
        assertEq(mark, uint256(top) * 256, "mark: 32 bits");
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_NeverRisesAboveTheHighest() external {
        _relist(HIGHEST - 10);
        _enter(buyer, day, series, OrderKind.Buy, type(uint32).max, 10);
        _finish(day);
        assertEq(auction.referenceOf(day, series), HIGHEST, "pressed");
    }

    function test_MovesEachSeriesOfAWordByItself() external {
        uint64 first = series - (series & 7) + 8;
        for (uint64 i = 0; i < 8; ++i) _cross(first + i, uint32(210 + i), 10);
        _finish(day);
        for (uint64 i = 0; i < 8; ++i) assertEq(auction.referenceOf(day, first + i), 210 + i, "reference");
    }

    // -- internal --------------------------------------------------------------------------------------

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.initialReference = _initial;
    }

    function _cross(uint64 series_, uint32 price, uint32 lots) private {
        _enter(buyer, day, series_, OrderKind.Buy, price, lots);
        _enter(writer, day, series_, OrderKind.Write, price, lots);
    }

    /// @dev A product with another initial reference, in a market of its own; its day-ahead auction that collects next.
    function _relist(uint32 initial) private {
        _initial = uint24(initial);
        _listDefault();
        _fund(buyer, 10 ** 15);
        _fund(writer, 10 ** 15);
        day = Ids.auction(dayLane, uint32((block.timestamp + 36 hours) / 1 days) + 1);
        series = _at(day, 0);
        _warpToCollect(day);
    }
}
