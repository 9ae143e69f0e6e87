// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {Attack} from "./Attack.sol";

/// @notice Selling the same capacity, lots or cash in several lanes before anything is collected.
contract SoldTwiceTest is Attack {
    uint64 private early;
    uint64 private late;
    uint64 private shared;

    function setUp() external {
        _setUpTrading();
        (early, late, shared) = _openOverlapping();
        product = Ids.productOf(shared);
    }

    function test_CapacityIsTakenOnce() external {
        address seller = _provider("seller", 1_000 * USDC, 1_000 * USDC, 10);
        _warpToCollect(early);
        uint32 first = _enter(seller, early, shared, OrderKind.Write, 200, 10);
        _warpToCollect(late);
        bytes memory refused = abi.encodeWithSelector(
            IProviders.CapacityExceeded.selector,
            _cash(seller),
            shared,
            10,
            1,
            10
        );
        uint256 before = _free(seller);
        // The first order waits, then it is filled and not collected: both times its capacity is gone.
        vm.expectRevert(refused);
        _enter(seller, late, shared, OrderKind.Write, 200, 1);
        _warpToCollect(early);
        _enter(buyer, early, shared, OrderKind.Buy, 200, 10);
        _warpToSolve(early);
        auction.clear(early, _one(24, 0, 126, 126));
        vm.expectRevert(refused);
        _enter(seller, late, shared, OrderKind.Write, 200, 1);
        uint256 cost = before - _free(seller);
        assertEq(cost, 0, "cost");
        _collect(seller, first);
        vm.expectRevert(refused);
        _enter(seller, late, shared, OrderKind.Write, 200, 1);
        assertEq(providers.usedOf(_cash(seller), shared), 10, "invariant 12");
        _report(
            "sell the same capacity in two lanes before collecting",
            _usdc(cost),
            "nothing: the second order is refused"
        );
    }

    function test_LotsAreTakenOnce() external {
        _warpToCollect(early);
        uint32 sold = _enter(writer, early, shared, OrderKind.Write, 200, 10);
        uint32 bought = _enter(buyer, early, shared, OrderKind.Buy, 200, 10);
        _warpToSolve(early);
        auction.clear(early, _one(24, 0, 126, 126));
        // Bought and not collected: the lots are nobody's yet.
        bytes memory refused = abi.encodeWithSelector(ILedger.InsufficientLots.selector, _cash(buyer), shared, 0, 1);
        vm.expectRevert(refused);
        _enter(buyer, late, shared, OrderKind.Sell, 200, 1);
        _collect(buyer, bought);
        _collect(writer, sold);
        _enter(buyer, late, shared, OrderKind.Sell, 200, 10);
        uint256 before = _free(buyer);
        // In an open order: neither another order nor a transfer can use them.
        vm.expectRevert(refused);
        _enter(buyer, late, shared, OrderKind.Sell, 200, 1);
        vm.expectRevert(refused);
        vm.prank(buyer);
        ledger.transferLots(_cash(buyer), _cash(provider), shared, 1, 0);
        uint256 cost = before - _free(buyer);
        assertEq(cost, 0, "cost");
        _report("sell the same lots twice", _usdc(cost), "nothing: the second order is refused");
    }

    function test_CashIsTakenOnce() external {
        uint256 cash = 10 * (200 * TICK + _fee(200));
        address poor = _user("poor", cash);
        _warpToCollect(early);
        _enter(poor, early, shared, OrderKind.Buy, 200, 10);
        _warpToCollect(late);
        uint256 needed = 200 * TICK + _fee(200);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, _cash(poor), 0, needed));
        _enter(poor, late, shared, OrderKind.Buy, 200, 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, _cash(poor), 0, 1));
        vm.prank(poor);
        ledger.withdraw(_cash(poor), poor, 1);
    }

    function test_CollateralIsTakenOnce() external {
        uint256 perLot = 325 * 16_000 + _fee(325);
        address poor = _user("poor", 10 * perLot);
        _warpToCollect(early);
        _enter(poor, early, shared, OrderKind.Write, 200, 10);
        _warpToCollect(late);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, _cash(poor), 0, perLot));
        _enter(poor, late, shared, OrderKind.Write, 200, 1);
    }

    /// @dev The slot of a filled order cannot be used to make it disappear.
    function test_AnOrderCannotBeReplacedWhileItWaits() external {
        _warpToCollect(late);
        _place(writer, late, shared, OrderKind.Write, 200, 10, 5);
        vm.expectRevert(abi.encodeWithSelector(IAuction.SlotBusy.selector, 5, late));
        _place(writer, late, shared, OrderKind.Buy, 200, 1, 5);
    }
}
