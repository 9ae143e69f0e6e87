// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clearing} from "./auction/Clearing.sol";
import {CloseOut} from "./auction/CloseOut.sol";
import {AuctionBase} from "./auction/AuctionBase.sol";
import {IAuction, OrderRef} from "./interfaces/IAuction.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {IMargin} from "./interfaces/IMargin.sol";
import {IProducts} from "./interfaces/IProducts.sol";
import {IProviders} from "./interfaces/IProviders.sol";
import {Account, Accounts} from "./types/Account.sol";
import {OrderWord} from "./types/OrderWord.sol";
import {Placement} from "./types/Placement.sol";
import {ResultWord} from "./types/ResultWord.sol";

/// @title Auction
/// @notice See {IAuction}.
contract Auction is Clearing, CloseOut {
    constructor(
        ILedger ledger,
        IProducts products,
        IProviders providers,
        IMargin margin
    ) AuctionBase(ledger, products, providers, margin) {}

    // -- orders ----------------------------------------------------------------------------------------

    /// @inheritdoc IAuction
    function placeOrders(Account account, Placement[] calldata orders) external {
        // The common case needs no call: the owner places for its own account.
        bool own = Account.unwrap(account) == Account.unwrap(Accounts.cash(msg.sender, account.desk()));
        if (!own && !_ledger.mayTrade(account, msg.sender)) revert NotAuthorized(account, msg.sender);
        _placeAll(account, orders);
    }

    /// @inheritdoc IAuction
    function collect(OrderRef[] calldata orders) external returns (uint256 count) {
        Flow memory flow;
        for (uint256 i = 0; i < orders.length; ++i) {
            Account account = orders[i].account;
            uint64 slot = orders[i].slot;
            OrderWord order = _orders[account][slot];
            if (order.lots() > 0 && _collect(account, slot, order, flow)) {
                _orders[account][slot] = order.collected();
                ++count;
            }
            bool last = i + 1 == orders.length;
            if (last || Account.unwrap(orders[i + 1].account) != Account.unwrap(account)) _settleFlow(account, flow);
        }
    }

    /// @inheritdoc IAuction
    function closeOut(Account account, uint64 series) external {
        _closeOut(account, series);
    }

    // -- clearing --------------------------------------------------------------------------------------

    /// @inheritdoc IAuction
    function clear(uint64 auction, bytes calldata hints) external {
        _clear(auction, hints);
    }

    // -- views -----------------------------------------------------------------------------------------

    /// @inheritdoc IAuction
    function orderOf(Account account, uint64 slot) external view returns (OrderWord) {
        return _orders[account][slot];
    }

    /// @inheritdoc IAuction
    function resultOf(uint64 auction, uint64 series) external view returns (ResultWord) {
        return _results[auction][series];
    }

    /// @inheritdoc IAuction
    function clearerOf(uint64 auction) external view returns (address) {
        return _clearers[auction];
    }

    /// @inheritdoc IAuction
    function referenceOf(uint64 auction, uint64 series) external view returns (uint32) {
        return _referenceOf(auction, series);
    }

    /// @inheritdoc IAuction
    function bookWords(uint256[] calldata keys) external view returns (uint256[] memory words) {
        words = new uint256[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            words[i] = _books.words[keys[i]];
        }
    }

    /// @inheritdoc IAuction
    function closeOutSlot(uint64 series) external pure returns (uint64) {
        return _closeOutSlot(series);
    }
}
