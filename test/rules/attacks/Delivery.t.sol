// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {Pair} from "../utils/FullExchange.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice What attacks on delivery cost and gain.
contract DeliveryAttacksTest is OneSeries, Report {
    address private attacker;
    uint24 private floor; // ticks

    function setUp() public {
        _openSeries(45);
        attacker = _provider("attacker", CASH, STAKED, 1_000);
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.delivery.minLots = 2;
        terms.trade.basisFloor = floor;
    }

    // -- both sides of a failed delivery are one person ------------------------------------------------

    /// @dev It pays its damages to itself: the cost is the two tips, the gain is nothing.
    function test_FailingToOneselfGainsNothing() external {
        (uint256 before, Reading memory reading) = _deliverToItself(0);
        _settle(_single(reading));
        uint256 cost = before - _wealth(attacker);
        assertEq(cost, 2 * TIP, "the tips");
        _report("fail to deliver to oneself", string.concat(_usdc(cost), ": two tips"), "nothing");
    }

    /// @dev Not committing is no way out either: the pool pays at most what was paid in.
    function test_DefaultingToOneselfGainsNothing() external {
        _giveShort(attacker, series, 10, 200, 200);
        uint256 before = _wealth(attacker) + _margined(attacker);
        address accomplice = _user("accomplice", 1_000 * USDC);
        _giveLong(accomplice, series, 10);
        uint256 accompliceBefore = _wealth(accomplice);
        _nominate(accomplice, series, 10);
        _closeGate(series);
        delivery.defaultShort(_cash(attacker), series);
        vm.warp(_endOf(series) + 30 minutes + 2 hours + 1);
        vm.prank(keeper);
        delivery.claimCompensation(series, 0);
        uint256 paid = before - _wealth(attacker);
        uint256 received = _wealth(accomplice) - accompliceBefore;
        assertEq(paid, 10 * WORST, "paid");
        assertEq(received, 10 * WORST - TIP, "received");
        _report("default to oneself", string.concat(_usdc(paid - received), ": the tip"), "nothing");
    }

    /// @dev A reading that both sides know to be true, disputed to move money past a creditor, or to be paid from bonds.
    function test_DisputingOneselfPaysReserve() external {
        (uint256 before, Reading memory reading) = _deliverToItself(500_000);
        _attest(series, _single(reading));
        vm.prank(attacker);
        uint64 id = settlement.dispute(_cash(attacker), reading, new bytes32[](0));
        _decide(id, reading);
        uint256 cost = before - _wealth(attacker);
        assertEq(_reserve(), (5 * USDC) / 2, "half of the bond");
        assertGe(cost, (5 * USDC) / 2, "at least that");
        assertLe(cost, (5 * USDC) / 2 + 2 * TIP, "and the tips");
        _report("dispute oneself", string.concat(_usdc(cost), ": half of the bond, and tips"), "nothing");
    }

    // -- last in line ----------------------------------------------------------------------------------

    /// @dev Whoever enters last knows both lines, and meets each commitment as often as chance has it.
    function test_LastInLineCannotAim() external {
        _giveShort(provider, series, 40, 200, 200);
        _giveLong(holder, series, 40);
        for (uint256 i = 0; i < 4; ++i) {
            _commit(provider, series, 10);
        }
        _nominate(holder, series, 30);
        _nominate(holder, series, 10);
        _closeGate(series);
        uint256[4] memory met;
        for (uint256 draw = 1; draw <= 80; ++draw) {
            uint256 snapshot = vm.snapshotState();
            _fixShift(series, keccak256(abi.encode(draw)));
            uint256[4] memory found;
            for (uint32 i = 0; i < 4; ++i) {
                (uint32 lots, , ) = delivery.assignmentOf(series, i, 1);
                found[i] = lots;
            }
            vm.revertToState(snapshot);
            for (uint256 i = 0; i < 4; ++i) {
                met[i] += found[i];
            }
        }
        // 80 draws of 10 lots over 4 commitments: 200 each on average.
        for (uint256 i = 0; i < 4; ++i) {
            assertGt(met[i], 130, "seldom");
            assertLt(met[i], 270, "often");
        }
        _report(
            "commit or nominate last, to choose a counterparty",
            "nothing",
            "nothing: the shift meets each one equally often"
        );
    }

    /// @dev An entry that comes when the day's seed is out cannot choose: it gets a seed that is not out yet.
    function test_LateEntryCannotAim() external {
        uint64 first = _series(16);
        _giveShort(provider, first, 4, 200, 200);
        _giveLong(holder, first, 4);
        _commit(provider, first, 2);
        _commit(provider, first, 2);
        _nominate(holder, first, 4);
        _giveShort(provider, _series(20), 40, 200, 200);
        _giveLong(attacker, _series(20), 10);
        for (uint256 i = 0; i < 4; ++i) {
            _commit(provider, _series(20), 10);
        }
        _fixShift(first, keccak256("known to all"));
        vm.prank(attacker);
        delivery.nominate(_cash(attacker), _one(_series(20)), _lots(10), KEY);
        _closeGate(_series(20));
        vm.expectRevert(abi.encodeWithSelector(IDelivery.ShiftPending.selector, _series(20), 0));
        delivery.shiftOf(_series(20));
    }

    // -- dust ------------------------------------------------------------------------------------------

    /// @dev Fifty entries of two lots cost fifty tips; whoever has to settle the splinters earns them.
    function test_DustPaysForItsSettlement() external {
        _giveShort(provider, series, 100, 200, 200);
        _giveLong(attacker, series, 100);
        _commit(provider, series, 100);
        uint256 before = _balance(attacker);
        for (uint256 i = 0; i < 50; ++i) {
            _nominate(attacker, series, 2);
        }
        uint256 cost = before - _balance(attacker);
        assertEq(cost, 50 * TIP, "cost");
        _fixShift(series, keccak256("a block"));
        Pair[] memory pairs = _pairs(series);
        assertLe(pairs.length, 51, "never more assignments than entries");
        Reading[] memory list = new Reading[](pairs.length);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = _reading(series, pairs[i].commitment, pairs[i].nomination, 1_000_000);
        }
        _settle(list);
        assertEq(_balance(keeper), 51 * TIP, "earned");
        _report(
            "nominate a hundred lots in fifty dust entries",
            string.concat(_usdc(cost), " of prepaid tips"),
            "nothing: whoever settles them earns it"
        );
    }

    function test_DustBelowTheMinimumIsRefused() external {
        _giveLong(attacker, series, 1);
        vm.prank(attacker);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.BelowMinimum.selector, series, 1, 2));
        delivery.nominate(_cash(attacker), _one(series), _lots(1), KEY);
    }

    /// @dev Others commit everything or nothing: they cannot split a provider's lots, or leave a rest behind that is
    /// too small to be committed and defaults.
    function test_OthersCannotSplitAProvidersLots() external {
        _giveShort(provider, series, 10, 200, 200);
        vm.warp(_startOf(series) - 1 hours);
        vm.startPrank(attacker);
        delivery.commitAll(_cash(provider), _one(series));
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotAuthorized.selector, _cash(provider), attacker));
        delivery.commit(_cash(provider), _one(series), _lots(2));
        vm.stopPrank();
        assertEq(delivery.linesOf(series).commitments(), 1, "one entry");
        _giveShort(provider, series, 1, 200, 200);
        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSelector(IDelivery.NotAuthorized.selector, _cash(provider), keeper));
        delivery.commit(_cash(provider), _one(series), _lots(1));
        _fund(keeper, USDC);
        vm.prank(keeper);
        assertEq(delivery.commitAll(_cash(provider), _one(series)), 1, "less than the minimum");
    }

    // -- diluting damages with lots sold cheaply to oneself --------------------------------------------

    /// @dev Compensation is one pool. A defaulter that trades cheap lots with itself, nominates the longs and defaults
    /// the shorts as well takes part of it back, at the cost of the fees. What it sold them for does not matter where
    /// the hour-ahead auction traded enough.
    function test_WashLotsDiluteCompensation() external {
        (uint256 paid, uint256 received) = _defaultWithWash(0);
        assertEq(paid, 10 * WORST, "without them");
        assertEq(received, 10 * WORST, "all of it to the holder");
        (paid, received) = _defaultWithWash(100);
        assertLt(received, (10 * WORST) / 2, "the holder gets less than half");
        assertLt(paid, (10 * WORST * 6) / 10, "and the defaulter pays little more than that");
        _reportDilution("default on 10 lots, diluted by 100 wash lots", paid, received);
    }

    /// @dev Each lot pays in what counts as its price, and not less than the floor.
    function test_WashLotsOverAFloorDoNot() external {
        floor = 200;
        setUp();
        (uint256 paid, uint256 received) = _defaultWithWash(100);
        assertEq(received, 10 * WORST, "all of it to the holder");
        assertGe(paid, 10 * WORST, "by the defaulter");
        _report(
            "default on 10 lots, diluted by 100 wash lots, over a basis floor of 2 USDC",
            string.concat(_usdc(paid - 10 * WORST), " of fees and tips"),
            string.concat(_usdc(10 * WORST - received), ": the holder receives ", _usdc(received))
        );
        floor = 100;
        setUp();
        (paid, received) = _defaultWithWash(100);
        assertGe(received, (10 * WORST) / 2, "half of it, with a floor at half of the price");
        _reportDilution("default on 10 lots, diluted by 100 wash lots, over a basis floor of 1 USDC", paid, received);
    }

    function _reportDilution(string memory name, uint256 paid, uint256 received) private {
        _report(
            name,
            string.concat(_usdc(paid), " instead of ", _usdc(10 * WORST)),
            string.concat(_usdc(10 * WORST - paid), "; the holder receives ", _usdc(received))
        );
    }

    /// @return paid net cost of the defaulter
    /// @return received what ten honest lots were compensated with
    function _defaultWithWash(uint32 wash) private returns (uint256 paid, uint256 received) {
        uint256 snapshot = vm.snapshotState();
        _trade(_dayAuction(1), attacker, holder, 200, 10);
        uint256 before = _wealth(attacker) + _margined(attacker);
        address accomplice = _user("accomplice", 1_000 * USDC);
        before += _wealth(accomplice);
        if (wash > 0) _trade(_dayAuction(2), attacker, accomplice, 74, wash);
        _nominate(holder, series, 10);
        if (wash > 0) _nominate(accomplice, series, wash);
        received = _balance(holder);
        _closeGate(series);
        delivery.defaultShort(_cash(attacker), series);
        vm.warp(_endOf(series) + 30 minutes + 2 hours + 1);
        delivery.claimCompensation(series, 0);
        if (wash > 0) delivery.claimCompensation(series, 1);
        received = _balance(holder) - received;
        paid = before - _wealth(attacker) - _wealth(accomplice);
        vm.revertToState(snapshot);
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev The attacker sells ten lots at 2.00 and schedules them on both sides.
    /// @return before what it had when they were sold
    function _deliverToItself(uint32 deliveredPpm) private returns (uint256 before, Reading memory reading) {
        uint256 sold = 10 * 2 * USDC;
        before = _wealth(attacker) + sold;
        _scheduleLots(attacker, attacker, series, 10);
        reading = _reading(series, 0, 0, deliveredPpm);
    }

    function _wealth(address user) private view returns (uint256) {
        return _balance(user) + ledger.balanceOf(Accounts.stake(_cash(user)));
    }

    function _margined(address user) private view returns (uint256) {
        return ledger.balanceOf(Accounts.margin(_cash(user), product, uint32(series) / 24));
    }
}
