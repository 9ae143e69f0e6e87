// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IContest} from "../../../contracts/interfaces/IContest.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {ContestTest} from "../contest/ContestTest.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice A solver against the commitments of a contest. The rival is the attacker.
contract CommitRevealTest is ContestTest, Report {
    /// @dev All of ten lots at 1.00 and 1.50 go to a strip; or half of them.
    Solution private _best;
    Solution private _less;

    function setUp() external {
        _setUpContest();
        _sell(0, 0, 100, 20);
        _sell(0, 1, 150, 20);
        _strip(false, 0, 0, 2, 200, 10);
        _block(false, 0, 0, 1, 105, 10, 5);
        _bringBaseline();
        _best = _solution(_prices(100, 150, 0), _fills(10, 10));
        _less = _solution(_prices(100, 150, 0), _fills(10, 5));
    }

    function test_ACopyHasNoCommitment() external {
        uint256 before = _wealth(rival);
        _commit(solver, _best);
        // What anyone sees before the reveal is the commitment: of another account it commits to nothing it knows.
        bytes32 seen = contest.commitmentOf(id, solver);
        vm.prank(rival);
        contest.commit(id, seen);
        vm.warp(half);
        vm.expectRevert(abi.encodeWithSelector(IContest.NotCommitted.selector, id, rival));
        _reveal(rival, _best);
        _reveal(solver, _best);
        vm.expectRevert(abi.encodeWithSelector(IContest.NotCommitted.selector, id, rival));
        _reveal(rival, _best);
        vm.warp(deadline);
        contest.forfeit(id, rival);
        contest.conclude(id);
        uint256 cost = before - _wealth(rival);
        assertEq(cost, MAX_TIP, "cost");
        _report(
            "copy a commitment, and its solution when it is revealed",
            string.concat(_usdc(cost), ": the deposit"),
            "nothing: a commitment names its solver"
        );
    }

    function test_NotRevealingCostsTheDeposit() external {
        uint256 before = _wealth(rival);
        _commit(solver, _less);
        _commit(rival, _best);
        vm.warp(half);
        _reveal(solver, _less);
        vm.warp(deadline);
        contest.forfeit(id, rival);
        assertEq(contest.incumbentOf(id).solver, solver, "the best of those that were revealed");
        assertEq(auction.resultOf(id, _seriesOf(0, 0)).volume(), 15, "final all the same");
        uint256 cost = before - _wealth(rival);
        assertEq(cost, MAX_TIP, "cost");
        _report(
            "commit to a solution and never reveal it",
            string.concat(_usdc(cost), ": the deposit"),
            "nothing: the best of the others is the result"
        );
    }

    function test_TheLastCommitmentKnowsNoMore() external {
        uint256 before = _wealth(rival);
        _commit(solver, _best);
        vm.warp(half - 1);
        _commit(rival, _less);
        vm.warp(half);
        // Nobody can commit to anything once the first solution is seen.
        bytes32 commitment = contest.commitmentTo(id, rival, "salt", _best);
        vm.expectRevert(abi.encodeWithSelector(IContest.NotNow.selector, id, close, half));
        vm.prank(rival);
        contest.commit(id, commitment);
        _reveal(solver, _best);
        vm.warp(deadline - 1);
        _reveal(rival, _less);
        vm.warp(deadline);
        contest.conclude(id);
        assertEq(auction.clearerOf(id), solver, "the better one");
        assertEq(_wealth(rival), before, "the deposit is back");
        _report(
            "commit in the last second, reveal in the last second",
            "gas",
            "nothing: a commitment shows no solution, and none can be made once one is seen"
        );
    }

    /// @dev The reward follows from the fees: at higher prices that balance as well they are higher.
    function test_SolvingForFeesWinsAloneOnly() external {
        Solution memory dear = _solution(_prices(105, 150, 0), _fills(10, 10));
        uint256 gain = _rewardAlone(dear) - _rewardAlone(_best);
        assertEq(gain, 20 * 5 * 10, "a side's fees on twenty lots at five more ticks");
        uint256 before = _wealth(rival);
        assertEq(_contestOf(_best, dear), solver, "of as much welfare, but farther from the baseline");
        vm.warp(deadline);
        contest.conclude(id);
        assertEq(_wealth(rival), before, "no reward");
        _report(
            "solve for fees instead of the best prices",
            "nothing",
            string.concat(
                _usdc(gain),
                " on 20 lots at five ticks more, only while nobody else solves, never more than ",
                _usdc(MAX_TIP)
            )
        );
    }

    function _rewardAlone(Solution memory s) private returns (uint256 reward) {
        uint256 state = vm.snapshotState();
        uint256 before = _wealth(rival);
        _commit(rival, s);
        vm.warp(half);
        _reveal(rival, s);
        vm.warp(deadline);
        contest.conclude(id);
        reward = _wealth(rival) - before;
        vm.revertToState(state);
    }

    function _wealth(address who) private view returns (uint256) {
        return ledger.balanceOf(_cash(who)) + ledger.balanceOf(Accounts.solverDeposit(who, id));
    }
}
