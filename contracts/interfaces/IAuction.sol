// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account} from "../types/Account.sol";
import {CollectedWord} from "../types/CollectedWord.sol";
import {LaneWord} from "../types/LaneWord.sol";
import {OrderWord} from "../types/OrderWord.sol";
import {Placement} from "../types/Placement.sol";
import {ResultWord} from "../types/ResultWord.sol";

/// @notice An order to collect.
struct OrderRef {
    Account account;
    uint64 slot;
}

/// @title Batch auctions of hourly orders with verified clearing
/// @notice Prices are in ticks of the product's tick size, lots are integers. Orders are firm until their auction is
/// final or void. A fill is a pure function of the order word and the result word (see OrderWord.filled).
interface IAuction {
    /// @notice An order was placed. The word names its auction.
    event OrderPlaced(Account indexed account, uint64 slot, OrderWord order);
    /// @notice An order left its slot, with so many lots filled; the result of its series has the price.
    event OrderCollected(Account indexed account, CollectedWord collected);
    /// @notice A series with orders was cleared, with or without volume.
    event SeriesCleared(uint64 indexed auction, uint64 indexed series, ResultWord result);
    /// @notice An auction is final.
    /// @param fees quote units from both sides; `tip` of them went to the clearer
    event AuctionCleared(uint64 indexed auction, address indexed clearer, uint256 volume, uint256 fees, uint256 tip);
    /// @notice The reference of a series moved (ticks).
    event ReferenceMoved(uint64 indexed series, uint32 referencePrice);

    /// @notice The caller is neither the account's owner nor one of its operators.
    error NotAuthorized(Account account, address caller);
    /// @notice An order of no lots.
    error ZeroLots();
    /// @notice More than 2^27 - 1 lots.
    error TooManyLots(uint32 lots);
    /// @notice Only Buy, Sell and Write can be placed.
    error WrongKind(uint256 kind);
    /// @notice The auction takes orders from `open` to before `close` (unix seconds).
    error AuctionNotCollecting(uint64 auction, uint256 open, uint256 close);
    /// @notice The series is not of this market or its hour not in the auction's window.
    error SeriesNotInAuction(uint64 auction, uint64 series);
    /// @notice A buy below or a sell above the band can never fill. Buys above it count at `top`, sells below at
    /// `bottom`.
    error OutOfBand(uint32 price, uint32 bottom, uint32 top);
    /// @notice The order in this slot waits for its auction.
    error SlotBusy(uint64 slot, uint64 auction);
    /// @notice The auction is cleared from `close` to before `deadline` (unix seconds).
    error AuctionNotSolving(uint64 auction, uint256 close, uint256 deadline);
    /// @notice The auction has its results.
    error AlreadyCleared(uint64 auction);
    /// @notice The auction has no orders.
    error NothingToClear(uint64 auction);
    /// @notice Two bytes per series are needed.
    error HintsLength(uint256 length, uint256 needed);
    /// @notice [lo, hi] is not the interval of prices that clear the series.
    error NotClearing(uint64 series, uint256 lo, uint256 hi);
    /// @notice The auction has strips or blocks: it is cleared through the Contest.
    error HasBlocks(uint64 auction);
    /// @notice Only Blocks, or only the Contest, may call this.
    error NotRoom(address caller);
    /// @notice Nothing to close out: the position is flat, scheduled, or backed by capacity and not opted out.
    error NothingToCloseOut(Account account, uint64 series);

    // -- orders ----------------------------------------------------------------------------------------

    /// @notice Places orders for an account, as its owner or operator. Everything an order can use is taken now:
    /// lots x (limit + fee) for a buy, the lots for a sell, collateral and capacity for a write.
    function placeOrders(Account account, Placement[] calldata orders) external;

    /// @notice Collects orders whose auctions are final or void, for anyone by anyone. Others are skipped, so that
    /// nobody's call can be made to fail.
    /// @return count how many were collected
    function collect(OrderRef[] calldata orders) external returns (uint256 count);

    /// @notice Puts an unscheduled position into the hour-ahead auction as a price taker: a long is sold at the
    /// band's bottom, a short without capacity (or opted out) is bought back as far up the band as its own
    /// collateral pays. Anyone may call it while that auction collects.
    function closeOut(Account account, uint64 series) external;

    // -- clearing --------------------------------------------------------------------------------------

    /// @notice Clears an auction. Anyone may call it; only the market-clearing result is accepted.
    /// @param hints two bytes per series of the auction, product by product and hour by hour: the lowest and highest
    /// tick that clear it. Bytes of series without orders are ignored.
    function clear(uint64 auction, bytes calldata hints) external;

    // -- rooms -----------------------------------------------------------------------------------------

    /// @notice Freezes the grids of consecutive periods of a product that have no order yet. Blocks only.
    /// @param series of the first period
    /// @return lane the product in the auction's lane
    /// @return offset periods from the first of the auction's window
    /// @return references ticks: the grids' references
    function openBooks(
        uint64 auction,
        uint64 series,
        uint256 periods
    ) external returns (LaneWord lane, uint256 offset, uint256[] memory references);

    /// @notice Clears the hourly orders of an auction with strips or blocks, for the solver. Contest only.
    function clearBaseline(uint64 auction, address solver, bytes calldata hints) external;

    /// @notice Replaces the results of a contested auction. Contest only.
    /// @param results product by product and period by period; zero words are left out
    function replaceResults(uint64 auction, address solver, ResultWord[] calldata results) external;

    /// @notice Pays reward and fees of a contested auction whose deadline has passed, and moves the references. Contest
    /// only, once.
    function conclude(uint64 auction) external;

    // -- views -----------------------------------------------------------------------------------------

    /// @notice Results of consecutive periods of a product, final or not; zero where there are none.
    /// @param series of the first period
    /// @return lane the product in the auction's lane; zero where it was never used
    /// @return over whether the auction is final or void
    function resultsOf(
        uint64 auction,
        uint64 series,
        uint256 periods
    ) external view returns (LaneWord lane, bool over, ResultWord[] memory results);

    /// @notice The order in a slot; its lots are zero once it is collected.
    function orderOf(Account account, uint64 slot) external view returns (OrderWord);
    /// @notice The permanent result of a series in an auction; zero while or where there is none. Where the auction has
    /// strips or blocks it can be replaced until the deadline, and is zero until then.
    function resultOf(uint64 auction, uint64 series) external view returns (ResultWord);
    /// @notice Who cleared the auction, or has the best solution of its contest so far; zero while nobody has.
    function clearerOf(uint64 auction) external view returns (address);

    /// @notice The reference price, ticks, that a grid of the series frozen now would be built around.
    function referenceOf(uint64 auction, uint64 series) external view returns (uint32);

    /// @notice Raw words of the books by their keys (see Histogram); AuctionLens makes them readable.
    function bookWords(uint256[] calldata keys) external view returns (uint256[] memory);

    /// @notice The slot that a close-out of the series uses.
    function closeOutSlot(uint64 series) external pure returns (uint64);
}
