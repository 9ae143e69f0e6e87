// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One entry in a series' line of commitments: short lots that a provider pledged to physical delivery.
///
///   255        160 159    128 127      96 95       64 63       32 31           0
///  +--------------+----------+-----------+-----------+-----------+--------------+
///  |   free (96)  | mark (32)|   k (32)  | lots (32) | end (32)  | provider (32)|
///  +--------------+----------+-----------+-----------+-----------+--------------+
///
/// provider  id, see Providers
/// end       lots of the line up to and with this entry, which takes [end - lots, end)
/// k, mark   ticks x 256: average basis of the lots, average of max(basis, reference at sale), see Collateral
type Commitment is uint256;

using {provider, end, lots, k, mark} for Commitment global;

library Commitments {
    function pack(
        uint32 provider_,
        uint32 end_,
        uint32 lots_,
        uint32 k_,
        uint32 mark_
    ) internal pure returns (Commitment) {
        return
            Commitment.wrap(
                uint256(provider_) |
                    (uint256(end_) << 32) |
                    (uint256(lots_) << 64) |
                    (uint256(k_) << 96) |
                    (uint256(mark_) << 128)
            );
    }
}

function provider(Commitment c) pure returns (uint32) {
    return uint32(Commitment.unwrap(c));
}

function end(Commitment c) pure returns (uint32) {
    return uint32(Commitment.unwrap(c) >> 32);
}

function lots(Commitment c) pure returns (uint32) {
    return uint32(Commitment.unwrap(c) >> 64);
}

function k(Commitment c) pure returns (uint32) {
    return uint32(Commitment.unwrap(c) >> 96);
}

function mark(Commitment c) pure returns (uint32) {
    return uint32(Commitment.unwrap(c) >> 128);
}
