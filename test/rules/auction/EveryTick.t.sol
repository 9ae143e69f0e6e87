// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Random books against the definition of a clearing price, tick by tick: no other tick clears.
contract EveryTickTest is Trading {
    uint256 private constant TICKS = 252;
    uint256 private constant MOST_ORDERS = 24;
    /// @dev In CI's 512 runs more than a thousand books.
    uint256 private constant BOOKS = 2;

    struct RawOrder {
        bool isBuy;
        uint256 tick;
        uint256 lots;
    }

    struct Book {
        uint64 id;
        uint64 series;
        uint256 lo;
        uint256 hi;
    }

    function setUp() external {
        _setUpTrading();
    }

    function testFuzz_NoOtherTickClears(uint256 seed) external {
        for (uint256 i = 0; i < BOOKS; ++i) {
            uint256 before = vm.snapshotState();
            _tryBook(uint256(keccak256(abi.encode(seed, i))));
            vm.revertToState(before);
        }
    }

    function _tryBook(uint256 seed) private {
        Book memory book;
        book.id = _spotNow();
        book.series = _spotSeries(book.id);
        RawOrder[] memory orders = _fill(book, seed);
        (book.lo, book.hi) = _byDefinition(orders);
        _warpToSolve(book.id);
        for (uint256 tick = 0; tick < TICKS; ++tick) {
            if (book.lo != tick || book.hi != tick) _refused(book, tick, tick);
            if (book.hi != tick) _refused(book, book.lo, tick);
            if (book.lo != tick) _refused(book, tick, book.hi);
        }
        auction.clear(book.id, _one(1, 0, book.lo, book.hi));
        ResultWord result = auction.resultOf(book.id, book.series);
        assertEq(result.price(), BASE + (book.lo + book.hi) / 2, "price");
        assertEq(result.volume(), _volume(orders, (book.lo + book.hi) / 2), "volume");
    }

    /// @dev Few or many orders, over all ticks, over five of them, or at the ends of the band.
    function _fill(Book memory book, uint256 seed) private returns (RawOrder[] memory orders) {
        orders = new RawOrder[](1 + (seed % MOST_ORDERS));
        uint256 shape = (seed >> 16) % 3;
        uint256 buys = (seed >> 32) % 5; // of four
        for (uint256 i = 0; i < orders.length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 tick = (random >> 8) % TICKS;
            if (shape == 1) tick = 124 + (tick % 5);
            if (shape == 2) tick = tick % 2 == 0 ? 0 : TICKS - 1;
            orders[i] = RawOrder((random >> 128) % 4 < buys, tick, 1 + ((random >> 64) % 100));
            (address user, OrderKind kind) = orders[i].isBuy ? (buyer, OrderKind.Buy) : (writer, OrderKind.Write);
            _enter(user, book.id, book.series, kind, uint32(BASE + tick), uint32(orders[i].lots));
        }
    }

    /// @dev All ticks at which what wants to trade at a better price can: nobody strictly inside goes without.
    function _byDefinition(RawOrder[] memory orders) private pure returns (uint256 lo, uint256 hi) {
        lo = TICKS;
        for (uint256 p = 0; p < TICKS; ++p) {
            uint256[4] memory lots; // buys above p, buys at p or above, sells below p, sells at p or below
            for (uint256 i = 0; i < orders.length; ++i) {
                RawOrder memory o = orders[i];
                if (o.isBuy && o.tick > p) lots[0] += o.lots;
                if (o.isBuy && o.tick >= p) lots[1] += o.lots;
                if (!o.isBuy && o.tick < p) lots[2] += o.lots;
                if (!o.isBuy && o.tick <= p) lots[3] += o.lots;
            }
            if (lots[0] > lots[3] || lots[2] > lots[1]) continue;
            if (lo == TICKS) lo = p;
            hi = p;
        }
    }

    function _volume(RawOrder[] memory orders, uint256 price) private pure returns (uint256) {
        uint256 bought;
        uint256 sold;
        for (uint256 i = 0; i < orders.length; ++i) {
            RawOrder memory o = orders[i];
            if (o.isBuy && o.tick >= price) bought += o.lots;
            if (!o.isBuy && o.tick <= price) sold += o.lots;
        }
        return bought < sold ? bought : sold;
    }

    function _refused(Book memory book, uint256 lo, uint256 hi) private {
        try auction.clear(book.id, _one(1, 0, lo, hi)) {
            revert(string.concat("cleared from ", vm.toString(lo), " to ", vm.toString(hi)));
        } catch (bytes memory why) {
            bytes memory expected = abi.encodeWithSelector(IAuction.NotClearing.selector, book.series, lo, hi);
            assertEq(keccak256(why), keccak256(expected), "another error");
        }
    }
}
