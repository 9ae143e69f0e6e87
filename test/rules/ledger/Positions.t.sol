// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {LedgerTest} from "./LedgerTest.sol";

contract PositionsTest is LedgerTest {
    /// @dev What the products' bounds allow: 15 auctions over one hour, 2^27 - 1 lots in each.
    uint32 private constant MOST = 15 * (2 ** 27 - 1);
    uint256 private constant HOURS = 16;
    /// @dev The octet of the first eight of them.
    uint64 private constant OCTET = uint64(PRODUCT) * 2 ** 32 + HOUR / 8;

    /// @dev The readable twin of 16 hours, two words of positions and four of averages.
    struct Twin {
        int256[16] lots;
        uint256[16] k;
        uint256[16] mark;
    }

    function test_PositionsRevertWhenNotRoom() external {
        address[] memory callers = _outsiders();
        _give(cashOfAlice, _series(0), 10);
        for (uint256 i = 0; i < callers.length; ++i) {
            bytes memory expected = abi.encodeWithSelector(ILedger.NotRoom.selector, callers[i]);
            vm.startPrank(callers[i]);
            vm.expectRevert(expected);
            ledger.addLongs(cashOfAlice, Ids.octetOf(_series(0)), 1, MEMO);
            vm.expectRevert(expected);
            ledger.takeLong(cashOfAlice, _series(0), 1, MEMO);
            vm.expectRevert(expected);
            ledger.addShort(cashOfAlice, _series(0), 1, 1, 1, MEMO);
            vm.expectRevert(expected);
            ledger.takeShort(cashOfAlice, _series(0), 1, MEMO);
            vm.stopPrank();
        }
    }

    // -- addLong ---------------------------------------------------------------------------------------

    function test_AddLongToALongPosition() external {
        _expectMoved(cashOfAlice, _series(0), 10, MEMO);
        _checkAddLong(10, 0);
        _checkAddLong(5, 0);
        _checkPosition(15, 0, 0);
    }

    function test_AddLongCoversInPart() external {
        _sellShort(cashOfAlice, _series(0), 10, 300, 400);
        _checkAddLong(4, 4);
        _checkPosition(-6, 300, 400);
    }

    function test_AddLongCoversExactly() external {
        _sellShort(cashOfAlice, _series(0), 10, 300, 400);
        _checkAddLong(10, 10);
        _checkPosition(0, 0, 0);
    }

    function test_AddLongCoversAndTurnsLong() external {
        _sellShort(cashOfAlice, _series(0), 10, 300, 400);
        _expectMoved(cashOfAlice, _series(0), 12, MEMO);
        _checkAddLong(12, 10);
        _checkPosition(2, 0, 0);
        _checkAddLong(1, 0);
    }

    function test_AddLongsInEightHours() external {
        // Short 5 in the third hour and 5 in the eighth, long 7 in the fourth.
        _sellShort(cashOfAlice, _series(2), 5, 300, 400);
        _sellShort(cashOfAlice, _series(7), 5, 500, 600);
        _give(cashOfAlice, _series(3), 7);
        uint256 lots;
        for (uint256 hour = 0; hour < 8; ++hour) {
            lots += (hour + 1) * 2 ** (32 * hour);
        }
        vm.expectEmit(address(ledger));
        emit ILedger.LotsMoved(cashOfAlice, OCTET, lots, MEMO);
        vm.prank(rooms[3]);
        uint256 covered = ledger.addLongs(cashOfAlice, OCTET, lots, MEMO);
        assertEq(covered, 3 * 2 ** 64 + 5 * 2 ** 224, "covered");
        int8[8] memory positions = [int8(1), 2, -2, 11, 5, 6, 7, 3];
        for (uint256 hour = 0; hour < 8; ++hour) {
            assertEq(ledger.positionOf(cashOfAlice, _series(hour)), int256(positions[hour]), "position");
        }
        assertEq(ledger.positionOf(cashOfAlice, _series(8)), int256(0), "the next octet");
        (uint32 k, uint32 mark) = ledger.basisOf(cashOfAlice, _series(7));
        assertEq(abi.encode(k, mark), abi.encode(500, 600), "the basis is still there to read");
    }

    // -- takeLong --------------------------------------------------------------------------------------

    function test_TakeLongRevertsWhenTooFew() external {
        _checkTakeLongReverts(0, 1);
        _give(cashOfAlice, _series(0), 10);
        _checkTakeLongReverts(10, 11);
        _checkTakeLongReverts(10, type(uint32).max);
        _sellShort(cashOfAlice, _series(0), 13, 300, 400);
        _checkTakeLongReverts(-3, 1);
    }

    function test_TakeLongTakes() external {
        _give(cashOfAlice, _series(0), 10);
        _expectMoved(cashOfAlice, _series(0), -4, MEMO);
        vm.prank(rooms[4]);
        ledger.takeLong(cashOfAlice, _series(0), 4, MEMO);
        _checkPosition(6, 0, 0);
        vm.prank(rooms[4]);
        ledger.takeLong(cashOfAlice, _series(0), 6, MEMO);
        _checkPosition(0, 0, 0);
    }

    // -- addShort --------------------------------------------------------------------------------------

    function test_AddShortToAFlatPosition() external {
        _expectMoved(cashOfAlice, _series(0), -10, MEMO);
        _checkAddShort(10, 300, 400, 0);
        _checkPosition(-10, 300, 400);
    }

    function test_AddShortAverages() external {
        _checkAddShort(10, 300, 400, 0);
        _checkAddShort(20, 330, 401, 0);
        // (3,000 + 6,600) / 30 = 320; (4,000 + 8,020) / 30 = 400.67
        _checkPosition(-30, 320, 400);
        _checkAddShort(1, 0, 0, 0);
        // 9,600 / 31 = 309.7; 12,000 / 31 = 387.1
        _checkPosition(-31, 309, 387);
    }

    function test_AddShortNetsAll() external {
        _give(cashOfAlice, _series(0), 10);
        _checkAddShort(4, 300, 400, 4);
        _checkPosition(6, 0, 0);
        _checkAddShort(6, 300, 400, 6);
        _checkPosition(0, 0, 0);
    }

    function test_AddShortNetsAndTurnsShort() external {
        // Averages of an earlier short do not count any more.
        _checkAddShort(5, 900, 900, 0);
        _give(cashOfAlice, _series(0), 15);
        _checkAddShort(13, 300, 400, 10);
        _checkPosition(-3, 300, 400);
    }

    function test_AddShortHoldsTheLargestPrices() external {
        uint32 largest = uint32((2 ** 24 - 1) * 256);
        _checkAddShort(2 ** 27 - 1, largest, largest, 0);
        _checkAddShort(2 ** 27 - 1, largest, largest, 0);
        _checkPosition(-int256(2 ** 28 - 2), largest, largest);
        _checkAddShort(2 ** 27 - 1, type(uint32).max, type(uint32).max, 0);
        // (2 x largest + 2^32 - 1) / 3
        _checkPosition(-int256(3 * (2 ** 27 - 1)), largest + 85, largest + 85);
    }

    // -- takeShort -------------------------------------------------------------------------------------

    function test_TakeShortRevertsWhenTooFew() external {
        _checkTakeShortReverts(0, 1);
        _sellShort(cashOfAlice, _series(0), 10, 300, 400);
        _checkTakeShortReverts(-10, 11);
        _checkTakeShortReverts(-10, type(uint32).max);
        _give(cashOfAlice, _series(0), 13);
        _checkTakeShortReverts(3, 1);
    }

    function test_TakeShortTakes() external {
        _sellShort(cashOfAlice, _series(0), 10, 300, 400);
        _expectMoved(cashOfAlice, _series(0), 4, MEMO);
        vm.startPrank(rooms[1]);
        (uint32 k, uint32 mark) = ledger.takeShort(cashOfAlice, _series(0), 4, MEMO);
        assertEq(k, uint256(300), "k");
        assertEq(mark, uint256(400), "mark");
        _checkPosition(-6, 300, 400);
        (k, mark) = ledger.takeShort(cashOfAlice, _series(0), 6, MEMO);
        assertEq(k, uint256(300), "k of the last");
        assertEq(mark, uint256(400), "mark of the last");
        _checkPosition(0, 0, 0);
    }

    // -- views -----------------------------------------------------------------------------------------

    function test_WordsHoldEightHours() external {
        uint256[2] memory words;
        for (uint256 hour = 0; hour < HOURS; ++hour) {
            uint32 lots = uint32(1_000 + hour);
            if (hour % 3 == 0) _sellShort(cashOfAlice, _series(hour), lots, uint32(hour), uint32(2 * hour));
            else _give(cashOfAlice, _series(hour), lots);
            uint256 field = hour % 3 == 0 ? 2 ** 32 - lots : lots;
            words[hour / 8] += field * 2 ** (32 * (hour % 8));
        }
        for (uint256 hour = 0; hour < HOURS; ++hour) {
            int256 lots = int256(1_000 + hour);
            assertEq(ledger.positionOf(cashOfAlice, _series(hour)), hour % 3 == 0 ? -lots : lots, "position");
        }
        assertEq(ledger.positionWord(cashOfAlice, OCTET), words[0], "first word");
        assertEq(ledger.positionWord(cashOfAlice, OCTET + 1), words[1], "second word");
        assertEq(ledger.positionWord(cashOfAlice, OCTET + 2), 0, "third word");
        assertEq(ledger.positionWord(cashOfAlice, OCTET + 2 ** 32), 0, "another product");
        assertEq(ledger.positionWord(cashOfBob, OCTET), 0, "another account");
    }

    function test_PositionsHoldAllLotsEverIssued() external {
        _give(cashOfAlice, _series(1), MOST);
        _sellShort(cashOfBob, _series(1), MOST, 256, 256);
        assertEq(ledger.positionOf(cashOfAlice, _series(1)), int256(uint256(MOST)), "long");
        assertEq(ledger.positionOf(cashOfBob, _series(1)), -int256(uint256(MOST)), "short");
        _sellShort(cashOfAlice, _series(1), MOST, 256, 256);
        _give(cashOfBob, _series(1), MOST);
        assertEq(ledger.positionWord(cashOfAlice, OCTET), 0, "flat again, neighbours untouched");
        assertEq(ledger.positionWord(cashOfBob, OCTET), 0, "flat again, neighbours untouched");
    }

    function testFuzz_HasNoShortsLooksAtItsDay(uint256 hour, uint32 lots, uint32 longs) external {
        hour = bound(hour, 0, 71);
        lots = uint32(bound(lots, 1, MOST));
        longs = uint32(bound(longs, 0, MOST));
        uint32 day = HOUR / 24;
        for (uint256 i = 0; i < 72; ++i) {
            if (longs > 0) _give(cashOfAlice, _series(i), longs);
        }
        for (uint32 i = 0; i < 3; ++i) {
            assertTrue(ledger.hasNoShorts(cashOfAlice, PRODUCT, day + i), "long everywhere");
        }
        _give(cashOfBob, _series(hour), 1);
        _sellShort(cashOfAlice, _series(hour), longs, 1, 1);
        assertTrue(ledger.hasNoShorts(cashOfAlice, PRODUCT, day + uint32(hour / 24)), "flat");
        _sellShort(cashOfAlice, _series(hour), lots, 1, 1);
        for (uint32 i = 0; i < 3; ++i) {
            assertEq(ledger.hasNoShorts(cashOfAlice, PRODUCT, day + i), hour / 24 != i, "its day only");
            assertTrue(ledger.hasNoShorts(cashOfAlice, PRODUCT + 1, day + i), "another product");
            assertTrue(ledger.hasNoShorts(Accounts.cash(alice, 1), PRODUCT, day + i), "another desk");
        }
        _give(cashOfAlice, _series(hour), lots);
        assertTrue(ledger.hasNoShorts(cashOfAlice, PRODUCT, day + uint32(hour / 24)), "bought back");
    }

    function test_ShortOfIsZeroWhenNotShort() external {
        _checkShortOf(0, 0, 0);
        _sellShort(cashOfAlice, _series(0), 10, 300, 400);
        _checkShortOf(10, 300, 400);
        _give(cashOfAlice, _series(0), 10);
        _checkShortOf(0, 0, 0);
        _give(cashOfAlice, _series(0), 10);
        _checkShortOf(0, 0, 0);
    }

    function testFuzz_PositionsEqualTheTwin(uint256 seed) external {
        Twin memory twin;
        Account account = Accounts.cash(alice, uint16(seed));
        for (uint256 i = 0; i < 60; ++i) {
            uint256 x = uint256(keccak256(abi.encode(seed, i)));
            uint256 hour = (x >> 8) % HOURS;
            uint32 lots = uint32(1 + ((x >> 16) % (x & 4 == 4 ? 2 ** 26 : 50)));
            if (x & 3 == 0) _twinLong(twin, account, x);
            else if (x & 3 == 1) _twinTake(twin, account, hour, lots);
            else _twinShort(twin, account, hour, lots, uint32(x >> 64), uint32(x >> 96));
        }
        for (uint256 hour = 0; hour < HOURS; ++hour) {
            assertEq(ledger.positionOf(account, _series(hour)), twin.lots[hour], "position");
            (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(account, _series(hour));
            bool short = twin.lots[hour] < 0;
            assertEq(lots, short ? uint256(-twin.lots[hour]) : 0, "short lots");
            assertEq(k, short ? twin.k[hour] : 0, "k");
            assertEq(mark, short ? twin.mark[hour] : 0, "mark");
        }
    }

    // -- the twin --------------------------------------------------------------------------------------

    /// @dev In any of eight hours at once.
    function _twinLong(Twin memory twin, Account account, uint256 x) private {
        uint256 word;
        uint256 expected;
        uint256 octet = (x >> 8) & 1;
        for (uint256 i = 0; i < 8; ++i) {
            uint256 own = uint256(keccak256(abi.encode(x, i)));
            if (own & 3 != 0) continue;
            uint256 lots = (own >> 8) % (x & 4 == 4 ? 2 ** 26 : 50);
            uint256 hour = octet * 8 + i;
            int256 before = twin.lots[hour];
            if (before < 0) expected += (uint256(-before) < lots ? uint256(-before) : lots) * 2 ** (32 * i);
            word += lots * 2 ** (32 * i);
            twin.lots[hour] += int256(lots);
        }
        vm.expectEmit(address(ledger));
        emit ILedger.LotsMoved(account, OCTET + uint64(octet), word, MEMO);
        vm.prank(rooms[3]);
        assertEq(ledger.addLongs(account, OCTET + uint64(octet), word, MEMO), expected, "covered");
    }

    /// @dev Long lots of a long position, short lots of another; reverts when too many.
    function _twinTake(Twin memory twin, Account account, uint256 hour, uint32 lots) private {
        int256 before = twin.lots[hour];
        bool short = before < 0;
        if (uint256(short ? -before : before) < lots) {
            bytes4 selector = short ? ILedger.InsufficientShort.selector : ILedger.InsufficientLots.selector;
            vm.expectRevert(abi.encodeWithSelector(selector, account, _series(hour), before, lots));
        } else {
            twin.lots[hour] += short ? int256(uint256(lots)) : -int256(uint256(lots));
        }
        vm.prank(rooms[5]);
        if (short) ledger.takeShort(account, _series(hour), lots, MEMO);
        else ledger.takeLong(account, _series(hour), lots, MEMO);
    }

    function _twinShort(Twin memory twin, Account account, uint256 hour, uint32 lots, uint32 k, uint32 mark) private {
        int256 before = twin.lots[hour];
        uint256 netted;
        if (before > 0) netted = uint256(before) < lots ? uint256(before) : lots;
        vm.prank(rooms[1]);
        assertEq(ledger.addShort(account, _series(hour), lots, k, mark, MEMO), netted, "netted");
        uint256 held = before < 0 ? uint256(-before) : 0;
        uint256 added = lots - netted;
        if (added > 0) {
            twin.k[hour] = (twin.k[hour] * held + k * added) / (held + added);
            twin.mark[hour] = (twin.mark[hour] * held + mark * added) / (held + added);
        }
        twin.lots[hour] -= int256(uint256(lots));
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _checkAddLong(uint32 lots, uint256 covered) private {
        (uint32 k, uint32 mark) = ledger.basisOf(cashOfAlice, _series(0));
        vm.prank(rooms[4]);
        assertEq(ledger.addLongs(cashOfAlice, Ids.octetOf(_series(0)), lots, MEMO), covered, "covered");
        (uint32 k_, uint32 mark_) = ledger.basisOf(cashOfAlice, _series(0));
        assertEq(abi.encode(k_, mark_), abi.encode(k, mark), "the basis is still there to read");
    }

    function _checkAddShort(uint32 lots, uint32 k, uint32 mark, uint256 netted) private {
        vm.prank(rooms[1]);
        assertEq(ledger.addShort(cashOfAlice, _series(0), lots, k, mark, MEMO), netted, "netted");
    }

    function _checkTakeLongReverts(int256 position, uint32 lots) private {
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.InsufficientLots.selector, cashOfAlice, _series(0), position, lots)
        );
        vm.prank(rooms[3]);
        ledger.takeLong(cashOfAlice, _series(0), lots, MEMO);
    }

    function _checkTakeShortReverts(int256 position, uint32 lots) private {
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.InsufficientShort.selector, cashOfAlice, _series(0), position, lots)
        );
        vm.prank(rooms[1]);
        ledger.takeShort(cashOfAlice, _series(0), lots, MEMO);
    }

    function _checkPosition(int256 lots, uint256 k, uint256 mark) private view {
        assertEq(ledger.positionOf(cashOfAlice, _series(0)), lots, "position");
        _checkShortOf(lots < 0 ? uint256(-lots) : 0, k, mark);
    }

    function _checkShortOf(uint256 lots, uint256 k, uint256 mark) private view {
        (uint32 lots_, uint32 k_, uint32 mark_) = ledger.shortOf(cashOfAlice, _series(0));
        assertEq(lots_, lots, "lots");
        assertEq(k_, k, "k");
        assertEq(mark_, mark, "mark");
    }
}
