// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {WriteFill, WriteTerms} from "../interfaces/IMargin.sol";
import {Collateral} from "../libraries/Collateral.sol";
import {Account, Accounts} from "../types/Account.sol";
import {BlockWord} from "../types/BlockWord.sol";
import {LaneWord} from "../types/LaneWord.sol";
import {Code, Memo, Memos} from "../types/Memo.sol";
import {ResultWord} from "../types/ResultWord.sol";
import {Ids} from "../types/Series.sol";
import {BlocksBase} from "./BlocksBase.sol";

/// @title Collecting strips and blocks
/// @dev Nothing here may revert for an order that was accepted: everything it needs was taken when it was placed.
abstract contract BlockCollection is BlocksBase {
    /// @dev An order whose auction is over.
    struct Ended {
        Account account;
        uint64 auction;
        uint64 series; // of its first period
        uint32 filled; // lots, or units of its profile
        uint32 lots;
        LaneWord lane;
        ResultWord[] results;
        uint256[] profile; // lots of a unit in each period
        uint256 cost; // quote units of what was filled, at the periods' prices
        uint256 fees; // quote units of trading fees on it
    }

    /// @return done false while the auction is neither final nor void
    function _collect(Account account, uint64 slot, BlockWord order) internal returns (bool done) {
        Ended memory e;
        e.account = account;
        e.auction = order.auction();
        uint64 product = uint64(order.product()) << 32;
        bool over;
        {
            (e.lane, over, ) = _auction.resultsOf(e.auction, product, 0);
            e.series = product | uint64(Ids.numberOf(e.auction) * e.lane.stride() + order.offset());
        }
        if (!over) return false;
        (, , e.results) = _auction.resultsOf(e.auction, e.series, order.periods());
        e.profile = _profileOf(account, slot, order);
        e.lots = order.lots();
        bool cleared = e.results[0].exists();
        if (cleared) e.filled = _contest.filledOf(e.auction, order.index(), e.lots);
        if (e.filled > 0) _value(e);

        _orders[account][slot] = order.collected();
        uint256 placeFee = _placeFee(order);
        // What an order pays in trading fees counts against the price of its place: so a place always costs as much, and
        // filling the list with trades with oneself costs no less than filling it with orders that never trade.
        uint256 kept = cleared ? Math.saturatingSub(placeFee, e.fees) : 0;

        uint256 out = placeFee - kept;
        if (order.isBuy()) out += _collectBuy(e, order);
        else if (order.isWrite()) out += _collectWrite(e, slot);
        else out += _collectSell(e);
        Account escrow = Accounts.auctionEscrow(e.auction);
        _ledger.post(escrow, account, out, Memos.memo(Code.OrderCollected, e.auction));
        if (kept > 0) {
            (, uint32 market) = _products.lane(Ids.laneOf(e.auction));
            _ledger.post(escrow, Accounts.fees(market), kept, Memos.memo(Code.WordFee, e.auction));
        }
        emit BlockCollected(account, slot, e.filled, kept);
        return true;
    }

    /// @dev Quote units that a buy of one unit puts up. The fee of each lot is rounded up where it trades: by less than
    /// one unit for each lot.
    function _buyEscrow(LaneWord lane, uint256 limit, uint256 unitLots) internal pure returns (uint256) {
        uint256 cost = limit * lane.tickSize() * unitLots;
        return cost + Math.ceilDiv(cost * lane.feeBps(), 10_000) + unitLots;
    }

    function _sum(uint256[] memory profile) internal pure returns (uint256 lots) {
        for (uint256 i = 0; i < profile.length; ++i) {
            lots += profile[i];
        }
    }

    function _placeFee(BlockWord order) private view returns (uint256) {
        (, uint32 market) = _products.lane(Ids.laneOf(order.auction()));
        return (uint256(_products.marketParams(market).wordFee) * order.size()) << order.step();
    }

    function _profileOf(Account account, uint64 slot, BlockWord order) private view returns (uint256[] memory profile) {
        profile = new uint256[](order.periods());
        for (uint256 i = 0; i < profile.length; ++i) {
            profile[i] = order.size() == 1 ? 1 : uint16(_profiles[account][slot][i / 16] >> ((i % 16) * 16));
        }
    }

    function _value(Ended memory e) private pure {
        for (uint256 i = 0; i < e.profile.length; ++i) {
            uint256 lots = e.profile[i] * e.filled;
            uint256 price = e.results[i].price();
            e.cost += price * e.lane.tickSize() * lots;
            e.fees += Collateral.fee(e.lane.tickSize(), price, e.lane.feeBps()) * lots;
        }
    }

    function _collectBuy(Ended memory e, BlockWord order) private returns (uint256 out) {
        if (e.filled > 0) _addLongs(e, e.filled);
        return _buyEscrow(e.lane, order.price(), _sum(e.profile)) * e.lots - e.cost - e.fees;
    }

    function _collectSell(Ended memory e) private returns (uint256 out) {
        if (e.filled < e.lots) _addLongs(e, e.lots - e.filled);
        return e.cost - e.fees;
    }

    /// @dev Adds `units` of the order to the account's longs, an octet at a time.
    function _addLongs(Ended memory e, uint32 units) private {
        Memo memo = Memos.memo(Code.OrderCollected, e.auction);
        uint256 word;
        for (uint64 i = 0; i < e.profile.length; ++i) {
            uint64 series = e.series + i;
            word |= Ids.octetWord(series, uint32(e.profile[i] * units));
            if (i + 1 < e.profile.length && series & 7 != 7) continue;
            uint64 octet = Ids.octetOf(series);
            uint256 covered = _ledger.addLongs(e.account, octet, word, memo);
            if (covered != 0) _margin.release(e.account, octet, covered);
            word = 0;
        }
    }

    function _collectWrite(Ended memory e, uint64 slot) private returns (uint256 out) {
        uint256 taken = _escrows[e.account][slot];
        for (uint64 i = 0; i < e.profile.length; ++i) {
            out += _settleWrite(e, i);
        }
        // Without a result nobody knows the grids any more: nothing was filled, and all that was taken goes back.
        if (!e.results[0].exists()) return taken;
    }

    function _settleWrite(Ended memory e, uint64 i) private returns (uint256 rest) {
        ResultWord r = e.results[i];
        uint256 price = r.price();
        uint256 net = price * e.lane.tickSize() - Collateral.fee(e.lane.tickSize(), price, e.lane.feeBps());
        uint32 lots = uint32(e.profile[i] * e.lots);
        uint32 filled = uint32(e.profile[i] * e.filled);
        return
            _margin.settleWrite(
                e.account,
                WriteFill(e.auction, e.series + i, lots, filled, uint32(price), net),
                WriteTerms(0, r.base(), r.base() + r.referenceOffset(), e.lane.feeBps())
            );
    }
}
