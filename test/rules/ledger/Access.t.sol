// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Account, Accounts, Kind} from "../../../contracts/types/Account.sol";
import {vm} from "../utils/Vm.sol";
import {LedgerTest} from "./LedgerTest.sol";

contract AccessTest is LedgerTest {
    function testFuzz_SetOperatorNames(address operator, uint16 desk) external {
        vm.expectEmit(address(ledger));
        emit ILedger.OperatorSet(alice, operator, true);
        vm.prank(alice);
        ledger.setOperator(operator, true);
        assertTrue(ledger.mayTrade(Accounts.cash(alice, desk), operator), "for every desk");
        assertEq(ledger.mayTrade(Accounts.cash(bob, desk), operator), operator == bob, "for nobody else");
        assertEq(ledger.mayTrade(Accounts.cash(operator, desk), alice), operator == alice, "not the other way");
    }

    function test_SetOperatorRemoves() external {
        vm.startPrank(alice);
        ledger.setOperator(bob, true);
        ledger.setOperator(stranger, true);
        vm.expectEmit(address(ledger));
        emit ILedger.OperatorSet(alice, bob, false);
        ledger.setOperator(bob, false);
        assertFalse(ledger.mayTrade(cashOfAlice, bob), "removed");
        assertTrue(ledger.mayTrade(cashOfAlice, stranger), "still named");
    }

    function test_SetApprovalRevertsWhenNotCash() external {
        vm.startPrank(alice);
        for (uint8 kind = 0; kind <= uint8(type(Kind).max); ++kind) {
            if (kind == uint8(Kind.Cash)) continue;
            Account account = cashOfAlice.sibling(Kind(kind), 0);
            _expectWrongAccount(account);
            ledger.setApproval(account, bob, true);
        }
        _expectWrongAccount(cashOfAlice.sibling(Kind.Cash, 1));
        ledger.setApproval(cashOfAlice.sibling(Kind.Cash, 1), bob, true);
    }

    function test_SetApprovalRevertsWhenNotOwner() external {
        address[] memory callers = _outsiders();
        callers[1] = rooms[0];
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAuthorized(cashOfAlice, callers[i]);
            vm.prank(callers[i]);
            ledger.setApproval(cashOfAlice, callers[i], true);
        }
    }

    function test_SetApprovalEmits() external {
        vm.startPrank(alice);
        vm.expectEmit(address(ledger));
        emit ILedger.ApprovalSet(Accounts.cash(alice, 4), bob, true);
        ledger.setApproval(Accounts.cash(alice, 4), bob, true);
        vm.expectEmit(address(ledger));
        emit ILedger.ApprovalSet(Accounts.cash(alice, 4), bob, false);
        ledger.setApproval(Accounts.cash(alice, 4), bob, false);
    }

    function test_NobodyTradesForOtherKinds() external {
        vm.prank(alice);
        ledger.setOperator(bob, true);
        vm.prank(address(0));
        ledger.setOperator(bob, true);
        for (uint8 kind = 0; kind <= uint8(type(Kind).max); ++kind) {
            bool cash = kind == uint8(Kind.Cash);
            assertEq(ledger.mayTrade(cashOfAlice.sibling(Kind(kind), 0), alice), cash, "owner");
            assertEq(ledger.mayTrade(cashOfAlice.sibling(Kind(kind), 0), bob), cash, "operator");
        }
        assertFalse(ledger.mayTrade(cashOfAlice.sibling(Kind.Cash, 1), alice), "ref");
        assertFalse(ledger.mayTrade(Accounts.cash(address(0), 0), bob), "nobody's");
    }

    function testFuzz_OwnerAndOperatorsMayTrade(address owner, address caller, bool named, uint16 desk) external {
        vm.prank(owner);
        ledger.setOperator(caller, named);
        bool expected = owner != address(0) && (owner == caller || named);
        assertEq(ledger.mayTrade(Accounts.cash(owner, desk), caller), expected, "mayTrade");
        // An approval to spend is none to trade.
        if (owner != address(0)) {
            vm.prank(owner);
            ledger.setApproval(Accounts.cash(owner, desk), stranger, true);
            assertEq(
                ledger.mayTrade(Accounts.cash(owner, desk), stranger),
                owner == stranger || (named && caller == stranger),
                "spender"
            );
        }
    }
}
