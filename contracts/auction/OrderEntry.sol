// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {WriteTerms} from "../interfaces/IMargin.sol";
import {Collateral} from "../libraries/Collateral.sol";
import {Histogram} from "../libraries/Histogram.sol";
import {Account} from "../types/Account.sol";
import {Code, Memo, Memos} from "../types/Memo.sol";
import {OrderKind, OrderWord, OrderWords} from "../types/OrderWord.sol";
import {Placement} from "../types/Placement.sol";
import {LaneWord} from "../types/LaneWord.sol";
import {Ids} from "../types/Series.sol";
import {Collection} from "./Collection.sol";

/// @title Placing orders
abstract contract OrderEntry is Collection {
    using Histogram for Histogram.Store;
    using Histogram for uint256;

    /// @dev An order on its way into its book.
    struct Entry {
        uint64 auction;
        uint64 series;
        uint64 slot;
        OrderKind kind;
        uint256 price; // ticks
        uint256 lots;
        uint64 basis; // see OrderWord
        uint256 offset; // periods into the auction's window
        uint256 book;
        uint256 header;
    }

    function _placeAll(Account account, Placement[] calldata orders) internal {
        mapping(uint64 slot => OrderWord) storage own = _orders[account];
        Flow memory flow;
        Entry memory e;
        for (uint256 i = 0; i < orders.length; ++i) {
            Placement p = orders[i];
            uint256 kind = p.kind();
            if (kind == 0 || kind > uint256(OrderKind.Write)) revert WrongKind(kind);
            uint256 lots = p.lots();
            if (lots == 0) revert ZeroLots();
            if (lots > Histogram.MAX_LOTS) revert TooManyLots(uint32(lots));
            e.kind = OrderKind(kind);
            e.lots = lots;
            e.auction = p.auction();
            e.series = p.series();
            e.slot = p.slot();
            e.basis = 0;
            LaneWord lp = _laneOf(flow, e.auction, e.series);
            _makeRoom(account, own[e.slot], e.slot, flow);
            _openBook(e, lp);
            e.price = _intoBand(e.kind == OrderKind.Buy, p.price(), e.header);
            _takeForOrder(account, e, lp, flow);
            _enter(account, own, e, lp.product());
        }
        _settleFlow(account, flow);
    }

    /// @dev Collects what is in the slot. Reverts where that still waits for its auction.
    function _makeRoom(Account account, OrderWord old, uint64 slot, Flow memory flow) internal {
        if (old.lots() > 0 && !_collect(account, slot, old, flow)) revert SlotBusy(slot, old.auction());
    }

    /// @dev The book's header; the first order of the auction in this series freezes its grid. That the auction two
    /// before, whose words are reused, is final or void by now follows from the lane: collect + solve <= 2 * stride.
    function _openBook(Entry memory e, LaneWord lp) internal view {
        (uint256 open, uint256 close, ) = _times(lp, e.auction);
        if (block.timestamp < open || block.timestamp >= close) revert AuctionNotCollecting(e.auction, open, close);
        uint32 number = Ids.numberOf(e.auction);
        uint256 hour = Ids.hourOf(e.series);
        unchecked {
            // 40 bits at most; an hour before the window wraps around and is too large.
            e.offset = hour - uint256(number) * lp.stride();
        }
        if (e.offset >= lp.window()) revert SeriesNotInAuction(e.auction, e.series);
        e.book = Histogram.bookKey(Ids.laneOf(e.auction), number, lp.product(), e.offset);
        uint256 header = _books.header(e.book);
        if (!header.isOf(number)) {
            uint32 referencePrice = _referenceOf(e.auction, e.series);
            uint256 base = Histogram.baseAround(referencePrice);
            header = Histogram.newHeader(number, base, referencePrice - base);
        }
        e.header = header;
    }

    /// @param price ticks
    function _intoBand(bool buy, uint256 price, uint256 header) internal pure returns (uint256) {
        uint256 bottom = header.base();
        unchecked {
            uint256 top = bottom + Histogram.TICKS - 1; // bottom has 24 bits
            if (buy ? price < bottom : price > top) revert OutOfBand(uint32(price), uint32(bottom), uint32(top));
            if (buy) return price > top ? top : price;
        }
        return price < bottom ? bottom : price;
    }

    /// @dev Adds the order to its book and writes its word.
    function _enter(
        Account account,
        mapping(uint64 slot => OrderWord) storage own,
        Entry memory e,
        uint32 product
    ) internal {
        bool sell = e.kind != OrderKind.Buy && e.kind != OrderKind.CloseBuy;
        uint256 ahead;
        unchecked {
            // The price is in the band, so it is not below the base.
            ahead = _books.add(e.book, e.header, sell, e.price - e.header.base(), e.lots);
        }
        OrderWord word = OrderWords.pack(e.auction, product, e.offset, e.kind, e.price, e.lots, ahead, e.basis);
        own[e.slot] = word;
        emit OrderPlaced(account, e.slot, word);
    }

    /// @dev Takes everything the order can use.
    function _takeForOrder(Account account, Entry memory e, LaneWord lp, Flow memory flow) private {
        uint256 perLot;
        if (e.kind == OrderKind.Buy) {
            unchecked {
                perLot = e.price * lp.tickSize() + Collateral.fee(lp.tickSize(), e.price, lp.feeBps()); // below 2^90
            }
        } else if (e.kind == OrderKind.Write) {
            // Capacity that this batch has just bought back can be sold by it.
            _settleLots(account, flow);
            uint32 base = uint32(e.header.base());
            uint32 referencePrice = base + uint32(e.header.referenceOffset());
            WriteTerms memory terms = WriteTerms(uint32(e.price), base, referencePrice, lp.feeBps());
            perLot = _margin.reserve(account, e.series, uint32(e.lots), terms);
            e.basis = (uint64(referencePrice) << 32) | base;
        } else {
            // Lots that this batch has just collected can be sold by it.
            _settleLots(account, flow);
            Memo memo = Memos.memo(Code.OrderEscrow, e.auction);
            _ledger.takeLong(account, e.series, uint32(e.lots), memo);
            return;
        }
        unchecked {
            _flowIn(account, flow, e.auction, perLot * e.lots); // below 2^120
        }
    }
}
