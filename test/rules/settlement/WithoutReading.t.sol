// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {ISettlement} from "../../../contracts/interfaces/ISettlement.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";

contract WithoutReadingTest is OneSeries {
    Reading[] private readings;
    uint24 private floor; // ticks

    /// @dev Two commitments of ten lots, two nominations of ten lots; only the first pair has a reading.
    function setUp() public {
        _openSeries(30);
        _sell(20, 210);
        _scheduleTens(2);
        readings.push(_reading(series, 0, 0, 1_000_000));
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.basisFloor = floor;
    }

    // -- a leaf is missing -----------------------------------------------------------------------------

    function test_MissingRevertsWithoutRoot() external {
        vm.warp(_endOf(series) + 100 days);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NoRoot.selector, series));
        settlement.settleMissingLeaf(series, 1, 1);
    }

    function test_MissingRevertsWhileALeafCanCome() external {
        _attest(series, readings);
        uint256 until = block.timestamp + 4 hours;
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WindowOpen.selector, series, until));
        settlement.settleMissingLeaf(series, 1, 1);
    }

    function test_MissingRevertsForUnassignedPairs() external {
        _missLeaf();
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotAssigned.selector, series, 0, 1));
        settlement.settleMissingLeaf(series, 0, 1);
    }

    function test_MissingRevertsWhenSettled() external {
        _missLeaf();
        settlement.settleMissingLeaf(series, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.AlreadySettled.selector, series, 1, 1));
        settlement.settleMissingLeaf(series, 1, 1);
    }

    function test_MissingCountsAsUndelivered() external {
        _missLeaf();
        uint256 before = _balance(provider);
        uint256 holderBefore = _balance(holder);
        vm.expectEmit(address(settlement));
        emit ISettlement.MissingLeafSettled(series, 1, 1, 10, 10 * WORST, 0);
        vm.prank(keeper);
        settlement.settleMissingLeaf(series, 1, 1);
        assertEq(_balance(holder), holderBefore + 10 * WORST, "damages");
        assertEq(_balance(provider), before + 10 * (LOCK_AT_210 - WORST), "rest");
        assertEq(_balance(keeper), 2 * TIP, "tips");
        (, uint64 short, ) = providers.recordOf(_cash(provider));
        assertEq(short, 10, "record");
    }

    function test_MissingLeavesOthersAlone() external {
        _missLeaf();
        settlement.settleMissingLeaf(series, 1, 1);
        assertEq(settlement.settle(readings, _proofs(readings)), 1, "a leaf may come late");
        assertEq(_pool(series), 0, "nothing left");
    }

    // -- the root is missing ---------------------------------------------------------------------------

    function test_RootlessRevertsWithARoot() external {
        _missLeaf();
        vm.expectRevert(abi.encodeWithSelector(ISettlement.RootKnown.selector, series));
        settlement.settleWithoutRoot(series, 1, 1);
    }

    function test_RootlessRevertsWhileARootCanCome() external {
        uint256 due = _endOf(series) + 30 minutes;
        vm.warp(due);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WindowOpen.selector, series, due));
        settlement.settleWithoutRoot(series, 1, 1);
    }

    function test_RootlessRevertsForUnassignedPairs() external {
        vm.warp(_endOf(series) + 30 minutes + 1);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotAssigned.selector, series, 0, 1));
        settlement.settleWithoutRoot(series, 0, 1);
    }

    function test_RootlessRevertsWhenSettled() external {
        vm.warp(_endOf(series) + 30 minutes + 1);
        settlement.settleWithoutRoot(series, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.AlreadySettled.selector, series, 1, 1));
        settlement.settleWithoutRoot(series, 1, 1);
    }

    function test_RootlessPaysTheSalePrice() external {
        vm.warp(_endOf(series) + 30 minutes + 1);
        uint256 before = _balance(provider);
        uint256 holderBefore = _balance(holder);
        vm.expectEmit(address(settlement));
        emit ISettlement.RootlessSettled(series, 1, 1, 10, 10 * 2 * USDC);
        vm.startPrank(keeper);
        settlement.settleWithoutRoot(series, 1, 1);
        assertEq(_balance(holder), holderBefore + 10 * 2 * USDC, "what the lots were sold for");
        assertEq(_balance(provider), before + 10 * (LOCK_AT_210 - 2 * USDC), "the rest");
        assertEq(_balance(keeper), 2 * TIP, "tips");
        settlement.settleWithoutRoot(series, 0, 0);
        vm.stopPrank();
        (uint64 delivered, uint64 short, uint64 uncommitted) = providers.recordOf(_cash(provider));
        assertEq(uint256(delivered) + short + uncommitted, 0, "no record");
        (uint256 staked, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(staked, STAKED, "stake");
        assertEq(reserved, 0, "free");
        assertEq(_pool(series), 0, "nothing left");
    }

    /// @dev Sold at 2.00, they count as sold at 3.00, whatever was delivered: here the provider loses a third of that.
    function test_RootlessPaysTheFloor() external {
        floor = 300;
        setUp();
        vm.warp(_endOf(series) + 30 minutes + 1);
        uint256 before = _balance(provider);
        uint256 holderBefore = _balance(holder);
        settlement.settleWithoutRoot(series, 1, 1);
        assertEq(_balance(holder), holderBefore + 10 * 3 * USDC, "what the lots count as sold for");
        // 1.55 of a mark of 3.00 and a tenth of that, less the stake
        assertEq(_balance(provider), before + 10 * (4_850_000 - 3 * USDC), "the rest");
    }

    /// @dev The root is there, and the time for leaves is over.
    function _missLeaf() private {
        _attest(series, readings);
        vm.warp(block.timestamp + 4 hours + 1);
    }
}
