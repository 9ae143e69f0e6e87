// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {vm} from "../utils/Vm.sol";

/// @notice What an attack costs and gains, in one line of `out/attacks`.
abstract contract Report {
    string private constant FOLDER = "out/attacks";
    uint256 private constant UNIT = 1e6;

    /// @dev Amounts are words, with their units.
    function _report(string memory name, string memory cost, string memory gain) internal {
        vm.createDir(FOLDER, true);
        string memory line = string.concat(name, " | costs ", cost, " | gains ", gain, "\n");
        vm.writeFile(string.concat(FOLDER, "/", name, ".txt"), line);
    }

    function _usdc(uint256 amount) internal pure returns (string memory) {
        bytes memory text = bytes(vm.toString(UNIT + (amount % UNIT)));
        bytes memory digits = new bytes(6);
        for (uint256 i = 0; i < 6; ++i) digits[i] = text[i + 1];
        return string.concat(vm.toString(amount / UNIT), ".", string(digits), " USDC");
    }
}
