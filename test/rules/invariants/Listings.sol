// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ids} from "../../../contracts/types/Series.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {Ghosts} from "./Ghosts.sol";
import {Standing, Standings} from "./Standing.sol";

/// @notice What a campaign knows of strips and blocks: every order, its auction's list, what it has to pay and to get.
abstract contract Listings is Ghosts {
    using Standings for Standing;

    uint256 internal constant WORD_FEE = 40_000;

    struct Listing {
        uint64 auction;
        uint64 series; // of its first period
        BlockKind kind;
        uint32 account; // index into accounts
        uint64 slot;
        uint256 limit; // ticks
        uint256 lots; // units of its profile
        uint256 least;
        uint16[] units; // lots of a unit in each period
        bool hasProfile;
        uint256 placeFee; // quote units
        uint256 escrow; // quote units taken beside
        uint256 filled; // lots that its auction's best solution fills
    }

    Listing[] internal listings;
    Standing internal liveListings;
    mapping(uint64 auction => uint256[]) internal listingsIn;
    /// @dev The records of an auction, in order.
    mapping(uint64 auction => bytes) internal recordsOf;
    mapping(uint64 auction => uint256) internal wordsOf;
    /// @dev Lots that were sold at the price 0 and found no buyer.
    mapping(uint64 series => uint256) internal disposed;
    mapping(uint64 auction => mapping(uint64 series => uint256)) internal disposedIn;

    // -- orders ----------------------------------------------------------------------------------------

    function _isBuy(BlockKind kind) internal pure returns (bool) {
        return kind == BlockKind.StripBuy || kind == BlockKind.BlockBuy;
    }

    function _isBlock(BlockKind kind) internal pure returns (bool) {
        return kind == BlockKind.BlockBuy || kind == BlockKind.BlockSell || kind == BlockKind.BlockWrite;
    }

    function _isWrite(BlockKind kind) internal pure returns (bool) {
        return kind == BlockKind.StripWrite || kind == BlockKind.BlockWrite;
    }

    function _unitLots(Listing memory o) internal pure returns (uint256 lots) {
        for (uint256 i = 0; i < o.units.length; ++i) lots += o.units[i];
    }

    function _addListing(Listing memory o) internal {
        for (uint64 i = 0; i < o.units.length; ++i) _openSeries(o.auction, o.series + i);
        isContested[o.auction] = true;
        uint256 id = listings.length;
        listings.push(o);
        listingsIn[o.auction].push(id);
        liveListings.add(id, o.auction, o.account, o.slot);
        recordsOf[o.auction] = bytes.concat(recordsOf[o.auction], _recordOf(o));
        wordsOf[o.auction] += _wordsOf(o);
        ++liveIn[o.auction];
    }

    function _dropListing(uint256 id) internal {
        liveListings.remove(id);
        --liveIn[listings[id].auction];
    }

    /// @dev 14 bytes, and two for each period of a profile: see docs/mechanism.md.
    function _recordOf(Listing memory o) internal view returns (bytes memory record) {
        uint8 flags = Ids.productOf(o.series) == x.products_[0] ? 0 : 8;
        if (!_isBuy(o.kind)) flags |= 1;
        if (_isBlock(o.kind)) flags |= 2;
        if (o.hasProfile) flags |= 4;
        record = abi.encodePacked(
            flags,
            uint8(Ids.hourOf(o.series) - _firstHour(o.auction)),
            uint8(o.units.length),
            uint24(o.limit),
            uint32(o.lots),
            uint32(o.least)
        );
        for (uint256 i = 0; o.hasProfile && i < o.units.length; ++i) record = bytes.concat(record, bytes2(o.units[i]));
    }

    /// @dev Words of the list that it takes.
    function _wordsOf(Listing memory o) internal pure returns (uint256) {
        return o.hasProfile ? 1 + (o.units.length + 3) / 4 : 1;
    }

    function _firstHour(uint64 auction) internal view returns (uint256) {
        return uint256(Ids.numberOf(auction)) * (Ids.laneOf(auction) == x.dayLane ? 24 : 1);
    }

    function _windowOf(uint64 auction) internal view returns (uint256) {
        return Ids.laneOf(auction) == x.dayLane ? 38 : 1;
    }

    /// @dev What its place costs, quote units: twice as much in each eighth of the list as in the one before it.
    function _placeFeeOf(Listing memory o) internal view returns (uint256) {
        return (WORD_FEE * _wordsOf(o)) << _stepOf(o);
    }

    /// @dev The eighth of the list in which the order ends, 0 to 7.
    function _stepOf(Listing memory o) internal view returns (uint256) {
        // Words that the gas of a baseline leaves beside 76 series, and those of a transaction that nodes pass on.
        uint256 most = Ids.laneOf(o.auction) == x.dayLane ? 160 : 9_000;
        uint256 end = wordsOf[o.auction] + _wordsOf(o);
        return end < most ? (8 * end) / most : 7;
    }

    /// @dev Of a series among those of its auction: product by product and hour by hour.
    function _placeOf(uint64 auction, uint64 series) internal view returns (uint256) {
        uint256 product = Ids.productOf(series) == x.products_[0] ? 0 : 1;
        return product * _windowOf(auction) + Ids.hourOf(series) - _firstHour(auction);
    }

    // -- money -----------------------------------------------------------------------------------------

    /// @dev Cash that an order puts up, beside the price of its place. Grids are those of its series, frozen or not.
    function _escrowOf(Listing memory o) internal view returns (uint256 cash) {
        if (_isBuy(o.kind)) {
            uint256 lots = _unitLots(o);
            uint256 cost = o.limit * terms[Ids.productOf(o.series)].tickSize * lots;
            return (cost + (cost * FEE_BPS + 9_999) / 10_000 + lots) * o.lots;
        }
        if (!_isWrite(o.kind)) return 0;
        bool backed = x.providers.isProvider(accounts[o.account]);
        for (uint64 i = 0; i < o.units.length; ++i) {
            (uint256 base, uint256 ref, ) = x.lens.gridOf(o.auction, o.series + i);
            // At whatever price the period gets: the limit is on the average.
            cash += _writeCash(o.series + i, backed, 0, base, ref) * o.units[i] * o.lots;
        }
    }

    /// @return cost quote units of its fill at its periods' prices
    /// @return fees quote units of trading fees on it
    function _costOf(Listing memory o) internal view returns (uint256 cost, uint256 fees) {
        for (uint64 i = 0; i < o.units.length; ++i) {
            uint256 lots = o.units[i] * o.filled;
            uint256 price = outcomes[o.auction][o.series + i].price;
            cost += price * terms[Ids.productOf(o.series)].tickSize * lots;
            fees += _fee(o.series, price) * lots;
        }
    }

    /// @dev What its place in the list costs, less what it paid in trading fees; nothing where the auction was void.
    function _keptOf(Listing memory o) internal view returns (uint256) {
        if (!isCleared[o.auction]) return 0;
        (, uint256 fees) = _costOf(o);
        return o.placeFee > fees ? o.placeFee - fees : 0;
    }

    /// @dev What placing an order takes from its account, as effects: one a period, the cash in the first.
    function _takenBy(Listing memory o) internal pure returns (Effect[] memory effects) {
        effects = new Effect[](o.units.length);
        bool held = !_isBuy(o.kind) && !_isWrite(o.kind);
        for (uint64 i = 0; i < effects.length; ++i) {
            (effects[i].account, effects[i].series) = (o.account, o.series + i);
            if (held) effects[i].lots = -int256(o.units[i] * o.lots);
        }
        effects[0].worth = -int256(o.escrow + o.placeFee);
    }

    /// @dev What collecting an order gives its account, likewise.
    function _givenTo(Listing memory o) internal view returns (Effect[] memory effects) {
        effects = new Effect[](o.units.length);
        for (uint64 i = 0; i < effects.length; ++i) {
            (effects[i].account, effects[i].series) = (o.account, o.series + i);
            if (_isBuy(o.kind)) effects[i].lots = int256(o.units[i] * o.filled);
            else if (_isWrite(o.kind)) effects[i].lots = -int256(o.units[i] * o.filled);
            else effects[i].lots = int256(o.units[i] * (o.lots - o.filled));
        }
        (uint256 cost, uint256 fees) = _costOf(o);
        int256 traded = _isBuy(o.kind) ? -int256(cost + fees) : int256(cost) - int256(fees);
        effects[0].worth = int256(o.escrow + o.placeFee) - int256(_keptOf(o)) + traded;
    }

    /// @dev One after the other.
    function _joined(Effect[] memory a, Effect[] memory b) internal pure returns (Effect[] memory all) {
        all = new Effect[](a.length + b.length);
        for (uint256 i = 0; i < all.length; ++i) all[i] = i < a.length ? a[i] : b[i - a.length];
    }
}
