// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DeliveryTerms, IProducts, OracleTerms, Terms, TradeTerms} from "../../../contracts/interfaces/IProducts.sol";
import {vm} from "../utils/Vm.sol";
import {ProductsTest} from "./ProductsTest.sol";

contract ListTest is ProductsTest {
    // -- list ------------------------------------------------------------------------------------------

    function test_ListRevertsWhenSpecSize() external {
        Terms memory terms = _terms();
        vm.expectRevert(abi.encodeWithSelector(IProducts.SpecSize.selector, 0));
        products.list("", 3, terms);
        vm.expectRevert(abi.encodeWithSelector(IProducts.SpecSize.selector, 16_385));
        products.list(new bytes(16_385), 3, terms);
        products.list(new bytes(16_384), 3, terms);
        products.list(new bytes(1), 3, terms);
        assertEq(products.productCount(), uint256(2), "products");
    }

    function test_ListRevertsWhenTradeTermsOutOfRange() external {
        Terms memory t = _terms();
        t.trade.tickSize = 0;
        _refused(t, "tickSize");
        t = _terms();
        t.trade.capFactorBps = 9_999;
        _refused(t, "capFactorBps");
        t = _terms();
        t.trade.penaltyBps = 10_001;
        _refused(t, "penaltyBps");
        t = _terms();
        t.trade.initialReference = 0;
        _refused(t, "initialReference");
        t.trade.initialReference = 2 ** 23 + 1;
        _refused(t, "initialReference");
        t = _terms();
        t.trade.basisFloor = 2 ** 23 + 1;
        _refused(t, "basisFloor");
    }

    function test_ListRevertsWhenDeliveryTermsOutOfRange() external {
        Terms memory t = _terms();
        t.delivery.period = 59;
        _refused(t, "period");
        t.delivery.period = 31 days + 1;
        _refused(t, "period");
        t = _terms();
        t.delivery.gateClosure = 0;
        _refused(t, "gateClosure");
        t = _terms();
        t.delivery.autoCommit = t.delivery.gateClosure;
        _refused(t, "autoCommit");
        t = _terms();
        t.delivery.rootDue = 0;
        _refused(t, "rootDue");
        t = _terms();
        t.delivery.challengeWindow = 0;
        _refused(t, "challengeWindow");
        t = _terms();
        t.delivery.decisionWindow = 0;
        _refused(t, "decisionWindow");
        t = _terms();
        t.delivery.slaBps = 10_001;
        _refused(t, "slaBps");
        t = _terms();
        t.delivery.interruptionBps = 10_001;
        _refused(t, "interruptionBps");
        t = _terms();
        t.delivery.minLots = 0;
        _refused(t, "minLots");
        t = _terms();
        t.delivery.domainLots = 0;
        _refused(t, "domainLots");
        t = _terms();
        t.delivery.tier = 3;
        _refused(t, "tier");
        t = _terms();
        t.delivery.bondBps = 10_001;
        _refused(t, "bondBps");
    }

    function test_ListTakesTheBounds() external {
        Terms memory low = Terms({
            trade: TradeTerms(1, 0, 10_000, 0, 0, 0, 1, 0),
            delivery: DeliveryTerms(60, 1, 2, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0),
            oracles: OracleTerms(bytes32(0), bytes32(0))
        });
        Terms memory high = Terms({
            trade: TradeTerms(
                type(uint64).max,
                type(uint80).max,
                type(uint16).max,
                10_000,
                type(uint16).max,
                type(uint16).max,
                2 ** 23,
                2 ** 23
            ),
            delivery: DeliveryTerms({
                period: 31 days,
                gateClosure: type(uint32).max - 1,
                autoCommit: type(uint32).max,
                rootDue: type(uint32).max,
                challengeWindow: type(uint32).max,
                decisionWindow: type(uint32).max,
                slaBps: 10_000,
                interruptionBps: 10_000,
                minLots: type(uint32).max,
                domainLots: type(uint32).max,
                tier: 2,
                settlementTip: type(uint96).max,
                bondFloor: type(uint96).max,
                bondBps: 10_000
            }),
            oracles: OracleTerms(bytes32(type(uint256).max), bytes32(type(uint256).max))
        });
        _checkTerms(_list(low), low);
        _checkTerms(_list(high), high);
    }

    function test_ListKeepsAndEmits() external {
        bytes memory spec = bytes("[1,2]");
        vm.expectEmit(address(products));
        emit IProducts.ProductListed(1, lister, keccak256(spec), 0x1ff, _terms(), spec);
        vm.prank(lister);
        uint32 id = products.list(spec, 0x1ff, _terms());
        assertEq(id, uint256(1), "id");
        (bytes32 specHash, address by, uint16 layers, uint32 market) = products.product(id);
        assertEq(specHash, keccak256(spec), "hash");
        assertEq(by, lister, "lister");
        assertEq(layers, uint256(0x1ff), "layers");
        assertEq(market, uint256(0), "no market yet");
        _checkTerms(id, _terms());
    }

    function testFuzz_ListKeepsTheTerms(Terms memory t, uint16 layers) external {
        t.trade.tickSize = uint64(bound(t.trade.tickSize, 1, type(uint64).max));
        t.trade.capFactorBps = uint16(bound(t.trade.capFactorBps, 10_000, type(uint16).max));
        t.trade.penaltyBps = uint16(bound(t.trade.penaltyBps, 0, 10_000));
        t.trade.initialReference = uint24(bound(t.trade.initialReference, 1, 2 ** 23));
        t.trade.basisFloor = uint24(bound(t.trade.basisFloor, 0, 2 ** 23));
        t.delivery.period = uint32(bound(t.delivery.period, 60, 31 days));
        t.delivery.gateClosure = uint32(bound(t.delivery.gateClosure, 1, type(uint32).max - 1));
        t.delivery.autoCommit = uint32(bound(t.delivery.autoCommit, t.delivery.gateClosure + 1, type(uint32).max));
        t.delivery.rootDue = uint32(bound(t.delivery.rootDue, 1, type(uint32).max));
        t.delivery.challengeWindow = uint32(bound(t.delivery.challengeWindow, 1, type(uint32).max));
        t.delivery.decisionWindow = uint32(bound(t.delivery.decisionWindow, 1, type(uint32).max));
        t.delivery.slaBps = uint16(bound(t.delivery.slaBps, 0, 10_000));
        t.delivery.interruptionBps = uint16(bound(t.delivery.interruptionBps, 0, 10_000));
        t.delivery.minLots = uint32(bound(t.delivery.minLots, 1, type(uint32).max));
        t.delivery.domainLots = uint32(bound(t.delivery.domainLots, 1, type(uint32).max));
        t.delivery.tier = uint8(bound(t.delivery.tier, 0, 2));
        t.delivery.bondBps = uint16(bound(t.delivery.bondBps, 0, 10_000));
        uint32 id = products.list(bytes("{}"), layers, t);
        _checkTerms(id, t);
        (, , uint16 kept, ) = products.product(id);
        assertEq(kept, uint256(layers), "layers");
    }

    function test_ListNumbersProducts() external {
        assertEq(_list(_terms()), uint256(1), "first");
        vm.prank(stranger);
        assertEq(products.list(bytes("{}"), 3, _terms()), uint256(2), "the same by another");
        assertEq(_list(_terms()), uint256(3), "the same again");
        assertEq(products.productCount(), uint256(3), "products");
        (, address by, , ) = products.product(2);
        assertEq(by, stranger, "lister");
    }

    function test_ListChangesNoOtherProduct() external {
        uint32 id = _list(_terms());
        bytes32 before = _fingerprint(id);
        Terms memory other = _terms();
        (other.trade.tickSize, other.delivery.period, other.oracles.oracleSet) = (7, 2 hours, bytes32(0));
        vm.prank(stranger);
        products.list(bytes("[]"), 4, other);
        _list(other);
        assertEq(_fingerprint(id), before, "as listed");
    }

    // -- views -----------------------------------------------------------------------------------------

    function test_ViewsRevertWhenProductUnknown() external {
        _list(_terms());
        uint32[3] memory ids = [uint32(0), 2, type(uint32).max];
        for (uint256 i = 0; i < ids.length; ++i) {
            bytes memory expected = abi.encodeWithSelector(IProducts.UnknownProduct.selector, ids[i]);
            vm.expectRevert(expected);
            products.product(ids[i]);
            vm.expectRevert(expected);
            products.tradeTerms(ids[i]);
            vm.expectRevert(expected);
            products.deliveryTerms(ids[i]);
            vm.expectRevert(expected);
            products.oracleTerms(ids[i]);
            vm.expectRevert(expected);
            products.spotLane(ids[i]);
            vm.expectRevert(expected);
            products.horizon(ids[i]);
        }
    }

    function test_ProductWithoutMarket() external {
        uint32 id = _list(_terms());
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownMarket.selector, 0));
        products.spotLane(id);
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownLane.selector, 1));
        products.laneProduct(1, id);
        vm.warp(1_800_000_000);
        assertEq(products.horizon(id), uint256(500_001), "the period after this one");
        vm.warp(1_800_003_599);
        assertEq(products.horizon(id), uint256(500_001), "to its last second");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _refused(Terms memory terms, string memory field) private {
        vm.expectRevert(abi.encodeWithSelector(IProducts.InvalidTerms.selector, field));
        products.list(bytes("{}"), 3, terms);
    }

    function _checkTerms(uint32 id, Terms memory t) private view {
        assertEq(abi.encode(products.tradeTerms(id)), abi.encode(t.trade), "trade");
        assertEq(abi.encode(products.deliveryTerms(id)), abi.encode(t.delivery), "delivery");
        assertEq(abi.encode(products.oracleTerms(id)), abi.encode(t.oracles), "oracles");
    }

    function _fingerprint(uint32 id) private view returns (bytes32) {
        (bytes32 specHash, address by, uint16 layers, uint32 market) = products.product(id);
        return
            keccak256(
                abi.encode(
                    products.tradeTerms(id),
                    products.deliveryTerms(id),
                    products.oracleTerms(id),
                    specHash,
                    by,
                    layers,
                    market
                )
            );
    }
}
