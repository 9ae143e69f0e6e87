// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IAuction} from "./interfaces/IAuction.sol";
import {IPrices} from "./interfaces/IPrices.sol";
import {IProducts, Lane} from "./interfaces/IProducts.sol";
import {ResultWord} from "./types/ResultWord.sol";
import {Ids} from "./types/Series.sol";

/// @title Prices
/// @notice See {IPrices}.
contract Prices is IPrices {
    IAuction private immutable _auction;
    IProducts private immutable _products;

    constructor(IAuction auction, IProducts products) {
        _auction = auction;
        _products = products;
    }

    /// @inheritdoc IPrices
    function settlement(uint64 series, uint256 minVolume) external view returns (uint32) {
        uint32 product = Ids.productOf(series);
        (, , , uint32 market) = _products.product(product);
        ResultWord spot = _auction.resultOf(Ids.auction(_products.spotLane(product), Ids.hourOf(series)), series);
        if (spot.hourly() >= Math.max(minVolume, _products.marketParams(market).minVolume)) return spot.price() << 8;

        (uint32 firstLane, uint32 count) = _products.marketLanes(market);
        uint256 lots;
        uint256 value;
        for (uint32 id = firstLane; id < firstLane + count; ++id) {
            (Lane memory lane, ) = _products.lane(id);
            uint256 hour = Ids.hourOf(series);
            // Auctions n with n * stride <= hour < n * stride + window.
            for (uint256 n = hour / lane.stride; n * lane.stride + lane.window > hour; --n) {
                ResultWord result = _auction.resultOf(Ids.auction(id, uint32(n)), series);
                lots += result.hourly();
                value += uint256(result.hourly()) * result.price();
                if (n == 0) break;
            }
        }
        return lots == 0 ? 0 : uint32((value << 8) / lots);
    }
}
