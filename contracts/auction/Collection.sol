// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {WriteFill, WriteTerms} from "../interfaces/IMargin.sol";
import {Collateral} from "../libraries/Collateral.sol";
import {Account, Accounts} from "../types/Account.sol";
import {CollectedWords} from "../types/CollectedWord.sol";
import {Code, Memo, Memos} from "../types/Memo.sol";
import {OrderKind, OrderWord} from "../types/OrderWord.sol";
import {ResultWord} from "../types/ResultWord.sol";
import {LaneWord} from "../types/LaneWord.sol";
import {Ids} from "../types/Series.sol";
import {AuctionBase} from "./AuctionBase.sol";

/// @title Collecting fills
/// @dev Nothing here may revert for an order that was accepted: everything it needs was taken when it was placed.
abstract contract Collection is AuctionBase {
    /// @dev What the orders of a batch share: cash of one account on its way, posted once per auction, refunds out of
    /// escrow before new escrow; long lots on their way, added once per auction and octet; and the lane and product of
    /// the latest order.
    struct Flow {
        uint64 outOf;
        uint64 into;
        uint256 out;
        uint256 in_;
        uint256 laneKey;
        LaneWord lp;
        uint64 octet;
        uint64 lotsOutOf;
        uint256 lots;
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
        LaneWord lp = _laneOf(flow, auction, product);
        Fill memory f;
        f.auction = auction;
        unchecked {
            // The hour had 32 bits when the order was placed.
            f.series = product | uint64(Ids.numberOf(auction) * lp.stride() + order.offset());
        }
        ResultWord result = _results[auction][f.series];
        if (!result.exists() || result.contested()) {
            (, , uint256 deadline) = _times(lp, auction);
            if (block.timestamp < deadline) return false;
        }
        f.filled = order.filled(result); // nothing where there is no result
        if (f.filled > 0) {
            f.price = result.price();
            unchecked {
                f.gross = uint256(f.price) * lp.tickSize(); // 24 + 64 bits
            }
            f.fee = Collateral.fee(lp.tickSize(), f.price, lp.feeBps());
        }

        OrderKind kind = order.kind();
        // Lots on their way are there before lots are sold short.
        if (kind == OrderKind.Write || kind == OrderKind.CloseBuy) _settleLots(account, flow);
        if (kind == OrderKind.Buy) _collectBuy(account, order, lp, f, flow);
        else if (kind == OrderKind.Write) _collectWrite(account, order, lp, f, flow);
        else if (kind == OrderKind.CloseBuy) _collectCloseBuy(account, order, f, flow);
        else _collectSell(account, order, f, flow);
        emit OrderCollected(account, CollectedWords.pack(slot, f.filled));
        return true;
    }

    function _laneOf(Flow memory flow, uint64 auction, uint64 series) internal returns (LaneWord) {
        uint256 key = _laneKey(auction, series);
        if (flow.laneKey != key) {
            flow.laneKey = key;
            flow.lp = _laneWord(key);
        }
        return flow.lp;
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
        _settleLots(account, flow);
        _settleOut(account, flow);
        if (flow.in_ > 0) {
            Memo memo = Memos.memo(Code.OrderEscrow, flow.into);
            _ledger.post(account, Accounts.auctionEscrow(flow.into), flow.in_, memo);
            flow.in_ = 0;
        }
    }

    function _settleLots(Account account, Flow memory flow) internal {
        if (flow.lots == 0) return;
        Memo memo = Memos.memo(Code.OrderCollected, flow.lotsOutOf);
        uint256 covered = _ledger.addLongs(account, flow.octet, flow.lots, memo);
        flow.lots = 0;
        if (covered != 0) _margin.release(account, flow.octet, covered);
    }

    function _settleOut(Account account, Flow memory flow) private {
        if (flow.out > 0) {
            Memo memo = Memos.memo(Code.OrderCollected, flow.outOf);
            _ledger.post(Accounts.auctionEscrow(flow.outOf), account, flow.out, memo);
            flow.out = 0;
        }
    }

    function _flowLots(Account account, Flow memory flow, Fill memory f, uint32 lots) private {
        uint64 octet = Ids.octetOf(f.series);
        if (flow.octet != octet || flow.lotsOutOf != f.auction) {
            _settleLots(account, flow);
            flow.octet = octet;
            flow.lotsOutOf = f.auction;
        }
        unchecked {
            // One account's lots of a series in one auction stay within a side's total.
            flow.lots += Ids.octetWord(f.series, lots);
        }
    }

    function _collectBuy(Account account, OrderWord order, LaneWord lp, Fill memory f, Flow memory flow) private {
        uint256 limit = order.price();
        unchecked {
            // Below 2^120, and what is filled costs at most the limit.
            uint256 escrow = (limit * lp.tickSize() + Collateral.fee(lp.tickSize(), limit, lp.feeBps())) * order.lots();
            _flowOut(account, flow, f.auction, escrow - (f.gross + f.fee) * f.filled);
        }
        if (f.filled > 0) _flowLots(account, flow, f, f.filled);
    }

    function _collectSell(Account account, OrderWord order, Fill memory f, Flow memory flow) private {
        if (f.filled > 0) _flowOut(account, flow, f.auction, (f.gross - f.fee) * f.filled);
        uint32 unsold = order.lots() - f.filled;
        if (unsold > 0) _flowLots(account, flow, f, unsold);
    }

    function _collectWrite(Account account, OrderWord order, LaneWord lp, Fill memory f, Flow memory flow) private {
        uint64 basis = order.basis();
        WriteTerms memory terms = WriteTerms(order.price(), uint32(basis), uint32(basis >> 32), lp.feeBps());
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
