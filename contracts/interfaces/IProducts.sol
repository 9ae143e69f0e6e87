// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What trading needs of a product's terms. One storage word.
struct TradeTerms {
    uint64 tickSize; // quote units per tick and lot, > 0
    uint80 stakePerLot; // quote units of stake reserved for a lot that a provider sells short
    uint16 capFactorBps; // >= 10_000: damages are capped at this share of mark, see Collateral
    uint16 penaltyBps; // <= 10_000: of k, owed with a shortfall
    uint16 providerMarginBps; // extra margin of a provider's short, of mark
    uint16 uncoveredMarginBps; // extra margin of anyone else's short, of mark
    uint24 initialReference; // ticks: the reference before a series' lane has traded; 1 to MAX_PRICE
    uint24 basisFloor; // ticks: k and mark of a short lot count as this at least; 0 to MAX_PRICE
}

/// @notice What delivery and settlement need of a product's terms. Two storage words.
struct DeliveryTerms {
    uint32 period; // seconds of one delivery period (3600 for an hour)
    uint32 gateClosure; // seconds before the period when commitments and nominations close
    uint32 autoCommit; // seconds before the period from which anyone may commit for a provider
    uint32 rootDue; // seconds after the period when the meter root is due
    uint32 challengeWindow; // seconds after the root was posted in which a leaf can be disputed
    uint32 decisionWindow; // seconds the second quorum has for a dispute
    uint16 slaBps; // share of the time from which on nothing is owed, <= 10_000
    uint16 interruptionBps; // share of the time that a preemption may take without being a loss, <= 10_000
    uint32 minLots; // the least lots of a commitment or nomination
    uint32 domainLots; // commitments and nominations come in multiples of it
    uint8 tier; // 0 reserved, 1 on-demand, 2 interruptible
    uint96 settlementTip; // quote units that every commitment and nomination prepays to whoever settles
    uint96 bondFloor; // quote units: the least bond of a dispute
    uint16 bondBps; // share of the disputed lots' value that the bond is, <= 10_000
}

/// @notice Who attests. Sets are registered with the Meter and named by their hash.
struct OracleTerms {
    bytes32 oracleSet; // signs meter roots
    bytes32 secondSet; // decides disputes
}

struct Terms {
    TradeTerms trade;
    DeliveryTerms delivery;
    OracleTerms oracles;
}

/// @notice One gate of a market. Auction `number` covers the periods [number * stride, number * stride + window).
/// With H the first of them: final at start(H) - lead, closed `solve` before, open `collect` before that.
struct Lane {
    uint32 lead; // seconds from finality to the first delivery period
    uint8 window; // periods, 1 to 48
    uint8 stride; // periods, 1 to 255
    uint24 collect; // seconds, > 0
    uint24 solve; // seconds, 2 at least; collect + solve <= 2 * stride * period, since two buffers alternate
}

struct MarketParams {
    uint16 feeBps; // of the price, on both sides of a fill; <= MAX_FEE_BPS
    uint96 maxTip; // quote units: most that a clearing earns, out of half of its fees
    uint32 minVolume; // lots that a trade needs to move a reference or to be a spot price, > 0
    uint96 wordFee; // quote units of a strip's or block's place in an empty list; doubles with every eighth that is full
    uint96 minNotional; // quote units: least value of a strip or block
    address access; // zero = open to everyone; nothing else is supported yet
}

/// @notice One product in one lane: what placing and collecting an order need. One storage word where it is kept.
struct LaneProduct {
    uint64 tickSize; // quote units per tick and lot
    uint32 product;
    uint32 lead; // seconds, as the lane's
    uint24 period; // seconds
    uint24 collect; // seconds
    uint24 solve; // seconds
    uint16 feeBps;
    uint8 window; // periods
    uint8 stride; // periods
}

