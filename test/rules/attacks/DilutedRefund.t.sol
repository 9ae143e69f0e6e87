// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Dilution} from "./Dilution.sol";

/// @notice Without a floor, damages start from k, the average of all lots that the provider sold of the series: lots
/// that it sold to itself at the bottom of a band bring down what it owes for the ones that it sold to others.
contract DilutedRefundTest is Dilution {
    function _floor() internal pure override returns (uint24) {
        return 0;
    }

    /// @dev Ten lots sold at 2.00 and not delivered; the wash lots are committed as well, and nobody nominates them.
    function test_WashLotsDiluteDamages() external {
        (uint256 paid, uint256 received) = _failWithWash(0, false);
        assertEq(received, 10 * WORST, "all of it without them");
        (uint256 paidLess, uint256 receivedLess) = _failWithWash(100, false);
        assertLt(receivedLess, (10 * PRICE) / 2, "less than half of what the lots had cost");
        assertLt(paidLess, (paid * 6) / 10, "and the provider pays little more than that");
        _reportIt(paid, paidLess, receivedLess);
    }

    /// @dev k stays where it is when the wash lots are bought back: neither their stake nor their margin is needed for
    /// longer than that takes.
    function test_TheyNeedNotBeKept() external {
        (uint256 paid, uint256 received) = _failWithWash(100, true);
        assertLt(received, (10 * PRICE) / 2, "less than half of what the lots had cost");
        assertLt(paid, 10 * WORST, "and the provider pays little more than that");
    }

    /// @dev Committed wash lots also raise the volume from which a spot price counts.
    function test_AnHonestSpotPriceDoesNotCount() external {
        (, uint256 received) = _failWithASpotPrice(0, 200);
        assertEq(received, 10 * WORST, "all of it without wash lots");
        (, received) = _failWithASpotPrice(600, 200);
        assertLt(received, (10 * PRICE) / 2, "less than half of what the lots had cost");
    }

    /// @dev What the holder gets back without a root is k as well.
    function test_ARefundWithoutRootIsDilutedToo() external {
        uint256 received = _refundWithWash(100);
        assertLt(received, (10 * PRICE) / 2, "less than half of what the lots had cost");
        _report(
            "ten lots of 20 USDC without a root, diluted by 100 lots that the provider sold to itself",
            "the fees",
            string.concat("what the holder lacks: it gets back ", _usdc(received))
        );
    }

    /// @dev Averages have no part in it where the cheap lots are another account's.
    function test_AnotherProvidersLotsDoTheSame() external {
        assertLt(_failBehindAnother(), (10 * PRICE) / 2, "less than half of what the lots had cost");
    }

    function test_WithAPressedReferenceNothingIsLeft() external {
        (uint256 paid, uint256 received) = _failWithAPressedReference();
        assertLt(received, (10 * PRICE) / 50, "a fiftieth of what the lots had cost");
        assertLt(paid, (10 * PRICE) / 10, "and the provider pays little more than that");
        _report(
            "a failure to deliver 10 lots of 22 USDC, diluted by 900 lots at one tick after pressing the reference",
            _usdc(paid),
            string.concat("what the holder lacks: it receives ", _usdc(received))
        );
    }

    function _reportIt(uint256 paid, uint256 paidLess, uint256 received) private {
        _report(
            "a failure to deliver 10 lots of 22 USDC, diluted by 100 lots that the provider sold to itself",
            string.concat(_usdc(paidLess), " instead of ", _usdc(paid)),
            string.concat(_usdc(paid - paidLess), "; the holder receives ", _usdc(received))
        );
    }
}
