// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Lane, MarketParams} from "../interfaces/IProducts.sol";
import {Collateral} from "../libraries/Collateral.sol";
import {Histogram} from "../libraries/Histogram.sol";
import {Account, Accounts} from "../types/Account.sol";
import {Code, Memos} from "../types/Memo.sol";
import {ResultWord, ResultWords} from "../types/ResultWord.sol";
import {LaneWord} from "../types/LaneWord.sol";
import {Ids} from "../types/Series.sol";
import {OrderEntry} from "./OrderEntry.sol";

/// @title Verified clearing of hourly orders
/// @notice With D(t) the lots bought at tick t or above and S(t) the lots sold at t or below, a tick p clears if
/// everything strictly better is filled:
///
///   A(p): D(p + 1) <= S(p)        B(p): S(p - 1) <= D(p)
///
/// A holds from some tick on, B up to some tick, and they overlap (docs/mechanism.md); the ticks that clear are the
/// interval [lo, hi] and all of them trade the same, largest volume. The hint names the interval, both of its ends
/// are verified, the price is its middle, rounded down.
abstract contract Clearing is OrderEntry {
    using Histogram for Histogram.Store;
    using Histogram for uint256;

    /// @dev Ticks, as Products.MAX_PRICE: with a band above it prices still fit 24 bits.
    uint256 private constant MAX_REFERENCE = 1 << 23;
    /// @dev See ResultWord.pressed.
    uint256 internal constant DOWN = 1;
    uint256 internal constant UP = 2;

    struct Sum {
        uint256 volume;
        uint256 fees;
        uint256 series;
        bool contested;
    }

    /// @dev Lots at a tick, and those strictly better than it.
    struct Depth {
        uint256 buyAbove;
        uint256 buyAt;
        uint256 sellBelow;
        uint256 sellAt;
    }

    /// @dev A series in a clearing.
    struct Cursor {
        uint64 auction;
        uint64 series;
        uint256 book;
        uint256 header;
    }

    function _clear(uint64 auction, bytes calldata hints) internal {
        if (_blocks.listOf(auction).count > 0) revert HasBlocks(auction);
        Sum memory sum;
        (uint32 market, uint256 maxTip) = _clearAll(auction, msg.sender, hints, sum);
        _payOut(auction, market, msg.sender, sum, maxTip);
    }

    /// @dev Clears the hourly orders of all series.
    function _clearAll(
        uint64 auction,
        address clearer,
        bytes calldata hints,
        Sum memory sum
    ) internal returns (uint32 market, uint256 maxTip) {
        Lane memory lane;
        (lane, market) = _products.lane(Ids.laneOf(auction));
        uint32[] memory products = _products.marketProducts(market);
        MarketParams memory params = _products.marketParams(market);
        if (_clearers[auction] != address(0)) revert AlreadyCleared(auction);
        uint256 needed = products.length * lane.window * 2;
        if (hints.length != needed) revert HintsLength(hints.length, needed);

        for (uint256 i = 0; i < products.length; ++i) {
            bytes calldata own = hints[i * lane.window * 2:(i + 1) * lane.window * 2];
            _clearProduct(auction, products[i], own, params.minVolume, sum);
        }
        if (sum.series == 0) revert NothingToClear(auction);
        _clearers[auction] = clearer;
        maxTip = params.maxTip;
    }

    /// @dev Fees of all fills out of the escrow: the clearer's tip, the rest to the market.
    function _payOut(uint64 auction, uint32 market, address clearer, Sum memory sum, uint256 maxTip) internal {
        // The other half stays, so that trading with oneself costs something even those who clear.
        uint256 tip = Math.min(sum.fees / 2, maxTip);
        Account escrow = Accounts.auctionEscrow(auction);
        _ledger.post(escrow, Accounts.fees(market), sum.fees - tip, Memos.memo(Code.TradingFee, auction));
        _ledger.post(escrow, Accounts.cash(clearer, 0), tip, Memos.memo(Code.ClearingTip, auction));
        emit AuctionCleared(auction, clearer, sum.volume, sum.fees, tip);
    }

    function _clearProduct(
        uint64 auction,
        uint32 product,
        bytes calldata hints,
        uint256 minVolume,
        Sum memory sum
    ) private {
        uint32 number = Ids.numberOf(auction);
        LaneWord lp = _laneWord(_laneKey(auction, uint64(product) << 32));
        (, uint256 close, uint256 deadline) = _times(lp, auction);
        if (block.timestamp < close || block.timestamp >= deadline) revert AuctionNotSolving(auction, close, deadline);

        uint32 lastPrice;
        Cursor memory c;
        c.auction = auction;
        for (uint256 o = 0; o < lp.window(); ++o) {
            c.book = Histogram.bookKey(Ids.laneOf(auction), number, product, o);
            c.header = _books.header(c.book);
            if (!c.header.isOf(number)) continue;
            c.series = Ids.series(product, uint32(uint256(number) * lp.stride() + o));

            (ResultWord result, uint256 pressing) = _verify(c, uint8(hints[o * 2]), uint8(hints[o * 2 + 1]), minVolume);
            if (sum.contested) result = ResultWords.asContested(result, _pressed(c.header, pressing));
            _results[auction][c.series] = result;
            emit SeriesCleared(auction, c.series, result);
            ++sum.series;
            // Of a contested auction nothing is final yet, see Contested.
            if (!sum.contested) _count(result, lp, sum);
            if (!sum.contested) lastPrice = _moveReference(c.series, result, pressing, minVolume, lastPrice);
        }
        if (lastPrice != 0) _lastPrices[_laneKey(auction, c.series)] = lastPrice;
    }

    /// @dev Adds up what changes hands in a series.
    function _count(ResultWord result, LaneWord lp, Sum memory sum) internal pure {
        uint256 volume = result.volume();
        sum.volume += volume;
        sum.fees += 2 * volume * Collateral.fee(lp.tickSize(), result.price(), lp.feeBps());
    }

    /// @param pressing the reference that firm orders at an edge ask for where nothing trades, or zero
    /// @return the lane's last price, ticks
    function _moveReference(
        uint64 series,
        ResultWord result,
        uint256 pressing,
        uint256 minVolume,
        uint32 lastPrice
    ) internal returns (uint32) {
        if (result.hourly() >= minVolume) {
            lastPrice = uint32(Math.min(result.price(), MAX_REFERENCE));
            _setReference(series, lastPrice);
        } else if (pressing > 0) {
            _setReference(series, uint32(pressing));
        }
        return lastPrice;
    }

    /// @return result the packed result
    /// @return pressing the reference that firm orders at an edge ask for where nothing trades, or zero
    function _verify(
        Cursor memory c,
        uint256 lo,
        uint256 hi,
        uint256 minVolume
    ) private view returns (ResultWord result, uint256 pressing) {
        if (lo > hi || hi >= Histogram.TICKS) revert NotClearing(c.series, lo, hi);
        Depth memory low = _depth(c, lo);
        Depth memory high = lo == hi ? low : _depth(c, hi);
        // A(lo) holds and A(lo - 1) does not; B(hi) holds and B(hi + 1) does not.
        bool clears =
            low.buyAbove <= low.sellBelow + low.sellAt &&
                (lo == 0 || low.buyAbove + low.buyAt > low.sellBelow) &&
                high.sellBelow <= high.buyAbove + high.buyAt &&
                (hi == Histogram.TICKS - 1 || high.sellBelow + high.sellAt > high.buyAbove);
        if (!clears) revert NotClearing(c.series, lo, hi);

        uint256 price = (lo + hi) / 2;
        uint256 volume = low.buyAbove;
        uint256 marginalBuy;
        uint256 marginalSell;
        if (lo == hi) {
            volume = Math.min(low.buyAbove + low.buyAt, low.sellBelow + low.sellAt);
            marginalBuy = volume - low.buyAbove;
            marginalSell = volume - low.sellBelow;
        } else if (price == lo) {
            // In an interval of several ticks nobody is marginal: at its low end all sells are filled and no buy.
            marginalSell = low.sellAt;
        }
        if (volume == 0) pressing = _pressing(c.header, lo, hi, low.buyAt, high.sellAt, minVolume);
        uint256 base = c.header.base();
        uint256 offset = c.header.referenceOffset();
        result = ResultWords.pack(base + price, volume, marginalBuy, marginalSell, base, offset, lo, hi, volume);
    }

    function _depth(Cursor memory c, uint256 tick) private view returns (Depth memory d) {
        (d.buyAbove, d.buyAt) = _books.depthAt(c.book, c.header, false, tick);
        (d.sellBelow, d.sellAt) = _books.depthAt(c.book, c.header, true, tick);
    }

    /// @dev Orders stand at an edge and nothing trades: the reference moves half a band that way, so that it cannot
    /// get stuck; it takes firm lots, so that it cannot be pushed for free.
    function _pressing(
        uint256 header,
        uint256 lo,
        uint256 hi,
        uint256 buyAt,
        uint256 sellAt,
        uint256 minVolume
    ) private pure returns (uint256) {
        uint256 referencePrice = header.base() + header.referenceOffset();
        if (lo == Histogram.TICKS - 1 && buyAt >= minVolume) return _pushed(referencePrice, UP);
        if (hi == 0 && sellAt >= minVolume) return _pushed(referencePrice, DOWN);
        return 0;
    }

    /// @dev A reference half a band further up or down.
    function _pushed(uint256 referencePrice, uint256 pressed) internal pure returns (uint256) {
        if (pressed == UP) return Math.min(referencePrice + Histogram.HALF_BAND, MAX_REFERENCE);
        return Histogram.baseAround(referencePrice);
    }

    /// @dev Which way a reference is pushed, as a contested result keeps it.
    function _pressed(uint256 header, uint256 pressing) private pure returns (uint256) {
        if (pressing == 0) return 0;
        // At the ends of its range a reference stays: pressed down only where it is 1.
        return pressing == 1 || pressing < header.base() + header.referenceOffset() ? DOWN : UP;
    }

    function _setReference(uint64 series, uint32 referencePrice) private {
        uint256 shift = (series & 7) * 32;
        uint256 key = _referenceKey(series);
        uint256 word = _references[key];
        if (uint32(word >> shift) == referencePrice) return;
        _references[key] = (word & ~(uint256(0xffffffff) << shift)) | (uint256(referencePrice) << shift);
        emit ReferenceMoved(series, referencePrice);
    }
}
