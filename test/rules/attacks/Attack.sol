// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

/// @notice An attack on the auction: what it costs whom and what it gains is asserted, and written to `out/attacks`.
abstract contract Attack is Trading {
    string private constant FOLDER = "out/attacks";

    /// @dev One line of the report. Amounts are words, with their units.
    function _report(string memory name, string memory cost, string memory gain) internal {
        vm.createDir(FOLDER, true);
        string memory line = string.concat(name, " | costs ", cost, " | gains ", gain, "\n");
        vm.writeFile(string.concat(FOLDER, "/", name, ".txt"), line);
    }

    function _usdc(uint256 amount) internal pure returns (string memory) {
        string memory fraction = vm.toString(USDC + (amount % USDC));
        bytes memory digits = new bytes(6);
        for (uint256 i = 0; i < 6; ++i) digits[i] = bytes(fraction)[i + 1];
        return string.concat(vm.toString(amount / USDC), ".", string(digits), " USDC");
    }
}
