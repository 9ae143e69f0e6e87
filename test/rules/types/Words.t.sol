// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderKind, OrderWord, OrderWords} from "../../../contracts/types/OrderWord.sol";
import {ResultWord, ResultWords} from "../../../contracts/types/ResultWord.sol";
import {Test} from "../utils/Test.sol";
import {vm} from "../utils/Vm.sol";

contract WordsTest is Test {
    uint256 private constant MAX_LOTS = 2 ** 27 - 1;
    uint256 private constant MAX_PRICE = 2 ** 24 - 1;

    struct Fields {
        uint64 auction;
        uint32 product;
        uint8 offset;
        uint8 kind;
        uint24 price;
        uint32 lots;
        uint32 ahead;
        uint64 basis;
    }

    function kindOf(OrderWord order) external pure returns (OrderKind) {
        return order.kind();
    }

    // -- orders ----------------------------------------------------------------------------------------

    function testFuzz_OrderReadsBack(Fields memory f) external pure {
        _checkOrder(_fold(f));
    }

    function test_OrderIsTheWordOfTheLayout() external pure {
        OrderWord order = OrderWords.pack(0xa0a1, 0xb0b1, 47, OrderKind.Write, 0xc0c1, 0xd0d1, 0xe0e1, 0xf0f1);
        uint256 sum = 0xa0a1;
        sum += 0xb0b1 * 2 ** 64;
        sum += 47 * 2 ** 96;
        sum += 3 * 2 ** 102;
        sum += 0xc0c1 * 2 ** 105;
        sum += 0xd0d1 * 2 ** 129;
        sum += 0xe0e1 * 2 ** 156;
        sum += 0xf0f1 * 2 ** 183;
        assertEq(OrderWord.unwrap(order), sum, "word");
        assertEq(uint8(OrderKind.Buy), 1, "Buy");
        assertEq(uint8(OrderKind.Sell), 2, "Sell");
        assertEq(uint8(OrderKind.CloseSell), 4, "CloseSell");
        assertEq(uint8(OrderKind.CloseBuy), 5, "CloseBuy");
    }

    function test_OrderHoldsTheLargestValues() external pure {
        Fields memory f = Fields({
            auction: type(uint64).max,
            product: type(uint32).max,
            offset: 63,
            kind: uint8(OrderKind.CloseBuy),
            price: type(uint24).max,
            lots: uint32(MAX_LOTS),
            ahead: uint32(MAX_LOTS),
            basis: type(uint64).max
        });
        _checkOrder(f);
        (f.lots, f.basis) = (0, 0);
        _checkOrder(f);
        (f.lots, f.ahead, f.price) = (uint32(MAX_LOTS), 0, 0);
        _checkOrder(f);
    }

    function testFuzz_CollectedLosesOnlyItsLots(Fields memory f) external pure {
        f = _fold(f);
        OrderWord order = _pack(f).collected();
        f.lots = 0;
        assertEq(OrderWord.unwrap(order), OrderWord.unwrap(_pack(f)), "without lots");
    }

    function test_KindRevertsWhenUnknown() external {
        for (uint256 kind = 6; kind < 8; ++kind) {
            vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x21));
            this.kindOf(OrderWord.wrap(kind << 102));
        }
    }

    // -- fills -----------------------------------------------------------------------------------------

    function testFuzz_FilledIsZeroWithoutVolume(Fields memory f, uint32 price, uint32 marginal) external pure {
        ResultWord result = ResultWords.pack(price, 0, marginal, marginal, 0, 0, 0, 0, 0);
        assertEq(_pack(_fold(f)).filled(result), 0, "no volume, no fill");
    }

    function testFuzz_FilledEqualsTheTwin(
        Fields memory f,
        uint256 distance,
        uint32 volume,
        uint256 marginalBuy,
        uint256 marginalSell,
        bool near
    ) external pure {
        f = _fold(f);
        // Mostly prices around the limit and marginals around the order's place in the queue.
        uint256 price = bound(distance, f.price > 0 ? f.price - 1 : 0, f.price < MAX_PRICE ? f.price + 1 : f.price);
        if (near) {
            marginalBuy = bound(marginalBuy, f.ahead, uint256(f.ahead) + f.lots + 1);
            marginalSell = bound(marginalSell, f.ahead / 2, uint256(f.ahead) + f.lots / 2);
        }
        (marginalBuy, marginalSell) = (bound(marginalBuy, 0, MAX_LOTS), bound(marginalSell, 0, MAX_LOTS));
        ResultWord result = ResultWords.pack(price, volume, marginalBuy, marginalSell, 0, 0, 0, 0, 0);
        assertEq(_pack(f).filled(result), _twin(f, price, volume, marginalBuy, marginalSell), "fill");
    }

    function test_FilledAtThePrice() external pure {
        // 100 lots ahead of 30.
        uint256[5] memory marginals = [uint256(100), 101, 129, 130, 131];
        uint256[5] memory fills = [uint256(0), 1, 29, 30, 30];
        for (uint256 i = 0; i < marginals.length; ++i) {
            OrderWord buy = OrderWords.pack(1, 1, 0, OrderKind.Buy, 500, 30, 100, 0);
            OrderWord sell = OrderWords.pack(1, 1, 0, OrderKind.Write, 500, 30, 100, 0);
            assertEq(buy.filled(ResultWords.pack(500, 9, marginals[i], 7, 0, 0, 0, 0, 0)), fills[i], "buy");
            assertEq(sell.filled(ResultWords.pack(500, 9, 7, marginals[i], 0, 0, 0, 0, 0)), fills[i], "sell");
        }
    }

    function test_FilledOffThePrice() external pure {
        for (uint8 k = 1; k <= uint8(type(OrderKind).max); ++k) {
            bool buy = k == uint8(OrderKind.Buy) || k == uint8(OrderKind.CloseBuy);
            OrderWord order = OrderWords.pack(1, 1, 0, OrderKind(k), 500, 30, 100, 0);
            assertEq(order.isBuy(), buy, "side");
            assertEq(
                order.filled(ResultWords.pack(499, 9, 0, 0, 0, 0, 0, 0, 0)),
                buy ? 30 : 0,
                "price below the limit"
            );
            assertEq(
                order.filled(ResultWords.pack(501, 9, 0, 0, 0, 0, 0, 0, 0)),
                buy ? 0 : 30,
                "price above the limit"
            );
        }
    }

    function testFuzz_FillsAtAPriceAddUp(uint24[8] memory sizes, uint256 marginal, bool buy) external pure {
        uint256 total;
        for (uint256 i = 0; i < sizes.length; ++i) {
            total += sizes[i];
        }
        marginal = bound(marginal, 0, total);
        ResultWord result = ResultWords.pack(77, 1, buy ? marginal : 0, buy ? 0 : marginal, 0, 0, 0, 0, 0);
        OrderKind kind = buy ? OrderKind.Buy : OrderKind.Sell;
        uint256 ahead;
        uint256 sum;
        for (uint256 i = 0; i < sizes.length; ++i) {
            sum += OrderWords.pack(1, 1, 0, kind, 77, sizes[i], ahead, 0).filled(result);
            ahead += sizes[i];
        }
        assertEq(sum, marginal, "sum of the fills");
    }

    // -- results ---------------------------------------------------------------------------------------

    function testFuzz_ResultReadsBack(
        uint32[5] memory wide,
        uint8[3] memory narrow,
        uint32 hourly,
        uint8 pressed
    ) external pure {
        (hourly, pressed) = (uint32(bound(hourly, 0, MAX_LOTS)), uint8(bound(pressed, 0, 2)));
        ResultWord r = ResultWords.pack(
            wide[0],
            wide[1],
            wide[2],
            wide[3],
            wide[4],
            narrow[0],
            narrow[1],
            narrow[2],
            hourly
        );
        assertFalse(r.contested(), "contested");
        r = ResultWords.asContested(r, pressed);
        assertTrue(r.contested(), "as contested");
        assertEq(r.pressed(), pressed, "pressed");
        assertEq(r.hourly(), hourly, "hourly");
        assertEq(r.price(), wide[0], "price");
        assertEq(r.volume(), wide[1], "volume");
        assertEq(r.marginalBuy(), wide[2], "marginalBuy");
        assertEq(r.marginalSell(), wide[3], "marginalSell");
        assertEq(r.base(), wide[4], "base");
        assertEq(r.referenceOffset(), narrow[0], "referenceOffset");
        assertEq(r.lo(), narrow[1], "lo");
        assertEq(r.hi(), narrow[2], "hi");
        assertTrue(r.exists(), "exists");
    }

    function test_ResultIsTheWordOfTheLayout() external pure {
        uint256 word = ResultWord.unwrap(ResultWords.pack(1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertEq(word, 0x8000000000000000090807060000000500000004000000030000000200000001, "word");
    }

    function test_ResultOfNothingDoesNotExist() external pure {
        assertFalse(ResultWord.wrap(0).exists(), "zero");
        assertTrue(ResultWords.pack(0, 0, 0, 0, 0, 0, 0, 0, 0).exists(), "zeros");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev The readable twin: what is better fills, what is equal stands in a queue, what is worse does not.
    function _twin(
        Fields memory f,
        uint256 price,
        uint256 volume,
        uint256 marginalBuy,
        uint256 marginalSell
    ) private pure returns (uint256) {
        if (volume == 0) return 0;
        bool buys = f.kind == 1 || f.kind == 5;
        if (buys && f.price > price) return f.lots;
        if (!buys && f.price < price) return f.lots;
        if (f.price != price) return 0;
        int256 left = int256(buys ? marginalBuy : marginalSell) - int256(uint256(f.ahead));
        if (left < 0) left = 0;
        if (left > int256(uint256(f.lots))) left = int256(uint256(f.lots));
        return uint256(left);
    }

    function _fold(Fields memory f) private pure returns (Fields memory) {
        f.offset = uint8(bound(f.offset, 0, 47));
        f.kind = uint8(bound(f.kind, 1, uint8(type(OrderKind).max)));
        f.lots = uint32(bound(f.lots, 1, MAX_LOTS));
        f.ahead = uint32(bound(f.ahead, 0, MAX_LOTS - f.lots));
        return f;
    }

    function _pack(Fields memory f) private pure returns (OrderWord) {
        return OrderWords.pack(f.auction, f.product, f.offset, OrderKind(f.kind), f.price, f.lots, f.ahead, f.basis);
    }

    function _checkOrder(Fields memory f) private pure {
        OrderWord order = _pack(f);
        assertEq(order.auction(), f.auction, "auction");
        assertEq(order.product(), f.product, "product");
        assertEq(order.offset(), f.offset, "offset");
        assertEq(uint8(order.kind()), f.kind, "kind");
        assertEq(order.price(), f.price, "price");
        assertEq(order.lots(), f.lots, "lots");
        assertEq(order.ahead(), f.ahead, "ahead");
        assertEq(order.basis(), f.basis, "basis");
        assertEq(OrderWord.unwrap(order) >> 247, 0, "free bits");
    }
}
