// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Reading} from "../../../contracts/types/Reading.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Assignments with and without a reading, for tests of what becomes of them when somebody disputes.
abstract contract Disputes is OneSeries {
    uint256 internal constant BOND = 5 * USDC; // the floor: a tenth of ten lots at 2.00 is less

    Reading[] internal readings;

    /// @dev Three pairs of ten lots; readings of the first two, the second one with half of the time.
    function setUp() public {
        _openSeries(30);
        _sell(30, 200);
        _scheduleTens(3);
        readings.push(_reading(series, 0, 0, 1_000_000));
        readings.push(_reading(series, 1, 1, 500_000));
    }

    /// @dev Disputes the second reading.
    function _dispute(address party) internal returns (uint64) {
        bytes32[] memory proof = _proofs(readings)[1];
        vm.prank(party);
        return settlement.dispute(_cash(party), readings[1], proof);
    }

    function _disputeMissing(address party, uint32 pair) internal returns (uint64) {
        vm.prank(party);
        return settlement.disputeMissing(_cash(party), series, pair, pair);
    }
}
