// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {OneSeries} from "../utils/OneSeries.sol";

/// @notice A product whose provider may take a tenth of the time back.
contract InterruptibleTest is OneSeries {
    function setUp() public {
        _openSeries(30);
        _sell(10, 210);
        _scheduleTens(1);
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.delivery.tier = 2;
        terms.delivery.interruptionBps = 1_000;
    }

    function test_WhatItMayTakeBackCountsAsDelivered() external {
        uint256 before = _balance(holder);
        _settle(_single(_reading(series, 0, 0, 400_000)));
        assertEq(_balance(holder), before + (10 * WORST * 5) / 10, "a tenth less than was lost");
    }

    function test_NothingIsOwedWhereThatIsAll() external {
        uint256 before = _balance(holder);
        _settle(_single(_reading(series, 0, 0, 900_000)));
        assertEq(_balance(holder), before, "within what it may take back");
    }
}
