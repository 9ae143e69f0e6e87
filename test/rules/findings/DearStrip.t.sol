// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IBlocks} from "../../../contracts/interfaces/IBlocks.sol";
import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {ContestTest} from "../contest/ContestTest.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Found: a strip's limit could be 2^24 - 1 ticks in every period. Around references this high it still could. Where nobody sells in one of them, the price
/// that keeps such a strip out has to carry the limits of all, and fits no solution: the firm buy of one lot, never
/// filled and paid back, made every solution of its auction invalid but the baseline.
contract DearStripTest is ContestTest {
    uint32 private constant MOST = 2 ** 24 - 1;
    /// @dev Ticks: highest one there is.
    uint24 private constant HIGHEST = 2 ** 23;

    uint24 private _reference;

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.initialReference = _reference;
    }

    function _band() internal view override returns (uint32 bottom, uint32 top) {
        return (_reference - 126, _reference + 125);
    }

    /// @dev A band that ends at a third of the most, so that the strip's limit is all that a price can be.
    function test_TheDearestStripCanBeKeptOut() external {
        _reference = uint24(MOST / 3) - 125;
        _setUpContest();
        _sell(0, 0, _reference - 100, 10);
        _block(false, 0, 0, 1, _reference - 50, 10, 10);
        _strip(false, 0, 0, 3, MOST / 3, 1);
        _bringBaseline();
        // Nobody sells in the second and third period; the first one's orders trade all the same.
        uint256 price = _reference - 50;
        Solution memory s = _solution(_prices(price, 0, MOST - price), _fills(10, 0));
        _commit(solver, s);
        vm.warp(half);
        _reveal(solver, s);
        assertEq(contest.incumbentOf(id).solver, solver, "cleared");
    }

    function testFuzz_DearerOnesAreRefused(uint32 price) external {
        _reference = HIGHEST;
        _setUpContest();
        price = uint32(bound(price, MOST / 2 + 1, MOST));
        uint32 counted = price > HIGHEST + 125 ? HIGHEST + 125 : price;
        vm.expectRevert(abi.encodeWithSelector(IBlocks.WrongLimit.selector, counted));
        this.placeStrip(2, price);
        this.placeStrip(2, MOST / 2);
        // Over three periods the band itself is beyond it.
        vm.expectRevert(abi.encodeWithSelector(IBlocks.WrongLimit.selector, counted));
        this.placeStrip(3, price);
    }

    function placeStrip(uint8 periods, uint32 price) external {
        _strip(false, 0, 0, periods, price, 1);
    }
}
