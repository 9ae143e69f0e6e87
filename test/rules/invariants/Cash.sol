// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Memo} from "../../../contracts/types/Memo.sol";
import {Placement} from "../../../contracts/types/Placement.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Externals} from "../utils/Externals.sol";
import {vm} from "../utils/Vm.sol";
import {Clock} from "./Clock.sol";
import {Action, Event} from "./Counts.sol";
import {Intruder} from "./Hostile.sol";

/// @notice Cash, stake and capacity; operators; callers without any right; a token that turns against the ledger.
abstract contract Cash is Clock {
    uint256 private _intrusions;

    // -- actions ---------------------------------------------------------------------------------------

    function moveCash(uint256 seed) external {
        Dice memory dice = _begin(seed);
        uint256 which = _roll(dice, 8);
        if (which < 2) _deposit(dice);
        else if (which < 4) _withdraw(dice);
        else if (which < 5) _transfer(dice);
        else if (which < 6) _donate(dice);
        else if (which < 7) _skim(dice);
        else _intrude(dice);
    }

    function provide(uint256 seed) external {
        Dice memory dice = _begin(seed);
        uint256 which = _roll(dice, 8);
        if (which < 2) _stake(dice);
        else if (which < 3) _unbond(dice);
        else if (which < 4) _withdrawStake(dice);
        else if (which < 6) _register(dice);
        else if (which < 7) _optOut(dice);
        else _setOperator(dice);
    }

    // -- cash ------------------------------------------------------------------------------------------

    function _deposit(Dice memory dice) private {
        uint256 a = _roll(dice, accounts.length);
        uint256 amount = _roll(dice, 32) == 0 ? 0 : 1 + _roll(dice, 20_000e6);
        address from = accounts[_roll(dice, accounts.length)].owner();
        x.token.mint(from, amount);
        bool tampered = _tamper(dice);
        uint256 before = _cashOf(a);
        vm.startPrank(from);
        x.token.approve(address(x.ledger), amount);
        bool done;
        try x.ledger.deposit(accounts[a], amount) {
            done = true;
        } catch {}
        vm.stopPrank();
        _count(Action.Deposit, done);
        _settle(tampered);
        if (!tampered) assertTrue(done == (amount > 0), "I3 deposit");
        if (!tampered || !done) assertEq(_cashOf(a), before + (done ? amount : 0), "I1 deposited");
    }

    function _withdraw(Dice memory dice) private {
        uint256 a = _roll(dice, accounts.length);
        uint256 cash = _cashOf(a);
        uint256 amount = _roll(dice, 16) == 0 ? cash + _roll(dice, 2) : cash / (2 + _roll(dice, 200));
        bool tampered = _tamper(dice);
        bool done;
        vm.prank(accounts[a].owner());
        try x.ledger.withdraw(accounts[a], stranger, amount) {
            done = true;
        } catch {}
        _count(Action.Withdraw, done);
        _settle(tampered);
        if (!tampered) assertTrue(done == (amount > 0 && amount <= cash), "I3 withdraw");
    }

    function _transfer(Dice memory dice) private {
        uint256 a = _roll(dice, accounts.length);
        Account to = accounts[_roll(dice, accounts.length)];
        if (_roll(dice, 8) == 0) to = Externals.account(accounts[a].owner(), uint72(_roll(dice, 2)));
        uint256 cash = _cashOf(a);
        uint256 amount = _roll(dice, cash / 8 + 2);
        bool ours = inBooks[to];
        _enlist(to);
        bool done;
        vm.prank(accounts[a].owner());
        try x.ledger.transfer(accounts[a], to, amount, dice.state) {
            done = true;
        } catch {}
        _count(Action.Transfer, done);
        assertTrue(done == (amount > 0 && amount <= cash), "I3 transfer");
        bool elsewhere = Account.unwrap(to) != Account.unwrap(accounts[a]);
        assertEq(_cashOf(a) + (done && elsewhere ? amount : 0), cash, "I1 transferred");
        if (!done || ours || amount == 0) return;
        // What a room of somebody else holds can come back.
        vm.prank(accounts[a].owner());
        x.ledger.transfer(to, accounts[a], amount / 2 + 1, 0);
    }

    function transferLots(uint256 seed) external {
        Dice memory dice = _begin(seed);
        if (seriesList.length == 0) return;
        uint64 series = seriesList[_roll(dice, seriesList.length)];
        uint256 from = _roll(dice, tradingAccounts);
        for (uint256 i = 0; i < tradingAccounts; ++i) {
            if (x.ledger.positionOf(accounts[from], series) > 0) break;
            from = (from + 1) % tradingAccounts;
        }
        int256 held = x.ledger.positionOf(accounts[from], series);
        if (held <= 0 && _roll(dice, 128) > 0) return;
        uint256 to = _roll(dice, accounts.length);
        // Mostly somebody who is not short, and not more than is held.
        if (_roll(dice, 8) > 0) while (x.ledger.positionOf(accounts[to], series) < 0) to = (to + 1) % accounts.length;
        uint32 lots = uint32(1 + _roll(dice, held > 0 ? uint256(held) : 9));
        if (_roll(dice, 8) == 0) ++lots;
        Effect[] memory effects = new Effect[](2);
        effects[0].account = from;
        effects[0].series = series;
        effects[0].lots = -int256(uint256(lots));
        effects[1].account = to;
        effects[1].series = series;
        effects[1].lots = int256(uint256(lots));
        _note(effects);
        bool possible = held >= int256(uint256(lots)) && effects[1].lotsBefore >= 0;
        vm.prank(accounts[from].owner());
        try x.ledger.transferLots(accounts[from], accounts[to], series, lots, 0) {
            _count(Action.TransferLots, true);
            assertTrue(possible, "I2 lots that are not there were moved");
            _compare(effects, "transfer of lots");
        } catch {
            _count(Action.TransferLots, false);
            assertFalse(possible, "I2 lots could not be moved");
        }
    }

    function _donate(Dice memory dice) private {
        uint256 amount = _roll(dice, 100e6);
        x.token.mint(address(x.ledger), amount);
        donated += int256(amount);
        _count(Action.Donate, true);
    }

    function _skim(Dice memory dice) private {
        int256 free = donated + intruder.donated();
        vm.prank(accounts[_roll(dice, accounts.length)].owner());
        uint256 amount = x.ledger.skim();
        _count(Action.Skim, true);
        assertEq(int256(amount), free, "I1 skimmed");
        donated -= int256(amount);
    }

    /// @dev A contract calls the ledger by itself: no reentry, the same calls.
    function _intrude(Dice memory dice) private {
        uint256 before = intruder.intrusions();
        x.token.mint(address(intruder), 1);
        intruder.setMode(2 + _roll(dice, 3));
        intruder.intrude();
        _count(Action.Intrude, intruder.intrusions() > before);
    }

    // -- providers -------------------------------------------------------------------------------------

    function _stake(Dice memory dice) private {
        uint256 a = _provider(dice);
        uint256 cash = _cashOf(a);
        uint256 amount = _roll(dice, cash / 16 + 2);
        uint256 worth = _worth(a);
        vm.prank(accounts[a].owner());
        try x.providers.stake(accounts[a], amount) {
            _count(Action.Stake, true);
            assertEq(_worth(a) + amount, worth, "I1 staked");
        } catch {
            _count(Action.Stake, false);
            assertTrue(amount == 0 || amount > cash, "I3 stake");
        }
    }

    function _unbond(Dice memory dice) private {
        uint256 a = _provider(dice);
        (uint256 staked, , uint256 unbonding, ) = x.providers.stakeOf(accounts[a]);
        uint256 bonded = staked - unbonding;
        uint256 amount = _roll(dice, 16) == 0 ? bonded + _roll(dice, 2) : bonded / (4 + _roll(dice, 50));
        vm.prank(accounts[a].owner());
        try x.providers.unbond(accounts[a], amount) {
            _count(Action.Unbond, true);
        } catch {
            _count(Action.Unbond, false);
            assertTrue(amount == 0 || amount > bonded, "I3 unbond");
        }
    }

    function _withdrawStake(Dice memory dice) private {
        uint256 a = _provider(dice);
        (, , uint256 unbonding, uint256 releaseTime) = x.providers.stakeOf(accounts[a]);
        if ((unbonding == 0 || _now() < releaseTime) && _roll(dice, 512) > 0) return;
        uint256 worth = _worth(a);
        vm.prank(accounts[a].owner());
        try x.providers.withdrawStake(accounts[a]) returns (uint256 amount) {
            _count(Action.WithdrawStake, true);
            assertTrue(_now() >= releaseTime, "I8 stake left before it was released");
            assertEq(_worth(a), worth + amount, "I1 stake withdrawn");
        } catch {
            _count(Action.WithdrawStake, false);
        }
    }

    function _register(Dice memory dice) private {
        uint256 a = _provider(dice);
        uint256 lots = _roll(dice, 6) == 0 ? _roll(dice, 20) : 100 + _roll(dice, 400);
        vm.prank(accounts[a].owner());
        x.providers.register(accounts[a], x.products_[_roll(dice, 2)], uint32(lots), "");
        _count(Action.Register, true);
    }

    function _optOut(Dice memory dice) private {
        if (seriesList.length == 0) return;
        uint256 a = _provider(dice);
        uint64 series = seriesList[seriesList.length - 1 - _roll(dice, (seriesList.length + 3) / 4)];
        vm.prank(accounts[a].owner());
        x.providers.optOut(accounts[a], series, _roll(dice, 2) == 0);
        _count(Action.OptOut, true);
    }

    function _setOperator(Dice memory dice) private {
        vm.prank(accounts[_roll(dice, accounts.length)].owner());
        x.ledger.setOperator(operator, _roll(dice, 4) > 0);
        _count(Action.SetOperator, true);
    }

    // -- callers without a right -----------------------------------------------------------------------

    /// @notice An operator never moves cash; a stranger moves nothing; nobody enters a room's door.
    function wrongCaller(uint256 seed) external {
        Dice memory dice = _begin(seed);
        uint256 a = _roll(dice, tradingAccounts);
        Account account = accounts[a];
        uint64 series = Ids.series(x.products_[0], uint32(_now() / 1 hours));
        uint256 shape = _roll(dice, 11);
        address caller = shape < 6 && _roll(dice, 2) == 0 ? operator : stranger;
        Memo memo;
        bytes memory data;
        address room = address(x.ledger);
        if (shape == 0) data = abi.encodeCall(x.ledger.withdraw, (account, caller, 1));
        else if (shape == 1) data = abi.encodeCall(x.ledger.transfer, (account, Accounts.cash(caller, 0), 1, 0));
        else if (shape == 2) {
            data = abi.encodeCall(x.ledger.transferLots, (account, Accounts.cash(caller, 0), series, 1, 0));
        } else if (shape == 3) data = abi.encodeCall(x.ledger.setApproval, (account, caller, true));
        else if (shape == 4) data = abi.encodeCall(x.providers.unbond, (account, 1));
        else if (shape == 5) data = abi.encodeCall(x.providers.withdrawStake, (account));
        else if (shape == 6) data = abi.encodeCall(x.auction.placeOrders, (account, new Placement[](1)));
        else if (shape == 7) data = abi.encodeCall(x.ledger.post, (account, Accounts.cash(caller, 0), 1, memo));
        else if (shape == 8) data = abi.encodeCall(x.ledger.addLongs, (Accounts.cash(caller, 0), series, 1, memo));
        else if (shape == 9) data = abi.encodeCall(x.margin.release, (account, series, 1));
        else data = abi.encodeCall(x.providers.reserve, (account, series, 1, 1));
        if (shape == 4 || shape == 5 || shape == 10) room = address(x.providers);
        if (shape == 6) room = address(x.auction);
        if (shape == 9) room = address(x.margin);
        vm.prank(caller);
        // solhint-disable-next-line avoid-low-level-calls
        (bool done, ) = room.call(data);
        assertFalse(done, "I3 a caller without the right went through");
        _count(Action.WrongCaller, false);
    }

    // -- internal --------------------------------------------------------------------------------------

    function _provider(Dice memory dice) private pure returns (uint256) {
        return TRADERS + WRITERS + _roll(dice, PROVIDERS);
    }

    /// @dev One transfer in four is not an honest one.
    function _tamper(Dice memory dice) private returns (bool tampered) {
        tampered = _roll(dice, 4) == 0;
        if (!tampered) return false;
        uint256 shape = _roll(dice, 5);
        intruder.setMode(_roll(dice, 5));
        Intruder none;
        x.token.arm(shape % 2 == 0 ? intruder : none, shape == 1 || shape == 2 ? intruder : none, shape == 3);
    }

    function _settle(bool tampered) private {
        if (!tampered) return;
        x.token.disarm();
        if (intruder.intrusions() > _intrusions) _saw(Event.Reentry);
        _intrusions = intruder.intrusions();
    }
}