/// @title Specs, terms, markets and lanes
/// @notice Anyone may list. Nothing listed can change: a better product is a new product.
interface IProducts {
    /// @notice A product was listed. `spec` is its canonical JSON (RFC 8785).
    event ProductListed(
        uint32 indexed product,
        address indexed lister,
        bytes32 indexed specHash,
        uint16 layers,
        Terms terms,
        bytes spec
    );
    /// @notice A market was opened. Its lanes are numbered on from `firstLane`; the last one gives the spot price.
    event MarketOpened(
        uint32 indexed market,
        uint32[] products,
        uint32 firstLane,
        Lane[] lanes,
        MarketParams params,
        uint32 period
    );

    /// @notice The spec is empty or longer than 16 KiB.
    error SpecSize(uint256 size);
    /// @notice A field of the terms is outside of its range.
    error InvalidTerms(string field);
    /// @notice A lane or market parameter is outside of its range.
    error InvalidMarket(string field);
    /// @notice Nobody has listed a product of this id.
    error UnknownProduct(uint32 product);
    /// @notice No market has a lane of this id.
    error UnknownLane(uint32 lane);
    /// @notice Nobody has opened a market of this id.
    error UnknownMarket(uint32 market);
    /// @notice The product does not trade in this lane.
    error NotInLane(uint32 product, uint32 lane);
    /// @notice Only whoever listed a product puts it into its one market.
    error NotLister(uint32 product, address caller);
    /// @notice The product trades in a market already.
    error InMarket(uint32 product, uint32 market);

    /// @notice Lists a product.
    /// @param spec canonical JSON, 1 to 16,384 bytes; hashed here, kept in the event
    /// @param layers bitmap of the stack's layers that the spec pins down
    function list(bytes calldata spec, uint16 layers, Terms calldata terms) external returns (uint32 product);

    /// @notice Opens a market over products that the caller listed.
    /// @param products 1 to 8, all with the same period
    /// @param lanes 1 to 8, from the longest lead to the shortest; the last one is the hour-ahead lane: window and
    /// stride 1
    function openMarket(
        uint32[] calldata products,
        Lane[] calldata lanes,
        MarketParams calldata params
    ) external returns (uint32 market, uint32 firstLane);

    /// @notice Terms that trading needs.
    function tradeTerms(uint32 product) external view returns (TradeTerms memory);
    /// @notice Terms that delivery and settlement need.
    function deliveryTerms(uint32 product) external view returns (DeliveryTerms memory);
    /// @notice Who attests the product's delivery.
    function oracleTerms(uint32 product) external view returns (OracleTerms memory);

    /// @notice keccak256 of the spec, who listed it, the layers it pins, and its market (0 while it has none).
    function product(uint32 id) external view returns (bytes32 specHash, address lister, uint16 layers, uint32 market);

    /// @notice Fee, tip, least volume and access of a market.
    function marketParams(uint32 market) external view returns (MarketParams memory);
    /// @notice The products that clear together, in the order of clearing hints.
    function marketProducts(uint32 market) external view returns (uint32[] memory);
    /// @notice The first lane of a market and how many it has; the last one is the hour-ahead lane.
    function marketLanes(uint32 market) external view returns (uint32 firstLane, uint32 count);
    /// @notice A lane and its market.
    function lane(uint32 id) external view returns (Lane memory, uint32 market);

    /// @notice A product in a lane of its market.
    function laneProduct(uint32 lane, uint32 product) external view returns (LaneProduct memory);

    /// @notice The hour-ahead lane of a product's market.
    function spotLane(uint32 product) external view returns (uint32);

    /// @notice The delivery period of all products of the market, seconds.
    function period(uint32 market) external view returns (uint32);

    /// @notice Products listed; their ids are 1 to this.
    function productCount() external view returns (uint32);
    /// @notice Markets opened; their ids are 1 to this.
    function marketCount() external view returns (uint32);
    /// @notice Lanes opened; their ids are 1 to this.
    function laneCount() external view returns (uint32);

    /// @notice The first period of `product` that no auction has begun to trade at the present time.
    function horizon(uint32 product) external view returns (uint32);
}
