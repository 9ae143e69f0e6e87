// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Listings} from "./Listings.sol";

/// @notice What a solution of an auction comes to, from the definitions and the campaign's own list of orders: order by
/// order, without histogram, record or difference.
abstract contract Welfare is Listings {
    /// @dev An hourly order.
    struct Limit {
        bool buy;
        uint256 price; // ticks
        uint256 lots;
    }

    /// @dev All orders of an auction. Places are product by product and hour by hour.
    struct Book {
        uint64 auction;
        bool[] open; // by place: the series has orders
        uint256[] ticks; // by place: quote units of a tick
        Limit[][] hourly; // by place
        Listing[] listed;
        uint256[] firsts; // places where the listed orders begin
    }

    /// @dev A solution: a price of each place, lots of each listed order.
    struct Plan {
        uint256[] prices;
        uint256[] fills;
    }

    struct Judgement {
        bool valid;
        bool stripRegret; // a strip would gain by other lots
        int256 welfare; // quote units
        int256 gap; // quote units
        Outcome[] outcomes; // by place
        uint256[] disposed; // lots by place
    }

    function _bookOf(uint64 auction) internal view returns (Book memory b) {
        uint256 count = 2 * _windowOf(auction);
        b.auction = auction;
        (b.open, b.ticks, b.hourly) = (new bool[](count), new uint256[](count), new Limit[][](count));
        uint64[] storage series = seriesOf[auction];
        for (uint256 i = 0; i < series.length; ++i) {
            uint256 place = _placeOf(auction, series[i]);
            b.open[place] = true;
            b.ticks[place] = terms[Ids.productOf(series[i])].tickSize;
            uint256[] storage ids = ordersIn[auction][series[i]];
            b.hourly[place] = new Limit[](ids.length);
            for (uint256 j = 0; j < ids.length; ++j) {
                Order storage o = orders[ids[j]];
                b.hourly[place][j] = Limit(_isBuy(o.kind), o.price, o.lots);
            }
        }
        uint256[] storage listed = listingsIn[auction];
        b.listed = new Listing[](listed.length);
        b.firsts = new uint256[](listed.length);
        for (uint256 i = 0; i < listed.length; ++i) {
            b.listed[i] = listings[listed[i]];
            b.firsts[i] = _placeOf(auction, b.listed[i].series);
        }
    }

    // -- judging ---------------------------------------------------------------------------------------

    /// @dev Invariant 7: welfare and gap by definition, and the duality that makes the gap a bound.
    function _judge(Book memory b, Plan memory plan) internal pure returns (Judgement memory j) {
        uint256 count = b.open.length;
        (j.valid, j.outcomes, j.disposed) = (true, new Outcome[](count), new uint256[](count));
        int256 dual;
        for (uint256 k = 0; k < count; ++k) {
            if (b.open[k]) dual += _judgeSeries(b, plan, k, j);
            else if (plan.prices[k] != 0) j.valid = false;
        }
        bool balanced = j.valid;
        uint256 parts;
        for (uint256 i = 0; i < b.listed.length; ++i) {
            dual += _judgeListing(b, plan, i, j);
            if (plan.fills[i] > 0 && plan.fills[i] < b.listed[i].lots) ++parts;
        }
        if (parts > count) j.valid = false;
        if (balanced) assertEq(j.welfare + j.gap, dual, "I7 welfare and gap are the dual");
    }

    /// @return best quote units: what hourly orders would gain if each got what suits it best
    function _judgeSeries(
        Book memory b,
        Plan memory plan,
        uint256 place,
        Judgement memory j
    ) private pure returns (int256 best) {
        (uint256 buys, uint256 sells) = _flows(b, plan, place);
        (uint256 bought, uint256 sold) = (buys, sells);
        (uint256 buyAt, uint256 sellAt, uint256 price) = (0, 0, plan.prices[place]);
        int256 value;
        for (uint256 i = 0; i < b.hourly[place].length; ++i) {
            Limit memory o = b.hourly[place][i];
            if (o.price == price) {
                if (o.buy) buyAt += o.lots;
                else sellAt += o.lots;
            } else if (o.buy && o.price > price) {
                buys += o.lots;
                value += int256(o.lots * o.price);
                best += int256(o.lots * (o.price - price));
            } else if (!o.buy && o.price < price) {
                sells += o.lots;
                value -= int256(o.lots * o.price);
                best += int256(o.lots * (price - o.price));
            }
        }
        Outcome memory r = j.outcomes[place];
        (r.price, r.volume) = (price, buys);
        if (price == 0) {
            if (sells < buys) j.valid = false;
            else j.disposed[place] = sells - buys;
        } else {
            r.volume = buys + buyAt < sells + sellAt ? buys + buyAt : sells + sellAt;
            if (r.volume < buys || r.volume < sells) {
                j.valid = false;
                return 0;
            }
            (r.marginalBuy, r.marginalSell) = (r.volume - buys, r.volume - sells);
            value += int256(price * r.marginalBuy) - int256(price * r.marginalSell);
        }
        (uint256 some, uint256 others) = (buys + r.marginalBuy - bought, sells + r.marginalSell - sold);
        r.hourly = some < others ? some : others;
        j.welfare += value * int256(b.ticks[place]);
        best *= int256(b.ticks[place]);
    }

    /// @return best quote units: what the order would gain if it got what suits it best
    function _judgeListing(
        Book memory b,
        Plan memory plan,
        uint256 i,
        Judgement memory j
    ) private pure returns (int256 best) {
        Listing memory o = b.listed[i];
        uint256 filled = plan.fills[i];
        int256 tick = int256(b.ticks[b.firsts[i]]);
        int256 gain = _surplus(b, plan, i);
        if (!_isBuy(o.kind)) gain = -gain;
        int256 worth = int256(o.limit * _unitLots(o) * filled) * tick;
        j.welfare += _isBuy(o.kind) ? worth : -worth;
        best = gain > 0 ? gain * int256(o.lots) * tick : int256(0);
        j.gap += best - gain * int256(filled) * tick;
        if (filled > o.lots) j.valid = false;
        if (_isBlock(o.kind)) {
            if (filled > 0 && (gain < 0 || filled < o.least)) j.valid = false;
        } else if ((gain > 0 && filled < o.lots) || (gain < 0 && filled > 0)) {
            (j.valid, j.stripRegret) = (false, true);
        }
    }

    /// @dev Ticks that a unit's limit is above its price.
    function _surplus(Book memory b, Plan memory plan, uint256 i) internal pure returns (int256 sum) {
        Listing memory o = b.listed[i];
        for (uint256 p = 0; p < o.units.length; ++p) {
            sum += int256(o.limit * o.units[p]) - int256(plan.prices[b.firsts[i] + p] * o.units[p]);
        }
    }

    /// @dev Lots of a series that listed orders buy and sell.
    function _flows(
        Book memory b,
        Plan memory plan,
        uint256 place
    ) internal pure returns (uint256 bought, uint256 sold) {
        for (uint256 i = 0; i < b.listed.length; ++i) {
            Listing memory o = b.listed[i];
            if (place < b.firsts[i] || place >= b.firsts[i] + o.units.length) continue;
            uint256 lots = plan.fills[i] * o.units[place - b.firsts[i]];
            if (_isBuy(o.kind)) bought += lots;
            else sold += lots;
        }
    }

    // -- as a solution ---------------------------------------------------------------------------------

    function _encode(
        Book memory b,
        Plan memory plan,
        int256 welfare,
        int256 gap
    ) internal pure returns (Solution memory s) {
        for (uint256 k = 0; k < plan.prices.length; ++k) {
            s.prices = bytes.concat(s.prices, bytes3(uint24(plan.prices[k])));
        }
        s.accepted = new bytes(((plan.fills.length + 255) / 256) * 32);
        for (uint256 i = 0; i < plan.fills.length; ++i) {
            uint256 filled = plan.fills[i];
            if (filled == b.listed[i].lots) s.accepted[i / 8] |= bytes1(uint8(128 >> (i % 8)));
            else if (filled > 0) s.partials = bytes.concat(s.partials, bytes2(uint16(i)), bytes4(uint32(filled)));
        }
        (s.welfare, s.gap) = (uint128(uint256(welfare)), uint128(uint256(gap)));
    }

    function _copy(Plan memory from) internal pure returns (Plan memory to) {
        (to.prices, to.fills) = (new uint256[](from.prices.length), new uint256[](from.fills.length));
        for (uint256 k = 0; k < to.prices.length; ++k) to.prices[k] = from.prices[k];
        for (uint256 i = 0; i < to.fills.length; ++i) to.fills[i] = from.fills[i];
    }
}
