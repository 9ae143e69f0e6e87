// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Placement} from "../../../contracts/types/Placement.sol";

/// @notice Packs orders as their callers do; the exchange only reads them.
library Placements {
    function pack(
        uint64 auction_,
        uint64 series_,
        uint256 kind_,
        uint32 price_,
        uint32 lots_,
        uint32 slot_
    ) internal pure returns (Placement) {
        return
            Placement.wrap(
                bytes32(
                    uint256(auction_) |
                        (uint256(series_) << 64) |
                        (uint256(price_) << 128) |
                        (uint256(lots_) << 160) |
                        (uint256(slot_) << 192) |
                        (kind_ << 224)
                )
            );
    }
}
