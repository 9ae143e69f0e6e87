// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BookReader, Depth} from "./contest/BookReader.sol";
import {SeriesCheck} from "./contest/SeriesCheck.sol";
import {IAuction} from "./interfaces/IAuction.sol";
import {BlockList, IBlocks} from "./interfaces/IBlocks.sol";
import {IProducts, Lane} from "./interfaces/IProducts.sol";
import {IVerifier, Solution, Verdict} from "./interfaces/IVerifier.sol";
import {LaneWord} from "./types/LaneWord.sol";
import {ResultWord} from "./types/ResultWord.sol";
import {Ids} from "./types/Series.sol";

/// @title Verifier
/// @notice See {IVerifier}.
contract Verifier is SeriesCheck {
    IProducts private immutable _products;
    IAuction private immutable _auction;
    IBlocks private immutable _blocks;

    constructor(IProducts products, IAuction auction, IBlocks blocks) {
        _products = products;
        _auction = auction;
        _blocks = blocks;
    }

    /// @inheritdoc IVerifier
    function verify(
        uint64 auction,
        Solution calldata solution,
        bytes calldata list
    ) external view returns (Verdict memory verdict) {
        (View memory v, ResultWord[] memory results) = _viewOf(auction);
        _readPrices(v, solution.prices);
        verdict = _check(v, list, solution.accepted, solution.partials, results);
        if (verdict.welfare != solution.welfare || verdict.gap != solution.gap) {
            revert Misstated(verdict.welfare, verdict.gap);
        }
    }

    /// @inheritdoc IVerifier
    function verifyBaseline(uint64 auction, bytes calldata list) external view returns (Verdict memory) {
        (View memory v, ResultWord[] memory results) = _viewOf(auction);
        v.isBaseline = true;
        for (uint256 i = 0; i < results.length; ++i) {
            v.prices[(i / v.window) * (v.window + 1) + (i % v.window)] = results[i].price();
        }
        return _check(v, list, list[:0], list[:0], results);
    }

    // -- internal --------------------------------------------------------------------------------------

    /// @return v the auction, without prices
    /// @return results what its series have so far, product by product and period by period
    function _viewOf(uint64 auction) private view returns (View memory v, ResultWord[] memory results) {
        (Lane memory lane, uint32 market) = _products.lane(Ids.laneOf(auction));
        v.auction = auction;
        v.number = uint256(Ids.numberOf(auction)) * lane.stride;
        v.window = lane.window;
        v.products = _products.marketProducts(market);
        uint256 count = v.products.length;
        v.tickSizes = new uint256[](count);
        v.prices = new uint256[](count * (v.window + 1));
        v.sums = new uint256[](v.prices.length);
        v.bought = new uint256[](v.prices.length);
        v.sold = new uint256[](v.prices.length);
        results = new ResultWord[](count * v.window);
        for (uint256 m = 0; m < count; ++m) {
            uint64 first = Ids.series(v.products[m], uint32(v.number));
            (LaneWord word, , ResultWord[] memory own) = _auction.resultsOf(auction, first, v.window);
            v.tickSizes[m] = word.tickSize();
            for (uint256 o = 0; o < v.window; ++o) {
                results[m * v.window + o] = own[o];
            }
        }
    }

    function _readPrices(View memory v, bytes calldata prices) private pure {
        uint256 needed = v.products.length * v.window * 3;
        if (prices.length != needed) revert WrongLength(prices.length, needed);
        for (uint256 i = 0; i < needed / 3; ++i) {
            v.prices[(i / v.window) * (v.window + 1) + (i % v.window)] = uint24(bytes3(prices[i * 3:i * 3 + 3]));
        }
    }

    function _check(
        View memory v,
        bytes calldata records,
        bytes calldata accepted,
        bytes calldata partials,
        ResultWord[] memory results
    ) private view returns (Verdict memory) {
        BlockList memory list = _blocks.listOf(v.auction);
        if (list.count == 0) revert NoBlocks(v.auction);
        for (uint256 i = 1; i < v.prices.length; ++i) {
            v.sums[i] = v.sums[i - 1] + v.prices[i - 1];
        }
        Figures memory f;
        _checkList(v, f, list, records, accepted, partials);
        for (uint256 m = 0; m < v.products.length; ++m) {
            uint256 first = m * (v.window + 1);
            Depth[] memory depths = BookReader.depths(_auction, v.auction, v.products[m], v.prices, first, v.window);
            _checkSeries(v, f, m, depths, results);
        }
        // Every order trades at its limit or better, so what all of them gain is not negative. A gap beyond all money
        // counts as the largest there is: nobody can make an auction unclearable by one.
        uint256 gap = f.gap > type(uint128).max ? type(uint128).max : f.gap;
        return Verdict(uint256(f.welfare), gap, f.stripGap, f.distance, results);
    }
}
