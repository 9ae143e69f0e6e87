// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockList} from "../interfaces/IBlocks.sol";
import {IVerifier} from "../interfaces/IVerifier.sol";
import {Histogram} from "../libraries/Histogram.sol";
import {BlockRecords} from "../types/BlockRecord.sol";
import {ResultWord, ResultWords} from "../types/ResultWord.sol";
import {Ids} from "../types/Series.sol";
import {Depth} from "./BookReader.sol";

/// @title Checks of a solution's parts: its list, and the series
/// @dev Periods have places in arrays: those of product m start at m * (window + 1), one longer than the window, so that
/// differences and sums over [from, to) need no special case.
abstract contract Checks is IVerifier {
    /// @dev The auction and a solution's prices.
    struct View {
        uint64 auction;
        uint256 number; // first period of the window: number * stride
        uint256 window;
        uint32[] products;
        uint256[] tickSizes; // quote units
        uint256[] prices; // ticks, by place
        uint256[] sums; // of the prices before a place
        uint256[] bought; // differences: lots that begin or end at a place, modulo 2^256
        uint256[] sold;
        bool isBaseline;
    }

    /// @dev What a solution comes to.
    struct Figures {
        int256 welfare; // quote units
        uint256 gap; // quote units
        uint256 stripGap; // quote units: part of the gap that strips have, none but in a baseline
        uint256 distance; // ticks
    }

    /// @dev Where the check of the list stands.
    struct Cursor {
        uint256 next; // calldata offset
        uint256 end;
        uint256 partial_; // calldata offset
        uint256 partialEnd;
        uint256 scratch; // memory
        Case order;
    }

    /// @dev An order and its fill.
    struct Case {
        uint256 index;
        bool isBlock;
        int256 surplus; // ticks per lot or unit
        uint256 filled;
        uint256 lots;
        uint256 least;
        uint256 tickSize;
    }

    uint256 private constant PARTIAL = 6;

    // -- the list --------------------------------------------------------------------------------------

    /// @dev Hashes the list again, checks the fill of every order in it, and adds up what they trade.
    function _checkList(
        View memory v,
        Figures memory f,
        BlockList memory list,
        bytes calldata records,
        bytes calldata accepted,
        bytes calldata partials
    ) internal pure {
        _checkLengths(v, list.count, accepted, partials);
        Cursor memory c;
        assembly ("memory-safe") {
            mstore(c, records.offset)
            mstore(add(c, 0x20), add(records.offset, records.length))
            mstore(add(c, 0x40), partials.offset)
            mstore(add(c, 0x60), add(partials.offset, partials.length))
        }
        // The longest record has 48 periods.
        bytes memory scratch = new bytes(256);
        assembly ("memory-safe") {
            mstore(add(c, 0x80), add(scratch, 0x20))
        }
        bytes32 chain = BlockRecords.start(v.auction);
        for (uint256 i = 0; i < list.count; ++i) {
            bool full;
            assembly ("memory-safe") {
                full := and(shr(sub(255, and(i, 255)), calldataload(add(accepted.offset, shl(5, shr(8, i))))), 1)
            }
            chain = _checkRecord(v, f, c, chain, i, full);
        }
        if (chain != list.chain || c.next != c.end) revert WrongList(v.auction);
        if (c.partial_ != c.partialEnd) revert WrongFills();
    }

    function _checkLengths(
        View memory v,
        uint256 count,
        bytes calldata accepted,
        bytes calldata partials
    ) private pure {
        if (v.isBaseline) return;
        uint256 needed = ((count + 255) / 256) * 32;
        if (accepted.length != needed) revert WrongLength(accepted.length, needed);
        uint256 last;
        assembly ("memory-safe") {
            last := calldataload(sub(add(accepted.offset, needed), 32))
        }
        if (count % 256 != 0 && last << (count % 256) != 0) revert WrongFills();
        if (partials.length % PARTIAL != 0) revert WrongFills();
        if (partials.length > PARTIAL * v.products.length * v.window) revert WrongFills();
    }

    function _checkRecord(
        View memory v,
        Figures memory f,
        Cursor memory c,
        bytes32 chain,
        uint256 i,
        bool full
    ) private pure returns (bytes32 next) {
        unchecked {
            // Lots, prices and tick sizes have 27, 24 and 64 bits, a list has at most 2^16 orders of 48 periods: all
            // sums stay below 2^160. A record that is not the list's can hold anything; its hash gives it away.
            uint256 head;
            uint256 pos = c.next;
            assembly ("memory-safe") {
                head := calldataload(pos)
            }
            uint256 flags = head >> 248;
            uint256 periods = (head >> 232) & 0xff;
            uint256 length = BlockRecords.HEAD;
            if (flags & BlockRecords.PROFILE != 0) length += 2 * periods;
            uint256 from = (head >> 240) & 0xff;
            uint256 m = (flags >> 3) & 7;
            if (pos + length > c.end || from + periods > v.window || m >= v.products.length || periods > 48) {
                revert WrongList(v.auction);
            }
            uint256 scratch = c.scratch;
            assembly ("memory-safe") {
                mstore(scratch, chain)
                calldatacopy(add(scratch, 32), pos, length)
                next := keccak256(scratch, add(length, 32))
            }
            c.next = pos + length;
            from += m * (v.window + 1);
            uint256 lots = (head >> 176) & 0xffffffff;
            uint256 filled = v.isBaseline ? 0 : _filled(c, i, full, lots);
            uint256 tickSize = v.tickSizes[m];
            uint256 limit = (head >> 208) & 0xffffff;
            uint256 worth; // ticks of the order's limit, per lot or unit
            uint256 price; // ticks
            if (flags & BlockRecords.PROFILE == 0) {
                worth = limit * periods;
                price = v.sums[from + periods] - v.sums[from];
            } else {
                uint256 unitLots;
                (unitLots, price) = _profile(v, pos + BlockRecords.HEAD, from, periods);
                worth = limit * unitLots;
            }
            bool sell = flags & BlockRecords.SELL != 0;
            int256 surplus = sell ? int256(price) - int256(worth) : int256(worth) - int256(price);
            // One order after the other uses the same memory: what grows with the list costs its square.
            Case memory o = c.order;
            (o.index, o.isBlock, o.surplus) = (i, flags & BlockRecords.BLOCK != 0, surplus);
            (o.filled, o.lots, o.least, o.tickSize) = (filled, lots, (head >> 144) & 0xffffffff, tickSize);
            _judge(v, f, o);
            if (filled == 0) return next;
            int256 value = int256(worth * filled * tickSize);
            f.welfare += sell ? -value : value;
            if (flags & BlockRecords.PROFILE == 0) {
                uint256[] memory side = sell ? v.sold : v.bought;
                side[from] += filled;
                side[from + periods] -= filled;
            } else {
                _addProfile(sell ? v.sold : v.bought, pos + BlockRecords.HEAD, from, periods, filled);
            }
        }
    }

    function _judge(View memory v, Figures memory f, Case memory o) private pure {
        unchecked {
            // As in _checkRecord.
            if (o.filled > 0) {
                if (o.isBlock) {
                    if (o.surplus < 0) revert BlockAtALoss(o.index);
                    if (o.filled < o.least) revert BelowLeast(o.index);
                } else if (o.surplus < 0) {
                    revert StripRegret(o.index);
                }
            }
            if (o.surplus <= 0 || o.filled == o.lots) return;
            uint256 regret = uint256(o.surplus) * (o.lots - o.filled) * o.tickSize;
            f.gap += regret;
            if (o.isBlock) return;
            if (!v.isBaseline) revert StripRegret(o.index);
            f.stripGap += regret;
        }
    }

    /// @dev Lots of order `i`: all of them, those that the next entry of the partials says, or none.
    function _filled(Cursor memory c, uint256 i, bool full, uint256 lots) private pure returns (uint256 filled) {
        uint256 pos = c.partial_;
        if (pos < c.partialEnd) {
            uint256 entry;
            assembly ("memory-safe") {
                entry := shr(208, calldataload(pos))
            }
            if (entry >> 32 == i) {
                filled = entry & 0xffffffff;
                if (full || filled == 0 || filled >= lots) revert WrongFills();
                c.partial_ = pos + PARTIAL;
                return filled;
            }
        }
        return full ? lots : 0;
    }

    function _profile(
        View memory v,
        uint256 start,
        uint256 from,
        uint256 periods
    ) private pure returns (uint256 unitLots, uint256 price) {
        unchecked {
            for (uint256 j = 0; j < periods; ++j) {
                uint256 lots;
                assembly ("memory-safe") {
                    lots := shr(240, calldataload(add(start, mul(j, 2))))
                }
                unitLots += lots;
                price += lots * v.prices[from + j];
            }
        }
    }

    function _addProfile(
        uint256[] memory side,
        uint256 start,
        uint256 from,
        uint256 periods,
        uint256 filled
    ) private pure {
        unchecked {
            for (uint256 j = 0; j < periods; ++j) {
                uint256 lots;
                assembly ("memory-safe") {
                    lots := shr(240, calldataload(add(start, mul(j, 2))))
                }
                side[from + j] += lots * filled;
                side[from + j + 1] -= lots * filled;
            }
        }
    }

    // -- the series ------------------------------------------------------------------------------------

    /// @dev Checks that the series of product `m` balance, and adds what their hourly orders trade.
    /// @param depths of the product's hourly orders at the prices
    /// @param results what the series have so far, product by product; replaced by what they have in this solution
    function _checkSeries(
        View memory v,
        Figures memory f,
        uint256 m,
        Depth[] memory depths,
        ResultWord[] memory results
    ) internal pure {
        uint256 first = m * (v.window + 1);
        uint256 bought;
        uint256 sold;
        for (uint256 o = 0; o < v.window; ++o) {
            unchecked {
                bought += v.bought[first + o];
                sold += v.sold[first + o];
            }
            uint64 series = Ids.series(v.products[m], uint32(v.number + o));
            uint256 price = v.prices[first + o];
            uint256 i = m * v.window + o;
            if (depths[o].base > 0) {
                results[i] = _checkBalance(v, f, m, series, price, depths[o], bought, sold, results[i]);
            } else if (price > 0) {
                revert PriceWithoutOrders(series);
            }
        }
    }

    /// @dev Marginal fills are the largest ones that balance the series; at the price 0 what finds no buyer is given up.
    function _checkBalance(
        View memory v,
        Figures memory f,
        uint256 m,
        uint64 series,
        uint256 price,
        Depth memory d,
        uint256 bought,
        uint256 sold,
        ResultWord old
    ) private pure returns (ResultWord) {
        uint256 buys = d.buyBetter + bought;
        uint256 sells = d.sellBetter + sold;
        uint256 marginalBuy;
        uint256 marginalSell;
        if (price > 0) {
            uint256 volume = _min(buys + d.buyAt, sells + d.sellAt);
            if (volume < buys || volume < sells) revert NotBalanced(series, price);
            marginalBuy = volume - buys;
            marginalSell = volume - sells;
        } else if (sells < buys) {
            revert NotBalanced(series, price);
        }
        if (sells + marginalSell > Histogram.MAX_LOTS) revert TooMuchVolume(series, sells + marginalSell);

        uint256 value = d.buyValue + marginalBuy * price;
        uint256 cost = d.sellValue + marginalSell * price;
        f.welfare += (int256(value) - int256(cost)) * int256(v.tickSizes[m]);
        uint256 middle = d.base + (uint256(old.lo()) + old.hi()) / 2;
        f.distance += price > middle ? price - middle : middle - price;
        ResultWord result = ResultWords.pack(
            price,
            buys + marginalBuy,
            marginalBuy,
            marginalSell,
            d.base,
            d.referenceOffset,
            old.lo(),
            old.hi(),
            _min(d.buyBetter + marginalBuy, d.sellBetter + marginalSell)
        );
        return ResultWords.asContested(result, old.pressed());
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
