// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IProducts, Lane, MarketParams, Terms} from "../../../contracts/interfaces/IProducts.sol";
import {vm} from "../utils/Vm.sol";
import {ProductsTest} from "./ProductsTest.sol";

contract OpenMarketTest is ProductsTest {
    // -- products and parameters -----------------------------------------------------------------------

    function test_OpenMarketRevertsWhenProducts() external {
        _expectInvalidMarket("products");
        _open(new uint32[](0), _lanes(), _params());
        uint32[] memory nine = _listMany(9);
        _expectInvalidMarket("products");
        _open(nine, _lanes(), _params());
    }

    function test_OpenMarketRevertsWhenLanes() external {
        uint32[] memory ids = _listMany(1);
        _expectInvalidMarket("lanes");
        _open(ids, new Lane[](0), _params());
        Lane[] memory nine = _fallingLanes(9);
        _expectInvalidMarket("lanes");
        _open(ids, nine, _params());
        _open(ids, _fallingLanes(8), _params());
    }

    function test_OpenMarketRevertsWhenParams() external {
        uint32[] memory ids = _listMany(1);
        MarketParams memory params = _params();
        params.feeBps = 501;
        _expectInvalidMarket("feeBps");
        _open(ids, _lanes(), params);
        params = _params();
        params.minVolume = 0;
        _expectInvalidMarket("minVolume");
        _open(ids, _lanes(), params);
        params = _params();
        params.access = address(1);
        _expectInvalidMarket("access");
        _open(ids, _lanes(), params);
    }

    function test_OpenMarketRevertsWhenProductUnknown() external {
        uint32[] memory ids = _listMany(2);
        ids[1] = 3;
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownProduct.selector, 3));
        _open(ids, _lanes(), _params());
        ids[0] = 0;
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownProduct.selector, 0));
        _open(ids, _lanes(), _params());
    }

    function test_OpenMarketRevertsWhenNotLister() external {
        uint32[] memory ids = _listMany(2);
        vm.prank(stranger);
        ids[1] = products.list(bytes("{}"), 3, _terms());
        vm.expectRevert(abi.encodeWithSelector(IProducts.NotLister.selector, ids[1], lister));
        _open(ids, _lanes(), _params());
        vm.expectRevert(abi.encodeWithSelector(IProducts.NotLister.selector, ids[0], stranger));
        vm.prank(stranger);
        products.openMarket(ids, _lanes(), _params());
    }

    function test_OpenMarketRevertsWhenInMarket() external {
        uint32[] memory ids = _listMany(3);
        (uint32 first, uint32 second) = (ids[0], ids[1]);
        (uint32 market, ) = _open(_one(first), _lanes(), _params());
        vm.expectRevert(abi.encodeWithSelector(IProducts.InMarket.selector, first, market));
        _open(_one(first), _lanes(), _params());
        ids[0] = second;
        vm.expectRevert(abi.encodeWithSelector(IProducts.InMarket.selector, second, market + 1));
        _open(ids, _lanes(), _params());
    }

    function test_OpenMarketRevertsWhenPeriodsDiffer() external {
        uint32[] memory ids = _listMany(2);
        Terms memory terms = _terms();
        terms.delivery.period = 2 hours;
        ids[1] = _list(terms);
        _expectInvalidMarket("period");
        _open(ids, _lanes(), _params());
    }

    // -- lanes -----------------------------------------------------------------------------------------

    function test_OpenMarketRevertsWhenWindow() external {
        Lane[] memory lanes = _lanes();
        lanes[0].window = 0;
        _refused(lanes, "window");
        lanes[0].window = 49;
        _refused(lanes, "window");
        // 8 products of 19 hours are more than 144 series, of 18 hours they are not.
        uint32[] memory eight = _listMany(8);
        (lanes[0].window, lanes[1].window) = (18, 19);
        _expectInvalidMarket("window");
        _open(eight, lanes, _params());
        lanes[1].window = 18;
        _open(eight, lanes, _params());
    }

    function test_OpenMarketRevertsWhenZero() external {
        for (uint256 i = 0; i < 3; ++i) {
            Lane[] memory lanes = _lanes();
            lanes[i].stride = 0;
            _refused(lanes, "stride");
            lanes = _lanes();
            lanes[i].collect = 0;
            _refused(lanes, "collect");
            lanes = _lanes();
            lanes[i].solve = 1; // no second half to reveal in
            _refused(lanes, "solve");
        }
    }

    function test_OpenMarketRevertsWhenBuffers() external {
        Lane[] memory lanes = _lanes();
        lanes[0].collect = 48 hours - lanes[0].solve + 1;
        _refused(lanes, "buffers");
        lanes = _lanes();
        lanes[2].solve = 1 hours + 1;
        _refused(lanes, "buffers");
        lanes = _lanes();
        lanes[1].solve = type(uint24).max;
        lanes[1].collect = type(uint24).max;
        _refused(lanes, "buffers");
        lanes = _lanes();
        lanes[0].collect = 48 hours - lanes[0].solve;
        lanes[2].solve = 1 hours;
        _open(_listMany(1), lanes, _params());
    }

    function test_OpenMarketRevertsWhenLead() external {
        Lane[] memory lanes = _lanes();
        lanes[2].lead = 15 minutes;
        _refused(lanes, "lead");
        lanes = _lanes();
        lanes[1].lead = lanes[2].lead;
        _refused(lanes, "lead");
        lanes = _lanes();
        lanes[0].lead = lanes[1].lead - 1;
        _refused(lanes, "lead");

        // The latest gate closure of all products counts.
        uint32[] memory ids = _listMany(3);
        Terms memory late = _terms();
        late.delivery.gateClosure = 30 minutes;
        ids[1] = _list(late);
        _expectInvalidMarket("lead");
        _open(ids, _lanes(), _params());
        late.delivery.gateClosure = 30 minutes - 1;
        ids[1] = _list(late);
        lanes = _lanes();
        lanes[1].lead = lanes[2].lead + 1;
        _open(ids, lanes, _params());
    }

    function test_OpenMarketRevertsWhenSpan() external {
        // 2 hours of solving and collecting, 49 of window and one period more, 10.5 of root, challenge and twice a
        // decision.
        Lane[] memory lanes = _lanes();
        uint256 rest = 24 hours + 49 hours + 10 hours + 30 minutes;
        lanes[0].lead = uint32(90 days - rest + 1);
        _refused(lanes, "span");
        lanes[0].lead = uint32(90 days - rest);
        _open(_listMany(1), lanes, _params());
        lanes[0].lead = type(uint32).max;
        _refused(lanes, "span");
    }

    function test_OpenMarketSpansTheSlowestProduct() external {
        uint32[] memory ids = _listMany(2);
        Terms memory slow = _terms();
        slow.delivery.decisionWindow = 45 days;
        ids[0] = _list(slow);
        _expectInvalidMarket("span");
        _open(ids, _lanes(), _params());
        (ids[0], ids[1]) = (ids[1], ids[0]);
        _expectInvalidMarket("span");
        _open(ids, _lanes(), _params());
        slow.delivery.decisionWindow = type(uint32).max;
        slow.delivery.rootDue = type(uint32).max;
        ids[1] = _list(slow);
        _expectInvalidMarket("span");
        _open(ids, _lanes(), _params());
    }

    function test_OpenMarketRevertsWhenCover() external {
        // 48 / 4 auctions of the first lane, ceil(36 / 24) of the second, one of the last.
        Lane[] memory lanes = _lanes();
        (lanes[0].stride, lanes[0].collect) = (4, 1 hours);
        _open(_listMany(1), lanes, _params());
        lanes[0].stride = 3;
        _refused(lanes, "cover");
        lanes[0].stride = 4;
        lanes[1].window = 49 - 1;
        _open(_listMany(1), lanes, _params());
        (lanes[1].window, lanes[1].stride) = (48, 23);
        _refused(lanes, "cover");
    }

    function test_OpenMarketRevertsWhenSpotLane() external {
        Lane[] memory lanes = _lanes();
        lanes[2].window = 2;
        _refused(lanes, "spot lane");
        lanes = _lanes();
        lanes[2].stride = 2;
        _refused(lanes, "spot lane");
    }

    // -- opened ----------------------------------------------------------------------------------------

    function test_OpenMarketLeavesNothingBehind() external {
        uint32[] memory ids = _listMany(1);
        Lane[] memory lanes = _lanes();
        lanes[2].window = 2;
        _expectInvalidMarket("spot lane");
        _open(ids, lanes, _params());
        assertEq(products.marketCount(), uint256(0), "markets");
        assertEq(products.laneCount(), uint256(0), "lanes");
        (uint32 market, uint32 firstLane) = _open(ids, _lanes(), _params());
        assertEq(market, uint256(1), "market");
        assertEq(firstLane, uint256(1), "lane");
    }

    function test_OpenMarketKeepsAndEmits() external {
        uint32[] memory ids = _listMany(2);
        vm.expectEmit(address(products));
        emit IProducts.MarketOpened(1, ids, 1, _lanes(), _params(), 1 hours);
        (uint32 market, uint32 firstLane) = _open(ids, _lanes(), _params());
        assertEq(abi.encode(market, firstLane), abi.encode(1, 1), "ids");
        assertEq(abi.encode(products.marketParams(market)), abi.encode(_params()), "parameters");
        assertEq(abi.encode(products.marketProducts(market)), abi.encode(ids), "products");
        assertEq(products.period(market), uint256(1 hours), "period");
        for (uint32 i = 0; i < 3; ++i) {
            (Lane memory lane, uint32 its) = products.lane(firstLane + i);
            assertEq(abi.encode(lane), abi.encode(_lanes()[i]), "lane");
            assertEq(its, uint256(market), "its market");
        }
        for (uint256 i = 0; i < 2; ++i) {
            (, , , uint32 its) = products.product(ids[i]);
            assertEq(its, uint256(market), "the product's market");
            assertEq(products.spotLane(ids[i]), uint256(firstLane + 2), "the last lane");
        }
    }

    function test_OpenMarketNumbersOn() external {
        uint32[] memory ids = _listMany(3);
        Lane[] memory two = new Lane[](2);
        (two[0], two[1]) = (_lanes()[1], _lanes()[2]);
        (uint32 market, uint32 firstLane) = _open(_one(ids[0]), _lanes(), _params());
        _checkLanes(market, firstLane, 1, 1, 3);
        (market, firstLane) = _open(_one(ids[1]), two, _params());
        _checkLanes(market, firstLane, 2, 4, 2);
        (market, firstLane) = _open(_one(ids[2]), _fallingLanes(8), _params());
        _checkLanes(market, firstLane, 3, 6, 8);
        _checkLanes(1, 1, 1, 1, 3);
        _checkLanes(2, 4, 2, 4, 2);
        assertEq(products.spotLane(ids[0]), uint256(3), "spot of the first");
        assertEq(products.spotLane(ids[1]), uint256(5), "spot of the second");
        assertEq(products.spotLane(ids[2]), uint256(13), "spot of the third");
        assertEq(products.marketCount(), uint256(3), "markets");
        assertEq(products.laneCount(), uint256(13), "lanes");
    }

    function test_OpenMarketTakesTheBounds() external {
        // 3 products of 48 hours are 144 series.
        MarketParams memory params = MarketParams(
            500,
            type(uint96).max,
            1,
            type(uint96).max,
            type(uint96).max,
            address(0)
        );
        (uint32 market, ) = _open(_listMany(3), _lanes(), params);
        assertEq(abi.encode(products.marketParams(market)), abi.encode(params), "parameters");
        params = MarketParams(0, 0, type(uint32).max, 0, 0, address(0));
        Lane[] memory spot = new Lane[](1);
        spot[0] = _lanes()[2];
        (market, ) = _open(_listMany(8), spot, params);
        assertEq(abi.encode(products.marketParams(market)), abi.encode(params), "parameters");
    }

    function test_OpenMarketChangesNoTerms() external {
        uint32 id = _list(_terms());
        (bytes32 specHash, , , ) = products.product(id);
        _open(_one(id), _lanes(), _params());
        (bytes32 after_, address by, uint16 layers, ) = products.product(id);
        assertEq(abi.encode(after_, by, layers), abi.encode(specHash, lister, 3), "product");
        assertEq(abi.encode(products.tradeTerms(id)), abi.encode(_terms().trade), "trade");
        assertEq(abi.encode(products.deliveryTerms(id)), abi.encode(_terms().delivery), "delivery");
        assertEq(abi.encode(products.oracleTerms(id)), abi.encode(_terms().oracles), "oracles");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev Lanes of one period each, their leads an hour apart.
    function _fallingLanes(uint256 count) private pure returns (Lane[] memory lanes) {
        lanes = new Lane[](count);
        for (uint256 i = 0; i < count; ++i) {
            lanes[i] = _lanes()[2];
            lanes[i].lead += uint32((count - 1 - i) * 1 hours);
        }
    }

    function _refused(Lane[] memory lanes, string memory field) private {
        uint32[] memory ids = _listMany(1);
        _expectInvalidMarket(field);
        _open(ids, lanes, _params());
    }

    function _checkLanes(
        uint32 market,
        uint32 firstLane,
        uint32 market_,
        uint32 firstLane_,
        uint32 count
    ) private view {
        (uint32 first, uint32 lanes) = products.marketLanes(market);
        assertEq(
            abi.encode(market, firstLane, first, lanes),
            abi.encode(market_, firstLane_, firstLane_, count),
            "lanes"
        );
    }
}
