// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockKind} from "./BlockWord.sol";

/// @title A strip or block in its auction's list: what a clearing needs of it, and no more
/// @notice 14 bytes, and two for each period where it has a profile:
///
///   byte 0       bit 0 sell, bit 1 block, bit 2 profile, bits 3 to 5 the product's place in its market
///   byte 1       offset: periods from the first of the auction's window
///   byte 2       periods: periods it covers
///   bytes 3-5    limit on the average price, ticks
///   bytes 6-9    lots per period, or units of the profile
///   bytes 10-13  fewest lots that it accepts
///   bytes 14-    profile: uint16 per period, lots of a unit
///
/// The list is a hash chain: it starts with the auction's id, each record gives keccak256(chain, record). So nothing can
/// be left out of it, added, changed or put elsewhere.
library BlockRecords {
    uint256 internal constant HEAD = 14;
    uint256 internal constant SELL = 1;
    uint256 internal constant BLOCK = 2;
    uint256 internal constant PROFILE = 4;

    function start(uint64 auction) internal pure returns (bytes32) {
        return bytes32(uint256(auction));
    }

    function next(bytes32 chain, bytes memory record) internal pure returns (bytes32) {
        return keccak256(bytes.concat(chain, record));
    }

    function pack(
        BlockKind kind,
        uint256 place,
        uint256 offset,
        uint256 periods,
        uint256 price,
        uint256 lots,
        uint256 least,
        uint16[] memory profile
    ) internal pure returns (bytes memory record) {
        uint256 flags = place << 3;
        if (kind != BlockKind.StripBuy && kind != BlockKind.BlockBuy) flags |= SELL;
        if (kind >= BlockKind.BlockBuy) flags |= BLOCK;
        if (profile.length > 0) flags |= PROFILE;
        record = abi.encodePacked(
            uint8(flags),
            uint8(offset),
            uint8(periods),
            uint24(price),
            uint32(lots),
            uint32(least)
        );
        for (uint256 i = 0; i < profile.length; ++i) {
            record = bytes.concat(record, bytes2(profile[i]));
        }
    }

    /// @notice Words of the list that a record takes: verifying a profile costs about one more for every four periods.
    function size(uint256 profileLength) internal pure returns (uint256) {
        return 1 + (profileLength + 3) / 4;
    }
}
