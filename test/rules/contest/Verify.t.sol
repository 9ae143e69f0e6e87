// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVerifier, Solution, Verdict} from "../../../contracts/interfaces/IVerifier.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {vm} from "../utils/Vm.sol";
import {ContestTest} from "./ContestTest.sol";

/// @notice What a solution comes to, by hand, and every rule that one can break.
contract VerifyTest is ContestTest {
    function setUp() external {
        _setUpContest();
    }

    // -- what it comes to ------------------------------------------------------------------------------

    function test_AddsUpWelfareAndGap() external {
        _mixedBook();
        Verdict memory verdict = _verify(_mixed());
        // First product: 2400 + 480 bought, 1000 + 900 sold. Second one: 5400 + 720 bought, 1500 + 2100 + 1080 sold.
        assertEq(verdict.welfare, 980 * TICK + 1_440 * FINE, "welfare");
        assertEq(verdict.gap, 900 * FINE, "nine lots of the fourth order would each have gained a hundred ticks");
        assertEq(verdict.stripGap, 0, "strips have none");
        // Middles: 100, 112 and none; none, 312, 207.
        assertEq(verdict.distance, 38 + 12 + 117, "distance");
    }

    function test_MarginalFillsFollow() external {
        _mixedBook();
        ResultWord[] memory results = _verify(_mixed()).results;
        _check(results[0], 100, 10, 0, 10, 4);
        _check(results[1], 150, 6, 0, 6, 0);
        assertFalse(results[2].exists(), "no orders");
        assertFalse(results[3].exists(), "no orders");
        _check(results[4], 300, 18, 18, 0, 0);
        _check(results[5], 90, 8, 8, 0, 0);
    }

    function test_KeepsTheBaselinesInterval() external {
        _sell(0, 0, BASE, 10);
        _buy(0, 1, TOP, 10);
        _strip(true, 0, 0, 2, 100, 5);
        _bringBaseline();
        assertEq(_resultOf(0, 0).pressed(), 1, "pressed down");
        assertEq(_resultOf(0, 1).pressed(), 2, "pressed up");
        Verdict memory verdict = _verify(_solution(_prices(0, TOP, 0), _fills(5)));
        for (uint256 o = 0; o < 2; ++o) {
            (ResultWord found, ResultWord before) = (verdict.results[o], _resultOf(0, o));
            assertTrue(found.contested(), "contested");
            assertEq(found.pressed(), before.pressed(), "pressed");
            assertEq(found.lo(), before.lo(), "lo");
            assertEq(found.hi(), before.hi(), "hi");
            assertEq(found.base(), BASE, "base");
            assertEq(found.referenceOffset(), 126, "reference");
        }
    }

    function test_PricesBelowTheBand() external {
        // The strip takes what no seller in the band would give: its other period pays for it.
        _buy(0, 0, 100, 3);
        _buy(0, 1, 300, 8);
        _strip(true, 0, 0, 2, 120, 5);
        _bringBaseline();
        Verdict memory verdict = _verify(_solution(_prices(0, 300, 0), _fills(5)));
        _check(verdict.results[0], 0, 3, 0, 0, 0);
        _check(verdict.results[1], 300, 5, 5, 0, 0);
        // Two of the five lots find no buyer and are given up, at the price 0.
        assertEq(verdict.welfare, (3 * 100 + 5 * 300 - 5 * 240) * TICK, "welfare");
        assertEq(verdict.gap, 0, "gap");
        assertEq(verdict.distance, 212 + 12 + 74 * 256, "from the middles 212 and 312, 74 ticks below the band");
    }

    function test_ANonzeroPriceBelowTheBand() external {
        _buy(0, 0, 100, 5);
        _buy(0, 1, 300, 8);
        _strip(true, 0, 0, 2, 153, 5);
        _bringBaseline();
        Verdict memory verdict = _verify(_solution(_prices(6, 300, 0), _fills(5)));
        _check(verdict.results[0], 6, 5, 0, 0, 0);
        assertEq(verdict.welfare, (5 * 100 + 5 * 300 - 5 * 306) * TICK, "welfare");
    }

    function test_PricesAboveTheBand() external {
        _sell(0, 0, 100, 3);
        _sell(0, 1, 90, 8);
        _strip(false, 0, 0, 2, 320, 3);
        _strip(false, 0, 0, 2, 300, 1);
        _bringBaseline();
        // Three lots in the first period, so that the fourth is priced out: beyond the band.
        Verdict memory verdict = _verify(_solution(_prices(510, 90, 0), _fills(3, 0)));
        _check(verdict.results[0], 510, 3, 0, 0, 0);
        _check(verdict.results[1], 90, 3, 0, 3, 0);
        assertEq(verdict.welfare, (3 * 640 - 3 * 100 - 3 * 90) * TICK, "welfare");
        assertEq(verdict.gap, 0, "gap");
    }

    function test_TheBaselineFillsNoStrip() external {
        _mixedBook();
        Verdict memory verdict = verifier.verifyBaseline(id, list);
        assertEq(verdict.welfare, 4 * 20 * TICK, "welfare");
        uint256 strip = 6 * (400 - 100 - 112) * TICK;
        // At 312 and 207 the blocks would have gained: 219 on five lots, 12 on ten, 471 on three units, 112 on nine lots.
        assertEq(verdict.gap, strip + (5 * 219 + 10 * 12 + 3 * 471 + 9 * 112) * FINE, "gap");
        assertEq(verdict.stripGap, strip, "what of it the strip has");
        assertEq(verdict.distance, 0, "distance");
        for (uint256 i = 0; i < 2 * WINDOW; ++i) {
            ResultWord stored = _resultOf(i / WINDOW, i % WINDOW);
            assertEq(ResultWord.unwrap(verdict.results[i]), ResultWord.unwrap(stored), "the results that are there");
        }
    }

    // -- what it refuses -------------------------------------------------------------------------------

    function test_RevertsWithoutBlocks() external {
        _sell(0, 0, 100, 1);
        _buy(0, 0, 100, 1);
        vm.warp(close);
        Solution memory s = _plan(_prices(100, 0, 0), new uint256[](0));
        _refused(s, abi.encodeWithSelector(IVerifier.NoBlocks.selector, id));
        vm.expectRevert(abi.encodeWithSelector(IVerifier.NoBlocks.selector, id));
        verifier.verifyBaseline(id, "");
    }

    function test_RevertsForOtherLengths() external {
        Solution memory s = _onlyAStrip();
        bytes memory prices = s.prices;
        s.prices = bytes.concat(prices, hex"00");
        _refused(s, abi.encodeWithSelector(IVerifier.WrongLength.selector, 19, 18));
        s.prices = "";
        _refused(s, abi.encodeWithSelector(IVerifier.WrongLength.selector, 0, 18));
        s.prices = prices;
        s.accepted = new bytes(64);
        _refused(s, abi.encodeWithSelector(IVerifier.WrongLength.selector, 64, 32));
        s.accepted = new bytes(31);
        _refused(s, abi.encodeWithSelector(IVerifier.WrongLength.selector, 31, 32));
    }

    function test_RevertsForOtherLists() external {
        Solution memory s = _threeStrips();
        bytes memory right = list;
        bytes memory wrong = abi.encodeWithSelector(IVerifier.WrongList.selector, id);
        list = _cut(right, 0, 28);
        _refused(s, wrong);
        list = bytes.concat(right, _cut(right, 0, 14));
        _refused(s, wrong);
        list = bytes.concat(right, hex"00");
        _refused(s, wrong);
        list = "";
        _refused(s, wrong);
        vm.expectRevert(wrong);
        verifier.verifyBaseline(id, "");
        list = bytes.concat(_cut(right, 0, 14), _cut(right, 28, 42), _cut(right, 14, 28));
        _refused(s, wrong);
        // A product, a period or a length that the auction does not have.
        list = _with(right, 0, 0x10);
        _refused(s, wrong);
        list = _with(right, 1, 2);
        _refused(s, wrong);
        list = _with(right, 2, 49);
        _refused(s, wrong);
        list = _with(right, 0, 0x04);
        _refused(s, wrong);
        // A limit that changes nothing else.
        list = _with(right, 5, 0xc9);
        _refused(s, wrong);
        list = right;
        _verify(s);
    }

    function test_RevertsForABitBeyondTheLastOrder() external {
        Solution memory s = _threeStrips();
        s.accepted[0] |= 0x10;
        _refused(s, abi.encodeWithSelector(IVerifier.WrongFills.selector));
        s.accepted[0] &= 0xe0;
        s.accepted[31] = 0x01;
        _refused(s, abi.encodeWithSelector(IVerifier.WrongFills.selector));
    }

    function test_RevertsForOtherPartials() external {
        Solution memory s = _threeStrips();
        bytes memory wrong = abi.encodeWithSelector(IVerifier.WrongFills.selector);
        s.partials = hex"0000";
        _refused(s, wrong); // not whole
        s.partials = new bytes(7 * 6);
        _refused(s, wrong); // more than there are series
        s.partials = _partial(0, 3);
        _refused(s, wrong); // filled in full as well
        s.partials = _partial(1, 0);
        _refused(s, wrong); // no lots
        s.partials = _partial(1, 8);
        _refused(s, wrong); // all lots
        s.partials = _partial(1, 9);
        _refused(s, wrong); // more than all
        s.partials = _partial(3, 1);
        _refused(s, wrong); // no such order
        s.partials = bytes.concat(_partial(1, 4), _partial(1, 4));
        _refused(s, wrong); // twice
        s.partials = bytes.concat(_partial(2, 4), _partial(1, 4));
        _refused(s, wrong); // out of order
    }

    function test_RevertsForAPriceWithoutOrders() external {
        Solution memory s = _onlyAStrip();
        s.prices[8] = 0x01;
        _refused(s, abi.encodeWithSelector(IVerifier.PriceWithoutOrders.selector, _seriesOf(0, 2)));
        s.prices[8] = 0;
        s.prices[17] = 0x01;
        _refused(s, abi.encodeWithSelector(IVerifier.PriceWithoutOrders.selector, _seriesOf(1, 2)));
    }

    function test_RevertsWhereASeriesDoesNotBalance() external {
        _onlyAStrip();
        // Ten are on offer at 100 in the first period, at 150 in the second one; five are bought.
        Solution memory s = _plan(_prices(99, 150, 0), _fills(5));
        _refused(s, abi.encodeWithSelector(IVerifier.NotBalanced.selector, _seriesOf(0, 0), 99));
        s = _plan(_prices(100, 151, 0), _fills(5));
        _refused(s, abi.encodeWithSelector(IVerifier.NotBalanced.selector, _seriesOf(0, 1), 151));
        s = _plan(_prices(0, 150, 0), _fills(5));
        _refused(s, abi.encodeWithSelector(IVerifier.NotBalanced.selector, _seriesOf(0, 0), 0));
    }

    function test_RevertsForTooMuchVolume() external {
        uint32 most = 2 ** 27 - 1;
        _fund(buyer, 3 * 2 ** 27 * USDC);
        _fund(writer, 6 * 2 ** 27 * USDC);
        _block(true, 0, 0, 1, 100, most, most);
        _block(false, 0, 0, 1, 100, most, most);
        _block(true, 0, 0, 1, 100, 1, 1);
        _block(false, 0, 0, 1, 100, 1, 1);
        _bringBaseline();
        uint256[] memory fills = new uint256[](4);
        (fills[0], fills[1]) = (most, most);
        _verify(_solution(_prices(100, 0, 0), fills));
        (fills[2], fills[3]) = (1, 1);
        Solution memory s = _plan(_prices(100, 0, 0), fills);
        _refused(s, abi.encodeWithSelector(IVerifier.TooMuchVolume.selector, _seriesOf(0, 0), 2 ** 27));
    }

    function test_RevertsForAStripWithARegret() external {
        _sell(0, 0, 100, 10);
        _sell(0, 1, 150, 10);
        _strip(false, 0, 0, 2, 126, 5);
        _strip(false, 0, 0, 2, 125, 5);
        _strip(false, 0, 0, 2, 124, 5);
        _bringBaseline();
        uint256[] memory fills = new uint256[](3);
        Solution memory s = _plan(_prices(100, 150, 0), fills);
        _refused(s, abi.encodeWithSelector(IVerifier.StripRegret.selector, 0)); // a surplus, and none
        fills[0] = 4;
        s = _plan(_prices(100, 150, 0), fills);
        _refused(s, abi.encodeWithSelector(IVerifier.StripRegret.selector, 0)); // a surplus, and not all
        fills[0] = 5;
        fills[2] = 1;
        s = _plan(_prices(100, 150, 0), fills);
        _refused(s, abi.encodeWithSelector(IVerifier.StripRegret.selector, 2)); // a loss
        fills[2] = 0;
        for (fills[1] = 0; fills[1] <= 5; ++fills[1]) {
            _verify(_solution(_prices(100, 150, 0), fills)); // neither: any lots
        }
    }

    function test_RevertsForABlockAtALoss() external {
        _sell(0, 0, 100, 10);
        _block(false, 0, 0, 1, 99, 5, 5);
        _block(false, 0, 0, 1, 101, 5, 5);
        _bringBaseline();
        Solution memory s = _plan(_prices(100, 0, 0), _fills(5, 0));
        _refused(s, abi.encodeWithSelector(IVerifier.BlockAtALoss.selector, 0));
        // One that is left out has a regret, which counts and is allowed.
        assertEq(_verify(_solution(_prices(100, 0, 0), _fills(0, 0))).gap, 5 * TICK, "gap");
        assertEq(_verify(_solution(_prices(100, 0, 0), _fills(0, 5))).gap, 0, "gap");
    }

    function test_RevertsBelowTheLeast() external {
        _sell(0, 0, 100, 10);
        _block(false, 0, 0, 1, 110, 5, 3);
        _bringBaseline();
        Solution memory s = _plan(_prices(100, 0, 0), _fills(2));
        _refused(s, abi.encodeWithSelector(IVerifier.BelowLeast.selector, 0));
        assertEq(_verify(_solution(_prices(100, 0, 0), _fills(3))).gap, 2 * 10 * TICK, "the rest is its regret");
    }

    function test_RevertsForOtherClaims() external {
        _mixedBook();
        Solution memory s = _mixed();
        bytes memory reason = abi.encodeWithSelector(IVerifier.Misstated.selector, s.welfare, s.gap);
        ++s.welfare;
        _refused(s, reason);
        s.welfare -= 2;
        _refused(s, reason);
        ++s.welfare;
        ++s.gap;
        _refused(s, reason);
        s.gap -= 2;
        _refused(s, reason);
    }

    // -- books -----------------------------------------------------------------------------------------

    /// @dev Two products of different ticks, a strip, blocks of all kinds.
    function _mixedBook() private {
        _sell(0, 0, 100, 10);
        _buy(0, 0, 120, 4);
        _sell(0, 1, 150, 10);
        _strip(false, 0, 0, 2, 200, 6);
        _buy(1, 1, 300, 20);
        _buy(1, 2, 90, 8);
        _block(true, 1, 1, 2, 150, 5, 5);
        _block(true, 1, 1, 1, 300, 10, 4);
        _block(true, 1, 1, 1, 200, 9, 9);
        uint16[] memory profile = new uint16[](2);
        (profile[0], profile[1]) = (2, 1);
        _placeBlock(writer, BlockKind.BlockWrite, 1, 1, 2, 120, 3, 3, profile);
        _bringBaseline();
    }

    /// @dev All of it but the fourth order, and seven lots of the third one, which gains nothing.
    function _mixed() private view returns (Solution memory) {
        uint256[] memory prices = _prices(100, 150, 0);
        (prices[4], prices[5]) = (300, 90);
        uint256[] memory fills = new uint256[](5);
        (fills[0], fills[1], fills[2], fills[4]) = (6, 5, 7, 3);
        return _solution(prices, fills);
    }

    /// @dev Ten lots at 100 and at 150, and a strip of five that takes both.
    function _onlyAStrip() private returns (Solution memory) {
        _sell(0, 0, 100, 10);
        _sell(0, 1, 150, 10);
        _strip(false, 0, 0, 2, 200, 5);
        _bringBaseline();
        return _solution(_prices(100, 150, 0), _fills(5));
    }

    /// @dev The first one filled; two of eight and seven lots without gain, and not filled.
    function _threeStrips() private returns (Solution memory) {
        _sell(0, 0, 100, 20);
        _sell(0, 1, 150, 20);
        _strip(false, 0, 0, 2, 200, 5);
        _strip(false, 0, 0, 2, 125, 8);
        _strip(false, 0, 0, 2, 125, 7);
        _bringBaseline();
        uint256[] memory fills = new uint256[](3);
        fills[0] = 5;
        return _solution(_prices(100, 150, 0), fills);
    }

    function _check(
        ResultWord r,
        uint256 price,
        uint256 volume,
        uint256 marginalBuy,
        uint256 marginalSell,
        uint256 hourly
    ) private pure {
        assertEq(r.price(), price, "price");
        assertEq(r.volume(), volume, "volume");
        assertEq(r.marginalBuy(), marginalBuy, "marginal buy");
        assertEq(r.marginalSell(), marginalSell, "marginal sell");
        assertEq(r.hourly(), hourly, "hourly");
    }

    function _cut(bytes memory from, uint256 start, uint256 end) private pure returns (bytes memory part) {
        part = new bytes(end - start);
        for (uint256 i = 0; i < part.length; ++i) part[i] = from[start + i];
    }

    /// @dev The same bytes but one.
    function _with(bytes memory from, uint256 place, uint8 value) private pure returns (bytes memory) {
        bytes memory changed = bytes.concat(from);
        changed[place] = bytes1(value);
        return changed;
    }
}
