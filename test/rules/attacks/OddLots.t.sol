// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {vm} from "../utils/Vm.sol";
import {WholeDomains} from "../utils/WholeDomains.sol";
import {Report} from "./Report.sol";

/// @notice Lots trade one by one, but are committed in whole domains: who buys a part of a domain from each of two
/// providers leaves both with lots that they cannot commit, nominates the whole, and is paid for their default.
contract OddLotsTest is WholeDomains, Report {
    address private attacker;

    function setUp() public override {
        super.setUp();
        attacker = _user("attacker", 1_000 * USDC);
    }

    /// @dev Both offer whole domains and stand ready to deliver.
    function test_HonestProvidersAreMadeToDefault() external {
        uint256 before = _balance(attacker);
        _buyPart(_dayAuction(2), one, 7);
        _buyPart(_hourAuction(series), two, 1);
        _nominate(attacker, series, DOMAIN);
        address[2] memory both = [one, two];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(both[i]);
            vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToCommit.selector, _cash(both[i])));
            delivery.commitAll(_cash(both[i]), _one(series));
        }
        _closeGate(series);
        delivery.defaultShort(_cash(one), series);
        delivery.defaultShort(_cash(two), series);
        vm.warp(_endOf(series) + 30 minutes + 2 hours + 1);
        vm.prank(attacker);
        delivery.claimCompensation(series, 0);
        uint256 gain = _balance(attacker) - before;
        assertEq(gain, DOMAIN * (200_000 - 2_000), "the penalties, less the fees");
        _report("buying parts of a domain from two providers", "the fees", _usdc(gain));
    }

    function _buyPart(uint64 id, address provider, uint32 lots) private {
        _warpToCollect(id);
        _place(provider, id, series, OrderKind.Write, 200, DOMAIN, 0);
        _place(attacker, id, series, OrderKind.Buy, 200, lots, 0);
        _warpToSolve(id);
        _clear(id, _one(series), id == _hourAuction(series) ? 1 : 36);
        _collect(provider, 0);
        _collect(attacker, 0);
    }
}
