// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {Lane, MarketParams} from "../../../contracts/interfaces/IProducts.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

contract RecyclingTest is Trading {
    function setUp() external {
        _setUpTrading();
    }

    function test_NoLotsOfEarlierAuctions() external {
        for (uint32 n = 0; n < 6; ++n) {
            uint64 id = _dayAuction(2 + n);
            _warpToCollect(id);
            // Ticks move by a leaf each time, so that words of two auctions before are there and not touched.
            _enter(buyer, id, _at(id, 3), OrderKind.Buy, 200 + n * 7, 10 + n);
            _enter(writer, id, _at(id, 3), OrderKind.Write, 210 + n * 7, 20 + n);
            (uint32[] memory buys, uint32[] memory sells) = lens.bookOf(id, _at(id, 3));
            for (uint256 t = 0; t < 252; ++t) {
                assertEq(buys[t], t == 126 + n * 7 ? 10 + n : 0, "buys");
                assertEq(sells[t], t == 136 + n * 7 ? 20 + n : 0, "sells");
            }
            _finish(id);
            assertEq(auction.resultOf(id, _at(id, 3)).volume(), 0, "nothing trades");
            assertEq(auction.resultOf(id, _at(id, 3)).lo(), 126 + n * 7, "lo");
            assertEq(auction.resultOf(id, _at(id, 3)).hi(), 136 + n * 7, "hi");
        }
    }

    function test_NoLotsAhead() external {
        for (uint32 n = 0; n < 5; ++n) {
            uint64 id = _dayAuction(2 + n);
            _warpToCollect(id);
            uint32 first = _enter(buyer, id, _at(id, 0), OrderKind.Buy, 200, 10);
            uint32 second = _enter(buyer, id, _at(id, 0), OrderKind.Buy, 200, 10);
            assertEq(_word(buyer, first).ahead(), 0, "first");
            assertEq(_word(buyer, second).ahead(), 10, "second");
        }
    }

    function testFuzz_EachClearsByItself(uint256 seed) external {
        int256 held;
        uint256 bought;
        for (uint256 n = 0; n < 6; ++n) {
            uint64 id = _dayAuction(2 + n);
            uint64 target = _at(id, 0);
            _warpToCollect(id);
            (uint32 base, , ) = lens.gridOf(id, target);
            uint256[252] memory buys;
            uint256[252] memory sells;
            for (uint256 i = 0; i < 6; ++i) {
                uint256 random = uint256(keccak256(abi.encode(seed, n, i)));
                uint256 tick = 100 + ((random >> 8) % 40);
                uint256 lots = 1 + ((random >> 64) % 100);
                bool buy = random % 2 == 0;
                if (buy) buys[tick] += lots;
                else sells[tick] += lots;
                // The same slots again and again: what was there is collected on the way.
                _place(
                    buy ? buyer : writer,
                    id,
                    target,
                    buy ? OrderKind.Buy : OrderKind.Write,
                    base + uint32(tick),
                    uint32(lots),
                    uint32(i)
                );
            }
            _finish(id);
            uint256 volume = _volume(buys, sells);
            assertEq(auction.resultOf(id, target).volume(), volume, "the largest volume of these orders alone");
            bought += volume;
        }
        for (uint32 i = 0; i < 6; ++i) {
            _collect(buyer, i);
            _collect(writer, i);
        }
        for (uint256 n = 0; n < 6; ++n) {
            held += _position(buyer, _at(_dayAuction(2 + n), 0));
            assertEq(_escrow(_dayAuction(2 + n)), 0, "escrow");
        }
        assertEq(held, int256(bought), "every lot arrived");
    }

    function test_AVoidAuctionLeavesNothing() external {
        uint256 before = _free(buyer);
        uint32 slot = _enter(buyer, day, series, OrderKind.Buy, 250, 1_000);
        uint64 id = _dayAuction(4);
        _warpToCollect(id);
        uint32 next = _enter(buyer, id, _at(id, 0), OrderKind.Buy, 250, 1);
        assertEq(_word(buyer, next).ahead(), 0, "nobody is ahead");
        _enter(writer, id, _at(id, 0), OrderKind.Write, 250, 5);
        _finish(id);
        assertEq(auction.resultOf(id, _at(id, 0)).volume(), 1, "volume");
        _collect(buyer, slot);
        _collect(buyer, next);
        assertEq(before - _free(buyer), 250 * TICK + _fee(250), "cash");
    }

    function test_UncollectedOrdersKeepTheirFills() external {
        uint32 first = _enter(buyer, day, series, OrderKind.Buy, 200, 10);
        uint32 behind = _enter(buyer, day, series, OrderKind.Buy, 200, 10);
        _enter(writer, day, series, OrderKind.Write, 200, 15);
        _finish(day);
        for (uint256 n = 3; n < 7; ++n) {
            uint64 id = _dayAuction(n);
            _warpToCollect(id);
            _enter(buyer, id, _at(id, 0), OrderKind.Buy, 200, 999);
            _enter(writer, id, _at(id, 0), OrderKind.Write, 199, 999);
            _finish(id);
        }
        _collect(buyer, first);
        _collect(buyer, behind);
        assertEq(_position(buyer, series), 15, "10 and 5");
    }

    function test_OpensWhenTheBufferIsFree() external {
        uint32[] memory ids = new uint32[](1);
        ids[0] = products.list(bytes("{}"), 3, _terms());
        Lane[] memory lanes = new Lane[](1);
        lanes[0] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 100 minutes, solve: 20 minutes});
        MarketParams memory params = MarketParams({
            feeBps: 10,
            maxTip: 0,
            minVolume: 10,
            wordFee: 0,
            minNotional: 0,
            access: address(0)
        });
        (, uint32 lane) = products.openMarket(ids, lanes, params);
        uint32 hour = uint32(block.timestamp / 1 hours) + 5;
        (uint64 one, uint64 two) = (Ids.auction(lane, hour), Ids.auction(lane, hour + 2));
        (uint256 open, , ) = lens.timesOf(two);
        (, , uint256 deadline) = lens.timesOf(one);
        assertEq(open, deadline, "two periods are all that collecting and solving may take");

        _warpToCollect(one);
        uint64 target = Ids.series(ids[0], hour);
        uint32 slot = _enter(buyer, one, target, OrderKind.Buy, 200, 10);
        _enter(writer, one, target, OrderKind.Write, 200, 10);
        // To the last second nobody can touch its words, and it can be cleared.
        vm.warp(deadline - 1);
        (uint256 opens, uint256 closes, ) = lens.timesOf(two);
        vm.expectRevert(abi.encodeWithSelector(IAuction.AuctionNotCollecting.selector, two, opens, closes));
        _place(writer, two, target + 2, OrderKind.Write, 100, 1, 99);
        auction.clear(one, _one(1, 0, 126, 126));
        vm.warp(open);
        _place(writer, two, target + 2, OrderKind.Write, 100, 1, 99);
        _collect(buyer, slot);
        assertEq(_position(buyer, target), 10, "filled");
    }

    function test_BooksDoNotMix() external {
        uint32[] memory ids = new uint32[](2);
        for (uint256 i = 0; i < 2; ++i) ids[i] = products.list(bytes("{}"), 3, _terms());
        Lane[] memory lanes = new Lane[](2);
        lanes[0] = Lane({lead: 12 hours, window: 3, stride: 3, collect: 5 hours, solve: 1 hours});
        lanes[1] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        MarketParams memory params = MarketParams({
            feeBps: 10,
            maxTip: 0,
            minVolume: 1,
            wordFee: 0,
            minNotional: 0,
            access: address(0)
        });
        (, uint32 lane) = products.openMarket(ids, lanes, params);
        uint64 id = Ids.auction(lane, uint32(block.timestamp / 3 hours) + 6);
        _warpToCollect(id);
        // One lot more in each book, all of them at one tick.
        uint32 lots;
        for (uint256 i = 0; i < 6; ++i) {
            uint64 target = Ids.series(ids[i / 3], Ids.numberOf(id) * 3 + uint32(i % 3));
            _enter(buyer, id, target, OrderKind.Buy, 200, ++lots);
            _enter(writer, id, target, OrderKind.Write, 200, 100);
        }
        _warpToSolve(id);
        auction.clear(id, hex"7e7e7e7e7e7e7e7e7e7e7e7e");
        for (uint256 i = 0; i < 6; ++i) {
            ResultWord result = auction.resultOf(id, Ids.series(ids[i / 3], Ids.numberOf(id) * 3 + uint32(i % 3)));
            assertEq(result.volume(), i + 1, "volume");
        }
    }

    /// @dev The most lots that can change hands at one price.
    function _volume(uint256[252] memory buys, uint256[252] memory sells) private pure returns (uint256 most) {
        for (uint256 p = 0; p < 252; ++p) {
            uint256 demand;
            uint256 supply;
            for (uint256 t = 0; t < 252; ++t) {
                if (t >= p) demand += buys[t];
                if (t <= p) supply += sells[t];
            }
            uint256 volume = demand < supply ? demand : supply;
            if (volume > most) most = volume;
        }
    }
}
