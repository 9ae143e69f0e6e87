// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {IProducts, Lane, MarketParams} from "../../../contracts/interfaces/IProducts.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {ResultWord, ResultWords} from "../../../contracts/types/ResultWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

contract ClearTest is Trading {
    function setUp() external {
        _setUpTrading();
    }

    // -- when and how ----------------------------------------------------------------------------------

    function test_RevertsForAnUnknownLane() external {
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownLane.selector, 9));
        auction.clear(Ids.auction(9, Ids.numberOf(day)), new bytes(72));
    }

    function test_RevertsForOtherLengthsOfHints() external {
        _cross();
        _warpToSolve(day);
        uint256[4] memory lengths = [uint256(0), 71, 73, 144];
        for (uint256 i = 0; i < lengths.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAuction.HintsLength.selector, lengths[i], 72));
            auction.clear(day, new bytes(lengths[i]));
        }
    }

    function test_ClearsFromCloseToBeforeDeadline() external {
        _cross();
        bytes memory hints = _hints(day);
        (uint256 open, uint256 close, uint256 deadline) = lens.timesOf(day);
        uint256[4] memory refused = [open, close - 1, deadline, deadline + 1 days];
        for (uint256 i = 0; i < refused.length; ++i) {
            vm.warp(refused[i]);
            vm.expectRevert(abi.encodeWithSelector(IAuction.AuctionNotSolving.selector, day, close, deadline));
            auction.clear(day, hints);
        }
        uint256 before = vm.snapshotState();
        vm.warp(close);
        auction.clear(day, hints);
        vm.revertToState(before);
        vm.warp(deadline - 1);
        auction.clear(day, hints);
        assertTrue(auction.clearerOf(day) != address(0), "the last second");
    }

    function test_RevertsWithoutOrders() external {
        _warpToSolve(day);
        vm.expectRevert(abi.encodeWithSelector(IAuction.NothingToClear.selector, day));
        auction.clear(day, new bytes(72));
    }

    function test_RevertsTheSecondTime() external {
        _cross();
        bytes memory hints = _hints(day);
        _finish(day);
        vm.expectRevert(abi.encodeWithSelector(IAuction.AlreadyCleared.selector, day));
        auction.clear(day, hints);
    }

    // -- intervals -------------------------------------------------------------------------------------

    function test_RevertsForAnIntervalThatIsNone() external {
        _cross();
        _warpToSolve(day);
        uint8[2][4] memory none = [[137, 136], [126, 252], [255, 255], [136, 126]];
        for (uint256 i = 0; i < none.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAuction.NotClearing.selector, series, none[i][0], none[i][1]));
            auction.clear(day, _one(36, 0, none[i][0], none[i][1]));
        }
    }

    function test_RevertsAroundTheInterval() external {
        _cross(); // clears from tick 126 to 136
        _enter(buyer, day, series + 1, OrderKind.Buy, TOP, 1); // from 251 to 251
        _enter(writer, day, series + 2, OrderKind.Write, BASE, 1); // from 0 to 0
        bytes memory right = _hints(day);
        uint8[2][3] memory ticks = [[126, 136], [251, 251], [0, 0]];
        _warpToSolve(day);
        for (uint256 i = 0; i < 3; ++i) {
            assertEq(uint8(right[2 * i]), ticks[i][0], "lo");
            assertEq(uint8(right[2 * i + 1]), ticks[i][1], "hi");
            for (uint256 around = 0; around < 25; ++around) {
                if (around == 12) continue;
                (uint8 lo, uint8 hi) = _shifted(ticks[i], around);
                bytes memory hints = bytes.concat(right);
                hints[2 * i] = bytes1(lo);
                hints[2 * i + 1] = bytes1(hi);
                vm.expectRevert(abi.encodeWithSelector(IAuction.NotClearing.selector, series + i, lo, hi));
                auction.clear(day, hints);
            }
        }
        auction.clear(day, right);
    }

    function testFuzz_AcceptsOnlyTheInterval(uint256 seed, uint8 lo, uint8 hi) external {
        for (uint256 i = 0; i < 10; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            (address user, OrderKind kind) = random % 2 == 0 ? (buyer, OrderKind.Buy) : (writer, OrderKind.Write);
            _enter(user, day, series, kind, uint32(BASE + ((random >> 8) % 252)), uint32(1 + ((random >> 64) % 100)));
        }
        // By the plain definition.
        (uint256 right, uint256 rightHigh) = _interval(day, series);
        _warpToSolve(day);
        if (lo != right || hi != rightHigh) {
            vm.expectRevert(abi.encodeWithSelector(IAuction.NotClearing.selector, series, lo, hi));
            auction.clear(day, _one(36, 0, lo, hi));
        }
        auction.clear(day, _one(36, 0, right, rightHigh));
        ResultWord result = auction.resultOf(day, series);
        assertEq(result.price(), BASE + (right + rightHigh) / 2, "price");
    }

    // -- results ---------------------------------------------------------------------------------------

    function test_IgnoresHintsOfEmptySeries() external {
        _cross();
        bytes memory hints = _hints(day);
        for (uint256 i = 2; i < hints.length; ++i) hints[i] = 0xff;
        _warpToSolve(day);
        auction.clear(day, hints);
        assertTrue(auction.resultOf(day, series).exists(), "cleared");
        assertFalse(auction.resultOf(day, series + 1).exists(), "no result");
    }

    function test_KeepsTheResult() external {
        uint32[3] memory limits = [uint32(210), 205, 205];
        for (uint256 i = 0; i < 3; ++i) _enter(buyer, day, series, OrderKind.Buy, limits[i], 10);
        _enter(writer, day, series, OrderKind.Write, 180, 4);
        _enter(writer, day, series, OrderKind.Write, 205, 13);
        ResultWord expected = ResultWords.pack(205, 17, 7, 13, BASE, 126, 131, 131, 17);
        _warpToSolve(day);
        vm.expectEmit(address(auction));
        emit IAuction.SeriesCleared(day, series, expected);
        auction.clear(day, _hints(day));
        vm.warp(block.timestamp + 3650 days);
        ResultWord result = auction.resultOf(day, series);
        assertEq(ResultWord.unwrap(result), ResultWord.unwrap(expected), "result");
        assertEq(result.referenceOffset(), 126, "reference");
    }

    function test_TakesTheMiddleRoundedDown() external {
        _enter(buyer, day, series, OrderKind.Buy, 211, 10);
        _enter(writer, day, series, OrderKind.Write, 200, 10);
        _enter(buyer, day, series + 1, OrderKind.Buy, 201, 10);
        _enter(writer, day, series + 1, OrderKind.Write, 200, 10);
        _finish(day);
        ResultWord wide = auction.resultOf(day, series);
        assertEq(wide.price(), 205, "between 200 and 211");
        assertEq(wide.marginalBuy() + wide.marginalSell(), 0, "nobody is marginal");
        ResultWord narrow = auction.resultOf(day, series + 1);
        assertEq(narrow.price(), 200, "between 200 and 201");
        assertEq(narrow.marginalBuy(), 0, "the buys are better");
        assertEq(narrow.marginalSell(), 10, "the sells are at the price");
        assertEq(narrow.volume(), 10, "volume");
    }

    function test_KeepsAnIndicationWithoutVolume() external {
        uint32 bought = _enter(buyer, day, series, OrderKind.Buy, 190, 10);
        _enter(writer, day, series, OrderKind.Write, 210, 10);
        _finish(day);
        ResultWord expected = ResultWords.pack(200, 0, 0, 0, BASE, 126, 116, 136, 0);
        assertEq(ResultWord.unwrap(auction.resultOf(day, series)), ResultWord.unwrap(expected), "result");
        uint256 before = _free(buyer);
        _collect(buyer, bought);
        assertEq(_free(buyer) - before, 10 * (190 * TICK + _fee(190)), "nothing was filled");
    }

    // -- fees and tip ----------------------------------------------------------------------------------

    function test_TipsTheClearerUpToTheCap() external {
        for (uint64 i = 0; i < 2; ++i) {
            _enter(buyer, day, series + i, OrderKind.Buy, 200, 2_000);
            _enter(writer, day, series + i, OrderKind.Write, 200, 2_000);
        }
        uint256 fees = 2 * 2 * 2_000 * _fee(200);
        _warpToSolve(day);
        bytes memory hints = _hints(day);
        vm.expectEmit(address(auction));
        emit IAuction.AuctionCleared(day, keeper, 4_000, fees, 5 * USDC);
        vm.prank(keeper);
        auction.clear(day, hints);
        assertEq(_free(keeper), 5 * USDC, "tip");
        assertEq(ledger.balanceOf(Accounts.fees(market)), fees - 5 * USDC, "fees");
    }

    function test_TipsHalfOfTheFeesBelowTheCap() external {
        _cross();
        _finish(day);
        assertEq(_free(keeper), 10 * _fee(205), "tip");
        assertEq(ledger.balanceOf(Accounts.fees(market)), 10 * _fee(205), "fees");
    }

    function test_TipsNothingWithoutFees() external {
        _enter(buyer, day, series, OrderKind.Buy, 200, 10);
        uint256 before = _escrow(day);
        _finish(day);
        assertEq(_free(keeper), 0, "tip");
        assertEq(_escrow(day), before, "escrow");
    }

    function test_AnyoneClears() external {
        _cross();
        address stranger = makeAddr("stranger");
        _warpToSolve(day);
        bytes memory hints = _hints(day);
        assertEq(auction.clearerOf(day), address(0), "nobody yet");
        vm.expectEmit(address(auction));
        emit IAuction.AuctionCleared(day, stranger, 10, 2 * 10 * _fee(205), 10 * _fee(205));
        vm.prank(stranger);
        auction.clear(day, hints);
        assertEq(auction.clearerOf(day), stranger, "clearer");
    }

    // -- several products ------------------------------------------------------------------------------

    function test_ClearsSeveralProducts() external {
        uint32[] memory ids = new uint32[](2);
        for (uint256 i = 0; i < 2; ++i) ids[i] = products.list(bytes("{}"), 3, _terms());
        Lane[] memory lanes = new Lane[](2);
        lanes[0] = Lane({lead: 12 hours, window: 3, stride: 3, collect: 5 hours, solve: 1 hours});
        lanes[1] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        MarketParams memory params = MarketParams({
            feeBps: 0,
            maxTip: 0,
            minVolume: 1,
            wordFee: 0,
            minNotional: 0,
            access: address(0)
        });
        (, uint32 lane) = products.openMarket(ids, lanes, params);
        uint64 id = Ids.auction(lane, uint32(block.timestamp / 3 hours) + 6);
        uint32 first = Ids.numberOf(id) * 3;
        _warpToCollect(id);
        _enter(buyer, id, Ids.series(ids[0], first + 2), OrderKind.Buy, 100, 1);
        _enter(buyer, id, Ids.series(ids[1], first), OrderKind.Buy, 110, 1);
        _enter(buyer, id, Ids.series(ids[1], first + 1), OrderKind.Buy, 120, 1);
        _warpToSolve(id);
        auction.clear(id, hex"0000_0000_1afb_24fb_2efb_0000");
        assertEq(auction.resultOf(id, Ids.series(ids[0], first + 2)).lo(), 26, "first product, last hour");
        assertEq(auction.resultOf(id, Ids.series(ids[1], first)).lo(), 36, "second product, first hour");
        assertEq(auction.resultOf(id, Ids.series(ids[1], first + 1)).lo(), 46, "second product, second hour");
    }

    // -- internal --------------------------------------------------------------------------------------

    /// @dev Ten lots between 200 and 210.
    function _cross() private {
        _enter(buyer, day, series, OrderKind.Buy, 210, 10);
        _enter(writer, day, series, OrderKind.Write, 200, 10);
    }

    /// @dev One of the 25 intervals around one; ticks wrap below zero to what is no tick.
    function _shifted(uint8[2] memory interval, uint256 which) private pure returns (uint8 lo, uint8 hi) {
        unchecked {
            lo = interval[0] + uint8(which % 5) - 2;
            hi = interval[1] + uint8(which / 5) - 2;
        }
    }
}
