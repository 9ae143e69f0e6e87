// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {LaneWord} from "../../../contracts/types/LaneWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {vm} from "../utils/Vm.sol";
import {BlocksTest} from "./BlocksTest.sol";
import {Solutions} from "./Solutions.sol";

/// @dev Ten lots bought by the hour at 2.40, seven sold by the hour at 2.00: alone they trade at 2.40. Three more in a
/// block from 2.10 on.
contract HourlyOrdersTest is BlocksTest {
    using Solutions for Solution;

    uint256 private _hadBuyer;
    uint256 private _hadWriter;
    uint256 private _deadline;

    function setUp() public override {
        super.setUp();
        (_hadBuyer, _hadWriter) = (_free(buyer), _free(writer));
        (, , _deadline) = lens.timesOf(day);
        _place(buyer, day, series, OrderKind.Buy, 240, 10, 0);
        _place(writer, day, series, OrderKind.Write, 200, 7, 0);
        _placeBlock(provider, _block(BlockKind.BlockWrite, series, 1, 210, 3, 3), 0);
    }

    function test_AResultWaitsForTheDeadline() external {
        _bringBaseline(day);
        _checkResult(240, 7, keeper, false);
        _reveal();
        _checkResult(220, 10, solver, false);
        vm.warp(_deadline - 1);
        _checkResult(220, 10, solver, false);
        vm.warp(_deadline);
        _checkResult(220, 10, solver, true);
    }

    function test_HourlyOrdersWaitForTheDeadline() external {
        _bringBaseline(day);
        _reveal();
        vm.warp(_deadline - 1);
        assertEq(_collect(buyer, 0) + _collect(writer, 0), 0, "neither");
        vm.expectRevert(abi.encodeWithSelector(IAuction.SlotBusy.selector, 0, day));
        _place(buyer, day, series, OrderKind.Buy, 240, 10, 0);
        vm.warp(_deadline);
        assertEq(_collect(buyer, 0) + _collect(writer, 0), 2, "both");
        assertEq(_hadBuyer - _free(buyer), 10 * (220 * TICK + _fee(220)), "ten lots at the best solution's price");
        assertEq(_position(buyer, series), 10, "bought");
        assertEq(_free(writer) + _marginOf(writer, series), _hadWriter + 7 * (220 * TICK - _fee(220)), "sold");
    }

    function test_WithoutABetterSolutionTheBaselineIsFinal() external {
        _bringBaseline(day);
        _warpPast(day);
        contest.conclude(day);
        assertEq(_collect(buyer, 0) + _collect(writer, 0) + _collectBlock(provider, 0), 3, "all");
        assertEq(_position(buyer, series), 7, "what the hourly orders trade alone");
        assertEq(_position(provider, series), 0, "no block");
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_WithoutABaselineEverythingGoesBack() external {
        _warpPast(day);
        assertEq(_collect(buyer, 0) + _collect(writer, 0) + _collectBlock(provider, 0), 3, "all");
        assertEq(_free(buyer), _hadBuyer, "buyer");
        assertEq(_free(writer), _hadWriter, "writer");
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_AnHourlyWriteAboveTheBandCountsAtItsTop() external {
        _placeBlock(buyer, _block(BlockKind.BlockBuy, series, 2, 320, 10, 10), 1);
        _placeBlock(provider, _block(BlockKind.BlockWrite, series + 1, 1, 100, 10, 10), 1);
        Solution memory s = _solution(day, 400);
        s.setPrice(1, 200);
        s.accept(2);
        s.accept(0);
        s.accept(1);
        _finishWith(day, s);
        _collect(writer, 0);
        (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(_cash(writer), series);
        assertEq(abi.encode(lots, k, mark), abi.encode(7, 325 << 8, 325 << 8), "short");
        // 2.6 x 3.25.
        assertEq(_marginOf(writer, series), 7 * 8_450_000, "margin");
        assertEq(_free(writer) + 7 * 8_450_000, _hadWriter + 7 * (400 * TICK - _fee(400)), "proceeds");
        _collect(buyer, 0);
        _collectBlock(buyer, 1);
        _collectBlock(provider, 0);
        _collectBlock(provider, 1);
        assertEq(_position(buyer, series), 10, "only the block bought");
        assertEq(_escrow(day), 0, "escrow");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev Reveals that the block fills at 2.20, after the baseline.
    function _reveal() private {
        Solution memory s = _solution(day, 220);
        s.accept(0);
        _contend(day, s);
    }

    function _checkResult(uint32 price, uint32 volume, address clearer, bool final_) private view {
        (LaneWord lane, bool over, ResultWord[] memory results) = auction.resultsOf(day, series, 2);
        assertEq(lane.tickSize(), TICK, "lane");
        assertEq(over, final_, "over");
        assertEq(abi.encode(results[0].price(), results[0].volume()), abi.encode(price, volume), "result");
        assertTrue(results[0].contested(), "contested");
        assertFalse(results[1].exists(), "no orders");
        assertEq(auction.clearerOf(day), clearer, "clearer");
        uint256 word = ResultWord.unwrap(auction.resultOf(day, series));
        assertEq(word, final_ ? ResultWord.unwrap(results[0]) : 0, "permanent");
    }
}
