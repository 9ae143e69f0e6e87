// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Commitment} from "../../../contracts/types/Commitment.sol";
import {Lines} from "../../../contracts/types/Lines.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";

contract CommitTest is OneSeries {
    address private operator;
    address private stranger;

    function setUp() public {
        _openSeries(30);
        operator = _user("operator", 10 * USDC);
        stranger = makeAddr("stranger");
        vm.prank(provider);
        ledger.setOperator(operator, true);
        _giveShort(provider, series, 20, 200, 210);
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.delivery.minLots = 4;
        terms.delivery.domainLots = 2;
    }

    // -- commit ----------------------------------------------------------------------------------------

    function test_CommitRevertsForStrangers() external {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotAuthorized.selector, _cash(provider), stranger));
        delivery.commit(_cash(provider), _one(series), _lots(4));
    }

    function test_CommitRevertsWhenListsDiffer() external {
        vm.prank(provider);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.LengthMismatch.selector, 1, 0));
        delivery.commit(_cash(provider), _one(series), new uint32[](0));
    }

    function test_CommitRevertsForWriters() external {
        vm.prank(operator);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotProvider.selector, _cash(operator)));
        delivery.commit(_cash(operator), _one(series), _lots(4));
    }

    function test_CommitRevertsWhenTooSmall() external {
        vm.prank(provider);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.BelowMinimum.selector, series, 3, 4));
        delivery.commit(_cash(provider), _one(series), _lots(3));
    }

    function test_CommitRevertsWhenDomainIsSplit() external {
        vm.prank(provider);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotDomainMultiple.selector, series, 5, 2));
        delivery.commit(_cash(provider), _one(series), _lots(5));
    }

    function test_CommitRevertsWhenGateIsClosed() external {
        uint256 closes = _startOf(series) - 15 minutes;
        vm.warp(closes);
        vm.prank(provider);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.GateClosed.selector, series, closes));
        delivery.commit(_cash(provider), _one(series), _lots(4));
        vm.warp(closes - 1);
        _commit(provider, series, 4);
    }

    function test_CommitRevertsWhenNotShort() external {
        vm.prank(provider);
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.InsufficientShort.selector, _cash(provider), series, int256(-20), 22)
        );
        delivery.commit(_cash(provider), _one(series), _lots(22));
    }

    function test_CommitTakesTheOperatorsTip() external {
        _empty(provider);
        uint256 before = _balance(operator);
        vm.prank(operator);
        delivery.commit(_cash(provider), _one(series), _lots(4));
        assertEq(_balance(operator), before - TIP, "the operator's tip");
        assertEq(_pool(series), 4 * LOCK_AT_210 + TIP, "pool");
    }

    function test_CommitRevertsWithoutTip() external {
        _empty(provider);
        vm.prank(provider);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, _cash(provider), 0, TIP));
        delivery.commit(_cash(provider), _one(series), _lots(4));
    }

    function test_CommitMovesLotsAndLock() external {
        uint256 cash = _balance(provider);
        vm.expectEmit(address(delivery));
        emit IDelivery.Committed(series, _cash(provider), 0, 12, 200 << 8, 210 << 8, LOCK_AT_210);
        _commit(provider, series, 12);
        assertEq(ledger.positionOf(_cash(provider), series), -8, "still short");
        assertEq(_balance(provider), cash - TIP, "tip");
        assertEq(_pool(series), 12 * LOCK_AT_210 + TIP, "pool");
        uint256 margined = ledger.balanceOf(Accounts.margin(_cash(provider), product, uint32(series) / 24));
        assertEq(margined, 8 * LOCK_AT_210, "margin of the rest");
        assertEq(providers.usedOf(_cash(provider), series), 20, "capacity stays used");
    }

    function test_CommitAddsAtTheEnd() external {
        _commit(provider, series, 12);
        vm.prank(operator);
        delivery.commit(_cash(provider), _one(series), _lots(4));
        Lines lines = delivery.linesOf(series);
        assertEq(lines.committed(), 16, "lots");
        assertEq(lines.commitments(), 2, "entries");
        assertEq(lines.nominated(), 0, "nominated");
        Commitment c = delivery.commitmentOf(series, 1);
        assertEq(c.provider(), providers.providerId(_cash(provider)), "provider");
        assertEq(c.end(), 16, "end");
        assertEq(c.lots(), 4, "lots of the entry");
        assertEq(c.k(), 200 << 8, "k");
        assertEq(c.mark(), 210 << 8, "mark");
    }

    function test_CommitTakesManyHours() external {
        uint64[] memory list = new uint64[](24);
        uint32[] memory lots = new uint32[](24);
        for (uint256 i = 0; i < 24; ++i) {
            list[i] = _series(40 + i);
            lots[i] = 4;
            _giveShort(provider, list[i], 4, 200, 210);
        }
        vm.prank(provider);
        delivery.commit(_cash(provider), list, lots);
        for (uint256 i = 0; i < 24; ++i) {
            assertEq(delivery.linesOf(list[i]).committed(), 4, "committed");
        }
    }

    // -- commitAll -------------------------------------------------------------------------------------

    function test_CommitAllRevertsForWriters() external {
        vm.prank(operator);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotProvider.selector, _cash(operator)));
        delivery.commitAll(_cash(operator), _one(series));
    }

    function test_CommitAllRevertsWhenOthersAreEarly() external {
        uint256 opens = _startOf(series) - 2 hours;
        vm.warp(opens - 1);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.TooEarlyToCommitFor.selector, _cash(provider), series, opens));
        delivery.commitAll(_cash(provider), _one(series));
        vm.warp(opens);
        vm.prank(stranger);
        assertEq(delivery.commitAll(_cash(provider), _one(series)), 20, "committed");
    }

    function test_CommitAllRevertsWhenOptedOut() external {
        vm.prank(provider);
        providers.optOut(_cash(provider), series, true);
        vm.warp(_startOf(series) - 1 hours);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.OptedOut.selector, _cash(provider), series));
        delivery.commitAll(_cash(provider), _one(series));
    }

    function test_CommitAllObeysItsOwner() external {
        vm.startPrank(provider);
        providers.optOut(_cash(provider), series, true);
        assertEq(delivery.commitAll(_cash(provider), _one(series)), 20, "days ahead, opted out");
        vm.stopPrank();
    }

    function test_CommitAllRevertsWithNothing() external {
        _commit(provider, series, 20);
        vm.prank(provider);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NothingToCommit.selector, _cash(provider)));
        delivery.commitAll(_cash(provider), _one(series));
    }

    function test_CommitAllRevertsWhenGateIsClosed() external {
        uint256 closes = _startOf(series) - 15 minutes;
        vm.warp(closes);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.GateClosed.selector, series, closes));
        delivery.commitAll(_cash(provider), _one(series));
    }

    function test_CommitAllTakesWholeDomains() external {
        // A rest of three lots: less than the minimum, and one of them is no domain.
        _commit(provider, series, 16);
        _giveShort(provider, _series(31), 3, 200, 210);
        uint64[] memory list = new uint64[](2);
        (list[0], list[1]) = (series, _series(31));
        vm.warp(_startOf(series) - 1 hours);
        vm.prank(stranger);
        assertEq(delivery.commitAll(_cash(provider), list), 6, "committed");
        assertEq(ledger.positionOf(_cash(provider), _series(31)), -1, "less than a domain");
    }

    function test_CommitAllSkips() external {
        uint64[] memory list = new uint64[](3);
        (list[0], list[1], list[2]) = (_series(29), series, series);
        vm.warp(_startOf(series) - 1 hours);
        assertEq(delivery.commitAll(_cash(provider), list), 20, "once");
        assertEq(delivery.linesOf(_series(29)).commitments(), 0, "no entry of nothing");
    }

    function test_CommitAllTakesTheCallersTip() external {
        _empty(provider);
        _fund(stranger, USDC);
        vm.warp(_startOf(series) - 1 hours);
        vm.prank(stranger);
        delivery.commitAll(_cash(provider), _one(series));
        assertEq(_balance(stranger), USDC - TIP, "the caller's tip");
    }

    /// @dev Pays all free cash out.
    function _empty(address user) private {
        uint256 cash = _balance(user);
        vm.prank(user);
        ledger.withdraw(_cash(user), user, cash);
    }
}
