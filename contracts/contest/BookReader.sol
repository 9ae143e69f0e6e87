// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../interfaces/IAuction.sol";
import {Histogram} from "../libraries/Histogram.sol";
import {Ids} from "../types/Series.sol";

/// @notice The hourly orders of a series around a price.
struct Depth {
    uint256 base; // ticks: bottom of the frozen grid; 0 where nobody placed anything
    uint256 referenceOffset; // ticks from base
    uint256 buyBetter; // lots bought above the price
    uint256 buyAt; // lots bought at it
    uint256 sellBetter; // lots sold below it
    uint256 sellAt; // lots sold at it
    uint256 buyValue; // of those above: lots x limit, ticks
    uint256 sellValue; // of those below: lots x limit, ticks
}

/// @dev How the price divides a series' leaves.
struct Part {
    uint256 epoch;
    uint256 leaf; // that its tick is in
    uint256 shift; // of its lane, bits
    uint256 base; // ticks
}

/// @title Reads the auction's hourly books from another room
/// @dev Only leaves that matter at the price are read: buys from it on up, sells from it on down.
library BookReader {
    using Histogram for uint256;

    /// @dev No leaf.
    uint256 private constant NONE = type(uint256).max;

    /// @notice The hourly orders of a product's series around prices, by offset.
    /// @param prices ticks; of `count` series from place `first` on
    function depths(
        IAuction auction,
        uint64 id,
        uint32 product,
        uint256[] memory prices,
        uint256 first,
        uint256 count
    ) internal view returns (Depth[] memory all) {
        all = new Depth[](count);
        uint256[] memory keys = new uint256[](count);
        for (uint256 o = 0; o < count; ++o) {
            keys[o] = Histogram.headerKey(Histogram.bookKey(Ids.laneOf(id), Ids.numberOf(id), product, o));
        }
        uint256[] memory headers = auction.bookWords(keys);
        for (uint256 o = 0; o < count; ++o) {
            if (!headers[o].isOf(Ids.numberOf(id))) continue;
            uint256 book = Histogram.bookKey(Ids.laneOf(id), Ids.numberOf(id), product, o);
            _read(all[o], auction, book, headers[o], prices[first + o]);
        }
    }

    function _read(Depth memory d, IAuction auction, uint256 book, uint256 header, uint256 price) private view {
        uint256 free;
        assembly ("memory-safe") {
            free := mload(0x40)
        }
        uint256 base = header.base();
        (d.base, d.referenceOffset) = (base, header.referenceOffset());
        bool below = price < base;
        uint256 tick = below ? 0 : price - base;
        bool above = tick >= Histogram.TICKS;
        uint256 leaf = above ? Histogram.LEAVES : tick / Histogram.LEAF_TICKS;

        uint256[] memory keys = new uint256[](Histogram.LEAVES + 1);
        uint256 buys = _keys(keys, 0, book, header, false, leaf, Histogram.LEAVES);
        uint256 count = _keys(
            keys,
            buys,
            book,
            header,
            true,
            0,
            below
                ? 0
                : above
                    ? leaf
                    : leaf + 1
        );
        assembly ("memory-safe") {
            mstore(keys, count)
        }
        uint256[] memory words = auction.bookWords(keys);
        // The leaf that the price's own tick is in, if it is in the band.
        uint256 own = below || above ? NONE : leaf;
        Part memory part = Part(header >> 224, own, (tick % Histogram.LEAF_TICKS) * 32, base);
        (d.buyBetter, d.buyAt, d.buyValue) = _sum(keys, words, 0, buys, part, false);
        (d.sellBetter, d.sellAt, d.sellValue) = _sum(keys, words, buys, count, part, true);
        // Nothing that was allocated here is needed any more; kept, it would cost its square.
        assembly ("memory-safe") {
            mstore(0x40, free)
        }
    }

    /// @dev Keys of a side's leaves from `from` to before `to`, but for those of blocks without lots.
    /// @return place one beyond the last key
    function _keys(
        uint256[] memory keys,
        uint256 place,
        uint256 book,
        uint256 header,
        bool sell,
        uint256 from,
        uint256 to
    ) private pure returns (uint256) {
        unchecked {
            uint256 first = Histogram.leafKey(book, sell, 0);
            for (uint256 leaf = from; leaf < to; ++leaf) {
                if (!header.isInUse(sell, leaf)) continue;
                uint256 key = first + leaf;
                // There is room: a side's leaves and the other's meet in one leaf at most.
                assembly ("memory-safe") {
                    place := add(place, 1)
                    mstore(add(keys, shl(5, place)), key)
                }
            }
        }
        return place;
    }

    /// @dev Lots better than the price and at it, and what the better ones are worth, in ticks.
    function _sum(
        uint256[] memory keys,
        uint256[] memory words,
        uint256 from,
        uint256 to,
        Part memory part,
        bool sell
    ) private pure returns (uint256 better, uint256 here, uint256 value) {
        unchecked {
            // All are parts of a side's total, 27 bits, so that words add up lane by lane; prices have 24 bits.
            uint256 lanes;
            for (; from < to; ++from) {
                uint256 key;
                uint256 word;
                assembly ("memory-safe") {
                    let shift := shl(5, add(from, 1))
                    key := mload(add(keys, shift))
                    word := mload(add(words, shift))
                }
                if (word >> 224 != part.epoch) continue;
                word &= Histogram.LEAF_MASK;
                uint256 leaf = key & 0x7f;
                if (leaf == part.leaf) {
                    here = (word >> part.shift) & 0xffffffff;
                    uint256 lower = word & ((1 << part.shift) - 1);
                    word = sell ? lower : word - lower - (here << part.shift);
                }
                uint256 lots = Histogram.lotsOf(word);
                better += lots;
                value += lots * leaf;
                lanes += word;
            }
            value = value * Histogram.LEAF_TICKS + Histogram.placesOf(lanes) + better * part.base;
        }
    }
}
