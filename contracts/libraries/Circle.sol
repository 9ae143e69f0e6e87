// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title How two lines of lots meet
/// @notice The longer line is bent to a circle of `size` lots and turned by `shift`: lot x of the shorter line meets
/// lot (x + shift) mod size of the longer one. On the scale of the shorter line an entry [from, to) of the longer one
/// therefore takes, with begin = (from - shift) mod size and end = begin + to - from,
///
///        [begin, end)                    where end <= size
///        [begin, size) and [0, end - size)     else: the entry that the turn cut in two
///
/// An entry of the shorter line takes [a, b), b <= size. Two entries can meet in two pieces; their assignment is the
/// sum. Summed over all pairs, every lot of the shorter line is met exactly once (invariant 9).
/// @dev All numbers are lots below 2^32; shift < size, or both are zero.
library Circle {
    /// @notice What an entry [from, to) of the longer line and an entry [a, b) of the shorter one have in common.
    /// @return lots they meet in
    /// @return longBegins whether the longer line's entry begins in the other
    /// @return shortBegins whether the shorter line's entry begins in the other
    /// @dev Where lots > 0 at least one of them begins in the other: so that pairs can be numbered by that entry,
    /// each by one of its own.
    function meet(
        uint256 size,
        uint256 shift,
        uint256 from,
        uint256 to,
        uint256 a,
        uint256 b
    ) internal pure returns (uint256 lots, bool longBegins, bool shortBegins) {
        unchecked {
            // Sums of a few numbers below 2^32; `to - from` and `end - size` are not negative.
            uint256 begin = beginOf(size, shift, from);
            uint256 end = begin + (to - from);
            lots = _common(begin, end, a, b);
            if (end > size) lots += _common(0, end - size, a, b);
            longBegins = begin >= a && begin < b;
            shortBegins = (a >= begin && a < end) || a + size < end;
        }
    }

    /// @notice Lots of an entry [from, to) of the longer line that the first `shorter` lots of the circle hold.
    function matched(
        uint256 size,
        uint256 shift,
        uint256 from,
        uint256 to,
        uint256 shorter
    ) internal pure returns (uint256 lots) {
        (lots, , ) = meet(size, shift, from, to, 0, shorter);
    }

    /// @notice Where an entry of the longer line begins on the scale of the shorter one.
    function beginOf(uint256 size, uint256 shift, uint256 from) internal pure returns (uint256) {
        unchecked {
            return from >= shift ? from - shift : from + size - shift; // shift < size
        }
    }

    function _common(uint256 a, uint256 b, uint256 c, uint256 d) private pure returns (uint256) {
        uint256 first = a > c ? a : c;
        uint256 last = b < d ? b : d;
        unchecked {
            return last > first ? last - first : 0;
        }
    }
}
