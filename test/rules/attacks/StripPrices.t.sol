// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {ContestTest} from "../contest/ContestTest.sol";
import {vm} from "../utils/Vm.sol";

/// @notice A strip settles at its average, but fails period by period: a price beyond the band would be paid and not owed.
contract StripPricesTest is ContestTest {
    function setUp() external {
        _setUpContest();
    }

    function test_ADeficitStaysInTheBand() external {
        _strip(true, 0, 0, 3, 100, 10);
        _strip(false, 0, 0, 3, 100, 10);
        _bringBaseline();
        Solution memory even = _solution(_prices(100, 100, 100), _fills(10, 10));
        Solution memory corner = _solution(_prices(0, 101, 199), _fills(10, 10));
        _contestOf(even, corner);
        _end();
        (, uint32 k, uint32 mark) = ledger.shortOf(_cash(writer), _seriesOf(0, 0));
        assertEq(mark, 200 << 8, "mark");
        assertEq(k, 100 << 8, "damages of the first period start at the strip's price, not at nothing");
    }

    function test_AnExcessStaysInTheBand() external {
        _strip(true, 0, 0, 3, 300, 10);
        _strip(false, 0, 0, 3, 300, 10);
        _bringBaseline();
        Solution memory even = _solution(_prices(300, 300, 300), _fills(10, 10));
        Solution memory corner = _solution(_prices(199, 199, 502), _fills(10, 10));
        _contestOf(even, corner);
        _end();
        assertEq(_resultOf(0, 2).price(), 300, "every price is in the band");
    }

    function test_AWashStripDoesNotHoldAReference() external {
        _buy(0, 0, TOP, 10_000);
        _strip(true, 0, 0, 2, 325, 1);
        _strip(false, 0, 0, 2, 325, 1);
        _bringBaseline();
        Solution memory s = _solution(_prices(325, 325, 0), _fills(1, 1));
        _commit(solver, s);
        vm.warp(half);
        _reveal(solver, s);
        assertEq(contest.incumbentOf(id).solver, solver, "solved");
        vm.warp(deadline);
        contest.conclude(id);
        assertEq(auction.referenceOf(id, _seriesOf(0, 0)), 326, "10,000 lots press at the top");
    }

    function _end() private {
        vm.warp(deadline);
        contest.conclude(id);
        OrderRef[] memory refs = new OrderRef[](2);
        (refs[0], refs[1]) = (OrderRef(_cash(writer), 1), OrderRef(_cash(buyer), 2));
        assertEq(blocks.collectBlocks(refs), 2, "collected");
    }
}
