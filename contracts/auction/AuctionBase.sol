// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../interfaces/IAuction.sol";
import {IBlocks} from "../interfaces/IBlocks.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IMargin} from "../interfaces/IMargin.sol";
import {IProducts} from "../interfaces/IProducts.sol";
import {IProviders} from "../interfaces/IProviders.sol";
import {Histogram} from "../libraries/Histogram.sol";
import {Account} from "../types/Account.sol";
import {OrderWord} from "../types/OrderWord.sol";
import {ResultWord} from "../types/ResultWord.sol";
import {LaneWord, LaneWords} from "../types/LaneWord.sol";
import {Ids} from "../types/Series.sol";

/// @title What all parts of the auction share: storage, lane configuration, timing, references
abstract contract AuctionBase is IAuction {
    struct Rooms {
        ILedger ledger;
        IProducts products;
        IProviders providers;
        IMargin margin;
        IBlocks blocks;
        address contest;
        address relay;
    }

    ILedger internal immutable _ledger;
    IProducts internal immutable _products;
    IProviders internal immutable _providers;
    IMargin internal immutable _margin;
    IBlocks internal immutable _blocks;
    address internal immutable _contest;
    address internal immutable _relay;

    Histogram.Store internal _books;
    mapping(Account => mapping(uint64 slot => OrderWord)) internal _orders;
    mapping(uint64 auction => mapping(uint64 series => ResultWord)) internal _results;
    /// @dev Nonzero once cleared: the clearer.
    mapping(uint64 auction => address) internal _clearers;
    mapping(uint256 laneAndProduct => LaneWord) internal _laneWords;
    /// @dev Key product << 32 | hour / 8: eight uint32 in ticks, hour % 8 counted from the lowest bits.
    mapping(uint256 => uint256) internal _references;
    /// @dev Latest traded price of a product in a lane, ticks.
    mapping(uint256 laneAndProduct => uint32) internal _lastPrices;

    constructor(Rooms memory rooms) {
        _ledger = rooms.ledger;
        _products = rooms.products;
        _providers = rooms.providers;
        _margin = rooms.margin;
        _blocks = rooms.blocks;
        _contest = rooms.contest;
        _relay = rooms.relay;
    }

    modifier onlyContest() {
        if (msg.sender != _contest) revert NotRoom(msg.sender);
        _;
    }

    /// @dev Copied from Products when first used; neither side can change. Reverts where the product is not in the
    /// lane's market.
    function _laneWord(uint256 key) internal returns (LaneWord lp) {
        lp = _laneWords[key];
        if (LaneWord.unwrap(lp) == 0) {
            lp = LaneWords.pack(_products.laneProduct(uint32(key >> 32), uint32(key)));
            _laneWords[key] = lp;
        }
    }

    function _laneKey(uint64 auction, uint64 series) internal pure returns (uint256) {
        return (uint256(Ids.laneOf(auction)) << 32) | Ids.productOf(series);
    }

    /// @dev Unix seconds; zeros for an auction so early in the epoch that its opening would be negative.
    function _times(LaneWord lp, uint64 auction) internal pure returns (uint256 open, uint256 close, uint256 deadline) {
        unchecked {
            // 72 bits at most.
            uint256 start = uint256(Ids.numberOf(auction)) * lp.stride() * lp.period();
            uint256 before = uint256(lp.lead()) + lp.solve() + lp.collect();
            if (start < before) return (0, 0, 0);
            open = start - before;
            close = open + lp.collect();
            deadline = close + lp.solve();
        }
    }

    /// @dev The reference for a grid that is frozen now, ticks.
    function _referenceOf(uint64 auction, uint64 series) internal view returns (uint32 referencePrice) {
        referencePrice = uint32(_references[_referenceKey(series)] >> ((series & 7) * 32));
        if (referencePrice == 0) referencePrice = _lastPrices[_laneKey(auction, series)];
        if (referencePrice == 0) referencePrice = _products.tradeTerms(Ids.productOf(series)).initialReference;
    }

    function _referenceKey(uint64 series) internal pure returns (uint256) {
        return (uint256(Ids.productOf(series)) << 32) | (Ids.hourOf(series) >> 3);
    }
}
