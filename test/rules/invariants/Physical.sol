// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accounts} from "../../../contracts/types/Account.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {Action, Event} from "./Counts.sol";
import {Lines} from "./Lines.sol";

/// @notice Claims in and out of the ledger; commitments and nominations.
abstract contract Physical is Lines {
    bytes private constant KEY = hex"02000000000000000000000000000000000000000000000000000000000000000a";

    // -- scheduling ------------------------------------------------------------------------------------

    function schedule(uint256 seed) external {
        Dice memory dice = _begin(seed);
        _schedule(dice);
    }

    function scheduleMore(uint256 seed) external {
        Dice memory dice = _begin(seed);
        _schedule(dice);
    }

    function _schedule(Dice memory dice) private {
        uint64 series = _upcoming(dice, _roll(dice, 2) == 0);
        uint256 which = _roll(dice, 3);
        if (which != 1) _nominate(dice, series);
        if (which != 2) _commit(dice, series);
    }

    function _nominate(Dice memory dice, uint64 series) private {
        uint256 a = _holder(dice, series, true);
        int256 position = x.ledger.positionOf(accounts[a], series);
        uint256 lots = _some(dice, series, position > 0 ? uint256(position) : 0);
        if (lots == 0) return;
        bool possible = lots % _domain(series) == 0 && int256(lots) <= position && _cashOf(a) >= TIP;
        uint256 worth = _worth(a);
        vm.prank(accounts[a].owner());
        try x.delivery.nominate(accounts[a], _one(series), _lots(lots), KEY) {
            _count(Action.Nominate, true);
            assertTrue(possible, "I2 a nomination without its lots");
        } catch {
            _count(Action.Nominate, false);
            assertFalse(possible, "I10 a nomination was refused");
            return;
        }
        assertEq(_worth(a) + TIP, worth, "I8 tip of a nomination");
        assertEq(x.ledger.positionOf(accounts[a], series), position - int256(lots), "I2 nominated lots");
        Line storage line = lines[series];
        line.nominations.push(Entry(a, line.nominated, lots, 0, 0, false));
        line.nominated += lots;
        line.pool += TIP;
        _enlist(Accounts.delivery(series));
        _enlist(Accounts.compensation(series));
    }

    /// @dev By the provider, or all of it by a stranger.
    function _commit(Dice memory dice, uint64 series) private {
        uint256 a = _holder(dice, series, false);
        (uint32 short, uint32 k, uint32 mark) = x.ledger.shortOf(accounts[a], series);
        bool byStranger = _roll(dice, 2) == 0;
        uint256 lots = byStranger ? short - (short % _domain(series)) : _some(dice, series, short);
        bool possible = lots > 0 && lots <= short && lots % _domain(series) == 0 && _cashOf(a) >= TIP;
        if (byStranger) {
            bool open = _now() + 2 hours >= _startOf(series);
            possible = possible && open && !x.providers.optedOut(accounts[a], series);
        }
        if (!possible && _roll(dice, 16) > 0) return;
        uint256 worth = _worth(a);
        if (!_callCommit(a, series, lots, byStranger)) {
            assertFalse(possible, "I10 a commitment was refused");
            return;
        }
        assertTrue(possible || _cashOf(a) < TIP, "I8 a commitment that should not be");
        uint256 locked = lots * _lock(Ids.productOf(series), true, k, mark, false);
        if (possible) assertEq(_worth(a) + TIP + locked, worth, "I8 lock and tip of a commitment");
        uint256 left = short - lots;
        assertEq(x.ledger.positionOf(accounts[a], series), -int256(left), "I2 committed lots");
        Line storage line = lines[series];
        line.commitments.push(Entry(a, line.committed, lots, k, mark, false));
        line.committed += lots;
        line.pool += TIP + locked;
        scheduled[a][series] += lots;
        _enlist(Accounts.delivery(series));
        _enlist(Accounts.compensation(series));
    }

    function _callCommit(uint256 a, uint64 series, uint256 lots, bool byStranger) private returns (bool ok) {
        vm.prank(byStranger ? stranger : accounts[a].owner());
        if (byStranger) {
            try x.delivery.commitAll(accounts[a], _one(series)) returns (uint256 all) {
                assertEq(all, lots, "I2 all lots committed");
                ok = true;
            } catch {}
        } else {
            try x.delivery.commit(accounts[a], _one(series), _lots(lots)) {
                ok = true;
            } catch {}
        }
        _count(Action.Commit, ok);
    }

    // -- claims ----------------------------------------------------------------------------------------

    function claim(uint256 seed) external {
        Dice memory dice = _begin(seed);
        uint256 n = seriesList.length;
        if (_roll(dice, 3) == 0 || n == 0) return _wrap(dice, _upcoming(dice, true));
        uint256 first = _roll(dice, n);
        for (uint256 i = 0; i < n; ++i) {
            uint64 series = seriesList[(first + i) % n];
            if (wrapped[series] > 0 && !_gateClosed(series)) return _useClaim(dice, series, _roll(dice, 3) == 0);
        }
    }

    function _wrap(Dice memory dice, uint64 series) private {
        uint256 a = _holder(dice, series, true);
        int256 position = x.ledger.positionOf(accounts[a], series);
        if (position <= 0) return;
        uint256 lots = 1 + _roll(dice, uint256(position) + (_roll(dice, 16) == 0 ? 1 : 0));
        address to = accounts[_roll(dice, accounts.length)].owner();
        uint256 before = x.claims.balanceOf(to, series);
        intruder.setMode(_roll(dice, 5));
        bool possible = int256(lots) <= position;
        vm.prank(accounts[a].owner());
        try x.claims.wrap(accounts[a], _one(series), _lots(lots), to) {
            _count(Action.Wrap, true);
            assertTrue(possible, "I11 lots that are not there were wrapped");
        } catch {
            _count(Action.Wrap, false);
            assertFalse(possible, "I11 lots could not be wrapped");
            return;
        }
        wrapped[series] += lots;
        assertEq(x.claims.balanceOf(to, series), before + lots, "I11 claims");
        assertEq(x.ledger.positionOf(accounts[a], series), position - int256(lots), "I2 wrapped lots");
    }

    function _useClaim(Dice memory dice, uint64 series, bool sell) private {
        uint256 h = _roll(dice, accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (x.claims.balanceOf(accounts[h].owner(), series) > 0) break;
            h = (h + 1) % accounts.length;
        }
        address from = accounts[h].owner();
        uint256 held = x.claims.balanceOf(from, series);
        if (held == 0) return;
        uint256 lots = 1 + _roll(dice, held);
        uint256 to = _roll(dice, accounts.length);
        intruder.setMode(_roll(dice, 5));
        if (sell) {
            vm.prank(from);
            x.claims.safeTransferFrom(from, accounts[to].owner(), series, lots, "");
            _count(Action.TransferClaim, true);
            return;
        }
        int256 position = x.ledger.positionOf(accounts[to], series);
        vm.prank(from);
        try x.claims.unwrap(accounts[to], _one(series), _lots(lots)) {
            _count(Action.Unwrap, true);
            _saw(Event.ClaimRedeemed);
            assertTrue(position >= 0, "I11 claims were put on a short");
        } catch {
            _count(Action.Unwrap, false);
            assertTrue(position < 0, "I11 claims could not be put back");
            return;
        }
        wrapped[series] -= lots;
        assertEq(x.ledger.positionOf(accounts[to], series), position + int256(lots), "I2 unwrapped lots");
    }

    // -- choices ---------------------------------------------------------------------------------------

    /// @dev A traded hour whose gate closes next, or the one after it: where somebody holds something, if there is one.
    function _upcoming(Dice memory dice, bool long) private view returns (uint64 series) {
        uint256 hour = (_now() + GATE) / 1 hours + 1;
        hour = ((hour + SPACING - 1) / SPACING) * SPACING;
        uint256 turn = _roll(dice, 6);
        for (uint256 i = 0; i < 6; ++i) {
            uint256 which = (turn + i) % 6;
            series = Ids.series(x.products_[which % 2], uint32(hour + (which / 2) * SPACING));
            int32 position = x.ledger.positionOf(accounts[_holder(dice, series, long)], series);
            if (long ? position > 0 : position < 0) return series;
        }
    }

    /// @dev Some account that is long, or some provider that is short, if there is one.
    function _holder(Dice memory dice, uint64 series, bool long) private view returns (uint256 a) {
        uint256 n = long ? accounts.length : PROVIDERS;
        uint256 first = long ? 0 : TRADERS + WRITERS;
        uint256 turn = _roll(dice, n);
        for (uint256 i = 0; i < n; ++i) {
            a = first + ((turn + i) % n);
            int32 position = x.ledger.positionOf(accounts[a], series);
            if (long ? position > 0 : position < 0) return a;
        }
    }

    /// @dev Mostly whole domains.
    function _some(Dice memory dice, uint64 series, uint256 most) private view returns (uint256 lots) {
        if (most == 0) return 0;
        lots = _roll(dice, 2) == 0 ? most : 1 + _roll(dice, most);
        if (_roll(dice, 16) > 0) lots -= lots % _domain(series);
    }

    function _one(uint64 series) private pure returns (uint64[] memory list) {
        list = new uint64[](1);
        list[0] = series;
    }

    function _lots(uint256 lots) private pure returns (uint32[] memory list) {
        list = new uint32[](1);
        list[0] = uint32(lots);
    }
}
