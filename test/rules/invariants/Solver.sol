// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clock} from "./Clock.sol";

/// @notice Finds solutions of small auctions: fills that the hourly orders can balance, most willing orders first, then
/// prices at which nobody regrets them; whoever still does is left out, or let in. What it finds is valid, not the best.
abstract contract Solver is Clock {
    uint256 private constant TRIES = 2;
    uint256 private constant ROUNDS = 24;
    uint256 private constant REPAIRS = 48;
    uint256 private constant HIGHEST = (1 << 24) - 1;
    /// @dev No order.
    uint256 private constant NONE = type(uint256).max;

    /// @dev The best of some tries.
    function _solve(
        Dice memory dice,
        Book memory b
    ) internal view returns (bool found, Plan memory best, Judgement memory judged) {
        for (uint256 i = 0; i < TRIES; ++i) {
            Plan memory plan = Plan(new uint256[](b.open.length), new uint256[](b.listed.length));
            for (uint256 k = 0; k < b.open.length; ++k) if (b.open[k]) plan.prices[k] = _startAt(b.auction, k);
            _fill(dice, b, plan);
            for (uint256 t = 0; t < REPAIRS; ++t) {
                uint256 unhappy = _price(dice, b, plan);
                if (unhappy == NONE || !_repair(dice, b, plan, unhappy)) break;
            }
            Judgement memory j = _judge(b, plan);
            if (!j.valid || (found && j.welfare <= judged.welfare)) continue;
            (found, best, judged) = (true, plan, j);
        }
    }

    // -- fills -----------------------------------------------------------------------------------------

    /// @dev One order after the other, those that gain most first, alone where hourly orders can take the other side, or
    /// with an order of as many lots in the same hours.
    function _fill(Dice memory dice, Book memory b, Plan memory plan) private pure {
        uint256 n = b.listed.length;
        int256[] memory ranks = new int256[](n);
        for (uint256 i = 0; i < n; ++i) {
            int256 gain = _surplus(b, plan, i) / int256(_unitLots(b.listed[i]));
            ranks[i] = (_isBuy(b.listed[i].kind) ? gain : -gain) + int256(_roll(dice, 8));
        }
        for (uint256 t = 0; t < n; ++t) {
            uint256 i = 0;
            for (uint256 j = 1; j < n; ++j) if (ranks[j] > ranks[i]) i = j;
            int256 rank = ranks[i];
            ranks[i] = type(int256).min;
            // Far from the prices so far it would have to leave again.
            if (plan.fills[i] > 0 || rank < -8) continue;
            Listing memory o = b.listed[i];
            uint256 least = o.least == 0 ? 1 : o.least;
            uint256 lots = _roll(dice, 2) == 0 ? least + _roll(dice, o.lots - least + 1) : o.lots;
            _admit(b, plan, i, lots);
        }
    }

    function _admit(Book memory b, Plan memory plan, uint256 i, uint256 lots) private pure returns (bool) {
        plan.fills[i] = lots;
        if (_balances(b, plan, i) || _pair(b, plan, i)) return true;
        plan.fills[i] = 0;
        return false;
    }

    /// @dev Leaves an order out that regrets its lots, or lets one in that regrets to have none.
    function _repair(Dice memory dice, Book memory b, Plan memory plan, uint256 unhappy) private pure returns (bool) {
        if (plan.fills[unhappy] > 0) plan.fills[unhappy] = 0;
        else if (_admit(b, plan, unhappy, b.listed[unhappy].lots)) return true;
        else if (!_dropOne(dice, b, plan, unhappy)) return false;
        _rebalance(dice, b, plan);
        return true;
    }

    /// @dev Leaves out whoever has no counterpart any more.
    function _rebalance(Dice memory dice, Book memory b, Plan memory plan) private pure {
        uint256 n = plan.fills.length;
        uint256 turn = _roll(dice, n);
        for (bool again = true; again;) {
            again = false;
            for (uint256 t = 0; t < n; ++t) {
                uint256 i = (turn + t) % n;
                if (plan.fills[i] == 0 || _balances(b, plan, i)) continue;
                (plan.fills[i], again) = (0, true);
            }
        }
    }

    function _pair(Book memory b, Plan memory plan, uint256 i) private pure returns (bool) {
        uint256 lots = plan.fills[i];
        for (uint256 j = 0; j < b.listed.length; ++j) {
            if (plan.fills[j] > 0 || !_mirrors(b.listed[i], b.listed[j])) continue;
            uint256 both = lots < b.listed[j].lots ? lots : b.listed[j].lots;
            if (both < b.listed[i].least || both < b.listed[j].least) continue;
            (plan.fills[i], plan.fills[j]) = (both, both);
            if (_balances(b, plan, i)) return true;
            plan.fills[j] = 0;
        }
        return false;
    }

    /// @dev Opposite sides of the same lots in the same hours, at limits that meet.
    function _mirrors(Listing memory a, Listing memory b) private pure returns (bool) {
        bool buy = _isBuy(a.kind);
        if (buy == _isBuy(b.kind) || a.series != b.series) return false;
        if (buy ? a.limit < b.limit : b.limit < a.limit) return false;
        return keccak256(abi.encode(a.units)) == keccak256(abi.encode(b.units));
    }

    function _balances(Book memory b, Plan memory plan, uint256 i) private pure returns (bool) {
        for (uint256 p = 0; p < b.listed[i].units.length; ++p) {
            (bool some, , ) = _range(b, plan, b.firsts[i] + p);
            if (!some) return false;
        }
        return true;
    }

    /// @dev Some order that trades in the same hours.
    function _dropOne(Dice memory dice, Book memory b, Plan memory plan, uint256 i) private pure returns (bool) {
        uint256 n = plan.fills.length;
        uint256 turn = _roll(dice, n);
        for (uint256 t = 0; t < n; ++t) {
            uint256 j = (turn + t) % n;
            bool apart =
                b.firsts[j] >= b.firsts[i] + b.listed[i].units.length ||
                    b.firsts[i] >= b.firsts[j] + b.listed[j].units.length;
            if (plan.fills[j] == 0 || apart) continue;
            plan.fills[j] = 0;
            return true;
        }
        return false;
    }

    // -- prices ----------------------------------------------------------------------------------------

    /// @dev Moves prices, each where its series balances, until every order is content or some rounds have passed.
    /// @return unhappy an order that is not; none where all are
    function _price(Dice memory dice, Book memory b, Plan memory plan) private pure returns (uint256 unhappy) {
        uint256 count = b.open.length;
        uint256[] memory los = new uint256[](count);
        uint256[] memory his = new uint256[](count);
        for (uint256 k = 0; k < count; ++k) {
            if (!b.open[k]) continue;
            (, los[k], his[k]) = _range(b, plan, k);
            if (plan.prices[k] < los[k]) plan.prices[k] = los[k];
            if (plan.prices[k] > his[k]) plan.prices[k] = his[k];
        }
        for (uint256 round = 0; round < ROUNDS; ++round) {
            unhappy = NONE;
            for (uint256 i = 0; i < b.listed.length; ++i) {
                int256 off = _offBy(b, plan, i);
                if (off == 0) continue;
                unhappy = i;
                _shift(b, plan, i, off, los, his, _roll(dice, b.listed[i].units.length));
            }
            if (unhappy == NONE) break;
        }
    }

    /// @dev The price of a series so far.
    function _startAt(uint64 auction, uint256 place) private view returns (uint256) {
        uint256 window = _windowOf(auction);
        uint64 series = uint64(x.products_[place / window]) << 32;
        return outcomes[auction][series + uint64(_firstHour(auction) + (place % window))].price;
    }

    /// @dev Ticks by which the price of a unit is too low (above zero) or too high for what the order gets.
    function _offBy(Book memory b, Plan memory plan, uint256 i) private pure returns (int256 off) {
        Listing memory o = b.listed[i];
        uint256 filled = plan.fills[i];
        off = _surplus(b, plan, i);
        bool part = filled > 0 && filled < o.lots;
        if (_isBlock(o.kind) && filled == 0) return 0;
        if (part && !_isBlock(o.kind)) return off;
        // A buy that gets all must not lose, one that gets nothing must not have gained; a sell the other way round.
        bool mayBePositive = _isBuy(o.kind) == (filled > 0);
        if (mayBePositive == (off > 0)) return 0;
    }

    /// @dev Moves the prices of an order's periods, by turns, as far as each goes.
    function _shift(
        Book memory b,
        Plan memory plan,
        uint256 i,
        int256 off,
        uint256[] memory los,
        uint256[] memory his,
        uint256 turn
    ) private pure {
        Listing memory o = b.listed[i];
        uint256 n = o.units.length;
        bool up = off > 0;
        uint256 left = uint256(up ? off : -off);
        for (uint256 t = 0; t < n && left > 0; ++t) {
            uint256 p = (turn + t) % n;
            uint256 k = b.firsts[i] + p;
            uint256 room = up ? his[k] - plan.prices[k] : plan.prices[k] - los[k];
            uint256 by = (left + o.units[p] - 1) / o.units[p];
            if (by > room) by = room;
            if (up) plan.prices[k] += by;
            else plan.prices[k] -= by;
            uint256 done = by * o.units[p];
            left = done > left ? 0 : left - done;
        }
    }

    /// @dev The prices at which hourly orders balance a series beside the listed ones.
    function _range(
        Book memory b,
        Plan memory plan,
        uint256 place
    ) private pure returns (bool some, uint256 lo, uint256 hi) {
        (uint256 bought, uint256 sold) = _flows(b, plan, place);
        Limit[] memory hourly = b.hourly[place];
        (bool atLow, bool atHigh) = (false, false);
        lo = HIGHEST;
        // Buys only fall and sells only rise with the price: both ends are at limits, or at the ends of all prices.
        for (uint256 i = 0; i < hourly.length + 2; ++i) {
            uint256 price =
                i < hourly.length
                    ? hourly[i].price
                    : i == hourly.length
                        ? 0
                        : HIGHEST;
            (bool enough, bool notTooMany) = _sides(hourly, price, bought, sold);
            if (enough && price <= lo) (atLow, lo) = (true, price);
            if (notTooMany && price >= hi) (atHigh, hi) = (true, price);
        }
        // At the price 0 what finds no buyer is given up.
        if (atLow && lo == 0) return (true, 0, hi);
        return (atLow && atHigh && lo <= hi, lo, hi);
    }

    /// @return enough whether what is sold at the price or below covers what is bought above it
    /// @return notTooMany whether what is bought at the price or above covers what is sold below it
    function _sides(
        Limit[] memory hourly,
        uint256 price,
        uint256 bought,
        uint256 sold
    ) private pure returns (bool enough, bool notTooMany) {
        (uint256 above, uint256 below, uint256 buyAt, uint256 sellAt) = (bought, sold, 0, 0);
        for (uint256 i = 0; i < hourly.length; ++i) {
            Limit memory o = hourly[i];
            if (o.price == price) {
                if (o.buy) buyAt += o.lots;
                else sellAt += o.lots;
            } else if (o.buy && o.price > price) above += o.lots;
            else if (!o.buy && o.price < price) below += o.lots;
        }
        return (above <= below + sellAt, below <= above + buyAt);
    }
}
