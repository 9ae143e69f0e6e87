// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Histogram} from "../libraries/Histogram.sol";
import {Account, Accounts} from "../types/Account.sol";
import {Code, Memo, Memos} from "../types/Memo.sol";
import {OrderKind, OrderWord} from "../types/OrderWord.sol";
import {LaneWord} from "../types/LaneWord.sol";
import {Ids} from "../types/Series.sol";
import {OrderEntry} from "./OrderEntry.sol";

/// @title Closing unscheduled positions out through the hour-ahead auction
abstract contract CloseOut is OrderEntry {
    using Histogram for uint256;

    /// @dev Above every slot that users can name. Four per product are enough: an hour-ahead auction is over before
    /// the auction of four hours later opens (collect + solve <= 2 periods).
    function _closeOutSlot(uint64 series) internal pure returns (uint64) {
        return (uint64(1) << 63) | (uint64(Ids.productOf(series)) << 8) | (series & 3);
    }

    function _closeOut(Account account, uint64 series) internal {
        mapping(uint64 slot => OrderWord) storage own = _orders[account];
        Entry memory e;
        e.auction = _spotAuction(series);
        e.series = series;
        e.slot = _closeOutSlot(series);
        LaneWord lp = _laneWord(_laneKey(e.auction, series));
        Flow memory flow;
        _makeRoom(account, own[e.slot], e.slot, flow);
        _settleFlow(account, flow);
        _openBook(e, lp);

        int32 position = _ledger.positionOf(account, series);
        Memo memo = Memos.memo(Code.CloseOut, e.auction);
        if (position > 0) {
            e.kind = OrderKind.CloseSell;
            e.lots = uint32(position);
            e.price = e.header.base();
            _ledger.takeLong(account, series, uint32(position), memo);
        } else {
            if (position == 0 || (_providers.isProvider(account) && !_providers.optedOut(account, series))) {
                revert NothingToCloseOut(account, series);
            }
            e.kind = OrderKind.CloseBuy;
            e.lots = uint256(-int256(position));
            Account escrow = Accounts.auctionEscrow(e.auction);
            (uint32 k, uint32 mark, uint256 perLot) = _margin.take(account, series, uint32(e.lots), escrow, memo);
            e.price = _intoBand(true, _affordable(perLot, lp.tickSize(), lp.feeBps()), e.header);
            e.basis = (uint64(mark) << 32) | k;
        }
        _enter(account, own, e, lp.product());
    }

    /// @dev The auction of the market's last lane: window and stride 1, so its number is the hour.
    function _spotAuction(uint64 series) internal view returns (uint64) {
        return Ids.auction(_products.spotLane(Ids.productOf(series)), Ids.hourOf(series));
    }

    /// @dev The highest price in ticks whose cost with its fee is within `cash`.
    function _affordable(uint256 cash, uint256 tickSize, uint256 feeBps) private pure returns (uint256) {
        // Both are integers, so that rounding the fee up does not lead beyond the cash.
        return (cash * 10_000) / (tickSize * (10_000 + feeBps));
    }
}
