// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Prices that settlement reads from the permanent results of a series' auctions
/// @notice Holds nothing and is trusted with nothing but its code.
interface IPrices {
    /// @notice The price that settlement compares k with, ticks x 256: the hour-ahead clearing price if at least
    /// max(minVolume, the market's minimum) lots traded at it, else the lot-weighted average over all gates, rounded
    /// down, else zero. Final once the hour-ahead auction is.
    function settlement(uint64 series, uint256 minVolume) external view returns (uint32);
}
