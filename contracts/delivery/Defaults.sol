// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {DeliveryTerms, TradeTerms} from "../interfaces/IProducts.sol";
import {Damages} from "../libraries/Damages.sol";
import {Account, Accounts} from "../types/Account.sol";
import {Lines} from "../types/Lines.sol";
import {Code, Memos} from "../types/Memo.sol";
import {Nomination} from "../types/Nomination.sol";
import {Payment} from "./Payment.sol";

/// @title Shorts that nobody committed, and nominations that they leave without a commitment
abstract contract Defaults is Payment {
    function _default(Account account, uint64 series) internal {
        DeliveryTerms memory d = _terms(series);
        uint256 closes = _closesAt(series, d);
        if (block.timestamp < closes) revert GateOpen(series, closes);
        (uint32 lots, , ) = _ledger.shortOf(account, series);
        if (lots == 0) revert NothingToDefault(account, series);

        uint32 spared = uint32(Math.min(lots, _margin.sparedOf(account, series)));
        if (spared > 0) _defaultLots(account, series, spared, false, d);
        if (lots > spared) _defaultLots(account, series, lots - spared, true, d);
    }

    function _claim(uint64 series, uint32 index) internal {
        Lines lines = _fix(series);
        DeliveryTerms memory d = _requirePaidOut(series);
        Nomination n = _nominationAt(series, lines, index);
        uint256 lots;
        uint256 tips;
        if (!lines.commitmentsAreLonger()) (lots, tips) = _endUnmatched(series, lines, index, n.end(), n.lots());
        if (lots == 0) revert NothingToClaim(series, index);

        Pool storage pool = _pools[series];
        uint256 amount = _share(pool, lines, lots);
        pool.claimed += uint32(lots);
        Account holder = n.holder();
        _post(Accounts.compensation(series), holder, amount, Code.DefaultPaid, series);
        _tip(series, tips, d, Accounts.cash(msg.sender, 0));
        emit CompensationClaimed(series, index, holder, uint32(lots), amount);
        if (pool.claimed == _unmatched(lines)) _sweep(series, lines);
    }

    function _sweepAll(uint64 series) internal {
        _requirePaidOut(series);
        if (!_sweep(series, _lines[series])) revert NothingToSweep(series);
    }

    // -- internal --------------------------------------------------------------------------------------

    function _defaultLots(Account account, uint64 series, uint32 lots, bool penalty, DeliveryTerms memory d) private {
        bool inTime = block.timestamp <= _compensationUntil(series, d);
        Account sink = inTime ? Accounts.compensation(series) : Accounts.RESERVE;
        (uint256 paid, uint256 seized) = _payDefault(account, series, lots, penalty, sink);
        if (inTime) {
            Pool storage pool = _pools[series];
            pool.paidIn += uint128(paid); // the ledger holds less than 2^104, see SECURITY.md
            pool.defaulted += lots;
        }
        emit ShortDefaulted(series, account, lots, penalty, paid, seized);
    }

    /// @dev Takes the short lots; what a full shortfall costs stays in the sink, the rest goes back.
    function _payDefault(
        Account account,
        uint64 series,
        uint32 lots,
        bool penalty,
        Account sink
    ) private returns (uint256 paid, uint256 seized) {
        TradeTerms memory t = _tradeTerms(series);
        (uint32 k, uint32 mark, uint256 perLot) = _margin.take(
            account,
            series,
            lots,
            sink,
            Memos.memo(Code.Defaulted, series)
        );
        uint256 freed = uint256(lots) * t.stakePerLot;
        if (!penalty) t.penaltyBps = 0;
        paid = lots * Damages.worst(t, k, mark, _spot(series));
        uint256 locked = lots * perLot;
        seized = Math.saturatingSub(paid, locked);
        _providers.conclude(account, series, 0, 0, lots, freed, seized, sink);
        _post(sink, account, locked + seized - paid, Code.Defaulted, series);
    }

    /// @dev What nominations without commitment cannot claim any more goes to Reserve.
    function _sweep(uint64 series, Lines lines) private returns (bool swept) {
        Pool storage pool = _pools[series];
        Account from = Accounts.compensation(series);
        uint256 owed = _share(pool, lines, _unmatched(lines) - pool.claimed);
        uint256 amount = _ledger.balanceOf(from) - owed;
        if (amount == 0) return false;
        _post(from, Accounts.RESERVE, amount, Code.ToReserve, series);
        emit CompensationSwept(series, amount);
        return true;
    }

    /// @dev Rounded down; the shares of some claims are never more than the share of all of them.
    function _share(Pool storage pool, Lines lines, uint256 lots) private view returns (uint256) {
        if (lots == 0) return 0;
        return (pool.paidIn * lots) / Math.max(pool.defaulted, _unmatched(lines));
    }

    function _requirePaidOut(uint64 series) private view returns (DeliveryTerms memory d) {
        d = _terms(series);
        uint256 until = _compensationUntil(series, d);
        if (block.timestamp <= until) revert WindowOpen(series, until);
    }

    /// @dev Nominated lots that no commitment serves.
    function _unmatched(Lines lines) private pure returns (uint256) {
        return Math.saturatingSub(lines.nominated(), lines.committed());
    }
}
