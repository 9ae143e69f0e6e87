// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IContest} from "../../../contracts/interfaces/IContest.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IVerifier, Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {vm} from "../utils/Vm.sol";
import {ContestTest} from "./ContestTest.sol";

contract CommitTest is ContestTest {
    bytes32 private constant ANY = keccak256("any");

    function setUp() external {
        _setUpContest();
    }

    function test_RevertsWithoutBlocks() external {
        _buy(0, 0, 100, 1);
        vm.warp(close);
        vm.expectRevert(abi.encodeWithSelector(IVerifier.NoBlocks.selector, id));
        contest.commit(id, ANY);
    }

    function test_RevertsForNothing() external {
        _strip(false, 0, 0, 2, 100, 1);
        vm.warp(close);
        vm.expectRevert(abi.encodeWithSelector(IContest.NotCommitted.selector, id, solver));
        vm.prank(solver);
        contest.commit(id, 0);
    }

    function test_CommitsInTheFirstHalf() external {
        _strip(false, 0, 0, 2, 100, 1);
        bytes memory reason = abi.encodeWithSelector(IContest.NotNow.selector, id, close, half);
        vm.warp(close - 1);
        vm.expectRevert(reason);
        _commitAny();
        vm.warp(close);
        _commitAny();
        vm.warp(half - 1);
        _commitAny();
        vm.warp(half);
        vm.expectRevert(reason);
        _commitAny();
    }

    function test_TakesTheDepositOnce() external {
        _strip(false, 0, 0, 2, 100, 1);
        vm.warp(close);
        uint256 before = ledger.balanceOf(_cash(solver));
        vm.expectEmit(address(contest));
        emit IContest.SolutionCommitted(id, solver, ANY);
        _commitAny();
        assertEq(ledger.balanceOf(_cash(solver)), before - MAX_TIP, "taken");
        assertEq(ledger.balanceOf(Accounts.solverDeposit(solver, id)), MAX_TIP, "deposit");
        assertEq(contest.commitmentOf(id, solver), ANY, "commitment");
        vm.prank(solver);
        contest.commit(id, keccak256("another"));
        assertEq(ledger.balanceOf(_cash(solver)), before - MAX_TIP, "once");
        assertEq(contest.commitmentOf(id, solver), keccak256("another"), "replaced");
        assertEq(contest.commitmentOf(id, rival), bytes32(0), "nobody else's");
    }

    function test_RevertsWithoutCashForTheDeposit() external {
        _strip(false, 0, 0, 2, 100, 1);
        vm.warp(close);
        address poor = _user("poor", MAX_TIP - 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, _cash(poor), MAX_TIP - 1, MAX_TIP));
        vm.prank(poor);
        contest.commit(id, ANY);
    }

    function testFuzz_IsBoundToAllOfIt(Solution calldata s, bytes32 salt, uint64 auction_, address who) external view {
        bytes32 commitment = contest.commitmentTo(auction_, who, salt, s);
        assertEq(commitment, keccak256(abi.encode(auction_, who, salt, s)), "of all its parts");
        assertNotEq(commitment, contest.commitmentTo(auction_ ^ 1, who, salt, s), "another auction");
        assertNotEq(commitment, contest.commitmentTo(auction_, address(uint160(who) ^ 1), salt, s), "another solver");
        assertNotEq(commitment, contest.commitmentTo(auction_, who, salt ^ bytes32(uint256(1)), s), "another salt");
        Solution memory other = s;
        other.gap ^= 1;
        assertNotEq(commitment, contest.commitmentTo(auction_, who, salt, other), "another solution");
    }

    function _commitAny() private {
        vm.prank(solver);
        contest.commit(id, ANY);
    }
}
