// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {BlocksTest} from "./BlocksTest.sol";
import {Solutions} from "./Solutions.sol";

contract EndToEndTest is BlocksTest {
    using Solutions for Solution;

    /// @dev Ten hours over an octet's end, sold by one strip to another.
    function test_FromPlacingToCollecting() external {
        (uint256 buyerHad, uint256 writerHad) = (_free(buyer), _free(writer));
        uint256 bought = _placeBlock(buyer, _strip(BlockKind.StripBuy, series + 3, 10, 210, 20), 1);
        uint256 sold = _placeBlock(writer, _strip(BlockKind.StripWrite, series + 3, 10, 190, 20), 1);
        Solution memory s = _solution(day, 200);
        s.accept(bought);
        s.accept(sold);
        _finishWith(day, s);
        assertEq(s.welfare, 20 * 10 * TICK * 20, "welfare: 20 lots, 10 hours, 20 ticks");
        assertEq(s.gap, 0, "gap");

        assertEq(_collectBlock(buyer, 1), 1, "collected");
        assertEq(_collectBlock(writer, 1), 1, "collected");
        uint256 cost = 200 * TICK * 200;
        assertEq(buyerHad - _free(buyer), cost + 200 * _fee(200), "the buyer pays price and fee");
        assertEq(_marginOf(writer, series + 3), 520 * TICK * 200, "2.6 x 2.00 of every lot");
        assertEq(writerHad + cost - 200 * _fee(200), _free(writer) + _marginOf(writer, series + 3), "the writer");
        for (uint64 i = 0; i < 36; ++i) {
            int256 lots = i >= 3 && i < 13 ? int256(20) : int256(0);
            assertEq(_position(buyer, series + i), lots, "bought");
            assertEq(_position(writer, series + i), -lots, "sold");
        }
        assertEq(_escrow(day), 0, "escrow");
    }
}
