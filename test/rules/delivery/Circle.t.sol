// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Circle} from "../../../contracts/libraries/Circle.sol";
import {Test} from "../utils/Test.sol";

/// @notice Two lines of up to eight entries, every pair, against a twin that goes lot by lot.
contract CircleTest is Test {
    uint256[] private long;
    uint256[] private short;
    uint256 private size;
    uint256 private total;
    uint256 private shift;

    /// @dev Invariant 9 in numbers alone.
    function testFuzz_CircleMatchesTwin(uint256 seed, uint8 longs, uint8 shorts) external {
        _draw(seed, bound(longs, 1, 8), bound(shorts, 1, 8));
        uint256 sum;
        uint256 begins;
        for (uint256 l = 1; l < long.length; ++l) {
            (uint256 lots, uint256 found) = this.checkEntry(l);
            sum += lots;
            begins += found;
        }
        assertEq(sum, total, "all of the shorter line is assigned");
        assertEq(begins, long.length + short.length - 2, "every entry begins in one place");
    }

    /// @dev A call of its own: compiled into one function, all of this needs too many variables.
    /// @return ofEntry lots of the longer line's entry that are met
    /// @return begins entries that begin in its pairs, or where it meets nothing
    function checkEntry(uint256 l) external view returns (uint256 ofEntry, uint256 begins) {
        for (uint256 s = 1; s < short.length; ++s) {
            (uint256 lots, bool longBegins, bool shortBegins) = Circle.meet(
                size,
                shift,
                long[l - 1],
                long[l],
                short[s - 1],
                short[s]
            );
            assertEq(lots, this.meetOneByOne(l, s), "lots");
            assertEq(lots > 0, longBegins || shortBegins, "an assignment begins with an entry");
            ofEntry += lots;
            begins += (longBegins ? 1 : 0) + (shortBegins ? 1 : 0);
        }
        assertEq(Circle.matched(size, shift, long[l - 1], long[l], total), ofEntry, "matched");
        if (Circle.beginOf(size, shift, long[l - 1]) >= total) ++begins;
    }

    function meetOneByOne(uint256 l, uint256 s) external view returns (uint256 lots) {
        for (uint256 x = short[s - 1]; x < short[s]; ++x) {
            uint256 y = (x + shift) % size;
            if (y >= long[l - 1] && y < long[l]) ++lots;
        }
    }

    function _draw(uint256 seed, uint256 longs, uint256 shorts) private {
        long = _line(seed, longs);
        short = _line(uint256(keccak256(abi.encode(seed))), shorts);
        if (long[long.length - 1] < short[short.length - 1]) (long, short) = (short, long);
        size = long[long.length - 1];
        total = short[short.length - 1];
        // A line of one entry is not turned.
        shift = long.length == 2 ? 0 : uint256(keccak256(abi.encode(seed, "shift"))) % size;
    }

    /// @dev Ends of a line's entries after a leading zero.
    function _line(uint256 seed, uint256 entries) private pure returns (uint256[] memory ends) {
        ends = new uint256[](entries + 1);
        for (uint256 i = 1; i <= entries; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            ends[i] = ends[i - 1] + 1 + (seed % 9);
        }
    }
}
