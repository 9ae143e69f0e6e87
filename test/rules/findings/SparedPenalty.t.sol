// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {FullExchange} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Found: a default was spared the penalty if any close-out of the account's short had been tried in its
/// series. A writer of a thousand lots closed one of them out, and owed no penalty for the others. And the close-out
/// was forgotten with the one of four hours later, in the same recycled slot: whoever waited for that charged the
/// penalty after all.
contract SparedPenaltyTest is FullExchange {
    uint256 private constant WORST = 200 * 10_000; // k, at a lower spot price
    uint256 private constant PENALTY = 200 * 1_000; // 10% of k
    address private _writer;
    uint64 private _first;
    uint64 private _second;

    function setUp() public {
        _deploy();
        _listDefault();
        _writer = _user("writer", 100_000 * USDC);
        (_first, _second) = (_series(48), _series(52));
    }

    function test_OnlyLotsThatFoundNoSellerAreSpared() external {
        _giveShort(_writer, _first, 1, 200, 200);
        _closeOutInVain(_first);
        assertEq(margin.sparedOf(_cash(_writer), _first), 1, "spared");
        _giveShort(_writer, _first, 999, 200, 200);
        _closeGate(_first);
        vm.expectEmit(address(delivery));
        emit IDelivery.ShortDefaulted(_first, _cash(_writer), 1, false, WORST, 0);
        vm.expectEmit(address(delivery));
        emit IDelivery.ShortDefaulted(_first, _cash(_writer), 999, true, 999 * (WORST + PENALTY), 0);
        delivery.defaultShort(_cash(_writer), _first);
        assertEq(ledger.balanceOf(Accounts.compensation(_first)), 1_000 * WORST + 999 * PENALTY, "compensation");
    }

    function test_TheyAreSparedOnce() external {
        _giveShort(_writer, _first, 10, 200, 200);
        _closeOutInVain(_first);
        _closeGate(_first);
        delivery.defaultShort(_cash(_writer), _first);
        assertEq(ledger.balanceOf(Accounts.compensation(_first)), 10 * WORST, "no penalty");
        assertEq(margin.sparedOf(_cash(_writer), _first), 0, "none are left");
        _giveShort(_writer, _first, 10, 200, 200);
        delivery.defaultShort(_cash(_writer), _first);
        assertEq(ledger.balanceOf(Accounts.compensation(_first)), 20 * WORST + 10 * PENALTY, "the penalty");
    }

    function test_TheCloseOutOfFourHoursLaterForgetsNothing() external {
        _giveShort(_writer, _first, 10, 200, 200);
        _giveShort(_writer, _second, 10, 200, 200);
        _closeOutInVain(_first);
        _closeOutInVain(_second);
        delivery.defaultShort(_cash(_writer), _first);
        assertEq(ledger.balanceOf(Accounts.compensation(_first)), 10 * WORST, "no penalty");
    }

    function test_AProviderIsNotSpared() external {
        address provider = _provider("provider", 1_000 * USDC, 1_000 * USDC, 100);
        _giveShort(provider, _first, 10, 200, 200);
        vm.prank(provider);
        providers.optOut(_cash(provider), _first, true);
        uint64 spot = _hourAuction(_first);
        _warpToCollect(spot);
        auction.closeOut(_cash(provider), _first);
        _warpPast(spot);
        _collect(provider, auction.closeOutSlot(_first));
        assertEq(margin.sparedOf(_cash(provider), _first), 0, "spared");
        _closeGate(_first);
        delivery.defaultShort(_cash(provider), _first);
        assertEq(ledger.balanceOf(Accounts.compensation(_first)), 10 * (WORST + PENALTY), "the penalty");
    }

    function _closeOutInVain(uint64 series) private {
        uint64 spot = _hourAuction(series);
        _warpToCollect(spot);
        auction.closeOut(_cash(_writer), series);
        _warpPast(spot);
        _collect(_writer, auction.closeOutSlot(series));
    }
}
