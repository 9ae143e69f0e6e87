// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IBlocks} from "../../../contracts/interfaces/IBlocks.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {ContestTest} from "../contest/ContestTest.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Found: a strip's limit could be 2^24 - 1 ticks in every period. Where nobody sells in one of them, the price
/// that keeps such a strip out has to carry the limits of all, and fits no solution: the firm buy of one lot, never
/// filled and paid back, made every solution of its auction invalid but the baseline.
contract DearStripTest is ContestTest {
    uint32 private constant MOST = 2 ** 24 - 1;

    function setUp() external {
        _setUpContest();
        _sell(0, 0, 100, 10);
        _block(false, 0, 0, 1, 150, 10, 10);
    }

    function test_TheDearestStripCanBeKeptOut() external {
        _strip(false, 0, 0, 3, MOST / 3, 1);
        _bringBaseline();
        // Nobody sells in the second and third period; the first one's orders trade all the same.
        Solution memory s = _solution(_prices(150, 0, MOST - 150), _fills(10, 0));
        _commit(solver, s);
        vm.warp(half);
        _reveal(solver, s);
        assertEq(contest.incumbentOf(id).solver, solver, "cleared");
    }

    function testFuzz_DearerOnesAreRefused(uint32 price, uint256 periods) external {
        periods = bound(periods, 2, WINDOW);
        price = uint32(bound(price, MOST / periods + 1, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(IBlocks.WrongLimit.selector, price));
        this.placeStrip(uint8(periods), price);
    }

    function placeStrip(uint8 periods, uint32 price) external {
        _strip(false, 0, 0, periods, price, 1);
    }
}
