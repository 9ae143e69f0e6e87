// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Histogram} from "../libraries/Histogram.sol";
import {ResultWord, ResultWords} from "../types/ResultWord.sol";
import {Ids} from "../types/Series.sol";
import {Depth} from "./BookReader.sol";
import {ListCheck} from "./ListCheck.sol";

/// @title The check of a solution's series
abstract contract SeriesCheck is ListCheck {
    /// @dev A tick beyond the band counts as 256 more: k, which damages start from, is kept inside of it, so prices leave
    /// the band only where they must.
    uint256 private constant BEYOND_BITS = 8;

    /// @dev Checks that the series of product `m` balance, and adds what their hourly orders trade.
    /// @param depths of the product's hourly orders at the prices
    /// @param results what the series have so far, product by product; replaced by what they have in this solution
    function _checkSeries(
        View memory v,
        Figures memory f,
        uint256 m,
        Depth[] memory depths,
        ResultWord[] memory results
    ) internal pure {
        uint256 first = m * (v.window + 1);
        uint256 bought;
        uint256 sold;
        for (uint256 o = 0; o < v.window; ++o) {
            unchecked {
                bought += v.bought[first + o];
                sold += v.sold[first + o];
            }
            uint64 series = Ids.series(v.products[m], uint32(v.number + o));
            uint256 price = v.prices[first + o];
            uint256 i = m * v.window + o;
            if (depths[o].base > 0) {
                results[i] = _checkBalance(v, f, m, series, price, depths[o], bought, sold, results[i]);
            } else if (price > 0) {
                revert PriceWithoutOrders(series);
            }
        }
    }

    /// @dev Marginal fills are the largest ones that balance the series; at the price 0 what finds no buyer is given up.
    function _checkBalance(
        View memory v,
        Figures memory f,
        uint256 m,
        uint64 series,
        uint256 price,
        Depth memory d,
        uint256 bought,
        uint256 sold,
        ResultWord old
    ) private pure returns (ResultWord) {
        uint256 buys = d.buyBetter + bought;
        uint256 sells = d.sellBetter + sold;
        uint256 marginalBuy;
        uint256 marginalSell;
        if (price > 0) {
            uint256 volume = _min(buys + d.buyAt, sells + d.sellAt);
            if (volume < buys || volume < sells) revert NotBalanced(series, price);
            marginalBuy = volume - buys;
            marginalSell = volume - sells;
        } else if (sells < buys) {
            revert NotBalanced(series, price);
        }
        if (sells + marginalSell > Histogram.MAX_LOTS) revert TooMuchVolume(series, sells + marginalSell);

        uint256 value = d.buyValue + marginalBuy * price;
        uint256 cost = d.sellValue + marginalSell * price;
        f.welfare += (int256(value) - int256(cost)) * int256(v.tickSizes[m]);
        uint256 middle = d.base + (uint256(old.lo()) + old.hi()) / 2;
        f.distance += price > middle ? price - middle : middle - price;
        uint256 top = d.base + Histogram.TICKS - 1;
        if (price > top) f.distance += (price - top) << BEYOND_BITS;
        else if (price < d.base) f.distance += (d.base - price) << BEYOND_BITS;
        ResultWord result = ResultWords.pack(
            price,
            buys + marginalBuy,
            marginalBuy,
            marginalSell,
            d.base,
            d.referenceOffset,
            old.lo(),
            old.hi(),
            _min(d.buyBetter + marginalBuy, d.sellBetter + marginalSell)
        );
        return ResultWords.asContested(result, old.pressed());
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
