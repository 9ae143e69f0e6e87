// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Placement} from "../interfaces/IAuction.sol";
import {WriteTerms} from "../interfaces/IMargin.sol";
import {LaneProduct} from "../interfaces/IProducts.sol";
import {Collateral} from "../libraries/Collateral.sol";
import {Histogram} from "../libraries/Histogram.sol";
import {Account} from "../types/Account.sol";
import {Code, Memos} from "../types/Memo.sol";
import {OrderKind, OrderWord, OrderWords} from "../types/OrderWord.sol";
import {Ids} from "../types/Series.sol";
import {Collection} from "./Collection.sol";

/// @title Placing orders
abstract contract OrderEntry is Collection {
    using Histogram for Histogram.Store;
    using Histogram for uint256;

    function _placeAll(Account account, Placement[] calldata orders) internal {
        Flow memory flow;
        for (uint256 i = 0; i < orders.length; ++i) {
            Placement calldata p = orders[i];
            if (p.kind != OrderKind.Buy && p.kind != OrderKind.Sell && p.kind != OrderKind.Write) {
                revert WrongKind(p.kind);
            }
            if (p.lots == 0) revert ZeroLots();
            if (p.lots > Histogram.MAX_LOTS) revert TooManyLots(p.lots);
            LaneProduct memory lp = _laneProduct(p.auction, p.series);
            _makeRoom(account, p.slot, flow);
            (uint256 book, uint256 header) = _openBook(lp, p.auction, p.series);
            uint256 price = _intoBand(p.kind == OrderKind.Buy, p.price, header);
            uint64 basis = _takeForOrder(account, p, lp, header, price, flow);
            _enter(account, p.slot, p.auction, p.series, lp, book, header, p.kind, price, p.lots, basis);
        }
        _settleFlow(account, flow);
    }

    /// @dev Collects what is in the slot. Reverts where that still waits for its auction.
    function _makeRoom(Account account, uint64 slot, Flow memory flow) internal {
        OrderWord old = _orders[account][slot];
        if (old.lots() > 0 && !_collect(account, slot, old, flow)) revert SlotBusy(slot, old.auction());
    }

    /// @dev The book's header; the first order of the auction in this series freezes its grid. That the auction two
    /// before, whose words are reused, is final or void by now follows from the lane: collect + solve <= 2 * stride.
    function _openBook(
        LaneProduct memory lp,
        uint64 auction,
        uint64 series
    ) internal view returns (uint256 book, uint256 header) {
        (uint256 open, uint256 close, ) = _times(lp, auction);
        if (block.timestamp < open || block.timestamp >= close) revert AuctionNotCollecting(auction, open, close);
        uint32 number = Ids.numberOf(auction);
        book = _bookKeyOf(lp, auction, series);
        header = _books.header(book);
        if (!header.isOf(number)) {
            uint32 referencePrice = _referenceOf(auction, series);
            uint256 base = _baseFor(referencePrice);
            header = Histogram.newHeader(number, base, referencePrice - base);
        }
    }

    function _intoBand(bool buy, uint256 price, uint256 header) internal pure returns (uint256) {
        uint256 bottom = header.base();
        uint256 top = bottom + Histogram.TICKS - 1;
        if (buy) {
            if (price < bottom) revert OutOfBand(uint32(price), uint32(bottom), uint32(top));
            return price > top ? top : price;
        }
        if (price > top) revert OutOfBand(uint32(price), uint32(bottom), uint32(top));
        return price < bottom ? bottom : price;
    }

    /// @dev Adds the order to its book and writes its word.
    function _enter(
        Account account,
        uint64 slot,
        uint64 auction,
        uint64 series,
        LaneProduct memory lp,
        uint256 book,
        uint256 header,
        OrderKind kind,
        uint256 price,
        uint256 lots,
        uint64 basis
    ) internal {
        bool sell = kind != OrderKind.Buy && kind != OrderKind.CloseBuy;
        uint256 ahead = _books.add(book, header, sell, price - header.base(), lots);
        uint256 offset = Ids.hourOf(series) - uint256(Ids.numberOf(auction)) * lp.stride;
        OrderWord word = OrderWords.pack(auction, lp.product, offset, kind, price, lots, ahead, basis);
        _orders[account][slot] = word;
        emit OrderPlaced(auction, account, slot, word);
    }

    /// @dev Takes everything the order can use.
    function _takeForOrder(
        Account account,
        Placement calldata p,
        LaneProduct memory lp,
        uint256 header,
        uint256 price,
        Flow memory flow
    ) private returns (uint64 basis) {
        if (p.kind == OrderKind.Sell) {
            _ledger.takeLong(account, p.series, p.lots, Memos.memo(Code.OrderEscrow, p.auction));
            return 0;
        }
        uint256 perLot;
        if (p.kind == OrderKind.Buy) {
            perLot = price * lp.tickSize + Collateral.fee(lp.tickSize, price, lp.feeBps);
        } else {
            uint32 base = uint32(header.base());
            uint32 referencePrice = base + uint32(header.referenceOffset());
            WriteTerms memory terms = WriteTerms(uint32(price), base, referencePrice, lp.feeBps);
            perLot = _margin.reserve(account, p.series, p.lots, terms);
            basis = (uint64(referencePrice) << 32) | base;
        }
        _flowIn(account, flow, p.auction, perLot * p.lots);
    }
}
