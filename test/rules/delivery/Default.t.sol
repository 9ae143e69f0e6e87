// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";

contract DefaultTest is OneSeries {
    /// @dev k, without the tenth of it.
    uint256 private constant NO_PENALTY = 2_000_000;
    /// @dev What the lock covers: 1.55 of the mark and a tenth of k, less the stake.
    uint256 private constant LOCK = 3_300_000 - STAKE;
    uint256 private constant STAKE = 1_200_000;
    /// @dev An uncovered writer locks another mark instead of 0.05 of it.
    uint256 private constant WRITER_LOCK = 5_200_000;

    address private writer;
    uint24 private floor; // ticks

    function setUp() public {
        _openSeries(30);
        writer = _user("writer", CASH);
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.stakePerLot = uint80(STAKE);
        terms.trade.basisFloor = floor;
    }

    // -- defaultShort ----------------------------------------------------------------------------------

    function test_DefaultRevertsWhileTheGateIsOpen() external {
        _giveShort(provider, series, 10, 200, 200);
        uint256 closes = _startOf(series) - 15 minutes;
        vm.warp(closes - 1);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.GateOpen.selector, series, closes));
        delivery.defaultShort(_cash(provider), series);
    }

    function test_DefaultRevertsWithoutShort() external {
        _giveLong(holder, series, 10);
        _closeGate(series);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToDefault.selector, _cash(holder), series));
        delivery.defaultShort(_cash(holder), series);
    }

    function test_DefaultOfAProvider() external {
        _giveShort(provider, series, 10, 200, 200);
        _commit(provider, series, 4);
        _closeGate(series);
        uint256 before = _balance(provider);
        uint256 fromStake = 6 * (WORST - LOCK);
        vm.expectEmit(address(delivery));
        emit IDelivery.ShortDefaulted(series, _cash(provider), 6, true, 6 * WORST, fromStake);
        vm.prank(keeper);
        delivery.defaultShort(_cash(provider), series);
        assertEq(_compensation(series), 6 * WORST, "compensation");
        assertEq(_balance(provider), before, "all of the lock is gone");
        assertEq(ledger.positionOf(_cash(provider), series), 0, "position");
        (uint256 staked, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(staked, STAKED - fromStake, "stake");
        assertEq(reserved, 4 * STAKE, "stake of the committed lots");
        (, , uint64 uncommitted) = providers.recordOf(_cash(provider));
        assertEq(uncommitted, 6, "record");
        (uint128 pool, uint32 defaulted, ) = delivery.compensationOf(series);
        assertEq(pool, 6 * WORST, "paid in");
        assertEq(defaulted, 6, "defaulted");
    }

    function test_DefaultWithinTheLock() external {
        // Sold at 2.00 with a mark of 3.00: the lock covers the damages alone.
        _giveShort(provider, series, 10, 200, 300);
        _closeGate(series);
        uint256 before = _balance(provider);
        delivery.defaultShort(_cash(provider), series);
        uint256 lock = 4_650_000 + 200_000 - STAKE;
        assertEq(_balance(provider), before + 10 * (lock - WORST), "rest of the lock");
        (uint256 staked, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(staked, STAKED, "stake");
        assertEq(reserved, 0, "free");
    }

    function test_DefaultAtTheSpotPrice() external {
        _giveShort(provider, series, 10, 200, 200);
        _tradeSpot(series, writer, 250);
        _closeGate(series);
        delivery.defaultShort(_cash(provider), series);
        assertEq(_compensation(series), 10 * (2_500_000 + 200_000), "spot and the penalty");
    }

    function test_DefaultOfLotsSoldBelowTheFloor() external {
        floor = 300;
        setUp();
        _giveShort(provider, series, 10, 200, 200);
        _closeGate(series);
        uint256 before = _balance(provider);
        delivery.defaultShort(_cash(provider), series);
        assertEq(_compensation(series), 10 * 3_300_000, "the floor, and a tenth of it");
        // 1.55 of a mark of 3.00 and a tenth of that, less the stake
        assertEq(_balance(provider), before + 10 * (4_950_000 - STAKE - 3_300_000), "rest of the lock");
    }

    function test_DefaultOfAWriter() external {
        _giveShort(writer, series, 10, 200, 200);
        _closeGate(series);
        uint256 before = _balance(writer);
        delivery.defaultShort(_cash(writer), series);
        assertEq(_compensation(series), 10 * WORST, "compensation");
        assertEq(_balance(writer), before + 10 * (WRITER_LOCK - WORST), "rest of the lock");
    }

    function test_DefaultAfterCloseOut() external {
        _giveShort(writer, series, 10, 200, 200);
        _warpToCollect(_hourAuction(series));
        auction.closeOut(_cash(writer), series);
        uint64 slot = auction.closeOutSlot(series);
        _closeGate(series);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToDefault.selector, _cash(writer), series));
        delivery.defaultShort(_cash(writer), series);
        assertEq(_collect(writer, slot), 1, "back from the auction");
        vm.expectEmit(address(delivery));
        emit IDelivery.ShortDefaulted(series, _cash(writer), 10, false, 10 * NO_PENALTY, 0);
        delivery.defaultShort(_cash(writer), series);
        assertEq(_compensation(series), 10 * NO_PENALTY, "compensation");
    }

    function test_DefaultOfSparedLotsSoldBelowTheFloor() external {
        floor = 300;
        setUp();
        _giveShort(writer, series, 10, 200, 200);
        _warpToCollect(_hourAuction(series));
        auction.closeOut(_cash(writer), series);
        _closeGate(series);
        _collect(writer, auction.closeOutSlot(series));
        delivery.defaultShort(_cash(writer), series);
        assertEq(_compensation(series), 10 * 3_000_000, "the floor alone");
    }

    function test_DefaultTooLateGoesToReserve() external {
        _giveShort(provider, series, 10, 200, 200);
        vm.warp(_endOf(series) + 30 minutes + 2 hours + 1);
        delivery.defaultShort(_cash(provider), series);
        assertEq(_reserve(), 10 * WORST, "reserve");
        assertEq(_compensation(series), 0, "compensation");
        (uint128 pool, uint32 defaulted, ) = delivery.compensationOf(series);
        assertEq(uint256(pool) + defaulted, 0, "not counted");
    }

    // -- claimCompensation -----------------------------------------------------------------------------

    function test_ClaimRevertsWhileDefaultsCount() external {
        _defaultWith(6, 4, 0);
        uint256 until = _endOf(series) + 30 minutes + 2 hours;
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.WindowOpen.selector, series, until));
        delivery.claimCompensation(series, 0);
    }

    function test_ClaimRevertsForUnknownNominations() external {
        _defaultWith(6, 4, 0);
        _payOut();
        vm.expectRevert(abi.encodeWithSelector(IDelivery.UnknownNomination.selector, series, 1));
        delivery.claimCompensation(series, 1);
    }

    function test_ClaimRevertsWhenAllIsAssigned() external {
        _giveShort(provider, series, 5, 200, 200);
        _commit(provider, series, 5);
        _defaultWith(6, 4, 0);
        _payOut();
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToClaim.selector, series, 0));
        delivery.claimCompensation(series, 0);
    }

    function test_ClaimRevertsTheSecondTime() external {
        _defaultWith(6, 4, 0);
        _payOut();
        delivery.claimCompensation(series, 0);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToClaim.selector, series, 0));
        delivery.claimCompensation(series, 0);
    }

    function test_ClaimPaysPerDefaultedLot() external {
        _defaultWith(6, 4, 1);
        _payOut();
        uint256 before = _balance(holder);
        vm.expectEmit(address(delivery));
        emit IDelivery.CompensationClaimed(series, 0, _cash(holder), 4, 4 * WORST);
        vm.prank(keeper);
        delivery.claimCompensation(series, 0);
        assertEq(_balance(holder), before + 4 * WORST, "four lots");
        assertEq(_balance(keeper), TIP, "tip");
        (, , uint32 claimed) = delivery.compensationOf(series);
        assertEq(claimed, 4, "claimed");
        assertEq(_compensation(series), 2 * WORST, "still there for the other");
    }

    function test_ClaimSharesWhatThereIs() external {
        _defaultWith(6, 8, 4);
        _payOut();
        uint256 before = _balance(holder);
        delivery.claimCompensation(series, 1);
        assertEq(_balance(holder), before + 2 * WORST, "a third of six lots");
        delivery.claimCompensation(series, 0);
        assertEq(_balance(holder), before + 6 * WORST, "all of it");
    }

    function test_LastClaimSweeps() external {
        _defaultWith(6, 4, 1);
        _payOut();
        delivery.claimCompensation(series, 1);
        vm.expectEmit(address(delivery));
        emit IDelivery.CompensationSwept(series, WORST);
        delivery.claimCompensation(series, 0);
        assertEq(_reserve(), WORST, "the sixth lot was nobody's");
        assertEq(_compensation(series), 0, "nothing left");
    }

    function testFuzz_ClaimsAddUp(uint32 defaulted, uint32 first, uint32 second, bytes32 seed) external {
        defaulted = uint32(bound(defaulted, 1, 90));
        first = uint32(bound(first, 1, 70));
        second = uint32(bound(second, 1, 70));
        vm.assume(seed != 0);
        _giveShort(provider, series, 5, 200, 200);
        _commit(provider, series, 5);
        _defaultWith(defaulted, first, second);
        _fixShift(series, seed);
        _payOut();
        uint256 before = _balance(holder) + _reserve();
        uint32 unmatched = first + second > 5 ? first + second - 5 : 0;
        for (uint32 i = 0; i < 2; ++i) {
            try delivery.claimCompensation(series, i) {} catch {}
        }
        if (unmatched == 0) delivery.sweepCompensation(series);
        assertEq(_compensation(series), 0, "nothing left");
        assertEq(_balance(holder) + _reserve(), before + defaulted * WORST, "all of it arrived");
    }

    // -- sweepCompensation -----------------------------------------------------------------------------

    function test_SweepRevertsWhileDefaultsCount() external {
        _defaultWith(6, 4, 0);
        uint256 until = _endOf(series) + 30 minutes + 2 hours;
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.WindowOpen.selector, series, until));
        delivery.sweepCompensation(series);
    }

    function test_SweepRevertsWithNothing() external {
        _defaultWith(6, 6, 0);
        _payOut();
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToSweep.selector, series));
        delivery.sweepCompensation(series);
    }

    function test_SweepWithoutNominations() external {
        _defaultWith(6, 0, 0);
        _payOut();
        delivery.sweepCompensation(series);
        assertEq(_reserve(), 6 * WORST, "reserve");
    }

    function test_SweepLeavesWhatIsOwed() external {
        _defaultWith(6, 4, 0);
        _payOut();
        delivery.sweepCompensation(series);
        assertEq(_compensation(series), 4 * WORST, "owed");
        assertEq(_reserve(), 2 * WORST, "reserve");
        delivery.claimCompensation(series, 0);
        assertEq(_compensation(series), 0, "paid");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev Defaults lots of the provider, with up to two nominations.
    function _defaultWith(uint32 defaulted, uint32 first, uint32 second) private {
        _giveShort(provider, series, defaulted, 200, 200);
        if (first + second > 0) _giveLong(holder, series, first + second);
        if (first > 0) _nominate(holder, series, first);
        if (second > 0) _nominate(holder, series, second);
        _closeGate(series);
        delivery.defaultShort(_cash(provider), series);
    }

    function _payOut() private {
        vm.warp(_endOf(series) + 30 minutes + 2 hours + 1);
    }
}
