// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {vm} from "../utils/Vm.sol";
import {ContestTest} from "./ContestTest.sol";

/// @notice What of the auction belongs to its rooms; what they use it for is tested there.
contract RoomsTest is ContestTest {
    function setUp() external {
        _setUpContest();
        _strip(false, 0, 0, 2, 100, 1);
    }

    function test_OpensBooksForBlocksAlone() external {
        _expectNotRoom(address(contest));
        auction.openBooks(id, _seriesOf(0, 0), 1);
    }

    function test_ClearsTheBaselineForTheContestAlone() external {
        vm.warp(close);
        bytes memory hints = _hintsOf();
        _expectNotRoom(address(blocks));
        auction.clearBaseline(id, keeper, hints);
    }

    function test_ReplacesResultsForTheContestAlone() external {
        _bringBaseline();
        _expectNotRoom(keeper);
        auction.replaceResults(id, keeper, new ResultWord[](6));
    }

    function test_ConcludesForTheContestAlone() external {
        _bringBaseline();
        vm.warp(deadline);
        _expectNotRoom(keeper);
        auction.conclude(id);
    }

    function _expectNotRoom(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IAuction.NotRoom.selector, caller));
        vm.prank(caller);
    }
}
