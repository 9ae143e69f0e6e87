// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {IMargin} from "../../../contracts/interfaces/IMargin.sol";
import {Memo} from "../../../contracts/types/Memo.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {vm} from "../utils/Vm.sol";
import {BlocksTest} from "./BlocksTest.sol";

/// @dev What the hourly auction does for strips and blocks, and for whom.
contract RoomsTest is BlocksTest {
    address[] private _callers;

    // -- who -------------------------------------------------------------------------------------------

    function test_OnlyBlocksOpensBooks() external {
        _outsiders(address(contest));
        for (uint256 i = 0; i < _callers.length; ++i) {
            _expectNotRoom(_callers[i]);
            auction.openBooks(day, series, 2);
        }
    }

    function test_OnlyTheContestClearsABaseline() external {
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 2, 200, 10), 0);
        _warpToSolve(day);
        bytes memory hints = _hints(day);
        _outsiders(address(blocks));
        for (uint256 i = 0; i < _callers.length; ++i) {
            _expectNotRoom(_callers[i]);
            auction.clearBaseline(day, _callers[i], hints);
        }
    }

    function test_OnlyTheContestReplacesResults() external {
        _outsiders(address(blocks));
        for (uint256 i = 0; i < _callers.length; ++i) {
            _expectNotRoom(_callers[i]);
            auction.replaceResults(day, _callers[i], new ResultWord[](36));
        }
    }

    function test_OnlyTheContestConcludes() external {
        _outsiders(address(blocks));
        for (uint256 i = 0; i < _callers.length; ++i) {
            _expectNotRoom(_callers[i]);
            auction.conclude(day);
        }
    }

    function test_BlocksTakesNoShortsOutOfMargin() external {
        vm.expectRevert(abi.encodeWithSelector(IMargin.NotRoom.selector, address(blocks)));
        vm.prank(address(blocks));
        margin.take(_cash(writer), series, 1, _cash(buyer), Memo.wrap(0));
    }

    // -- grids -----------------------------------------------------------------------------------------

    function test_AStripFreezesTheGridsOfItsPeriods() external {
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series + 6, 4, 1_000, 10), 0);
        for (uint64 i = 0; i < 36; ++i) {
            (uint32 base, uint32 referencePrice, bool frozen) = lens.gridOf(day, series + i);
            assertEq(frozen, i >= 6 && i < 10, "frozen");
            assertEq(abi.encode(base, referencePrice), abi.encode(BASE, 200), "grid");
        }
    }

    function test_TheFirstOrderOfAnyKindFreezesTheGrid() external {
        // The later lane collects while the earlier one, which covers the same hours, clears at another price.
        (uint64 early, uint64 late, uint64 shared) = _openOverlapping();
        _warpToCollect(early);
        for (uint64 i = 0; i < 3; ++i) {
            _enter(buyer, early, shared + i, OrderKind.Buy, 300, 10);
            _enter(writer, early, shared + i, OrderKind.Write, 300, 10);
        }
        _warpToCollect(late);
        // Hour 0 has an hourly order, hour 1 a block before the reference moves; hour 2 has nothing.
        _enter(buyer, late, shared, OrderKind.Buy, 100, 1);
        _placeAt(late, shared + 1, 1, 0);
        _warpToSolve(early);
        bytes memory hints = new bytes(48);
        for (uint256 i = 0; i < 6; ++i) {
            hints[i] = bytes1(uint8(300 - BASE));
        }
        auction.clear(early, hints);
        assertEq(auction.referenceOf(late, shared), 300, "the reference moved");

        // A writer's collateral: 1.6 x 3.25 at the top of the band, twice, and 2.5 x 3.00 at 0; with 0.1% of the top.
        uint256 had = _free(writer);
        _placeAt(late, shared, 3, 1);
        assertEq(had - _free(writer), 2 * 5_203_250 + 7_504_250, "by the grids as they are frozen");
        uint16[3] memory references = [200, 200, 300];
        for (uint64 i = 0; i < 3; ++i) {
            (uint32 base, uint32 referencePrice, bool frozen) = lens.gridOf(late, shared + i);
            assertTrue(frozen, "frozen");
            assertEq(abi.encode(base, referencePrice), abi.encode(references[i] - 126, references[i]), "grid");
        }
        _place(buyer, late, shared + 1, OrderKind.Buy, 80, 1, 8);
        assertEq(_word(buyer, 8).price(), 80, "below the band around 300");
    }

    function test_AGridFrozenByABlockHasNoOrdersOfOldAuctions() external {
        _enter(buyer, day, series, OrderKind.Buy, 150, 50);
        _enter(writer, day, series, OrderKind.Write, 250, 60);
        uint64 next = day + 2;
        _warpToCollect(next);
        _placeAt(next, _at(next, 0), 1, 0);
        (uint32[] memory buys, uint32[] memory sells) = lens.bookOf(next, _at(next, 0));
        for (uint256 t = 0; t < 252; ++t) {
            assertEq(uint256(buys[t]) + sells[t], 0, "empty");
        }
        _enter(buyer, next, _at(next, 0), OrderKind.Buy, 150, 7);
        (buys, ) = lens.bookOf(next, _at(next, 0));
        assertEq(buys[150 - BASE], 7, "only what is new");
    }

    // -- clearing --------------------------------------------------------------------------------------

    function test_AnAuctionWithBlocksIsNotClearedAtOnce() external {
        _enter(buyer, day, series, OrderKind.Buy, 200, 10);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 2, 200, 10), 0);
        _warpToSolve(day);
        bytes memory hints = _hints(day);
        vm.expectRevert(abi.encodeWithSelector(IAuction.HasBlocks.selector, day));
        auction.clear(day, hints);
        // The list of the auction after the next says nothing about another one.
        uint64 next = day + 2;
        _warpToCollect(next);
        _enter(buyer, next, _at(next, 0), OrderKind.Buy, 200, 10);
        _finish(next);
        assertTrue(auction.resultOf(next, _at(next, 0)).exists(), "cleared at once");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev A block of one lot that the writer sells; in markets where places cost nothing.
    function _placeAt(uint64 id, uint64 first, uint8 periods, uint32 slot) private {
        BlockPlacement memory p = _block(BlockKind.BlockWrite, first, periods, 200, 1, 1);
        p.auction = id;
        _placeBlock(writer, p, slot);
    }

    /// @param room that may do something else, but not this
    function _outsiders(address room) private {
        _callers = [
            makeAddr("stranger"),
            buyer,
            address(margin),
            address(relay),
            address(auction),
            address(this),
            room
        ];
    }

    function _expectNotRoom(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IAuction.NotRoom.selector, caller));
        vm.prank(caller);
    }
}
