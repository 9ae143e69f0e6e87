// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Nomination, Nominations} from "../../../contracts/types/Nomination.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";

contract NominateTest is OneSeries {
    address private stranger;

    function setUp() public {
        _openSeries(30);
        stranger = makeAddr("stranger");
        _giveLong(holder, series, 20);
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.delivery.minLots = 4;
        terms.delivery.domainLots = 2;
    }

    function test_NominateRevertsForStrangers() external {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotAuthorized.selector, _cash(holder), stranger));
        delivery.nominate(_cash(holder), _one(series), _lots(4), KEY);
    }

    function test_NominateRevertsWhenListsDiffer() external {
        vm.prank(holder);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.LengthMismatch.selector, 0, 1));
        delivery.nominate(_cash(holder), new uint64[](0), _lots(4), KEY);
    }

    function test_NominateRevertsWithoutKey() external {
        vm.startPrank(holder);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.AccessKeySize.selector, 32));
        delivery.nominate(_cash(holder), _one(series), _lots(4), new bytes(32));
        vm.expectRevert(abi.encodeWithSelector(IDelivery.AccessKeySize.selector, 257));
        delivery.nominate(_cash(holder), _one(series), _lots(4), new bytes(257));
        delivery.nominate(_cash(holder), _one(series), _lots(4), new bytes(33));
        delivery.nominate(_cash(holder), _one(series), _lots(4), new bytes(256));
        vm.stopPrank();
    }

    function test_NominateRevertsWhenTooSmall() external {
        vm.startPrank(holder);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.BelowMinimum.selector, series, 2, 4));
        delivery.nominate(_cash(holder), _one(series), _lots(2), KEY);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotDomainMultiple.selector, series, 7, 2));
        delivery.nominate(_cash(holder), _one(series), _lots(7), KEY);
        vm.stopPrank();
    }

    function test_NominateRevertsWhenGateIsClosed() external {
        uint256 closes = _startOf(series) - 15 minutes;
        vm.warp(closes);
        vm.prank(holder);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.GateClosed.selector, series, closes));
        delivery.nominate(_cash(holder), _one(series), _lots(4), KEY);
    }

    function test_NominateRevertsWithoutLots() external {
        vm.prank(holder);
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.InsufficientLots.selector, _cash(holder), series, int256(20), 22)
        );
        delivery.nominate(_cash(holder), _one(series), _lots(22), KEY);
    }

    function test_NominateRevertsWithoutTip() external {
        vm.startPrank(holder);
        ledger.withdraw(_cash(holder), holder, CASH - TIP + 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, _cash(holder), TIP - 1, TIP));
        delivery.nominate(_cash(holder), _one(series), _lots(4), KEY);
        vm.stopPrank();
    }

    function test_NominateTakesLots() external {
        vm.prank(holder);
        ledger.setOperator(stranger, true);
        vm.expectEmit(address(delivery));
        emit IDelivery.Nominated(series, _cash(holder), 0, 6, KEY);
        vm.prank(stranger);
        delivery.nominate(_cash(holder), _one(series), _lots(6), KEY);
        _nominate(holder, series, 10);
        assertEq(ledger.positionOf(_cash(holder), series), 4, "position");
        assertEq(_balance(holder), CASH - 2 * TIP, "cash");
        assertEq(_pool(series), 2 * TIP, "pool");
        assertEq(delivery.linesOf(series).nominated(), 16, "lots");
        assertEq(delivery.linesOf(series).nominations(), 2, "entries");
        Nomination n = delivery.nominationOf(series, 1);
        assertEq(n.lots(), 10, "lots of the entry");
        assertEq(n.end(), 16, "end");
        assertEq(Account.unwrap(n.holder()), Account.unwrap(_cash(holder)), "holder");
    }

    function testFuzz_NominationKeepsItsHolder(address owner, uint16 desk, uint32 end, uint32 lots) external pure {
        Account account = Accounts.cash(owner, desk);
        Nomination n = Nominations.pack(account, end, lots);
        assertEq(Account.unwrap(n.holder()), Account.unwrap(account), "holder");
        assertEq(n.end(), end, "end");
        assertEq(n.lots(), lots, "lots");
    }

    function test_NominateTakesManyHours() external {
        uint64[] memory list = new uint64[](24);
        uint32[] memory lots = new uint32[](24);
        for (uint256 i = 0; i < 24; ++i) {
            list[i] = _series(40 + i);
            lots[i] = 4;
            _giveLong(holder, list[i], 4);
        }
        vm.prank(holder);
        delivery.nominate(_cash(holder), list, lots, KEY);
        for (uint256 i = 0; i < 24; ++i) {
            assertEq(delivery.linesOf(list[i]).nominated(), 4, "nominated");
        }
    }
}
