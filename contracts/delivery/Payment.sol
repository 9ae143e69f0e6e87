// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {DeliveryTerms, TradeTerms} from "../interfaces/IProducts.sol";
import {Collateral} from "../libraries/Collateral.sol";
import {Damages} from "../libraries/Damages.sol";
import {Account, Accounts} from "../types/Account.sol";
import {Commitment} from "../types/Commitment.sol";
import {Lines} from "../types/Lines.sol";
import {Code} from "../types/Memo.sol";
import {Outcome, Outcomes, Result} from "../types/Outcome.sol";
import {Readings} from "../types/Reading.sol";
import {DeliveryBase} from "./DeliveryBase.sol";

/// @title Paying for assignments, and releasing what was not assigned
/// @dev None of these depends on what another one did, except that nothing is paid twice.
abstract contract Payment is DeliveryBase {
    /// @dev Payments of one series in a row. What a provider gets back is added up and posted at once.
    struct Batch {
        uint64 series;
        Lines lines;
        TradeTerms trade;
        uint256 tips; // of all payments
        // flags of assignments, a word at a time
        uint256 flagKey;
        uint256 flags;
        // the commitment that is paid for, and its provider
        Commitment commitment;
        uint256 lock; // quote units of cash per lot
        uint256 worst; // quote units per lot: damages where nothing is delivered
        Account provider;
        // what was paid for the provider's lots and not posted yet
        uint32 lots;
        uint32 short; // lots of these that count as not delivered
        uint256 released; // quote units to the provider
        uint256 seized; // quote units of stake
    }

    function _settleAll(
        uint64 series,
        Outcome[] calldata outcomes,
        Account tipTo
    ) internal returns (Result[] memory results) {
        Batch memory b = _open(series);
        Pair memory pair;
        results = new Result[](outcomes.length);
        for (uint256 i = 0; i < outcomes.length; ++i) {
            Outcome o = outcomes[i];
            _assigned(pair, series, b.lines, o.commitment(), o.nomination());
            if (_end(b, pair.index)) results[i] = _pay(b, pair, o.shortfall());
        }
        _close(b, Code.Delivered, true, tipTo);
    }

    function _refund(uint64 series, uint32 commitment, uint32 nomination, Account tipTo) internal returns (Result) {
        Batch memory b = _open(series);
        Pair memory pair;
        _assigned(pair, series, b.lines, commitment, nomination);
        if (!_end(b, pair.index)) return Result.wrap(0);
        _turnTo(b, pair.commitment);
        // What is locked is never less than the lots' basis, see Collateral.
        uint256 paid = pair.lots * Damages.basisValue(b.trade, pair.commitment.k());
        b.lots = pair.lots;
        b.released = pair.lots * b.lock - paid;
        b.tips = pair.tips;
        _post(Accounts.delivery(series), pair.nomination.holder(), paid, Code.RootMissing, series);
        _close(b, Code.RootMissing, false, tipTo);
        return Outcomes.result(pair.lots, paid, 0);
    }

    function _release(uint64 series, uint32 index) internal {
        Batch memory b = _open(series);
        Commitment c = _commitmentAt(series, b.lines, index);
        uint256 lots;
        if (b.lines.commitmentsAreLonger()) {
            (lots, b.tips) = _endUnmatched(series, b.lines, index, c.end(), c.lots());
        }
        if (lots == 0) revert NothingToRelease(series, index);
        _turnTo(b, c);
        b.lots = uint32(lots);
        b.released = lots * b.lock;
        emit CommitmentReleased(series, index, b.provider, uint32(lots), b.released);
        _close(b, Code.Unassigned, false, Accounts.cash(msg.sender, 0));
    }

    /// @dev Pays what entries prepaid.
    function _tip(uint64 series, uint256 entries, DeliveryTerms memory d, Account to) internal {
        if (entries == 0) return;
        _post(Accounts.delivery(series), to, entries * d.settlementTip, Code.SettlementTip, series);
    }

    // -- internal --------------------------------------------------------------------------------------

    function _open(uint64 series) private returns (Batch memory b) {
        b.series = series;
        b.lines = _fix(series);
        b.trade = _tradeTerms(series);
    }

    /// @dev Marks an assignment as settled; false where it was.
    function _end(Batch memory b, uint256 index) private returns (bool) {
        uint256 key = _flagKey(b.series, index);
        if (key != b.flagKey) {
            _storeFlags(b);
            b.flagKey = key;
            b.flags = _settled[key];
        }
        uint256 bit = _bit(index);
        if (b.flags & bit != 0) return false;
        b.flags |= bit;
        return true;
    }

    function _storeFlags(Batch memory b) private {
        if (b.flagKey != 0) _settled[b.flagKey] = b.flags;
    }

    /// @dev Pays for an assignment with a shortfall in parts per million.
    function _pay(Batch memory b, Pair memory pair, uint32 shortfall) private returns (Result) {
        _turnTo(b, pair.commitment);
        uint256 lots = pair.lots;
        uint256 locked = lots * b.lock;
        b.tips += pair.tips;
        b.lots += pair.lots;
        if (shortfall == 0) {
            b.released += locked;
            return Outcomes.result(lots, 0, 0);
        }
        uint256 paid = (lots * b.worst * shortfall) / Readings.PPM;
        uint256 seized = Math.saturatingSub(paid, locked);
        b.short += uint32(Math.ceilDiv(lots * shortfall, Readings.PPM));
        b.released += locked + seized - paid;
        b.seized += seized;
        // What comes from stake has to be there before it is paid.
        if (seized > 0) _flush(b, Code.Delivered, true);
        _post(Accounts.delivery(b.series), pair.nomination.holder(), paid, Code.ShortfallPaid, b.series);
        return Outcomes.result(lots, paid, seized);
    }

    function _turnTo(Batch memory b, Commitment c) private {
        if (Commitment.unwrap(c) == Commitment.unwrap(b.commitment)) return;
        if (c.provider() != b.commitment.provider()) {
            _flush(b, Code.Delivered, true);
            b.provider = _providers.providerAccount(c.provider());
        }
        b.commitment = c;
        b.lock = Collateral.lock(b.trade, true, c.k(), c.mark());
        b.worst = Damages.worst(b.trade, c.k(), c.mark(), b.lines.spot());
    }

    /// @dev Posts what was added up for the provider.
    /// @param measured whether the lots go into the provider's record
    function _flush(Batch memory b, Code code, bool measured) private {
        if (b.lots == 0) return;
        Account pool = Accounts.delivery(b.series);
        uint32 delivered = measured ? b.lots - b.short : 0;
        uint256 freed = uint256(b.lots) * b.trade.stakePerLot;
        _providers.conclude(b.provider, b.series, delivered, b.short, 0, freed, b.seized, pool);
        _post(pool, b.provider, b.released, code, b.series);
        b.lots = 0;
        b.short = 0;
        b.seized = 0;
        b.released = 0;
    }

    function _close(Batch memory b, Code code, bool measured, Account tipTo) private {
        _storeFlags(b);
        _flush(b, code, measured);
        _tip(b.series, b.tips, _terms(b.series), tipTo);
    }
}
