// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IProducts, Lane, LaneProduct, MarketParams, Terms} from "../../../contracts/interfaces/IProducts.sol";
import {vm} from "../utils/Vm.sol";
import {ProductsTest} from "./ProductsTest.sol";

contract LanesTest is ProductsTest {
    function test_ViewsRevertWhenUnknown() external {
        uint32[] memory ids = _listMany(1);
        _open(ids, _lanes(), _params());
        for (uint32 id = 0; id <= 2; id += 2) {
            bytes memory expected = abi.encodeWithSelector(IProducts.UnknownMarket.selector, id);
            vm.expectRevert(expected);
            products.marketParams(id);
            vm.expectRevert(expected);
            products.marketProducts(id);
            vm.expectRevert(expected);
            products.marketLanes(id);
            vm.expectRevert(expected);
            products.period(id);
        }
        for (uint32 id = 0; id <= 4; id += 4) {
            bytes memory expected = abi.encodeWithSelector(IProducts.UnknownLane.selector, id);
            vm.expectRevert(expected);
            products.lane(id);
            vm.expectRevert(expected);
            products.laneProduct(id, ids[0]);
        }
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownProduct.selector, 2));
        products.laneProduct(1, 2);
    }

    function test_LaneProductRevertsWhenNotInLane() external {
        uint32[] memory ids = _listMany(3);
        _open(_one(ids[0]), _lanes(), _params());
        (, uint32 second) = _open(_one(ids[1]), _lanes(), _params());
        for (uint256 i = 0; i < 3; i += 2) {
            vm.expectRevert(abi.encodeWithSelector(IProducts.NotInLane.selector, ids[i], second));
            products.laneProduct(second, ids[i]);
        }
    }

    function testFuzz_LaneProductTellsItsTerms(
        uint64 tickSize,
        uint16 feeBps,
        uint32 period,
        Lane memory lane
    ) external {
        Terms memory terms = _terms();
        terms.trade.tickSize = uint64(bound(tickSize, 1, type(uint64).max));
        terms.delivery.period = uint32(bound(period, 60, 1 days));
        MarketParams memory params = _params();
        params.feeBps = uint16(bound(feeBps, 0, 500));
        lane.lead = uint32(bound(lane.lead, 1 hours, 20 days));
        lane.window = uint8(bound(lane.window, 1, 48));
        lane.stride = uint8(bound(lane.stride, 24, 255));
        lane.collect = uint24(bound(lane.collect, 1, uint256(terms.delivery.period) * 24));
        lane.solve = uint24(bound(lane.solve, 2, uint256(terms.delivery.period) * 24));
        Lane[] memory lanes = new Lane[](2);
        lanes[0] = lane;
        lanes[1] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 60, solve: 60});
        uint32 id = _list(terms);
        if (
            uint256(lane.lead) + lane.solve + lane.collect + (uint256(lane.window) + 1) * terms.delivery.period >
            89 days
        ) {
            lanes[0].window = 1;
            lanes[0].lead = 1 hours;
        }
        (, uint32 firstLane) = _open(_one(id), lanes, params);
        for (uint32 i = 0; i < 2; ++i) {
            LaneProduct memory lp = products.laneProduct(firstLane + i, id);
            assertEq(lp.tickSize, uint256(terms.trade.tickSize), "tickSize");
            assertEq(lp.product, uint256(id), "product");
            assertEq(lp.period, uint256(terms.delivery.period), "period");
            assertEq(lp.feeBps, uint256(params.feeBps), "feeBps");
            Lane memory same = Lane(lp.lead, lp.window, lp.stride, lp.collect, lp.solve);
            assertEq(abi.encode(same), abi.encode(lanes[i]), "lane");
        }
    }
}
