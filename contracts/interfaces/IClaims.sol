// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1155MetadataURI} from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";

import {Account} from "../types/Account.sol";

/// @title Claims: long lots as ERC-1155 tokens
/// @notice The token id is the series, one token is one lot. Claims go in and out of the ledger until the gate of
/// their series closes; a claim that is still outside then expires.
interface IClaims is IERC1155MetadataURI {
    /// @notice Long lots of `account` became claims of `to`.
    event Wrapped(Account indexed account, address indexed to, uint64[] series, uint32[] lots);
    /// @notice Claims of `from` became long lots of `account`.
    event Unwrapped(Account indexed account, address indexed from, uint64[] series, uint32[] lots);

    /// @notice Only the owner of an account takes lots out of it; operators cannot.
    error NotAuthorized(Account account, address caller);
    /// @notice Lots go back into cash accounts only.
    error WrongAccount(Account account);
    /// @notice The two lists differ in length.
    error LengthMismatch(uint256 series, uint256 lots);
    /// @notice Zero lots, or an empty list.
    error ZeroLots();
    /// @notice The series trades, wraps and is nominated until `closesAt` (unix seconds).
    error GateClosed(uint64 series, uint256 closesAt);
    /// @notice An account that is short buys back in an auction; it cannot put claims on top of a short.
    error AccountIsShort(Account account, uint64 series);
    /// @notice The id is no series: it does not fit 64 bits.
    error UnknownSeries(uint256 id);

    /// @notice Takes long lots out of one of the caller's accounts as claims of `to`. A contract that receives them
    /// is called last.
    function wrap(Account account, uint64[] calldata series, uint32[] calldata lots, address to) external;

    /// @notice Burns claims of the caller and adds the lots to `account`, any cash account that is not short of them.
    function unwrap(Account account, uint64[] calldata series, uint32[] calldata lots) external;

    /// @notice Lots of the series that are outside the ledger (invariant 11).
    function totalSupply(uint256 id) external view returns (uint256);

    /// @notice JSON as a data: URI: name, product, delivery period in unix seconds, hash of the spec, and where its
    /// text is found: the ProductListed event of the Products contract, named by its CAIP-10 account id.
    function uri(uint256 id) external view override returns (string memory);
}
