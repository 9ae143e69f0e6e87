// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account} from "../types/Account.sol";
import {Memo} from "../types/Memo.sol";

/// @notice The collateral question of a writing order: what it takes to back a lot at any price it may fill at.
struct WriteTerms {
    uint32 limit; // ticks
    uint32 base; // ticks: bottom of the frozen grid
    uint32 referencePrice; // ticks: the grid's reference
    uint16 feeBps;
}

/// @notice A writing order that is collected.
struct WriteFill {
    uint64 auction;
    uint64 series;
    uint32 lots; // of the order
    uint32 filled;
    uint32 price; // ticks
    uint256 net; // quote units per lot: proceeds less fee
}

/// @title What backs short lots: cash per account, product and day, capacity and stake through Providers
/// @notice See the library Collateral for the formulas. Holds no cash itself: it posts in the Ledger.
interface IMargin {
    /// @notice Only Auction, Blocks and Delivery may call this.
    error NotRoom(address caller);

    /// @notice Takes capacity for a writing order and says what cash it needs besides. Auction and Blocks only.
    /// @return perLot quote units per lot
    function reserve(
        Account account,
        uint64 series,
        uint32 lots,
        WriteTerms calldata terms
    ) external returns (uint256 perLot);

    /// @notice Turns the filled part of a writing order into short lots, locks their margin out of the auction's
    /// escrow, and gives unneeded capacity back. Auction and Blocks only.
    /// @return rest quote units of the escrow that are the account's now: still there for the caller to post
    function settleWrite(
        Account account,
        WriteFill calldata fill,
        WriteTerms calldata terms
    ) external returns (uint256 rest);

    /// @notice Frees what backed lots that were bought back just now, in up to eight hours. Auction and Blocks only.
    /// @param octet product << 32 | hour / 8
    /// @param lots eight uint32, as the Ledger's addLongs returned them
    function release(Account account, uint64 octet, uint256 lots) external;

    /// @notice Takes short lots and moves what is locked for them to another account. Auction, for a close-out that
    /// settleCloseOut ends, and Delivery only.
    /// @return k average basis (see Collateral), ticks x 256
    /// @return mark average of max(basis, reference at sale), ticks x 256
    /// @return perLot quote units moved per lot
    function take(
        Account account,
        uint64 series,
        uint32 lots,
        Account to,
        Memo memo
    ) external returns (uint32 k, uint32 mark, uint256 perLot);

    /// @notice Ends a buying close-out: lots that found no seller become short again, with their lock, out of the
    /// auction's escrow; capacity of the others is given back. Auction only.
    /// @param cost quote units that the filled lots cost, fees included
    /// @return rest quote units of the escrow that are the account's now: still there for the caller to post
    function settleCloseOut(
        Account account,
        uint64 auction,
        uint64 series,
        uint32 lots,
        uint32 filled,
        uint256 cost,
        uint32 k,
        uint32 mark
    ) external returns (uint256 rest);

    /// @notice Cash locked for a short lot of the account, quote units, rounded down.
    function lockOf(Account account, uint32 product, uint32 k, uint32 mark) external view returns (uint256);

    /// @notice Short lots of a financial writer whose close-out found no seller: that many default without a penalty.
    function sparedOf(Account account, uint64 series) external view returns (uint32 lots);
}
