// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {
    BonusToken,
    FalseReturningToken,
    FeeOnTransferToken,
    HostileToken,
    NoReturnToken,
    RebasingToken,
    ReentrantToken
} from "../utils/HostileTokens.sol";
import {vm} from "../utils/Vm.sol";
import {LedgerTest} from "./LedgerTest.sol";

/// @notice SECURITY.md assumes a plain token; these are the ones that it names, and what they meet.
contract TokensTest is LedgerTest {
    function test_TheLocalTokenHasSixDecimals() external view {
        assertEq(token.decimals(), 6);
    }

    function test_FeeOnTransferIsRefused() external {
        FeeOnTransferToken fee = new FeeOnTransferToken();
        _use(fee);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TransferMismatch.selector, 1_000, 990));
        vm.prank(alice);
        ledger.deposit(cashOfAlice, 1_000);
        // Amounts so small that the fee is nothing are what they seem.
        vm.prank(alice);
        ledger.deposit(cashOfAlice, 99);
        assertEq(ledger.balanceOf(cashOfAlice), 99, "balance");
    }

    function test_BonusOnTransferIsRefused() external {
        _use(new BonusToken());
        vm.expectRevert(abi.encodeWithSelector(ILedger.TransferMismatch.selector, 1_000, 1_001));
        vm.prank(alice);
        ledger.deposit(cashOfAlice, 1_000);
    }

    function test_FalseIsARevert() external {
        FalseReturningToken liar = new FalseReturningToken();
        _use(liar);
        vm.prank(alice);
        ledger.deposit(cashOfAlice, 400);
        liar.refuse(true);
        bytes memory expected = abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(liar));
        vm.startPrank(alice);
        vm.expectRevert(expected);
        ledger.deposit(cashOfAlice, 400);
        vm.expectRevert(expected);
        ledger.withdraw(cashOfAlice, alice, 400);
        vm.stopPrank();
        assertEq(ledger.balanceOf(cashOfAlice), 400, "balance");
        assertEq(ledger.total(), 400, "total");
        liar.refuse(false);
        vm.prank(alice);
        ledger.withdraw(cashOfAlice, alice, 400);
        assertEq(liar.balanceOf(alice), 1_000, "paid out");
    }

    function test_NoReturnIsFine() external {
        NoReturnToken silent = new NoReturnToken();
        silent.mint(alice, 1_000);
        ledger = _ledgerOf(IERC20(address(silent)));
        vm.startPrank(alice);
        ledger.deposit(cashOfAlice, 600);
        // Its permit is swallowed by its fallback; what counts is the transfer.
        ledger.depositWithPermit(cashOfAlice, 400, 0, 0, bytes32(0), bytes32(0));
        ledger.withdraw(cashOfAlice, bob, 300);
        vm.stopPrank();
        assertEq(ledger.balanceOf(cashOfAlice), 700, "balance");
        assertEq(silent.balanceOf(bob), 300, "paid out");
        assertEq(ledger.total(), silent.balanceOf(address(ledger)), "total");
    }

    function test_ReentrancyIsRefused() external {
        ReentrantToken hook = new ReentrantToken();
        _use(hook);
        vm.prank(alice);
        ledger.deposit(cashOfAlice, 300);
        // The token itself has cash, tokens and an allowance to try with.
        Account cashOfHook = Accounts.cash(address(hook), 0);
        hook.mint(address(hook), 500);
        vm.prank(address(hook));
        hook.approve(address(ledger), 500);
        vm.prank(alice);
        ledger.deposit(cashOfHook, 100);

        bytes[3] memory calls = [
            abi.encodeCall(ILedger.deposit, (cashOfHook, 10)),
            abi.encodeCall(ILedger.withdraw, (cashOfHook, address(hook), 10)),
            abi.encodeCall(ILedger.skim, ())
        ];
        bytes memory refusal = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        for (uint256 i = 0; i < 6; ++i) {
            hook.arm(address(ledger), calls[i % 3], i % 2 == 0);
            vm.prank(alice);
            if (i < 3) ledger.deposit(cashOfAlice, 10);
            else ledger.withdraw(cashOfAlice, alice, 10);
            assertFalse(hook.succeeded(), "refused");
            assertEq(hook.returned(), refusal, "by the guard");
        }
        // Outside of a transfer all of them work.
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(address(hook));
            // solhint-disable-next-line avoid-low-level-calls
            (bool done, ) = address(ledger).call(calls[i]);
            assertTrue(done, "alone");
        }
    }

    function test_ReentrantDepositIsCountedOnce() external {
        ReentrantToken hook = new ReentrantToken();
        _use(hook);
        // Tokens sent in the middle of a deposit make it more than was asked for.
        hook.mint(address(hook), 50);
        hook.arm(address(hook), abi.encodeCall(IERC20.transfer, (address(ledger), 50)), true);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TransferMismatch.selector, 100, 150));
        vm.prank(alice);
        ledger.deposit(cashOfAlice, 100);

        // Cash moved within the ledger meanwhile stays what it is.
        hook.arm(address(0), "", false);
        vm.startPrank(alice);
        ledger.deposit(cashOfAlice, 100);
        ledger.setApproval(cashOfAlice, address(hook), true);
        hook.arm(address(ledger), abi.encodeCall(ILedger.transfer, (cashOfAlice, cashOfBob, 100, 0)), false);
        ledger.deposit(cashOfAlice, 40);
        assertTrue(hook.succeeded(), "transfer");
        assertEq(ledger.balanceOf(cashOfAlice), 40, "alice");
        assertEq(ledger.balanceOf(cashOfBob), 100, "bob");
        assertEq(ledger.total(), hook.balanceOf(address(ledger)), "total");
    }

    function test_RebasingUpGoesToFees() external {
        RebasingToken elastic = new RebasingToken();
        _use(elastic);
        vm.prank(alice);
        ledger.deposit(cashOfAlice, 1_000);
        elastic.rebase(110);
        assertEq(ledger.skim(), 100, "found");
        assertEq(ledger.balanceOf(Accounts.fees(0)), 100, "fees");
        assertEq(ledger.balanceOf(cashOfAlice), 1_000, "the depositor's share stays nominal");
    }

    function test_RebasingDownIsOutOfScope() external {
        RebasingToken elastic = new RebasingToken();
        _use(elastic);
        vm.prank(alice);
        ledger.deposit(cashOfAlice, 1_000);
        elastic.rebase(90);
        assertEq(ledger.total(), 1_000, "the books do not shrink");
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        ledger.skim();
        vm.prank(alice);
        ledger.withdraw(cashOfAlice, alice, 1_000);
        assertEq(elastic.balanceOf(alice), 900, "what is left of it");
    }

    /// @dev A ledger over this token, with 1,000 of it approved by Alice.
    function _use(HostileToken hostile) private {
        ledger = _ledgerOf(IERC20(address(hostile)));
        hostile.mint(alice, 1_000);
        vm.prank(alice);
        hostile.approve(address(ledger), 1_000);
    }
}
