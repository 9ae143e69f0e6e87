// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ILedger} from "./interfaces/ILedger.sol";
import {IMargin, WriteFill, WriteTerms} from "./interfaces/IMargin.sol";
import {IProducts, TradeTerms} from "./interfaces/IProducts.sol";
import {IProviders} from "./interfaces/IProviders.sol";
import {Collateral} from "./libraries/Collateral.sol";
import {Histogram} from "./libraries/Histogram.sol";
import {Account, Accounts} from "./types/Account.sol";
import {Code, Memo, Memos} from "./types/Memo.sol";
import {Ids} from "./types/Series.sol";

/// @title Margin
/// @notice See {IMargin}.
/// @dev Nothing here may revert for an order that was accepted, except in `reserve` and `take`.
contract Margin is IMargin {
    ILedger private immutable _ledger;
    IProducts private immutable _products;
    IProviders private immutable _providers;
    address private immutable _auction;
    address private immutable _blocks;
    address private immutable _delivery;

    /// @dev Short lots of an account, product and day that are in close-outs.
    mapping(Account margin => uint256 lots) private _closing;
    mapping(Account => mapping(uint64 series => uint32 lots)) private _spared;

    constructor(
        ILedger ledger,
        IProducts products,
        IProviders providers,
        address auction,
        address blocks,
        address delivery
    ) {
        _ledger = ledger;
        _products = products;
        _providers = providers;
        _auction = auction;
        _blocks = blocks;
        _delivery = delivery;
    }

    modifier onlyTrading() {
        if (msg.sender != _auction && msg.sender != _blocks) revert NotRoom(msg.sender);
        _;
    }

    // -- rooms -----------------------------------------------------------------------------------------

    /// @inheritdoc IMargin
    function reserve(
        Account account,
        uint64 series,
        uint32 lots,
        WriteTerms calldata terms
    ) external onlyTrading returns (uint256 perLot) {
        TradeTerms memory t = _terms(series);
        bool backed = _providers.reserve(account, series, lots, t.stakePerLot);
        return _forOrder(t, backed, terms);
    }

    /// @inheritdoc IMargin
    function settleWrite(
        Account account,
        WriteFill calldata fill,
        WriteTerms calldata terms
    ) external onlyTrading returns (uint256 rest) {
        TradeTerms memory t = _terms(fill.series);
        bool backed = _providers.isProvider(account);
        rest = _forOrder(t, backed, terms) * fill.lots + fill.net * fill.filled;
        uint32 short;
        if (fill.filled > 0) {
            // A contested auction's price can lie above the band, where collateral was taken for the band only.
            uint256 top = uint256(terms.base) + Histogram.TICKS - 1;
            uint256 basis = Collateral.basis(t, Math.min(fill.price, top));
            uint32 k = uint32(basis << 8);
            uint32 mark = uint32(Math.max(basis, terms.referencePrice) << 8);
            short = _addShort(account, fill.auction, fill.series, fill.filled, k, mark);
            uint256 perLot = Collateral.lockUp(t, backed, k, mark);
            rest -= _lock(account, fill.auction, fill.series, perLot * short);
        }
        if (fill.lots > short) _providers.release(account, fill.series, fill.lots - short, t.stakePerLot);
    }

    /// @inheritdoc IMargin
    function release(Account account, uint64 octet, uint256 lots) external onlyTrading {
        uint64 first = Ids.firstOf(octet);
        TradeTerms memory t = _terms(first);
        bool backed = _providers.isProvider(account);
        for (uint64 series = first; lots != 0; ++series) {
            uint32 some = uint32(lots);
            lots >>= 32;
            if (some == 0) continue;
            (uint32 k, uint32 mark) = _ledger.basisOf(account, series);
            uint256 freed = Collateral.lock(t, backed, k, mark) * some;
            _ledger.post(_marginOf(account, series), account, freed, Memos.memo(Code.MarginReleased, series));
            _providers.release(account, series, some, t.stakePerLot);
        }
        // Only now: the position is flat in all of these hours already, the margin is free when it has been posted.
        _returnRounding(account, first);
    }

    /// @inheritdoc IMargin
    function take(
        Account account,
        uint64 series,
        uint32 lots,
        Account to,
        Memo memo
    ) external returns (uint32 k, uint32 mark, uint256 perLot) {
        if (msg.sender != _auction && msg.sender != _delivery) revert NotRoom(msg.sender);
        (k, mark) = _ledger.takeShort(account, series, lots, memo);
        bool backed = _providers.isProvider(account);
        perLot = Collateral.lock(_terms(series), backed, k, mark);
        Account margin = _marginOf(account, series);
        if (msg.sender == _auction) _closing[margin] += lots;
        else if (!backed) _spared[account][series] -= uint32(Math.min(lots, _spared[account][series]));
        _ledger.post(margin, to, perLot * lots, memo);
        _returnRounding(account, series);
    }

    /// @inheritdoc IMargin
    function settleCloseOut(
        Account account,
        uint64 auction,
        uint64 series,
        uint32 lots,
        uint32 filled,
        uint256 cost,
        uint32 k,
        uint32 mark
    ) external onlyTrading returns (uint256 rest) {
        TradeTerms memory t = _terms(series);
        bool backed = _providers.isProvider(account);
        uint256 perLot = Collateral.lock(t, backed, k, mark);
        rest = perLot * lots - cost;
        uint32 short;
        if (lots > filled) {
            short = _addShort(account, auction, series, lots - filled, k, mark);
            rest -= _lock(account, auction, series, perLot * short);
            if (!backed) _spared[account][series] += short;
        }
        _providers.release(account, series, lots - short, t.stakePerLot);
        _closing[_marginOf(account, series)] -= lots;
        _returnRounding(account, series);
    }

    // -- views -----------------------------------------------------------------------------------------

    /// @inheritdoc IMargin
    function lockOf(Account account, uint32 product, uint32 k, uint32 mark) external view returns (uint256) {
        return Collateral.lock(_products.tradeTerms(product), _providers.isProvider(account), k, mark);
    }

    /// @inheritdoc IMargin
    function sparedOf(Account account, uint64 series) external view returns (uint32) {
        return _spared[account][series];
    }

    // -- internal --------------------------------------------------------------------------------------

    /// @return short lots that are short now: those that did not come out of a long position
    function _addShort(
        Account account,
        uint64 auction,
        uint64 series,
        uint32 lots,
        uint32 k,
        uint32 mark
    ) private returns (uint32 short) {
        return lots - _ledger.addShort(account, series, lots, k, mark, Memos.memo(Code.OrderCollected, auction));
    }

    function _lock(Account account, uint64 auction, uint64 series, uint256 amount) private returns (uint256) {
        Memo memo = Memos.memo(Code.MarginLocked, auction);
        _ledger.post(Accounts.auctionEscrow(auction), _marginOf(account, series), amount, memo);
        return amount;
    }

    /// @dev With the day's last short lot, what rounding left goes back too. Not while a close-out may still bring lots
    /// back: they come with a lock rounded down, and need the fractions.
    function _returnRounding(Account account, uint64 series) private {
        Account margin = _marginOf(account, series);
        if (!_ledger.hasNoShorts(account, Ids.productOf(series), Ids.dayOf(series)) || _closing[margin] != 0) return;
        uint256 rounding = _ledger.balanceOf(margin);
        _ledger.post(margin, account, rounding, Memos.memo(Code.MarginRounding, margin.ref()));
    }

    function _terms(uint64 series) private view returns (TradeTerms memory) {
        return _products.tradeTerms(Ids.productOf(series));
    }

    function _forOrder(TradeTerms memory t, bool backed, WriteTerms calldata terms) private pure returns (uint256) {
        uint256 top = uint256(terms.base) + Histogram.TICKS - 1;
        return Collateral.forOrder(t, backed, terms.limit, top, terms.referencePrice, terms.feeBps);
    }

    function _marginOf(Account account, uint64 series) private pure returns (Account) {
        return Accounts.margin(account, Ids.productOf(series), Ids.dayOf(series));
    }
}
