// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {IContest, Incumbent} from "../../../contracts/interfaces/IContest.sol";
import {IVerifier} from "../../../contracts/interfaces/IVerifier.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {vm} from "../utils/Vm.sol";
import {ContestTest} from "./ContestTest.sol";

contract BaselineTest is ContestTest {
    function setUp() external {
        _setUpContest();
        _sell(0, 0, 100, 20);
        _buy(0, 0, 110, 5);
    }

    function test_IsTheIncumbent() external {
        _strip(false, 0, 0, 2, 200, 15);
        vm.warp(close);
        bytes memory hints = _hintsOf();
        uint256 gap = 15 * (400 - 100 - 199) * TICK;
        vm.expectEmit(address(contest));
        emit IContest.IncumbentReplaced(id, keeper, 50 * TICK, gap, 0, "", "");
        vm.prank(keeper);
        contest.baseline(id, hints, list);
        Incumbent memory best = contest.incumbentOf(id);
        assertEq(best.solver, keeper, "solver");
        assertEq(best.welfare, 50 * TICK, "welfare");
        assertEq(best.gap, gap, "gap");
        assertEq(best.distance, 0, "distance");
        assertFalse(best.exact, "the strip has a regret");
        assertFalse(best.concluded, "concluded");
        assertEq(contest.filledOf(id, 0, 15), 0, "filled");
        assertEq(auction.clearerOf(id), keeper, "clearer");
    }

    function test_ChangesNothingBeforeTheDeadline() external {
        _strip(false, 0, 0, 2, 200, 15);
        uint256 fees = ledger.balanceOf(_fees());
        _bringBaseline();
        ResultWord result = _resultOf(0, 0);
        assertEq(result.price(), 100, "price");
        assertEq(result.volume(), 5, "volume");
        assertTrue(result.contested(), "contested");
        assertFalse(auction.resultOf(id, _seriesOf(0, 0)).exists(), "not final");
        assertEq(ledger.balanceOf(_fees()), fees, "no fees");
        assertEq(ledger.balanceOf(_cash(keeper)), 0, "no tip");
        assertEq(auction.referenceOf(id, _seriesOf(0, 0)), 200, "no reference moves");
        vm.warp(deadline - 1);
        assertFalse(auction.resultOf(id, _seriesOf(0, 0)).exists(), "not final");
        vm.warp(deadline);
        ResultWord last = auction.resultOf(id, _seriesOf(0, 0));
        assertEq(ResultWord.unwrap(last), ResultWord.unwrap(result), "final");
    }

    function test_IsBroughtInTheSolvingTime() external {
        _strip(false, 0, 0, 2, 200, 15);
        bytes memory hints = _hintsOf();
        bytes memory reason = abi.encodeWithSelector(IAuction.AuctionNotSolving.selector, id, close, deadline);
        vm.warp(close - 1);
        vm.expectRevert(reason);
        contest.baseline(id, hints, list);
        vm.warp(deadline);
        vm.expectRevert(reason);
        contest.baseline(id, hints, list);
        vm.warp(deadline - 1);
        contest.baseline(id, hints, list);
    }

    function test_RevertsTheSecondTime() external {
        _strip(false, 0, 0, 2, 200, 15);
        _bringBaseline();
        bytes memory hints = _hintsOf();
        vm.expectRevert(abi.encodeWithSelector(IAuction.AlreadyCleared.selector, id));
        contest.baseline(id, hints, list);
    }

    function test_RevertsForOtherHints() external {
        _strip(false, 0, 0, 2, 200, 15);
        vm.warp(close);
        bytes memory hints = _hintsOf();
        hints[1] = bytes1(uint8(hints[1]) + 1);
        vm.expectRevert(abi.encodeWithSelector(IAuction.NotClearing.selector, _seriesOf(0, 0), 100 - BASE, 101 - BASE));
        contest.baseline(id, hints, list);
        vm.expectRevert(abi.encodeWithSelector(IAuction.HintsLength.selector, 0, 12));
        contest.baseline(id, "", list);
    }

    function test_RevertsForAnotherList() external {
        _strip(false, 0, 0, 2, 200, 15);
        vm.warp(close);
        bytes memory hints = _hintsOf();
        vm.expectRevert(abi.encodeWithSelector(IVerifier.WrongList.selector, id));
        contest.baseline(id, hints, "");
        list[13] = 0x01;
        vm.expectRevert(abi.encodeWithSelector(IVerifier.WrongList.selector, id));
        contest.baseline(id, hints, list);
        assertEq(auction.clearerOf(id), address(0), "nothing was cleared");
    }

    function test_RevertsWithoutBlocks() external {
        vm.warp(close);
        bytes memory hints = _hintsOf();
        vm.expectRevert(abi.encodeWithSelector(IVerifier.NoBlocks.selector, id));
        contest.baseline(id, hints, "");
        auction.clear(id, hints);
    }

    function test_IsTheOnlyClearingOfAContestedAuction() external {
        _strip(false, 0, 0, 2, 200, 15);
        vm.warp(close);
        bytes memory hints = _hintsOf();
        vm.expectRevert(abi.encodeWithSelector(IAuction.HasBlocks.selector, id));
        auction.clear(id, hints);
    }
}
