// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {Histogram} from "../../../contracts/libraries/Histogram.sol";
import {AuctionState} from "../../../contracts/periphery/AuctionLens.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

contract ViewsTest is Trading {
    function setUp() external {
        _setUpTrading();
    }

    function test_StatesFollowTheTimes() external {
        (uint256 open, uint256 close, uint256 deadline) = lens.timesOf(day);
        assertEq(close - open, 23 hours, "collects");
        assertEq(deadline - close, 1 hours, "is solved");
        assertEq(uint256(Ids.numberOf(day)) * 1 days - deadline, 12 hours, "lead");
        uint256[6] memory times = [open - 1, open, close - 1, close, deadline - 1, deadline];
        AuctionState[6] memory states = [
            AuctionState.NotOpen,
            AuctionState.Collect,
            AuctionState.Collect,
            AuctionState.Solve,
            AuctionState.Solve,
            AuctionState.Void
        ];
        for (uint256 i = 0; i < 6; ++i) {
            vm.warp(times[i]);
            assertTrue(lens.stateOf(day) == states[i], vm.toString(i));
        }
    }

    function test_AClearedAuctionIsFinalForGood() external {
        _enter(buyer, day, series, OrderKind.Buy, 200, 1);
        _finish(day);
        assertTrue(lens.stateOf(day) == AuctionState.Final, "final");
        vm.warp(block.timestamp + 3650 days);
        assertTrue(lens.stateOf(day) == AuctionState.Final, "still");
    }

    function test_TimesOfTheFirstAuctionsAreZero() external view {
        (uint256 open, uint256 close, uint256 deadline) = lens.timesOf(Ids.auction(dayLane, 0));
        assertEq(open + close + deadline, 0, "before time began");
    }

    function test_TheGridOfASeriesWithoutOrdersIsWhatItWouldBe() external view {
        (uint32 base, uint32 referencePrice, bool frozen) = lens.gridOf(day, series);
        assertEq(base, 74, "base");
        assertEq(referencePrice, 200, "reference");
        assertFalse(frozen, "frozen");
        (uint32[] memory buys, uint32[] memory sells) = lens.bookOf(day, series);
        assertEq(buys.length, 252, "ticks to buy");
        assertEq(sells.length, 252, "ticks to sell");
        for (uint256 t = 0; t < 252; ++t) assertEq(buys[t] + sells[t], 0, "empty");
    }

    function test_RevertsForASeriesOfAnotherAuction() external {
        uint64[2] memory others = [series - 1, series + 36];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAuction.SeriesNotInAuction.selector, day, others[i]));
            lens.gridOf(day, others[i]);
            vm.expectRevert(abi.encodeWithSelector(IAuction.SeriesNotInAuction.selector, day, others[i]));
            lens.bookOf(day, others[i]);
        }
    }

    function testFuzz_TheBookShowsEveryOrder(uint256 seed) external {
        uint256[252] memory buys;
        uint256[252] memory sells;
        for (uint256 i = 0; i < 12; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 tick = (random >> 8) % 252;
            uint256 lots = 1 + ((random >> 64) % 1_000);
            if (random % 2 == 0) {
                _enter(buyer, day, series, OrderKind.Buy, uint32(BASE + tick), uint32(lots));
                buys[tick] += lots;
            } else {
                _enter(writer, day, series, OrderKind.Write, uint32(BASE + tick), uint32(lots));
                sells[tick] += lots;
            }
        }
        (uint32[] memory shownBuys, uint32[] memory shownSells) = lens.bookOf(day, series);
        for (uint256 t = 0; t < 252; ++t) {
            assertEq(shownBuys[t], buys[t], "buys");
            assertEq(shownSells[t], sells[t], "sells");
        }
    }

    function test_RawWordsAreThoseOfTheBook() external {
        _enter(buyer, day, series, OrderKind.Buy, BASE + 8, 5);
        uint32 number = Ids.numberOf(day);
        uint256 book = Histogram.bookKey(dayLane, number, product, 0);
        uint256[] memory keys = new uint256[](3);
        keys[0] = Histogram.headerKey(book);
        keys[1] = Histogram.leafKey(book, false, 1);
        keys[2] = Histogram.leafKey(book, true, 1);
        uint256[] memory words = auction.bookWords(keys);
        assertEq(words[0] >> 192, (uint256(number) << 32) | (uint256(BASE) << 8) | 126, "epoch, base, reference");
        assertEq(words[1], (uint256(number) << 224) | (5 << 32), "the second tick of the second leaf");
        assertEq(words[2], 0, "no sells");
    }

    function testFuzz_CloseOutSlotsAreOutOfTheUsersReach(uint64 series_) external view {
        assertGt(auction.closeOutSlot(series_), type(uint32).max, "users name 32 bits");
    }

    function test_CloseOutSlotsOfOneProductAreFour() external view {
        for (uint64 i = 0; i < 4; ++i) {
            assertEq(auction.closeOutSlot(series + i), auction.closeOutSlot(series + i + 4), "every four hours");
            for (uint64 j = 0; j < i; ++j) {
                assertNotEq(auction.closeOutSlot(series + i), auction.closeOutSlot(series + j), "apart");
            }
        }
        uint64 other = Ids.series(product + 1, Ids.hourOf(series));
        assertNotEq(auction.closeOutSlot(series), auction.closeOutSlot(other), "products");
    }

    function test_NothingIsKnownOfWhatNeverWas() external view {
        assertEq(_word(buyer, 1).lots(), 0, "order");
        assertFalse(auction.resultOf(day, series).exists(), "result");
        assertEq(auction.clearerOf(day), address(0), "clearer");
    }
}
