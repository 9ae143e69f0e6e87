// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {Code, Memos} from "../../../contracts/types/Memo.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {vm} from "../utils/Vm.sol";
import {BlocksTest} from "./BlocksTest.sol";

/// @dev Per lot of a period, on a grid from 0.74 to 3.25 around 2.00, at whatever price: what the lock asks for beyond
/// the proceeds is most at the top for a writer, 1.6 x 3.25, and at 0 for the provider, 1.55 x 2.00 - 0.10; with 0.1%
/// of 3.25.
contract TakenTest is BlocksTest {
    uint256 private constant WRITER = 5_200_000 + 3_250;
    uint256 private constant PROVIDER = 3_000_000 + 3_250;

    function testFuzz_ABuyPutsUpCostAndFee(uint256 price, uint256 periods, uint256 lots) external {
        periods = bound(periods, 2, 36);
        price = bound(price, BASE, TOP);
        lots = bound(lots, 1, (9_000_000 * USDC) / (price * TICK * periods + 1));
        vm.assume(lots > 0);
        uint256 cost = price * TICK * periods;
        uint256 fee = cost / 1_000 + (cost % 1_000 == 0 ? 0 : 1);
        uint256 escrow = (cost + fee + periods) * lots;
        BlockPlacement memory p = _strip(BlockKind.StripBuy, series, uint8(periods), uint32(price), uint32(lots));
        _expectEscrow(buyer, escrow + WORD_FEE);
        uint256 had = _free(buyer);
        _placeBlock(buyer, p, 0);
        assertEq(had - _free(buyer), escrow + WORD_FEE, "free cash");
        assertEq(_escrow(day), escrow + WORD_FEE, "escrow");
    }

    function test_ABuyWithAProfilePutsUpEveryUnit() external {
        BlockPlacement memory p = _block(BlockKind.BlockBuy, series, 3, 201, 7, 7);
        p.profile = _flat(3);
        (p.profile[0], p.profile[2]) = (5, 300);
        _placeBlock(buyer, p, 0);
        // 306 lots at 2.01: 615.06 and 0.61506.
        assertEq(_escrow(day), (615_060_000 + 615_060 + 306) * 7 + 2 * WORD_FEE, "escrow, two words");
    }

    function test_RevertsForABuyThatIsNotPaid() external {
        address poor = _user("poor", 100 * USDC);
        uint256 needed = _buyEscrow(200, 2, 25) + WORD_FEE;
        BlockPlacement memory p = _strip(BlockKind.StripBuy, series, 2, 200, 25);
        bytes memory reason = abi.encodeWithSelector(
            ILedger.InsufficientCash.selector,
            _cash(poor),
            100 * USDC,
            needed
        );
        vm.expectRevert(reason);
        vm.prank(poor);
        blocks.placeBlocks(_cash(poor), _one(p));
        _fund(poor, needed - 100 * USDC);
        _placeBlock(poor, p, 0);
        assertEq(_free(poor), 0, "to the last unit");
    }

    function test_ASellTakesTheLotsOfEveryPeriod() external {
        _give(buyer, series + 5, 6, 100);
        BlockPlacement memory p = _block(BlockKind.BlockSell, series + 5, 6, 200, 10, 1);
        p.profile = _flat(6);
        (p.profile[0], p.profile[5]) = (10, 3);
        uint256 had = _free(buyer);
        _placeBlock(buyer, p, 0);
        assertEq(had - _free(buyer), 3 * WORD_FEE, "only its place costs");
        uint8[6] memory left = [0, 90, 90, 90, 90, 70];
        for (uint64 i = 0; i < 6; ++i) {
            assertEq(_position(buyer, series + 5 + i), int256(uint256(left[i])), "left");
        }
    }

    function test_RevertsForASellOfLotsThatOnePeriodLacks() external {
        _give(buyer, series, 2, 10);
        _give(buyer, series + 2, 1, 9);
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.InsufficientLots.selector, _cash(buyer), series + 2, int256(9), 10)
        );
        vm.prank(buyer);
        blocks.placeBlocks(_cash(buyer), _one(_strip(BlockKind.StripSell, series, 3, 200, 10)));
    }

    function test_AWriterPutsUpCollateralOfEveryPeriod() external {
        BlockPlacement memory p = _block(BlockKind.BlockWrite, series, 3, 300, 4, 1);
        p.profile = _flat(3);
        p.profile[1] = 8;
        _expectEscrow(writer, WRITER * 40 + 2 * WORD_FEE);
        _placeBlock(writer, p, 0);
        assertEq(_escrow(day), WRITER * 40 + 2 * WORD_FEE, "at whatever price, so whatever the limit");
        assertTrue(providers.isWriter(_cash(writer)), "a writer from now on");
    }

    function test_AProviderPutsUpCapacityOfEveryPeriod() external {
        _placeBlock(provider, _strip(BlockKind.StripWrite, series + 6, 4, 1, 25), 0);
        assertEq(_escrow(day), PROVIDER * 100 + WORD_FEE, "escrow");
        for (uint64 i = 0; i < 36; ++i) {
            assertEq(providers.usedOf(_cash(provider), series + i), i >= 6 && i < 10 ? 25 : 0, "capacity");
        }
        (, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(reserved, 100 * 100_000, "stake");
    }

    function test_RevertsForAWriteBeyondCapacityInOnePeriod() external {
        address small = _provider("small", 1_000 * USDC, 1_000 * USDC, 100);
        _place(small, day, series + 7, OrderKind.Write, 200, 60, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IProviders.CapacityExceeded.selector, _cash(small), series + 7, 60, 41, 100)
        );
        vm.prank(small);
        blocks.placeBlocks(_cash(small), _one(_strip(BlockKind.StripWrite, series + 6, 2, 200, 41)));
        _placeBlock(small, _strip(BlockKind.StripWrite, series + 6, 2, 200, 40), 0);
    }

    function _expectEscrow(address user, uint256 amount) private {
        vm.expectEmit(address(ledger));
        emit ILedger.Posted(_cash(user), Accounts.auctionEscrow(day), amount, Memos.memo(Code.OrderEscrow, day));
    }
}
