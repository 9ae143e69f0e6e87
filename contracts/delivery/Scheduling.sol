// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DeliveryTerms} from "../interfaces/IProducts.sol";
import {Account, Accounts} from "../types/Account.sol";
import {Commitments} from "../types/Commitment.sol";
import {Lines} from "../types/Lines.sol";
import {Code, Memos} from "../types/Memo.sol";
import {Nominations} from "../types/Nomination.sol";
import {Ids} from "../types/Series.sol";
import {DeliveryBase} from "./DeliveryBase.sol";

/// @title Entering the lines, and turning them
abstract contract Scheduling is DeliveryBase {
    uint256 private constant MIN_KEY = 33;
    uint256 private constant MAX_KEY = 256;

    function _commitEach(Account account, uint64[] calldata series, uint32[] calldata lots) internal {
        _authorize(account);
        if (series.length != lots.length) revert LengthMismatch(series.length, lots.length);
        uint32 provider = _providerOf(account);
        DeliveryTerms memory d;
        for (uint256 i = 0; i < series.length; ++i) {
            if (i == 0 || Ids.productOf(series[i]) != Ids.productOf(series[i - 1])) d = _terms(series[i]);
            _requireSize(series[i], lots[i], d);
            _commit(account, provider, series[i], lots[i], d);
        }
    }

    function _commitAll(Account account, uint64[] calldata series) internal returns (uint256 committed) {
        bool own = _ledger.mayTrade(account, msg.sender);
        uint32 provider = _providerOf(account);
        DeliveryTerms memory d;
        for (uint256 i = 0; i < series.length; ++i) {
            if (i == 0 || Ids.productOf(series[i]) != Ids.productOf(series[i - 1])) d = _terms(series[i]);
            if (!own) _requireOpenToOthers(account, series[i], d);
            (uint32 lots, , ) = _ledger.shortOf(account, series[i]);
            lots -= lots % d.domainLots;
            if (lots == 0) continue;
            _commit(account, provider, series[i], lots, d);
            committed += lots;
        }
        if (committed == 0) revert NothingToCommit(account);
    }

    function _nominateEach(
        Account account,
        uint64[] calldata series,
        uint32[] calldata lots,
        bytes calldata accessKey
    ) internal {
        _authorize(account);
        if (series.length != lots.length) revert LengthMismatch(series.length, lots.length);
        if (accessKey.length < MIN_KEY || accessKey.length > MAX_KEY) revert AccessKeySize(accessKey.length);
        DeliveryTerms memory d;
        for (uint256 i = 0; i < series.length; ++i) {
            if (i == 0 || Ids.productOf(series[i]) != Ids.productOf(series[i - 1])) d = _terms(series[i]);
            _requireSize(series[i], lots[i], d);
            _nominate(account, series[i], lots[i], accessKey, d);
        }
    }

    function _arm(uint64 series) internal {
        uint256 closes = closesAt(series);
        if (block.timestamp < closes) revert GateOpen(series, closes);
        Lines lines = _lines[series];
        if (lines.isFixed()) return;
        uint256 next = block.number + 1;
        bool late = lines.isLate();
        if (late) {
            if (!_missed(lines.place())) return;
            _lines[series] = lines.armedFor(uint48(next));
        } else {
            uint256 day = _dayOf(series);
            uint256 word = _seeds[day];
            // With a seed, or with a block that can still give one, there is nothing to arm.
            if (word >> 64 != 0 || !_missed(uint64(word))) return;
            _seeds[day] = next;
        }
        emit ShiftArmed(series, !late, uint64(next));
    }

    // -- internal --------------------------------------------------------------------------------------

    function _commit(Account account, uint32 provider, uint64 series, uint32 lots, DeliveryTerms memory d) private {
        Lines lines = _entered(series, d).withCommitment(lots);
        _lines[series] = lines;
        Account pool = Accounts.delivery(series);
        uint32 index = lines.commitments() - 1;
        (uint32 k, uint32 mark, uint256 perLot) = _margin.take(
            account,
            series,
            lots,
            pool,
            Memos.memo(Code.Committed, series)
        );
        _commitments[_key(series, index)] = Commitments.pack(provider, lines.committed(), lots, k, mark);

        Account payer = account;
        if (_ledger.balanceOf(account) < d.settlementTip) payer = Accounts.cash(msg.sender, 0);
        _post(payer, pool, d.settlementTip, Code.SettlementPrepaid, series);
        emit Committed(series, account, index, lots, k, mark, perLot);
    }

    function _nominate(
        Account account,
        uint64 series,
        uint32 lots,
        bytes calldata accessKey,
        DeliveryTerms memory d
    ) private {
        Lines lines = _entered(series, d).withNomination(lots);
        _lines[series] = lines;
        uint32 index = lines.nominations() - 1;
        _nominations[_key(series, index)] = Nominations.pack(account, lines.nominated(), lots);
        _ledger.takeLong(account, series, lots, Memos.memo(Code.Nominated, series));
        _post(account, Accounts.delivery(series), d.settlementTip, Code.SettlementPrepaid, series);
        emit Nominated(series, account, index, lots, accessKey);
    }

    /// @dev The lines before an entry. One that comes when the day's seed can be known makes the series late.
    function _entered(uint64 series, DeliveryTerms memory d) private view returns (Lines lines) {
        uint256 closes = _closesAt(series, d);
        if (block.timestamp >= closes) revert GateClosed(series, closes);
        lines = _lines[series];
        if (_seeds[_dayOf(series)] != 0) lines = lines.asLate();
    }

    function _requireSize(uint64 series, uint32 lots, DeliveryTerms memory d) private pure {
        if (lots < d.minLots) revert BelowMinimum(series, lots, d.minLots);
        if (lots % d.domainLots != 0) revert NotDomainMultiple(series, lots, d.domainLots);
    }

    function _requireOpenToOthers(Account account, uint64 series, DeliveryTerms memory d) private view {
        uint256 start = _startOf(series, d);
        if (block.timestamp + d.autoCommit < start) {
            revert TooEarlyToCommitFor(account, series, start - d.autoCommit);
        }
        if (_providers.optedOut(account, series)) revert OptedOut(account, series);
    }

    function _providerOf(Account account) private view returns (uint32 id) {
        id = _providers.providerId(account);
        if (id == 0) revert NotProvider(account);
    }

    /// @dev Whether a block can give no seed any more: none is named, or its hash is out of reach.
    function _missed(uint256 blockNumber) private view returns (bool) {
        return blockNumber == 0 || (block.number > blockNumber && blockhash(blockNumber) == 0);
    }
}
