// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IBlocks, BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {MarketParams} from "../../../contracts/interfaces/IProducts.sol";
import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {ContestTest} from "../contest/ContestTest.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice Tiny blocks that nobody will fill, as many as an auction's list holds, so that no other strip or block gets in.
contract FilledListTest is ContestTest, Report {
    uint256 private constant WORD_FEE = 10_000;
    uint256 private constant PLACED = 64;
    /// @dev Of a buy of one lot at the bottom of the band: cost, fee, rounding.
    uint256 private constant ESCROW = BASE * TICK + BASE * 10 + 1;
    address private attacker;

    function setUp() external {
        _setUpContest();
        attacker = _user("attacker", 1_000 * USDC);
    }

    function _params() internal view override returns (MarketParams memory params) {
        params = super._params();
        params.wordFee = uint96(WORD_FEE);
    }

    function test_FillingTheListCostsEveryWord() external {
        uint256 max = blocks.maxWords(dayLane);
        uint256 all = _priceOf(0, max);
        // Some are placed, in two eighths of the list, and cost what the formula says.
        uint256 before = ledger.balanceOf(_cash(attacker));
        _placeTiny(PLACED, 1);
        uint256 used = PLACED;
        _skipTo(max / 8 - 1);
        _placeTiny(2, 1 + uint32(PLACED));
        uint256 escrow = (PLACED + 2) * ESCROW;
        uint256 price = _priceOf(0, used) + _priceOf(max / 8 - 1, max / 8 + 1);
        assertEq(before - ledger.balanceOf(_cash(attacker)), price + escrow, "taken");
        assertGt(price, (PLACED + 2) * WORD_FEE, "beyond the first eighth twice as much");
        // The last place of all.
        _skipTo(max - 1);
        _placeTiny(1, 1 + uint32(PLACED) + 2);
        assertEq(
            before - ledger.balanceOf(_cash(attacker)),
            price + escrow + ESCROW + 128 * WORD_FEE,
            "and the last one 128 times"
        );
        vm.expectRevert(abi.encodeWithSelector(IBlocks.ListFull.selector, id, 1, 0));
        this.placeOne(1 + uint32(PLACED) + 3);
        _report(
            "fill an auction's list of strips and blocks",
            string.concat(_usdc(all), " for ", vm.toString(max), " words at 0.01 USDC for the first"),
            "one auction without others' strips and blocks; hourly orders are not kept out"
        );
    }

    function test_ThePriceIsKept() external {
        uint256 before = ledger.balanceOf(_cash(attacker));
        _placeTiny(PLACED, 1);
        _bringBaseline();
        vm.warp(deadline);
        contest.conclude(id);
        OrderRef[] memory refs = new OrderRef[](PLACED);
        for (uint64 i = 0; i < PLACED; ++i) refs[i] = OrderRef(_cash(attacker), 1 + i);
        assertEq(blocks.collectBlocks(refs), PLACED, "collected");
        assertEq(before - ledger.balanceOf(_cash(attacker)), PLACED * WORD_FEE, "all of it");
        assertEq(ledger.balanceOf(_fees()), PLACED * WORD_FEE, "to the market");
    }

    function placeOne(uint32 slot) external {
        _placeTiny(1, slot);
    }

    /// @dev Buys of one lot at the bottom of the band.
    function _placeTiny(uint256 count, uint32 slot) private {
        BlockPlacement[] memory orders = new BlockPlacement[](count);
        for (uint32 i = 0; i < count; ++i) {
            BlockKind kind = BlockKind.BlockBuy;
            orders[i] = BlockPlacement(
                id,
                _seriesOf(0, 0),
                slot + i,
                uint8(kind),
                1,
                BASE,
                1,
                1,
                type(uint96).max,
                new uint16[](0)
            );
        }
        vm.prank(attacker);
        blocks.placeBlocks(_cash(attacker), orders);
        for (uint256 i = 0; i < count; ++i) list = bytes.concat(list, hex"02000100004a00000001", hex"00000001");
    }

    /// @dev Quote units for the words from one use of the list to another, each as an order of its own.
    function _priceOf(uint256 from, uint256 to) private view returns (uint256 sum) {
        uint256 max = blocks.maxWords(dayLane);
        for (uint256 used = from; used < to; ++used) {
            uint256 step = used + 1 == max ? 7 : ((used + 1) * 8) / max;
            sum += WORD_FEE << step;
        }
    }

    /// @dev As if so many words of the list were used: what stands in them does not count for the price.
    function _skipTo(uint256 used) private {
        vm.record();
        blocks.listOf(id);
        (bytes32[] memory reads, ) = vm.accesses(address(blocks));
        bytes32 slot = reads[0];
        uint256 word = uint256(vm.load(address(blocks), slot));
        vm.store(address(blocks), slot, bytes32((word & ~(uint256(type(uint32).max) << 64)) | (used << 64)));
        assertEq(blocks.listOf(id).size, used, "words");
    }
}
