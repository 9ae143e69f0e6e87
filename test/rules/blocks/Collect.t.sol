// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {BlockPlacement, IBlocks} from "../../../contracts/interfaces/IBlocks.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {BlockKind, BlockWord} from "../../../contracts/types/BlockWord.sol";
import {Vm, vm} from "../utils/Vm.sol";
import {BlocksTest} from "./BlocksTest.sol";
import {Solutions} from "./Solutions.sol";

contract CollectTest is BlocksTest {
    using Solutions for Solution;

    // -- when ------------------------------------------------------------------------------------------

    function test_SkipsWhatWaits() external {
        _pair(10, 10);
        assertEq(_collectBlock(buyer, 0), 0, "it collects");
        Solution memory s = _solution(day, 200);
        s.accept(0);
        s.accept(1);
        _solve(day, s);
        (, , uint256 deadline) = lens.timesOf(day);
        vm.warp(deadline - 1);
        assertEq(_collectBlock(buyer, 0), 0, "it can be beaten");
        assertEq(_wordOf(buyer, 0).lots(), 10, "lots");
        vm.warp(deadline);
        assertEq(_collectBlock(buyer, 0), 1, "final, whether concluded or not");
        assertEq(_position(buyer, series + 4), 10, "filled");
    }

    function test_CollectsOnce() external {
        _pair(10, 10);
        Solution memory s = _solution(day, 200);
        s.accept(0);
        s.accept(1);
        _finishWith(day, s);
        uint256 word = BlockWord.unwrap(_wordOf(buyer, 0));
        assertEq(_collectBlock(buyer, 0), 1, "first");
        assertEq(BlockWord.unwrap(_wordOf(buyer, 0)), word - 10 * 2 ** 138, "only its lots are gone");
        uint256 had = _free(buyer);
        assertEq(_collectBlock(buyer, 0), 0, "second");
        assertEq(_collectBlock(buyer, 77), 0, "never used");
        assertEq(_free(buyer), had, "cash");
        assertEq(_position(buyer, series + 4), 10, "lots");
    }

    function test_AnyoneCollectsForAnyone() external {
        _pair(10, 10);
        Solution memory s = _solution(day, 200);
        s.accept(0);
        s.accept(1);
        _finishWith(day, s);
        OrderRef[] memory refs = new OrderRef[](5);
        (refs[0], refs[1], refs[2]) = (_ref(keeper, 0), _ref(buyer, 0), _ref(buyer, 0));
        (refs[3], refs[4]) = (_ref(writer, 1), _ref(writer, 0));
        vm.expectEmit(address(blocks));
        emit IBlocks.BlockCollected(_cash(buyer), 0, 10, 0);
        vm.expectEmit(address(blocks));
        emit IBlocks.BlockCollected(_cash(writer), 0, 10, 0);
        vm.prank(keeper);
        assertEq(blocks.collectBlocks(refs), 2, "count");
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_ANewOrderInTheSlotCollectsTheOldOne() external {
        uint256 had = _free(buyer);
        _pair(10, 10);
        Solution memory s = _solution(day, 200);
        s.accept(0);
        s.accept(1);
        _finishWith(day, s);
        uint64 next = day + 1;
        _warpToCollect(next);
        BlockPlacement memory p = _block(BlockKind.BlockBuy, _at(next, 2), 3, 150, 4, 4);
        (p.auction, p.profile) = (next, _flat(3));
        _placeBlock(buyer, p, 0);
        assertEq(_position(buyer, series + 4), 10, "collected on the way");
        assertEq(_wordOf(buyer, 0).auction(), next, "the new order");
        assertEq(_free(buyer), had - 60 * (200 * TICK + _fee(200)) - _buyEscrow(150, 3, 4) - 2 * WORD_FEE, "cash");
        _collectBlock(writer, 0);
        assertEq(_escrow(day), 0, "old escrow");
        assertEq(_escrow(next), _buyEscrow(150, 3, 4) + 2 * WORD_FEE, "new escrow");
    }

    // -- void, unfilled, filled ------------------------------------------------------------------------

    function test_AVoidAuctionGivesEverythingBack() external {
        uint256[3] memory had = [_free(buyer), _free(writer), _free(provider)];
        _give(buyer, series, 3, 10);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 3, 210, 10), 0);
        _placeBlock(buyer, _strip(BlockKind.StripSell, series, 3, 190, 10), 1);
        _placeBlock(writer, _strip(BlockKind.StripWrite, series, 3, 190, 10), 0);
        BlockPlacement memory p = _block(BlockKind.BlockWrite, series + 6, 3, 190, 10, 10);
        p.profile = _flat(3);
        p.profile[1] = 3;
        _placeBlock(provider, p, 0);
        _warpPast(day);
        assertEq(_collectBlock(buyer, 0) + _collectBlock(buyer, 1), 2, "buyer");
        assertEq(_collectBlock(writer, 0) + _collectBlock(provider, 0), 2, "writers");
        assertEq(_free(buyer), had[0], "buyer");
        assertEq(_free(writer), had[1], "writer");
        assertEq(_free(provider), had[2], "provider");
        for (uint64 i = 0; i < 9; ++i) {
            assertEq(_position(buyer, series + i), i < 3 ? int256(10) : int256(0), "lots");
            assertEq(_position(provider, series + i), 0, "no shorts");
            assertEq(providers.usedOf(_cash(provider), series + i), 0, "capacity");
        }
        (, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(reserved, 0, "stake");
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_AnUnfilledOrderPaysForItsPlace() external {
        uint256[3] memory had = [_free(buyer), _free(writer), _free(provider)];
        _give(buyer, series, 3, 10);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 3, 190, 10), 0);
        _placeBlock(buyer, _strip(BlockKind.StripSell, series, 3, 210, 10), 1);
        _placeBlock(writer, _strip(BlockKind.StripWrite, series, 3, 210, 10), 0);
        BlockPlacement memory p = _block(BlockKind.BlockWrite, series + 6, 3, 210, 10, 10);
        p.profile = _flat(3);
        _placeBlock(provider, p, 0);
        _bringBaseline(day);
        _warpPast(day);
        vm.expectEmit(address(blocks));
        emit IBlocks.BlockCollected(_cash(provider), 0, 0, 2 * WORD_FEE);
        _collectBlock(provider, 0);
        _collectBlock(buyer, 0);
        _collectBlock(buyer, 1);
        _collectBlock(writer, 0);
        assertEq(had[0] - _free(buyer), 2 * WORD_FEE, "buyer");
        assertEq(had[1] - _free(writer), WORD_FEE, "writer");
        assertEq(had[2] - _free(provider), 2 * WORD_FEE, "provider: two words");
        assertEq(_position(buyer, series + 2), 10, "lots");
        assertEq(providers.usedOf(_cash(provider), series + 7), 0, "capacity");
        assertEq(_fees(), 5 * WORD_FEE, "fees");
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_APartOfAStrip() external {
        uint256[2] memory had = [_free(buyer), _free(writer)];
        _pair(30, 20);
        Solution memory s = _solution(day, 210);
        s.acceptPart(0, 20);
        s.accept(1);
        _finishWith(day, s);
        _collectBlock(buyer, 0);
        _collectBlock(writer, 0);
        uint256 fees = 120 * _fee(210);
        assertEq(had[0] - _free(buyer), 120 * 210 * TICK + fees, "the buyer pays for 20 of 30 lots");
        assertEq(_free(writer) + _marginOf(writer, series), had[1] + 120 * 210 * TICK - fees, "the writer");
        for (uint64 i = 0; i < 12; ++i) {
            assertEq(_position(buyer, series + i), i >= 4 && i < 10 ? int256(20) : int256(0), "lots");
        }
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_APartOfASellGivesTheOtherLotsBack() external {
        _give(writer, series + 4, 8, 90);
        BlockPlacement memory p = _block(BlockKind.BlockSell, series + 4, 8, 200, 30, 20);
        p.profile = _flat(8);
        (p.profile[0], p.profile[7]) = (3, 2);
        uint256 had = _free(writer);
        _placeBlock(writer, p, 0);
        (p.kind, p.price, p.lots, p.least) = (uint8(BlockKind.BlockBuy), 230, 20, 20);
        _placeBlock(buyer, p, 0);
        Solution memory s = _solution(day, 220);
        s.acceptPart(0, 20);
        s.accept(1);
        _finishWith(day, s);
        _collectBlock(writer, 0);
        _collectBlock(buyer, 0);
        assertEq(_free(writer) - had, 20 * 11 * (220 * TICK - _fee(220)), "proceeds of 11 lots a unit");
        uint8[8] memory profile = [3, 1, 1, 1, 1, 1, 1, 2];
        for (uint64 i = 0; i < 8; ++i) {
            int256 sold = int256(uint256(profile[i])) * 20;
            assertEq(_position(writer, series + 4 + i), 90 - sold, "kept");
            assertEq(_position(buyer, series + 4 + i), sold, "bought");
        }
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_MovesNoLotsWhereThereAreNone() external {
        _give(writer, series, 2, 10);
        _placeBlock(writer, _strip(BlockKind.StripSell, series, 2, 190, 10), 0);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 2, 210, 10), 0);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 2, 100, 10), 1);
        Solution memory s = _solution(day, 200);
        s.accept(0);
        s.accept(1);
        _finishWith(day, s);
        vm.recordLogs();
        assertEq(_collectBlock(writer, 0) + _collectBlock(buyer, 1), 2, "a sell in full, a buy not at all");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            assertTrue(logs[i].topics[0] != ILedger.LotsMoved.selector, "no lots");
        }
    }

    function test_ABuyCoversAShort() external {
        // The writer sold the last 12 hours of the day before's window, which this auction has first.
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series + 24, 12, 200, 10), 0);
        _placeBlock(writer, _strip(BlockKind.StripWrite, series + 24, 12, 200, 10), 0);
        Solution memory s = _solution(day, 200);
        s.accept(0);
        s.accept(1);
        _finishWith(day, s);
        _collectBlock(buyer, 0);
        _collectBlock(writer, 0);
        assertEq(_marginOf(writer, series + 24), 120 * 520 * TICK, "2.6 x 2.00 of every lot");

        uint64 next = day + 1;
        _warpToCollect(next);
        BlockPlacement memory p = _strip(BlockKind.StripBuy, series + 24, 12, 150, 10);
        p.auction = next;
        _placeBlock(writer, p, 0);
        p.kind = uint8(BlockKind.StripSell);
        _placeBlock(buyer, p, 0);
        s = _solution(next, 150);
        s.accept(0);
        s.accept(1);
        _finishWith(next, s);
        uint256 had = _free(writer);
        _collectBlock(writer, 0);
        // What it put up was the price, its fee rounded up, a unit a lot, and its place, all of which it trades away.
        uint256 rest = _buyEscrow(150, 12, 10) + WORD_FEE - 120 * (150 * TICK + _fee(150));
        assertEq(_free(writer) - had, 120 * 520 * TICK + rest, "all of the margin");
        assertEq(_marginOf(writer, series + 24), 0, "margin");
        assertEq(_position(writer, series + 30), 0, "flat");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev Strips of six hours over an octet's end, limits 2.10 and 1.90.
    function _pair(uint32 bought, uint32 sold) private {
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series + 4, 6, 210, bought), 0);
        _placeBlock(writer, _strip(BlockKind.StripWrite, series + 4, 6, 190, sold), 0);
    }
}
