// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {IContest, Incumbent} from "../../../contracts/interfaces/IContest.sol";
import {IVerifier, Solution, Verdict} from "../../../contracts/interfaces/IVerifier.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {vm} from "../utils/Vm.sol";
import {ContestTest} from "./ContestTest.sol";

contract RevealTest is ContestTest {
    Solution private _all;
    Solution private _part;

    function setUp() external {
        _setUpContest();
        _sell(0, 0, 100, 20);
        _buy(0, 0, 110, 5);
        _sell(0, 1, 150, 20);
        _strip(false, 0, 0, 2, 200, 10);
        _block(false, 0, 0, 1, 105, 5, 2);
    }

    function test_TheBestIsTheResult() external {
        _start();
        uint256 cash = ledger.balanceOf(_cash(solver));
        _commit(solver, _all);
        vm.warp(half);
        Verdict memory verdict = _verify(_all);
        for (uint256 o = 0; o < 2; ++o) {
            vm.expectEmit(address(auction));
            emit IAuction.SeriesCleared(id, _seriesOf(0, o), verdict.results[o]);
        }
        vm.expectEmit(address(contest));
        emit IContest.IncumbentReplaced(
            id,
            solver,
            verdict.welfare,
            verdict.gap,
            verdict.distance,
            _all.accepted,
            _all.partials
        );
        _reveal(solver, _all);
        Incumbent memory best = contest.incumbentOf(id);
        assertEq(best.solver, solver, "solver");
        assertEq(best.welfare, _all.welfare, "welfare");
        assertEq(best.gap, _all.gap, "gap");
        assertEq(best.distance, verdict.distance, "distance");
        assertTrue(best.exact, "exact");
        assertEq(auction.clearerOf(id), solver, "clearer");
        for (uint256 o = 0; o < 2; ++o) {
            assertEq(ResultWord.unwrap(_resultOf(0, o)), ResultWord.unwrap(verdict.results[o]), "result");
        }
        assertFalse(_resultOf(0, 2).exists(), "no orders, no result");
        assertEq(contest.filledOf(id, 0, 10), 10, "the strip");
        assertEq(contest.filledOf(id, 1, 5), 5, "the block");
        assertEq(ledger.balanceOf(_cash(solver)), cash, "the deposit is back");
        assertEq(contest.commitmentOf(id, solver), bytes32(0), "done");
    }

    function test_ABeatenOneGetsItsDepositBack() external {
        _start();
        uint256 cash = ledger.balanceOf(_cash(rival));
        _commit(solver, _all);
        _commit(rival, _part);
        vm.warp(half);
        _reveal(solver, _all);
        vm.expectEmit(address(contest));
        emit IContest.SolutionBeaten(id, rival, _part.welfare);
        _reveal(rival, _part);
        assertEq(contest.incumbentOf(id).solver, solver, "the best stays");
        assertEq(contest.filledOf(id, 1, 5), 5, "with its fills");
        assertEq(ledger.balanceOf(_cash(rival)), cash, "the deposit is back");
        assertEq(ledger.balanceOf(Accounts.solverDeposit(rival, id)), 0, "deposit");
    }

    function test_ReplacesTheBest() external {
        _start();
        _commit(solver, _part);
        _commit(rival, _all);
        vm.warp(half);
        _reveal(solver, _part);
        assertEq(contest.filledOf(id, 1, 5), 2, "in part");
        _reveal(rival, _all);
        assertEq(contest.incumbentOf(id).solver, rival, "replaced");
        assertEq(contest.filledOf(id, 1, 5), 5, "in full");
        assertEq(auction.clearerOf(id), rival, "clearer");
    }

    function test_RevealsInTheSecondHalf() external {
        _start();
        _commit(solver, _all);
        bytes memory reason = abi.encodeWithSelector(IContest.NotNow.selector, id, half, deadline);
        vm.warp(half - 1);
        vm.expectRevert(reason);
        _reveal(solver, _all);
        vm.warp(deadline);
        vm.expectRevert(reason);
        _reveal(solver, _all);
        vm.warp(deadline - 1);
        _reveal(solver, _all);
        assertEq(contest.incumbentOf(id).solver, solver, "in the last second");
    }

    function test_RevertsWithoutACommitmentToIt() external {
        _start();
        _commit(solver, _all);
        vm.warp(half);
        bytes memory reason = abi.encodeWithSelector(IContest.NotCommitted.selector, id, solver);
        vm.expectRevert(reason);
        _reveal(solver, _part);
        vm.expectRevert(reason);
        vm.prank(solver);
        contest.reveal(id, _all, "pepper", list);
        vm.expectRevert(abi.encodeWithSelector(IContest.NotCommitted.selector, id, rival));
        _reveal(rival, _all);
        _reveal(solver, _all);
        vm.expectRevert(reason);
        _reveal(solver, _all); // a second time
    }

    function test_OnlyTheLastCommitmentCounts() external {
        _start();
        _commit(solver, _part);
        _commit(solver, _all);
        vm.warp(half);
        vm.expectRevert(abi.encodeWithSelector(IContest.NotCommitted.selector, id, solver));
        _reveal(solver, _part);
        _reveal(solver, _all);
    }

    function test_RevertsWithoutABaseline() external {
        uint256 state = vm.snapshotState();
        _start();
        Solution memory s = _all;
        vm.revertToState(state);
        vm.warp(close);
        _commit(solver, s);
        vm.warp(half);
        vm.expectRevert(abi.encodeWithSelector(IContest.NoBaseline.selector, id));
        _reveal(solver, s);
        // Its solver can bring it.
        _bringBaseline();
        _reveal(solver, s);
        assertEq(contest.incumbentOf(id).solver, solver, "revealed");
    }

    function test_ARefusedOneKeepsTheDeposit() external {
        _start();
        Solution memory s = _all;
        ++s.welfare;
        _commit(solver, s);
        vm.warp(half);
        vm.expectRevert(abi.encodeWithSelector(IVerifier.Misstated.selector, s.welfare - 1, s.gap));
        _reveal(solver, s);
        assertEq(ledger.balanceOf(Accounts.solverDeposit(solver, id)), MAX_TIP, "deposit");
        assertEq(contest.incumbentOf(id).solver, keeper, "the baseline stays");
    }

    function test_LessWelfareNeedsNoVerifying() external {
        _start();
        Solution memory s;
        s.welfare = contest.incumbentOf(id).welfare - 1;
        _commit(solver, s);
        vm.warp(half);
        _reveal(solver, s);
        assertEq(ledger.balanceOf(Accounts.solverDeposit(solver, id)), 0, "revealed");
        assertEq(contest.incumbentOf(id).solver, keeper, "the baseline stays");
    }

    /// @dev The baseline, a solution that fills all orders, and one that fills the block in part.
    function _start() private {
        _bringBaseline();
        _all = _solution(_prices(100, 150, 0), _fills(10, 5));
        _part = _solution(_prices(100, 150, 0), _fills(10, 2));
    }
}
