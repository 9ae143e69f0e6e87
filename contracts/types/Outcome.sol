// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What Settlement found of an assignment.
///
///   255         96 95          64 63          32 31           0
///  +--------------+--------------+--------------+--------------+
///  |     free     |shortfall (32)|nomination(32)|commitment(32)|
///  +--------------+--------------+--------------+--------------+
///
/// shortfall  parts per million of the lots that count as not delivered
type Outcome is uint256;

/// @notice What became of it. Zero where the assignment was settled before.
///
///   255             144 143              32 31        0
///  +-------------------+-------------------+-----------+
///  |   seized (112)    |    paid (112)     | lots (32) |
///  +-------------------+-------------------+-----------+
///
/// paid    quote units to the holder
/// seized  quote units of them that came from the provider's stake
type Result is uint256;

using {commitment, nomination, shortfall} for Outcome global;
using {lots, paid, seized} for Result global;

library Outcomes {
    function pack(uint32 commitment_, uint32 nomination_, uint32 shortfall_) internal pure returns (Outcome) {
        return Outcome.wrap(uint256(commitment_) | (uint256(nomination_) << 32) | (uint256(shortfall_) << 64));
    }

    /// @dev The ledger holds less than 2^104, see SECURITY.md.
    function result(uint256 lots_, uint256 paid_, uint256 seized_) internal pure returns (Result) {
        return Result.wrap(lots_ | (paid_ << 32) | (seized_ << 144));
    }
}

function commitment(Outcome o) pure returns (uint32) {
    return uint32(Outcome.unwrap(o));
}

function nomination(Outcome o) pure returns (uint32) {
    return uint32(Outcome.unwrap(o) >> 32);
}

function shortfall(Outcome o) pure returns (uint32) {
    return uint32(Outcome.unwrap(o) >> 64);
}

function lots(Result r) pure returns (uint32) {
    return uint32(Result.unwrap(r));
}

function paid(Result r) pure returns (uint256) {
    return uint112(Result.unwrap(r) >> 32);
}

function seized(Result r) pure returns (uint256) {
    return Result.unwrap(r) >> 144;
}
