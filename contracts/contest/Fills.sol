// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title The fills of an auction's best solution, as they are stored
/// @notice One bit per order, highest first, for those filled in full; for those filled in part five entries of 6 bytes to
/// a word, highest first: index (2), lots (4).
library Fills {
    uint256 private constant PER_WORD = 5;
    uint256 private constant ENTRY = 48;

    struct Store {
        mapping(uint256 word => uint256) full;
        mapping(uint256 word => uint256) partials;
    }

    /// @return words storage words of the orders filled in part
    function write(
        Store storage store,
        bytes calldata accepted,
        bytes calldata partials
    ) internal returns (uint256 words) {
        for (uint256 i = 0; i * 32 < accepted.length; ++i) {
            store.full[i] = uint256(bytes32(accepted[i * 32:]));
        }
        words = (partials.length + 29) / 30;
        for (uint256 i = 0; i < words; ++i) {
            store.partials[i] = _partialWord(partials, i);
        }
    }

    /// @notice Lots of an order that are filled, of all of its `lots`.
    function read(Store storage store, uint256 words, uint256 index, uint32 lots) internal view returns (uint32) {
        if ((store.full[index / 256] >> (255 - (index % 256))) & 1 == 1) return lots;
        for (uint256 i = 0; i < words; ++i) {
            uint256 word = store.partials[i];
            for (uint256 j = 0; j < PER_WORD; ++j) {
                uint256 entry = (word >> (256 - ENTRY * (j + 1))) & ((1 << ENTRY) - 1);
                // Lots are never zero, so an entry without them ends the list.
                if (entry & 0xffffffff != 0 && entry >> 32 == index) return uint32(entry);
            }
        }
        return 0;
    }

    /// @notice Whether fills come before the stored ones: an earlier order filled in full, or, where the same ones are, an
    /// earlier one filled in part, or by more.
    function precede(
        Store storage store,
        uint256 words,
        bytes calldata accepted,
        bytes calldata partials
    ) internal view returns (bool) {
        for (uint256 i = 0; i * 32 < accepted.length; ++i) {
            uint256 word = uint256(bytes32(accepted[i * 32:]));
            if (word != store.full[i]) return word > store.full[i];
        }
        uint256 own = (partials.length + 29) / 30;
        for (uint256 i = 0; i < own || i < words; ++i) {
            uint256 word = i < own ? _partialWord(partials, i) : 0;
            uint256 other = i < words ? store.partials[i] : 0;
            for (uint256 j = 0; word != other && j < PER_WORD; ++j) {
                uint256 shift = 256 - ENTRY * (j + 1);
                (uint256 a, uint256 b) = (_rank(word >> shift), _rank(other >> shift));
                if (a != b) return a > b;
            }
        }
        return false;
    }

    /// @dev Higher for an earlier order, then for more lots; zero without lots.
    function _rank(uint256 entry) private pure returns (uint256) {
        uint256 lots = entry & 0xffffffff;
        return lots == 0 ? 0 : ((0xffff - ((entry >> 32) & 0xffff)) << 32) | lots;
    }

    function _partialWord(bytes calldata partials, uint256 i) private pure returns (uint256) {
        uint256 rest = partials.length - i * 30;
        uint256 word = uint256(bytes32(partials[i * 30:]));
        // Beyond the end of the bytes calldata holds something else.
        return rest >= 30 ? (word >> 16) << 16 : (word >> (256 - rest * 8)) << (256 - rest * 8);
    }
}
