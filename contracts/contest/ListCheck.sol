// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockList} from "../interfaces/IBlocks.sol";
import {IVerifier} from "../interfaces/IVerifier.sol";
import {BlockRecords} from "../types/BlockRecord.sol";

/// @title The check of a solution's fills against the auction's list
/// @dev Periods have places in arrays: those of product m start at m * (window + 1), one longer than the window, so that
/// differences and sums over [from, to) need no special case. The loop runs over thousands of orders in one transaction,
/// so it works on calldata and on the arrays' memory directly.
abstract contract ListCheck is IVerifier {
    uint256 private constant PARTIAL = 6;
    /// @dev The longest record that its length byte allows has 63 periods, and the chain stands before it.
    uint256 private constant SCRATCH = 256;
    /// @dev Flags where they stand in a record's first word.
    uint256 private constant SELL = BlockRecords.SELL << 248;
    uint256 private constant BLOCK = BlockRecords.BLOCK << 248;
    uint256 private constant PROFILE = BlockRecords.PROFILE << 248;

    /// @dev The auction and a solution's prices.
    struct View {
        uint64 auction;
        uint256 number; // first period of the window: number * stride
        uint256 window;
        uint32[] products;
        uint256[] tickSizes; // quote units
        uint256[] prices; // ticks, by place
        uint256[] sums; // of the prices before a place
        uint256[] bought; // differences: lots that begin or end at a place, modulo 2^256
        uint256[] sold;
        bool isBaseline;
    }

    /// @dev What a solution comes to.
    struct Figures {
        int256 welfare; // quote units
        uint256 gap; // quote units
        uint256 stripGap; // quote units: part of the gap that strips have, none but in a baseline
        uint256 distance; // ticks
    }

    /// @dev An order with a profile.
    struct Profile {
        uint256 start; // calldata offset of its lots
        uint256 from; // place of its first period
        uint256 periods;
        uint256 unitLots; // lots of a unit
        uint256 price; // ticks of a unit
    }

    /// @dev Hashes the list again, checks the fill of every order in it, and adds up what they trade.
    function _checkList(
        View memory v,
        Figures memory f,
        BlockList memory list,
        bytes calldata records,
        bytes calldata accepted,
        bytes calldata partials
    ) internal pure {
        _checkChain(v.auction, list, records);
        // From here on records are what Blocks made them: products and periods lie inside of the arrays.
        if (!v.isBaseline) _checkLengths(v, list.count, accepted, partials);
        Profile memory profile;
        (uint256 pos, uint256 end) = _span(records);
        (uint256 partial_, uint256 partialEnd) = _span(partials);
        (uint256 bitsPos, ) = _span(accepted);
        uint256 bits;
        unchecked {
            // Lots, prices and tick sizes have 27, 24 and 64 bits, a list has at most 2^16 orders of 48 periods: all
            // sums stay below 2^160.
            for (uint256 i = 0; pos < end; ++i) {
                uint256 head = _word(pos);
                pos += BlockRecords.HEAD;
                uint256 lots = (head >> 176) & 0xffffffff;
                uint256 filled;
                if (!v.isBaseline) {
                    if (i & 255 == 0) bits = _word(bitsPos + (i >> 3));
                    if (bits >> 255 != 0) filled = lots;
                    bits <<= 1;
                    if (partial_ < partialEnd && _word(partial_) >> 240 == i) {
                        uint256 some = (_word(partial_) >> 208) & 0xffffffff;
                        partial_ += PARTIAL;
                        if (filled != 0 || some == 0 || some >= lots) revert WrongFills();
                        if (some < (head >> 144) & 0xffffffff) revert BelowLeast(i);
                        filled = some;
                    }
                }

                uint256 product = (head >> 251) & 7;
                uint256 from = product * (v.window + 1) + ((head >> 240) & 0xff);
                uint256 periods = (head >> 232) & 0xff;
                uint256 worth = (head >> 208) & 0xffffff; // ticks of its limit for a lot or unit, over its periods
                int256 surplus; // ticks, likewise
                if (head & PROFILE == 0) {
                    worth *= periods;
                    surplus = int256(worth + _item(v.sums, from) - _item(v.sums, from + periods));
                } else {
                    (profile.start, profile.from, profile.periods) = (pos, from, periods);
                    pos += 2 * periods;
                    _readProfile(v, profile);
                    worth *= profile.unitLots;
                    surplus = int256(worth - profile.price);
                }
                if (head & SELL != 0) surplus = -surplus;

                uint256 tickSize = _item(v.tickSizes, product);
                if (filled < lots) {
                    if (surplus > 0) {
                        uint256 regret = uint256(surplus) * (lots - filled) * tickSize;
                        f.gap += regret;
                        if (head & BLOCK == 0) {
                            if (!v.isBaseline) revert StripRegret(i);
                            f.stripGap += regret;
                        }
                    }
                    if (filled == 0) continue;
                }
                if (surplus < 0) {
                    if (head & BLOCK == 0) revert StripRegret(i);
                    revert BlockAtALoss(i);
                }
                uint256[] memory side = v.bought;
                worth *= filled * tickSize;
                if (head & SELL == 0) {
                    f.welfare += int256(worth);
                } else {
                    f.welfare -= int256(worth);
                    side = v.sold;
                }
                if (head & PROFILE == 0) {
                    _add(side, from, filled);
                    _add(side, from + periods, 0 - filled);
                } else {
                    _addProfile(side, profile, filled);
                }
            }
        }
        if (partial_ != partialEnd) revert WrongFills();
    }

    /// @dev Nothing was left out, added, changed or moved.
    function _checkChain(uint64 auction, BlockList memory list, bytes calldata records) private pure {
        bytes32 chain = BlockRecords.start(auction);
        bytes memory scratch = new bytes(SCRATCH);
        (uint256 pos, uint256 end) = _span(records);
        uint256 left = list.count;
        unchecked {
            for (; left > 0 && pos < end; --left) {
                uint256 head = _word(pos);
                uint256 length = BlockRecords.HEAD;
                // A record that is not the list's can say anything; it is never longer than the scratch.
                if (head & PROFILE != 0) length += 2 * ((head >> 232) & 0x3f);
                assembly ("memory-safe") {
                    mstore(add(scratch, 32), chain)
                    calldatacopy(add(scratch, 64), pos, length)
                    chain := keccak256(add(scratch, 32), add(length, 32))
                }
                pos += length;
            }
        }
        if (chain != list.chain || left != 0 || pos != end) revert WrongList(auction);
    }

    function _checkLengths(
        View memory v,
        uint256 count,
        bytes calldata accepted,
        bytes calldata partials
    ) private pure {
        uint256 needed = ((count + 255) / 256) * 32;
        if (accepted.length != needed) revert WrongLength(accepted.length, needed);
        (, uint256 end) = _span(accepted);
        uint256 last = _word(end - 32);
        if (count % 256 != 0 && last << (count % 256) != 0) revert WrongFills();
        if (partials.length % PARTIAL != 0) revert WrongFills();
        if (partials.length > PARTIAL * v.products.length * v.window) revert WrongFills();
    }

    function _readProfile(View memory v, Profile memory p) private pure {
        (uint256 pos, uint256 periods) = (p.start, p.periods);
        uint256[] memory prices = v.prices;
        uint256 place = p.from;
        uint256 unitLots;
        uint256 price;
        unchecked {
            for (uint256 end = pos + 2 * periods; pos < end; pos += 2) {
                uint256 lots = _word(pos) >> 240;
                unitLots += lots;
                price += lots * _item(prices, place++);
            }
        }
        (p.unitLots, p.price) = (unitLots, price);
    }

    function _addProfile(uint256[] memory side, Profile memory p, uint256 filled) private pure {
        (uint256 pos, uint256 place) = (p.start, p.from);
        uint256 before;
        unchecked {
            for (uint256 end = pos + 2 * p.periods; pos < end; pos += 2) {
                uint256 lots = (_word(pos) >> 240) * filled;
                _add(side, place++, lots - before);
                before = lots;
            }
            _add(side, place, 0 - before);
        }
    }

    // -- memory and calldata ---------------------------------------------------------------------------

    function _span(bytes calldata data) private pure returns (uint256 start, uint256 end) {
        assembly ("memory-safe") {
            start := data.offset
            end := add(start, data.length)
        }
    }

    /// @dev Beyond the end of calldata there are zeros.
    function _word(uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(offset)
        }
    }

    function _item(uint256[] memory array, uint256 i) private pure returns (uint256 item) {
        assembly ("memory-safe") {
            item := mload(add(add(array, 32), shl(5, i)))
        }
    }

    function _add(uint256[] memory array, uint256 i, uint256 amount) private pure {
        assembly ("memory-safe") {
            let slot := add(add(array, 32), shl(5, i))
            mstore(slot, add(mload(slot), amount))
        }
    }
}
