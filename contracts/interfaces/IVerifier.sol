// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ResultWord} from "../types/ResultWord.sol";

/// @notice A solution of an auction with strips or blocks.
struct Solution {
    bytes prices; // 3 bytes per series, product by product and period by period, ticks; 0 where there are no orders
    bytes accepted; // one bit per order of the list, highest first, in whole words: filled in full
    bytes partials; // 6 bytes each, by index: index (2), lots (4) of orders filled in part; one per series at most
    uint128 welfare; // quote units
    uint128 gap; // quote units
}

/// @notice What a solution comes to.
struct Verdict {
    uint256 welfare; // quote units
    uint256 gap; // quote units: welfare + gap is at least the best possible welfare
    uint256 stripGap; // quote units: what of the gap strips have; none but in a baseline
    uint256 distance; // ticks: of its prices from those of the clearing without strips and blocks, 256 more beyond the band
    ResultWord[] results; // product by product and period by period; zero where there are no orders
}

/// @title The exact check of a solution with strips or blocks
/// @notice With s the surplus of an order at the solution's prices, what it gains on all lots that it names:
///
///   welfare = sum over what is bought of its limit - sum over what is sold of its limit
///   gap     = sum over all orders of max(s, 0) - their actual surplus
///
/// both in quote units, exactly. As every series balances, the actual surplus adds up to the welfare, so welfare + gap is
/// the value of the dual at these prices, and no allocation has more (docs/mechanism.md). It reads the exchange and
/// changes nothing: anyone can ask it what a solution comes to.
interface IVerifier {
    /// @notice The auction has no strips or blocks; it is cleared by Auction.clear.
    error NoBlocks(uint64 auction);
    /// @notice The list is not the auction's.
    error WrongList(uint64 auction);
    /// @notice A part of the solution has the wrong length.
    error WrongLength(uint256 length, uint256 needed);
    /// @notice A bit stands beyond the last order, or orders filled in part are out of order, full, or too many.
    error WrongFills();
    /// @notice A series without orders has a price.
    error PriceWithoutOrders(uint64 series);
    /// @notice No hourly fills balance the series at this price.
    error NotBalanced(uint64 series, uint256 price);
    /// @notice More than 2^27 - 1 lots of a series would change hands.
    error TooMuchVolume(uint64 series, uint256 lots);
    /// @notice A strip with a surplus is not filled, or one with a loss is.
    error StripRegret(uint256 index);
    /// @notice A block is filled at a loss.
    error BlockAtALoss(uint256 index);
    /// @notice A block is filled below the fewest lots that it accepts.
    error BelowLeast(uint256 index);
    /// @notice The solution claims another welfare or gap than it has, quote units.
    error Misstated(uint256 welfare, uint256 gap);

    /// @notice Checks a solution, and says what it comes to. Its baseline must be there.
    /// @param list the auction's records, in order
    function verify(
        uint64 auction,
        Solution calldata solution,
        bytes calldata list
    ) external view returns (Verdict memory);

    /// @notice What the auction's results come to where no strip and no block is filled. Strips can have regrets.
    function verifyBaseline(uint64 auction, bytes calldata list) external view returns (Verdict memory);
}
