// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {ISettlement} from "../../../contracts/interfaces/ISettlement.sol";
import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";

contract SettleTest is OneSeries {
    uint256 private constant STAKE = 1_200_000;
    /// @dev 1.55 of the mark and a tenth of k, less the stake.
    uint256 private constant LOCK = 3_300_000 - STAKE;

    uint64 private next;
    address private other;
    Reading[] private readings;

    /// @dev In each of two hours two commitments and two nominations of ten lots each, all sold at 2.00.
    function setUp() public {
        _openSeries(30);
        other = _provider("other", CASH, STAKED, 1_000);
        next = _series(31);
        _schedule(series);
        _schedule(next);
        _fixShift(series, _seedFor(series, 0, 20));
        readings.push(_reading(series, 0, 0, 1_000_000));
        readings.push(_reading(series, 1, 1, 400_000));
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.stakePerLot = uint80(STAKE);
    }

    // -- refused ---------------------------------------------------------------------------------------

    function test_SettleRevertsWhenListsDiffer() external {
        vm.expectRevert(abi.encodeWithSelector(ISettlement.LengthMismatch.selector, 2, 0));
        settlement.settle(readings, new bytes32[][](0));
    }

    function test_SettleRevertsWithNothing() external {
        vm.expectRevert(ISettlement.NothingToSettle.selector);
        settlement.settle(new Reading[](0), new bytes32[][](0));
    }

    function test_SettleRevertsWithoutRoot() external {
        bytes32[][] memory proofs = _proofs(readings);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NoRoot.selector, series));
        settlement.settle(readings, proofs);
    }

    function test_SettleRevertsWhileTheWindowIsOpen() external {
        _attest(series, readings);
        bytes32[][] memory proofs = _proofs(readings);
        uint256 until = block.timestamp + 2 hours;
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WindowOpen.selector, series, until));
        settlement.settle(readings, proofs);
        vm.warp(until + 1);
        assertEq(settlement.settle(readings, proofs), 2, "settled");
    }

    function test_SettleRevertsForOtherVersions() external {
        readings[1].version = 2;
        _expect(abi.encodeWithSelector(ISettlement.WrongVersion.selector, 2));
    }

    function test_SettleRevertsWhenSharesAreNotOne() external {
        readings[1].lostBuyerPpm = 1;
        _expect(abi.encodeWithSelector(ISettlement.WrongShares.selector, 1_000_001));
    }

    function test_SettleRevertsForOtherLots() external {
        readings[1].lots = 11;
        _expect(abi.encodeWithSelector(ISettlement.WrongLots.selector, 11, 10));
    }

    function test_SettleRevertsForForgedLeaves() external {
        _attestAndPass(series, readings);
        Reading[] memory forged = _single(readings[1]);
        forged[0].deliveredPpm = 1_000_000;
        forged[0].lostProviderPpm = 0;
        bytes32[][] memory proofs = new bytes32[][](1);
        proofs[0] = _proofs(readings)[1];
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ForgedLeaf.selector, _leaf(forged[0])));
        settlement.settle(forged, proofs);
    }

    function testFuzz_SettleRevertsForEveryChangedField(uint8 field) external {
        _attestAndPass(series, readings);
        Reading[] memory forged = _single(readings[1]);
        field = uint8(bound(field, 0, 6));
        if (field == 0) forged[0].performancePpm += 1;
        else if (field == 1) forged[0].preemptions += 1;
        else if (field == 2) forged[0].energyWh += 1;
        else if (field == 3) forged[0].carbonG += 1;
        else if (field == 4) forged[0].samplesRoot = bytes32(uint256(1));
        else if (field == 5) forged[0].extension = bytes32(uint256(1));
        else (forged[0].lostProviderPpm, forged[0].lostBuyerPpm) = (0, 600_000);
        bytes32[][] memory proofs = new bytes32[][](1);
        proofs[0] = _proofs(readings)[1];
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ForgedLeaf.selector, _leaf(forged[0])));
        settlement.settle(forged, proofs);
    }

    function test_SettleRevertsForUnassignedPairs() external {
        readings[1].nomination = 0;
        _expect(abi.encodeWithSelector(IDelivery.NotAssigned.selector, series, 1, 0));
    }

    function test_SettleRevertsForUnknownEntries() external {
        readings[1].commitment = 2;
        _expect(abi.encodeWithSelector(IDelivery.UnknownCommitment.selector, series, 2));
        vm.warp(_startOf(series));
        readings[1].commitment = 1;
        readings[1].nomination = 2;
        bytes32[][] memory proofs = _proofs(readings);
        _passWindow(series);
        // The root has another leaf now.
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ForgedLeaf.selector, _leaf(readings[0])));
        settlement.settle(readings, proofs);
    }

    function test_SettleRevertsTheSecondTime() external {
        _settle(readings);
        bytes32[][] memory proofs = _proofs(readings);
        uint256 before = _balance(holder);
        vm.expectRevert(ISettlement.NothingToSettle.selector);
        settlement.settle(readings, proofs);
        assertEq(_balance(holder), before, "nothing changed");
    }

    // -- settled ---------------------------------------------------------------------------------------

    function test_SettleSkipsWhatIsSettled() external {
        _attestAndPass(series, readings);
        bytes32[][] memory proofs = _proofs(readings);
        Reading[] memory first = _single(readings[1]);
        bytes32[][] memory firstProof = new bytes32[][](1);
        firstProof[0] = proofs[1];
        assertEq(settlement.settle(first, firstProof), 1, "the second one first");
        uint256 before = _balance(holder);
        assertEq(settlement.settle(readings, proofs), 1, "only the other one");
        assertEq(_balance(holder), before, "nothing paid twice");
        assertTrue(delivery.isSettled(series, 0, 0));
        assertEq(_pool(series), 0, "nothing left");
    }

    function test_SettleOfFullDelivery() external {
        uint256 before = _balance(provider);
        _settle(readings);
        assertEq(_balance(provider), before + 10 * LOCK, "lock");
        (, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(reserved, 10 * STAKE, "stake of the other hour");
        (uint64 delivered, uint64 short, ) = providers.recordOf(_cash(provider));
        assertEq(delivered, 10, "delivered");
        assertEq(short, 0, "short");
    }

    function test_SettleOfAShortfall() external {
        uint256 before = _balance(other);
        uint256 holderBefore = _balance(holder);
        uint256 paid = (10 * WORST * 6) / 10;
        _settle(readings);
        assertEq(_balance(holder), holderBefore + paid, "six tenths of ten lots");
        assertEq(_balance(other), before + 10 * LOCK - paid, "rest of the lock");
        (uint64 delivered, uint64 short, ) = providers.recordOf(_cash(other));
        assertEq(delivered, 4, "delivered");
        assertEq(short, 6, "short");
    }

    function test_SettleTakesStake() external {
        readings[1].deliveredPpm = 0;
        readings[1].lostProviderPpm = 1_000_000;
        uint256 before = _balance(other);
        uint256 holderBefore = _balance(holder);
        uint256 seized = 10 * (WORST - LOCK);
        _attestAndPass(series, readings);
        bytes32[][] memory proofs = _proofs(readings);
        Reading memory r = readings[1];
        uint256 shares = 1_000_000 | (10 << 32) | (1_000_000 << 96) | (1_000_000 << 160) | (1 << 224);
        vm.expectEmit(address(settlement));
        emit ISettlement.ReadingSettled(
            series,
            1,
            1,
            shares,
            (700 << 64) | 250,
            r.samplesRoot,
            r.extension,
            10 * WORST,
            seized
        );
        settlement.settle(readings, proofs);
        assertEq(_balance(holder), holderBefore + 10 * WORST, "all damages");
        assertEq(_balance(other), before, "nothing left of the lock");
        (uint256 staked, , , ) = providers.stakeOf(_cash(other));
        assertEq(staked, STAKED - seized, "stake");
    }

    function test_SettleAtTheSpotPrice() external {
        _tradeSpot(next, holder, 260);
        _closeGate(next);
        delivery.fixShift(next);
        assertEq(delivery.linesOf(next).spot(), 260 << 8, "spot");
        Reading[] memory list = _single(_reading(next, 0, 0, 500_000));
        (uint32 lots, , ) = delivery.assignmentOf(next, 0, 0);
        uint256 before = _balance(holder);
        _attestAndPass(next, list);
        settlement.settle(list, _proofs(list));
        assertEq(_balance(holder), before + (uint256(lots) * 2_800_000) / 2, "spot and a tenth of k, for half");
    }

    function test_SettleFixesTheShift() external {
        _closeGate(next);
        Reading[] memory list = _single(_reading(next, 0, 0, 1_000_000));
        assertFalse(delivery.linesOf(next).isFixed());
        _attestAndPass(next, list);
        settlement.settle(list, _proofs(list));
        assertTrue(delivery.linesOf(next).isFixed());
    }

    function test_SettleOfTwoHours() external {
        _closeGate(next);
        Reading[] memory second = _single(_reading(next, 0, 0, 1_000_000));
        _attest(series, readings);
        _attestAndPass(next, second);
        Reading[] memory both = new Reading[](3);
        (both[0], both[1], both[2]) = (readings[0], second[0], readings[1]);
        bytes32[][] memory proofs = new bytes32[][](3);
        (proofs[0], proofs[1], proofs[2]) = (_proofs(readings)[0], _proofs(second)[0], _proofs(readings)[1]);
        assertEq(settlement.settle(both, proofs), 3, "settled");
    }

    function test_SettlePaysTheTips() external {
        _settle(readings);
        assertEq(_balance(keeper), 4 * TIP, "of all four entries");
        assertEq(_pool(series), 0, "nothing left");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _schedule(uint64 of_) private {
        _giveShort(provider, of_, 10, 200, 200);
        _giveShort(other, of_, 10, 200, 200);
        _giveLong(holder, of_, 20);
        _commit(provider, of_, 10);
        _commit(other, of_, 10);
        _nominate(holder, of_, 10);
        _nominate(holder, of_, 10);
    }

    function _expect(bytes memory problem) private {
        _attestAndPass(series, readings);
        bytes32[][] memory proofs = _proofs(readings);
        vm.expectRevert(problem);
        settlement.settle(readings, proofs);
    }
}
