// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Incumbent} from "../../../contracts/interfaces/IContest.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {vm} from "../utils/Vm.sol";
import {ContestTest} from "./ContestTest.sol";

/// @notice Which of two solutions is the better one, step by step, whichever is revealed first.
contract OrderTest is ContestTest {
    function setUp() external {
        _setUpContest();
    }

    function test_MoreWelfareWins() external {
        _sell(0, 0, 100, 10);
        _block(false, 0, 0, 1, 120, 10, 10);
        _block(false, 0, 0, 1, 119, 9, 9);
        _bringBaseline();
        // Not the one of more lots in the list, or nearer the baseline's 87: the one of more welfare.
        Solution memory more = _solution(_prices(120, 0, 0), _fills(10, 0));
        Solution memory less = _solution(_prices(100, 0, 0), _fills(0, 9));
        assertGt(more.welfare, less.welfare, "welfare");
        _wins(more, less);
    }

    function test_ABaselineWithAStripsRegretLosesAtEqualWelfare() external {
        _unfillable();
        assertFalse(contest.incumbentOf(id).exact, "the strip would have gained");
        Solution memory s = _solution(_prices(100, 220, 0), _fills(0));
        assertEq(s.welfare, contest.incumbentOf(id).welfare, "as much welfare");
        _commit(solver, s);
        vm.warp(half);
        _reveal(solver, s);
        Incumbent memory best = contest.incumbentOf(id);
        assertEq(best.solver, solver, "replaced");
        assertTrue(best.exact, "exact");
        assertEq(best.distance, 21, "distance");
    }

    function test_AnExactBaselineStandsAtEqualWelfare() external {
        _sell(0, 0, 100, 10);
        _buy(0, 0, 120, 10);
        _strip(false, 0, 0, 2, 90, 5);
        _bringBaseline();
        assertTrue(contest.incumbentOf(id).exact, "exact");
        assertEq(_resultOf(0, 0).price(), 110, "the middle");
        Solution memory s = _solution(_prices(111, 199, 0), _fills(0));
        _commit(solver, s);
        vm.warp(half);
        _reveal(solver, s);
        assertEq(contest.incumbentOf(id).solver, keeper, "the baseline is nearer to itself");
    }

    function test_NearerPricesWin() external {
        _unfillable();
        _wins(_solution(_prices(100, 220, 0), _fills(0)), _solution(_prices(100, 221, 0), _fills(0)));
    }

    function test_LowerPricesWin() external {
        // Two empty periods with the middle 199: two ticks are missing, in whichever of them.
        _strip(false, 0, 0, 2, 200, 5);
        _bringBaseline();
        Solution memory low = _solution(_prices(199, 201, 0), _fills(0));
        Solution memory even = _solution(_prices(200, 200, 0), _fills(0));
        _wins(low, even);
    }

    function test_LowerPricesOfLaterPeriodsAndProductsWin() external {
        // The first period is as good in both, and the second product's the last to count.
        _strip(false, 0, 1, 2, 200, 5);
        _strip(false, 1, 0, 2, 200, 5);
        _bringBaseline();
        uint256[] memory low = _prices(0, 200, 200);
        uint256[] memory high = _prices(0, 200, 200);
        (low[3], low[4], high[3], high[4]) = (199, 201, 200, 200);
        _wins(_solution(low, _fills(0, 0)), _solution(high, _fills(0, 0)));
    }

    function test_EarlierOrdersWin() external {
        _equalStrips();
        _wins(_filling(5, 0, 0), _filling(0, 5, 0));
    }

    function test_AnEarlierOrderInFullWins() external {
        _equalStrips();
        _wins(_filling(0, 5, 0), _filling(4, 1, 0));
    }

    function test_AnEarlierPartWins() external {
        _equalStrips();
        _wins(_filling(1, 0, 0), _filling(0, 4, 0));
    }

    function test_MoreOfAnEarlierPartWins() external {
        _equalStrips();
        _wins(_filling(4, 0, 0), _filling(3, 2, 0));
    }

    function test_OneMorePartWins() external {
        _equalStrips();
        _wins(_filling(3, 1, 1), _filling(3, 1, 0));
    }

    function test_TheSixthPartIsInAnotherWord() external {
        _sell(0, 0, 100, 6);
        _sell(0, 1, 100, 6);
        for (uint256 i = 0; i < 6; ++i) _strip(false, 0, 0, 2, 100, 2);
        _bringBaseline();
        uint256[] memory fills = new uint256[](6);
        for (uint256 i = 0; i < 5; ++i) fills[i] = 1;
        Solution memory five = _solution(_prices(100, 100, 0), fills);
        fills[5] = 1;
        Solution memory six = _solution(_prices(100, 100, 0), fills);
        _wins(six, five);
        for (uint256 i = 0; i < 6; ++i) assertEq(contest.filledOf(id, i, 2), 1, "filled");
        assertEq(contest.incumbentOf(id).partialWords, 2, "words");
    }

    function test_TheSameSolutionIsNotBetter() external {
        _equalStrips();
        assertEq(_contestOf(_filling(3, 1, 1), _filling(3, 1, 1)), solver, "the one that came first");
    }

    function test_WhatABeatenOneFilledIsForgotten() external {
        _equalStrips();
        _wins(_filling(5, 0, 0), _filling(3, 1, 1));
        assertEq(contest.filledOf(id, 0, 5), 5, "in full");
        assertEq(contest.filledOf(id, 1, 5), 0, "no part is left over");
        assertEq(contest.filledOf(id, 2, 5), 0, "nor this one");
    }

    /// @dev The better one wins whichever is revealed first. Leaves it revealed last.
    function _wins(Solution memory better, Solution memory worse) private {
        uint256 state = vm.snapshotState();
        assertEq(_contestOf(better, worse), solver, "revealed first");
        vm.revertToState(state);
        assertEq(_contestOf(worse, better), rival, "revealed last");
    }

    /// @dev The first period trades at 100, nobody sells in the second one: a strip wants both for 320 and finds 299.
    function _unfillable() private {
        _sell(0, 0, 100, 10);
        _buy(0, 0, 100, 10);
        _strip(false, 0, 0, 2, 160, 5);
        _bringBaseline();
    }

    /// @dev Three strips that pay just what five lots of both periods cost.
    function _equalStrips() private {
        _sell(0, 0, 100, 5);
        _sell(0, 1, 100, 5);
        for (uint256 i = 0; i < 3; ++i) _strip(false, 0, 0, 2, 100, 5);
        _bringBaseline();
    }

    function _filling(uint256 a, uint256 b, uint256 c) private view returns (Solution memory) {
        uint256[] memory fills = new uint256[](3);
        (fills[0], fills[1], fills[2]) = (a, b, c);
        return _solution(_prices(100, 100, 0), fills);
    }
}
