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

/// @title Reads the auction's hourly books from another room
/// @dev Only leaves that matter at the price are read: buys from it on up, sells from it on down.
library BookReader {
    using Histogram for uint256;

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
        d.base = header.base();
        d.referenceOffset = header.referenceOffset();
        uint256[] memory keys = _keys(book, header, d.base, price);
        uint256[] memory words = auction.bookWords(keys);
        for (uint256 i = 0; i < keys.length; ++i) {
            _add(d, header >> 224, keys[i], words[i], price);
        }
        // Nothing that was allocated here is needed any more; kept, it would cost its square.
        assembly ("memory-safe") {
            mstore(0x40, free)
        }
    }

    function _keys(
        uint256 book,
        uint256 header,
        uint256 base,
        uint256 price
    ) private pure returns (uint256[] memory keys) {
        keys = new uint256[](2 * Histogram.LEAVES);
        uint256 count;
        unchecked {
            for (uint256 leaf = 0; leaf < Histogram.LEAVES; ++leaf) {
                uint256 bottom = base + leaf * Histogram.LEAF_TICKS;
                if (bottom + Histogram.LEAF_TICKS > price && header.isInUse(false, leaf)) {
                    keys[count++] = Histogram.leafKey(book, false, leaf);
                }
                if (bottom <= price && header.isInUse(true, leaf)) {
                    keys[count++] = Histogram.leafKey(book, true, leaf);
                }
            }
        }
        assembly ("memory-safe") {
            mstore(keys, count)
        }
    }

    /// @dev Adds a leaf, of which ticks below, at and above the price can be part.
    function _add(Depth memory d, uint256 epoch, uint256 key, uint256 word, uint256 price) private pure {
        unchecked {
            // All are parts of a side's total, 27 bits, and prices have 24.
            uint256 leaf = key & 0x7f;
            uint256 bottom = d.base + leaf * Histogram.LEAF_TICKS;
            uint256 below = price < bottom ? 0 : price - bottom; // lanes below the price
            if (below > Histogram.LEAF_TICKS) below = Histogram.LEAF_TICKS;
            uint256 beyond = price < bottom || below == Histogram.LEAF_TICKS ? below : below + 1; // and with those at it
            (uint256 here, ) = word.leafSums(epoch, leaf, below, beyond);
            if (key & 0x100 == 0) {
                (uint256 lots, uint256 value) = word.leafSums(epoch, leaf, beyond, Histogram.LEAF_TICKS);
                d.buyBetter += lots;
                d.buyValue += value + lots * d.base;
                d.buyAt += here;
            } else {
                (uint256 lots, uint256 value) = word.leafSums(epoch, leaf, 0, below);
                d.sellBetter += lots;
                d.sellValue += value + lots * d.base;
                d.sellAt += here;
            }
        }
    }
}
