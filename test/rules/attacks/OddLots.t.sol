// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OddLots} from "./OddLots.sol";

contract OddLotsTest is OddLots {
    function test_HonestProvidersAreMadeToDefault() external {
        uint256 gain = _makeBothDefault(200);
        assertEq(gain, DOMAIN * (200_000 - 2_000), "the penalties, less the fees");
        _report("buying parts of a domain from two providers", "the fees", _usdc(gain));
    }
}
