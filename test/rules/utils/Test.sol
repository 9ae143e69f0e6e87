// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {vm} from "./Vm.sol";

/// @notice Base of every Solidity test: assertions that say what they got, bounded inputs, named accounts.
abstract contract Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    address[] private _targetContracts;
    FuzzSelector[] private _targetSelectors;

    /// @notice The contracts that an invariant campaign calls.
    function targetContracts() external view returns (address[] memory) {
        return _targetContracts;
    }

    /// @notice The functions that an invariant campaign calls, where not all of a contract's.
    function targetSelectors() external view returns (FuzzSelector[] memory) {
        return _targetSelectors;
    }

    function targetContract(address target) internal {
        _targetContracts.push(target);
    }

    function targetSelector(address target, bytes4[] memory selectors) internal {
        _targetSelectors.push(FuzzSelector({addr: target, selectors: selectors}));
    }

    /// @dev Folds `x` into [min, max]; values already inside stay, so that a counterexample is readable.
    function bound(uint256 x, uint256 min, uint256 max) internal pure returns (uint256) {
        require(min <= max, "bound: min > max");
        if (x >= min && x <= max) return x;
        uint256 size = max - min + 1;
        if (size == 0) return x;
        return min + (x % size);
    }

    /// @dev As `bound` for unsigned values.
    function bound(int256 x, int256 min, int256 max) internal pure returns (int256) {
        require(min <= max, "bound: min > max");
        uint256 shift = 1 << 255;
        unchecked {
            // Adding 2^255 modulo 2^256 maps int256 to uint256 and keeps the order.
            return int256(bound(uint256(x) + shift, uint256(min) + shift, uint256(max) + shift) - shift);
        }
    }

    /// @dev Deploys a contract from its artifact: a test that says `new` compiles the contract once more, for itself.
    function _create(string memory name, bytes memory args) internal returns (address created) {
        bytes memory code = bytes.concat(vm.getCode(name), args);
        assembly ("memory-safe") {
            created := create(0, add(code, 0x20), mload(code))
        }
        require(created != address(0), string.concat("create ", name));
    }

    function makeAddr(string memory name) internal returns (address account) {
        (account, ) = makeAddrAndKey(name);
    }

    function makeAddrAndKey(string memory name) internal returns (address account, uint256 key) {
        key = uint256(keccak256(bytes(name)));
        account = vm.addr(key);
        vm.label(account, name);
    }

    function assertTrue(bool value, string memory what) internal pure {
        if (!value) revert(string.concat(what, ": expected true"));
    }

    function assertTrue(bool value) internal pure {
        assertTrue(value, "assertTrue");
    }

    function assertFalse(bool value, string memory what) internal pure {
        if (value) revert(string.concat(what, ": expected false"));
    }

    function assertFalse(bool value) internal pure {
        assertFalse(value, "assertFalse");
    }

    function assertEq(uint256 left, uint256 right, string memory what) internal pure {
        if (left != right) _fail(what, vm.toString(left), "==", vm.toString(right));
    }

    function assertEq(uint256 left, uint256 right) internal pure {
        assertEq(left, right, "assertEq");
    }

    function assertEq(int256 left, int256 right, string memory what) internal pure {
        if (left != right) _fail(what, vm.toString(left), "==", vm.toString(right));
    }

    function assertEq(int256 left, int256 right) internal pure {
        assertEq(left, right, "assertEq");
    }

    function assertEq(address left, address right, string memory what) internal pure {
        if (left != right) _fail(what, vm.toString(left), "==", vm.toString(right));
    }

    function assertEq(address left, address right) internal pure {
        assertEq(left, right, "assertEq");
    }

    function assertEq(bytes32 left, bytes32 right, string memory what) internal pure {
        if (left != right) _fail(what, vm.toString(left), "==", vm.toString(right));
    }

    function assertEq(bytes32 left, bytes32 right) internal pure {
        assertEq(left, right, "assertEq");
    }

    function assertEq(bool left, bool right, string memory what) internal pure {
        if (left != right) _fail(what, vm.toString(left), "==", vm.toString(right));
    }

    function assertEq(bool left, bool right) internal pure {
        assertEq(left, right, "assertEq");
    }

    function assertEq(bytes memory left, bytes memory right, string memory what) internal pure {
        if (keccak256(left) != keccak256(right)) _fail(what, vm.toString(left), "==", vm.toString(right));
    }

    function assertEq(bytes memory left, bytes memory right) internal pure {
        assertEq(left, right, "assertEq");
    }

    function assertEq(string memory left, string memory right, string memory what) internal pure {
        if (keccak256(bytes(left)) != keccak256(bytes(right))) _fail(what, left, "==", right);
    }

    function assertEq(string memory left, string memory right) internal pure {
        assertEq(left, right, "assertEq");
    }

    function assertNotEq(uint256 left, uint256 right, string memory what) internal pure {
        if (left == right) _fail(what, vm.toString(left), "!=", vm.toString(right));
    }

    function assertNotEq(bytes32 left, bytes32 right, string memory what) internal pure {
        if (left == right) _fail(what, vm.toString(left), "!=", vm.toString(right));
    }

    function assertLt(uint256 left, uint256 right, string memory what) internal pure {
        if (left >= right) _fail(what, vm.toString(left), "<", vm.toString(right));
    }

    function assertLe(uint256 left, uint256 right, string memory what) internal pure {
        if (left > right) _fail(what, vm.toString(left), "<=", vm.toString(right));
    }

    function assertGt(uint256 left, uint256 right, string memory what) internal pure {
        if (left <= right) _fail(what, vm.toString(left), ">", vm.toString(right));
    }

    function assertGe(uint256 left, uint256 right, string memory what) internal pure {
        if (left < right) _fail(what, vm.toString(left), ">=", vm.toString(right));
    }

    function _fail(string memory what, string memory left, string memory relation, string memory right) private pure {
        revert(string.concat(what, ": expected ", left, " ", relation, " ", right));
    }
}
