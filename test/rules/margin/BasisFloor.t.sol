// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {MarginTest} from "./MarginTest.sol";

contract BasisFloorTest is MarginTest {
    /// @dev Ticks; the reference is 200.
    uint24 private _floor = 150;

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.basisFloor = _floor;
    }

    function test_FilledBelowTheFloor() external {
        _sellShort(_first(), _hour(0), writer, 100, 10);
        _checkShort(cashOfWriter, _hour(0), 10, 150 * 256, 200 * 256);
        // 2.5 x 2.00 + 0.1 x 1.50
        assertEq(_locked(cashOfWriter), 10 * 5_150_000, "locked");
        assertEq(ledger.balanceOf(cashOfWriter), CASH + 10 * 999_000 - 10 * 5_150_000, "paid what it sold for");
    }

    function test_FilledAboveTheFloor() external {
        _sellShort(_first(), _hour(0), writer, 160, 10);
        _checkShort(cashOfWriter, _hour(0), 10, 160 * 256, 200 * 256);
        assertEq(_locked(cashOfWriter), 10 * 5_160_000, "locked");
    }

    function test_ReferenceBelowTheFloor() external {
        _floor = 250;
        _listDefault();
        _sellShort(_first(), _hour(0), writer, 200, 10);
        _checkShort(cashOfWriter, _hour(0), 10, 250 * 256, 250 * 256);
        // 2.6 x 2.50
        assertEq(_locked(cashOfWriter), 10 * 6_500_000, "locked");
    }

    function test_BoughtBack() external {
        _sellShort(_first(), _hour(0), writer, 100, 10);
        _buyBack(_second(), _hour(0), writer, 4);
        _collect(writer, 1);
        assertEq(_locked(cashOfWriter), 6 * 5_150_000, "locked for the rest");
        uint256 cash = CASH + 10 * 999_000 - 4 * 2_002_000 - 6 * 5_150_000;
        assertEq(ledger.balanceOf(cashOfWriter), cash, "sold at 1.00, bought at 2.00");
    }
}
