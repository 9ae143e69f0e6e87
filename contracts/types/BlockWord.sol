// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A strip or block order, as it stands in its account's slot. Lots zero means collected.
///
///   255  216 215  211 210 208 207   192 191 165 164 138 137 114 113 111 110  108 107 102 101  96 95     64 63        0
///  +--------+--------+-------+---------+-------+-------+-------+-------+--------+-------+-------+---------+-----------+
///  | free   |size (5)|step(3)|index(16)| least |  lots | price |  kind |free (3)|periods|offset | product |auction 64 |
///  |  (40)  |        |       |         |  (27) |  (27) |  (24) |  (3)  |        |  (6)  |  (6)  |   (32)  |           |
///  +--------+--------+-------+---------+-------+-------+-------+-------+--------+-------+-------+---------+-----------+
///
/// offset  periods from the first of the auction's window to the order's first
/// periods it covers
/// price   limit on the average price of its lots, ticks
/// lots    per period, or units of its profile
/// least   fewest lots that it accepts: 0 for a strip, lots for all-or-none
/// index   place in the auction's list
/// step    which eighth of the list it stands in: its words cost wordFee << step each
/// size    words it takes of the list
type BlockWord is uint256;

/// @dev The order is part of the packed word and must never change.
enum BlockKind {
    None,
    StripBuy,
    StripSell, // of lots held
    StripWrite, // of lots to be delivered
    BlockBuy,
    BlockSell,
    BlockWrite
}

using {
    auction,
    product,
    offset,
    periods,
    kind,
    price,
    lots,
    least,
    index,
    step,
    size,
    isBuy,
    isWrite,
    collected
} for BlockWord global;

library BlockWords {
    function pack(
        uint64 auction_,
        uint32 product_,
        uint256 offset_,
        uint256 periods_,
        BlockKind kind_,
        uint256 price_,
        uint256 lots_,
        uint256 least_,
        uint256 index_,
        uint256 step_,
        uint256 size_
    ) internal pure returns (BlockWord) {
        uint256 low = uint256(auction_) | (uint256(product_) << 64) | (offset_ << 96) | (periods_ << 102);
        uint256 middle = (uint256(kind_) << 111) | (price_ << 114) | (lots_ << 138) | (least_ << 165);
        return BlockWord.wrap(low | middle | (index_ << 192) | (step_ << 208) | (size_ << 211));
    }
}

function auction(BlockWord b) pure returns (uint64) {
    return uint64(BlockWord.unwrap(b));
}

function product(BlockWord b) pure returns (uint32) {
    return uint32(BlockWord.unwrap(b) >> 64);
}

function offset(BlockWord b) pure returns (uint32) {
    return uint32((BlockWord.unwrap(b) >> 96) & 0x3f);
}

function periods(BlockWord b) pure returns (uint32) {
    return uint32((BlockWord.unwrap(b) >> 102) & 0x3f);
}

function kind(BlockWord b) pure returns (BlockKind) {
    return BlockKind((BlockWord.unwrap(b) >> 111) & 0x7);
}

function price(BlockWord b) pure returns (uint32) {
    return uint32((BlockWord.unwrap(b) >> 114) & 0xffffff);
}

function lots(BlockWord b) pure returns (uint32) {
    return uint32((BlockWord.unwrap(b) >> 138) & 0x7ffffff);
}

function least(BlockWord b) pure returns (uint32) {
    return uint32((BlockWord.unwrap(b) >> 165) & 0x7ffffff);
}

function index(BlockWord b) pure returns (uint16) {
    return uint16(BlockWord.unwrap(b) >> 192);
}

function step(BlockWord b) pure returns (uint8) {
    return uint8((BlockWord.unwrap(b) >> 208) & 0x7);
}

function size(BlockWord b) pure returns (uint8) {
    return uint8((BlockWord.unwrap(b) >> 211) & 0x1f);
}

function isBuy(BlockWord b) pure returns (bool) {
    BlockKind k = b.kind();
    return k == BlockKind.StripBuy || k == BlockKind.BlockBuy;
}

function isWrite(BlockWord b) pure returns (bool) {
    BlockKind k = b.kind();
    return k == BlockKind.StripWrite || k == BlockKind.BlockWrite;
}

/// @dev The same word with no lots left.
function collected(BlockWord b) pure returns (BlockWord) {
    return BlockWord.wrap(BlockWord.unwrap(b) & ~(uint256(0x7ffffff) << 138));
}
