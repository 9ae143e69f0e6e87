// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Dispute, DisputeState, IMeter} from "../../../contracts/interfaces/IMeter.sol";
import {ISettlement} from "../../../contracts/interfaces/ISettlement.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {vm} from "../utils/Vm.sol";
import {Disputes} from "./Disputes.sol";

contract DisputeTest is Disputes {
    address private stranger = makeAddr("stranger");

    // -- dispute ---------------------------------------------------------------------------------------

    function test_DisputeRevertsForStrangers() external {
        _attest(series, readings);
        bytes32[] memory proof = _proofs(readings)[1];
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotAuthorized.selector, _cash(holder), stranger));
        settlement.dispute(_cash(holder), readings[1], proof);
    }

    function test_DisputeRevertsForOutsiders() external {
        _attest(series, readings);
        bytes32[] memory proof = _proofs(readings)[1];
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotParty.selector, _cash(stranger), series, 1, 1));
        settlement.dispute(_cash(stranger), readings[1], proof);
    }

    function test_DisputeRevertsWithoutRoot() external {
        vm.warp(_endOf(series));
        bytes32[] memory proof = _proofs(readings)[1];
        vm.prank(holder);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NoRoot.selector, series));
        settlement.dispute(_cash(holder), readings[1], proof);
    }

    function test_DisputeRevertsWhenTheWindowIsClosed() external {
        _attest(series, readings);
        uint256 until = block.timestamp + 2 hours;
        bytes32[] memory proof = _proofs(readings)[1];
        vm.warp(until + 1);
        vm.prank(holder);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WindowClosed.selector, series, until));
        settlement.dispute(_cash(holder), readings[1], proof);
        vm.warp(until);
        assertEq(_dispute(holder), 1, "the last second");
    }

    function test_DisputeRevertsForUnassignedPairs() external {
        readings[1].nomination = 2;
        _attest(series, readings);
        bytes32[] memory proof = _proofs(readings)[1];
        vm.prank(holder);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotAssigned.selector, series, 1, 2));
        settlement.dispute(_cash(holder), readings[1], proof);
    }

    function test_DisputeRevertsForForgedLeaves() external {
        _attest(series, readings);
        bytes32[] memory proof = _proofs(readings)[1];
        Reading memory forged = readings[1];
        vm.startPrank(holder);
        forged.energyWh = 1;
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ForgedLeaf.selector, _leaf(forged)));
        settlement.dispute(_cash(holder), forged, proof);
        forged.version = 0;
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongVersion.selector, 0));
        settlement.dispute(_cash(holder), forged, proof);
        vm.stopPrank();
    }

    function test_DisputeRevertsTheSecondTime() external {
        _attest(series, readings);
        _dispute(holder);
        bytes32[] memory proof = _proofs(readings)[1];
        vm.prank(provider);
        vm.expectRevert(abi.encodeWithSelector(IMeter.AlreadyDisputed.selector, 1));
        settlement.dispute(_cash(provider), readings[1], proof);
    }

    function test_DisputeRevertsWithoutBond() external {
        _attest(series, readings);
        bytes32[] memory proof = _proofs(readings)[1];
        vm.startPrank(holder);
        uint256 cash = _balance(holder);
        ledger.withdraw(_cash(holder), holder, cash - 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, _cash(holder), 1, BOND));
        settlement.dispute(_cash(holder), readings[1], proof);
        vm.stopPrank();
    }

    function test_DisputeByTheHolder() external {
        vm.prank(holder);
        ledger.setOperator(stranger, true);
        _attest(series, readings);
        bytes32[] memory proof = _proofs(readings)[1];
        uint256 before = _balance(holder);
        vm.expectEmit(address(meter));
        emit IMeter.DisputeOpened(
            1,
            series,
            1,
            1,
            _cash(holder),
            _cash(provider),
            _leaf(readings[1]),
            BOND,
            uint64(block.timestamp + 4 hours)
        );
        vm.prank(stranger);
        assertEq(settlement.dispute(_cash(holder), readings[1], proof), 1, "id");
        assertEq(_balance(holder), before - BOND, "cash");
        assertEq(ledger.balanceOf(Accounts.disputeBond(1)), BOND, "bond");
        Dispute memory d = meter.disputeById(1);
        assertEq(d.series, series, "series");
        assertEq(uint256(d.state), uint256(DisputeState.Open), "open");
        assertFalse(d.byProvider);
        assertEq(meter.disputeOf(series, 1, 1), 1, "of the assignment");
        assertEq(meter.disputeCount(), 1, "count");
    }

    function test_DisputeByTheProvider() external {
        _attest(series, readings);
        assertEq(_dispute(provider), 1, "id");
        Dispute memory d = meter.disputeById(1);
        assertTrue(d.byProvider);
        assertEq(Account.unwrap(d.other), Account.unwrap(_cash(holder)), "other");
    }

    function test_DisputeBlocksOneSettlement() external {
        _attest(series, readings);
        _dispute(holder);
        _passWindow(series);
        bytes32[][] memory proofs = _proofs(readings);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.UnderDispute.selector, 1));
        settlement.settle(readings, proofs);
        Reading[] memory first = _single(readings[0]);
        bytes32[][] memory firstProof = new bytes32[][](1);
        firstProof[0] = proofs[0];
        assertEq(settlement.settle(first, firstProof), 1, "the other one");
    }

    function test_DisputeFixesTheShift() external {
        uint64 next = _series(31);
        _scheduleLots(provider, holder, next, 10);
        Reading[] memory list = _single(_reading(next, 0, 0, 0));
        _attest(next, list);
        assertFalse(delivery.linesOf(next).isFixed());
        vm.prank(provider);
        settlement.dispute(_cash(provider), list[0], new bytes32[](0));
        assertTrue(delivery.linesOf(next).isFixed());
    }

    // -- disputeMissing --------------------------------------------------------------------------------

    function test_DisputeMissingRevertsForUnassignedPairs() external {
        _attest(series, readings);
        vm.prank(provider);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotAssigned.selector, series, 2, 1));
        settlement.disputeMissing(_cash(provider), series, 2, 1);
    }

    function test_DisputeMissingOpens() external {
        _attest(series, readings);
        assertEq(_disputeMissing(provider, 2), 1, "id");
        assertEq(meter.disputeById(1).leaf, 0, "no leaf");
    }

    // -- presentLeaf -----------------------------------------------------------------------------------

    function test_PresentRevertsForOtherAssignments() external {
        _attest(series, readings);
        _disputeMissing(provider, 2);
        bytes32[] memory proof = _proofs(readings)[1];
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongAssignment.selector, 1));
        settlement.presentLeaf(1, readings[1], proof);
    }

    function test_PresentRevertsForForgedLeaves() external {
        readings[1].lots = 9;
        _attest(series, readings);
        _disputeMissing(provider, 1);
        bytes32[] memory proof = _proofs(readings)[1];
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongLots.selector, 9, 10));
        settlement.presentLeaf(1, readings[1], proof);
        Reading memory forged = readings[1];
        forged.lots = 10;
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ForgedLeaf.selector, _leaf(forged)));
        settlement.presentLeaf(1, forged, proof);
    }

    function test_PresentRevertsForKnownLeaves() external {
        _attest(series, readings);
        _dispute(holder);
        bytes32[] memory proof = _proofs(readings)[1];
        vm.expectRevert(abi.encodeWithSelector(IMeter.LeafKnown.selector, 1, _leaf(readings[1])));
        settlement.presentLeaf(1, readings[1], proof);
    }

    function test_PresentMakesItALeafDispute() external {
        _attest(series, readings);
        // The provider calls the leaf missing, rather than risking its bond over it.
        _disputeMissing(provider, 1);
        bytes32[] memory proof = _proofs(readings)[1];
        vm.expectEmit(address(meter));
        emit IMeter.LeafPresented(1, _leaf(readings[1]));
        vm.prank(stranger);
        settlement.presentLeaf(1, readings[1], proof);
        uint256 before = _balance(provider);
        _decide(1, readings[1]);
        assertEq(_reserve(), BOND / 2, "half of the bond");
        uint256 rest = 10 * (3_300_000 - 100_000) - 5 * WORST;
        assertEq(_balance(provider), before + rest, "no bond came back");
    }
}
