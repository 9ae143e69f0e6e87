// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface IClearing {
    error NotClearing(uint64 series, uint256 lo, uint256 hi);

    function clear(uint64 auction, bytes calldata hints) external;
}

/// @notice Tries many hints for one series of a clearing in a single call. Meant for eth_call.
contract Probe {
    /// @param hints right but for two bytes
    /// @param at where these two stand
    /// @param series the series that they belong to
    /// @param pairs the pairs of bytes to try there
    /// @return answers a byte for each pair: 0 the clearing succeeded, 1 it reverted with NotClearing(series, lo, hi),
    /// 2 it reverted otherwise
    function tryHints(
        IClearing auction,
        uint64 id,
        bytes memory hints,
        uint256 at,
        uint64 series,
        bytes calldata pairs
    ) external returns (bytes memory answers) {
        answers = new bytes(pairs.length / 2);
        for (uint256 i = 0; i < answers.length; ++i) {
            (bytes1 lo, bytes1 hi) = (pairs[2 * i], pairs[2 * i + 1]);
            hints[at] = lo;
            hints[at + 1] = hi;
            try auction.clear(id, hints) {} catch (bytes memory answer) {
                bytes memory expected = abi.encodeWithSelector(
                    IClearing.NotClearing.selector,
                    series,
                    uint8(lo),
                    uint8(hi)
                );
                answers[i] = keccak256(answer) == keccak256(expected) ? bytes1(0x01) : bytes1(0x02);
            }
        }
    }
}
