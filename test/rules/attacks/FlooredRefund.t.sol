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
        (, uint256 received) = _failWithWash(0, false);
        assertEq(received, 10 * WORST, "all of it without them");
        (uint256 paid, uint256 receivedNoLess) = _failWithWash(100, false);
        _reportNoGain(
            "fail to deliver 10 lots, diluted by 100 wash lots, over a basis floor of 2 USDC",
            paid,
            receivedNoLess
        );
    }

    function test_NorDoThoseBoughtBack() external {
        (uint256 paid, uint256 received) = _failWithWash(100, true);
        _reportNoGain(
            "fail to deliver 10 lots, diluted by 100 wash lots that are bought back, over a basis floor of 2 USDC",
            paid,
            received
        );
    }

    function test_NorThoseAtOneTick() external {
        (uint256 paid, uint256 received) = _failWithAPressedReference();
        _reportNoGain(
            "fail to deliver 10 lots, diluted by 900 wash lots at one tick, over a basis floor of 2 USDC",
            paid,
            received
        );
    }

    function test_NorDoAnotherProvidersLots() external {
        (uint256 paid, uint256 received) = _failBehindAnother();
        _reportNoGain(
            "fail to deliver 10 lots, diluted by 900 wash lots of another provider, over a basis floor of 2 USDC",
            paid,
            received
        );
    }

    function test_NorIsARefundWithoutRootDiluted() external {
        (uint256 paid, uint256 received) = _refundWithWash(100);
        assertEq(received, 10 * PRICE, "what the lots had cost");
        assertGe(paid, 10 * PRICE, "by the provider");
        _report(
            "no root for 10 lots, diluted by 100 wash lots, over a basis floor of 2 USDC",
            string.concat(_usdc(paid - received), " of fees and tips"),
            string.concat(_usdc(10 * PRICE - received), ": the holder receives ", _usdc(received))
        );
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
            "fail to deliver 10 lots over a basis floor of 2 USDC, with a spot price of 2.60 that 600 wash lots hide",
            string.concat(_usdc(received - receivedLess - gain), " of fees"),
            string.concat(_usdc(gain), "; the holder receives ", _usdc(receivedLess), " instead of ", _usdc(received))
        );
    }

    /// @dev The holder gets all, and the provider saves nothing: what it pays besides are fees and tips.
    function _reportNoGain(string memory name, uint256 paid, uint256 received) private {
        assertEq(received, 10 * WORST, "all of it");
        assertGe(paid, received, "by the provider");
        _report(
            name,
            string.concat(_usdc(paid - received), " of fees and tips"),
            string.concat(_usdc(10 * WORST - received), ": the holder receives ", _usdc(received))
        );
    }
}
