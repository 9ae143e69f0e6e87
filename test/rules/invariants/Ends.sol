// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accounts} from "../../../contracts/types/Account.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {Action, Event} from "./Counts.sol";
import {Metering} from "./Metering.sol";

/// @notice Every end that a lot can come to: settled by reading, without leaf or root, released, defaulted,
/// compensated. None of these calls may ever fail once its time has come (invariant 10).
abstract contract Ends is Metering {
    function finish(uint256 seed) external {
        Dice memory dice = _begin(seed);
        _finishSome(dice);
    }

    function finishMore(uint256 seed) external {
        Dice memory dice = _begin(seed);
        _finishSome(dice);
    }

    function _finishSome(Dice memory dice) private {
        uint256 n = seriesList.length;
        if (n == 0) return;
        uint256 first = _roll(dice, n);
        uint256 found;
        for (uint256 i = 0; i < n && found < 6; ++i) {
            uint64 series = seriesList[(first + i) % n];
            bool recent = _now() < _startOf(series) + 12 hours || _roll(dice, 8) == 0;
            if (!_gateClosed(series) || !recent) continue;
            ++found;
            _finish(dice, series, 3);
        }
    }

    /// @param patience what can be done is done with one chance in it
    function _finish(Dice memory dice, uint64 series, uint256 patience) internal {
        if (!_gateClosed(series)) return;
        if (_roll(dice, patience) == 0) _defaultAll(dice, series, patience);
        Line storage line = lines[series];
        if (line.committed + line.nominated > 0) {
            if (_roll(dice, patience) == 0) _turn(dice, series);
            if (!line.turned) return;
            if (_roll(dice, patience) == 0) _settlePairs(dice, series, patience);
            if (_roll(dice, patience) == 0) _endEntries(series);
        }
        if (_roll(dice, patience) == 0) _sweep(series);
    }

    // -- assignments -----------------------------------------------------------------------------------

    function _settlePairs(Dice memory dice, uint64 series, uint256 patience) private {
        Line storage line = lines[series];
        bool withRoot = line.postedAt > 0;
        if (withRoot ? _now() <= line.postedAt + CHALLENGE : _now() <= _rootDue(series)) return;
        uint256 n;
        uint256[] memory chosen = new uint256[](line.pairs.length);
        for (uint256 i = 0; i < line.pairs.length; ++i) {
            Pair storage p = line.pairs[i];
            if (p.settled || (p.disputeOpen && _now() <= p.disputeUntil)) continue;
            if (!withRoot) _settleWithoutRoot(series, p);
            else if (p.reading == 0) _settleMissing(series, p);
            else if (_roll(dice, patience) != 1) chosen[n++] = i;
        }
        if (n > 0) _settleReadings(series, chosen, n);
    }

    function _settleReadings(uint64 series, uint256[] memory chosen, uint256 n) private {
        Line storage line = lines[series];
        Flow memory f = _startFlow();
        Reading[] memory all = line.readings;
        bytes32[] memory tree = _tree(all);
        Reading[] memory readings = new Reading[](n);
        bytes32[][] memory proofs = new bytes32[][](n);
        for (uint256 i = 0; i < n; ++i) {
            Pair storage p = line.pairs[chosen[i]];
            readings[i] = all[p.reading - 1];
            proofs[i] = _proof(tree, p.reading - 1);
            uint256 shortfall = _shortfall(readings[i]);
            if (shortfall > 0) _saw(Event.ReadingWithShortfall);
            _owe(f, series, p, shortfall);
        }
        vm.prank(keeper);
        assertEq(x.settlement.settle(readings, proofs), n, "I10 settled readings");
        _count(Action.Settle, true);
        _endFlow(f, series);
        vm.prank(stranger);
        try x.settlement.settle(readings, proofs) {
            revert("I8 readings were settled twice");
        } catch {
            _count(Action.WrongCaller, false);
        }
    }

    function _settleMissing(uint64 series, Pair storage p) private {
        uint256 until = lines[series].postedAt + 2 * CHALLENGE;
        if (p.dispute != 0 && p.disputeUntil + CHALLENGE > until) until = p.disputeUntil + CHALLENGE;
        if (_now() <= until) return;
        Flow memory f = _startFlow();
        vm.prank(keeper);
        x.settlement.settleMissingLeaf(series, p.commitment, p.nomination);
        _count(Action.SettleMissing, true);
        _owe(f, series, p, PPM);
        _endFlow(f, series);
    }

    function _settleWithoutRoot(uint64 series, Pair storage p) private {
        Line storage line = lines[series];
        Flow memory f = _startFlow();
        vm.prank(keeper);
        x.settlement.settleWithoutRoot(series, p.commitment, p.nomination);
        _count(Action.SettleWithoutRoot, true);
        Entry storage c = line.commitments[p.commitment];
        uint256 locked = p.lots * _lock(Ids.productOf(series), true, c.k, c.mark, false);
        uint256 paid = p.lots * ((c.k * terms[Ids.productOf(series)].tickSize) / 256);
        f.cash[line.nominations[p.nomination].account] += int256(paid);
        f.cash[c.account] += int256(locked) - int256(paid);
        _endLots(series, c.account, p.lots, locked);
        p.settled = true;
        _endFlow(f, series);
    }

    // -- what met nobody -------------------------------------------------------------------------------

    function _endEntries(uint64 series) private {
        Line storage line = lines[series];
        bool released = line.committed > line.nominated;
        if (!released && _now() <= _rootDue(series) + CHALLENGE) return;
        Entry[] storage entries = released ? line.commitments : line.nominations;
        for (uint32 i = 0; i < entries.length; ++i) {
            uint256 lots = entries[i].lots - _metBy(line, released, i);
            if (entries[i].ended || lots == 0) continue;
            entries[i].ended = true;
            if (released) _release(series, i, lots);
            else _compensate(series, i, lots);
        }
    }

    function _release(uint64 series, uint32 i, uint256 lots) private {
        Entry storage c = lines[series].commitments[i];
        Flow memory f = _startFlow();
        vm.prank(keeper);
        x.delivery.releaseUnassigned(series, i);
        _count(Action.Release, true);
        uint256 locked = lots * _lock(Ids.productOf(series), true, c.k, c.mark, false);
        f.cash[c.account] += int256(locked);
        _endLots(series, c.account, lots, locked);
        _endFlow(f, series);
    }

    function _compensate(uint64 series, uint32 i, uint256 lots) private {
        Line storage line = lines[series];
        uint256 unmatched = line.nominated - line.committed;
        uint256 share = line.inTime > unmatched ? line.inTime : unmatched;
        Flow memory f = _startFlow();
        vm.prank(keeper);
        x.delivery.claimCompensation(series, i);
        _count(Action.Compensate, true);
        f.cash[line.nominations[i].account] += int256((line.paidIn * lots) / share);
        _endFlow(f, series);
    }

    /// @dev What no nomination can claim any more.
    function _sweep(uint64 series) private {
        Line storage line = lines[series];
        if (_now() <= _rootDue(series) + CHALLENGE) return;
        if (line.nominated > line.committed) return; // the last claim does it
        uint256 left = x.ledger.balanceOf(Accounts.compensation(series));
        if (left == 0) return;
        uint256 reserve = x.ledger.balanceOf(Accounts.RESERVE);
        x.delivery.sweepCompensation(series);
        _count(Action.Sweep, true);
        assertEq(x.ledger.balanceOf(Accounts.RESERVE), reserve + left, "I8 swept");
    }

    // -- shorts that nobody committed ------------------------------------------------------------------

    function _defaultAll(Dice memory dice, uint64 series, uint256 patience) internal {
        for (uint256 a = 0; a < accounts.length; ++a) {
            if (x.ledger.positionOf(accounts[a], series) < 0 && _roll(dice, patience) == 0) _default(a, series);
        }
    }

    function _default(uint256 a, uint64 series) private {
        Line storage line = lines[series];
        (uint32 lots, uint32 k, uint32 mark) = x.ledger.shortOf(accounts[a], series);
        bool backed = x.providers.isProvider(accounts[a]);
        // Lots that came back from a close-out without a seller pay no penalty.
        uint256 spared = backed ? 0 : x.margin.sparedOf(accounts[a], series);
        if (spared > lots) spared = lots;
        uint256 paid = spared * _worst(series, k, mark, false) + (lots - spared) * _worst(series, k, mark, true);
        uint256 locked = lots * _lock(Ids.productOf(series), backed, k, mark, false);
        uint256 seized = paid > locked ? paid - locked : 0;
        assertTrue(backed || seized == 0, "I8 an uncovered short");
        bool inTime = _now() <= _rootDue(series) + CHALLENGE;
        _enlist(Accounts.delivery(series));
        _enlist(Accounts.compensation(series));
        uint256 worth = _worth(a);
        uint256 stake = x.ledger.balanceOf(Accounts.stake(accounts[a]));
        uint256 reserve = x.ledger.balanceOf(Accounts.RESERVE);
        vm.prank(keeper);
        x.delivery.defaultShort(accounts[a], series);
        _count(Action.Default, true);
        _saw(Event.Default);
        assertEq(_worth(a) + paid, worth + seized, "I8 cash after a default");
        assertEq(x.ledger.balanceOf(Accounts.stake(accounts[a])) + seized, stake, "I8 stake after a default");
        uint256 added = x.ledger.balanceOf(Accounts.RESERVE) - reserve;
        assertEq(added, inTime ? 0 : paid, "I8 who is paid for a default");
        line.defaulted += lots;
        done[a][series] += lots;
        if (!inTime) return;
        line.inTime += lots;
        line.paidIn += paid;
    }
}
