// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    DeliveryTerms,
    IProducts,
    Lane,
    MarketParams,
    OracleTerms,
    Terms,
    TradeTerms
} from "../../../contracts/interfaces/IProducts.sol";
import {Test} from "../utils/Test.sol";
import {vm} from "../utils/Vm.sol";

/// @notice An empty room of products, and terms, lanes and parameters that it takes.
abstract contract ProductsTest is Test {
    IProducts internal products;
    address internal lister;
    address internal stranger;

    function setUp() public virtual {
        products = IProducts(_create("Products", ""));
        (lister, stranger) = (makeAddr("lister"), makeAddr("stranger"));
    }

    function _terms() internal pure returns (Terms memory terms) {
        terms.trade = TradeTerms({
            tickSize: 10_000,
            stakePerLot: 100_000,
            capFactorBps: 15_000,
            penaltyBps: 1_000,
            providerMarginBps: 500,
            uncoveredMarginBps: 10_000,
            initialReference: 200,
            basisFloor: 0
        });
        terms.delivery = DeliveryTerms({
            period: 1 hours,
            gateClosure: 15 minutes,
            autoCommit: 2 hours,
            rootDue: 30 minutes,
            challengeWindow: 2 hours,
            decisionWindow: 4 hours,
            slaBps: 9_900,
            interruptionBps: 0,
            minLots: 1,
            domainLots: 8,
            tier: 1,
            settlementTip: 20_000,
            bondFloor: 5_000_000,
            bondBps: 1_000
        });
        terms.oracles = OracleTerms({oracleSet: bytes32(uint256(1)), secondSet: bytes32(uint256(2))});
    }

    /// @dev Month-ahead, day-ahead, hour-ahead.
    function _lanes() internal pure returns (Lane[] memory lanes) {
        lanes = new Lane[](3);
        lanes[0] = Lane({lead: 10 days, window: 48, stride: 24, collect: 23 hours, solve: 1 hours});
        lanes[1] = Lane({lead: 12 hours, window: 36, stride: 24, collect: 23 hours, solve: 1 hours});
        lanes[2] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
    }

    function _params() internal pure returns (MarketParams memory) {
        return
            MarketParams({
                feeBps: 10,
                maxTip: 5_000_000,
                minVolume: 10,
                wordFee: 50_000,
                minNotional: 20_000_000,
                access: address(0)
            });
    }

    function _list(Terms memory terms) internal returns (uint32) {
        vm.prank(lister);
        return products.list(bytes("{}"), 3, terms);
    }

    function _listMany(uint256 count) internal returns (uint32[] memory ids) {
        ids = new uint32[](count);
        for (uint256 i = 0; i < count; ++i) {
            ids[i] = _list(_terms());
        }
    }

    function _one(uint32 id) internal pure returns (uint32[] memory ids) {
        ids = new uint32[](1);
        ids[0] = id;
    }

    function _open(
        uint32[] memory ids,
        Lane[] memory lanes,
        MarketParams memory params
    ) internal returns (uint32 market, uint32 firstLane) {
        vm.prank(lister);
        return products.openMarket(ids, lanes, params);
    }

    function _expectInvalidMarket(string memory field) internal {
        vm.expectRevert(abi.encodeWithSelector(IProducts.InvalidMarket.selector, field));
    }
}
