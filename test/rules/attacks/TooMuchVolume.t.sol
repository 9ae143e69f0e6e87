// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVerifier, Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {ContestTest} from "../contest/ContestTest.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice Strips of one's own on both sides, together of more lots than a result can hold. Each has to be filled at every
/// price between their limits, so every solution has too much volume, and the baseline stands.
contract TooMuchVolumeTest is ContestTest, Report {
    uint32 private constant MOST = 2 ** 27 - 1;

    function setUp() external {
        _setUpContest();
        _fund(buyer, 10_000_000_000 * USDC);
        _fund(writer, 10_000_000_000 * USDC);
    }

    function test_ItTakesAllLotsOnBothSides() external {
        // Somebody's block, which would trade otherwise.
        _sell(0, 2, 100, 10);
        _block(false, 0, 2, 1, 150, 10, 10);
        uint256 before = ledger.balanceOf(_cash(buyer)) + ledger.balanceOf(_cash(writer));
        _strip(true, 0, 0, 2, BASE, MOST);
        _strip(true, 0, 0, 2, BASE, 1);
        _strip(false, 0, 0, 2, BASE + 1, MOST);
        _strip(false, 0, 0, 2, BASE + 1, 1);
        uint256 locked = before - ledger.balanceOf(_cash(buyer)) - ledger.balanceOf(_cash(writer));
        _bringBaseline();
        bytes memory tooMuch = abi.encodeWithSelector(
            IVerifier.TooMuchVolume.selector,
            _seriesOf(0, 0),
            uint256(MOST) + 1
        );
        for (uint256 sum = 2 * BASE; sum <= 2 * BASE + 2; ++sum) {
            _refused(_all(sum), tooMuch);
        }
        // Where one of them is cut, it has a regret at all prices but its limit, and the other side is too much there.
        Solution memory s = _all(2 * BASE + 1);
        s.accepted[0] = 0xd8;
        _refused(s, abi.encodeWithSelector(IVerifier.StripRegret.selector, 2));
        s.accepted[0] = 0xf0;
        _refused(s, abi.encodeWithSelector(IVerifier.StripRegret.selector, 4));
        vm.warp(deadline);
        contest.conclude(id);
        assertEq(contest.filledOf(id, 0, 10), 0, "nobody's block is filled");
        _report(
            "place more lots of strips than a result can hold, on both sides",
            string.concat(_usdc(locked), " locked, firm for whoever trades with them"),
            "one auction that clears hourly orders alone"
        );
    }

    /// @dev All orders filled, the attacker's at prices of this sum.
    function _all(uint256 sum) private view returns (Solution memory s) {
        uint256[] memory fills = new uint256[](5);
        for (uint256 i = 0; i < 5; ++i) fills[i] = lotsOf[i];
        return _plan(_prices(BASE, sum - BASE, 100), fills);
    }
}
