// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {vm} from "../utils/Vm.sol";
import {Action, Counts, Event} from "./Counts.sol";
import {Welfare} from "./Welfare.sol";

/// @notice Time, chance, and keepers that clear in time, or do not.
abstract contract Clock is Welfare, Counts {
    /// @dev A source of choices for one step.
    struct Dice {
        uint256 state;
        uint256 slots; // that the orders of a batch use, a bit each
    }

    struct Interval {
        uint256 lo;
        uint256 hi;
        Outcome outcome;
    }

    mapping(uint64 auction => bool) private _seenVoid;

    /// @dev Every step costs time, so that all of them meet all states.
    function _begin(uint256 seed) internal returns (Dice memory dice) {
        ++steps;
        dice = Dice(uint256(keccak256(abi.encode(seed, steps))), 0);
        _advance(dice, _roll(dice, 300));
    }

    function _roll(Dice memory dice, uint256 sides) internal pure returns (uint256 value) {
        dice.state = uint256(keccak256(abi.encode(dice.state)));
        return dice.state % sides;
    }

    // -- time ------------------------------------------------------------------------------------------

    function pass(uint256 seed) external {
        Dice memory dice = _begin(seed);
        uint256 unit = [uint256(15 minutes), 30 minutes, 1 hours][_roll(dice, 3)];
        if (_roll(dice, 512) == 0) {
            // Long enough for unbonded stake to be free; whatever was open is void or overdue.
            _advance(dice, 92 days);
        } else {
            uint256 next = (_now() / unit + 1) * unit;
            _advance(dice, next + _roll(dice, 60) - _now());
        }
    }

    /// @dev Most auctions that would turn void on the way find a keeper first, contested ones half of the time.
    function _advance(Dice memory dice, uint256 duration) internal {
        uint256 then = _now() + duration;
        _beforePass(dice, then);
        uint256 oldest = auctions.length > 8 ? auctions.length - 8 : 0;
        for (uint256 i = auctions.length; i > oldest; --i) {
            uint64 auction = auctions[i - 1];
            (, uint256 close, uint256 deadline) = _times(auction);
            if (isCleared[auction] || then < deadline || _seenVoid[auction]) continue;
            if (_roll(dice, isContested[auction] ? 2 : 3) == 0 || _now() >= deadline) {
                _seenVoid[auction] = true;
                _saw(Event.AuctionVoid);
                continue;
            }
            if (_now() < close) vm.warp(close);
            _clear(dice, auction);
        }
        for (uint256 i = auctions.length; i > oldest; --i) {
            uint64 auction = auctions[i - 1];
            (, , uint256 deadline) = _times(auction);
            if (isContested[auction] && then >= deadline) _revealAll(dice, auction);
        }
        if (_now() < then) vm.warp(then);
        vm.roll(_block() + 1);
    }

    /// @dev What somebody mostly does in time, before `then`.
    function _beforePass(Dice memory dice, uint256 then) internal virtual;

    /// @dev Solvers commit to solutions of an auction that solves.
    function _compete(Dice memory dice, uint64 auction) internal virtual;

    /// @dev Solvers reveal what they have committed to, in time.
    function _revealAll(Dice memory dice, uint64 auction) internal virtual;

    /// @dev Brings the baseline of a contest.
    function _bringBaseline(uint64 auction, address solver, bytes memory hints) internal virtual;

    // -- clearing --------------------------------------------------------------------------------------

    function clear(uint256 seed) external {
        Dice memory dice = _begin(seed);
        uint64 auction = _solving(dice);
        if (auction != 0) _clear(dice, auction);
    }

    /// @notice Invariant 6: with one byte changed no hint is accepted.
    function clearWrong(uint256 seed) external {
        Dice memory dice = _begin(seed);
        uint64 auction = _solving(dice);
        if (auction == 0 || isCleared[auction]) return;
        bytes memory hints = _hints(auction);
        uint64[] storage series = seriesOf[auction];
        uint256 spot = 2 * _placeOf(auction, series[_roll(dice, series.length)]) + _roll(dice, 2);
        uint256 shape = _roll(dice, 4);
        uint8 right = uint8(hints[spot]);
        unchecked {
            // Around the ends of a byte it is still another byte.
            uint8 wrong =
                shape == 0
                    ? right + 1
                    : shape == 1
                        ? right - 1
                        : uint8(right + 1 + _roll(dice, 255));
            hints[spot] = bytes1(wrong);
        }
        bool accepted = true;
        vm.prank(stranger);
        if (isContested[auction]) {
            try x.contest.baseline(auction, hints, recordsOf[auction]) {} catch {
                accepted = false;
            }
        } else {
            try x.auction.clear(auction, hints) {} catch {
                accepted = false;
            }
        }
        assertFalse(accepted, "I6 a wrong hint was accepted");
        _count(Action.WrongHint, false);
    }

    /// @dev An auction with orders that can be cleared now, or mostly one that closes next.
    function _solving(Dice memory dice) internal returns (uint64) {
        uint256 oldest = auctions.length > 8 ? auctions.length - 8 : 0;
        uint64 soon;
        for (uint256 i = auctions.length; i > oldest; --i) {
            uint64 auction = auctions[i - 1];
            (, uint256 close, uint256 deadline) = _times(auction);
            if (isCleared[auction] || _now() >= deadline) continue;
            if (_now() >= close) return auction;
            if (close - _now() <= 15 minutes) soon = auction;
        }
        if (soon == 0 || _roll(dice, 4) == 0) return 0;
        (, uint256 closes, ) = _times(soon);
        vm.warp(closes);
        return soon;
    }

    function _clear(Dice memory dice, uint64 auction) internal {
        bytes memory hints = _hints(auction);
        address clearer = _roll(dice, 4) == 0 ? accounts[_roll(dice, accounts.length)].owner() : keeper;
        if (isContested[auction]) {
            _bringBaseline(auction, clearer, hints);
            return _compete(dice, auction);
        }
        Account tipped = Accounts.cash(clearer, 0);
        uint256 tippedBefore = x.ledger.balanceOf(tipped);
        uint256 feesBefore = x.ledger.balanceOf(Accounts.fees(x.market));
        vm.prank(clearer);
        x.auction.clear(auction, hints);
        _count(Action.Clear, true);
        isCleared[auction] = true;
        (uint256 volume, uint256 fees) = _compareResults(auction);
        if (volume > 0) _saw(Event.ClearingWithVolume);
        uint256 tip = fees / 2 < MAX_TIP ? fees / 2 : MAX_TIP;
        assertEq(x.ledger.balanceOf(tipped) - tippedBefore, tip, "I4 clearing tip");
        assertEq(x.ledger.balanceOf(Accounts.fees(x.market)) - feesBefore, fees - tip, "I4 fees");
    }

    /// @dev Invariant 6: the result is the one that the orders define.
    function _compareResults(uint64 auction) internal returns (uint256 volume, uint256 fees) {
        uint64[] storage series = seriesOf[auction];
        for (uint256 i = 0; i < series.length; ++i) {
            Interval memory v = _intervalOf(auction, series[i]);
            outcomes[auction][series[i]] = v.outcome;
            ResultWord result = _compareResult(auction, series[i], v.outcome);
            assertTrue(result.lo() == v.lo && result.hi() == v.hi, "I6 interval");
            volume += v.outcome.volume;
            fees += 2 * v.outcome.volume * _fee(series[i], v.outcome.price);
        }
    }

    function _compareResult(
        uint64 auction,
        uint64 series,
        Outcome memory outcome
    ) internal view returns (ResultWord result) {
        (, , ResultWord[] memory results) = x.auction.resultsOf(auction, series, 1);
        result = results[0];
        bool final_ = _isOver(auction) || !isContested[auction];
        ResultWord shown = x.auction.resultOf(auction, series);
        assertEq(ResultWord.unwrap(shown), final_ ? ResultWord.unwrap(result) : 0, "I6 a result before it is final");
        assertEq(result.price(), outcome.price, "I6 price");
        assertEq(result.volume(), outcome.volume, "I6 volume");
        assertEq(result.marginalBuy(), outcome.marginalBuy, "I6 marginal buy");
        assertEq(result.marginalSell(), outcome.marginalSell, "I6 marginal sell");
        assertEq(result.hourly(), outcome.hourly, "I6 hourly volume");
    }

    function _hints(uint64 auction) private view returns (bytes memory hints) {
        uint64[] storage series = seriesOf[auction];
        hints = new bytes(4 * _windowOf(auction));
        for (uint256 i = 0; i < series.length; ++i) {
            Interval memory v = _intervalOf(auction, series[i]);
            uint256 spot = 2 * _placeOf(auction, series[i]);
            hints[spot] = bytes1(uint8(v.lo));
            hints[spot + 1] = bytes1(uint8(v.hi));
        }
    }

    /// @dev The ticks that clear, by definition: everything strictly better than the price can be filled.
    function _intervalOf(uint64 auction, uint64 series) private view returns (Interval memory v) {
        uint256[254] memory bought; // at tick t: limits of t or above
        uint256[254] memory sold; // at tick t + 1: limits of t or below
        uint256 base = baseOf[auction][series];
        uint256[] storage ids = ordersIn[auction][series];
        for (uint256 i = 0; i < ids.length; ++i) {
            Order storage o = orders[ids[i]];
            if (_isBuy(o.kind)) bought[o.price - base] += o.lots;
            else sold[o.price - base + 1] += o.lots;
        }
        for (uint256 t = 252; t > 0; --t) bought[t - 1] += bought[t];
        for (uint256 t = 1; t < 254; ++t) sold[t] += sold[t - 1];
        v.lo = 252;
        for (uint256 p = 0; p < 252; ++p) {
            if (bought[p + 1] > sold[p + 1] || sold[p] > bought[p]) continue;
            if (v.lo == 252) v.lo = p;
            v.hi = p;
        }
        uint256 price = (v.lo + v.hi) / 2;
        uint256 volume = bought[price] < sold[price + 1] ? bought[price] : sold[price + 1];
        v.outcome = Outcome(base + price, volume, volume - bought[price + 1], volume - sold[price], volume);
    }
}
