// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IAuction} from "../interfaces/IAuction.sol";
import {IProducts, Lane} from "../interfaces/IProducts.sol";
import {ResultWord} from "../types/ResultWord.sol";
import {Ids} from "../types/Series.sol";

/// @title Prices that settlement reads from the permanent results of a series' auctions
library Prices {
    /// @notice The price that settlement compares k with, ticks x 256: the hour-ahead clearing price if at least
    /// max(minVolume, the market's minimum) lots traded at it, else the lot-weighted average over all gates, rounded
    /// down, else zero.
    function settlement(
        IAuction auction,
        IProducts products,
        uint64 series,
        uint256 minVolume
    ) internal view returns (uint32) {
        uint32 product = Ids.productOf(series);
        (, , , uint32 market) = products.product(product);
        ResultWord spot = auction.resultOf(Ids.auction(products.spotLane(product), Ids.hourOf(series)), series);
        if (spot.volume() >= Math.max(minVolume, products.marketParams(market).minVolume)) return spot.price() << 8;

        (uint32 firstLane, uint32 count) = products.marketLanes(market);
        uint256 lots;
        uint256 value;
        for (uint32 id = firstLane; id < firstLane + count; ++id) {
            (Lane memory lane, ) = products.lane(id);
            uint256 hour = Ids.hourOf(series);
            // Auctions n with n * stride <= hour < n * stride + window.
            for (uint256 n = hour / lane.stride; n * lane.stride + lane.window > hour; --n) {
                ResultWord result = auction.resultOf(Ids.auction(id, uint32(n)), series);
                lots += result.volume();
                value += uint256(result.volume()) * result.price();
                if (n == 0) break;
            }
        }
        return lots == 0 ? 0 : uint32((value << 8) / lots);
    }
}
