// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account} from "../types/Account.sol";
import {BlockWord} from "../types/BlockWord.sol";
import {OrderRef} from "./IAuction.sol";

/// @notice A strip or block as it is placed.
struct BlockPlacement {
    uint64 auction;
    uint64 series; // of its first period
    uint32 slot; // the account's own; apart from the slots of hourly orders
    uint8 kind; // see BlockKind
    uint8 periods; // periods it covers: 2 to the window for a strip, 1 to the window for a block
    uint32 price; // limit on the average price of its lots, ticks; 1 to 2^24 - 1; counts inside the average band
    uint32 lots; // per period, or units of the profile; 1 to 2^27 - 1
    uint32 least; // fewest lots that a block accepts, lots for all-or-none; 0 for a strip
    uint96 maxFee; // quote units: most that its place in the list may cost
    uint16[] profile; // of a block: lots of a unit in each period, all > 0; empty where they are the same
}

/// @notice An auction's list of strips and blocks.
struct BlockList {
    bytes32 chain; // see BlockRecords
    uint32 count; // orders
    uint32 size; // words
}

/// @title Strips and blocks: orders over several periods of one product
/// @notice A strip trades the same lots in each of its periods and may be cut to any number of lots; a block trades all
/// of its lots, or as few as its `least`, or none. Both have one limit on the average price, and settle as one: the sum
/// of their periods' prices. They are firm until their auction is final or void.
interface IBlocks {
    /// @notice A strip or block was placed. The auction's records, in the order of their index, are its list.
    event BlockPlaced(uint64 indexed auction, Account indexed account, uint64 slot, BlockWord order, bytes record);
    /// @notice A strip or block left its slot with `filled` lots (units of its profile).
    /// @param fee quote units of its place's price that its market keeps
    event BlockCollected(Account indexed account, uint64 slot, uint32 filled, uint256 fee);

    /// @notice Strips and blocks have the kinds 1 to 6.
    error WrongBlockKind(uint256 kind);
    /// @notice A strip covers 2 periods at least, a block 1, both at most the window.
    error WrongPeriods(uint256 periods);
    /// @notice Limits are 1 to 2^24 - 1 ticks; those of strips, in the band, that much for all of their periods together.
    error WrongLimit(uint256 price);
    /// @notice Lots of a period are 1 to 2^27 - 1.
    error WrongBlockLots(uint256 lots);
    /// @notice A block accepts 1 to all of its lots as the fewest, a strip has none.
    error WrongLeast(uint256 least);
    /// @notice A profile is a block's, names every period, and has lots in each.
    error WrongProfile();
    /// @notice The order is worth less than the market's minimum, quote units.
    error TooSmall(uint256 notional, uint256 minimum);
    /// @notice The auction's list has no room for `size` words more.
    error ListFull(uint64 auction, uint256 size, uint256 room);
    /// @notice Its place in the list costs more than the order allows, quote units.
    error WordFeeAbove(uint256 fee, uint256 maxFee);

    /// @notice Places strips and blocks for an account, as its owner or operator. Limits count inside the average of their
    /// periods' price bands, weighted by lots: a buy above it at its top, a sell below it at its bottom; what could never
    /// fill there reverts with `IAuction.OutOfBand`. Everything an order can use is taken
    /// now, and the price of its place in the list: wordFee x words, twice that with every eighth of the list that is
    /// full. What it pays in trading fees counts against that price; the rest is returned only where the auction is void.
    function placeBlocks(Account account, BlockPlacement[] calldata orders) external;

    /// @notice Collects strips and blocks whose auctions are final or void, for anyone by anyone; others are skipped.
    /// @return count how many were collected
    function collectBlocks(OrderRef[] calldata orders) external returns (uint256 count);

    /// @notice The order in a slot; its lots are zero once it is collected.
    function blockOf(Account account, uint64 slot) external view returns (BlockWord);
    /// @notice The profile of the order in a slot: 16 periods to a word, the first one lowest.
    function profileOf(Account account, uint64 slot) external view returns (uint256[3] memory);
    /// @notice The list of an auction, until the auction after the next reuses its place; empty from then on.
    function listOf(uint64 auction) external view returns (BlockList memory);
    /// @notice Words that the lists of a lane can have: what bringing a baseline, or a solution, of all its series leaves of
    /// 16M gas, and 9,000 at most, so that nodes pass them on.
    function maxWords(uint32 lane) external view returns (uint256);
    /// @notice Quote units that the next order's place costs where it takes so many words.
    function wordFee(uint64 auction, uint256 size) external view returns (uint256);
}
