// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IAuction} from "../interfaces/IAuction.sol";
import {BlockList, IBlocks} from "../interfaces/IBlocks.sol";
import {IContest} from "../interfaces/IContest.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IMargin} from "../interfaces/IMargin.sol";
import {IProducts, Lane} from "../interfaces/IProducts.sol";
import {Account} from "../types/Account.sol";
import {BlockWord} from "../types/BlockWord.sol";
import {Ids} from "../types/Series.sol";

/// @title What all parts of the strips' and blocks' room share: storage, and how long a list may be
abstract contract BlocksBase is IBlocks {
    /// @dev Gas of what brings a baseline or a solution: all it may take, of the 16,777,216 of a transaction; what it takes
    /// without orders; and for a series and a word of the list, each at its dearest (test/flows/worst-case).
    uint256 private constant CLEARING_GAS = 16_000_000;
    uint256 private constant FIXED_GAS = 600_000;
    uint256 private constant BASELINE_SERIES_GAS = 200_000;
    uint256 private constant BASELINE_WORD_GAS = 1_250;
    uint256 private constant SOLUTION_SERIES_GAS = 140_000;
    uint256 private constant SOLUTION_WORD_GAS = 1_650;
    /// @dev 126,000 bytes at 14 a word: nodes pass on no transaction of more than 131,072.
    uint256 private constant MOST_WORDS = 9_000;

    struct Rooms {
        ILedger ledger;
        IProducts products;
        IMargin margin;
        IAuction auction;
        IContest contest;
        address relay;
    }

    /// @dev A list in one of the two places that a lane's auctions take turns in.
    struct Place {
        bytes32 chain;
        uint32 number; // the auction's
        uint32 count;
        uint32 size;
    }

    ILedger internal immutable _ledger;
    IProducts internal immutable _products;
    IMargin internal immutable _margin;
    IAuction internal immutable _auction;
    IContest internal immutable _contest;
    address internal immutable _relay;

    mapping(Account => mapping(uint64 slot => BlockWord)) internal _orders;
    /// @dev 16 periods to a word, the first one lowest. Meaningful where the order's size is above 1.
    mapping(Account => mapping(uint64 slot => uint256[3])) internal _profiles;
    /// @dev Quote units taken for a writing order.
    mapping(Account => mapping(uint64 slot => uint256)) internal _escrows;
    /// @dev Key lane << 1 | number & 1.
    mapping(uint256 => Place) internal _places;

    constructor(Rooms memory rooms) {
        _ledger = rooms.ledger;
        _products = rooms.products;
        _margin = rooms.margin;
        _auction = rooms.auction;
        _contest = rooms.contest;
        _relay = rooms.relay;
    }

    function _placeOf(uint64 auction) internal view returns (Place storage) {
        return _places[(uint256(Ids.laneOf(auction)) << 1) | (Ids.numberOf(auction) & 1)];
    }

    function _listOf(uint64 auction) internal view returns (BlockList memory list) {
        Place storage place = _placeOf(auction);
        if (place.count > 0 && place.number == Ids.numberOf(auction)) {
            list = BlockList(place.chain, place.count, place.size);
        }
    }

    function _maxWords(uint32 lane_) internal view returns (uint256) {
        (Lane memory lane, uint32 market) = _products.lane(lane_);
        uint256 series = lane.window * _products.marketProducts(market).length;
        uint256 byGas = Math.min(
            _words(series, BASELINE_SERIES_GAS, BASELINE_WORD_GAS),
            _words(series, SOLUTION_SERIES_GAS, SOLUTION_WORD_GAS)
        );
        return Math.min(byGas, MOST_WORDS);
    }

    function _words(uint256 series, uint256 seriesGas, uint256 wordGas) private pure returns (uint256) {
        return Math.saturatingSub(CLEARING_GAS - FIXED_GAS, series * seriesGas) / wordGas;
    }

    /// @dev The eighth of the list in which its next `size` words end, 0 to 7.
    function _stepOf(uint256 used, uint256 size, uint256 max) internal pure returns (uint256) {
        return used + size >= max ? 7 : ((used + size) * 8) / max;
    }
}
