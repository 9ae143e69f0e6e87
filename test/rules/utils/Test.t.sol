// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Test} from "./Test.sol";
import {vm} from "./Vm.sol";

/// @notice The assertions themselves: one that cannot fail would make every test above it worthless.
contract TestTest is Test {
    function check(uint256 left, uint256 right) external pure {
        assertEq(left, right, "lots");
    }

    function test_AssertEqPassesWhenEqual() external view {
        this.check(7, 7);
    }

    function test_AssertEqRevertsWithBothValues() external {
        vm.expectRevert(bytes("lots: expected 7 == 8"));
        this.check(7, 8);
    }

    function test_MakeAddrIsTheAddressOfItsKey() external {
        (address account, uint256 key) = makeAddrAndKey("alice");
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256("message"));
        assertEq(ecrecover(keccak256("message"), v, r, s), account, "signer");
        assertEq(makeAddr("alice"), account, "same name");
    }

    function testFuzz_BoundStaysInside(uint256 x, uint256 a, uint256 b) external pure {
        (uint256 min, uint256 max) = a < b ? (a, b) : (b, a);
        uint256 y = bound(x, min, max);
        assertGe(y, min, "min");
        assertLe(y, max, "max");
        if (x >= min && x <= max) assertEq(y, x, "inside stays");
    }

    function testFuzz_BoundSignedStaysInside(int256 x, int256 a, int256 b) external pure {
        (int256 min, int256 max) = a < b ? (a, b) : (b, a);
        int256 y = bound(x, min, max);
        assertTrue(y >= min && y <= max, "inside");
        if (x >= min && x <= max) assertEq(y, x, "inside stays");
    }
}
