// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LaneProduct} from "../../../contracts/interfaces/IProducts.sol";
import {LaneWord, LaneWords} from "../../../contracts/types/LaneWord.sol";
import {Test} from "../utils/Test.sol";

contract LaneWordTest is Test {
    function testFuzz_LaneReadsBack(LaneProduct memory lp) external pure {
        LaneWord l = LaneWords.pack(lp);
        assertEq(l.tickSize(), lp.tickSize, "tickSize");
        assertEq(l.product(), lp.product, "product");
        assertEq(l.lead(), lp.lead, "lead");
        assertEq(l.period(), lp.period, "period");
        assertEq(l.collect(), lp.collect, "collect");
        assertEq(l.solve(), lp.solve, "solve");
        assertEq(l.feeBps(), lp.feeBps, "feeBps");
        assertEq(l.window(), lp.window, "window");
        assertEq(l.stride(), lp.stride, "stride");
        assertEq(LaneWord.unwrap(l) >> 232, 0, "free bits");
    }

    function test_LaneIsTheWordOfTheLayout() external pure {
        LaneProduct memory lp;
        (lp.tickSize, lp.product, lp.lead, lp.period) = (0xa1, 0xb1, 0xc1, 0xd1);
        (lp.collect, lp.solve, lp.feeBps, lp.window, lp.stride) = (0xe1, 0xf1, 0x91, 0x81, 0x71);
        assertEq(
            LaneWord.unwrap(LaneWords.pack(lp)),
            0x000000718100910000f10000e10000d1000000c1000000b100000000000000a1,
            "word"
        );
    }
}
