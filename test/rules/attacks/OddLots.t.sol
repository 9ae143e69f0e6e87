// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OddLots} from "./OddLots.sol";

contract OddLotsTest is OddLots {
    function test_HonestProvidersAreMadeToDefault() external {
        (uint256 paid, uint256 gain) = _makeBothDefault(200);
        assertEq(gain, DOMAIN * (200_000 - 2_000), "the penalties, less the fees");
        _report(
            "buy parts of a scale-up domain from two providers at 2 USDC, who then cannot commit them",
            string.concat(_usdc(paid), " for 8 lots"),
            string.concat(_usdc(gain), ": the penalty, less the fees")
        );
    }
}
