// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The two lines of a series, commitments and nominations, in one word.
///
///   255  216 215   208 207     176 175    128 127        96 95         64 63         32 31          0
///  +--------+---------+-----------+----------+-------------+-------------+-------------+------------+
///  |free(40)|flags (8)| spot (32) |place (48)| nominations | commitments |  nominated  | committed  |
///  |        |         |           |          |     (32)    |     (32)    |  lots (32)  | lots (32)  |
///  +--------+---------+-----------+----------+-------------+-------------+-------------+------------+
///
/// spot   price that settlement compares k with, ticks x 256, zero for none; meaningful when Priced
/// place  until Fixed the block whose hash fixes the shift of a Late series (zero: not armed), then the shift in lots
/// flags  bit 0 Late: an entry came after the day's seed was armed, so the series has a seed of its own
///        bit 1 Fixed: the shift is known and stored
///        bit 2 Priced: the spot price is known and stored
type Lines is uint256;

using {
    committed,
    nominated,
    commitments,
    nominations,
    place,
    spot,
    isLate,
    isFixed,
    isPriced,
    commitmentsAreLonger,
    longer,
    shorter,
    longerEntries,
    withCommitment,
    withNomination,
    asLate,
    armedFor,
    withShift,
    withSpot
} for Lines global;

uint256 constant LATE = 1 << 208;
uint256 constant FIXED = 1 << 209;
uint256 constant PRICED = 1 << 210;

/// @dev Lots of all commitments.
function committed(Lines l) pure returns (uint32) {
    return uint32(Lines.unwrap(l));
}

/// @dev Lots of all nominations.
function nominated(Lines l) pure returns (uint32) {
    return uint32(Lines.unwrap(l) >> 32);
}

/// @dev How many commitments there are.
function commitments(Lines l) pure returns (uint32) {
    return uint32(Lines.unwrap(l) >> 64);
}

/// @dev How many nominations there are.
function nominations(Lines l) pure returns (uint32) {
    return uint32(Lines.unwrap(l) >> 96);
}

function place(Lines l) pure returns (uint48) {
    return uint48(Lines.unwrap(l) >> 128);
}

function spot(Lines l) pure returns (uint32) {
    return uint32(Lines.unwrap(l) >> 176);
}

function isLate(Lines l) pure returns (bool) {
    return Lines.unwrap(l) & LATE != 0;
}

function isFixed(Lines l) pure returns (bool) {
    return Lines.unwrap(l) & FIXED != 0;
}

function isPriced(Lines l) pure returns (bool) {
    return Lines.unwrap(l) & PRICED != 0;
}

/// @dev Which of the two lines is the circle: the longer one, commitments where they are equal.
function commitmentsAreLonger(Lines l) pure returns (bool) {
    return l.committed() >= l.nominated();
}

/// @dev Lots of the longer line.
function longer(Lines l) pure returns (uint32) {
    return l.commitmentsAreLonger() ? l.committed() : l.nominated();
}

/// @dev Lots of the shorter line: all that is assigned (invariant 9).
function shorter(Lines l) pure returns (uint32) {
    return l.commitmentsAreLonger() ? l.nominated() : l.committed();
}

/// @dev Entries of the longer line.
function longerEntries(Lines l) pure returns (uint32) {
    return l.commitmentsAreLonger() ? l.commitments() : l.nominations();
}

/// @dev No field overflows: the lots ever issued in one series stay below 2^31 (see Positions), an entry has one at
/// least.
function withCommitment(Lines l, uint32 lots) pure returns (Lines) {
    return Lines.wrap(Lines.unwrap(l) + lots + (1 << 64));
}

/// @dev As withCommitment.
function withNomination(Lines l, uint32 lots) pure returns (Lines) {
    return Lines.wrap(Lines.unwrap(l) + (uint256(lots) << 32) + (1 << 96));
}

function asLate(Lines l) pure returns (Lines) {
    return Lines.wrap(Lines.unwrap(l) | LATE);
}

function armedFor(Lines l, uint48 blockNumber) pure returns (Lines) {
    return _replace(l, 128, type(uint48).max, blockNumber);
}

function withShift(Lines l, uint32 shift) pure returns (Lines) {
    return Lines.wrap(Lines.unwrap(_replace(l, 128, type(uint48).max, shift)) | FIXED);
}

function withSpot(Lines l, uint32 spot_) pure returns (Lines) {
    return Lines.wrap(Lines.unwrap(_replace(l, 176, type(uint32).max, spot_)) | PRICED);
}

function _replace(Lines l, uint256 from, uint256 mask, uint256 value) pure returns (Lines) {
    return Lines.wrap((Lines.unwrap(l) & ~(mask << from)) | (value << from));
}
