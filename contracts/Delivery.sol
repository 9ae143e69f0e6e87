// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Defaults} from "./delivery/Defaults.sol";
import {DeliveryBase} from "./delivery/DeliveryBase.sol";
import {Scheduling} from "./delivery/Scheduling.sol";
import {IAuction} from "./interfaces/IAuction.sol";
import {IDelivery} from "./interfaces/IDelivery.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {IMargin} from "./interfaces/IMargin.sol";
import {IPrices} from "./interfaces/IPrices.sol";
import {IProducts} from "./interfaces/IProducts.sol";
import {IProviders} from "./interfaces/IProviders.sol";
import {Account} from "./types/Account.sol";
import {Commitment} from "./types/Commitment.sol";
import {Lines} from "./types/Lines.sol";
import {Nomination} from "./types/Nomination.sol";
import {Outcome, Result} from "./types/Outcome.sol";

/// @title Delivery
/// @notice See {IDelivery}.
contract Delivery is Scheduling, Defaults {
    constructor(
        ILedger ledger,
        IProducts products,
        IProviders providers,
        IMargin margin,
        IAuction auction,
        IPrices prices,
        address settlement
    ) DeliveryBase(ledger, products, providers, margin, auction, prices, settlement) {}

    modifier onlySettlement() {
        if (msg.sender != _settlement) revert NotRoom(msg.sender);
        _;
    }

    // -- scheduling ------------------------------------------------------------------------------------

    /// @inheritdoc IDelivery
    function commit(Account account, uint64[] calldata series, uint32[] calldata lots) external {
        _commitEach(account, series, lots);
    }

    /// @inheritdoc IDelivery
    function commitAll(Account account, uint64[] calldata series) external returns (uint256 committed) {
        return _commitAll(account, series);
    }

    /// @inheritdoc IDelivery
    function nominate(
        Account account,
        uint64[] calldata series,
        uint32[] calldata lots,
        bytes calldata accessKey
    ) external {
        _nominateEach(account, series, lots, accessKey);
    }

    /// @inheritdoc IDelivery
    function armShift(uint64 series) external {
        _arm(series);
    }

    /// @inheritdoc IDelivery
    function fixShift(uint64 series) external returns (uint32 shift) {
        return uint32(_fix(series).place());
    }

    // -- ends ------------------------------------------------------------------------------------------

    /// @inheritdoc IDelivery
    function releaseUnassigned(uint64 series, uint32 commitment) external {
        _release(series, commitment);
    }

    /// @inheritdoc IDelivery
    function defaultShort(Account account, uint64 series) external {
        _default(account, series);
    }

    /// @inheritdoc IDelivery
    function claimCompensation(uint64 series, uint32 nomination) external {
        _claim(series, nomination);
    }

    /// @inheritdoc IDelivery
    function sweepCompensation(uint64 series) external {
        _sweepAll(series);
    }

    // -- rooms -----------------------------------------------------------------------------------------

    /// @inheritdoc IDelivery
    function settle(
        uint64 series,
        Outcome[] calldata outcomes,
        Account tipTo
    ) external onlySettlement returns (Result[] memory results) {
        return _settleAll(series, outcomes, tipTo);
    }

    /// @inheritdoc IDelivery
    function refund(
        uint64 series,
        uint32 commitment,
        uint32 nomination,
        Account tipTo
    ) external onlySettlement returns (Result) {
        return _refund(series, commitment, nomination, tipTo);
    }

    // -- views -----------------------------------------------------------------------------------------

    /// @inheritdoc IDelivery
    function linesOf(uint64 series) external view returns (Lines) {
        return _lines[series];
    }

    /// @inheritdoc IDelivery
    function commitmentOf(uint64 series, uint32 commitment) external view returns (Commitment) {
        return _commitments[_key(series, commitment)];
    }

    /// @inheritdoc IDelivery
    function nominationOf(uint64 series, uint32 nomination) external view returns (Nomination) {
        return _nominations[_key(series, nomination)];
    }

    /// @inheritdoc IDelivery
    function seedOf(uint32 product, uint32 day) external view returns (uint64 blockNumber, uint192 seed) {
        uint256 word = _seeds[(uint256(product) << 32) | day];
        return (uint64(word), uint192(word >> 64));
    }

    /// @inheritdoc IDelivery
    function shiftOf(uint64 series) external view returns (uint32) {
        return uint32(_turned(series).place());
    }

    /// @inheritdoc IDelivery
    function assignmentOf(
        uint64 series,
        uint32 commitment,
        uint32 nomination
    ) external view returns (uint32 lots, Commitment, Nomination) {
        Pair memory pair;
        _pairOf(pair, series, _turned(series), commitment, nomination);
        return (pair.lots, pair.commitment, pair.nomination);
    }

    /// @inheritdoc IDelivery
    function isSettled(uint64 series, uint32 commitment, uint32 nomination) external view returns (bool) {
        Pair memory pair;
        _assigned(pair, series, _turned(series), commitment, nomination);
        return _isSettled(series, pair.index);
    }

    /// @inheritdoc IDelivery
    function compensationOf(uint64 series) external view returns (uint128 pool, uint32 defaulted, uint32 claimed) {
        Pool memory p = _pools[series];
        return (p.paidIn, p.defaulted, p.claimed);
    }

    // -- internal --------------------------------------------------------------------------------------

    /// @dev The lines with their shift, for views: nothing is stored.
    function _turned(uint64 series) private view returns (Lines lines) {
        lines = _lines[series];
        if (lines.isFixed()) return lines;
        (uint32 shift, ) = _findShift(series, lines);
        return lines.withShift(shift);
    }
}
