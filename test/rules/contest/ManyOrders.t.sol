// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVerifier, Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {Solutions} from "../blocks/Solutions.sol";
import {vm} from "../utils/Vm.sol";
import {ContestTest} from "./ContestTest.sol";

/// @notice A list whose fills take more than one word of bits.
contract ManyOrdersTest is ContestTest {
    using Solutions for Solution;

    uint32 private constant COUNT = 260;

    function setUp() external {
        _setUpContest();
        _sell(0, 0, 100, COUNT);
        for (uint32 i = 0; i < COUNT; ++i) _block(false, 0, 0, 1, 100 + uint32(_gain(i)), 1, 1);
        _bringBaseline();
    }

    function testFuzz_EachBitIsAnOrder(uint256 first, uint256 then_) external view {
        uint256[] memory fills = new uint256[](COUNT);
        uint256 welfare;
        uint256 gap;
        for (uint256 i = 0; i < COUNT; ++i) {
            fills[i] = (i < 256 ? first >> i : then_ >> (i - 256)) & 1;
            if (fills[i] == 1) welfare += _gain(i) * TICK;
            else gap += _gain(i) * TICK;
        }
        Solution memory s = _plan(_prices(100, 0, 0), fills);
        (s.welfare, s.gap) = (uint128(welfare), uint128(gap));
        _verify(s);
    }

    function test_ABitBeyondTheLastOrderIsRefused() external {
        Solution memory s = _plan(_prices(100, 0, 0), new uint256[](COUNT));
        s.accepted[32] = 0x08;
        _refused(s, abi.encodeWithSelector(IVerifier.WrongFills.selector));
        s.accepted[32] = 0x10;
        s.state(verifier, id, list);
        // The last order's limit is one tick above the price.
        assertEq(_verify(s).welfare, TICK, "the last order");
    }

    function test_EarlierOrdersOfTheSecondWordWin() external {
        Solution memory earlier = _filling(256);
        Solution memory later = _filling(258);
        uint256 state = vm.snapshotState();
        assertEq(_contestOf(earlier, later), solver, "revealed first");
        vm.revertToState(state);
        assertEq(_contestOf(later, earlier), rival, "revealed last");
        assertEq(contest.filledOf(id, 256, 1), 1, "filled");
        assertEq(contest.filledOf(id, 258, 1), 0, "not filled");
        assertEq(contest.filledOf(id, 259, 1), 1, "filled");
    }

    /// @dev Ticks that an order gains at 1.00: different ones in the first word, none or one in the second.
    function _gain(uint256 i) private pure returns (uint256) {
        return i < 256 ? i % 50 : i % 2;
    }

    /// @dev An order without gain, and the last one.
    function _filling(uint256 index) private view returns (Solution memory) {
        uint256[] memory fills = new uint256[](COUNT);
        (fills[index], fills[COUNT - 1]) = (1, 1);
        return _solution(_prices(100, 0, 0), fills);
    }
}
