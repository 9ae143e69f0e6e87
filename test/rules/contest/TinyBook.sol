// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice An order of one period.
struct Hourly {
    bool sell;
    uint256 period;
    uint256 limit; // ticks
    uint256 lots;
}

/// @notice A strip or block.
struct Listed {
    bool sell;
    bool isBlock;
    bool hasProfile;
    uint256 from; // first period
    uint256 periods;
    uint256[3] unit; // lots of a unit in each period of the auction
    uint256 limit; // ticks, on the average
    uint256 lots;
    uint256 least;
}

/// @notice All orders of an auction of one product and three periods at most.
struct TinyBook {
    Hourly[] hourly;
    Listed[] listed;
}

/// @notice A price of each period, and what each strip or block gets.
struct Plan {
    uint256[3] prices;
    uint256[] fills;
}

/// @notice What the hourly orders of a period trade at a price, beside strips and blocks.
struct Balance {
    bool valid;
    uint256 volume;
    uint256 marginalBuy;
    uint256 marginalSell;
    int256 value; // ticks: limits of what hourly orders buy, less limits of what they sell
}

/// @title The rules of a clearing, word by word
/// @notice Written from the definitions and for books of a handful of orders: plain, and as slow as it may be.
library TinyBooks {
    uint256 internal constant PERIODS = 3;

    // -- what may be traded ----------------------------------------------------------------------------

    /// @notice The most welfare that any fills have, whatever prices they would need: all of them are tried. Ticks.
    function optimum(TinyBook memory b) internal pure returns (int256) {
        int256[3] memory net;
        return _tryFrom(b, 0, net, 0, 0);
    }

    /// @dev Fills order `i` and all after it in every way.
    /// @param net sold less bought so far, by period
    function _tryFrom(
        TinyBook memory b,
        uint256 i,
        int256[3] memory net,
        int256 value,
        int256 best
    ) private pure returns (int256) {
        uint256 hourly = b.hourly.length;
        if (i == hourly + b.listed.length) {
            // What finds no buyer can be given up; what nobody sells cannot be bought.
            bool feasible = net[0] >= 0 && net[1] >= 0 && net[2] >= 0;
            return feasible && value > best ? value : best;
        }
        if (i < hourly) {
            Hourly memory h = b.hourly[i];
            int256 sign = h.sell ? int256(1) : -1;
            for (uint256 x = 0; x <= h.lots; ++x) {
                net[h.period] += sign * int256(x);
                best = _tryFrom(b, i + 1, net, value - sign * int256(x * h.limit), best);
                net[h.period] -= sign * int256(x);
            }
            return best;
        }
        Listed memory o = b.listed[i - hourly];
        int256 sign_ = o.sell ? int256(1) : -1;
        for (uint256 x = 0; x <= o.lots; ++x) {
            if (o.isBlock && x > 0 && x < o.least) continue;
            for (uint256 p = 0; p < PERIODS; ++p) net[p] += sign_ * int256(x * o.unit[p]);
            best = _tryFrom(b, i + 1, net, value - sign_ * int256(x * worth(o)), best);
            for (uint256 p = 0; p < PERIODS; ++p) net[p] -= sign_ * int256(x * o.unit[p]);
        }
        return best;
    }

    // -- what a plan comes to --------------------------------------------------------------------------

    /// @return valid whether it keeps every rule
    /// @return welfare ticks
    /// @return gap ticks: the dual at its prices less the welfare
    function judge(TinyBook memory b, Plan memory plan) internal pure returns (bool valid, int256 welfare, int256 gap) {
        valid = true;
        for (uint256 p = 0; p < PERIODS; ++p) {
            if (!isOpen(b, p)) {
                valid = valid && plan.prices[p] == 0;
                continue;
            }
            Balance memory d = balance(b, plan, p);
            valid = valid && d.valid;
            welfare += d.value;
        }
        for (uint256 i = 0; i < b.listed.length; ++i) {
            Listed memory o = b.listed[i];
            valid = valid && _mayGet(o, surplus(o, plan.prices), plan.fills[i]);
            welfare += (o.sell ? -int256(1) : int256(1)) * int256(worth(o) * plan.fills[i]);
        }
        gap = dual(b, plan.prices) - welfare;
    }

    /// @notice What all orders would gain at these prices if each got what suits it best. Ticks.
    function dual(TinyBook memory b, uint256[3] memory prices) internal pure returns (int256 sum) {
        for (uint256 i = 0; i < b.hourly.length; ++i) {
            Hourly memory h = b.hourly[i];
            int256 s = int256(h.limit) - int256(prices[h.period]);
            if (h.sell) s = -s;
            if (s > 0) sum += s * int256(h.lots);
        }
        for (uint256 i = 0; i < b.listed.length; ++i) {
            int256 s = surplus(b.listed[i], prices);
            if (s > 0) sum += s * int256(b.listed[i].lots);
        }
    }

    /// @notice Whether a strip would gain by more, or by less, than nothing.
    function hasStripRegret(TinyBook memory b, uint256[3] memory prices) internal pure returns (bool) {
        for (uint256 i = 0; i < b.listed.length; ++i) {
            if (!b.listed[i].isBlock && surplus(b.listed[i], prices) > 0) return true;
        }
        return false;
    }

    /// @notice Gain of a unit, ticks.
    function surplus(Listed memory o, uint256[3] memory prices) internal pure returns (int256 s) {
        s = int256(worth(o));
        for (uint256 p = 0; p < PERIODS; ++p) s -= int256(o.unit[p] * prices[p]);
        if (o.sell) s = -s;
    }

    /// @notice Limit of a unit, ticks.
    function worth(Listed memory o) internal pure returns (uint256) {
        return o.limit * (o.unit[0] + o.unit[1] + o.unit[2]);
    }

    function isOpen(TinyBook memory b, uint256 period) internal pure returns (bool) {
        for (uint256 i = 0; i < b.hourly.length; ++i) {
            if (b.hourly[i].period == period) return true;
        }
        for (uint256 i = 0; i < b.listed.length; ++i) {
            if (b.listed[i].unit[period] > 0) return true;
        }
        return false;
    }

    /// @notice Orders better than the price are filled, those at it as far as the period balances.
    function balance(TinyBook memory b, Plan memory plan, uint256 period) internal pure returns (Balance memory d) {
        uint256 price = plan.prices[period];
        (uint256 buys, uint256 buyAt, uint256 sells, uint256 sellAt) = (0, 0, 0, 0);
        for (uint256 i = 0; i < b.hourly.length; ++i) {
            Hourly memory h = b.hourly[i];
            if (h.period != period) continue;
            if (h.limit == price) {
                if (h.sell) sellAt += h.lots;
                else buyAt += h.lots;
            } else if (!h.sell && h.limit > price) {
                buys += h.lots;
                d.value += int256(h.lots * h.limit);
            } else if (h.sell && h.limit < price) {
                sells += h.lots;
                d.value -= int256(h.lots * h.limit);
            }
        }
        for (uint256 i = 0; i < b.listed.length; ++i) {
            if (b.listed[i].sell) sells += plan.fills[i] * b.listed[i].unit[period];
            else buys += plan.fills[i] * b.listed[i].unit[period];
        }
        d.valid = price == 0 ? sells >= buys : buys + buyAt >= sells && sells + sellAt >= buys;
        if (!d.valid) return d;
        d.volume = buys;
        if (price == 0) return d;
        d.volume = buys + buyAt < sells + sellAt ? buys + buyAt : sells + sellAt;
        (d.marginalBuy, d.marginalSell) = (d.volume - buys, d.volume - sells);
        d.value += int256(price * d.marginalBuy) - int256(price * d.marginalSell);
    }

    function _mayGet(Listed memory o, int256 s, uint256 filled) private pure returns (bool) {
        if (filled > o.lots) return false;
        if (o.isBlock) return filled == 0 || (s >= 0 && filled >= o.least);
        if (s > 0) return filled == o.lots;
        return s == 0 || filled == 0;
    }

    // -- the hourly orders alone -----------------------------------------------------------------------

    /// @notice The prices of a band that clear the hourly orders of a period: what is better is filled.
    function interval(
        TinyBook memory b,
        uint256 period,
        uint256 bottom,
        uint256 top
    ) internal pure returns (uint256 lo, uint256 hi) {
        TinyBook memory alone;
        alone.hourly = b.hourly;
        Plan memory plan;
        for (uint256 price = bottom; price <= top; ++price) {
            plan.prices[period] = price;
            if (!balance(alone, plan, period).valid) continue;
            if (lo == 0) lo = price;
            hi = price;
        }
    }

    // -- which of two is better ------------------------------------------------------------------------

    /// @notice Of two valid plans: more welfare, prices nearer the middles, lower prices, earlier orders.
    function isBetter(
        TinyBook memory b,
        uint256[3] memory middles,
        Plan memory x,
        Plan memory y
    ) internal pure returns (bool) {
        (, int256 left, ) = judge(b, x);
        (, int256 right, ) = judge(b, y);
        if (left != right) return left > right;
        (uint256 near, uint256 far) = (distance(b, middles, x), distance(b, middles, y));
        if (near != far) return near < far;
        for (uint256 p = 0; p < PERIODS; ++p) {
            if (x.prices[p] != y.prices[p]) return x.prices[p] < y.prices[p];
        }
        for (uint256 i = 0; i < b.listed.length; ++i) {
            (bool one, bool other) = (x.fills[i] == b.listed[i].lots, y.fills[i] == b.listed[i].lots);
            if (one != other) return one;
        }
        for (uint256 i = 0; i < b.listed.length; ++i) {
            if (x.fills[i] != y.fills[i]) return x.fills[i] > y.fills[i];
        }
        return false;
    }

    function distance(
        TinyBook memory b,
        uint256[3] memory middles,
        Plan memory plan
    ) internal pure returns (uint256 sum) {
        for (uint256 p = 0; p < PERIODS; ++p) {
            if (!isOpen(b, p)) continue;
            (uint256 price, uint256 middle) = (plan.prices[p], middles[p]);
            sum += price > middle ? price - middle : middle - price;
            // The band's bottom is 1, its top far above all prices here; a tick beyond counts 256 more.
            if (price == 0) sum += 256;
        }
    }
}
