// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {ProvidersTest} from "../providers/ProvidersTest.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Found: stake was cut to its 104 bits without a word. With a token of many units, a provider that staked
/// 2^104 + 1 of them had one bonded, and the rest was lost to everybody.
contract StakeTruncatedTest is ProvidersTest {
    function test_NoStakeIsLost() external {
        uint256 amount = 2 ** 104 + 1;
        _fund(account, amount);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IProviders.StakeTooLarge.selector, amount));
        providers.stake(account, amount);
        assertEq(ledger.balanceOf(account), amount, "still free");
    }
}
