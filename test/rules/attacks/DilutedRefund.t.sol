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
        _reportDilution("fail to deliver 10 lots, diluted by 100 wash lots", paid, paidLess, receivedLess);
    }

    /// @dev k stays where it is when the wash lots are bought back: neither their stake nor their margin is needed for
    /// longer than that takes.
    function test_TheyNeedNotBeKept() external {
        (uint256 paid, ) = _failWithWash(0, false);
        (uint256 paidLess, uint256 received) = _failWithWash(100, true);
        assertLt(received, (10 * PRICE) / 2, "less than half of what the lots had cost");
        assertLt(paidLess, (paid * 6) / 10, "and the provider pays little more than that");
        _reportDilution(
            "fail to deliver 10 lots, diluted by 100 wash lots that are bought back",
            paid,
            paidLess,
            received
        );
    }

    /// @dev Committed wash lots also raise the volume from which a spot price counts.
    function test_AnHonestSpotPriceDoesNotCount() external {
        (uint256 paid, uint256 received) = _failWithASpotPrice(0, 200);
        assertEq(received, 10 * WORST, "all of it without wash lots");
        (uint256 paidLess, uint256 receivedLess) = _failWithASpotPrice(600, 200);
        assertLt(receivedLess, (10 * PRICE) / 2, "less than half of what the lots had cost");
        _reportDilution(
            "fail to deliver 10 lots, diluted by 600 wash lots, with an honest spot price of 2 USDC",
            paid,
            paidLess,
            receivedLess
        );
    }

    /// @dev What the holder gets back without a root is k as well.
    function test_ARefundWithoutRootIsDilutedToo() external {
        (uint256 paid, uint256 received) = _refundWithWash(0);
        assertEq(received, 10 * PRICE, "what the lots had cost without wash lots");
        (uint256 paidLess, uint256 receivedLess) = _refundWithWash(100);
        assertLt(receivedLess, (10 * PRICE) / 2, "less than half of it with them");
        _reportDilution("no root for 10 lots, diluted by 100 wash lots", paid, paidLess, receivedLess);
    }

    /// @dev Averages have no part in it where the cheap lots are another account's.
    function test_AnotherProvidersLotsDoTheSame() external {
        (uint256 paid, ) = _failWithWash(0, false);
        (uint256 paidLess, uint256 received) = _failBehindAnother();
        assertLt(received, (10 * PRICE) / 2, "less than half of what the lots had cost");
        _reportDilution(
            "fail to deliver 10 lots, diluted by 900 wash lots of another provider",
            paid,
            paidLess,
            received
        );
    }

    function test_WithAPressedReferenceNothingIsLeft() external {
        (uint256 paid, ) = _failWithWash(0, false);
        (uint256 paidLess, uint256 received) = _failWithAPressedReference();
        assertLt(received, (10 * PRICE) / 50, "a fiftieth of what the lots had cost");
        assertLt(paidLess, (10 * PRICE) / 10, "and the provider pays little more than that");
        _reportDilution(
            "fail to deliver 10 lots, diluted by 900 wash lots at one tick, after pressing the reference down",
            paid,
            paidLess,
            received
        );
    }

    function _reportDilution(string memory name, uint256 paid, uint256 paidLess, uint256 received) private {
        _report(
            name,
            string.concat(_usdc(paidLess), " instead of ", _usdc(paid)),
            string.concat(_usdc(paid - paidLess), "; the holder receives ", _usdc(received))
        );
    }
}
