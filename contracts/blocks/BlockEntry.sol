// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IAuction} from "../interfaces/IAuction.sol";
import {BlockPlacement} from "../interfaces/IBlocks.sol";
import {WriteTerms} from "../interfaces/IMargin.sol";
import {MarketParams} from "../interfaces/IProducts.sol";
import {Histogram} from "../libraries/Histogram.sol";
import {Account, Accounts} from "../types/Account.sol";
import {BlockRecords} from "../types/BlockRecord.sol";
import {BlockKind, BlockWord, BlockWords} from "../types/BlockWord.sol";
import {LaneWord} from "../types/LaneWord.sol";
import {Code, Memo, Memos} from "../types/Memo.sol";
import {Ids} from "../types/Series.sol";
import {BlockCollection} from "./BlockCollection.sol";

/// @title Placing strips and blocks
abstract contract BlockEntry is BlockCollection {
    uint256 private constant MAX_LIMIT = (1 << 24) - 1;

    /// @dev An order on its way into its list.
    struct Entry {
        LaneWord lane;
        uint256 offset; // periods into the auction's window
        uint256[] references; // ticks, of its periods
        uint256[] profile; // lots of a unit in each period
        uint256 unitLots; // sum of them
        uint256 limit; // on the average price, ticks, inside the band
        uint256 size; // words
        uint256 step;
        uint256 place; // of the product in its market
        uint32 market;
    }

    function _place(Account account, BlockPlacement calldata p) internal {
        BlockWord old = _orders[account][p.slot];
        if (old.lots() > 0 && !_collect(account, p.slot, old)) revert IAuction.SlotBusy(p.slot, old.auction());
        Entry memory e;
        _check(p, e);
        (e.lane, e.offset, e.references) = _auction.openBooks(p.auction, p.series, p.periods);
        e.size = BlockRecords.size(p.profile.length);
        e.limit = _intoBand(p, e);
        MarketParams memory params = _market(p, e);
        _checkWorth(p, e, params);
        uint256 fee = _join(account, p, e, params);
        _take(account, p, e, fee);
    }

    function _check(BlockPlacement calldata p, Entry memory e) private pure {
        if (p.kind == 0 || p.kind > uint256(BlockKind.BlockWrite)) revert WrongBlockKind(p.kind);
        bool strip = p.kind <= uint256(BlockKind.StripWrite);
        // No window has more periods than 48.
        if (p.periods < (strip ? 2 : 1) || p.periods > 48) revert WrongPeriods(p.periods);
        if (p.price == 0 || p.price > MAX_LIMIT) revert WrongLimit(p.price);
        if (p.lots == 0 || p.lots > Histogram.MAX_LOTS) revert WrongBlockLots(p.lots);
        if (strip ? p.least != 0 : (p.least == 0 || p.least > p.lots)) revert WrongLeast(p.least);
        if (p.profile.length != 0 && (strip || p.profile.length != p.periods)) revert WrongProfile();

        e.profile = new uint256[](p.periods);
        for (uint256 i = 0; i < p.periods; ++i) {
            uint256 lots = p.profile.length == 0 ? 1 : p.profile[i];
            if (lots == 0) revert WrongProfile();
            if (lots * p.lots > Histogram.MAX_LOTS) revert WrongBlockLots(lots * p.lots);
            e.profile[i] = lots;
            e.unitLots += lots;
        }
    }

    /// @dev As an hourly order's limit: what could never fill inside the band is refused, and what is better than the band
    /// counts at its end, since damages are reckoned inside of it.
    function _intoBand(BlockPlacement calldata p, Entry memory e) private pure returns (uint256 limit) {
        uint256 bottoms;
        for (uint256 i = 0; i < e.profile.length; ++i) {
            bottoms += Histogram.baseAround(e.references[i]) * e.profile[i];
        }
        uint256 tops = bottoms + (Histogram.TICKS - 1) * e.unitLots;
        limit = p.price;
        uint256 value = limit * e.unitLots;
        if (_isBuy(p) ? value < bottoms : value > tops) {
            revert IAuction.OutOfBand(p.price, uint32(Math.ceilDiv(bottoms, e.unitLots)), uint32(tops / e.unitLots));
        }
        if (value > tops) limit = tops / e.unitLots;
        else if (value < bottoms) limit = Math.ceilDiv(bottoms, e.unitLots);
        // A strip has to be filled or outbid, in one period if need be: the price there must still fit a solution.
        uint256 most = p.kind <= uint256(BlockKind.StripWrite) ? MAX_LIMIT / p.periods : MAX_LIMIT;
        if (limit > most) revert WrongLimit(limit);
    }

    function _market(BlockPlacement calldata p, Entry memory e) private view returns (MarketParams memory params) {
        (, e.market) = _products.lane(Ids.laneOf(p.auction));
        uint32[] memory products = _products.marketProducts(e.market);
        while (products[e.place] != Ids.productOf(p.series)) ++e.place; // openBooks has found it in this market
        params = _products.marketParams(e.market);
    }

    /// @dev A buy counts at its limit, which it puts up; a sell, whose limit can be low for good reasons, at the
    /// references.
    function _checkWorth(BlockPlacement calldata p, Entry memory e, MarketParams memory params) private pure {
        uint256 ticks;
        if (_isBuy(p)) {
            ticks = e.limit * e.unitLots;
        } else {
            for (uint256 i = 0; i < e.profile.length; ++i) {
                ticks += e.references[i] * e.profile[i];
            }
        }
        uint256 notional = ticks * p.lots * e.lane.tickSize();
        if (notional < params.minNotional) revert TooSmall(notional, params.minNotional);
    }

    /// @dev Adds the order to its auction's list and writes its word.
    /// @return fee quote units that its place costs
    function _join(
        Account account,
        BlockPlacement calldata p,
        Entry memory e,
        MarketParams memory params
    ) private returns (uint256 fee) {
        Place storage place = _placeOf(p.auction);
        Place memory list = place;
        if (list.count == 0 || list.number != Ids.numberOf(p.auction)) {
            list = Place(BlockRecords.start(p.auction), Ids.numberOf(p.auction), 0, 0);
        }
        uint256 max = _maxWords(Ids.laneOf(p.auction));
        if (list.size + e.size > max) revert ListFull(p.auction, e.size, max - list.size);
        e.step = _stepOf(list.size, e.size, max);
        fee = (uint256(params.wordFee) * e.size) << e.step;
        if (fee > p.maxFee) revert WordFeeAbove(fee, p.maxFee);

        BlockKind kind = BlockKind(p.kind);
        bytes memory record = BlockRecords.pack(
            kind,
            e.place,
            e.offset,
            p.periods,
            e.limit,
            p.lots,
            p.least,
            p.profile
        );
        uint32 product = Ids.productOf(p.series);
        BlockWord word = BlockWords.pack(
            p.auction,
            product,
            e.offset,
            p.periods,
            kind,
            e.limit,
            p.lots,
            p.least,
            list.count,
            e.step,
            e.size
        );
        _orders[account][p.slot] = word;
        for (uint256 i = 0; i < p.profile.length; i += 16) {
            _profiles[account][p.slot][i / 16] = _profileWord(p.profile, i);
        }
        list.chain = BlockRecords.next(list.chain, record);
        ++list.count;
        list.size += uint32(e.size);
        (place.chain, place.number, place.count, place.size) = (list.chain, list.number, list.count, list.size);
        emit BlockPlaced(p.auction, account, p.slot, word, record);
    }

    /// @dev Takes everything the order can use, and the fee of its place.
    function _take(Account account, BlockPlacement calldata p, Entry memory e, uint256 fee) private {
        Memo memo = Memos.memo(Code.OrderEscrow, p.auction);
        uint256 cash;
        if (_isBuy(p)) {
            cash = _buyEscrow(e.lane, e.limit, e.unitLots) * p.lots;
        } else {
            bool write = p.kind == uint256(BlockKind.StripWrite) || p.kind == uint256(BlockKind.BlockWrite);
            for (uint64 i = 0; i < e.profile.length; ++i) {
                uint32 lots = uint32(e.profile[i] * p.lots);
                if (write) cash += _reserve(account, p.series + i, lots, e.references[i], e.lane.feeBps()) * lots;
                else _ledger.takeLong(account, p.series + i, lots, memo);
            }
            if (write) _escrows[account][p.slot] = cash;
        }
        _ledger.post(account, Accounts.auctionEscrow(p.auction), cash + fee, memo);
    }

    /// @dev Collateral for whatever price the period may get: a limit is on the average only.
    function _reserve(
        Account account,
        uint64 series,
        uint32 lots,
        uint256 referencePrice,
        uint16 feeBps
    ) private returns (uint256 perLot) {
        WriteTerms memory terms = WriteTerms(
            0,
            uint32(Histogram.baseAround(referencePrice)),
            uint32(referencePrice),
            feeBps
        );
        return _margin.reserve(account, series, lots, terms);
    }

    function _isBuy(BlockPlacement calldata p) private pure returns (bool) {
        return p.kind == uint256(BlockKind.StripBuy) || p.kind == uint256(BlockKind.BlockBuy);
    }

    /// @dev Up to 16 periods of a profile, the first one lowest.
    function _profileWord(uint16[] calldata profile, uint256 from) private pure returns (uint256 word) {
        for (uint256 i = from; i < profile.length && i < from + 16; ++i) {
            word |= uint256(profile[i]) << ((i - from) * 16);
        }
    }
}
