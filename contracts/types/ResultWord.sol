// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What the clearing of one series in one auction found. Permanent; zero means not cleared.
///
///   255 254  214 213      212 211  211 210  184 183  176 175  168 167     160 159  128 127    96 95      64 63    32 31     0
///  +---+--------+-----------+----------+--------+--------+--------+-----------+--------+----------+----------+--------+--------+
///  | 1 |  free  |  pressed  |contested | hourly | hi (8) | lo (8) | reference | base   | marginal | marginal | volume | price  |
///  |   |        |    (2)    |   (1)    |  (27)  |        |        | offset (8)|  (32)  | sell (32)| buy (32) |  (32)  |  (32)  |
///  +---+--------+-----------+----------+--------+--------+--------+-----------+--------+----------+----------+--------+--------+
///
/// price      clearing price in ticks; without volume an indication only (the middle of the interval)
/// volume     lots that were bought
/// marginal   lots filled among the buys (sells) limited exactly at the price, first come first served
/// base       ticks: tick t of the grid is the price base + t
/// reference  base plus this is the reference the grid was built around
/// lo, hi     ticks of the grid: the whole interval of prices that clear the hourly orders alone
/// hourly     lots of the volume that hourly orders traded with each other: what references and spot prices count. None
///            where the price is outside of the band: one side has no order there
/// contested  the auction has strips or blocks, so this is final only from its deadline on
/// pressed    of a contested auction: 1 firm hourly orders press down from the bottom of the band, 2 up from its top
type ResultWord is uint256;

using {
    price,
    volume,
    marginalBuy,
    marginalSell,
    base,
    referenceOffset,
    lo,
    hi,
    hourly,
    contested,
    pressed,
    exists
} for ResultWord global;

library ResultWords {
    function pack(
        uint256 price_,
        uint256 volume_,
        uint256 marginalBuy_,
        uint256 marginalSell_,
        uint256 base_,
        uint256 referenceOffset_,
        uint256 lo_,
        uint256 hi_,
        uint256 hourly_
    ) internal pure returns (ResultWord) {
        return
            ResultWord.wrap(
                price_ |
                    (volume_ << 32) |
                    (marginalBuy_ << 64) |
                    (marginalSell_ << 96) |
                    (base_ << 128) |
                    (referenceOffset_ << 160) |
                    (lo_ << 168) |
                    (hi_ << 176) |
                    (hourly_ << 184) |
                    (1 << 255)
            );
    }

    /// @dev The result of a contested auction's series.
    function asContested(ResultWord r, uint256 pressed_) internal pure returns (ResultWord) {
        return ResultWord.wrap(ResultWord.unwrap(r) | (1 << 211) | (pressed_ << 212));
    }
}

function price(ResultWord r) pure returns (uint32) {
    return uint32(ResultWord.unwrap(r));
}

function volume(ResultWord r) pure returns (uint32) {
    return uint32(ResultWord.unwrap(r) >> 32);
}

function marginalBuy(ResultWord r) pure returns (uint32) {
    return uint32(ResultWord.unwrap(r) >> 64);
}

function marginalSell(ResultWord r) pure returns (uint32) {
    return uint32(ResultWord.unwrap(r) >> 96);
}

function base(ResultWord r) pure returns (uint32) {
    return uint32(ResultWord.unwrap(r) >> 128);
}

function referenceOffset(ResultWord r) pure returns (uint8) {
    return uint8(ResultWord.unwrap(r) >> 160);
}

function lo(ResultWord r) pure returns (uint8) {
    return uint8(ResultWord.unwrap(r) >> 168);
}

function hi(ResultWord r) pure returns (uint8) {
    return uint8(ResultWord.unwrap(r) >> 176);
}

function hourly(ResultWord r) pure returns (uint32) {
    return uint32((ResultWord.unwrap(r) >> 184) & 0x7ffffff);
}

function contested(ResultWord r) pure returns (bool) {
    return (ResultWord.unwrap(r) >> 211) & 1 == 1;
}

function pressed(ResultWord r) pure returns (uint256) {
    return (ResultWord.unwrap(r) >> 212) & 3;
}

function exists(ResultWord r) pure returns (bool) {
    return ResultWord.unwrap(r) != 0;
}
