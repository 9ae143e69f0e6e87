// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LaneProduct} from "../interfaces/IProducts.sol";

/// @notice One product in one lane, as the auction keeps it: what placing and collecting an order need. Zero means
/// not read from Products yet.
///
///   255  232 231 224 223 216 215 200 199   176 175   152 151  128 127    96 95      64 63       0
///  +--------+-------+-------+-------+---------+---------+--------+---------+----------+----------+
///  |  free  | stride| window| feeBps|solve (s)| collect | period |lead (s) | product  | tickSize |
///  |        |  (8)  |  (8)  |  (16) |   (24)  |(s, 24)  |(s, 24) |  (32)   |   (32)   |   (64)   |
///  +--------+-------+-------+-------+---------+---------+--------+---------+----------+----------+
type LaneWord is uint256;

using {tickSize, product, lead, period, collect, solve, feeBps, window, stride} for LaneWord global;

library LaneWords {
    function pack(LaneProduct memory lp) internal pure returns (LaneWord) {
        return
            LaneWord.wrap(
                uint256(lp.tickSize) |
                    (uint256(lp.product) << 64) |
                    (uint256(lp.lead) << 96) |
                    (uint256(lp.period) << 128) |
                    (uint256(lp.collect) << 152) |
                    (uint256(lp.solve) << 176) |
                    (uint256(lp.feeBps) << 200) |
                    (uint256(lp.window) << 216) |
                    (uint256(lp.stride) << 224)
            );
    }
}

function tickSize(LaneWord l) pure returns (uint256) {
    return uint64(LaneWord.unwrap(l));
}

function product(LaneWord l) pure returns (uint32) {
    return uint32(LaneWord.unwrap(l) >> 64);
}

function lead(LaneWord l) pure returns (uint256) {
    return uint32(LaneWord.unwrap(l) >> 96);
}

function period(LaneWord l) pure returns (uint256) {
    return uint24(LaneWord.unwrap(l) >> 128);
}

function collect(LaneWord l) pure returns (uint256) {
    return uint24(LaneWord.unwrap(l) >> 152);
}

function solve(LaneWord l) pure returns (uint256) {
    return uint24(LaneWord.unwrap(l) >> 176);
}

function feeBps(LaneWord l) pure returns (uint16) {
    return uint16(LaneWord.unwrap(l) >> 200);
}

function window(LaneWord l) pure returns (uint256) {
    return uint8(LaneWord.unwrap(l) >> 216);
}

function stride(LaneWord l) pure returns (uint256) {
    return uint8(LaneWord.unwrap(l) >> 224);
}
