// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {FullExchange} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice Not collecting a filled write, so that there is no short to close out or to default.
contract HiddenShortTest is FullExchange, Report {
    uint256 private constant TICK = 10_000;
    uint256 private constant WORST = 100 * 200 * TICK;
    uint256 private constant PENALTY = 100 * 200 * 1_000;
    uint256 private constant LOCK = 100 * 200 * 26_000;
    uint32 private constant SLOT = 3;

    address private writer;
    uint64 private day;
    uint64 private series;

    function setUp() external {
        _deploy();
        _listDefault();
        writer = _user("writer", 10_000 * USDC);
        address buyer = _user("buyer", 10_000 * USDC);
        day = _dayAuction(2);
        series = _series(48);
        _warpToCollect(day);
        _place(writer, day, series, OrderKind.Write, 200, 100, SLOT);
        _place(buyer, day, series, OrderKind.Buy, 200, 100, SLOT);
        _warpToSolve(day);
        uint64[] memory one = new uint64[](1);
        one[0] = series;
        _clear(day, one);
        _collect(buyer, SLOT);
    }

    function test_AnyoneCollectsItAndDefaultsIt() external {
        _closeGate(series);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToDefault.selector, _cash(writer), series));
        delivery.defaultShort(_cash(writer), series);
        uint256 before = _reach();
        vm.startPrank(makeAddr("stranger"));
        _collect(writer, SLOT);
        delivery.defaultShort(_cash(writer), series);
        vm.stopPrank();
        uint256 paid = ledger.balanceOf(Accounts.compensation(series));
        assertEq(paid, WORST + PENALTY, "as if it had been collected at once");
        assertEq(before - _reach(), paid, "out of what was in escrow all the time");
        _report(
            "do not collect a filled write, to hide the short",
            "nothing",
            string.concat(_usdc(WORST + PENALTY - paid), ": anyone collects it, then closes it out or defaults it")
        );
    }

    function test_AnyoneCollectsItAndClosesItOut() external {
        _warpToCollect(_hourAuction(series));
        vm.startPrank(makeAddr("stranger"));
        _collect(writer, SLOT);
        auction.closeOut(_cash(writer), series);
        vm.stopPrank();
        assertEq(auction.orderOf(_cash(writer), auction.closeOutSlot(series)).lots(), 100, "bought back");
    }

    function test_ItsCollateralIsOutOfReachMeanwhile() external {
        uint256 free = ledger.balanceOf(_cash(writer));
        vm.prank(writer);
        ledger.withdraw(_cash(writer), writer, free);
        assertGe(ledger.balanceOf(Accounts.auctionEscrow(day)), LOCK, "what the short locks is in escrow");
        _collect(writer, SLOT);
        assertEq(
            ledger.balanceOf(Accounts.margin(_cash(writer), product, Ids.dayOf(series))),
            LOCK,
            "and then its margin"
        );
    }

    /// @dev What is the writer's, wherever it stands; only its own orders are left in escrow.
    function _reach() private view returns (uint256) {
        uint256 own = ledger.balanceOf(_cash(writer)) + ledger.balanceOf(Accounts.auctionEscrow(day));
        return own + ledger.balanceOf(Accounts.margin(_cash(writer), product, Ids.dayOf(series)));
    }
}
