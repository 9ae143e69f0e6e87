// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What the meter says of one assignment in one delivery period. Oracles sign the Merkle root of all readings
/// of a period: this type must never change.
/// @dev The three shares of time are parts per million and add up to 1,000,000.
struct Reading {
    uint8 version; // 1
    uint32 product;
    uint32 hour; // delivery period: unix / period
    uint32 commitment; // index in the series' line of commitments
    uint32 nomination; // index in the series' line of nominations
    uint32 lots; // of the assignment
    uint32 deliveredPpm; // share of the time that was delivered
    uint32 lostProviderPpm; // share of the time lost to the provider
    uint32 lostBuyerPpm; // share of the time lost to the buyer
    uint32 performancePpm; // measured performance, of the floor in the spec; 1,000,000 is at the floor
    uint32 preemptions;
    uint64 energyWh;
    uint64 carbonG;
    bytes32 samplesRoot; // Merkle root of the raw signed samples
    bytes32 extension; // free, for a hardware attestation; zero for none
}

/// @title Leaves of meter roots
library Readings {
    uint8 internal constant VERSION = 1;
    uint256 internal constant PPM = 1_000_000;

    /// @notice The leaf of a reading: hashed twice, as OpenZeppelin's StandardMerkleTree does.
    function leaf(Reading calldata reading) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(reading))));
    }

    /// @notice The small fields of a settled reading in one word, for events.
    ///
    ///   255   232 231    224 223     192 191   160 159  128 127    96 95    64 63     32 31       0
    ///  +---------+----------+-----------+---------+--------+---------+--------+---------+----------+
    ///  |  free   |version(8)|preemptions|perform- |  lost  |  lost   |deliver-|  lots   |shortfall |
    ///  |         |          |           |ance ppm | buyer  | provider| ed ppm |         |   ppm    |
    ///  +---------+----------+-----------+---------+--------+---------+--------+---------+----------+
    function shares(Reading calldata r, uint32 shortfall) internal pure returns (uint256) {
        return
            uint256(shortfall) |
            (uint256(r.lots) << 32) |
            (uint256(r.deliveredPpm) << 64) |
            (uint256(r.lostProviderPpm) << 96) |
            (uint256(r.lostBuyerPpm) << 128) |
            (uint256(r.performancePpm) << 160) |
            (uint256(r.preemptions) << 192) |
            (uint256(r.version) << 224);
    }
}
