// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../interfaces/ILedger.sol";
import {Account} from "../types/Account.sol";
import {Memo} from "../types/Memo.sol";
import {Ids} from "../types/Series.sol";

/// @title Signed lots, and the basis of short ones
/// @dev Position word, key (account, octet): eight int32, hour % 8 counted from the lowest bits.
///      Basis word, key (account, product, hour / 4): four pairs, hour % 4 counted from the lowest bits,
///
///       63            32 31             0
///      +----------------+----------------+
///      |    mark (32)   |     k (32)     |   both in ticks x 256, averages over the short lots, rounded down;
///      +----------------+----------------+
///
///      see Collateral for what they are averages of.
///      A basis is meaningful only while its position is negative; it is not cleared.
///      No field overflows: the lots ever issued in one series stay below 2^31 (Products bounds the auctions that
///      cover an hour, Auction bounds the lots per auction) and prices stay below 2^24 ticks.
abstract contract Positions is ILedger {
    /// @dev The sign bits of the eight positions of a word.
    uint256 private constant SIGNS = 0x8000000080000000800000008000000080000000800000008000000080000000;

    mapping(Account => mapping(uint64 octet => uint256)) private _positions;
    mapping(Account => mapping(uint256 => uint256)) private _basis;

    /// @inheritdoc ILedger
    function positionOf(Account account, uint64 series) public view returns (int32) {
        return _read(_positions[account][Ids.octetOf(series)], series);
    }

    /// @inheritdoc ILedger
    function positionWord(Account account, uint64 octet) external view returns (uint256) {
        return _positions[account][octet];
    }

    /// @inheritdoc ILedger
    function shortOf(Account account, uint64 series) external view returns (uint32 lots, uint32 k, uint32 mark) {
        int32 position = positionOf(account, series);
        if (position >= 0) return (0, 0, 0);
        lots = _abs(position);
        (k, mark) = basisOf(account, series);
    }

    /// @inheritdoc ILedger
    function basisOf(Account account, uint64 series) public view returns (uint32 k, uint32 mark) {
        uint256 pair = _basis[account][series >> 2] >> ((series & 3) * 64);
        return (uint32(pair), uint32(pair >> 32));
    }

    /// @inheritdoc ILedger
    function hasNoShorts(Account account, uint32 product, uint32 day) external view returns (bool) {
        uint64 first = (uint64(product) << 32) | (day * (Ids.HOURS_PER_DAY / 8));
        for (uint64 i = 0; i < Ids.HOURS_PER_DAY / 8; ++i) {
            if (_positions[account][first + i] & SIGNS != 0) return false;
        }
        return true;
    }

    function _addLongs(Account account, uint64 octet, uint256 lots, Memo memo) internal returns (uint256 covered) {
        uint256 word = _positions[account][octet];
        // Without a short hour no lane carries into the next one: positions stay below 2^31.
        if (word & SIGNS == 0) {
            unchecked {
                _positions[account][octet] = word + lots;
            }
        } else {
            (_positions[account][octet], covered) = _addLanes(word, lots);
        }
        emit LotsMoved(account, octet, lots, memo);
    }

    function _takeLong(Account account, uint64 series, uint32 lots, Memo memo) internal {
        int32 before = _move(account, series, -int256(uint256(lots)), memo);
        if (before < int256(uint256(lots))) revert InsufficientLots(account, series, before, lots);
    }

    function _addShort(
        Account account,
        uint64 series,
        uint32 lots,
        uint32 k,
        uint32 mark,
        Memo memo
    ) internal returns (uint32 netted) {
        int32 before = _move(account, series, -int256(uint256(lots)), memo);
        if (before > 0) {
            uint32 long = uint32(before);
            netted = long < lots ? long : lots;
            before = 0;
        }
        if (netted == lots) return netted;

        uint256 held = _abs(before);
        uint256 added = lots - netted;
        if (held > 0) {
            (uint32 k0, uint32 mark0) = basisOf(account, series);
            // Rounded down: what is released per lot later is never more than what was locked.
            k = uint32((k0 * held + k * added) / (held + added));
            mark = uint32((mark0 * held + mark * added) / (held + added));
        }
        uint256 key = series >> 2;
        uint256 shift = (series & 3) * 64;
        uint256 word = _basis[account][key] & ~(uint256(type(uint64).max) << shift);
        _basis[account][key] = word | (((uint256(mark) << 32) | k) << shift);
    }

    function _takeShort(
        Account account,
        uint64 series,
        uint32 lots,
        Memo memo
    ) internal returns (uint32 k, uint32 mark) {
        int32 before = _move(account, series, int256(uint256(lots)), memo);
        if (before > -int256(uint256(lots))) revert InsufficientShort(account, series, before, lots);
        (k, mark) = basisOf(account, series);
    }

    function _move(Account account, uint64 series, int256 delta, Memo memo) private returns (int32 before) {
        uint64 octet = Ids.octetOf(series);
        uint256 shift = Ids.shiftOf(series);
        uint256 word = _positions[account][octet];
        before = _read(word, series);
        uint256 next = uint256(uint32(int32(before + delta)));
        _positions[account][octet] = (word & ~(uint256(type(uint32).max) << shift)) | (next << shift);
        emit LotsMoved(account, octet, uint256(uint32(int32(delta))) << shift, memo);
    }

    /// @dev Adds eight lots to eight positions, some of them short.
    function _addLanes(uint256 word, uint256 lots) private pure returns (uint256 next, uint256 covered) {
        for (uint256 shift = 0; shift < 256; shift += 32) {
            int256 before = int32(uint32(word >> shift));
            int256 added = int256(uint256(uint32(lots >> shift)));
            if (before < 0) covered |= uint256(-before < added ? -before : added) << shift;
            next |= uint256(uint32(int32(before + added))) << shift;
        }
    }

    function _read(uint256 word, uint64 series) private pure returns (int32) {
        return int32(uint32(word >> Ids.shiftOf(series)));
    }

    function _abs(int32 negativeOrZero) private pure returns (uint32) {
        return uint32(uint256(-int256(negativeOrZero)));
    }
}
