// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice An order as it is placed, in one word of calldata.
///
///   255    224 223    192 191    160 159    128 127           64 63            0
///  +----------+----------+----------+----------+----------------+---------------+
///  | kind (32)| slot (32)| lots (32)|price (32)|   series (64)  |  auction (64) |
///  +----------+----------+----------+----------+----------------+---------------+
///
/// kind    1 Buy, 2 Sell, 3 Write (see OrderKind)
/// slot    the account's own; an order of an earlier auction in it is collected on the way
/// lots    1 to 2^27 - 1
/// price   limit in ticks
type Placement is bytes32;

using {auction, series, price, lots, slot, kind} for Placement global;

library Placements {
    function pack(
        uint64 auction_,
        uint64 series_,
        uint256 kind_,
        uint32 price_,
        uint32 lots_,
        uint32 slot_
    ) internal pure returns (Placement) {
        uint256 low = uint256(auction_) | (uint256(series_) << 64) | (uint256(price_) << 128);
        return Placement.wrap(bytes32(low | (uint256(lots_) << 160) | (uint256(slot_) << 192) | (kind_ << 224)));
    }
}

function auction(Placement p) pure returns (uint64) {
    return uint64(uint256(Placement.unwrap(p)));
}

function series(Placement p) pure returns (uint64) {
    return uint64(uint256(Placement.unwrap(p)) >> 64);
}

function price(Placement p) pure returns (uint32) {
    return uint32(uint256(Placement.unwrap(p)) >> 128);
}

function lots(Placement p) pure returns (uint32) {
    return uint32(uint256(Placement.unwrap(p)) >> 160);
}

function slot(Placement p) pure returns (uint32) {
    return uint32(uint256(Placement.unwrap(p)) >> 192);
}

/// @dev Not an OrderKind yet: any value can stand here.
function kind(Placement p) pure returns (uint256) {
    return uint256(Placement.unwrap(p)) >> 224;
}
