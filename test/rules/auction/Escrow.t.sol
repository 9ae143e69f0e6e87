// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Code, Memos} from "../../../contracts/types/Memo.sol";
import {OrderKind, OrderWord, OrderWords} from "../../../contracts/types/OrderWord.sol";
import {Placement} from "../../../contracts/types/Placement.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

contract EscrowTest is Trading {
    function setUp() external {
        _setUpTrading();
    }

    // -- buys ------------------------------------------------------------------------------------------

    function test_ABuyTakesLimitAndFee() external {
        uint256 before = _free(buyer);
        OrderWord word = OrderWords.pack(day, product, 3, OrderKind.Buy, 210, 10, 0, 0);
        vm.expectEmit(address(auction));
        emit IAuction.OrderPlaced(_cash(buyer), 4, word);
        vm.expectEmit(address(ledger));
        emit ILedger.Posted(_cash(buyer), Accounts.auctionEscrow(day), 21_021_000, Memos.memo(Code.OrderEscrow, day));
        _place(buyer, day, series + 3, OrderKind.Buy, 210, 10, 4);
        assertEq(before - _free(buyer), 21_021_000, "10 x 2.1 USDC, and 10 basis points");
        assertEq(_escrow(day), 21_021_000, "escrow");
        assertEq(OrderWord.unwrap(_word(buyer, 4)), OrderWord.unwrap(word), "word");
    }

    function testFuzz_ABuyTakesLimitAndFee(uint256 price, uint256 lots) external {
        price = bound(price, BASE, TOP + 100);
        lots = bound(lots, 1, MAX_LOTS);
        _fund(buyer, 10 ** 20);
        uint256 before = _free(buyer);
        _place(buyer, day, series, OrderKind.Buy, uint32(price), uint32(lots), 0);
        uint256 counted = price > TOP ? TOP : price;
        assertEq(before - _free(buyer), lots * (counted * TICK + _fee(counted)), "taken");
        assertEq(before - _free(buyer), _escrow(day), "escrow");
    }

    function test_ABuyRevertsWithoutTheCash() external {
        uint256 needed = 10 * (200 * TICK + _fee(200));
        address poor = _user("poor", needed - 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, _cash(poor), needed - 1, needed));
        _place(poor, day, series, OrderKind.Buy, 200, 10, 0);
        _fund(poor, 1);
        _place(poor, day, series, OrderKind.Buy, 200, 10, 0);
        assertEq(_free(poor), 0, "to the last unit");
    }

    // -- sells -----------------------------------------------------------------------------------------

    function test_ASellTakesTheLots() external {
        _giveLots(buyer, series, 10);
        uint64 spot = _hourAuction(series);
        _warpToCollect(spot);
        uint256 before = _free(buyer);
        vm.expectEmit(address(ledger));
        emit ILedger.LotsMoved(
            _cash(buyer),
            Ids.octetOf(series),
            uint256(uint32(int32(-7))) << ((series & 7) * 32),
            Memos.memo(Code.OrderEscrow, spot)
        );
        _enter(buyer, spot, series, OrderKind.Sell, 200, 7);
        assertEq(_position(buyer, series), 3, "left");
        assertEq(_free(buyer), before, "no cash");
    }

    function test_ASellRevertsWithoutTheLots() external {
        _giveLots(buyer, series, 10);
        uint64 spot = _hourAuction(series);
        _warpToCollect(spot);
        _enter(buyer, spot, series, OrderKind.Sell, 200, 7);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientLots.selector, _cash(buyer), series, int256(3), 4));
        _enter(buyer, spot, series, OrderKind.Sell, 200, 4);
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.InsufficientLots.selector, _cash(writer), series, int256(-10), 1)
        );
        _enter(writer, spot, series, OrderKind.Sell, 200, 1);
    }

    // -- writes ----------------------------------------------------------------------------------------

    function test_AProviderWritesOnItsCapacity() external {
        uint256 before = _free(provider);
        _place(provider, day, series, OrderKind.Write, 210, 10, 0);
        // At the top 325 x 0.65 - 0.1 x 0.01 beyond the proceeds, and the fee there; at the limit it is less.
        uint256 perLot = 325 * 6_500 - 100_000 + _fee(325);
        assertEq(before - _free(provider), 10 * perLot, "collateral");
        assertEq(providers.usedOf(_cash(provider), series), 10, "capacity");
        (, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(reserved, 10 * 100_000, "stake");
        OrderWord word = OrderWords.pack(day, product, 0, OrderKind.Write, 210, 10, 0, (uint64(200) << 32) | BASE);
        assertEq(OrderWord.unwrap(_word(provider, 0)), OrderWord.unwrap(word), "word");
    }

    function test_AProviderRevertsBeyondItsCapacity() external {
        address small = _provider("small", 1_000 * USDC, 1_000 * USDC, 15);
        _place(small, day, series, OrderKind.Write, 210, 10, 0);
        vm.expectRevert(abi.encodeWithSelector(IProviders.CapacityExceeded.selector, _cash(small), series, 10, 6, 15));
        _place(small, day, series, OrderKind.Write, 210, 6, 1);
        _place(small, day, series, OrderKind.Write, 210, 5, 1);
        _place(small, day, series + 1, OrderKind.Write, 210, 15, 2);
    }

    function test_AProviderRevertsBeyondItsStake() external {
        address thin = _provider("thin", 1_000 * USDC, 1_500_000, 100);
        _place(thin, day, series, OrderKind.Write, 210, 10, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IProviders.InsufficientStake.selector, _cash(thin), 1_500_000, 1_600_000)
        );
        _place(thin, day, series + 1, OrderKind.Write, 210, 6, 1);
        _place(thin, day, series + 1, OrderKind.Write, 210, 5, 1);
    }

    function test_AWriterIsFullyCollateralised() external {
        uint256 before = _free(writer);
        assertFalse(providers.isWriter(_cash(writer)), "not yet");
        _place(writer, day, series, OrderKind.Write, 210, 10, 0);
        // 2.6 ticks a tick are locked at any price from the reference on: at the top 325 x 1.6 beyond the proceeds.
        assertEq(before - _free(writer), 10 * (325 * 16_000 + _fee(325)), "collateral");
        assertTrue(providers.isWriter(_cash(writer)), "for good");
        assertEq(providers.usedOf(_cash(writer), series), 0, "no capacity");
    }

    function test_AWriterRevertsWithoutTheCollateral() external {
        uint256 needed = 10 * (325 * 16_000 + _fee(325));
        address poor = _user("poor", needed - 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, _cash(poor), needed - 1, needed));
        _place(poor, day, series, OrderKind.Write, 210, 10, 0);
        assertFalse(providers.isWriter(_cash(poor)), "no writer either");
    }

    // -- batches ---------------------------------------------------------------------------------------

    function test_ABatchPostsOnceForEachAuction() external {
        uint64 next = _dayAuction(3);
        _warpToCollect(next);
        uint64 spot = _spotNow();
        Placement[] memory orders = new Placement[](4);
        orders[0] = _placement(next, _at(next, 0), OrderKind.Buy, 200, 1, 0);
        orders[1] = _placement(next, _at(next, 1), OrderKind.Buy, 201, 2, 1);
        orders[2] = _placement(spot, _spotSeries(spot), OrderKind.Buy, 202, 3, 2);
        orders[3] = _placement(spot, _spotSeries(spot), OrderKind.Buy, 203, 4, 3);
        vm.expectCall(address(ledger), abi.encodeWithSelector(ILedger.post.selector), 2);
        vm.prank(buyer);
        auction.placeOrders(_cash(buyer), orders);
        assertEq(_escrow(next), 200 * TICK + _fee(200) + 2 * (201 * TICK + _fee(201)), "day-ahead");
        assertEq(_escrow(spot), 3 * (202 * TICK + _fee(202)) + 4 * (203 * TICK + _fee(203)), "hour-ahead");
    }

    function test_ABatchSellsWhatItCollects() external {
        _enter(writer, day, series, OrderKind.Write, 200, 10);
        _place(buyer, day, series, OrderKind.Buy, 200, 10, 77);
        _finish(day);
        uint64 spot = _hourAuction(series);
        _warpToCollect(spot);
        _place(buyer, spot, series, OrderKind.Sell, 200, 10, 77);
        assertEq(_position(buyer, series), 0, "all of them are in the order");
        assertEq(_word(buyer, 77).lots(), 10, "order");
    }

    function test_OneBadOrderUndoesTheBatch() external {
        uint256 before = _free(buyer);
        Placement[] memory orders = new Placement[](3);
        orders[0] = _placement(day, series, OrderKind.Buy, 200, 1, 0);
        orders[1] = _placement(day, series + 1, OrderKind.Buy, 200, 1, 1);
        orders[2] = _placement(day, series + 36, OrderKind.Buy, 200, 1, 2);
        vm.expectRevert(abi.encodeWithSelector(IAuction.SeriesNotInAuction.selector, day, series + 36));
        vm.prank(buyer);
        auction.placeOrders(_cash(buyer), orders);
        assertEq(_free(buyer), before, "cash");
        assertEq(_word(buyer, 0).lots(), 0, "no order");
        (, , bool frozen) = lens.gridOf(day, series);
        assertFalse(frozen, "no grid");
    }
}
