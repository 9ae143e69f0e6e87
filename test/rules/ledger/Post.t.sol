// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Memo} from "../../../contracts/types/Memo.sol";
import {Externals} from "../utils/Externals.sol";
import {vm} from "../utils/Vm.sol";
import {LedgerTest} from "./LedgerTest.sol";

contract PostTest is LedgerTest {
    function test_PostRevertsWhenNotRoom() external {
        _deposit(alice, cashOfAlice, 100);
        address[] memory callers = _outsiders();
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILedger.NotRoom.selector, callers[i]));
            vm.prank(callers[i]);
            ledger.post(cashOfAlice, cashOfBob, 100, MEMO);
        }
    }

    function test_PostFromOutsideReverts() external {
        _deposit(alice, cashOfAlice, 100);
        for (uint256 i = 0; i < rooms.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, Accounts.OUTSIDE, 0, 1));
            vm.prank(rooms[i]);
            ledger.post(Accounts.OUTSIDE, cashOfAlice, 1, MEMO);
        }
    }

    function test_PostOfNothingEmitsNothing() external {
        vm.recordLogs();
        vm.prank(rooms[0]);
        ledger.post(cashOfAlice, cashOfBob, 0, MEMO);
        assertEq(vm.getRecordedLogs().length, 0, "logs");
        assertEq(ledger.balanceOf(cashOfBob), 0, "balance");
    }

    function test_PostRevertsWhenTooLittle() external {
        _deposit(alice, cashOfAlice, 100);
        vm.startPrank(rooms[5]);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, cashOfAlice, 100, 101));
        ledger.post(cashOfAlice, cashOfBob, 101, MEMO);
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.InsufficientCash.selector, Accounts.RESERVE, 0, type(uint256).max)
        );
        ledger.post(Accounts.RESERVE, cashOfBob, type(uint256).max, MEMO);
    }

    function test_PostMovesCashForEveryRoom() external {
        _deposit(alice, cashOfAlice, 100);
        Account escrow = Accounts.auctionEscrow(77);
        for (uint256 i = 0; i < rooms.length; ++i) {
            _expectPosted(cashOfAlice, escrow, 7, Memo.wrap(bytes32(i)));
            vm.prank(rooms[i]);
            ledger.post(cashOfAlice, escrow, 7, Memo.wrap(bytes32(i)));
            assertEq(ledger.balanceOf(cashOfAlice), 100 - 7 * (i + 1), "from");
            assertEq(ledger.balanceOf(escrow), 7 * (i + 1), "to");
        }
        vm.prank(rooms[0]);
        ledger.post(cashOfAlice, escrow, 44, MEMO);
        assertEq(ledger.balanceOf(cashOfAlice), 0, "to the last unit");
        assertEq(ledger.total(), 100, "total");
    }

    function test_PostToItselfChangesNothing() external {
        _deposit(alice, cashOfAlice, 100);
        _expectPosted(cashOfAlice, cashOfAlice, 100, MEMO);
        vm.prank(rooms[1]);
        ledger.post(cashOfAlice, cashOfAlice, 100, MEMO);
        assertEq(ledger.balanceOf(cashOfAlice), 100, "balance");
    }

    function testFuzz_PostsKeepTheSum(uint256 seed, uint128[6] memory deposits) external {
        Account[6] memory accounts = [
            cashOfAlice,
            cashOfBob,
            Accounts.auctionEscrow(1),
            Accounts.margin(cashOfAlice, 1, 2),
            Accounts.RESERVE,
            Externals.account(alice, 3)
        ];
        uint256[6] memory twin;
        uint256 sum;
        for (uint256 i = 0; i < 40; ++i) {
            uint256 x = uint256(keccak256(abi.encode(seed, i)));
            (uint256 from, uint256 to) = (x % 6, (x >> 8) % 6);
            if (i < 6 && deposits[i] > 0) {
                _deposit(bob, i % 2 == 0 ? cashOfAlice : cashOfBob, deposits[i]);
                twin[i % 2] += deposits[i];
                sum += deposits[i];
            }
            uint256 amount = (x >> 16) % (twin[from] + twin[from] / 4 + 2);
            if (amount > twin[from]) {
                vm.expectRevert(
                    abi.encodeWithSelector(ILedger.InsufficientCash.selector, accounts[from], twin[from], amount)
                );
            } else {
                twin[from] -= amount;
                twin[to] += amount;
            }
            vm.prank(rooms[i % rooms.length]);
            ledger.post(accounts[from], accounts[to], amount, MEMO);
        }
        for (uint256 i = 0; i < 6; ++i) {
            assertEq(ledger.balanceOf(accounts[i]), twin[i], "balance");
        }
        assertEq(ledger.total(), sum, "total");
        assertEq(token.balanceOf(address(ledger)), sum, "tokens");
    }

    function testFuzz_OnlyNamedAddressesAreRooms(address caller, uint8 which) external view {
        if (which < rooms.length) caller = rooms[which];
        bool named;
        for (uint256 i = 0; i < rooms.length; ++i) {
            if (rooms[i] == caller) named = true;
        }
        assertEq(ledger.isRoom(caller), named, "isRoom");
    }

    function test_ConstructorKeepsToken() external view {
        assertEq(address(ledger.token()), address(token), "token");
        assertEq(ledger.total(), 0, "total");
    }
}
