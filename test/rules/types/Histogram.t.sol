// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Histogram} from "../../../contracts/libraries/Histogram.sol";
import {Test} from "../utils/Test.sol";
import {vm} from "../utils/Vm.sol";

contract HistogramTest is Test {
    using Histogram for Histogram.Store;
    using Histogram for uint256;

    uint256 private constant TICKS = 252;
    uint256 private constant MAX_LOTS = 2 ** 27 - 1;

    Histogram.Store private _store;

    /// @dev The readable twin of a book: lots per side and tick.
    struct Twin {
        uint256[252] buys;
        uint256[252] sells;
    }

    function add(uint256 book, uint32 epoch, bool sell, uint256 tick, uint256 lots) external returns (uint256) {
        return _add(book, epoch, sell, tick, lots);
    }

    // -- keys and headers ------------------------------------------------------------------------------

    function testFuzz_KeysNeverCollide(uint32[6] memory a, uint32[6] memory b, uint8 copied) external pure {
        for (uint256 i = 0; i < 6; ++i) {
            // Values that differ in one place only are the interesting ones.
            if ((copied >> i) & 1 == 1) b[i] = a[i];
        }
        bytes memory left = _identity(a);
        bytes memory right = _identity(b);
        assertEq(_key(a) == _key(b), keccak256(left) == keccak256(right), "same key, same word");
    }

    function test_BooksAlternate() external pure {
        uint256 even = Histogram.bookKey(3, 20_000, 7, 5);
        assertEq(even, Histogram.bookKey(3, 20_002, 7, 5), "two on");
        assertNotEq(even, Histogram.bookKey(3, 20_001, 7, 5), "the next");
    }

    function testFuzz_HeaderReadsBack(uint32 epoch, uint24 base, uint8 middle) external pure {
        uint256 header = Histogram.newHeader(epoch, base, middle);
        assertTrue(header.isOf(epoch), "epoch");
        unchecked {
            assertFalse(header.isOf(epoch + 1), "another epoch");
        }
        assertEq(header.base(), base, "base");
        assertEq(header.referenceOffset(), middle, "reference");
        assertEq(header.total(false) + header.total(true), 0, "no lots");
    }

    function test_HeaderIsTheWordOfTheLayout() external {
        uint256 header = Histogram.newHeader(0x01020304, 0x050607, 0x08);
        assertEq(header >> 192, 0x01020304_050607_08, "header");
        uint256 book = Histogram.bookKey(1, 0x01020304, 1, 0);
        _add(book, 0x01020304, false, 84, 9);
        _add(book, 0x01020304, true, 251, 3);
        assertEq(_store.header(book) & (2 ** 192 - 1), 3 * 2 ** 160 + 9 * 2 ** 32, "block sums");
        assertEq(_store.words[Histogram.leafKey(book, false, 12)], 0x01020304 * 2 ** 224 + 9, "buy leaf");
        assertEq(_store.words[Histogram.leafKey(book, true, 35)], 0x01020304 * 2 ** 224 + 3 * 2 ** 192, "sell leaf");
    }

    // -- add and depth ---------------------------------------------------------------------------------

    function test_AddRevertsWhenSideFull() external {
        uint256 book = Histogram.bookKey(1, 8, 1, 0);
        this.add(book, 8, false, 10, MAX_LOTS - 5);
        vm.expectRevert(abi.encodeWithSelector(Histogram.SideFull.selector, 6, 5));
        this.add(book, 8, false, 200, 6);
        this.add(book, 8, true, 200, 6);
        assertEq(this.add(book, 8, false, 10, 5), MAX_LOTS - 5, "the last five");
        vm.expectRevert(abi.encodeWithSelector(Histogram.SideFull.selector, 1, 0));
        this.add(book, 8, false, 11, 1);
    }

    function testFuzz_AddRevertsWhenSideFull(uint256 first, uint256 second, bool sell, uint8 tick) external {
        first = bound(first, 1, MAX_LOTS);
        second = bound(second, MAX_LOTS - first + 1, type(uint256).max);
        uint256 book = Histogram.bookKey(1, 8, 1, 0);
        this.add(book, 8, sell, tick % TICKS, first);
        vm.expectRevert(abi.encodeWithSelector(Histogram.SideFull.selector, second, MAX_LOTS - first));
        this.add(book, 8, sell, tick % TICKS, second);
    }

    function test_AddHoldsTheLargestTotal() external {
        // First and last ticks of leaves, blocks and band.
        uint256[8] memory ticks = [uint256(0), 6, 7, 83, 84, 167, 168, 251];
        for (uint256 i = 0; i < ticks.length; ++i) {
            uint256 book = Histogram.bookKey(1, 8, 1, i);
            Twin memory twin;
            twin.buys[ticks[i]] = MAX_LOTS;
            twin.sells[ticks[i]] = MAX_LOTS;
            _add(book, 8, false, ticks[i], MAX_LOTS);
            _add(book, 8, true, ticks[i], MAX_LOTS);
            _compare(book, twin);
        }
    }

    function testFuzz_BookEqualsTheTwin(uint256 seed, uint8 orders, uint8 spread) external {
        uint256 book = Histogram.bookKey(2, 11, 5, 3);
        Twin memory twin;
        uint256[2] memory totals;
        for (uint256 i = 0; i < orders; ++i) {
            uint256 x = uint256(keccak256(abi.encode(seed, i)));
            bool sell = x & 1 == 1;
            uint256 side = sell ? 1 : 0;
            uint256 tick = ((seed % TICKS) + ((x >> 8) % (uint256(spread) + 1))) % TICKS;
            uint256 lots = (x >> 32) % (x & 2 == 2 ? 100 : 10_000_000);
            if (totals[side] + lots > MAX_LOTS) continue;
            totals[side] += lots;
            uint256 ahead = _add(book, 11, sell, tick, lots);
            assertEq(ahead, sell ? twin.sells[tick] : twin.buys[tick], "ahead");
            if (sell) twin.sells[tick] += lots;
            else twin.buys[tick] += lots;
        }
        assertEq(_store.header(book).total(false), totals[0], "buys");
        assertEq(_store.header(book).total(true), totals[1], "sells");
        _compare(book, twin);
    }

    function test_DepthOfAFullBook() external {
        uint256 book = Histogram.bookKey(2, 11, 5, 3);
        Twin memory twin;
        for (uint256 tick = 0; tick < TICKS; ++tick) {
            twin.buys[tick] = 1 + tick * tick;
            twin.sells[tick] = 500_000 - tick * 1_000;
            _add(book, 11, false, tick, twin.buys[tick]);
            _add(book, 11, true, tick, twin.sells[tick]);
        }
        _compare(book, twin);
    }

    function testFuzz_AddLeavesOtherBooksAlone(uint256 seed, uint8 tick, uint8 other, bool sell) external {
        uint256 offset = seed % 48;
        uint256[5] memory neighbours = [
            Histogram.bookKey(2, 12, 5, offset),
            Histogram.bookKey(3, 11, 5, offset),
            Histogram.bookKey(2, 11, 6, offset),
            Histogram.bookKey(2, 11, 5, offset == 47 ? 46 : offset + 1),
            Histogram.bookKey(2, 11, 4, offset)
        ];
        Twin memory twin;
        twin.buys[other % TICKS] = 40;
        twin.sells[other % TICKS] = 41;
        for (uint256 i = 0; i < neighbours.length; ++i) {
            _add(neighbours[i], 11, false, other % TICKS, 40);
            _add(neighbours[i], 11, true, other % TICKS, 41);
        }
        _add(Histogram.bookKey(2, 11, 5, offset), 11, sell, tick % TICKS, 1_000);
        for (uint256 i = 0; i < neighbours.length; ++i) {
            _compare(neighbours[i], twin);
        }
    }

    function testFuzz_EarlierEpochsCountAsEmpty(uint256 seed, uint8 orders) external {
        uint256 book = Histogram.bookKey(2, 100, 5, 3);
        for (uint256 i = 0; i < orders; ++i) {
            uint256 x = uint256(keccak256(abi.encode(seed, i)));
            _add(book, 100, x & 1 == 1, (x >> 8) % TICKS, (x >> 32) % 100_000);
        }
        Twin memory twin;
        for (uint256 i = 0; i < 5; ++i) {
            uint256 x = uint256(keccak256(abi.encode(seed, i, "again")));
            uint256 tick = (x >> 8) % TICKS;
            assertEq(_add(book, 102, false, tick, i + 1), twin.buys[tick], "ahead of a buy");
            assertEq(_add(book, 102, true, tick, i + 9), twin.sells[tick], "ahead of a sell");
            twin.buys[tick] += i + 1;
            twin.sells[tick] += i + 9;
        }
        assertEq(_store.header(book).total(false), 1 + 2 + 3 + 4 + 5, "buys");
        assertEq(_store.header(book).total(true), 9 + 10 + 11 + 12 + 13, "sells");
        _compare(book, twin);
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _add(uint256 book, uint32 epoch, bool sell, uint256 tick, uint256 lots) private returns (uint256 ahead) {
        uint256 header = _store.header(book);
        if (!header.isOf(epoch)) header = Histogram.newHeader(epoch, 74, 126);
        ahead = _store.add(book, header, sell, tick, lots);
        assertEq(_store.header(book) >> 192, header >> 192, "the header keeps epoch and grid");
    }

    function _compare(uint256 book, Twin memory twin) private view {
        uint256 header = _store.header(book);
        uint256 below;
        for (uint256 tick = 0; tick < TICKS; ++tick) {
            (uint256 better, uint256 here) = _store.depthAt(book, header, true, tick);
            assertEq(here, twin.sells[tick], "sells here");
            assertEq(better, below, "sells below");
            below += twin.sells[tick];
        }
        uint256 above;
        for (uint256 i = 0; i < TICKS; ++i) {
            uint256 tick = TICKS - 1 - i;
            (uint256 better, uint256 here) = _store.depthAt(book, header, false, tick);
            assertEq(here, twin.buys[tick], "buys here");
            assertEq(better, above, "buys above");
            above += twin.buys[tick];
        }
    }

    /// @dev lane, auction number, product, offset, word (0 header, else a leaf), side.
    function _key(uint32[6] memory v) private pure returns (uint256) {
        uint256 book = Histogram.bookKey(v[0], v[1], v[2], v[3] % 48);
        return v[4] % 37 == 0 ? Histogram.headerKey(book) : Histogram.leafKey(book, v[5] & 1 == 1, (v[4] % 37) - 1);
    }

    function _identity(uint32[6] memory v) private pure returns (bytes memory) {
        bool isHeader = v[4] % 37 == 0;
        return abi.encode(v[0], v[1] & 1, v[2], v[3] % 48, v[4] % 37, isHeader ? 0 : v[5] & 1);
    }
}
