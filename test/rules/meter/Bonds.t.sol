// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Dispute, DisputeState, IMeter} from "../../../contracts/interfaces/IMeter.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {FullExchange} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Bonds of the second set, what its silence costs, and who may enter and decide disputes.
contract BondsTest is FullExchange {
    bytes32 private constant ROOT = keccak256("root");
    uint256 private constant FLOOR = 5 * USDC;

    uint64 private series;
    address private oracle;
    address private holder;
    address private provider;

    function setUp() public {
        _deploy();
        _listDefault();
        series = _series(30);
        oracle = vm.addr(secondKeys[0]);
        holder = _user("holder", 100 * USDC);
        provider = _provider("provider", 1_000 * USDC, 100 * USDC, 100);
        for (uint256 i = 0; i < ORACLES; ++i) {
            _fund(vm.addr(secondKeys[i]), 100 * USDC);
        }
    }

    // -- bonds -----------------------------------------------------------------------------------------

    function test_BondRevertsForZero() external {
        vm.prank(oracle);
        vm.expectRevert(IMeter.ZeroAmount.selector);
        meter.bondOracle(product, 0);
    }

    function test_BondRevertsForStrangers() external {
        address first = vm.addr(oracleKeys[0]);
        vm.prank(first);
        vm.expectRevert(abi.encodeWithSelector(IMeter.NotSecondOracle.selector, product, first));
        meter.bondOracle(product, USDC);
    }

    function test_BondMovesCash() external {
        vm.expectEmit(address(meter));
        emit IMeter.OracleBonded(oracle, product, 10 * USDC);
        vm.prank(oracle);
        meter.bondOracle(product, 10 * USDC);
        assertEq(_balance(oracle), 90 * USDC, "cash");
        assertEq(ledger.balanceOf(Accounts.oracleBond(oracle, product)), 10 * USDC, "bond");
        (uint256 bonded, uint256 unbonding, ) = meter.bondOf(oracle, product);
        assertEq(bonded, 10 * USDC, "bonded");
        assertEq(unbonding, 0, "unbonding");
    }

    function test_UnbondRevertsForTooMuch() external {
        vm.startPrank(oracle);
        meter.bondOracle(product, 10 * USDC);
        vm.expectRevert(IMeter.ZeroAmount.selector);
        meter.unbondOracle(product, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IMeter.InsufficientBond.selector, oracle, product, 10 * USDC, 11 * USDC)
        );
        meter.unbondOracle(product, 11 * USDC);
        vm.stopPrank();
    }

    function test_UnbondBeginsTheWaitAnew() external {
        vm.startPrank(oracle);
        meter.bondOracle(product, 10 * USDC);
        meter.unbondOracle(product, 3 * USDC);
        vm.warp(block.timestamp + 10 days);
        uint64 release = uint64(block.timestamp) + meter.UNBONDING();
        vm.expectEmit(address(meter));
        emit IMeter.OracleUnbonding(oracle, product, 4 * USDC, release);
        meter.unbondOracle(product, 4 * USDC);
        vm.stopPrank();
        (uint256 bonded, uint256 unbonding, uint64 releaseTime) = meter.bondOf(oracle, product);
        assertEq(bonded, 10 * USDC, "all of it");
        assertEq(unbonding, 7 * USDC, "leaving");
        assertEq(releaseTime, release, "from now");
        assertGt(meter.UNBONDING(), 90 days, "longer than any settlement");
    }

    function test_WithdrawRevertsWithNothing() external {
        vm.startPrank(oracle);
        meter.bondOracle(product, 10 * USDC);
        vm.expectRevert(abi.encodeWithSelector(IMeter.NothingUnbonding.selector, oracle, product));
        meter.withdrawOracleBond(product);
        vm.stopPrank();
    }

    function test_WithdrawRevertsTooEarly() external {
        vm.startPrank(oracle);
        meter.bondOracle(product, 10 * USDC);
        meter.unbondOracle(product, 3 * USDC);
        uint64 release = uint64(block.timestamp) + 91 days;
        vm.warp(release - 1);
        vm.expectRevert(abi.encodeWithSelector(IMeter.StillUnbonding.selector, oracle, product, release));
        meter.withdrawOracleBond(product);
        vm.stopPrank();
    }

    function test_WithdrawMovesWhatHasLeft() external {
        vm.startPrank(oracle);
        meter.bondOracle(product, 10 * USDC);
        meter.unbondOracle(product, 3 * USDC);
        vm.warp(block.timestamp + 91 days);
        vm.expectEmit(address(meter));
        emit IMeter.OracleBondWithdrawn(oracle, product, 3 * USDC);
        assertEq(meter.withdrawOracleBond(product), 3 * USDC, "amount");
        vm.stopPrank();
        assertEq(_balance(oracle), 93 * USDC, "cash");
        (uint256 bonded, , ) = meter.bondOf(oracle, product);
        assertEq(bonded, 7 * USDC, "stays");
    }

    // -- silence ---------------------------------------------------------------------------------------

    function test_CloseRevertsTooEarly() external {
        uint64 deadline = _openDispute();
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IMeter.DecisionPending.selector, 1, deadline));
        meter.closeSilent(1);
    }

    function test_CloseRevertsTheSecondTime() external {
        uint64 deadline = _openDispute();
        vm.warp(deadline + 1);
        meter.closeSilent(1);
        vm.expectRevert(abi.encodeWithSelector(IMeter.DisputeClosed.selector, 1, DisputeState.Silent));
        meter.closeSilent(1);
    }

    function test_CloseReturnsTheBond() external {
        vm.prank(oracle);
        meter.bondOracle(product, 20 * USDC);
        uint64 deadline = _openDispute();
        uint256 before = _balance(holder);
        vm.warp(deadline + 1);
        vm.expectEmit(address(meter));
        emit IMeter.OraclePenalised(oracle, 1, FLOOR);
        vm.expectEmit(address(meter));
        emit IMeter.DisputeSilent(1);
        meter.closeSilent(1);
        assertEq(_balance(holder), before + FLOOR, "bond of the dispute");
        (uint256 bonded, , ) = meter.bondOf(oracle, product);
        assertEq(bonded, 20 * USDC - FLOOR, "bond of the oracle");
        assertEq(_reserve(), FLOOR, "reserve");
    }

    function test_ClosePenalisesWhatIsLeavingFirst() external {
        address second = vm.addr(secondKeys[1]);
        vm.startPrank(oracle);
        meter.bondOracle(product, 20 * USDC);
        meter.unbondOracle(product, 3 * USDC);
        vm.stopPrank();
        vm.prank(second);
        meter.bondOracle(product, 2 * USDC);
        vm.warp(_openDispute() + 1);
        meter.closeSilent(1);
        (uint256 bonded, uint256 unbonding, ) = meter.bondOf(oracle, product);
        assertEq(bonded, 15 * USDC, "bonded");
        assertEq(unbonding, 0, "what was leaving");
        (bonded, , ) = meter.bondOf(second, product);
        assertEq(bonded, 0, "all that there was");
        assertEq(_reserve(), FLOOR + 2 * USDC, "reserve");
    }

    /// @dev An attack: a product that names somebody's second set, to burn their bonds by disputing oneself.
    function test_OthersCannotRiskAnOraclesBond() external {
        uint32 other = products.list(bytes("{}"), 3, _terms());
        vm.prank(oracle);
        meter.bondOracle(other, 20 * USDC);
        vm.warp(_openDispute() + 1);
        meter.closeSilent(1);
        (uint256 bonded, , ) = meter.bondOf(oracle, other);
        assertEq(bonded, 20 * USDC, "its consent was for another product");
    }

    // -- rooms -----------------------------------------------------------------------------------------

    function test_RoomsOnly() external {
        Dispute memory d;
        bytes[] memory none = new bytes[](0);
        vm.startPrank(holder);
        vm.expectRevert(abi.encodeWithSelector(IMeter.NotRoom.selector, holder));
        meter.openDispute(d);
        vm.expectRevert(abi.encodeWithSelector(IMeter.NotRoom.selector, holder));
        meter.presentLeaf(1, ROOT);
        vm.expectRevert(abi.encodeWithSelector(IMeter.NotRoom.selector, holder));
        meter.decide(1, ROOT, true, none);
        vm.stopPrank();
    }

    function test_DecideRevertsForTheFirstSet() external {
        _openDispute();
        bytes[] memory signatures = _sign(oracleKeys, QUORUM, meter.verdictDigest(1, ROOT));
        vm.prank(address(settlement));
        vm.expectRevert(abi.encodeWithSelector(IMeter.NotMember.selector, vm.addr(oracleKeys[0])));
        meter.decide(1, ROOT, true, signatures);
    }

    function test_DecideRevertsForAMinority() external {
        _openDispute();
        bytes[] memory signatures = _sign(secondKeys, QUORUM - 1, meter.verdictDigest(1, ROOT));
        vm.prank(address(settlement));
        vm.expectRevert(abi.encodeWithSelector(IMeter.BelowQuorum.selector, QUORUM - 1, QUORUM));
        meter.decide(1, ROOT, true, signatures);
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev The holder disputes the reading of its ten lots.
    function _openDispute() private returns (uint64 deadline) {
        _scheduleLots(provider, holder, series, 10);
        Reading[] memory list = _single(_reading(series, 0, 0, 500_000));
        _attest(series, list);
        vm.prank(holder);
        settlement.dispute(_cash(holder), list[0], new bytes32[](0));
        return uint64(block.timestamp + 4 hours);
    }
}
