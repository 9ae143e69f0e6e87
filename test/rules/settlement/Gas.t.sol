// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Reading} from "../../../contracts/types/Reading.sol";
import {FullExchange, Pair} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";

/// @notice What settling twenty readings costs: 5 providers, 10 holders, 5 shortfalls, everything cold. `bench:gas`
/// measures the same on the chain.
contract SettleGasTest is FullExchange {
    uint256 private constant PROVIDERS = 5;
    uint256 private constant HOLDERS = 10;
    uint256 private constant READINGS = 20;

    uint64 private series;
    bytes private data;

    /// @dev Ten commitments of ten lots, and nominations that end in the middle of each.
    function setUp() public {
        _deploy();
        _listDefault();
        series = _series(30);
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            string memory name = string.concat("provider", vm.toString(i));
            address provider = _provider(name, 10_000 * USDC, 100 * USDC, 100);
            _giveShort(provider, series, 20, uint32(200 + i), 210);
            _commit(provider, series, 10);
            _commit(provider, series, 10);
        }
        for (uint256 i = 0; i <= HOLDERS; ++i) {
            address holder = _user(string.concat("holder", vm.toString(i % HOLDERS)), 1_000 * USDC);
            uint32 lots = i % HOLDERS == 0 ? 5 : 10;
            _giveLong(holder, series, lots);
            _nominate(holder, series, lots);
        }
        _fixShift(series, _seedFor(series, 40, 100));

        Pair[] memory pairs = _pairs(series);
        Reading[] memory readings = new Reading[](READINGS);
        assertEq(pairs.length, READINGS, "assignments");
        for (uint256 i = 0; i < READINGS; ++i) {
            uint32 delivered = i % 4 == 0 ? 500_000 : 1_000_000;
            readings[i] = _reading(series, pairs[i].commitment, pairs[i].nomination, delivered);
        }
        bytes32[][] memory proofs = _proofs(readings);
        _attestAndPass(series, readings);
        data = abi.encodeCall(settlement.settle, (readings, proofs));
        // The keeper that settles has settled before.
        _fund(address(this), USDC);
    }

    function test_SettleTwentyReadings() external {
        bytes memory input = data;
        uint256 before = gasleft();
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, ) = address(settlement).call(input);
        uint256 used = before - gasleft() + 21_000 + _calldataGas(input);
        assertTrue(success);
        _report(used);
        assertLe(used / READINGS, 41_000, "gas per reading");
    }

    function _calldataGas(bytes memory input) private pure returns (uint256 gas_) {
        for (uint256 i = 0; i < input.length; ++i) {
            gas_ += input[i] == 0 ? 4 : 16;
        }
    }

    function _report(uint256 used) private {
        if (!vm.envOr("GAS_REPORT", false)) return;
        vm.createDir("out", true);
        vm.writeFile("out/settle20.txt", vm.toString(used / READINGS));
    }
}
