// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title The hourly orders of one series in one auction, added up per tick
/// @notice 252 ticks per side. A header word holds the frozen grid and three block sums per side, a leaf word seven
/// ticks. Words are recycled between auctions: a word whose epoch is not the auction's counts as empty and is
/// overwritten, never zeroed, so that an order takes no new slot.
///
/// Header, key (book)
///
///   255    224 223  200 199      192 191                 96 95                   0
///  +----------+--------+------------+----------------------+----------------------+
///  | epoch 32 | base 24| reference 8|  sell blocks 3 x 32  |   buy blocks 3 x 32  |
///  +----------+--------+------------+----------------------+----------------------+
///
/// A block is 84 ticks. The reference is given as its distance from base, 0 to 126.
///
/// Leaf, key (book, side, leaf)
///
///   255    224 223                                                              0
///  +----------+-------------------------------------------------------------------+
///  | epoch 32 |                7 ticks x 32, the lowest tick lowest               |
///  +----------+-------------------------------------------------------------------+
library Histogram {
    uint256 internal constant TICKS = 252;
    uint256 internal constant HALF_BAND = 126;
    /// @dev Lots per side of one series in one auction.
    uint256 internal constant MAX_LOTS = (1 << 27) - 1;

    uint256 internal constant LEAF_TICKS = 7;
    uint256 internal constant LEAVES = TICKS / LEAF_TICKS;
    uint256 private constant BLOCK_LEAVES = 12;
    uint256 internal constant LEAF_MASK = (1 << 224) - 1;
    /// @dev One in each of the seven lanes: multiplying by it adds the lanes up in the seventh.
    uint256 private constant LANES = 0x00000001000000010000000100000001000000010000000100000001;
    /// @dev 6 to 0 in the seven lanes: multiplying by it adds up each lane times its place, 0 to 6, in the seventh.
    uint256 private constant PLACES = 0x00000000000000010000000200000003000000040000000500000006;
    uint256 private constant HEADER = 0xff;

    struct Store {
        mapping(uint256 key => uint256) words;
    }

    /// @notice The lots of a side would exceed MAX_LOTS.
    error SideFull(uint256 lots, uint256 room);

    /// @dev The place of a book in the store: everything but the side and the leaf.
    function bookKey(uint32 lane, uint32 number, uint32 product, uint256 offset) internal pure returns (uint256) {
        return (uint256(lane) << 96) | (uint256(product) << 64) | (uint256(number & 1) << 32) | (offset << 16);
    }

    function headerKey(uint256 book) internal pure returns (uint256) {
        return book | HEADER;
    }

    function leafKey(uint256 book, bool sell, uint256 leaf) internal pure returns (uint256) {
        return book | (sell ? 0x100 : 0) | leaf;
    }

    function header(Store storage store, uint256 book) internal view returns (uint256) {
        return store.words[headerKey(book)];
    }

    function isOf(uint256 header_, uint32 epoch) internal pure returns (bool) {
        return header_ >> 224 == epoch;
    }

    /// @dev The base of a grid around a reference, ticks: half a band below it, 1 at least.
    function baseAround(uint256 referencePrice) internal pure returns (uint256) {
        return referencePrice > HALF_BAND ? referencePrice - HALF_BAND : 1;
    }

    function newHeader(uint32 epoch, uint256 base_, uint256 referenceOffset_) internal pure returns (uint256) {
        return (uint256(epoch) << 224) | (base_ << 200) | (referenceOffset_ << 192);
    }

    function base(uint256 header_) internal pure returns (uint256) {
        return (header_ >> 200) & 0xffffff;
    }

    function referenceOffset(uint256 header_) internal pure returns (uint256) {
        return (header_ >> 192) & 0xff;
    }

    function total(uint256 header_, bool sell) internal pure returns (uint256) {
        uint256 sums = sell ? header_ >> 96 : header_;
        unchecked {
            return (sums & 0xffffffff) + ((sums >> 32) & 0xffffffff) + ((sums >> 64) & 0xffffffff); // 34 bits
        }
    }

    /// @notice Writes the header of a book that may be new.
    function open(Store storage store, uint256 book, uint256 header_) internal {
        uint256 key = headerKey(book);
        if (store.words[key] != header_) store.words[key] = header_;
    }

    /// @notice Adds lots at a tick.
    /// @param header_ the book's header, of this epoch
    /// @return ahead lots that stood there before
    function add(
        Store storage store,
        uint256 book,
        uint256 header_,
        bool sell,
        uint256 tick,
        uint256 lots
    ) internal returns (uint256 ahead) {
        unchecked {
            // No lane overflows: a side's total stays within MAX_LOTS, which the first check keeps.
            uint256 room = MAX_LOTS - total(header_, sell);
            if (lots > room) revert SideFull(lots, room);
            uint256 leaf = tick / LEAF_TICKS;
            store.words[headerKey(book)] = header_ + (lots << ((leaf / BLOCK_LEAVES) * 32 + (sell ? 96 : 0)));

            uint256 key = leafKey(book, sell, leaf);
            uint256 epoch = header_ >> 224;
            uint256 word = store.words[key];
            if (word >> 224 != epoch) word = epoch << 224;
            uint256 shift = (tick % LEAF_TICKS) * 32;
            ahead = (word >> shift) & 0xffffffff;
            store.words[key] = word + (lots << shift);
        }
    }

    /// @notice Lots of one side at a tick, and better than it: buys above, sells below.
    /// @param header_ the book's header, of this epoch
    function depthAt(
        Store storage store,
        uint256 book,
        uint256 header_,
        bool sell,
        uint256 tick
    ) internal view returns (uint256 better, uint256 here) {
        unchecked {
            // No sum here exceeds MAX_LOTS: they are parts of one side's total.
            uint256 sums = sell ? header_ >> 96 : header_;
            uint256 leaf = tick / LEAF_TICKS;
            uint256 block_ = leaf / BLOCK_LEAVES;
            uint256 first = block_ * BLOCK_LEAVES;
            uint256 epoch = header_ >> 224;

            uint256 word = _leaf(store, book, sell, leaf, epoch);
            uint256 shift = (tick % LEAF_TICKS) * 32;
            here = (word >> shift) & 0xffffffff;
            uint256 lower = lotsOf(word & ((1 << shift) - 1));

            // Leaves of the block below this one, counted from whichever end of the block is nearer.
            uint256 blockSum = (sums >> (block_ * 32)) & 0xffffffff;
            if (leaf - first < BLOCK_LEAVES / 2) {
                for (uint256 i = first; i < leaf; ++i) {
                    lower += lotsOf(_leaf(store, book, sell, i, epoch));
                }
            } else {
                uint256 upper;
                for (uint256 i = leaf + 1; i < first + BLOCK_LEAVES; ++i) {
                    upper += lotsOf(_leaf(store, book, sell, i, epoch));
                }
                lower = blockSum - upper - lotsOf(word >> shift);
            }
            if (sell) {
                better = lower;
                for (uint256 b = 0; b < block_; ++b) {
                    better += (sums >> (b * 32)) & 0xffffffff;
                }
            } else {
                better = blockSum - lower - here;
                for (uint256 b = block_ + 1; b < 3; ++b) {
                    better += (sums >> (b * 32)) & 0xffffffff;
                }
            }
        }
    }

    /// @notice Sum of the lots of a leaf, or of leaves that were added up; of words without epoch.
    function lotsOf(uint256 word) internal pure returns (uint256) {
        unchecked {
            return ((word * LANES) >> 192) & 0xffffffff; // it fits one lane because a side's total does
        }
    }

    /// @notice Sum of lots x place in the leaf, 0 to 6; of words without epoch.
    function placesOf(uint256 word) internal pure returns (uint256) {
        unchecked {
            return ((word * PLACES) >> 192) & 0xffffffff; // it fits one lane because lots are below 2^27
        }
    }

    /// @dev Whether the block that a leaf is in has lots.
    function isInUse(uint256 header_, bool sell, uint256 leaf) internal pure returns (bool) {
        uint256 sums = sell ? header_ >> 96 : header_;
        return (sums >> ((leaf / BLOCK_LEAVES) * 32)) & 0xffffffff != 0;
    }

    function _leaf(
        Store storage store,
        uint256 book,
        bool sell,
        uint256 leaf,
        uint256 epoch
    ) private view returns (uint256) {
        uint256 word = store.words[leafKey(book, sell, leaf)];
        return word >> 224 == epoch ? word & LEAF_MASK : 0;
    }
}
