// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Dilution} from "./Dilution.sol";

/// @notice With a floor at the usual price, what a provider sells to itself for less counts, and is covered, as if it had
/// been sold at the floor: dilution takes what a spot price above the floor would add, and nothing else.
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

    function test_NorIsARefundWithoutRootDiluted() external {
        assertEq(_refundWithWash(100), 10 * PRICE, "what the lots had cost");
    }

    /// @dev The floor is all that is left: wash lots that are committed still keep a spot price from counting.
    function test_AnHonestSpotPriceAboveItDoesNotCount() external {
        (uint256 paid, uint256 received) = _failWithASpotPrice(0, 260);
        assertEq(received, 10 * (2_600_000 + 200_000), "the spot price and the penalty without wash lots");
        (uint256 paidLess, uint256 receivedLess) = _failWithASpotPrice(600, 260);
        assertEq(receivedLess, 10 * WORST, "the floor and the penalty with them");
        uint256 gain = paid - paidLess;
        assertGt(gain, ((received - receivedLess) * 4) / 5, "for fees far below what the provider saves");
        _report(
            "a failure to deliver 10 lots over a floor of 2 USDC, with a spot price of 2.60 that 600 wash lots hide",
            string.concat(_usdc(received - receivedLess - gain), " of fees"),
            string.concat(_usdc(gain), "; the holder receives ", _usdc(receivedLess), " instead of ", _usdc(received))
        );
    }
}
