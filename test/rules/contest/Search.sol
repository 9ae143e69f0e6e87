// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Listed, Plan, TinyBook, TinyBooks} from "./TinyBook.sol";

/// @title Every valid plan of a tiny book up to a price
library Search {
    using TinyBooks for TinyBook;

    /// @dev Ticks: no strip of a tiny book is worth more than that in one period.
    uint256 internal constant MOST = 12;

    /// @dev Where the search stands.
    struct State {
        TinyBook book;
        uint256[3] middles;
        Plan plan; // the one that is tried
        uint256 count; // valid plans so far
        Plan best;
        int256 welfare; // the best one's, ticks
        Plan any; // one of them by chance
        uint256 seed;
    }

    /// @return s all valid plans counted, the best one, and one by chance
    function run(TinyBook memory b, uint256[3] memory middles, uint256 seed) internal pure returns (State memory s) {
        (s.book, s.middles, s.seed) = (b, middles, seed);
        s.plan.fills = new uint256[](b.listed.length);
        _tryFills(s, 0);
    }

    function _tryFills(State memory s, uint256 i) private pure {
        if (i == s.plan.fills.length) return _tryPrices(s, 0);
        Listed memory o = s.book.listed[i];
        for (uint256 x = 0; x <= o.lots; ++x) {
            if (o.isBlock && x > 0 && x < o.least) continue;
            s.plan.fills[i] = x;
            _tryFills(s, i + 1);
        }
        s.plan.fills[i] = 0;
    }

    function _tryPrices(State memory s, uint256 period) private pure {
        if (period == TinyBooks.PERIODS) return _try(s);
        uint256 most = s.book.isOpen(period) ? MOST : 0;
        for (uint256 price = 0; price <= most; ++price) {
            s.plan.prices[period] = price;
            if (most == 0 || s.book.balance(s.plan, period).valid) _tryPrices(s, period + 1);
        }
    }

    function _try(State memory s) private pure {
        (bool valid, int256 welfare, ) = s.book.judge(s.plan);
        if (!valid) return;
        ++s.count;
        if (uint256(keccak256(abi.encode(s.seed, s.count))) % s.count == 0) s.any = copy(s.plan);
        if (s.count > 1 && welfare < s.welfare) return;
        if (s.count > 1 && !s.book.isBetter(s.middles, s.plan, s.best)) return;
        (s.best, s.welfare) = (copy(s.plan), welfare);
    }

    function copy(Plan memory from) internal pure returns (Plan memory to) {
        for (uint256 p = 0; p < TinyBooks.PERIODS; ++p) to.prices[p] = from.prices[p];
        to.fills = new uint256[](from.fills.length);
        for (uint256 i = 0; i < from.fills.length; ++i) to.fills[i] = from.fills[i];
    }
}
