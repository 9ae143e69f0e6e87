// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Ids of series, days, auctions
/// @dev series  = product (32) << 32 | hour (32), the ERC-1155 id of its claims
///      octet   = product (32) << 32 | hour / 8 (32): the eight hours that share a position word
///      auction = lane (32) << 32 | number (32), where the auction's window starts at hour number * stride
library Ids {
    /// @dev A delivery day is 24 delivery periods, from period 0 of the epoch.
    uint32 internal constant HOURS_PER_DAY = 24;

    function series(uint32 product, uint32 hour) internal pure returns (uint64) {
        return (uint64(product) << 32) | hour;
    }

    function productOf(uint64 series_) internal pure returns (uint32) {
        return uint32(series_ >> 32);
    }

    function hourOf(uint64 series_) internal pure returns (uint32) {
        return uint32(series_);
    }

    function dayOf(uint64 series_) internal pure returns (uint32) {
        return uint32(series_) / HOURS_PER_DAY;
    }

    function octetOf(uint64 series_) internal pure returns (uint64) {
        return (series_ & ~uint64(type(uint32).max)) | (uint32(series_) >> 3);
    }

    /// @dev The first of an octet's series.
    function firstOf(uint64 octet) internal pure returns (uint64) {
        return (octet & ~uint64(type(uint32).max)) | (uint32(octet) << 3);
    }

    /// @dev Where the hour stands in a word of its octet, bits.
    function shiftOf(uint64 series_) internal pure returns (uint256) {
        return (series_ & 7) * 32;
    }

    /// @dev The lots of one series as a word of its octet.
    function octetWord(uint64 series_, uint32 lots) internal pure returns (uint256) {
        return uint256(lots) << shiftOf(series_);
    }

    function auction(uint32 lane, uint32 number) internal pure returns (uint64) {
        return (uint64(lane) << 32) | number;
    }

    function laneOf(uint64 auction_) internal pure returns (uint32) {
        return uint32(auction_ >> 32);
    }

    function numberOf(uint64 auction_) internal pure returns (uint32) {
        return uint32(auction_);
    }
}
