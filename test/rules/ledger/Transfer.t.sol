// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Account, Accounts, Kind} from "../../../contracts/types/Account.sol";
import {Code} from "../../../contracts/types/Memo.sol";
import {Externals} from "../utils/Externals.sol";
import {vm} from "../utils/Vm.sol";
import {LedgerTest} from "./LedgerTest.sol";

contract TransferTest is LedgerTest {
    address private _spender;

    function setUp() public override {
        super.setUp();
        _spender = makeAddr("spender");
        _deposit(alice, cashOfAlice, 100);
        vm.prank(alice);
        ledger.setApproval(cashOfAlice, _spender, true);
    }

    // -- cash ------------------------------------------------------------------------------------------

    function test_TransferRevertsWhenNotAuthorized() external {
        address[4] memory callers = [stranger, bob, makeAddr("operator"), rooms[3]];
        vm.prank(alice);
        ledger.setOperator(callers[2], true);
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAuthorized(cashOfAlice, callers[i]);
            vm.prank(callers[i]);
            ledger.transfer(cashOfAlice, Accounts.cash(callers[i], 0), 1, 0);
        }
    }

    function test_TransferRevertsWhenFromIsNeither() external {
        vm.prank(rooms[0]);
        ledger.post(cashOfAlice, Accounts.stake(cashOfAlice), 50, MEMO);
        for (uint8 kind = 0; kind < uint8(Kind.External); ++kind) {
            if (kind == uint8(Kind.Cash)) continue;
            Account from = cashOfAlice.sibling(Kind(kind), 0);
            _expectWrongAccount(from);
            vm.prank(alice);
            ledger.transfer(from, cashOfAlice, 1, 0);
        }
        Account other = Externals.account(bob, 0);
        vm.prank(rooms[0]);
        ledger.post(cashOfAlice, other, 50, MEMO);
        _expectWrongAccount(other);
        vm.prank(alice);
        ledger.transfer(other, cashOfAlice, 1, 0);
        _expectWrongAccount(cashOfAlice.sibling(Kind.Cash, 1));
        vm.prank(alice);
        ledger.transfer(cashOfAlice.sibling(Kind.Cash, 1), cashOfAlice, 1, 0);
    }

    function test_TransferRevertsWhenToIsNeither() external {
        vm.startPrank(alice);
        for (uint8 kind = 0; kind < uint8(Kind.External); ++kind) {
            if (kind == uint8(Kind.Cash)) continue;
            Account to = cashOfAlice.sibling(Kind(kind), 0);
            _expectWrongAccount(to);
            ledger.transfer(cashOfAlice, to, 1, 0);
        }
        Account[3] memory wrong = [
            Externals.account(bob, 0),
            Accounts.cash(address(0), 0),
            cashOfAlice.sibling(Kind.Cash, 1)
        ];
        for (uint256 i = 0; i < wrong.length; ++i) {
            _expectWrongAccount(wrong[i]);
            ledger.transfer(cashOfAlice, wrong[i], 1, 0);
        }
        vm.stopPrank();
        // The External account of the owner is none of the spender's.
        _expectWrongAccount(Externals.account(alice, 0));
        vm.prank(_spender);
        ledger.transfer(cashOfAlice, Externals.account(alice, 0), 1, 0);
    }

    function test_TransferRevertsWhenZero() external {
        vm.expectRevert(ILedger.ZeroAmount.selector);
        vm.prank(alice);
        ledger.transfer(cashOfAlice, cashOfBob, 0, 0);
    }

    function test_TransferRevertsWhenTooLittle() external {
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, cashOfAlice, 100, 101));
        vm.prank(alice);
        ledger.transfer(cashOfAlice, cashOfBob, 101, 0);
    }

    function testFuzz_TransferMovesCash(uint256 amount, uint256 note, uint16 desk) external {
        amount = bound(amount, 1, 100);
        Account to = Accounts.cash(bob, desk);
        // A note of more than 248 bits loses its upper ones: it never changes the code.
        _expectPosted(cashOfAlice, to, amount, _memo(Code.Transfer, note % 2 ** 248));
        vm.prank(alice);
        ledger.transfer(cashOfAlice, to, amount, note);
        assertEq(ledger.balanceOf(cashOfAlice), 100 - amount, "from");
        assertEq(ledger.balanceOf(to), amount, "to");
        assertEq(ledger.total(), 100, "total");
    }

    function test_TransferBySpender() external {
        vm.startPrank(_spender);
        ledger.transfer(cashOfAlice, cashOfBob, 10, 0);
        ledger.transfer(cashOfAlice, Externals.account(_spender, 5), 20, 0);
        assertEq(ledger.balanceOf(cashOfBob), 10, "cash");
        assertEq(ledger.balanceOf(Externals.account(_spender, 5)), 20, "external");
        assertEq(ledger.balanceOf(cashOfAlice), 70, "left");
    }

    function test_TransferBySpenderEndsWithTheApproval() external {
        Account desk = Accounts.cash(alice, 1);
        _deposit(alice, desk, 100);
        _expectNotAuthorized(desk, _spender);
        vm.prank(_spender);
        ledger.transfer(desk, cashOfBob, 1, 0);

        vm.prank(alice);
        ledger.setApproval(cashOfAlice, _spender, false);
        _expectNotAuthorized(cashOfAlice, _spender);
        vm.prank(_spender);
        ledger.transfer(cashOfAlice, cashOfBob, 1, 0);
    }

    function test_TransferThroughExternalAccounts() external {
        (Account one, Account two) = (Externals.account(alice, 1), Externals.account(alice, 2));
        vm.startPrank(alice);
        _expectPosted(cashOfAlice, one, 60, _memo(Code.Transfer, 9));
        ledger.transfer(cashOfAlice, one, 60, 9);
        ledger.transfer(one, two, 40, 0);
        ledger.transfer(two, cashOfBob, 30, 0);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, two, 10, 11));
        ledger.transfer(two, cashOfBob, 11, 0);
        assertEq(ledger.balanceOf(one), 20, "one");
        assertEq(ledger.balanceOf(two), 10, "two");
        assertEq(ledger.balanceOf(cashOfBob), 30, "out again");
    }

    // -- lots ------------------------------------------------------------------------------------------

    function test_TransferLotsRevertsWhenNotAuthorized() external {
        _give(cashOfAlice, _series(0), 10);
        address[4] memory callers = [stranger, bob, makeAddr("operator"), rooms[3]];
        vm.prank(alice);
        ledger.setOperator(callers[2], true);
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAuthorized(cashOfAlice, callers[i]);
            vm.prank(callers[i]);
            ledger.transferLots(cashOfAlice, Accounts.cash(callers[i], 0), _series(0), 1, 0);
        }
    }

    function test_TransferLotsRevertsWhenNotCash() external {
        _give(cashOfAlice, _series(0), 10);
        vm.startPrank(alice);
        for (uint8 kind = 0; kind <= uint8(type(Kind).max); ++kind) {
            if (kind == uint8(Kind.Cash)) continue;
            Account wrong = cashOfAlice.sibling(Kind(kind), 0);
            _expectWrongAccount(wrong);
            ledger.transferLots(cashOfAlice, wrong, _series(0), 1, 0);
            if (kind == uint8(Kind.External)) {
                // The caller's own, but it can hold no lots.
                vm.expectRevert(
                    abi.encodeWithSelector(ILedger.InsufficientLots.selector, wrong, _series(0), int256(0), 1)
                );
            } else {
                _expectWrongAccount(wrong);
            }
            ledger.transferLots(wrong, cashOfAlice, _series(0), 1, 0);
        }
    }

    function test_TransferLotsRevertsWhenZero() external {
        vm.expectRevert(ILedger.ZeroAmount.selector);
        vm.prank(alice);
        ledger.transferLots(cashOfAlice, cashOfBob, _series(0), 0, 0);
    }

    function test_TransferLotsRevertsWhenReceiverIsShort() external {
        _give(cashOfAlice, _series(0), 10);
        _sellShort(cashOfBob, _series(0), 1, 256, 256);
        vm.expectRevert(abi.encodeWithSelector(ILedger.ReceiverIsShort.selector, cashOfBob, _series(0)));
        vm.prank(alice);
        ledger.transferLots(cashOfAlice, cashOfBob, _series(0), 10, 0);
        // Another hour or desk is another position.
        vm.startPrank(alice);
        ledger.transferLots(cashOfAlice, Accounts.cash(bob, 1), _series(0), 10, 0);
        assertEq(ledger.positionOf(Accounts.cash(bob, 1), _series(0)), 10, "desk");
    }

    function test_TransferLotsRevertsWhenTooFew() external {
        _give(cashOfAlice, _series(0), 10);
        vm.startPrank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.InsufficientLots.selector, cashOfAlice, _series(0), int256(10), 11)
        );
        ledger.transferLots(cashOfAlice, cashOfBob, _series(0), 11, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                ILedger.InsufficientLots.selector,
                cashOfAlice,
                _series(1),
                int256(0),
                type(uint32).max
            )
        );
        ledger.transferLots(cashOfAlice, cashOfBob, _series(1), type(uint32).max, 0);
    }

    function testFuzz_TransferLotsMoves(uint32 held, uint32 had, uint32 lots, uint256 note) external {
        held = uint32(bound(held, 1, 2 ** 30));
        had = uint32(bound(had, 0, 2 ** 30 - 1));
        lots = uint32(bound(lots, 1, held));
        _give(cashOfAlice, _series(5), held);
        if (had > 0) _give(cashOfBob, _series(5), had);
        _expectMoved(cashOfAlice, _series(5), -int256(uint256(lots)), _memo(Code.Transfer, note % 2 ** 248));
        _expectMoved(cashOfBob, _series(5), int256(uint256(lots)), _memo(Code.Transfer, note % 2 ** 248));
        vm.prank(alice);
        ledger.transferLots(cashOfAlice, cashOfBob, _series(5), lots, note);
        assertEq(ledger.positionOf(cashOfAlice, _series(5)), int256(uint256(held - lots)), "from");
        assertEq(ledger.positionOf(cashOfBob, _series(5)), int256(uint256(had + lots)), "to");
    }

    function test_TransferLotsBySpender() external {
        _give(cashOfAlice, _series(5), 10);
        vm.prank(_spender);
        ledger.transferLots(cashOfAlice, Accounts.cash(_spender, 0), _series(5), 10, 0);
        assertEq(ledger.positionOf(Accounts.cash(_spender, 0), _series(5)), 10, "to");
        vm.prank(alice);
        ledger.setApproval(cashOfAlice, _spender, false);
        _expectNotAuthorized(cashOfAlice, _spender);
        vm.prank(_spender);
        ledger.transferLots(cashOfAlice, cashOfBob, _series(5), 1, 0);
    }

    function test_TransferLotsToItself() external {
        _give(cashOfAlice, _series(5), 10);
        vm.prank(alice);
        ledger.transferLots(cashOfAlice, cashOfAlice, _series(5), 10, 0);
        assertEq(ledger.positionOf(cashOfAlice, _series(5)), 10, "the same");
    }
}
