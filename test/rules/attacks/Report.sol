// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {vm} from "../utils/Vm.sol";

/// @notice What an attack costs and gains: a row of the table in `docs/attacks.md`, in a file of `out/attacks`.
abstract contract Report {
    string private constant FOLDER = "out/attacks";
    uint256 private constant UNIT = 1e6;

    /// @param name the attack, which is the file's name as well
    function _report(string memory name, string memory cost, string memory gain) internal {
        vm.createDir(FOLDER, true);
        string memory row = string.concat("| ", name, " | ", cost, " | ", gain, " |");
        vm.writeFile(string.concat(FOLDER, "/", name, ".txt"), row);
    }

    /// @dev Exact, with two to six decimals.
    function _usdc(uint256 amount) internal pure returns (string memory) {
        if (amount == 0) return "nothing";
        bytes memory digits = bytes(vm.toString(UNIT + (amount % UNIT)));
        uint256 last = 6;
        while (last > 2 && digits[last] == "0") --last;
        bytes memory decimals = new bytes(last);
        for (uint256 i = 0; i < last; ++i) decimals[i] = digits[i + 1];
        return string.concat(_grouped(amount / UNIT), ".", string(decimals), " USDC");
    }

    /// @dev With a comma between thousands.
    function _grouped(uint256 whole) private pure returns (string memory text) {
        for (; whole >= 1_000; whole /= 1_000) {
            bytes memory digits = bytes(vm.toString(1_000 + (whole % 1_000)));
            text = string.concat(",", string(abi.encodePacked(digits[1], digits[2], digits[3])), text);
        }
        return string.concat(vm.toString(whole), text);
    }
}
