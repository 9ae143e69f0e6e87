// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction, OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Code, Memos} from "../../../contracts/types/Memo.sol";
import {CollectedWords} from "../../../contracts/types/CollectedWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

contract CollectTest is Trading {
    function setUp() external {
        _setUpTrading();
    }

    // -- nothing to collect ----------------------------------------------------------------------------

    function test_SkipsWhatIsNotThere() external {
        OrderRef[] memory refs = new OrderRef[](4);
        refs[0] = _ref(buyer, 0);
        refs[1] = OrderRef(Accounts.RESERVE, 0);
        refs[2] = OrderRef(Accounts.auctionEscrow(day), type(uint64).max);
        refs[3] = _ref(address(0), 1);
        vm.recordLogs();
        assertEq(auction.collect(refs), 0, "count");
        assertEq(auction.collect(new OrderRef[](0)), 0, "of none");
        assertEq(vm.getRecordedLogs().length, 0, "events");
    }

    function test_SkipsOrdersThatWait() external {
        uint32 slot = _enter(buyer, day, series, OrderKind.Buy, 200, 10);
        assertEq(_collect(buyer, slot), 0, "it collects");
        _warpToSolve(day);
        assertEq(_collect(buyer, slot), 0, "it is solved");
        (, , uint256 deadline) = lens.timesOf(day);
        vm.warp(deadline - 1);
        assertEq(_collect(buyer, slot), 0, "the last second");
        assertEq(_word(buyer, slot).lots(), 10, "untouched");
        vm.warp(deadline);
        assertEq(_collect(buyer, slot), 1, "void");
    }

    function test_CollectsOnce() external {
        uint32 slot = _enter(buyer, day, series, OrderKind.Buy, 200, 10);
        _warpPast(day);
        OrderRef[] memory refs = new OrderRef[](3);
        for (uint256 i = 0; i < 3; ++i) refs[i] = _ref(buyer, slot);
        uint256 before = _free(buyer);
        assertEq(auction.collect(refs), 1, "once in a call");
        assertEq(auction.collect(refs), 0, "and never again");
        assertEq(_free(buyer) - before, 10 * (200 * TICK + _fee(200)), "refunded once");
        assertEq(_word(buyer, slot).lots(), 0, "no lots");
        assertEq(_word(buyer, slot).auction(), day, "the rest of the word stays");
    }

    // -- void ------------------------------------------------------------------------------------------

    function test_AVoidBuyGetsItsCashBack() external {
        uint256 before = _free(buyer);
        uint32 slot = _enter(buyer, day, series, OrderKind.Buy, 210, 10);
        _enter(writer, day, series, OrderKind.Write, 200, 10);
        _warpPast(day);
        vm.expectEmit(address(auction));
        emit IAuction.OrderCollected(_cash(buyer), CollectedWords.pack(slot, 0));
        vm.expectEmit(address(ledger));
        emit ILedger.Posted(
            Accounts.auctionEscrow(day),
            _cash(buyer),
            10 * (210 * TICK + _fee(210)),
            Memos.memo(Code.OrderCollected, day)
        );
        _collect(buyer, slot);
        assertEq(_free(buyer), before, "cash");
        assertEq(_position(buyer, series), 0, "lots");
    }

    function test_AVoidSellGetsItsLotsBack() external {
        _giveLots(buyer, series, 10);
        uint64 spot = _hourAuction(series);
        _warpToCollect(spot);
        uint32 slot = _enter(buyer, spot, series, OrderKind.Sell, 200, 10);
        uint256 before = _free(buyer);
        _warpPast(spot);
        _collect(buyer, slot);
        assertEq(_position(buyer, series), 10, "lots");
        assertEq(_free(buyer), before, "cash");
    }

    function test_AVoidWriteGetsEverythingBack() external {
        uint256 before = _free(provider);
        uint32 slot = _enter(provider, day, series, OrderKind.Write, 200, 10);
        _warpPast(day);
        _collect(provider, slot);
        assertEq(_free(provider), before, "cash");
        assertEq(_position(provider, series), 0, "lots");
        assertEq(providers.usedOf(_cash(provider), series), 0, "capacity");
        (, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(reserved, 0, "stake");
        assertEq(_escrow(day), 0, "escrow");
    }

    // -- final -----------------------------------------------------------------------------------------

    function test_ABuyPaysThePriceAndTheFee() external {
        uint256 before = _free(buyer);
        uint32 slot = _enter(buyer, day, series, OrderKind.Buy, 210, 10);
        _enter(writer, day, series, OrderKind.Write, 200, 10);
        _finish(day);
        vm.expectEmit(address(auction));
        emit IAuction.OrderCollected(_cash(buyer), CollectedWords.pack(slot, 10));
        _collect(buyer, slot);
        assertEq(before - _free(buyer), 10 * (205 * TICK + _fee(205)), "the middle of 200 and 210");
        assertEq(_position(buyer, series), 10, "lots");
    }

    function test_AnOutbidBuyGetsItsCashBack() external {
        uint256 before = _free(buyer);
        uint32 slot = _enter(buyer, day, series, OrderKind.Buy, 199, 10);
        _enter(_somebody(), day, series, OrderKind.Buy, 200, 10);
        _enter(writer, day, series, OrderKind.Write, 200, 10);
        _finish(day);
        _collect(buyer, slot);
        assertEq(_free(buyer), before, "cash");
        assertEq(_position(buyer, series), 0, "lots");
    }

    function test_TheMarginIsFirstComeFirstServed() external {
        uint32[4] memory slots;
        for (uint256 i = 0; i < 4; ++i) slots[i] = _enter(buyer, day, series, OrderKind.Buy, 200, 10);
        uint32 better = _enter(buyer, day, series, OrderKind.Buy, 201, 3);
        _enter(writer, day, series, OrderKind.Write, 150, 28);
        _finish(day);
        uint32[5] memory filled = [uint32(10), 10, 5, 0, 3];
        for (uint256 i = 0; i < 5; ++i) {
            vm.expectEmit(address(auction));
            emit IAuction.OrderCollected(_cash(buyer), CollectedWords.pack(i < 4 ? slots[i] : better, filled[i]));
            _collect(buyer, i < 4 ? slots[i] : better);
        }
        assertEq(_position(buyer, series), 28, "all that was for sale");
    }

    function test_ASellIsPaidAndGetsUnsoldLotsBack() external {
        _giveLots(buyer, series, 10);
        uint64 spot = _hourAuction(series);
        _warpToCollect(spot);
        uint256 before = _free(buyer);
        uint32 slot = _enter(buyer, spot, series, OrderKind.Sell, 200, 10);
        _enter(_somebody(), spot, series, OrderKind.Buy, 200, 6);
        _finish(spot);
        _collect(buyer, slot);
        assertEq(_position(buyer, series), 4, "unsold");
        assertEq(_free(buyer) - before, 6 * (200 * TICK - _fee(200)), "the price less the fee");
    }

    function test_AProvidersWriteLocksItsMargin() external {
        uint256 before = _free(provider);
        uint32 slot = _enter(provider, day, series, OrderKind.Write, 200, 10);
        _enter(buyer, day, series, OrderKind.Buy, 210, 6);
        _finish(day);
        _collect(provider, slot);
        // (1.5 + 0.05 + 0.1) ticks a tick, less the stake.
        uint256 perLot = 200 * 16_500 - 100_000;
        assertEq(_marginOf(provider, series), 6 * perLot, "locked");
        assertEq(before - _free(provider), 6 * perLot - 6 * (200 * TICK - _fee(200)), "proceeds are part of it");
        assertEq(_position(provider, series), -6, "short");
        assertEq(providers.usedOf(_cash(provider), series), 6, "capacity");
        (, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(reserved, 6 * 100_000, "stake");
        (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(_cash(provider), series);
        assertEq(lots, 6, "lots");
        assertEq(k, 200 * 256, "k");
        assertEq(mark, 200 * 256, "mark");
    }

    function test_AWriteLocksItsMargin() external {
        uint256 before = _free(writer);
        uint32 slot = _enter(writer, day, series, OrderKind.Write, 250, 10);
        _enter(buyer, day, series, OrderKind.Buy, 250, 10);
        _finish(day);
        vm.expectEmit(address(ledger));
        emit ILedger.Posted(
            Accounts.auctionEscrow(day),
            Accounts.margin(_cash(writer), product, Ids.dayOf(series)),
            10 * 250 * 26_000,
            Memos.memo(Code.MarginLocked, day)
        );
        _collect(writer, slot);
        assertEq(_marginOf(writer, series), 10 * 250 * 26_000, "locked");
        assertEq(before - _free(writer), 10 * (250 * 26_000 - 250 * TICK + _fee(250)), "of its own");
    }

    function test_AWriteBelowTheReferenceLocksForIt() external {
        uint32 slot = _enter(writer, day, series, OrderKind.Write, 100, 10);
        _enter(buyer, day, series, OrderKind.Buy, 100, 10);
        _finish(day);
        _collect(writer, slot);
        assertEq(_marginOf(writer, series), 10 * (200 * 25_000 + 100 * 1_000), "locked");
        (, uint32 k, uint32 mark) = ledger.shortOf(_cash(writer), series);
        assertEq(k, 100 * 256, "k");
        assertEq(mark, 200 * 256, "mark: the reference");
    }

    // -- netting ---------------------------------------------------------------------------------------

    function test_AWriteOfAHolderNets() external {
        _giveLots(buyer, series, 10);
        uint64 spot = _hourAuction(series);
        _warpToCollect(spot);
        uint256 before = _free(buyer);
        uint32 slot = _enter(buyer, spot, series, OrderKind.Write, 200, 15);
        _enter(_somebody(), spot, series, OrderKind.Buy, 200, 15);
        _finish(spot);
        _collect(buyer, slot);
        assertEq(_position(buyer, series), -5, "short of the rest");
        assertEq(_marginOf(buyer, series), 5 * 200 * 26_000, "locked for the rest");
        uint256 proceeds = 15 * (200 * TICK - _fee(200));
        assertEq(_free(buyer), before + proceeds - 5 * 200 * 26_000, "cash");
    }

    function test_ABuyOfAWriterNets() external {
        uint64 shared = _at(day, 24);
        uint256 before = _free(writer);
        _giveLots(_somebody(), shared, 10);
        assertEq(_position(writer, shared), -10, "short");
        uint64 next = _dayAuction(3);
        _trade(next, shared, provider, OrderKind.Write, writer, 180, 4);
        assertEq(_position(writer, shared), -6, "bought back in part");
        assertEq(_marginOf(writer, shared), 6 * 200 * 26_000, "released in part");
        uint64 spot = _hourAuction(shared);
        _trade(spot, shared, provider, OrderKind.Write, writer, 220, 10);
        assertEq(_position(writer, shared), 4, "long of the rest");
        assertEq(_marginOf(writer, shared), 0, "all of it is released");
        uint256 cost = 4 * (180 * TICK + _fee(180)) + 10 * (220 * TICK + _fee(220));
        assertEq(_free(writer), before + 10 * (200 * TICK - _fee(200)) - cost, "cash");
    }

    function test_BothSidesOfOneAccountNet() external {
        uint256 before = _free(writer);
        for (uint256 order = 0; order < 2; ++order) {
            uint64 target = _at(day, order);
            uint32 sold = _enter(writer, day, target, OrderKind.Write, 200, 10);
            uint32 bought = _enter(writer, day, target, OrderKind.Buy, 200, 10);
            assertEq(bought, sold + 1, "slots");
        }
        _finish(day);
        OrderRef[] memory refs = new OrderRef[](4);
        // The write first, then the buy first.
        refs[0] = _ref(writer, 1);
        refs[1] = _ref(writer, 2);
        refs[2] = _ref(writer, 4);
        refs[3] = _ref(writer, 3);
        assertEq(auction.collect(refs), 4, "collected");
        for (uint256 i = 0; i < 2; ++i) assertEq(_position(writer, _at(day, i)), 0, "flat");
        assertEq(_marginOf(writer, series), 0, "nothing is locked");
        assertEq(before - _free(writer), 2 * 2 * 10 * _fee(200), "both fees");
        assertEq(_escrow(day), 0, "escrow");
    }

    // -- together --------------------------------------------------------------------------------------

    function test_AnyoneCollectsForAnyone() external {
        uint256 buyerBefore = _free(buyer);
        uint256 writerBefore = _free(writer);
        OrderRef[] memory refs = new OrderRef[](5);
        refs[0] = _ref(buyer, _enter(buyer, day, series, OrderKind.Buy, 200, 10));
        refs[1] = _ref(writer, _enter(writer, day, series, OrderKind.Write, 200, 15));
        refs[2] = _ref(buyer, _enter(buyer, day, series + 1, OrderKind.Buy, 200, 5));
        refs[3] = _ref(writer, 77);
        refs[4] = refs[0];
        _finish(day);
        vm.prank(makeAddr("stranger"));
        assertEq(auction.collect(refs), 3, "collected");
        assertEq(_position(buyer, series), 10, "the buyer's");
        assertEq(_position(writer, series), -10, "the writer's");
        assertEq(buyerBefore - _free(buyer), 10 * (200 * TICK + _fee(200)), "the buyer's cash");
        assertEq(writerBefore - _free(writer), 10 * (200 * 16_000 + _fee(200)), "the writer's cash");
    }

    function testFuzz_EscrowIsEmptyAfterAll(uint256 seed) external {
        (address[] memory users, uint32[] memory slots, ) = _randomBook(seed);
        for (uint256 i = 0; i < users.length; ++i) _collect(users[i], slots[i]);
        assertEq(_escrow(day), 0, "escrow");
    }

    function testFuzz_LimitsAreKept(uint256 seed) external {
        (address[] memory users, uint32[] memory slots, uint32[] memory limits) = _randomBook(seed);
        for (uint256 i = 0; i < users.length; ++i) {
            bool isBuy = _word(users[i], slots[i]).isBuy();
            int256 held = _position(users[i], series);
            uint256 wealth = _wealth(users[i], series) + _escrowOf(users[i], slots[i]);
            _collect(users[i], slots[i]);
            int256 moved = _position(users[i], series) - held;
            uint256 now_ = _wealth(users[i], series);
            if (isBuy) {
                assertLe(wealth - now_, uint256(moved) * (limits[i] * TICK + _fee(limits[i])), "paid");
            } else {
                assertGe(now_ - wealth, uint256(-moved) * (limits[i] * TICK - _fee(limits[i])), "earned");
            }
        }
    }

    /// @dev Twelve orders of twelve accounts at a few prices, cleared.
    function _randomBook(
        uint256 seed
    ) private returns (address[] memory users, uint32[] memory slots, uint32[] memory limits) {
        users = new address[](12);
        slots = new uint32[](12);
        limits = new uint32[](12);
        for (uint256 i = 0; i < 12; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            users[i] = _user(vm.toString(i), 1_000_000 * USDC);
            limits[i] = uint32(195 + (random % 8));
            OrderKind kind = (random >> 32) % 2 == 0 ? OrderKind.Buy : OrderKind.Write;
            slots[i] = _enter(users[i], day, series, kind, limits[i], uint32(1 + ((random >> 64) % 1_000)));
        }
        _finish(day);
    }

    /// @dev What an order has in escrow.
    function _escrowOf(address user, uint64 slot) private view returns (uint256) {
        uint256 price = _word(user, slot).price();
        uint256 perLot = _word(user, slot).isBuy() ? price * TICK + _fee(price) : 325 * 16_000 + _fee(325);
        return perLot * _word(user, slot).lots();
    }

    /// @dev Somebody else with cash.
    function _somebody() private returns (address) {
        return _user("somebody else", 1_000_000 * USDC);
    }
}
