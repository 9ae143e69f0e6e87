// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Account, Accounts, Kind} from "../../../contracts/types/Account.sol";
import {Code} from "../../../contracts/types/Memo.sol";
import {vm} from "../utils/Vm.sol";
import {LedgerTest} from "./LedgerTest.sol";

contract DepositTest is LedgerTest {
    bytes32 private constant PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    struct Signature {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    // -- deposit ---------------------------------------------------------------------------------------

    function test_DepositRevertsWhenNotCash() external {
        Account[] memory wrong = _notCash();
        token.mint(alice, 100);
        vm.startPrank(alice);
        token.approve(address(ledger), 100);
        for (uint256 i = 0; i < wrong.length; ++i) {
            _expectWrongAccount(wrong[i]);
            ledger.deposit(wrong[i], 100);
        }
    }

    function test_DepositRevertsWhenZero() external {
        vm.expectRevert(ILedger.ZeroAmount.selector);
        vm.prank(alice);
        ledger.deposit(cashOfAlice, 0);
    }

    function test_DepositRevertsWithoutTokens() external {
        token.mint(alice, 99);
        vm.startPrank(alice);
        token.approve(address(ledger), 100);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, 99, 100));
        ledger.deposit(cashOfAlice, 100);
    }

    function test_DepositRevertsWithoutAllowance() external {
        token.mint(alice, 100);
        vm.startPrank(alice);
        token.approve(address(ledger), 99);
        _expectInsufficientAllowance(99, 100);
        ledger.deposit(cashOfAlice, 100);
    }

    function testFuzz_DepositCredits(uint256 first, uint256 second, uint16 desk) external {
        first = bound(first, 1, type(uint256).max - 1);
        second = bound(second, 1, type(uint256).max - first);
        Account account = Accounts.cash(alice, desk);
        token.mint(alice, first + second);
        vm.startPrank(alice);
        token.approve(address(ledger), type(uint256).max);
        _expectPosted(Accounts.OUTSIDE, account, first, _memo(Code.Deposit, 0));
        ledger.deposit(account, first);
        assertEq(ledger.balanceOf(account), first, "first");
        ledger.deposit(account, second);
        assertEq(ledger.balanceOf(account), first + second, "both");
        assertEq(ledger.total(), first + second, "total");
        assertEq(token.balanceOf(address(ledger)), first + second, "tokens");
        assertEq(ledger.balanceOf(Accounts.OUTSIDE), 0, "the world outside holds nothing");
    }

    function test_DepositForAnother() external {
        _deposit(bob, Accounts.cash(alice, 3), 40);
        assertEq(ledger.balanceOf(Accounts.cash(alice, 3)), 40, "desk");
        assertEq(ledger.balanceOf(cashOfAlice), 0, "another desk");
        assertEq(ledger.balanceOf(cashOfBob), 0, "who paid");
    }

    // -- with permit -----------------------------------------------------------------------------------

    function test_DepositWithPermitRevertsWhenNotCash() external {
        Account[] memory wrong = _notCash();
        token.mint(alice, 100);
        Signature memory sig = _sign("alice", alice, 100, block.timestamp);
        for (uint256 i = 0; i < wrong.length; ++i) {
            _expectWrongAccount(wrong[i]);
            _depositWithPermit(wrong[i], 100, block.timestamp, sig);
        }
    }

    function test_DepositWithPermitRevertsWhenZero() external {
        Signature memory sig = _sign("alice", alice, 0, block.timestamp);
        vm.expectRevert(ILedger.ZeroAmount.selector);
        _depositWithPermit(cashOfAlice, 0, block.timestamp, sig);
    }

    function test_DepositWithPermitCredits() external {
        token.mint(alice, 100);
        Signature memory sig = _sign("alice", alice, 100, block.timestamp);
        _expectPosted(Accounts.OUTSIDE, cashOfBob, 100, _memo(Code.Deposit, 0));
        _depositWithPermit(cashOfBob, 100, block.timestamp, sig);
        assertEq(ledger.balanceOf(cashOfBob), 100, "balance");
        assertEq(token.nonces(alice), 1, "the permit is used");
        assertEq(token.allowance(alice, address(ledger)), 0, "allowance");
    }

    function test_DepositWithPermitSurvivesFrontRunning() external {
        token.mint(alice, 100);
        Signature memory sig = _sign("alice", alice, 100, block.timestamp);
        vm.prank(stranger);
        token.permit(alice, address(ledger), 100, block.timestamp, sig.v, sig.r, sig.s);
        _depositWithPermit(cashOfAlice, 100, block.timestamp, sig);
        assertEq(ledger.balanceOf(cashOfAlice), 100, "balance");
        _expectInsufficientAllowance(0, 100);
        _depositWithPermit(cashOfAlice, 100, block.timestamp, sig);
    }

    function test_DepositWithPermitRevertsWhenForged() external {
        token.mint(alice, 100);
        Signature memory another = _sign("bob", alice, 100, block.timestamp);
        Signature memory less = _sign("alice", alice, 99, block.timestamp);
        _expectInsufficientAllowance(0, 100);
        _depositWithPermit(cashOfAlice, 100, block.timestamp, another);
        _expectInsufficientAllowance(0, 100);
        _depositWithPermit(cashOfAlice, 100, block.timestamp, less);
    }

    function test_DepositWithPermitRevertsWhenExpired() external {
        token.mint(alice, 100);
        Signature memory sig = _sign("alice", alice, 100, block.timestamp);
        uint256 deadline = block.timestamp;
        vm.warp(deadline + 1);
        _expectInsufficientAllowance(0, 100);
        _depositWithPermit(cashOfAlice, 100, deadline, sig);
    }

    function test_DepositWithPermitUsesTheAllowance() external {
        token.mint(alice, 100);
        vm.prank(alice);
        token.approve(address(ledger), 100);
        _depositWithPermit(cashOfAlice, 100, 0, Signature(27, bytes32(0), bytes32(0)));
        assertEq(ledger.balanceOf(cashOfAlice), 100, "balance");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _depositWithPermit(Account to, uint256 amount, uint256 deadline, Signature memory sig) private {
        vm.prank(alice);
        ledger.depositWithPermit(to, amount, deadline, sig.v, sig.r, sig.s);
    }

    /// @dev One account of every kind but Cash, and cash accounts that are not well-formed.
    function _notCash() private view returns (Account[] memory wrong) {
        wrong = new Account[](uint256(uint8(type(Kind).max)) + 2);
        for (uint8 kind = 0; kind <= uint8(type(Kind).max); ++kind) {
            wrong[kind] = cashOfAlice.sibling(Kind(kind), 0);
        }
        wrong[uint8(Kind.Cash)] = Accounts.cash(address(0), 1);
        wrong[wrong.length - 1] = cashOfAlice.sibling(Kind.Cash, 1);
    }

    function _expectInsufficientAllowance(uint256 allowance, uint256 needed) private {
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(ledger), allowance, needed)
        );
    }

    function _sign(
        string memory signer,
        address owner,
        uint256 amount,
        uint256 deadline
    ) private returns (Signature memory sig) {
        (, uint256 key) = makeAddrAndKey(signer);
        bytes32 structHash = keccak256(
            abi.encode(PERMIT, owner, address(ledger), amount, token.nonces(owner), deadline)
        );
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash));
        (sig.v, sig.r, sig.s) = vm.sign(key, digest);
    }
}
