// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {
    DeliveryTerms,
    IProducts,
    Lane,
    LaneProduct,
    MarketParams,
    OracleTerms,
    Terms,
    TradeTerms
} from "./interfaces/IProducts.sol";

/// @title Products
/// @notice See {IProducts}.
contract Products is IProducts {
    /// @dev Longest time from an auction's opening to the last possible settlement of what it sold: stake must stay
    /// seizable for longer (see Providers).
    uint256 public constant MAX_SPAN = 90 days;
    uint256 public constant MAX_SPEC_BYTES = 16_384;
    uint256 public constant MAX_PRODUCTS = 8;
    uint256 public constant MAX_LANES = 8;
    uint256 public constant MAX_FEE_BPS = 500;
    /// @dev Ticks. Prices take 24 bits in packed words; what is left above is room for a band.
    uint256 public constant MAX_PRICE = 1 << 23;
    /// @dev Series of one auction: the worst clearing (all of them traded, results on fresh slots) fits 15M gas.
    uint256 public constant MAX_SERIES = 144;
    /// @dev Auctions that cover one hour, over all lanes of a market: with 2^27 lots each, positions fit 31 bits.
    uint256 public constant MAX_COVER = 15;

    struct Product {
        bytes32 specHash;
        address lister;
        uint16 layers;
        uint32 market;
        TradeTerms trade;
        DeliveryTerms delivery;
        OracleTerms oracles;
    }

    struct Market {
        MarketParams params;
        uint32 period;
        uint32 firstLane;
        uint32[] products;
    }

    struct MarketLane {
        Lane lane;
        uint32 market;
    }

    Product[] private _products;
    Market[] private _markets;
    MarketLane[] private _lanes;

    constructor() {
        // Id 0 is no product, no market and no lane.
        _products.push();
        _markets.push();
        _lanes.push();
    }

    /// @inheritdoc IProducts
    function list(bytes calldata spec, uint16 layers, Terms calldata terms) external returns (uint32 id) {
        if (spec.length == 0 || spec.length > MAX_SPEC_BYTES) revert SpecSize(spec.length);
        _checkTrade(terms.trade);
        _checkDelivery(terms.delivery);
        id = uint32(_products.length);
        bytes32 specHash = keccak256(spec);
        Product storage added = _products.push();
        added.specHash = specHash;
        added.lister = msg.sender;
        added.layers = layers;
        added.trade = terms.trade;
        added.delivery = terms.delivery;
        added.oracles = terms.oracles;
        emit ProductListed(id, msg.sender, specHash, layers, terms, spec);
    }

    /// @inheritdoc IProducts
    function openMarket(
        uint32[] calldata products,
        Lane[] calldata lanes,
        MarketParams calldata params
    ) external returns (uint32 market, uint32 firstLane) {
        if (products.length == 0 || products.length > MAX_PRODUCTS) revert InvalidMarket("products");
        if (lanes.length == 0 || lanes.length > MAX_LANES) revert InvalidMarket("lanes");
        if (params.feeBps > MAX_FEE_BPS) revert InvalidMarket("feeBps");
        if (params.minVolume == 0) revert InvalidMarket("minVolume");
        if (params.access != address(0)) revert InvalidMarket("access");

        market = uint32(_markets.length);
        firstLane = uint32(_lanes.length);
        Market storage opened = _markets.push();
        opened.params = params;
        opened.firstLane = firstLane;
        opened.products = products;
        uint32 period_ = _existing(products[0]).delivery.period;
        opened.period = period_;

        uint256 tail;
        uint256 closure;
        for (uint256 i = 0; i < products.length; ++i) {
            Product storage p = _existing(products[i]);
            if (p.lister != msg.sender) revert NotLister(products[i], msg.sender);
            if (p.market != 0) revert InMarket(products[i], p.market);
            if (p.delivery.period != period_) revert InvalidMarket("period");
            p.market = market;
            tail = Math.max(
                tail,
                uint256(p.delivery.rootDue) + p.delivery.challengeWindow + uint256(p.delivery.decisionWindow) * 2
            );
            closure = Math.max(closure, p.delivery.gateClosure);
        }
        _openLanes(lanes, market, products.length, period_, tail, closure);
        emit MarketOpened(market, products, firstLane, lanes, params, period_);
    }

    // -- views -----------------------------------------------------------------------------------------

    /// @inheritdoc IProducts
    function tradeTerms(uint32 id) external view returns (TradeTerms memory) {
        return _existing(id).trade;
    }

    /// @inheritdoc IProducts
    function deliveryTerms(uint32 id) external view returns (DeliveryTerms memory) {
        return _existing(id).delivery;
    }

    /// @inheritdoc IProducts
    function oracleTerms(uint32 id) external view returns (OracleTerms memory) {
        return _existing(id).oracles;
    }

    /// @inheritdoc IProducts
    function product(uint32 id) external view returns (bytes32 specHash, address lister, uint16 layers, uint32 market) {
        Product storage p = _existing(id);
        return (p.specHash, p.lister, p.layers, p.market);
    }

    /// @inheritdoc IProducts
    function marketParams(uint32 market) external view returns (MarketParams memory) {
        return _market(market).params;
    }

    /// @inheritdoc IProducts
    function marketProducts(uint32 market) external view returns (uint32[] memory) {
        return _market(market).products;
    }

    /// @inheritdoc IProducts
    function marketLanes(uint32 market) public view returns (uint32 firstLane, uint32 count) {
        firstLane = _market(market).firstLane;
        uint256 next = uint256(market) + 1;
        uint256 end = next < _markets.length ? _markets[next].firstLane : _lanes.length;
        count = uint32(end - firstLane);
    }

    /// @inheritdoc IProducts
    function lane(uint32 id) external view returns (Lane memory, uint32 market) {
        if (id == 0 || id >= _lanes.length) revert UnknownLane(id);
        return (_lanes[id].lane, _lanes[id].market);
    }

    /// @inheritdoc IProducts
    function laneProduct(uint32 laneId, uint32 productId) external view returns (LaneProduct memory) {
        if (laneId == 0 || laneId >= _lanes.length) revert UnknownLane(laneId);
        MarketLane storage l = _lanes[laneId];
        Product storage p = _existing(productId);
        if (p.market != l.market) revert NotInLane(productId, laneId);
        return
            LaneProduct({
                tickSize: p.trade.tickSize,
                product: productId,
                lead: l.lane.lead,
                period: uint24(p.delivery.period), // at most 31 days
                collect: l.lane.collect,
                solve: l.lane.solve,
                feeBps: _markets[l.market].params.feeBps,
                window: l.lane.window,
                stride: l.lane.stride
            });
    }

    /// @inheritdoc IProducts
    function spotLane(uint32 productId) external view returns (uint32) {
        (uint32 firstLane, uint32 count) = marketLanes(_existing(productId).market);
        return firstLane + count - 1;
    }

    /// @inheritdoc IProducts
    function period(uint32 market) external view returns (uint32) {
        return _market(market).period;
    }

    /// @inheritdoc IProducts
    function productCount() external view returns (uint32) {
        return uint32(_products.length - 1);
    }

    /// @inheritdoc IProducts
    function marketCount() external view returns (uint32) {
        return uint32(_markets.length - 1);
    }

    /// @inheritdoc IProducts
    function laneCount() external view returns (uint32) {
        return uint32(_lanes.length - 1);
    }

    /// @inheritdoc IProducts
    function horizon(uint32 id) external view returns (uint32) {
        Product storage p = _existing(id);
        uint256 period_ = p.delivery.period;
        uint256 last = block.timestamp / period_ + 1;
        if (p.market != 0) {
            (uint32 firstLane, uint32 count) = marketLanes(p.market);
            for (uint256 i = firstLane; i < firstLane + count; ++i) {
                Lane storage l = _lanes[i].lane;
                // The newest auction that is open or past it: start(first) - lead - solve - collect <= now.
                uint256 reach = (block.timestamp + l.lead + l.solve + l.collect) / period_;
                last = Math.max(last, (reach / l.stride) * l.stride + l.window);
            }
        }
        return uint32(last);
    }

    // -- internal --------------------------------------------------------------------------------------

    function _openLanes(
        Lane[] calldata lanes,
        uint32 market,
        uint256 productCount_,
        uint256 period_,
        uint256 tail,
        uint256 closure
    ) private {
        uint256 cover;
        for (uint256 i = 0; i < lanes.length; ++i) {
            Lane calldata l = lanes[i];
            if (l.window == 0 || l.window > 48 || l.window * productCount_ > MAX_SERIES) {
                revert InvalidMarket("window");
            }
            if (l.stride == 0) revert InvalidMarket("stride");
            if (l.collect == 0) revert InvalidMarket("collect");
            if (l.solve < 2) revert InvalidMarket("solve");
            if (uint256(l.collect) + l.solve > 2 * uint256(l.stride) * period_) revert InvalidMarket("buffers");
            // What is bought can still be scheduled, and leads fall from lane to lane.
            if (l.lead <= closure || (i > 0 && l.lead >= lanes[i - 1].lead)) revert InvalidMarket("lead");
            uint256 span = uint256(l.lead) + l.solve + l.collect + (uint256(l.window) + 1) * period_ + tail;
            if (span > MAX_SPAN) revert InvalidMarket("span");
            cover += Math.ceilDiv(l.window, l.stride);
            _lanes.push(MarketLane(l, market));
        }
        if (cover > MAX_COVER) revert InvalidMarket("cover");
        Lane calldata spot = lanes[lanes.length - 1];
        if (spot.window != 1 || spot.stride != 1) revert InvalidMarket("spot lane");
    }

    function _checkTrade(TradeTerms calldata t) private pure {
        if (t.tickSize == 0) revert InvalidTerms("tickSize");
        if (t.capFactorBps < 10_000) revert InvalidTerms("capFactorBps");
        if (t.penaltyBps > 10_000) revert InvalidTerms("penaltyBps");
        if (t.initialReference == 0 || t.initialReference > MAX_PRICE) revert InvalidTerms("initialReference");
        if (t.basisFloor > MAX_PRICE) revert InvalidTerms("basisFloor");
    }

    function _checkDelivery(DeliveryTerms calldata t) private pure {
        if (t.period < 60 || t.period > 31 days) revert InvalidTerms("period");
        if (t.gateClosure == 0) revert InvalidTerms("gateClosure");
        if (t.autoCommit <= t.gateClosure) revert InvalidTerms("autoCommit");
        if (t.rootDue == 0) revert InvalidTerms("rootDue");
        if (t.challengeWindow == 0) revert InvalidTerms("challengeWindow");
        if (t.decisionWindow == 0) revert InvalidTerms("decisionWindow");
        if (t.slaBps > 10_000) revert InvalidTerms("slaBps");
        if (t.interruptionBps > 10_000) revert InvalidTerms("interruptionBps");
        if (t.minLots == 0) revert InvalidTerms("minLots");
        if (t.domainLots == 0) revert InvalidTerms("domainLots");
        if (t.tier > 2) revert InvalidTerms("tier");
        if (t.bondBps > 10_000) revert InvalidTerms("bondBps");
    }

    function _existing(uint32 id) private view returns (Product storage) {
        if (id == 0 || id >= _products.length) revert UnknownProduct(id);
        return _products[id];
    }

    function _market(uint32 id) private view returns (Market storage) {
        if (id == 0 || id >= _markets.length) revert UnknownMarket(id);
        return _markets[id];
    }
}
