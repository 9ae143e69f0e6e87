// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DisputeState, IMeter} from "../../../contracts/interfaces/IMeter.sol";
import {ISettlement} from "../../../contracts/interfaces/ISettlement.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {vm} from "../utils/Vm.sol";
import {Disputes} from "./Disputes.sol";

contract DecideTest is Disputes {
    // -- decide ----------------------------------------------------------------------------------------

    function test_DecideRevertsForUnknownDisputes() external {
        _attest(series, readings);
        bytes[] memory none = new bytes[](0);
        vm.expectRevert(abi.encodeWithSelector(IMeter.UnknownDispute.selector, 1));
        settlement.decide(1, readings[1], none);
        vm.expectRevert(abi.encodeWithSelector(IMeter.UnknownDispute.selector, 0));
        settlement.decide(0, readings[1], none);
    }

    function test_DecideRevertsForOtherReadings() external {
        _attest(series, readings);
        _dispute(holder);
        bytes[] memory none = new bytes[](0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongAssignment.selector, 1));
        settlement.decide(1, readings[0], none);
        Reading memory broken = readings[1];
        broken.deliveredPpm += 1;
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongShares.selector, 1_000_001));
        settlement.decide(1, broken, none);
    }

    function test_DecideRevertsForOtherLots() external {
        _attest(series, readings);
        _dispute(holder);
        Reading memory other = readings[1];
        other.lots = 9;
        bytes[] memory signatures = _sign(secondKeys, QUORUM, meter.verdictDigest(1, _leaf(other)));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongLots.selector, 9, 10));
        settlement.decide(1, other, signatures);
    }

    function test_DecideRevertsTheSecondTime() external {
        _attest(series, readings);
        _dispute(holder);
        _decide(1, readings[1]);
        bytes[] memory signatures = _sign(secondKeys, QUORUM, meter.verdictDigest(1, _leaf(readings[1])));
        vm.expectRevert(abi.encodeWithSelector(IMeter.DisputeClosed.selector, 1, DisputeState.Decided));
        settlement.decide(1, readings[1], signatures);
    }

    function test_DecideRevertsWhenTooLate() external {
        _attest(series, readings);
        _dispute(holder);
        uint64 deadline = uint64(block.timestamp + 4 hours);
        vm.warp(deadline + 1);
        bytes[] memory signatures = _sign(secondKeys, QUORUM, meter.verdictDigest(1, _leaf(readings[1])));
        vm.expectRevert(abi.encodeWithSelector(IMeter.DecisionTooLate.selector, 1, deadline));
        settlement.decide(1, readings[1], signatures);
        vm.warp(deadline);
        settlement.decide(1, readings[1], signatures);
    }

    function test_DecideForTheHolder() external {
        _attest(series, readings);
        uint256 before = _balance(holder);
        _dispute(holder);
        Reading memory verdict = readings[1];
        (verdict.deliveredPpm, verdict.lostProviderPpm) = (200_000, 800_000);
        vm.expectEmit(address(meter));
        emit IMeter.DisputeDecided(1, _leaf(verdict), true);
        _decide(1, verdict);
        assertEq(_balance(holder), before + 8 * WORST, "bond back, four fifths of ten lots");
        assertTrue(delivery.isSettled(series, 1, 1));
        _passWindow(series);
        assertEq(settlement.settle(readings, _proofs(readings)), 1, "the original is skipped");
    }

    function test_DecideForTheProvider() external {
        _attest(series, readings);
        uint256 before = _balance(provider);
        _dispute(provider);
        Reading memory verdict = readings[1];
        (verdict.deliveredPpm, verdict.lostProviderPpm) = (1_000_000, 0);
        _decide(1, verdict);
        assertEq(_balance(provider), before + 10 * (3_300_000 - 100_000), "bond and lock back");
    }

    function test_DecideAgainstTheDisputer() external {
        _attest(series, readings);
        uint256 before = _balance(holder);
        uint256 providerBefore = _balance(provider);
        _dispute(holder);
        vm.expectEmit(address(meter));
        emit IMeter.DisputeDecided(1, _leaf(readings[1]), false);
        _decide(1, readings[1]);
        assertEq(_balance(holder), before - BOND + 5 * WORST, "the bond is gone");
        uint256 rest = 10 * (3_300_000 - 100_000) - 5 * WORST;
        assertEq(_balance(provider), providerBefore + rest + BOND / 2, "half of it to the other side");
        assertEq(_reserve(), BOND / 2, "half of it to Reserve");
    }

    function test_DisputingOneselfCosts() external {
        // The provider holds the lots that it commits to itself.
        uint64 own = _series(32);
        _scheduleLots(provider, provider, own, 10);
        delivery.fixShift(own);
        Reading[] memory list = _single(_reading(own, 0, 0, 500_000));
        _attest(own, list);
        uint256 before = _balance(provider);
        vm.prank(provider);
        settlement.dispute(_cash(provider), list[0], new bytes32[](0));
        _decide(1, list[0]);
        uint256 lock = 10 * (3_300_000 - 100_000);
        // It pays the damages to itself, and nobody tips it here.
        assertEq(_balance(provider), before + lock - BOND / 2, "half of the bond is gone");
        assertEq(_reserve(), BOND / 2, "to Reserve");
    }

    function test_DecideMissingForTheProvider() external {
        _attest(series, readings);
        uint256 before = _balance(provider);
        _disputeMissing(provider, 2);
        _decide(1, _reading(series, 2, 2, 600_000));
        uint256 rest = 10 * (3_300_000 - 100_000) - 4 * WORST;
        assertEq(_balance(provider), before + rest, "bond back, and what was delivered");
    }

    function test_DecideMissingAgainstTheProvider() external {
        _attest(series, readings);
        uint256 before = _balance(holder);
        _disputeMissing(provider, 2);
        _decide(1, _reading(series, 2, 2, 0));
        assertEq(_balance(holder), before + 10 * WORST + BOND / 2, "damages and half of the bond");
    }

    function test_DecideMissingAgainstTheHolder() external {
        _attest(series, readings);
        uint256 before = _balance(holder);
        _disputeMissing(holder, 2);
        _decide(1, _reading(series, 2, 2, 600_000));
        assertEq(_balance(holder), before - BOND + 4 * WORST, "the bond is gone");
    }

    // -- silence ---------------------------------------------------------------------------------------

    function test_SilenceLeavesTheOriginal() external {
        _attest(series, readings);
        uint256 before = _balance(holder);
        _dispute(holder);
        vm.warp(block.timestamp + 4 hours + 1);
        // Nobody needs to close it first.
        assertEq(settlement.settle(readings, _proofs(readings)), 2, "settled");
        meter.closeSilent(1);
        assertEq(_balance(holder), before + 5 * WORST, "damages, and the bond back");
    }

    function test_SilenceLeavesTimeForALeaf() external {
        _attest(series, readings);
        _dispute(holder);
        uint256 deadline = block.timestamp + 4 hours;
        uint256 until = deadline + 2 hours;
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WindowOpen.selector, series, until));
        settlement.settleMissingLeaf(series, 1, 1);
        vm.warp(until + 1);
        settlement.settleMissingLeaf(series, 1, 1);
    }

    function test_MissingRevertsUnderDispute() external {
        _attest(series, readings);
        vm.warp(block.timestamp + 2 hours);
        _disputeMissing(provider, 2);
        vm.warp(block.timestamp + 4 hours);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.UnderDispute.selector, 1));
        settlement.settleMissingLeaf(series, 2, 2);
        settlement.settleMissingLeaf(series, 0, 0);
    }
}
