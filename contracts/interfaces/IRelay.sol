// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account} from "../types/Account.sol";
import {Placement} from "../types/Placement.sol";
import {BlockPlacement} from "./IBlocks.sol";

/// @notice An hourly order. Its owner signs it field by field, as wallets can show it:
/// HourlyOrder(bytes32 account,uint64 auction,uint64 series,uint32 slot,uint8 kind,uint32 price,uint32 lots,uint64 deadline)
struct HourlyOrder {
    Account account; // a cash account
    Placement placement;
    uint64 deadline; // unix seconds, the last at which it can be placed
}

/// @notice A strip or block as its owner signs it.
struct BlockOrder {
    Account account; // a cash account
    BlockPlacement order;
    uint64 deadline; // unix seconds, the last at which it can be placed
}

/// @notice Why a signed order was left out.
enum Refusal {
    None,
    Expired,
    NotCash, // only cash accounts trade
    BadSignature, // neither the owner's key nor its contract (ERC-1271) signed
    Refused // the room reverted: the slot waits for its auction, cash is missing, ...
}

/// @title Orders signed by their owners and placed by anyone
/// @notice An order names its account, slot and auction, and a slot takes one order per auction: a signature cannot be
/// used twice. It is void once the auction has closed, or its deadline has passed. One that cannot be placed is left out
/// and does not stop the others.
interface IRelay {
    /// @notice A signed order was left out.
    /// @param digest what its owner signed
    /// @param reason what the room reverted with, empty for another refusal
    event OrderRefused(Account indexed account, bytes32 digest, Refusal refusal, bytes reason);

    /// @notice As many signatures as orders are needed.
    error WrongSignatures(uint256 signatures, uint256 orders);
    /// @notice What is left of the transaction's gas does not cover the order `index`: it could fail for want of gas alone.
    error OutOfGas(uint256 index);

    /// @notice Places hourly orders.
    /// @param signatures of the owners: 65 or 64 bytes (EIP-2098) of a key, or whatever an ERC-1271 contract takes
    /// @return placed how many of them were
    function placeOrders(HourlyOrder[] calldata orders, bytes[] calldata signatures) external returns (uint256 placed);

    /// @notice Places strips and blocks.
    function placeBlocks(BlockOrder[] calldata orders, bytes[] calldata signatures) external returns (uint256 placed);

    /// @notice What the owner signs for an hourly order (EIP-712).
    function orderDigest(HourlyOrder calldata order) external view returns (bytes32);
    /// @notice What the owner signs for a strip or block (EIP-712).
    function blockDigest(BlockOrder calldata order) external view returns (bytes32);
}
