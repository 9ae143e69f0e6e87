// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {WriteFill, WriteTerms} from "../interfaces/IMargin.sol";
import {LaneProduct} from "../interfaces/IProducts.sol";
import {Collateral} from "../libraries/Collateral.sol";
import {Account, Accounts} from "../types/Account.sol";
import {Code, Memo, Memos} from "../types/Memo.sol";
import {OrderKind, OrderWord} from "../types/OrderWord.sol";
import {ResultWord} from "../types/ResultWord.sol";
import {Ids} from "../types/Series.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title Collecting fills
/// @dev Nothing here may revert for an order that was accepted: everything it needs was taken when it was placed.
abstract contract Collection is AuctionBase {
    /// @dev Cash of one account on its way, so that a batch posts once per auction. Refunds go out before escrow
    /// comes in.
    struct Flow {
        uint64 outOf;
        uint64 into;
        uint256 out;
        uint256 in_;
    }

    /// @dev A filled order, unpacked.
    struct Fill {
        uint64 auction;
        uint64 series;
        uint32 filled;
        uint32 price; // ticks; zero when nothing was filled
        uint256 gross; // quote units per lot
        uint256 fee; // quote units per lot
    }

    /// @return done false while the auction is neither final nor void
    function _collect(Account account, uint64 slot, OrderWord order, Flow memory flow) internal returns (bool done) {
        uint64 auction = order.auction();
        uint64 product = uint64(order.product()) << 32;
        LaneProduct memory lp = _laneProduct(auction, product);
        Fill memory f;
        f.auction = auction;
        f.series = product | (Ids.numberOf(auction) * lp.stride + order.offset());
        ResultWord result = _results[auction][f.series];
        if (result.exists()) {
            f.filled = order.filled(result);
        } else {
            (, , uint256 deadline) = _times(lp, auction);
            if (block.timestamp < deadline) return false;
        }
        if (f.filled > 0) {
            f.price = result.price();
            f.gross = uint256(f.price) * lp.tickSize;
            f.fee = Collateral.fee(lp.tickSize, f.price, lp.feeBps);
        }

        OrderKind kind = order.kind();
        if (kind == OrderKind.Buy) _collectBuy(account, order, lp, f, flow);
        else if (kind == OrderKind.Write) _collectWrite(account, order, lp, f, flow);
        else if (kind == OrderKind.CloseBuy) _collectCloseBuy(account, order, f, flow);
        else _collectSell(account, order, f, flow);
        emit OrderCollected(auction, account, slot, f.series, f.filled, f.price);
        return true;
    }

    function _flowIn(Account account, Flow memory flow, uint64 auction, uint256 amount) internal {
        if (flow.into != auction) {
            if (flow.in_ > 0) _settleFlow(account, flow);
            flow.into = auction;
        }
        flow.in_ += amount;
    }

    function _flowOut(Account account, Flow memory flow, uint64 auction, uint256 amount) internal {
        if (flow.outOf != auction) {
            _settleOut(account, flow);
            flow.outOf = auction;
        }
        flow.out += amount;
    }

    function _settleFlow(Account account, Flow memory flow) internal {
        _settleOut(account, flow);
        if (flow.in_ > 0) {
            Memo memo = Memos.memo(Code.OrderEscrow, flow.into);
            _ledger.post(account, Accounts.auctionEscrow(flow.into), flow.in_, memo);
            flow.in_ = 0;
        }
    }

    function _settleOut(Account account, Flow memory flow) private {
        if (flow.out > 0) {
            Memo memo = Memos.memo(Code.OrderCollected, flow.outOf);
            _ledger.post(Accounts.auctionEscrow(flow.outOf), account, flow.out, memo);
            flow.out = 0;
        }
    }

    function _addLong(Account account, Fill memory f, uint32 lots) private {
        Memo memo = Memos.memo(Code.OrderCollected, f.auction);
        (uint32 covered, uint32 k, uint32 mark) = _ledger.addLong(account, f.series, lots, memo);
        if (covered > 0) _margin.release(account, f.series, covered, k, mark);
    }

    function _collectBuy(
        Account account,
        OrderWord order,
        LaneProduct memory lp,
        Fill memory f,
        Flow memory flow
    ) private {
        uint256 limit = order.price();
        uint256 escrow = (limit * lp.tickSize + Collateral.fee(lp.tickSize, limit, lp.feeBps)) * order.lots();
        _flowOut(account, flow, f.auction, escrow - (f.gross + f.fee) * f.filled);
        if (f.filled > 0) _addLong(account, f, f.filled);
    }

    function _collectSell(Account account, OrderWord order, Fill memory f, Flow memory flow) private {
        if (f.filled > 0) _flowOut(account, flow, f.auction, (f.gross - f.fee) * f.filled);
        uint32 unsold = order.lots() - f.filled;
        if (unsold > 0) _addLong(account, f, unsold);
    }

    function _collectWrite(
        Account account,
        OrderWord order,
        LaneProduct memory lp,
        Fill memory f,
        Flow memory flow
    ) private {
        uint64 basis = order.basis();
        WriteTerms memory terms = WriteTerms(order.price(), uint32(basis), uint32(basis >> 32), lp.feeBps);
        WriteFill memory fill = WriteFill(f.auction, f.series, order.lots(), f.filled, f.price, f.gross - f.fee);
        _flowOut(account, flow, f.auction, _margin.settleWrite(account, fill, terms));
    }

    function _collectCloseBuy(Account account, OrderWord order, Fill memory f, Flow memory flow) private {
        uint64 basis = order.basis();
        uint256 rest = _margin.settleCloseOut(
            account,
            f.auction,
            f.series,
            order.lots(),
            f.filled,
            (f.gross + f.fee) * f.filled,
            uint32(basis),
            uint32(basis >> 32)
        );
        _flowOut(account, flow, f.auction, rest);
    }
}
