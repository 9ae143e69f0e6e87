// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {FullExchange} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";

contract ShiftTest is FullExchange {
    bytes32 private constant HASH = keccak256("a block");
    bytes32 private constant OTHER_HASH = keccak256("another block");
    uint32 private constant LOTS = 1_000;

    address private provider;
    address private holder;
    uint64 private early;
    uint64 private later;

    /// @dev Two hours of one day with the same lines: two commitments, two nominations.
    function setUp() public {
        _deploy();
        _listDefault();
        provider = _provider("provider", 100_000 * USDC, 10_000 * USDC, 10_000);
        holder = _user("holder", 1_000 * USDC);
        early = _series(24);
        later = _series(34);
        for (uint256 i = 0; i < 2; ++i) {
            uint64 series = i == 0 ? early : later;
            _giveShort(provider, series, 3 * LOTS, 200, 200);
            _giveLong(holder, series, 3 * LOTS);
            _commit(provider, series, LOTS);
            _commit(provider, series, LOTS);
            _nominate(holder, series, LOTS);
            _nominate(holder, series, LOTS / 2);
        }
    }

    // -- armShift --------------------------------------------------------------------------------------

    function test_ArmRevertsWhileTheGateIsOpen() external {
        uint256 closes = _startOf(early) - 15 minutes;
        vm.warp(closes - 1);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.GateOpen.selector, early, closes));
        delivery.armShift(early);
    }

    function test_ArmNamesTheNextBlock() external {
        _closeGate(early);
        vm.expectEmit(address(delivery));
        emit IDelivery.ShiftArmed(early, true, uint64(block.number + 1));
        delivery.armShift(early);
        (uint64 named, uint192 seed) = delivery.seedOf(product, Ids.dayOf(later));
        assertEq(named, block.number + 1, "block");
        assertEq(seed, 0, "no seed yet");
    }

    function test_ArmKeepsItsBlock() external {
        uint256 named = _arm(early);
        vm.roll(named + 256);
        vm.setBlockhash(named, HASH);
        delivery.armShift(early);
        assertEq(_dayBlock(), named, "the same block");
    }

    function test_ArmAgainWhenMissed() external {
        uint256 named = _arm(early);
        vm.roll(named + 257);
        delivery.armShift(early);
        assertEq(_dayBlock(), block.number + 1, "another block");
    }

    function test_ArmKeepsTheSeed() external {
        _fixShift(early, HASH);
        uint256 named = _dayBlock();
        vm.roll(named + 1_000);
        _closeGate(later);
        delivery.armShift(later);
        assertEq(_dayBlock(), named, "the same block");
    }

    function test_ArmALateSeries() external {
        _fixShift(early, HASH);
        _nominate(holder, later, 100);
        _closeGate(later);
        vm.expectEmit(address(delivery));
        emit IDelivery.ShiftArmed(later, false, uint64(block.number + 1));
        delivery.armShift(later);
        assertEq(delivery.linesOf(later).place(), block.number + 1, "block of the series");
        vm.roll(block.number + 1);
        delivery.armShift(later);
        assertEq(delivery.linesOf(later).place(), block.number, "kept");
    }

    function test_ArmALateSeriesAgainWhenMissed() external {
        _fixShift(early, HASH);
        _nominate(holder, later, 100);
        uint256 named = _arm(later);
        vm.roll(named + 257);
        delivery.armShift(later);
        assertEq(delivery.linesOf(later).place(), block.number + 1, "another block");
    }

    function test_ArmKeepsAFixedShift() external {
        _fixShift(early, HASH);
        _nominate(holder, later, 100);
        _fixShift(later, OTHER_HASH);
        uint32 shift = delivery.shiftOf(later);
        vm.roll(block.number + 1_000);
        delivery.armShift(later);
        assertEq(delivery.shiftOf(later), shift, "shift");
    }

    // -- fixShift --------------------------------------------------------------------------------------

    function test_FixRevertsWhileTheGateIsOpen() external {
        uint256 closes = _startOf(early) - 15 minutes;
        vm.warp(closes - 1);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.GateOpen.selector, early, closes));
        delivery.fixShift(early);
    }

    function test_FixRevertsWithoutABlock() external {
        _closeGate(early);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.ShiftPending.selector, early, 0));
        delivery.fixShift(early);
        uint256 named = _arm(early);
        vm.roll(named);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.ShiftPending.selector, early, named));
        delivery.fixShift(early);
        vm.roll(named + 257);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.ShiftPending.selector, early, named));
        delivery.fixShift(early);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.ShiftPending.selector, early, named));
        delivery.assignmentOf(early, 0, 0);
    }

    function test_FixNeedsNoSeedForOneEntry() external {
        uint64 series = _series(30);
        _giveShort(provider, series, 10, 200, 200);
        _giveLong(holder, series, 9);
        _commit(provider, series, 10);
        _nominate(holder, series, 4);
        _nominate(holder, series, 5);
        _closeGate(series);
        assertEq(delivery.fixShift(series), 0, "shift");
    }

    function test_FixNeedsNoSeedForOneSide() external {
        uint64 series = _series(30);
        _giveShort(provider, series, 10, 200, 200);
        _commit(provider, series, 4);
        _commit(provider, series, 6);
        _closeGate(series);
        assertEq(delivery.fixShift(series), 0, "shift");
    }

    function test_FixKeepsTheDay() external {
        _fixShift(early, HASH);
        _closeGate(later);
        vm.expectEmit(address(delivery));
        emit IDelivery.ShiftFixed(later, delivery.shiftOf(early));
        assertEq(delivery.fixShift(later), delivery.shiftOf(early), "the same shift");
    }

    function test_FixStoresTheSeed() external {
        _fixShift(early, HASH);
        vm.roll(block.number + 1_000);
        _closeGate(later);
        assertEq(delivery.fixShift(later), delivery.shiftOf(early), "the same shift, long after");
    }

    function test_FixDrawsALateSeriesAnew() external {
        _fixShift(early, HASH);
        _nominate(holder, later, 100);
        _closeGate(later);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.ShiftPending.selector, later, 0));
        delivery.fixShift(later);
        _fixShift(later, OTHER_HASH);
        uint256 seed = uint256(keccak256(abi.encode(OTHER_HASH, uint256(later)))) >> 64;
        assertEq(delivery.shiftOf(later), seed % (2 * LOTS), "from its own block");
    }

    function test_EntryAfterArmingIsLate() external {
        assertFalse(delivery.linesOf(later).isLate());
        _arm(early);
        _commit(provider, later, 100);
        assertTrue(delivery.linesOf(later).isLate());
        // Another day is not concerned.
        _giveShort(provider, _series(60), 100, 200, 200);
        _commit(provider, _series(60), 100);
        assertFalse(delivery.linesOf(_series(60)).isLate());
    }

    function test_FixTwice() external {
        _fixShift(early, HASH);
        uint32 shift = delivery.shiftOf(early);
        vm.roll(block.number + 1_000);
        assertEq(delivery.fixShift(early), shift, "the same");
    }

    function test_FixFixesTheSpotPrice() external {
        uint256 named = _arm(early);
        vm.roll(named + 1);
        vm.setBlockhash(named, HASH);
        vm.expectEmit(address(delivery));
        emit IDelivery.SpotFixed(early, 0);
        delivery.fixShift(early);
        assertTrue(delivery.linesOf(early).isPriced());
    }

    function testFuzz_ShiftIsInsideTheLongerLine(bytes32 hash) external {
        vm.assume(hash != 0);
        _fixShift(early, hash);
        assertLt(delivery.shiftOf(early), 2 * LOTS, "shift");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _arm(uint64 series) private returns (uint256 named) {
        _closeGate(series);
        delivery.armShift(series);
        return block.number + 1;
    }

    function _dayBlock() private view returns (uint256 named) {
        (named, ) = delivery.seedOf(product, Ids.dayOf(early));
    }
}
