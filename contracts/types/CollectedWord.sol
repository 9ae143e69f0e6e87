// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What left a slot, in one word of a log: every order of every trader pays for it.
///
///   255     96 95          32 31          0
///  +----------+--------------+-------------+
///  | free(160)|   slot (64)  | filled (32) |
///  +----------+--------------+-------------+
///
/// filled  lots
type CollectedWord is uint256;

library CollectedWords {
    function pack(uint64 slot, uint32 filled) internal pure returns (CollectedWord) {
        return CollectedWord.wrap((uint256(slot) << 32) | filled);
    }
}
