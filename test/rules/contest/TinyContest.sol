// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {ContestTest} from "./ContestTest.sol";
import {Hourly, Listed, Plan, TinyBook, TinyBooks} from "./TinyBook.sol";

/// @notice Random tiny books at the bottom of all prices, placed on the exchange.
abstract contract TinyContest is ContestTest {
    using TinyBooks for TinyBook;

    /// @dev Ticks: the band.
    uint256 private constant LOWEST = 1;
    uint256 private constant HIGHEST = 252;

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.initialReference = 4;
    }

    function _band() internal pure override returns (uint32 bottom, uint32 top) {
        return (uint32(LOWEST), uint32(HIGHEST));
    }

    function _randomBook(uint256 seed) internal pure returns (TinyBook memory b) {
        uint256[1] memory state = [seed];
        uint256 periods = _pick(state, 2, 3);
        // No strip is worth more than Search.MOST.
        uint256 dearest = 12 / periods;
        b.hourly = new Hourly[](_pick(state, 1, 4));
        for (uint256 i = 0; i < b.hourly.length; ++i) {
            bool sell = _pick(state, 0, 1) == 1;
            b.hourly[i] = Hourly(sell, _pick(state, 0, periods - 1), _pick(state, 1, dearest), _pick(state, 1, 2));
        }
        b.listed = new Listed[](_pick(state, 1, 3));
        for (uint256 i = 0; i < b.listed.length; ++i) b.listed[i] = _randomListed(state, periods, dearest);
    }

    function _randomListed(
        uint256[1] memory state,
        uint256 periods,
        uint256 dearest
    ) private pure returns (Listed memory o) {
        o.sell = _pick(state, 0, 1) == 1;
        o.isBlock = _pick(state, 0, 1) == 1;
        o.hasProfile = o.isBlock && _pick(state, 0, 3) == 0;
        o.periods = _pick(state, o.isBlock ? 1 : 2, periods);
        o.from = _pick(state, 0, periods - o.periods);
        o.limit = _pick(state, 1, dearest);
        o.lots = _pick(state, 1, 3);
        o.least = o.isBlock ? _pick(state, 1, o.lots) : 0;
        for (uint256 p = o.from; p < o.from + o.periods; ++p) o.unit[p] = o.hasProfile ? _pick(state, 1, 2) : 1;
    }

    function _placeAll(TinyBook memory b) internal {
        for (uint256 i = 0; i < b.hourly.length; ++i) {
            Hourly memory h = b.hourly[i];
            if (h.sell) _sell(0, h.period, uint32(h.limit), uint32(h.lots));
            else _buy(0, h.period, uint32(h.limit), uint32(h.lots));
        }
        for (uint256 i = 0; i < b.listed.length; ++i) {
            Listed memory o = b.listed[i];
            BlockKind kind =
                o.isBlock
                    ? (o.sell ? BlockKind.BlockWrite : BlockKind.BlockBuy)
                    : (o.sell ? BlockKind.StripWrite : BlockKind.StripBuy);
            uint16[] memory profile = new uint16[](o.hasProfile ? o.periods : 0);
            for (uint256 j = 0; j < profile.length; ++j) profile[j] = uint16(o.unit[o.from + j]);
            _placeBlock(
                o.sell ? writer : buyer,
                kind,
                0,
                o.from,
                uint8(o.periods),
                uint32(o.limit),
                uint32(o.lots),
                uint32(o.least),
                profile
            );
        }
    }

    /// @dev The clearing of the hourly orders alone.
    /// @return middles ticks, zero for a period without orders
    function _middles(TinyBook memory b) internal pure returns (uint256[3] memory middles, bytes memory hints) {
        hints = new bytes(4 * WINDOW);
        for (uint256 p = 0; p < WINDOW; ++p) {
            if (!b.isOpen(p)) continue;
            (uint256 lo, uint256 hi) = b.interval(p, LOWEST, HIGHEST);
            middles[p] = (lo + hi) / 2;
            (hints[2 * p], hints[2 * p + 1]) = (bytes1(uint8(lo - LOWEST)), bytes1(uint8(hi - LOWEST)));
        }
    }

    /// @dev As a solution, with a welfare and gap in ticks.
    function _encode(Plan memory plan, int256 welfare, int256 gap) internal view returns (Solution memory s) {
        s = _plan(_prices(plan.prices[0], plan.prices[1], plan.prices[2]), plan.fills);
        (s.welfare, s.gap) = (uint128(uint256(welfare) * TICK), uint128(uint256(gap) * TICK));
    }

    function _pick(uint256[1] memory state, uint256 min, uint256 max) internal pure returns (uint256) {
        state[0] = uint256(keccak256(abi.encode(state[0])));
        return min + (state[0] % (max - min + 1));
    }
}
