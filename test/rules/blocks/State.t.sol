// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AuctionState} from "../../../contracts/periphery/AuctionLens.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {BlocksTest} from "./BlocksTest.sol";
import {vm} from "../utils/Vm.sol";

contract StateTest is BlocksTest {
    uint256 private _deadline;

    function setUp() public override {
        super.setUp();
        (, , _deadline) = lens.timesOf(day);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series + 3, 4, 210, 20), 1);
    }

    function test_IsVoidWithoutABaseline() external {
        vm.warp(_deadline - 1);
        assertTrue(lens.stateOf(day) == AuctionState.Solve, "before");
        vm.warp(_deadline);
        assertTrue(lens.stateOf(day) == AuctionState.Void, "after");
    }

    function test_IsSolvingUntilItsDeadline() external {
        _bringBaseline(day);
        assertTrue(lens.stateOf(day) == AuctionState.Solve, "at once");
        vm.warp(_deadline - 1);
        assertTrue(lens.stateOf(day) == AuctionState.Solve, "in its last second");
    }

    function test_IsFinalFromItsDeadline() external {
        _bringBaseline(day);
        vm.warp(_deadline);
        assertTrue(lens.stateOf(day) == AuctionState.Final, "not concluded");
        contest.conclude(day);
        assertTrue(lens.stateOf(day) == AuctionState.Final, "concluded");
    }
}
