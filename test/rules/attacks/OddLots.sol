// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {vm} from "../utils/Vm.sol";
import {WholeDomains} from "../utils/WholeDomains.sol";
import {Report} from "./Report.sol";

/// @notice Lots trade one by one, but are committed in whole domains: who buys a part of a domain from each of two
/// providers leaves both with lots that they cannot commit, nominates the whole, and is paid for their default.
abstract contract OddLots is WholeDomains, Report {
    address internal attacker;

    function setUp() public virtual override {
        super.setUp();
        attacker = _user("attacker", CASH);
    }

    /// @dev Both offer whole domains and stand ready to deliver.
    /// @param price ticks
    /// @return paid by the attacker for one domain in two parts
    /// @return gain what it has more in the end
    function _makeBothDefault(uint32 price) internal returns (uint256 paid, uint256 gain) {
        uint256 before = _balance(attacker);
        _buyPart(_dayAuction(2), provider, price, 7);
        _buyPart(_hourAuction(series), other, price, 1);
        paid = before - _balance(attacker);
        _nominate(attacker, series, DOMAIN);
        address[2] memory both = [provider, other];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(both[i]);
            vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToCommit.selector, _cash(both[i])));
            delivery.commitAll(_cash(both[i]), _one(series));
        }
        _closeGate(series);
        delivery.defaultShort(_cash(provider), series);
        delivery.defaultShort(_cash(other), series);
        _claim();
        gain = _balance(attacker) - before;
    }

    /// @dev The attacker has its nomination compensated.
    function _claim() internal {
        vm.warp(_endOf(series) + 30 minutes + 2 hours + 1);
        vm.prank(attacker);
        delivery.claimCompensation(series, 0);
    }

    function _buyPart(uint64 id, address seller, uint32 price, uint32 lots) private {
        _warpToCollect(id);
        _place(seller, id, series, OrderKind.Write, price, DOMAIN, 0);
        _place(attacker, id, series, OrderKind.Buy, price, lots, 0);
        _finish(id, seller, attacker);
    }
}
