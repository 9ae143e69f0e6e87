// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {IVerifier, Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {ContestTest} from "../contest/ContestTest.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice A strip is bought at the reference from a writer that also offers one lot at the bottom of the band in every
/// period but the first. Those lots stay unfilled only at that price, so all of the strip's excess has to stand in the
/// first period: paid there, but owed up to the band's top.
contract PinnedStripTest is ContestTest, Report {
    uint32 private constant LOTS = 100;
    uint32 private constant LIMIT = 200;

    function setUp() external {
        _setUpContest();
    }

    function test_OneLotAPeriodPinsPrices() external {
        _strip(false, 0, 0, 3, LIMIT, LOTS);
        uint256 had = ledger.balanceOf(_cash(writer));
        _strip(true, 0, 0, 3, LIMIT, LOTS);
        _sell(0, 1, BASE, 1);
        _sell(0, 2, BASE, 1);
        uint256 locked = had - ledger.balanceOf(_cash(writer));
        _bringBaseline();
        Solution memory even = _plan(_prices(LIMIT, LIMIT, LIMIT), _fills(LOTS, LOTS));
        _refused(even, abi.encodeWithSelector(IVerifier.NotBalanced.selector, _seriesOf(0, 1), LIMIT));
        Solution memory s = _solution(_prices(3 * LIMIT - 2 * BASE, BASE, BASE), _fills(LOTS, LOTS));
        _commit(solver, s);
        vm.warp(half);
        _reveal(solver, s);
        vm.warp(deadline);
        contest.conclude(id);
        assertEq(contest.incumbentOf(id).solver, solver, "it wins");
        OrderRef[] memory refs = new OrderRef[](2);
        (refs[0], refs[1]) = (OrderRef(_cash(buyer), 1), OrderRef(_cash(writer), 2));
        assertEq(blocks.collectBlocks(refs), 2, "collected");
        uint256 owed;
        for (uint256 o = 0; o < 3; ++o) {
            (uint32 lots, uint32 k, ) = ledger.shortOf(_cash(writer), _seriesOf(0, o));
            assertEq(lots, LOTS, "short");
            owed += (uint256(k) * TICK * LOTS) / 256;
        }
        uint256 paid = 3 * uint256(LIMIT) * TICK * LOTS;
        assertEq(owed, (TOP + 2 * uint256(BASE)) * TICK * LOTS, "damages start from the top once");
        _report(
            "write a strip of three hours, with one lot at the bottom of the band in two of them",
            string.concat(_usdc(locked), " locked, the penalty and margin of whatever is not delivered"),
            string.concat(
                "damages without a spot price start from ",
                _usdc(owed),
                " of ",
                _usdc(paid),
                " paid; a `basisFloor` of the terms or a spot price that counts takes that away"
            )
        );
    }
}
