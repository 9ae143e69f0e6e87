// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {BlocksTest} from "./BlocksTest.sol";

contract LowestReferenceTest is BlocksTest {
    function test_StaysAtOne() external {
        _enter(writer, day, series, OrderKind.Write, 0, 10);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series + 3, 4, 1, 20), 1);
        _bringBaseline(day);
        _warpPast(day);
        assertEq(auction.resultOf(day, series).price(), 1, "the sells press at the bottom");
        contest.conclude(day);
        assertEq(auction.referenceOf(day, series), 1, "reference");
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.initialReference = 1;
    }
}
