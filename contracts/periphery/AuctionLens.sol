// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IAuction} from "../interfaces/IAuction.sol";
import {IProducts, Lane, LaneProduct} from "../interfaces/IProducts.sol";
import {Histogram} from "../libraries/Histogram.sol";
import {ResultWord} from "../types/ResultWord.sol";
import {Ids} from "../types/Series.sol";

enum AuctionState {
    NotOpen,
    Collect, // takes orders
    Solve, // waits for its clearing, or for the end of its contest
    Final, // cleared
    Void // past its deadline without a clearing: every order gets everything back
}

/// @title Readable views over the auction's packed words
/// @dev Never used by the core.
contract AuctionLens {
    using Histogram for uint256;

    IAuction private immutable _auction;
    IProducts private immutable _products;

    constructor(IAuction auction, IProducts products) {
        _auction = auction;
        _products = products;
    }

    /// @notice Where an auction stands at the time of the block: its lane's times, and whether it was cleared. One with
    /// strips or blocks is final at its deadline only: until then a better solution may come.
    function stateOf(uint64 auction) external view returns (AuctionState) {
        (uint256 open, uint256 close, uint256 deadline) = timesOf(auction);
        if (_auction.clearerOf(auction) != address(0)) {
            bool solving = block.timestamp < deadline && _isContested(auction);
            return solving ? AuctionState.Solve : AuctionState.Final;
        }
        if (block.timestamp < open) return AuctionState.NotOpen;
        if (block.timestamp < close) return AuctionState.Collect;
        return block.timestamp < deadline ? AuctionState.Solve : AuctionState.Void;
    }

    /// @notice Unix seconds: collects in [open, close), can be cleared in [close, deadline).
    function timesOf(uint64 auction) public view returns (uint256 open, uint256 close, uint256 deadline) {
        (Lane memory lane, uint32 market) = _products.lane(Ids.laneOf(auction));
        uint256 start = uint256(Ids.numberOf(auction)) * lane.stride * _products.period(market);
        deadline = Math.saturatingSub(start, lane.lead);
        close = Math.saturatingSub(deadline, lane.solve);
        open = Math.saturatingSub(close, lane.collect);
    }

    /// @notice The grid of a series in an auction: frozen by its first order, until then what it would be.
    /// @return base ticks: tick t of the grid is the price base + t
    function gridOf(
        uint64 auction,
        uint64 series
    ) external view returns (uint32 base, uint32 referencePrice, bool frozen) {
        (, uint256 header) = _book(auction, series);
        if (header == 0) {
            referencePrice = _auction.referenceOf(auction, series);
            base = uint32(Histogram.baseAround(referencePrice));
            return (base, referencePrice, false);
        }
        base = uint32(header.base());
        return (base, base + uint32(header.referenceOffset()), true);
    }

    /// @notice The live book: lots per tick, 252 each.
    function bookOf(uint64 auction, uint64 series) external view returns (uint32[] memory buys, uint32[] memory sells) {
        buys = new uint32[](Histogram.TICKS);
        sells = new uint32[](Histogram.TICKS);
        (uint256 book, uint256 header) = _book(auction, series);
        if (header == 0) return (buys, sells);
        uint256 leaves = Histogram.TICKS / Histogram.LEAF_TICKS;
        uint256[] memory keys = new uint256[](2 * leaves);
        for (uint256 i = 0; i < leaves; ++i) {
            keys[i] = Histogram.leafKey(book, false, i);
            keys[leaves + i] = Histogram.leafKey(book, true, i);
        }
        uint256[] memory words = _auction.bookWords(keys);
        for (uint256 tick = 0; tick < Histogram.TICKS; ++tick) {
            buys[tick] = _lots(words[tick / Histogram.LEAF_TICKS], tick, header);
            sells[tick] = _lots(words[leaves + tick / Histogram.LEAF_TICKS], tick, header);
        }
    }

    /// @dev All results of an auction say the same.
    function _isContested(uint64 auction) private view returns (bool) {
        (Lane memory lane, uint32 market) = _products.lane(Ids.laneOf(auction));
        uint32[] memory products = _products.marketProducts(market);
        for (uint256 m = 0; m < products.length; ++m) {
            uint64 first = Ids.series(products[m], uint32(uint256(Ids.numberOf(auction)) * lane.stride));
            (, , ResultWord[] memory results) = _auction.resultsOf(auction, first, lane.window);
            for (uint256 o = 0; o < lane.window; ++o) {
                if (results[o].exists()) return results[o].contested();
            }
        }
        return false;
    }

    function _lots(uint256 word, uint256 tick, uint256 header) private pure returns (uint32) {
        if (word >> 224 != header >> 224) return 0;
        return uint32(word >> ((tick % Histogram.LEAF_TICKS) * 32));
    }

    /// @dev The header is zero where the series has no order in the auction yet.
    function _book(uint64 auction, uint64 series) private view returns (uint256 book, uint256 header) {
        LaneProduct memory lp = _products.laneProduct(Ids.laneOf(auction), Ids.productOf(series));
        uint32 number = Ids.numberOf(auction);
        uint256 first = uint256(number) * lp.stride;
        uint256 hour = Ids.hourOf(series);
        if (hour < first || hour - first >= lp.window) revert IAuction.SeriesNotInAuction(auction, series);
        book = Histogram.bookKey(Ids.laneOf(auction), number, lp.product, hour - first);
        uint256[] memory keys = new uint256[](1);
        keys[0] = Histogram.headerKey(book);
        header = _auction.bookWords(keys)[0];
        if (!header.isOf(number)) header = 0;
    }
}
