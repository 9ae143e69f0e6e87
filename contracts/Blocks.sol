// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockEntry} from "./blocks/BlockEntry.sol";
import {BlocksBase} from "./blocks/BlocksBase.sol";
import {IAuction, OrderRef} from "./interfaces/IAuction.sol";
import {BlockList, BlockPlacement, IBlocks} from "./interfaces/IBlocks.sol";
import {Account} from "./types/Account.sol";
import {BlockWord} from "./types/BlockWord.sol";
import {Ids} from "./types/Series.sol";

/// @title Blocks
/// @notice See {IBlocks}.
contract Blocks is BlockEntry {
    constructor(Rooms memory rooms) BlocksBase(rooms) {}

    /// @inheritdoc IBlocks
    function placeBlocks(Account account, BlockPlacement[] calldata orders) external {
        // The relay has checked the owner's signature; what can trade is a cash account in any case.
        bool signed = msg.sender == _relay && account.isCash();
        if (!signed && !_ledger.mayTrade(account, msg.sender)) revert IAuction.NotAuthorized(account, msg.sender);
        for (uint256 i = 0; i < orders.length; ++i) {
            _place(account, orders[i]);
        }
    }

    /// @inheritdoc IBlocks
    function collectBlocks(OrderRef[] calldata orders) external returns (uint256 count) {
        for (uint256 i = 0; i < orders.length; ++i) {
            BlockWord order = _orders[orders[i].account][orders[i].slot];
            if (order.lots() > 0 && _collect(orders[i].account, orders[i].slot, order)) ++count;
        }
    }

    /// @inheritdoc IBlocks
    function blockOf(Account account, uint64 slot) external view returns (BlockWord) {
        return _orders[account][slot];
    }

    /// @inheritdoc IBlocks
    function profileOf(Account account, uint64 slot) external view returns (uint256[3] memory) {
        return _profiles[account][slot];
    }

    /// @inheritdoc IBlocks
    function listOf(uint64 auction) external view returns (BlockList memory) {
        return _listOf(auction);
    }

    /// @inheritdoc IBlocks
    function maxWords(uint32 lane) external view returns (uint256) {
        return _maxWords(lane);
    }

    /// @inheritdoc IBlocks
    function wordFee(uint64 auction, uint256 size) external view returns (uint256) {
        (, uint32 market) = _products.lane(Ids.laneOf(auction));
        uint256 step = _stepOf(_listOf(auction).size, size, _maxWords(Ids.laneOf(auction)));
        return (uint256(_products.marketParams(market).wordFee) * size) << step;
    }
}
