// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {Lane, MarketParams, Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Histogram} from "../../../contracts/libraries/Histogram.sol";
import {OrderKind, OrderWord} from "../../../contracts/types/OrderWord.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {Attack} from "./Attack.sol";

/// @notice Orders that would overflow a packed field: lots, totals, positions, prices, slots.
contract PackedWordsTest is Attack {
    uint256 private constant CASH = 10 ** 22;
    bool private _fine;

    function setUp() external {
        _setUpTrading();
    }

    function test_ManyOrdersCannotOverflowATick() external {
        _fund(buyer, CASH);
        for (uint32 i = 0; i < 4; ++i) _place(buyer, day, series, OrderKind.Buy, 200, 2 ** 25 - 1, i);
        vm.expectRevert(abi.encodeWithSelector(Histogram.SideFull.selector, 2 ** 25 - 1, 3));
        _place(buyer, day, series, OrderKind.Buy, 200, 2 ** 25 - 1, 4);
        (uint32[] memory buys, ) = lens.bookOf(day, series);
        assertEq(buys[126], MAX_LOTS - 3, "at the tick");
        assertEq(uint256(buys[125]) + buys[127], 0, "beside it");
    }

    function test_FullSidesTradeToTheLastLot() external {
        _fund(buyer, CASH);
        _fund(writer, CASH);
        uint256[2] memory before = [_free(buyer), _free(writer)];
        uint32 bought = _enter(buyer, day, series, OrderKind.Buy, type(uint32).max, uint32(MAX_LOTS));
        uint32 sold = _enter(writer, day, series, OrderKind.Write, TOP, uint32(MAX_LOTS));
        _finish(day);
        ResultWord result = auction.resultOf(day, series);
        assertEq(result.volume(), MAX_LOTS, "volume");
        assertEq(result.marginalBuy(), MAX_LOTS, "marginal buys");
        assertEq(result.marginalSell(), MAX_LOTS, "marginal sells");
        _collect(buyer, bought);
        _collect(writer, sold);
        assertEq(_position(buyer, series), int256(MAX_LOTS), "long");
        assertEq(_position(writer, series), -int256(MAX_LOTS), "short");
        assertEq(before[0] - _free(buyer), MAX_LOTS * (TOP * TICK + _fee(TOP)), "paid");
        assertEq(before[1] + MAX_LOTS * (TOP * TICK - _fee(TOP)), _free(writer) + _marginOf(writer, series), "earned");
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_TheLargestOrderWordReadsBack() external {
        _fund(buyer, CASH);
        _place(buyer, day, series + 35, OrderKind.Buy, 200, uint32(MAX_LOTS) - 1, type(uint32).max - 1);
        _place(buyer, day, series + 35, OrderKind.Buy, 200, 1, type(uint32).max);
        OrderWord word = _word(buyer, type(uint32).max);
        assertEq(word.ahead(), MAX_LOTS - 1, "ahead");
        assertEq(word.lots(), 1, "lots");
        assertEq(word.offset(), 35, "offset");
        assertEq(word.price(), 200, "price");
        assertEq(_word(buyer, 0).lots(), 0, "no other slot");
    }

    /// @dev Fifteen auctions may cover an hour, each with 2^27 - 1 lots: a position must hold them all.
    function test_PositionsHoldAllLotsThatAnHourCanHave() external {
        _fine = true;
        (uint32 lane, uint32 spot, uint32 id) = _openFifteen();
        _fund(buyer, CASH);
        _fund(writer, CASH);
        uint32 hour = uint32(block.timestamp / 1 hours) + 200;
        hour -= hour % 2;
        uint64 target = Ids.series(id, hour);
        OrderRef[] memory refs = new OrderRef[](30);
        for (uint32 i = 0; i < 15; ++i) {
            // Windows of 28 hours every two hours: those of number hour / 2 - 13 to hour / 2 hold the hour.
            uint64 one = i < 14 ? Ids.auction(lane, hour / 2 - 13 + i) : Ids.auction(spot, hour);
            _warpToCollect(one);
            refs[2 * i] = _ref(buyer, _enter(buyer, one, target, OrderKind.Buy, 1, uint32(MAX_LOTS)));
            refs[2 * i + 1] = _ref(writer, _enter(writer, one, target, OrderKind.Write, 1, uint32(MAX_LOTS)));
            _warpToSolve(one);
            uint256 window = i < 14 ? 28 : 1;
            auction.clear(one, _one(window, hour - Ids.numberOf(one) * (i < 14 ? 2 : 1), 0, 0));
        }
        assertEq(auction.collect(refs), 30, "collected");
        assertEq(_position(buyer, target), int256(15 * MAX_LOTS), "long: below 2^31");
        assertEq(_position(writer, target), -int256(15 * MAX_LOTS), "short");
        assertEq(_position(buyer, target - 1) + _position(buyer, target + 1), 0, "the hours beside it");
        (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(_cash(writer), target);
        assertEq(lots, 15 * MAX_LOTS, "short lots");
        assertEq(k, 256, "k");
        assertEq(mark, 256, "mark");
        _report("orders that would overflow a packed field", "nothing", "nothing: refused when they are placed");
    }

    function _openFifteen() private returns (uint32 lane, uint32 spot, uint32 id) {
        uint32[] memory ids = new uint32[](1);
        id = products.list(bytes("{}"), 3, _terms());
        ids[0] = id;
        Lane[] memory lanes = new Lane[](2);
        lanes[0] = Lane({lead: 2 hours, window: 28, stride: 2, collect: 1 hours, solve: 1 hours});
        lanes[1] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        MarketParams memory params = MarketParams({
            feeBps: 10,
            maxTip: 0,
            minVolume: 10,
            wordFee: 0,
            minNotional: 0,
            access: address(0)
        });
        (, lane) = products.openMarket(ids, lanes, params);
        spot = lane + 1;
        product = id;
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        if (!_fine) return terms;
        terms.trade.tickSize = 1;
        terms.trade.initialReference = 1;
    }
}
