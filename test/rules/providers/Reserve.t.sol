// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Code, Memos} from "../../../contracts/types/Memo.sol";
import {vm} from "../utils/Vm.sol";
import {ProvidersTest} from "./ProvidersTest.sol";

contract ReserveTest is ProvidersTest {
    // -- reserve ---------------------------------------------------------------------------------------

    function test_ReserveRevertsWhenNotMargin() external {
        _enrol(100, 100);
        address[5] memory callers = _outsiders(deliveryRoom);
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IProviders.NotRoom.selector, callers[i]));
            vm.prank(callers[i]);
            providers.reserve(account, _series(0), 1, PER_LOT);
        }
    }

    function test_ReserveMarksAWriter() external {
        assertFalse(providers.isWriter(account), "before");
        assertFalse(_reserve(_series(0), 1), "not backed");
        assertTrue(providers.isWriter(account), "writer");
        assertFalse(_reserve(_series(0), 2 ** 27 - 1), "any number of lots");
        assertTrue(providers.isWriter(account), "still");
        assertEq(providers.usedOf(account, _series(0)), uint256(0), "no capacity");
        assertFalse(providers.isWriter(Accounts.cash(alice, 1)), "another desk");
        _checkStake(0, 0, 0);
    }

    function test_ReserveRevertsWhenCapacityExceeded() external {
        _enrol(10_000, 100);
        _expectExceeded(_series(0), 0, 101, 100);
        _reserve(_series(0), 101);
        _reserve(_series(0), 60);
        _expectExceeded(_series(0), 60, 41, 100);
        _reserve(_series(0), 41);
        assertTrue(_reserve(_series(0), 40), "to the last");
        _expectExceeded(_series(0), 100, type(uint32).max, 100);
        _reserve(_series(0), type(uint32).max);
        assertTrue(_reserve(_series(1), 100), "another period");
    }

    function test_ReserveLooksAtThePeriodsCapacity() external {
        _enrol(10_000, 100);
        _register(30);
        assertTrue(_reserve(_series(2), 100), "before the horizon");
        _expectExceeded(_series(3), 0, 31, 30);
        _reserve(_series(3), 31);
        assertTrue(_reserve(_series(3), 30), "from it on");
    }

    function test_ReserveRevertsWhenStakeTooSmall() external {
        _enrol(100, 1_000);
        _expectInsufficientStake(100, 110);
        _reserve(_series(0), 11);
        _reserve(_series(0), 6);
        _expectInsufficientStake(100, 110);
        _reserve(_series(5), 5);
        assertTrue(_reserve(_series(5), 4), "to the last unit");
        assertEq(providers.usedOf(account, _series(5)), uint256(4), "what was refused uses nothing");
    }

    function test_ReserveRevertsWhenStakePerLotIsHuge() external {
        _enrol(100, 2 ** 27 - 1);
        uint256 needed = uint256(type(uint96).max) * (2 ** 27 - 1);
        _expectInsufficientStake(100, needed);
        vm.prank(marginRoom);
        providers.reserve(account, _series(0), 2 ** 27 - 1, type(uint96).max);
        // 2^8 lots of 2^96 would need 2^104: zero, if the field wrapped.
        _expectInsufficientStake(100, 2 ** 103);
        vm.prank(marginRoom);
        providers.reserve(account, _series(0), 2 ** 8, 2 ** 95);
    }

    function test_ReserveUsesCapacityAndStake() external {
        _enrol(100, 100);
        assertTrue(_reserve(_series(0), 4), "backed");
        assertTrue(_reserve(_series(1), 5), "backed");
        assertEq(providers.usedOf(account, _series(0)), uint256(4), "used");
        assertEq(providers.usedOf(account, _series(1)), uint256(5), "used in the next");
        assertEq(providers.usedOf(account, _series(2)), uint256(0), "used in none");
        assertFalse(providers.isWriter(account), "no writer");
        _checkStake(100, 90, 0);
    }

    // -- release ---------------------------------------------------------------------------------------

    function test_ReleaseRevertsWhenNotMargin() external {
        _enrol(100, 100);
        _reserve(_series(0), 4);
        address[5] memory callers = _outsiders(deliveryRoom);
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IProviders.NotRoom.selector, callers[i]));
            vm.prank(callers[i]);
            providers.release(account, _series(0), 1, PER_LOT);
        }
    }

    function test_ReleaseDoesNothingForOthers() external {
        _reserve(_series(0), 4);
        _release(_series(0), 4);
        assertEq(providers.usedOf(account, _series(0)), uint256(0), "used");
        assertTrue(providers.isWriter(account), "a writer for good");
        _checkStake(0, 0, 0);
    }

    function test_ReleaseFreesCapacityAndStake() external {
        _enrol(100, 100);
        _reserve(_series(7), 4);
        _reserve(_series(8), 5);
        _release(_series(7), 3);
        assertEq(providers.usedOf(account, _series(7)), uint256(1), "used");
        assertEq(providers.usedOf(account, _series(8)), uint256(5), "used in the next");
        _checkStake(100, 60, 0);
        _release(_series(8), 5);
        _release(_series(7), 1);
        assertEq(providers.usedOf(account, _series(7)), uint256(0), "used");
        _checkStake(100, 0, 0);
    }

    function testFuzz_UsedEqualsTheTwin(uint256 seed) external {
        _enrol(2 ** 100, 2 ** 27 - 1);
        uint256[20] memory used;
        uint256 sum;
        for (uint256 i = 0; i < 60; ++i) {
            uint256 x = uint256(keccak256(abi.encode(seed, i)));
            uint256 hour = (x >> 8) % used.length;
            uint256 lots = 1 + ((x >> 16) % (x & 2 == 2 ? 2 ** 27 : 50));
            if (x & 1 == 0) {
                bool fits = used[hour] + lots < 2 ** 27;
                if (!fits) _expectExceeded(_series(hour), used[hour], lots, 2 ** 27 - 1);
                _reserve(_series(hour), uint32(lots));
                if (fits) (used[hour], sum) = (used[hour] + lots, sum + lots);
            } else if (used[hour] > 0) {
                lots = 1 + (lots % used[hour]);
                _release(_series(hour), uint32(lots));
                (used[hour], sum) = (used[hour] - lots, sum - lots);
            }
        }
        for (uint256 hour = 0; hour < used.length; ++hour) {
            assertEq(providers.usedOf(account, _series(hour)), used[hour], "used");
        }
        _checkStake(2 ** 100, sum * PER_LOT, 0);
    }

    // -- conclude --------------------------------------------------------------------------------------

    function test_ConcludeRevertsWhenNotDelivery() external {
        _enrol(100, 100);
        _reserve(_series(0), 4);
        address[5] memory callers = _outsiders(marginRoom);
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IProviders.NotRoom.selector, callers[i]));
            vm.prank(callers[i]);
            providers.conclude(account, _series(0), 1, 0, 0, PER_LOT, 10, Accounts.cash(callers[i], 0));
        }
    }

    function test_ConcludeDoesNothingForOthers() external {
        _reserve(_series(0), 4);
        vm.recordLogs();
        _conclude(_series(0), 4, 40);
        assertEq(vm.getRecordedLogs().length, 0, "logs");
        (uint64 delivered, uint64 short, uint64 uncommitted) = providers.recordOf(account);
        assertEq(uint256(delivered) + short + uncommitted, 0, "record");
    }

    function test_ConcludeFreesStakeAndRecords() external {
        _enrol(100, 100);
        _reserve(_series(0), 10);
        vm.expectEmit(address(providers));
        emit IProviders.DeliveryRecorded(account, _series(0), 1, 2, 3);
        vm.prank(deliveryRoom);
        providers.conclude(account, _series(0), 1, 2, 3, 6 * PER_LOT, 0, Accounts.OUTSIDE);
        _checkStake(100, 40, 0);
        _checkRecord(1, 2, 3);
        assertEq(providers.usedOf(account, _series(0)), uint256(10), "the hour is over");
        vm.prank(deliveryRoom);
        providers.conclude(account, _series(0), 2, 1, 1, 4 * PER_LOT, 0, Accounts.OUTSIDE);
        _checkStake(100, 0, 0);
        _checkRecord(3, 3, 4);
    }

    function test_ConcludeOfUnmeasuredLotsIsNoRecord() external {
        _enrol(100, 100);
        _reserve(_series(0), 10);
        vm.recordLogs();
        vm.prank(deliveryRoom);
        providers.conclude(account, _series(0), 0, 0, 0, 10 * PER_LOT, 0, Accounts.OUTSIDE);
        assertEq(vm.getRecordedLogs().length, 0, "logs");
        _checkStake(100, 0, 0);
        _checkRecord(0, 0, 0);
    }

    function test_ConcludeSeizes() external {
        _enrol(100, 100);
        _reserve(_series(0), 10);
        Account to = Accounts.delivery(_series(0));
        _expectPosted(Accounts.stake(account), to, 13, Memos.memo(Code.StakeSeized, _series(0)));
        vm.expectEmit(address(providers));
        emit IProviders.StakeSeized(account, _series(0), 13);
        vm.expectEmit(address(providers));
        emit IProviders.DeliveryRecorded(account, _series(0), 0, 2, 0);
        vm.prank(deliveryRoom);
        providers.conclude(account, _series(0), 0, 2, 0, 2 * PER_LOT, 13, to);
        _checkStake(87, 80, 0);
        assertEq(ledger.balanceOf(to), 13, "seized");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _outsiders(address room) private view returns (address[5] memory) {
        return [alice, bob, operator, spender, room];
    }

    function _expectExceeded(uint64 series, uint256 used, uint256 lots, uint256 capacity) private {
        vm.expectRevert(
            abi.encodeWithSelector(IProviders.CapacityExceeded.selector, account, series, used, lots, capacity)
        );
    }

    function _checkRecord(uint256 delivered, uint256 short, uint256 uncommitted) private view {
        (uint64 delivered_, uint64 short_, uint64 uncommitted_) = providers.recordOf(account);
        assertEq(delivered_, delivered, "delivered");
        assertEq(short_, short, "short");
        assertEq(uncommitted_, uncommitted, "uncommitted");
    }
}
