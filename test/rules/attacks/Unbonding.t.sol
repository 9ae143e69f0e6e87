// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {WriteTerms} from "../../../contracts/interfaces/IMargin.sol";
import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {FullExchange} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice Taking the stake away from under lots that were sold.
contract UnbondingTest is FullExchange, Report {
    uint256 private constant STAKE = 100 * USDC;
    uint256 private constant WORST = 2_200_000; // a lot sold at 2.00, without a spot price above it
    uint256 private constant PER_LOT = 100_000; // stake reserved for a lot

    uint64 private series;
    address private provider;
    address private holder;

    function setUp() public {
        _deploy();
        _listDefault();
        series = _series(45);
        provider = _provider("provider", 10_000 * USDC, STAKE, 1_000);
        holder = _user("holder", 1_000 * USDC);
    }

    function test_AnnouncedStakeBacksNothingNew() external {
        vm.prank(provider);
        providers.unbond(_cash(provider), STAKE);
        vm.expectRevert(abi.encodeWithSelector(IProviders.InsufficientStake.selector, _cash(provider), 0, PER_LOT));
        vm.prank(address(auction));
        margin.reserve(_cash(provider), series, 1, WriteTerms(200, 100, 200, 0));
    }

    /// @dev Sold on all of its stake, announced, defaulted, and settled after the stake could have left.
    function test_AnnouncedStakeStillPays() external {
        _giveShort(provider, series, 1_000, 200, 200);
        _giveLong(holder, series, 1_000);
        _nominate(holder, series, 1_000);
        vm.startPrank(provider);
        providers.unbond(_cash(provider), STAKE);
        (, , , uint64 release) = providers.stakeOf(_cash(provider));
        uint256 wait = (release - block.timestamp) / 1 days;
        uint256 free = _balance(provider);
        ledger.withdraw(_cash(provider), provider, free);
        vm.stopPrank();
        uint256 before = _balance(holder);
        _closeGate(series);
        delivery.defaultShort(_cash(provider), series);
        vm.warp(_endOf(series) + 30 minutes + 2 hours + 1);
        delivery.claimCompensation(series, 0);
        uint256 paid = _balance(holder) - before;
        assertEq(paid, 1_000 * WORST, "the holder is paid in full");
        _report(
            "announce stake for unbonding once lots are sold on it",
            string.concat(vm.toString(wait), " days without it"),
            string.concat(_usdc(1_000 * WORST - paid), ": it backs nothing new, and stays seizable")
        );
    }

    /// @dev Nobody defaulted or settled anything for 91 days: what is reserved still does not leave.
    function test_StakeOfOpenLotsDoesNotLeave() external {
        _giveShort(provider, series, 400, 200, 200);
        vm.startPrank(provider);
        providers.unbond(_cash(provider), STAKE);
        vm.warp(block.timestamp + 91 days);
        assertEq(providers.withdrawStake(_cash(provider)), STAKE - 400 * PER_LOT, "all but what is reserved");
        vm.expectRevert(
            abi.encodeWithSelector(IProviders.InsufficientStake.selector, _cash(provider), 0, 400 * PER_LOT)
        );
        providers.withdrawStake(_cash(provider));
        vm.stopPrank();
    }
}
