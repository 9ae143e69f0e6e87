// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IProducts, Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Histogram} from "../../../contracts/libraries/Histogram.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Code, Memos} from "../../../contracts/types/Memo.sol";
import {CollectedWords} from "../../../contracts/types/CollectedWord.sol";
import {OrderKind, OrderWord, OrderWords} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

contract CloseOutTest is Trading {
    uint64 private _slot;
    uint64 private _spot;
    uint64 private _tickSize = 10_000;

    function setUp() external {
        _setUpTrading();
        _spot = _hourAuction(series);
        _slot = auction.closeOutSlot(series);
    }

    // -- refused ---------------------------------------------------------------------------------------

    function test_RevertsWithoutAnHourAheadAuction() external {
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownProduct.selector, 9));
        auction.closeOut(_cash(buyer), Ids.series(9, Ids.hourOf(series)));
        uint32 other = products.list(bytes("{}"), 0, _terms());
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownMarket.selector, 0));
        auction.closeOut(_cash(buyer), Ids.series(other, Ids.hourOf(series)));
    }

    function test_RevertsOutsideOfItsTime() external {
        _giveLots(buyer, series, 10);
        (uint256 open, uint256 close, ) = lens.timesOf(_spot);
        uint256[2] memory refused = [open - 1, close];
        for (uint256 i = 0; i < 2; ++i) {
            vm.warp(refused[i]);
            vm.expectRevert(abi.encodeWithSelector(IAuction.AuctionNotCollecting.selector, _spot, open, close));
            auction.closeOut(_cash(buyer), series);
        }
        vm.warp(close - 1);
        auction.closeOut(_cash(buyer), series);
        assertEq(_word(buyer, _slot).lots(), 10, "to the last second");
    }

    function test_RevertsForAFlatPosition() external {
        _warpToCollect(_spot);
        vm.expectRevert(abi.encodeWithSelector(IAuction.NothingToCloseOut.selector, _cash(buyer), series));
        auction.closeOut(_cash(buyer), series);
    }

    function test_RevertsForAProvidersShort() external {
        _sellShort(provider, 200, 10);
        _warpToCollect(_spot);
        vm.expectRevert(abi.encodeWithSelector(IAuction.NothingToCloseOut.selector, _cash(provider), series));
        auction.closeOut(_cash(provider), series);
        // Another hour of it that is opted out changes nothing.
        vm.prank(provider);
        providers.optOut(_cash(provider), series + 1, true);
        vm.expectRevert(abi.encodeWithSelector(IAuction.NothingToCloseOut.selector, _cash(provider), series));
        auction.closeOut(_cash(provider), series);
    }

    function test_RevertsForASecondCloseOutOfAnAuction() external {
        _giveLots(buyer, series, 10);
        _warpToCollect(_spot);
        auction.closeOut(_cash(buyer), series);
        vm.expectRevert(abi.encodeWithSelector(IAuction.SlotBusy.selector, _slot, _spot));
        auction.closeOut(_cash(buyer), series);
    }

    // -- longs -----------------------------------------------------------------------------------------

    function test_ALongIsSoldAtTheBottom() external {
        _giveLots(buyer, series, 10);
        uint256 before = _free(buyer);
        _warpToCollect(_spot);
        OrderWord word = OrderWords.pack(_spot, product, 0, OrderKind.CloseSell, BASE, 10, 0, 0);
        vm.expectEmit(address(ledger));
        emit ILedger.LotsMoved(
            _cash(buyer),
            Ids.octetOf(series),
            uint256(uint32(int32(-10))) << ((series & 7) * 32),
            Memos.memo(Code.CloseOut, _spot)
        );
        vm.expectEmit(address(auction));
        emit IAuction.OrderPlaced(_cash(buyer), _slot, word);
        vm.prank(makeAddr("stranger"));
        auction.closeOut(_cash(buyer), series);
        assertEq(_position(buyer, series), 0, "in the order");

        _enter(_somebody(), _spot, series, OrderKind.Buy, 190, 10);
        _finish(_spot);
        _collect(buyer, _slot);
        assertEq(_free(buyer) - before, 10 * (132 * TICK - _fee(132)), "the middle of 74 and 190");
        assertEq(_position(buyer, series), 0, "sold");
    }

    function test_AnUnsoldLongComesBack() external {
        _giveLots(buyer, series, 10);
        uint256 before = _free(buyer);
        _warpToCollect(_spot);
        auction.closeOut(_cash(buyer), series);
        _enter(_somebody(), _spot, series, OrderKind.Buy, 190, 4);
        _finish(_spot);
        _collect(buyer, _slot);
        assertEq(_position(buyer, series), 6, "unsold");
        assertEq(_free(buyer) - before, 4 * (74 * TICK - _fee(74)), "sold at the bottom, where six are left");
    }

    function test_RevertsWhereTheBookIsFull() external {
        _giveLots(buyer, series, 10);
        _warpToCollect(_spot);
        _fund(writer, 10 ** 17);
        _enter(writer, _spot, series, OrderKind.Write, TOP, uint32(MAX_LOTS - 9));
        vm.expectRevert(abi.encodeWithSelector(Histogram.SideFull.selector, 10, 9));
        auction.closeOut(_cash(buyer), series);
        assertEq(_position(buyer, series), 10, "still there");
    }

    // -- shorts ----------------------------------------------------------------------------------------

    function test_AShortIsBoughtBackAtTheTop() external {
        _sellShort(writer, 200, 10);
        assertEq(_marginOf(writer, series), 10 * 200 * 26_000, "locked");
        _warpToCollect(_spot);
        uint64 basis = (uint64(200 * 256) << 32) | (200 * 256);
        OrderWord word = OrderWords.pack(_spot, product, 0, OrderKind.CloseBuy, TOP, 10, 0, basis);
        vm.expectEmit(address(ledger));
        emit ILedger.Posted(
            Accounts.margin(_cash(writer), product, Ids.dayOf(series)),
            Accounts.auctionEscrow(_spot),
            10 * 200 * 26_000,
            Memos.memo(Code.CloseOut, _spot)
        );
        vm.expectEmit(address(auction));
        emit IAuction.OrderPlaced(_cash(writer), _slot, word);
        auction.closeOut(_cash(writer), series);
        assertEq(_position(writer, series), 0, "in the order");
        assertEq(_marginOf(writer, series), 0, "so is the margin");
    }

    function test_AShortIsBoughtBackAsFarAsItsCollateralPays() external {
        // Sold at 100, with the reference at 200: 510 ticks are locked, 509 of them are left beside the fee.
        _sellShort(writer, 100, 10);
        _moveReference(450);
        _warpToCollect(_spot);
        auction.closeOut(_cash(writer), series);
        uint256 price = _word(writer, _slot).price();
        assertEq(price, 509, "below the top of 575");
        assertLe(price * TICK + _fee(price), 510 * TICK, "it pays that");
        assertGt((price + 1) * TICK + _fee(price + 1), 510 * TICK, "and not a tick more");
    }

    function test_RevertsWhereTheCollateralDoesNotReach() external {
        _sellShort(writer, 100, 10);
        _moveReference(700);
        _warpToCollect(_spot);
        vm.expectRevert(abi.encodeWithSelector(IAuction.OutOfBand.selector, 509, 700 - 126, 700 + 125));
        auction.closeOut(_cash(writer), series);
        assertEq(_position(writer, series), -10, "still short");
        assertEq(_marginOf(writer, series), 10 * 510 * TICK, "still locked");
    }

    function test_TheRestOfTheCollateralGoesBack() external {
        uint256 before = _free(writer);
        _sellShort(writer, 200, 10);
        _warpToCollect(_spot);
        auction.closeOut(_cash(writer), series);
        _enter(provider, _spot, series, OrderKind.Write, 150, 10);
        _finish(_spot);
        uint256 price = auction.resultOf(_spot, series).price();
        assertEq(price, (150 + TOP) / 2, "the middle");
        vm.expectEmit(address(auction));
        emit IAuction.OrderCollected(_cash(writer), CollectedWords.pack(_slot, 10));
        _collect(writer, _slot);
        assertEq(_position(writer, series), 0, "bought back");
        assertEq(_marginOf(writer, series), 0, "released");
        uint256 earned = 10 * (200 * TICK - _fee(200));
        assertEq(_free(writer), before + earned - 10 * (price * TICK + _fee(price)), "cash");
    }

    function test_AnOptedOutShortIsBoughtBack() external {
        uint256 before = _free(provider);
        _sellShort(provider, 200, 10);
        vm.prank(provider);
        providers.optOut(_cash(provider), series, true);
        _warpToCollect(_spot);
        auction.closeOut(_cash(provider), series);
        // 3.3 USDC less the stake are locked in cash, and pay up to 319.
        assertEq(_word(provider, _slot).price(), 319, "limit");
        assertEq(providers.usedOf(_cash(provider), series), 10, "capacity is used until it is bought");
        _enter(writer, _spot, series, OrderKind.Write, 319, 6);
        _finish(_spot);
        _collect(provider, _slot);
        assertEq(_position(provider, series), -4, "four found no seller");
        assertEq(providers.usedOf(_cash(provider), series), 4, "capacity");
        (, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(reserved, 4 * 100_000, "stake");
        assertEq(_marginOf(provider, series), 4 * (200 * 16_500 - 100_000), "locked");
        uint256 spent = 6 * (319 * TICK + _fee(319)) + 4 * (200 * 16_500 - 100_000);
        assertEq(_free(provider), before + 10 * (200 * TICK - _fee(200)) - spent, "cash");
    }

    function test_AnUnfilledShortComesBack() external {
        _sellShort(writer, 200, 10);
        uint256 before = _free(writer);
        _warpToCollect(_spot);
        auction.closeOut(_cash(writer), series);
        _warpPast(_spot);
        _collect(writer, _slot);
        assertEq(_position(writer, series), -10, "short");
        assertEq(_marginOf(writer, series), 10 * 200 * 26_000, "locked");
        assertEq(_free(writer), before, "cash");
        assertEq(_escrow(_spot), 0, "escrow");
        (, uint32 k, uint32 mark) = ledger.shortOf(_cash(writer), series);
        assertEq(k, 200 * 256, "k");
        assertEq(mark, 200 * 256, "mark");
        assertEq(margin.sparedOf(_cash(writer), series), 10, "spared the penalty");
    }

    function test_AnUnfilledShortNetsWithLotsBoughtMeanwhile() external {
        _sellShort(writer, 200, 10);
        _warpToCollect(_spot);
        auction.closeOut(_cash(writer), series);
        vm.prank(buyer);
        ledger.transferLots(_cash(buyer), _cash(writer), series, 7, 0);
        uint256 before = _free(writer);
        _warpPast(_spot);
        _collect(writer, _slot);
        assertEq(_position(writer, series), -3, "short of the rest");
        assertEq(_marginOf(writer, series), 3 * 200 * 26_000, "locked for the rest");
        assertEq(_free(writer) - before, 7 * 200 * 26_000, "the margin of the others goes back");
        assertEq(margin.sparedOf(_cash(writer), series), 3, "spared the penalty");
    }

    function testFuzz_WhatIsPaidIsWithinTheCollateral(uint256 seed) external {
        _tickSize = uint64(1 + (seed % 20_000));
        _listDefault();
        _fund(writer, 10 ** 15);
        day = Ids.auction(dayLane, Ids.numberOf(day) + 1);
        series = _at(day, uint256(seed >> 32) % 36);
        _spot = _hourAuction(series);
        _slot = auction.closeOutSlot(series);
        _warpToCollect(day);
        _sellShort(writer, uint32(BASE + ((seed >> 64) % 252)), uint32(1 + ((seed >> 96) % 1_000)));
        uint256 locked = _marginOf(writer, series);

        _warpToCollect(_spot);
        auction.closeOut(_cash(writer), series);
        assertLe(_escrow(_spot), locked, "taken");
        _fund(buyer, 10 ** 15);
        _enter(buyer, _spot, series, OrderKind.Write, BASE, uint32(1 + ((seed >> 128) % 1_000)));
        _finish(_spot);
        _collect(writer, _slot);
        (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(_cash(writer), series);
        uint256 needed = lots * margin.lockOf(_cash(writer), product, k, mark);
        if (lots == 0) assertEq(_marginOf(writer, series), 0, "nothing is locked");
        else assertGe(_marginOf(writer, series), needed, "locked");
    }

    // -- the slot --------------------------------------------------------------------------------------

    function test_CollectsTheOneOfFourHoursBefore() external {
        uint64 later = series + 4;
        _enter(writer, day, series, OrderKind.Write, 200, 10);
        _enter(writer, day, later, OrderKind.Write, 200, 7);
        _enter(buyer, day, series, OrderKind.Buy, 200, 10);
        _enter(buyer, day, later, OrderKind.Buy, 200, 7);
        _finish(day);
        _collect(writer, 1);
        _collect(writer, 2);
        assertEq(auction.closeOutSlot(later), _slot, "the same slot");
        _warpToCollect(_spot);
        auction.closeOut(_cash(writer), series);
        _warpToCollect(_hourAuction(later));
        vm.expectEmit(address(auction));
        emit IAuction.OrderCollected(_cash(writer), CollectedWords.pack(_slot, 0));
        auction.closeOut(_cash(writer), later);
        assertEq(_position(writer, series), -10, "the first came back");
        assertEq(_word(writer, _slot).lots(), 7, "the second waits");
    }

    // -- internal --------------------------------------------------------------------------------------

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.tickSize = _tickSize;
    }

    function _sellShort(address seller, uint32 price, uint32 lots) private {
        _trade(day, series, seller, OrderKind.Write, buyer, price, lots);
    }

    /// @dev Moves the reference of the series, by storing it.
    function _moveReference(uint32 ticks) private {
        uint256 key = (uint256(product) << 32) | (Ids.hourOf(series) >> 3);
        bytes32 place = keccak256(abi.encode(key, uint256(5)));
        uint256 shift = (series & 7) * 32;
        vm.store(address(auction), place, bytes32(uint256(ticks) << shift));
        assertEq(auction.referenceOf(_spot, series), ticks, "reference");
    }

    function _somebody() private returns (address) {
        return _user("somebody else", 1_000_000 * USDC);
    }
}
