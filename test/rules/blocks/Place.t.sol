// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {BlockPlacement, IBlocks} from "../../../contracts/interfaces/IBlocks.sol";
import {IProducts} from "../../../contracts/interfaces/IProducts.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {BlocksTest} from "./BlocksTest.sol";

contract PlaceTest is BlocksTest {
    // -- who -------------------------------------------------------------------------------------------

    function test_RevertsForAStranger() external {
        vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, _cash(buyer), writer));
        vm.prank(writer);
        blocks.placeBlocks(_cash(buyer), _one(_buy()));
        vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, _cash(buyer), writer));
        vm.prank(writer);
        blocks.placeBlocks(_cash(buyer), new BlockPlacement[](0));
    }

    function test_RevertsForAnotherKindOfAccount() external {
        Account[3] memory others = [
            Accounts.stake(_cash(buyer)),
            Accounts.margin(_cash(buyer), product, 1),
            Account.wrap(bytes32(uint256(Account.unwrap(_cash(buyer))) | 1))
        ];
        address[2] memory callers = [buyer, address(relay)];
        for (uint256 i = 0; i < 6; ++i) {
            (Account account, address caller) = (others[i % 3], callers[i / 3]);
            vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, account, caller));
            vm.prank(caller);
            blocks.placeBlocks(account, _one(_buy()));
        }
    }

    function test_AnOperatorPlacesForEveryDesk() external {
        Account desk = Accounts.cash(buyer, 7);
        vm.startPrank(buyer);
        ledger.setOperator(keeper, true);
        ledger.transfer(_cash(buyer), desk, 1_000 * USDC, 0);
        vm.stopPrank();
        _placeBlockFor(_cash(buyer), keeper, _buy(), 0);
        _placeBlockFor(desk, keeper, _buy(), 0);
        assertEq(_wordOf(buyer, 0).index(), 0, "first");
        assertEq(blocks.blockOf(desk, 0).index(), 1, "second");
        assertEq(ledger.balanceOf(desk), 1_000 * USDC - _buyEscrow(200, 2, 10) - WORD_FEE, "the desk pays");

        vm.prank(buyer);
        ledger.setOperator(keeper, false);
        vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, desk, keeper));
        vm.prank(keeper);
        blocks.placeBlocks(desk, _one(_buy()));
    }

    // -- malformed -------------------------------------------------------------------------------------

    function test_RevertsForAKindThatIsNone() external {
        uint8[3] memory kinds = [0, 7, 255];
        for (uint256 i = 0; i < kinds.length; ++i) {
            BlockPlacement memory p = _buy();
            p.kind = kinds[i];
            _refuses(p, abi.encodeWithSelector(IBlocks.WrongBlockKind.selector, kinds[i]));
        }
    }

    function test_RevertsForTooFewOrTooManyPeriods() external {
        uint8[4] memory periods = [0, 1, 49, 255];
        for (uint256 i = 0; i < periods.length; ++i) {
            bytes memory reason = abi.encodeWithSelector(IBlocks.WrongPeriods.selector, periods[i]);
            _refuses(_strip(BlockKind.StripBuy, series, periods[i], 200, 10), reason);
            if (periods[i] != 1) _refuses(_block(BlockKind.BlockBuy, series, periods[i], 200, 10, 1), reason);
        }
        _placeBlock(buyer, _block(BlockKind.BlockBuy, series, 1, 200, 10, 1), 0);
    }

    function test_RevertsForALimitThatDoesNotFit() external {
        uint32[3] memory limits = [0, 2 ** 24, type(uint32).max];
        for (uint256 i = 0; i < limits.length; ++i) {
            bytes memory reason = abi.encodeWithSelector(IBlocks.WrongLimit.selector, limits[i]);
            _refuses(_strip(BlockKind.StripBuy, series, 2, limits[i], 10), reason);
            _refuses(_block(BlockKind.BlockBuy, series, 2, limits[i], 1, 1), reason);
        }
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 2, 2 ** 24 - 1, 1), 0);
        _placeBlock(buyer, _block(BlockKind.BlockBuy, series, 2, 2 ** 24 - 1, 1, 1), 1);
        _placeBlock(provider, _strip(BlockKind.StripWrite, series, 2, 1, 1), 0);
    }

    // -- the band --------------------------------------------------------------------------------------

    function test_ALimitBetterThanTheBandCountsAtItsEnd() external {
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 2, TOP + 1, 10), 0);
        assertEq(_wordOf(buyer, 0).price(), TOP, "a buy above it");
        assertEq(_escrow(day), _buyEscrow(TOP, 2, 10) + WORD_FEE, "pays no more");
        _placeBlock(provider, _block(BlockKind.BlockWrite, series, 2, BASE - 1, 1, 1), 0);
        assertEq(_wordOf(provider, 0).price(), BASE, "a write below it");
    }

    function test_RevertsForALimitThatCannotFillInTheBand() external {
        _refuses(_strip(BlockKind.StripBuy, series, 2, BASE - 1, 10), _outOfBand(BASE - 1, BASE, TOP));
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 2, BASE, 10), 0);
        BlockPlacement memory p = _block(BlockKind.BlockWrite, series, 2, TOP + 1, 1, 1);
        vm.expectRevert(_outOfBand(TOP + 1, BASE, TOP));
        vm.prank(provider);
        blocks.placeBlocks(_cash(provider), _one(p));
        p.price = TOP;
        _placeBlock(provider, p, 0);
    }

    function test_TheBandIsTheAverageOfThePeriodsByTheirLots() external {
        // Firm lots press the first hour's reference to 3.26: its band is then from 2.00 to 4.51.
        _enter(buyer, day, series + 24, OrderKind.Buy, TOP, 10);
        _warpToSolve(day);
        auction.clear(day, _hints(day));
        _warpToCollect(day + 1);
        BlockPlacement memory p = _block(BlockKind.BlockBuy, _at(day + 1, 0), 2, 500, 1, 1);
        p.auction = day + 1;
        p.profile = _flat(2);
        p.profile[0] = 4;
        vm.prank(buyer);
        blocks.placeBlocks(_cash(buyer), _one(p));
        // (4 x 451 + 325) / 5 is 425.8: rounded down for a buy.
        assertEq(_wordOf(buyer, 0).price(), 425, "top");
        (p.kind, p.price) = (uint8(BlockKind.BlockWrite), 1);
        vm.prank(provider);
        blocks.placeBlocks(_cash(provider), _one(p));
        // (4 x 200 + 74) / 5 is 174.8: rounded up for a sell.
        assertEq(_wordOf(provider, 0).price(), 175, "bottom");
        (p.kind, p.price, p.slot) = (uint8(BlockKind.BlockBuy), 174, 1);
        _refuses(p, _outOfBand(174, 175, 425));
    }

    function test_RevertsForLotsThatDoNotFit() external {
        uint32[3] memory lots = [0, 2 ** 27, type(uint32).max];
        for (uint256 i = 0; i < lots.length; ++i) {
            BlockPlacement memory p = _strip(BlockKind.StripBuy, series, 2, BASE, lots[i]);
            _refuses(p, abi.encodeWithSelector(IBlocks.WrongBlockLots.selector, lots[i]));
        }
        _fund(buyer, 300_000_000 * USDC);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 2, BASE, 2 ** 27 - 1), 0);
    }

    function test_RevertsForAProfileThatNeedsTooManyLots() external {
        BlockPlacement memory p = _block(BlockKind.BlockBuy, series, 2, BASE, 2 ** 26, 1);
        p.profile = new uint16[](2);
        (p.profile[0], p.profile[1]) = (1, 2);
        _refuses(p, abi.encodeWithSelector(IBlocks.WrongBlockLots.selector, 2 ** 27));
        p.lots = 2 ** 26 - 1;
        _fund(buyer, 300_000_000 * USDC);
        _placeBlock(buyer, p, 0);
    }

    function test_RevertsForAFewestThatDoesNotFit() external {
        BlockPlacement memory p = _buy();
        p.least = 1;
        _refuses(p, abi.encodeWithSelector(IBlocks.WrongLeast.selector, 1));
        _refuses(
            _block(BlockKind.BlockBuy, series, 2, 200, 10, 0),
            abi.encodeWithSelector(IBlocks.WrongLeast.selector, 0)
        );
        _refuses(
            _block(BlockKind.BlockBuy, series, 2, 200, 10, 11),
            abi.encodeWithSelector(IBlocks.WrongLeast.selector, 11)
        );
    }

    function test_RevertsForAProfileThatDoesNotFit() external {
        bytes memory reason = abi.encodeWithSelector(IBlocks.WrongProfile.selector);
        BlockPlacement memory p = _buy();
        p.profile = _flat(2);
        _refuses(p, reason);
        p = _block(BlockKind.BlockBuy, series, 2, 200, 10, 1);
        p.profile = _flat(1);
        _refuses(p, reason);
        p.profile = _flat(3);
        _refuses(p, reason);
        p.profile = _flat(2);
        p.profile[1] = 0;
        _refuses(p, reason);
        p.profile[1] = 1;
        _placeBlock(buyer, p, 0);
    }

    // -- where and when --------------------------------------------------------------------------------

    function test_RevertsForALaneOrProductThatIsNot() external {
        BlockPlacement memory p = _buy();
        p.auction = Ids.auction(9, Ids.numberOf(day));
        _refuses(p, abi.encodeWithSelector(IProducts.UnknownLane.selector, 9));
        p = _buy();
        p.series = Ids.series(9, Ids.hourOf(series));
        _refuses(p, abi.encodeWithSelector(IProducts.UnknownProduct.selector, 9));
        uint32 other = products.list(bytes("{}"), 0, _terms());
        p.series = Ids.series(other, Ids.hourOf(series));
        _refuses(p, abi.encodeWithSelector(IProducts.NotInLane.selector, other, dayLane));
    }

    function test_PlacesFromOpenToBeforeClose() external {
        (uint256 open, uint256 close, uint256 deadline) = lens.timesOf(day);
        uint256[4] memory refused = [open - 1, close, deadline - 1, deadline];
        for (uint256 i = 0; i < refused.length; ++i) {
            vm.warp(refused[i]);
            _refuses(_buy(), abi.encodeWithSelector(IAuction.AuctionNotCollecting.selector, day, open, close));
        }
        vm.warp(open);
        _placeBlock(buyer, _buy(), 0);
        vm.warp(close - 1);
        _placeBlock(buyer, _buy(), 1);
    }

    function test_RevertsWhereAPeriodIsOutsideOfTheWindow() external {
        _refuses(
            _strip(BlockKind.StripBuy, series - 1, 2, 200, 10),
            abi.encodeWithSelector(IAuction.SeriesNotInAuction.selector, day, series - 1)
        );
        _refuses(
            _strip(BlockKind.StripBuy, series + 35, 2, 200, 10),
            abi.encodeWithSelector(IAuction.SeriesNotInAuction.selector, day, series + 36)
        );
        _refuses(
            _strip(BlockKind.StripBuy, series, 37, 200, 10),
            abi.encodeWithSelector(IAuction.SeriesNotInAuction.selector, day, series + 36)
        );
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 36, 200, 10), 0);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series + 34, 2, 200, 10), 1);
        assertEq(_wordOf(buyer, 1).offset(), 34, "offset");
    }

    // -- slots -----------------------------------------------------------------------------------------

    function test_RevertsWhereTheSlotIsBusy() external {
        _placeBlock(buyer, _buy(), 3);
        BlockPlacement memory p = _buy();
        p.slot = 3;
        bytes memory reason = abi.encodeWithSelector(IAuction.SlotBusy.selector, 3, day);
        _refuses(p, reason);
        (, , uint256 deadline) = lens.timesOf(day);
        vm.warp(deadline - 1);
        _refuses(p, reason);
    }

    function test_RevertsForTheSameSlotTwice() external {
        BlockPlacement[] memory twice = new BlockPlacement[](2);
        (twice[0], twice[1]) = (_buy(), _buy());
        vm.expectRevert(abi.encodeWithSelector(IAuction.SlotBusy.selector, 0, day));
        vm.prank(buyer);
        blocks.placeBlocks(_cash(buyer), twice);
        twice[1].slot = 1;
        vm.prank(buyer);
        blocks.placeBlocks(_cash(buyer), twice);
        assertEq(blocks.listOf(day).count, 2, "both");
    }

    function test_SlotsAreApartFromThoseOfHourlyOrders() external {
        _placeBlock(buyer, _buy(), 3);
        _place(buyer, day, series, OrderKind.Buy, 200, 4, 3);
        assertEq(_wordOf(buyer, 3).lots(), 10, "strip");
        assertEq(_word(buyer, 3).lots(), 4, "hourly order");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev Ten lots in the first two hours.
    function _buy() private view returns (BlockPlacement memory) {
        return _strip(BlockKind.StripBuy, series, 2, 200, 10);
    }

    function _outOfBand(uint32 price, uint32 bottom, uint32 top) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAuction.OutOfBand.selector, price, bottom, top);
    }

    function _refuses(BlockPlacement memory p, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(buyer);
        blocks.placeBlocks(_cash(buyer), _one(p));
    }
}
