// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AuctionBase} from "./auction/AuctionBase.sol";
import {CloseOut} from "./auction/CloseOut.sol";
import {Contested} from "./auction/Contested.sol";
import {IAuction, OrderRef} from "./interfaces/IAuction.sol";
import {Account, Accounts} from "./types/Account.sol";
import {LaneWord} from "./types/LaneWord.sol";
import {OrderWord} from "./types/OrderWord.sol";
import {Placement} from "./types/Placement.sol";
import {ResultWord} from "./types/ResultWord.sol";

/// @title Auction
/// @notice See {IAuction}.
contract Auction is Contested, CloseOut {
    constructor(Rooms memory rooms) AuctionBase(rooms) {}

    // -- orders ----------------------------------------------------------------------------------------

    /// @inheritdoc IAuction
    function placeOrders(Account account, Placement[] calldata orders) external {
        // The common case needs no call: the owner places for its own account.
        bool own = Account.unwrap(account) == Account.unwrap(Accounts.cash(msg.sender, account.desk()));
        // The relay has checked the owner's signature; what can trade is a cash account in any case.
        bool signed = msg.sender == _relay && account.isCash();
        if (!own && !signed && !_ledger.mayTrade(account, msg.sender)) revert NotAuthorized(account, msg.sender);
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

    // -- rooms -----------------------------------------------------------------------------------------

    /// @inheritdoc IAuction
    function openBooks(
        uint64 auction,
        uint64 series,
        uint256 periods
    ) external returns (LaneWord lane, uint256 offset, uint256[] memory references) {
        if (msg.sender != address(_blocks)) revert NotRoom(msg.sender);
        return _openBooks(auction, series, periods);
    }

    /// @inheritdoc IAuction
    function clearBaseline(uint64 auction, address solver, bytes calldata hints) external onlyContest {
        _clearBaseline(auction, solver, hints);
    }

    /// @inheritdoc IAuction
    function replaceResults(uint64 auction, address solver, ResultWord[] calldata results) external onlyContest {
        _replaceResults(auction, solver, results);
    }

    /// @inheritdoc IAuction
    function conclude(uint64 auction) external onlyContest {
        _conclude(auction);
    }

    // -- views -----------------------------------------------------------------------------------------

    /// @inheritdoc IAuction
    function orderOf(Account account, uint64 slot) external view returns (OrderWord) {
        return _orders[account][slot];
    }

    /// @inheritdoc IAuction
    function resultOf(uint64 auction, uint64 series) external view returns (ResultWord) {
        ResultWord result = _results[auction][series];
        if (!result.contested()) return result;
        (, , uint256 deadline) = _times(_laneWords[_laneKey(auction, series)], auction);
        return block.timestamp < deadline ? ResultWord.wrap(0) : result;
    }

    /// @inheritdoc IAuction
    function resultsOf(
        uint64 auction,
        uint64 series,
        uint256 periods
    ) external view returns (LaneWord lane, bool over, ResultWord[] memory results) {
        lane = _laneWords[_laneKey(auction, series)];
        results = new ResultWord[](periods);
        for (uint64 i = 0; i < periods; ++i) {
            results[i] = _results[auction][series + i];
        }
        (, , uint256 deadline) = _times(lane, auction);
        over = block.timestamp >= deadline;
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
        mapping(uint256 => uint256) storage stored = _books.words;
        // Verifying a solution reads thousands of words: this saves a tenth of what a series costs it.
        assembly ("memory-safe") {
            mstore(0x20, stored.slot)
            for {
                let i := shl(5, keys.length)
            } i {
                i := sub(i, 32)
            } {
                mstore(0, calldataload(sub(add(keys.offset, i), 32)))
                mstore(add(words, i), sload(keccak256(0, 0x40)))
            }
        }
    }

    /// @inheritdoc IAuction
    function closeOutSlot(uint64 series) external pure returns (uint64) {
        return _closeOutSlot(series);
    }
}
