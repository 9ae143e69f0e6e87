// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {vm} from "../utils/Vm.sol";
import {Attack} from "./Attack.sol";

/// @notice Closing others' positions out to trade with them at the band's edge.
contract ForcedCloseOutTest is Attack {
    uint64 private spot;
    address private attacker;

    function setUp() external {
        _setUpTrading();
        attacker = _user("attacker", 1_000_000 * USDC);
        spot = _hourAuction(series);
        _giveLots(buyer, series, 100);
        _warpToCollect(spot);
    }

    function test_AnUnscheduledLongIsCheapInAnEmptyBook() external {
        uint256 before = _wealth(attacker, series);
        assertEq(_closeOutAlone(buyer, OrderKind.Buy, BASE), BASE, "the bottom");
        uint256 gain = _wealth(attacker, series) + 100 * 200 * TICK - before;
        assertEq(gain, 100 * ((200 - BASE) * TICK - _fee(BASE)), "half a band, less the fee");
        _report(
            "close out a long that its holder did not schedule, in an empty book",
            "gas, and the risk of being outbid",
            string.concat(_usdc(gain), " on 100 lots worth 2 USDC: up to half a band")
        );
    }

    function test_ABidOfTheHolderItselfEndsThat() external {
        auction.closeOut(_cash(buyer), series);
        _enter(attacker, spot, series, OrderKind.Buy, BASE, 100);
        uint256 before = _free(buyer);
        uint32 own = _enter(buyer, spot, series, OrderKind.Buy, 200, 100);
        _finish(spot);
        _collect(buyer, own);
        _collect(buyer, auction.closeOutSlot(series));
        assertEq(_position(buyer, series), 100, "it keeps its lots");
        uint256 price = auction.resultOf(spot, series).price();
        assertEq(before - _free(buyer), 2 * 100 * _fee(price), "for the fees");
    }

    function test_AShortIsDearInAnEmptyBook() external {
        uint256 before = _wealth(attacker, series);
        assertEq(_closeOutAlone(writer, OrderKind.Write, TOP), TOP, "the top");
        uint256 gain = _wealth(attacker, series) - before - 100 * 200 * TICK;
        assertEq(gain, 100 * ((TOP - 200) * TICK - _fee(TOP)), "half a band, less the fee");
        _report(
            "close out a writer's short, in an empty book",
            "a sale to deliver or cover, and the risk of being undercut",
            string.concat(_usdc(gain), " on 100 lots worth 2 USDC: up to half a band")
        );
    }

    function test_AnotherSellerEndsThat() external {
        auction.closeOut(_cash(writer), series);
        _enter(attacker, spot, series, OrderKind.Write, TOP, 100);
        _enter(provider, spot, series, OrderKind.Write, 200, 100);
        _finish(spot);
        assertLt(
            auction.resultOf(spot, series).price(),
            (200 + TOP) / 2 + 1,
            "the middle of what both sides would take"
        );
    }

    /// @dev Who buys back by itself and is closed out as well is long in the end: it is one or the other.
    function test_AnOwnBuyBackAndACloseOutBothFill() external {
        uint32 own = _enter(writer, spot, series, OrderKind.Buy, 250, 100);
        auction.closeOut(_cash(writer), series);
        _enter(provider, spot, series, OrderKind.Write, 200, 200);
        _finish(spot);
        _collect(writer, own);
        _collect(writer, auction.closeOutSlot(series));
        assertEq(_position(writer, series), 100, "bought twice");
    }

    /// @dev A close-out covers what is short when it is called. What is collected later has to be bought back by its
    /// writer's own order.
    function test_OneCloseOutForEachAuction() external {
        uint64 next = _dayAuction(3);
        _warpToCollect(next);
        uint64 target = _at(next, 0);
        uint32[2] memory slots;
        for (uint256 i = 0; i < 2; ++i) {
            slots[i] = _enter(writer, next, target, OrderKind.Write, 200, i == 0 ? 1 : 99);
        }
        _enter(buyer, next, target, OrderKind.Buy, 200, 100);
        _finish(next);
        uint64 id = _hourAuction(target);
        _warpToCollect(id);
        _collect(writer, slots[0]);
        auction.closeOut(_cash(writer), target);
        _collect(writer, slots[1]);
        uint64 slot = auction.closeOutSlot(target);
        bytes memory busy = abi.encodeWithSelector(IAuction.SlotBusy.selector, slot, id);
        vm.expectRevert(busy);
        auction.closeOut(_cash(writer), target);
        assertEq(_position(writer, target), -99, "still short");
        _enter(writer, id, target, OrderKind.Buy, 250, 99);
        _report(
            "close out one collected lot, so that the rest cannot be",
            "gas",
            "nothing: the writer buys back with free cash"
        );
    }

    /// @dev The attacker closes a hundred lots out and takes the other side, with nobody else in the book.
    function _closeOutAlone(address user, OrderKind kind, uint32 limit) private returns (uint256 price) {
        auction.closeOut(_cash(user), series);
        uint32 slot = _enter(attacker, spot, series, kind, limit, 100);
        _finish(spot);
        _collect(attacker, slot);
        price = auction.resultOf(spot, series).price();
    }
}
