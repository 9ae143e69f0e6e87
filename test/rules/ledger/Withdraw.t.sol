// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Account, Accounts, Kind} from "../../../contracts/types/Account.sol";
import {Code} from "../../../contracts/types/Memo.sol";
import {vm} from "../utils/Vm.sol";
import {LedgerTest} from "./LedgerTest.sol";

contract WithdrawTest is LedgerTest {
    // -- withdraw --------------------------------------------------------------------------------------

    function test_WithdrawRevertsWhenNotCash() external {
        _deposit(alice, cashOfAlice, 100);
        vm.prank(rooms[0]);
        ledger.post(cashOfAlice, Accounts.stake(cashOfAlice), 100, MEMO);
        vm.startPrank(alice);
        for (uint8 kind = 0; kind <= uint8(type(Kind).max); ++kind) {
            if (kind == uint8(Kind.Cash)) continue;
            Account account = cashOfAlice.sibling(Kind(kind), 0);
            _expectWrongAccount(account);
            ledger.withdraw(account, alice, 100);
        }
        _expectWrongAccount(cashOfAlice.sibling(Kind.Cash, 5));
        ledger.withdraw(cashOfAlice.sibling(Kind.Cash, 5), alice, 100);
    }

    function test_WithdrawRevertsWhenNotOwner() external {
        _deposit(alice, cashOfAlice, 100);
        address[] memory callers = _outsiders();
        callers[1] = bob;
        for (uint256 i = 0; i < callers.length + rooms.length; ++i) {
            address caller = i < callers.length ? callers[i] : rooms[i - callers.length];
            _expectNotAuthorized(cashOfAlice, caller);
            vm.prank(caller);
            ledger.withdraw(cashOfAlice, caller, 1);
        }
    }

    function test_WithdrawRevertsWhenZero() external {
        _deposit(alice, cashOfAlice, 100);
        vm.expectRevert(ILedger.ZeroAmount.selector);
        vm.prank(alice);
        ledger.withdraw(cashOfAlice, alice, 0);
    }

    function test_WithdrawRevertsWhenTooLittle() external {
        _deposit(alice, cashOfAlice, 100);
        _deposit(bob, cashOfBob, 100);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, cashOfAlice, 100, 101));
        vm.prank(alice);
        ledger.withdraw(cashOfAlice, alice, 101);
    }

    function testFuzz_WithdrawPaysOut(uint256 deposited, uint256 withdrawn) external {
        deposited = bound(deposited, 1, type(uint256).max);
        withdrawn = bound(withdrawn, 1, deposited);
        _deposit(alice, cashOfAlice, deposited);
        _expectPosted(cashOfAlice, Accounts.OUTSIDE, withdrawn, _memo(Code.Withdrawal, 0));
        vm.prank(alice);
        ledger.withdraw(cashOfAlice, bob, withdrawn);
        assertEq(token.balanceOf(bob), withdrawn, "paid out");
        assertEq(ledger.balanceOf(cashOfAlice), deposited - withdrawn, "left");
        assertEq(ledger.total(), deposited - withdrawn, "total");
        assertEq(token.balanceOf(address(ledger)), deposited - withdrawn, "tokens");
        assertEq(ledger.balanceOf(Accounts.OUTSIDE), 0, "the world outside holds nothing");
    }

    function test_WithdrawTakesFromTheDeskOnly() external {
        _deposit(alice, cashOfAlice, 100);
        _deposit(alice, Accounts.cash(alice, 1), 30);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, Accounts.cash(alice, 1), 30, 31));
        ledger.withdraw(Accounts.cash(alice, 1), alice, 31);
        ledger.withdraw(Accounts.cash(alice, 1), alice, 30);
        assertEq(ledger.balanceOf(Accounts.cash(alice, 1)), 0, "desk");
        assertEq(ledger.balanceOf(cashOfAlice), 100, "another desk");
    }

    // -- skim ------------------------------------------------------------------------------------------

    function test_SkimOfNothing() external {
        _deposit(alice, cashOfAlice, 100);
        vm.recordLogs();
        assertEq(ledger.skim(), 0, "found");
        assertEq(vm.getRecordedLogs().length, 0, "logs");
        assertEq(ledger.total(), 100, "total");
    }

    function testFuzz_SkimBooksDonations(uint128 deposited, uint128 donated, address caller) external {
        if (deposited > 0) _deposit(alice, cashOfAlice, deposited);
        token.mint(address(ledger), donated);
        if (donated > 0) {
            _expectPosted(Accounts.OUTSIDE, Accounts.fees(0), donated, _memo(Code.Skim, 0));
        }
        vm.prank(caller);
        assertEq(ledger.skim(), donated, "found");
        assertEq(ledger.balanceOf(Accounts.fees(0)), donated, "fees");
        assertEq(ledger.total(), uint256(deposited) + donated, "total");
        assertEq(ledger.balanceOf(cashOfAlice), deposited, "nobody else's");
        assertEq(ledger.skim(), 0, "once");
    }

    function test_SkimFindsWhatWasWithdrawnToTheLedger() external {
        _deposit(alice, cashOfAlice, 100);
        vm.prank(alice);
        ledger.withdraw(cashOfAlice, address(ledger), 40);
        assertEq(ledger.total(), 60, "total");
        assertEq(ledger.skim(), 40, "found");
        assertEq(ledger.total(), token.balanceOf(address(ledger)), "booked");
    }
}
