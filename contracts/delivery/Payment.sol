// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Outcome, Result} from "../interfaces/IDelivery.sol";
import {DeliveryTerms, TradeTerms} from "../interfaces/IProducts.sol";
import {Collateral} from "../libraries/Collateral.sol";
import {Damages} from "../libraries/Damages.sol";
import {Account, Accounts} from "../types/Account.sol";
import {Commitment} from "../types/Commitment.sol";
import {Lines} from "../types/Lines.sol";
import {Code} from "../types/Memo.sol";
import {Readings} from "../types/Reading.sol";
import {DeliveryBase} from "./DeliveryBase.sol";

/// @title Paying for assignments, and releasing what was not assigned
/// @dev None of these depends on what another one did, except that nothing is paid twice.
abstract contract Payment is DeliveryBase {
    /// @dev Payments of one series in a row. What a commitment gets back is added up and posted at once.
    struct Batch {
        uint64 series;
        Lines lines;
        TradeTerms trade;
        uint256 spot; // ticks x 256
        uint256 tips; // of all payments
        // the commitment that is paid for
        Commitment commitment;
        Account provider;
        uint256 lock; // quote units of cash per lot
        uint256 worst; // quote units per lot: damages where nothing is delivered
        // what was paid for it and not posted yet
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
        b.spot = _spot(series);
        results = new Result[](outcomes.length);
        for (uint256 i = 0; i < outcomes.length; ++i) {
            Pair memory pair = _assigned(series, b.lines, outcomes[i].commitment, outcomes[i].nomination);
            if (_isSettled(series, pair.index)) continue;
            results[i] = _pay(b, pair, outcomes[i].shortfall);
        }
        _flush(b, Code.Delivered, true);
        _tip(series, b.tips, _terms(series), tipTo);
    }

    function _refund(
        uint64 series,
        uint32 commitment,
        uint32 nomination,
        Account tipTo
    ) internal returns (Result memory result) {
        Batch memory b = _open(series);
        Pair memory pair = _assigned(series, b.lines, commitment, nomination);
        if (_isSettled(series, pair.index)) return result;
        _setSettled(series, pair.index);
        _turnTo(b, pair.commitment);
        result.lots = pair.lots;
        // What is locked is never less than what the lots were sold for, see Collateral.
        result.paid = pair.lots * Damages.proceeds(b.trade, pair.commitment.k());
        b.lots = pair.lots;
        b.released = pair.lots * b.lock - result.paid;
        _post(Accounts.delivery(series), pair.nomination.holder(), result.paid, Code.RootMissing, series);
        _flush(b, Code.RootMissing, false);
        _tip(series, pair.tips, _terms(series), tipTo);
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
        _flush(b, Code.Unassigned, false);
        _tip(series, b.tips, _terms(series), Accounts.cash(msg.sender, 0));
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

    /// @dev Pays for an assignment with a shortfall in parts per million.
    function _pay(Batch memory b, Pair memory pair, uint32 shortfall) private returns (Result memory result) {
        _setSettled(b.series, pair.index);
        _turnTo(b, pair.commitment);
        uint32 lots = pair.lots;
        uint256 locked = lots * b.lock;
        uint256 paid = (lots * b.worst * shortfall) / Readings.PPM;
        uint256 seized = Math.saturatingSub(paid, locked);
        result.lots = lots;
        result.paid = paid;
        result.seized = seized;
        b.tips += pair.tips;
        b.lots += lots;
        b.short += uint32(Math.ceilDiv(uint256(lots) * shortfall, Readings.PPM));
        b.seized += seized;
        b.released += locked + seized - paid;
        if (paid == 0) return result;
        // What comes from stake has to be there before it is paid.
        if (seized > 0) _flush(b, Code.Delivered, true);
        _post(Accounts.delivery(b.series), pair.nomination.holder(), paid, Code.ShortfallPaid, b.series);
    }

    function _turnTo(Batch memory b, Commitment commitment) private {
        if (Commitment.unwrap(commitment) == Commitment.unwrap(b.commitment)) return;
        _flush(b, Code.Delivered, true);
        b.commitment = commitment;
        b.provider = _providers.providerAccount(commitment.provider());
        b.lock = Collateral.lock(b.trade, true, commitment.k(), commitment.mark());
        b.worst = Damages.worst(b.trade, commitment.k(), commitment.mark(), b.spot);
    }

    /// @dev Posts what was added up for the commitment.
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
}
