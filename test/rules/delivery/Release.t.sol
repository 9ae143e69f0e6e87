// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {Outcome} from "../../../contracts/types/Outcome.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";

contract ReleaseTest is OneSeries {
    uint256 private constant STAKE = 100_000;

    /// @dev Commitments of 10 and 6 lots, a nomination of 4.
    function setUp() public {
        _openSeries(30);
        _giveShort(provider, series, 16, 200, 210);
        _giveLong(holder, series, 30);
        _commit(provider, series, 10);
        _commit(provider, series, 6);
        _nominate(holder, series, 4);
    }

    function test_ReleaseRevertsWithoutShift() external {
        _closeGate(series);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.ShiftPending.selector, series, 0));
        delivery.releaseUnassigned(series, 0);
    }

    function test_ReleaseRevertsForUnknownCommitments() external {
        _fixShift(series, _seedFor(series, 0, 16));
        vm.expectRevert(abi.encodeWithSelector(IDelivery.UnknownCommitment.selector, series, 2));
        delivery.releaseUnassigned(series, 2);
    }

    function test_ReleaseRevertsWhenAllIsAssigned() external {
        _nominate(holder, series, 6);
        _fixShift(series, _seedFor(series, 0, 16));
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToRelease.selector, series, 0));
        delivery.releaseUnassigned(series, 0);
    }

    function test_ReleaseRevertsForTheShorterLine() external {
        _nominate(holder, series, 20);
        _fixShift(series, _seedFor(series, 0, 24));
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToRelease.selector, series, 1));
        delivery.releaseUnassigned(series, 1);
    }

    function test_ReleaseRevertsTheSecondTime() external {
        _fixShift(series, _seedFor(series, 0, 16));
        delivery.releaseUnassigned(series, 1);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToRelease.selector, series, 1));
        delivery.releaseUnassigned(series, 1);
    }

    function test_ReleaseGivesLockAndStakeBack() external {
        _fixShift(series, _seedFor(series, 0, 16));
        uint256 before = _balance(provider);
        vm.expectEmit(address(delivery));
        emit IDelivery.CommitmentReleased(series, 1, _cash(provider), 6, 6 * LOCK_AT_210);
        delivery.releaseUnassigned(series, 1);
        assertEq(_balance(provider), before + 6 * LOCK_AT_210, "lock");
        (, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(reserved, 10 * STAKE, "stake of the rest");
        (uint64 delivered, uint64 short, uint64 uncommitted) = providers.recordOf(_cash(provider));
        assertEq(uint256(delivered) + short + uncommitted, 0, "no record");
    }

    function test_ReleasePaysTheTip() external {
        _fixShift(series, _seedFor(series, 0, 16));
        vm.prank(keeper);
        delivery.releaseUnassigned(series, 1);
        assertEq(_balance(keeper), TIP, "tip");
    }

    function test_ReleaseOfAPart() external {
        // The nomination meets lots 8 to 12: two of the first commitment, which begins behind it, and two of the second.
        _fixShift(series, _seedFor(series, 8, 16));
        vm.startPrank(keeper);
        uint256 before = _balance(provider);
        delivery.releaseUnassigned(series, 1);
        assertEq(_balance(provider), before + 4 * LOCK_AT_210, "four lots");
        assertEq(_balance(keeper), 0, "its tip is for settling what begins with it");
        delivery.releaseUnassigned(series, 0);
        assertEq(_balance(provider), before + 12 * LOCK_AT_210, "and eight");
        assertEq(_balance(keeper), TIP, "begins where nothing is assigned");
        vm.stopPrank();
        assertEq(_pool(series), 4 * LOCK_AT_210 + 2 * TIP, "what is assigned stays");
    }

    function test_SettleRevertsForOthers() external {
        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotRoom.selector, keeper));
        delivery.settle(series, new Outcome[](0), _cash(keeper));
    }

    function test_RefundRevertsForOthers() external {
        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotRoom.selector, keeper));
        delivery.refund(series, 0, 0, _cash(keeper));
    }
}
