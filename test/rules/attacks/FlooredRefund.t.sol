// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Dilution} from "./Dilution.sol";

/// @notice With a floor at the usual price, what a provider sells to itself for less counts, and is covered, as if it had
/// been sold at the floor: dilution changes nothing.
contract FlooredRefundTest is Dilution {
    function _floor() internal pure override returns (uint24) {
        return 200;
    }

    function test_WashLotsDoNotDilute() external {
        (uint256 paid, uint256 received) = _failWithWash(0, false);
        assertEq(received, 10 * WORST, "all of it without them");
        (uint256 paidNoLess, uint256 receivedNoLess) = _failWithWash(100, false);
        assertEq(receivedNoLess, 10 * WORST, "and with them");
        assertGe(paidNoLess, paid, "the provider saves nothing");
        _report(
            "the same with a basis floor of 2 USDC",
            _usdc(paidNoLess - paid),
            "nothing: damages stay as they were"
        );
    }

    function test_NorDoThoseBoughtBack() external {
        (, uint256 received) = _failWithWash(100, true);
        assertEq(received, 10 * WORST, "all of it");
    }

    function test_NorThoseAtOneTick() external {
        (uint256 paid, uint256 received) = _failWithAPressedReference();
        assertEq(received, 10 * WORST, "all of it");
        assertGe(paid, 10 * WORST, "by the provider");
    }

    function test_NorDoAnotherProvidersLots() external {
        assertEq(_failBehindAnother(), 10 * WORST, "all of it");
    }
}
