// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {IPrices} from "../../../contracts/interfaces/IPrices.sol";
import {Lane} from "../../../contracts/interfaces/IProducts.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Vm, vm} from "../utils/Vm.sol";
import {BlocksTest} from "./BlocksTest.sol";
import {Solutions} from "./Solutions.sol";

/// @dev Only what hourly orders trade with each other counts: blocks' lots can have any price in an hour.
contract ContestedPricesTest is BlocksTest {
    using Solutions for Solution;

    IPrices private _prices;

    function setUp() public override {
        super.setUp();
        _prices = IPrices(_create("Prices", abi.encode(auction, products)));
    }

    // -- references ------------------------------------------------------------------------------------

    function test_OnlyHourlyLotsMoveAReference() external {
        _finishAt250();
        vm.recordLogs();
        contest.conclude(day);
        (uint256 count, uint64 moved, uint32 to) = _moved();
        assertEq(abi.encode(count, moved, to), abi.encode(1, series + 1, 250), "ten lots in the second hour");
        assertEq(auction.referenceOf(day + 1, _at(day + 1, 30)), 250, "the lane's latest price");
    }

    function test_NothingMovesBeforeTheConclusion() external {
        vm.recordLogs();
        _finishAt250();
        (uint256 count, , ) = _moved();
        assertEq(count, 0, "events");
        assertEq(auction.referenceOf(day + 1, _at(day + 1, 30)), 200, "the lane's latest price");
    }

    function test_ALateConclusionMovesNothing() external {
        _finishAt250();
        (, , uint256 deadline) = lens.timesOf(day);
        uint256 snapshot = vm.snapshotState();
        vm.recordLogs();
        vm.warp(deadline + 1 hours - 1);
        contest.conclude(day);
        (uint256 count, , ) = _moved();
        assertEq(count, 1, "up to a solving time later");
        require(vm.revertToState(snapshot), "snapshot");
        vm.recordLogs();
        vm.warp(deadline + 1 hours);
        contest.conclude(day);
        (count, , ) = _moved();
        assertEq(count, 0, "from then on");
        assertEq(auction.referenceOf(day + 1, _at(day + 1, 30)), 200, "the lane's latest price");
        assertEq(contest.incumbentOf(day).concluded, true, "concluded all the same");
    }

    function test_AConclusionAfterTheNextDeadlineMovesNothing() external {
        // Solves for 90 minutes, a new auction every hour.
        uint32[] memory ids = new uint32[](1);
        ids[0] = products.list(bytes("{}"), 3, _terms());
        Lane[] memory lanes = new Lane[](2);
        lanes[0] = Lane({lead: 2 hours, window: 2, stride: 1, collect: 30 minutes, solve: 90 minutes});
        lanes[1] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        (, uint32 lane) = products.openMarket(ids, lanes, _params());
        uint64 id = Ids.auction(lane, Ids.hourOf(series));
        uint64 first = Ids.series(ids[0], Ids.hourOf(series));
        _warpToCollect(id);
        _enter(buyer, id, first, OrderKind.Buy, 250, 10);
        _enter(writer, id, first, OrderKind.Write, 250, 10);
        BlockPlacement memory p = _block(BlockKind.BlockBuy, first, 1, BASE, 1, 1);
        p.auction = id;
        vm.prank(buyer);
        blocks.placeBlocks(_cash(buyer), _one(p));
        bytes memory list = abi.encodePacked(hex"02_00_01", uint24(BASE), uint32(1), uint32(1));
        _warpToSolve(id);
        contest.baseline(id, abi.encodePacked(uint8(176), uint8(176), uint16(0)), list);

        (, , uint256 deadline) = lens.timesOf(id);
        uint256 snapshot = vm.snapshotState();
        vm.warp(deadline + 1 hours - 1);
        contest.conclude(id);
        assertEq(auction.referenceOf(id, first), 250, "before it");
        require(vm.revertToState(snapshot), "snapshot");
        vm.warp(deadline + 1 hours);
        contest.conclude(id);
        assertEq(auction.referenceOf(id, first), 200, "from it on");
    }

    function test_FirmOrdersAtAnEdgePressAtTheConclusion() external {
        _enter(buyer, day, series, OrderKind.Buy, TOP, 10);
        _enter(buyer, day, series + 1, OrderKind.Buy, TOP, 9);
        _enter(writer, day, series + 2, OrderKind.Write, BASE, 10);
        _enter(writer, day, series + 3, OrderKind.Write, BASE, 9);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series + 4, 2, BASE, 10), 0);
        _bringBaseline(day);
        _warpPast(day);
        assertEq(auction.referenceOf(day, series), 200, "not yet");
        contest.conclude(day);
        uint16[4] memory references = [326, 200, 74, 200];
        for (uint64 i = 0; i < 4; ++i) {
            assertEq(auction.referenceOf(day, series + i), references[i], "half a band");
        }
    }

    function test_WhatBlocksTradeBeyondTheEdgeChangesNothing() external {
        _enter(buyer, day, series, OrderKind.Buy, TOP, 10);
        _placeBlock(buyer, _block(BlockKind.BlockBuy, series, 2, 300, 1, 1), 0);
        _placeBlock(writer, _block(BlockKind.BlockWrite, series, 2, 250, 1, 1), 0);
        Solution memory s = _solution(day, 200);
        s.setPrice(0, 326);
        s.accept(0);
        s.accept(1);
        _finishWith(day, s);
        assertEq(auction.resultOf(day, series).volume(), 1, "volume");
        assertEq(auction.referenceOf(day, series), 326, "half a band up: nobody served those who press");
    }

    // -- spot ------------------------------------------------------------------------------------------

    function test_SpotNeedsHourlyLots() external {
        _tradeTwice(9);
        // Of both gates the hourly lots: 50 at 2.00, 9 at 2.50.
        assertEq(_prices.settlement(series, 0), uint256(((200 * 50 + 250 * 9) << 8) / uint256(59)), "average");
    }

    function test_SpotOfEnoughHourlyLots() external {
        _tradeTwice(10);
        assertEq(_prices.settlement(series, 10), 250 << 8, "hour ahead");
        assertEq(_prices.settlement(series, 11), uint256(((200 * 50 + 250 * 10) << 8) / uint256(60)), "average");
    }

    function test_SpotCountsNoPriceOutsideOfTheBand() external {
        // Hourly orders trade with a block below the band, whose other hour pays for it, not with each other.
        _enter(buyer, day, series, OrderKind.Buy, 200, 50);
        _enter(buyer, day, series + 1, OrderKind.Buy, 300, 50);
        _placeBlock(writer, _block(BlockKind.BlockWrite, series, 2, 160, 50, 50), 0);
        Solution memory s = _solution(day, 50);
        s.setPrice(1, 300);
        s.accept(0);
        _finishWith(day, s);
        assertEq(auction.resultOf(day, series).volume(), 50, "volume");
        assertEq(auction.resultOf(day, series).hourly(), 0, "hourly");
        assertEq(_prices.settlement(series, 0), 0, "no price");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev A strip of 100 lots at 2.50 in three hours; nine hourly lots in the first, ten in the second. Final, not yet
    /// concluded.
    function _finishAt250() private {
        for (uint64 i = 0; i < 2; ++i) {
            _enter(buyer, day, series + i, OrderKind.Buy, 250, uint32(9 + i));
            _enter(writer, day, series + i, OrderKind.Write, 250, uint32(9 + i));
        }
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 3, 260, 100), 0);
        _placeBlock(writer, _strip(BlockKind.StripWrite, series, 3, 240, 100), 0);
        Solution memory s = _solution(day, 250);
        s.accept(0);
        s.accept(1);
        _solve(day, s);
        _warpPast(day);
    }

    /// @dev 50 hourly lots at 2.00 day-ahead and some at 2.50 hour-ahead, both with 100 lots in blocks.
    function _tradeTwice(uint32 hourly) private {
        _tradeBoth(day, 200, 50);
        _tradeBoth(_hourAuction(series), 250, hourly);
    }

    function _tradeBoth(uint64 id, uint32 price, uint32 hourly) private {
        _warpToCollect(id);
        _enter(buyer, id, series, OrderKind.Buy, price, hourly);
        _enter(writer, id, series, OrderKind.Write, price, hourly);
        BlockPlacement memory p = _block(BlockKind.BlockBuy, series, 1, price + 10, 100, 100);
        p.auction = id;
        _placeBlock(buyer, p, price);
        (p.kind, p.price) = (uint8(BlockKind.BlockWrite), price - 10);
        _placeBlock(writer, p, price);
        Solution memory s = Solutions.empty(id == day ? WINDOW : 1, 2);
        s.setPrice(0, uint24(price));
        s.accept(0);
        s.accept(1);
        _solve(id, s);
        _warpPast(id);
        assertEq(auction.resultOf(id, series).volume(), hourly + 100, "volume");
    }

    /// @dev References that moved since the logs were last read, and the latest.
    function _moved() private returns (uint256 count, uint64 moved, uint32 to) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != IAuction.ReferenceMoved.selector) continue;
            ++count;
            (moved, to) = (uint64(uint256(logs[i].topics[1])), abi.decode(logs[i].data, (uint32)));
        }
    }
}
