// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVerifier, Solution} from "../../../contracts/interfaces/IVerifier.sol";

/// @notice Solutions written by hand.
library Solutions {
    /// @notice A solution that fills nothing, at the price 0 everywhere.
    /// @param series of the auction
    /// @param orders of its list
    function empty(uint256 series, uint256 orders) internal pure returns (Solution memory s) {
        s.prices = new bytes(3 * series);
        s.accepted = new bytes(((orders + 255) / 256) * 32);
    }

    /// @notice Sets the price of a series, ticks.
    /// @param place of the series: product by product and period by period
    function setPrice(Solution memory s, uint256 place, uint24 price) internal pure {
        bytes3 price_ = bytes3(price);
        for (uint256 i = 0; i < 3; ++i) {
            s.prices[3 * place + i] = price_[i];
        }
    }

    /// @notice Sets the prices of consecutive series, ticks.
    function setPrices(Solution memory s, uint256 from, uint256 count, uint24 price) internal pure {
        for (uint256 i = 0; i < count; ++i) {
            setPrice(s, from + i, price);
        }
    }

    /// @notice Fills an order in full.
    function accept(Solution memory s, uint256 index) internal pure {
        s.accepted[index / 8] |= bytes1(uint8(0x80 >> (index % 8)));
    }

    /// @notice Fills an order in part; by ascending index.
    function acceptPart(Solution memory s, uint16 index, uint32 lots) internal pure {
        s.partials = abi.encodePacked(s.partials, index, lots);
    }

    /// @notice States the welfare and gap that the solution has, as the verifier finds them.
    function state(Solution memory s, IVerifier verifier, uint64 auction, bytes memory list) internal view {
        try verifier.verify(auction, s, list) {
            return;
        } catch (bytes memory reason) {
            if (bytes4(reason) != IVerifier.Misstated.selector) {
                assembly ("memory-safe") {
                    revert(add(reason, 32), mload(reason))
                }
            }
            uint256 welfare;
            uint256 gap;
            assembly ("memory-safe") {
                welfare := mload(add(reason, 36))
                gap := mload(add(reason, 68))
            }
            (s.welfare, s.gap) = (uint128(welfare), uint128(gap));
        }
    }
}
