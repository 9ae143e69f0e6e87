// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Lane, MarketParams} from "../interfaces/IProducts.sol";
import {Histogram} from "../libraries/Histogram.sol";
import {LaneWord} from "../types/LaneWord.sol";
import {ResultWord} from "../types/ResultWord.sol";
import {Ids} from "../types/Series.sol";
import {Clearing} from "./Clearing.sol";

/// @title What an auction with strips or blocks needs of the hourly books
/// @notice Blocks freezes grids, the Contest reads depths and replaces results until the deadline. What follows from a
/// result, fees, reward and references, waits until then.
abstract contract Contested is Clearing {
    using Histogram for Histogram.Store;
    using Histogram for uint256;

    function _openBooks(
        uint64 auction,
        uint64 series,
        uint256 periods
    ) internal returns (LaneWord lp, uint256 offset, uint256[] memory references) {
        lp = _laneWord(_laneKey(auction, series));
        references = new uint256[](periods);
        Entry memory e;
        e.auction = auction;
        e.series = series;
        for (uint256 i = 0; i < periods; ++i) {
            _openBook(e, lp);
            if (i == 0) offset = e.offset;
            references[i] = e.header.base() + e.header.referenceOffset();
            _books.open(e.book, e.header);
            ++e.series;
        }
    }

    function _clearBaseline(uint64 auction, address solver, bytes calldata hints) internal {
        Sum memory sum;
        sum.contested = true;
        _clearAll(auction, solver, hints, sum);
    }

    function _replaceResults(uint64 auction, address solver, ResultWord[] calldata results) internal {
        (Lane memory lane, uint32 market) = _products.lane(Ids.laneOf(auction));
        uint32[] memory products = _products.marketProducts(market);
        uint256 first = uint256(Ids.numberOf(auction)) * lane.stride;
        for (uint256 i = 0; i < results.length; ++i) {
            if (!results[i].exists()) continue;
            uint64 series = Ids.series(products[i / lane.window], uint32(first + (i % lane.window)));
            _results[auction][series] = results[i];
            emit SeriesCleared(auction, series, results[i]);
        }
        _clearers[auction] = solver;
    }

    function _conclude(uint64 auction) internal {
        (Lane memory lane, uint32 market) = _products.lane(Ids.laneOf(auction));
        uint32[] memory products = _products.marketProducts(market);
        MarketParams memory params = _products.marketParams(market);
        Sum memory sum;
        for (uint256 i = 0; i < products.length; ++i) {
            _concludeProduct(auction, products[i], lane.window, params.minVolume, sum);
        }
        _payOut(auction, market, _clearers[auction], sum, params.maxTip);
    }

    function _concludeProduct(
        uint64 auction,
        uint32 product,
        uint256 window,
        uint256 minVolume,
        Sum memory sum
    ) private {
        LaneWord lp = _laneWords[_laneKey(auction, uint64(product) << 32)];
        uint64 first = _firstSeries(auction, product, lp);
        bool fresh = _movesReferences(auction, lp);
        uint32 lastPrice;
        for (uint64 o = 0; o < window; ++o) {
            ResultWord result = _results[auction][first + o];
            if (!result.exists()) continue;
            _count(result, lp, sum);
            if (!fresh) continue;
            lastPrice = _moveReference(first + o, result, _pressedReference(result), minVolume, lastPrice);
        }
        if (lastPrice != 0) _lastPrices[_laneKey(auction, first)] = lastPrice;
    }

    /// @dev The reference that firm hourly orders at an edge ask for, or zero. Strips and blocks that trade beyond the edge
    /// change nothing for them.
    function _pressedReference(ResultWord result) private pure returns (uint256) {
        uint256 pressed = result.pressed();
        if (pressed == 0 || result.hourly() > 0) return 0;
        uint256 bottom = result.base();
        bool served = pressed == UP ? result.price() < bottom + Histogram.TICKS - 1 : result.price() > bottom;
        return served ? 0 : _pushed(bottom + result.referenceOffset(), pressed);
    }

    /// @dev A conclusion that comes later than a solving time, or than the lane's next deadline, moves no reference: it
    /// could put an old price over a newer one.
    function _movesReferences(uint64 auction, LaneWord lp) private view returns (bool) {
        (, , uint256 deadline) = _times(lp, auction);
        uint256 stride = lp.stride() * lp.period();
        return block.timestamp < deadline + (lp.solve() < stride ? lp.solve() : stride);
    }

    function _firstSeries(uint64 auction, uint32 product, LaneWord lp) private pure returns (uint64) {
        return Ids.series(product, uint32(uint256(Ids.numberOf(auction)) * lp.stride()));
    }
}
