// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Code, Memo, Memos} from "../../../contracts/types/Memo.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {MarginTest} from "./MarginTest.sol";

contract ReleaseTest is MarginTest {
    // -- release ---------------------------------------------------------------------------------------

    function test_ReleaseRevertsWhenNotAuction() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        address[] memory callers = _outsiders(address(auction));
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotRoom(callers[i]);
            vm.prank(callers[i]);
            margin.release(cashOfWriter, Ids.octetOf(_hour(0)), 1);
        }
    }

    function test_BuyBackFreesItsShare() external {
        _sellShort(_first(), _hour(0), provider, 200, 30);
        _buyBack(_second(), _hour(0), provider, 12);
        uint256 free = ledger.balanceOf(cashOfProvider);
        _expectPosted(
            _marginOf(cashOfProvider),
            cashOfProvider,
            12 * PROVIDER_LOCK,
            Memos.memo(Code.MarginReleased, _hour(0))
        );
        _collect(provider, 1);
        assertEq(_locked(cashOfProvider), 18 * PROVIDER_LOCK, "locked");
        assertEq(ledger.balanceOf(cashOfProvider), free + 12 * PROVIDER_LOCK, "free");
        _checkShort(cashOfProvider, _hour(0), 18, 200 * 256, 200 * 256);
        _checkProvider(_hour(0), 18, 1_800_000);
    }

    function test_BuyBackTouchesItsSeriesOnly() external {
        _sellShort(_first(), _hour(0), provider, 200, 30);
        _sellShort(_second(), _hour(1), provider, 300, 20);
        uint256 other = 20 * 4_850_000;
        assertEq(_locked(cashOfProvider), 30 * PROVIDER_LOCK + other, "both");
        // The hour-ahead auction of the first hour is the last that it can be bought back in.
        uint64 id = _hourAuction(_hour(0));
        _warpToCollect(id);
        _place(provider, id, _hour(0), OrderKind.Buy, 200, 30, 1);
        _place(trader, id, _hour(0), OrderKind.Sell, 200, 30, 98);
        _clearHour(_hour(0));
        _collect(provider, 1);
        assertEq(_locked(cashOfProvider), other, "the other one's");
        _checkProvider(_hour(0), 0, 2_000_000);
        _checkProvider(_hour(1), 20, 2_000_000);
    }

    function test_RoundingGoesBackWithTheDaysLastLot() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        _sellShort(_second(), _hour(0), writer, 201, 20);
        // 5.2 x 10 + 5.226 x 20 are locked, 30 x 5.217265 belong to the averages: see WriteTest.
        uint256 rounding = 52_000_000 + 104_520_000 - 30 * 5_217_265;
        uint64 id = _hourAuction(_hour(0));
        _warpToCollect(id);
        _place(writer, id, _hour(0), OrderKind.Buy, 200, 29, 1);
        _place(writer, id, _hour(0), OrderKind.Buy, 200, 1, 2);
        _place(trader, id, _hour(0), OrderKind.Sell, 200, 30, 98);
        _clearHour(_hour(0));
        _collect(writer, 1);
        assertEq(_locked(cashOfWriter), 5_217_265 + rounding, "stays with the last lot");
        _expectPosted(_marginOf(cashOfWriter), cashOfWriter, 5_217_265, Memos.memo(Code.MarginReleased, _hour(0)));
        _expectPosted(
            _marginOf(cashOfWriter),
            cashOfWriter,
            rounding,
            Memos.memo(Code.MarginRounding, (uint256(product) << 32) | Ids.dayOf(_hour(0)))
        );
        _collect(writer, 2);
        assertEq(_locked(cashOfWriter), 0, "goes with it");
        // 10 at 2.00 and 20 at 2.01 sold, 30 at 2.00 bought, a tenth of a percent each time.
        uint256 fees = 10 * 2_000 + 20 * 2_010 + 30 * 2_000;
        assertEq(ledger.balanceOf(cashOfWriter), CASH + 20 * 10_000 - fees, "and nothing is lost");
    }

    function test_BuyBackOfSeveralHours() external {
        // Three hours of the same octet at other prices, all bought back but some lots of the last one.
        vm.startPrank(address(auction));
        uint256 bought;
        uint256 freed;
        for (uint32 i = 0; i < 3; ++i) {
            _short(_hour(2 * i), 10 + i, 200 + i);
            uint32 lots = i == 2 ? 5 : 10 + i;
            bought += Ids.octetWord(_hour(2 * i), lots);
            freed += lots * (uint256(16_500) * (200 + i) - 100_000);
        }
        uint256 locked = _locked(cashOfProvider);
        uint256 free = ledger.balanceOf(cashOfProvider);
        uint256 covered = ledger.addLongs(cashOfProvider, Ids.octetOf(_hour(0)), bought, Memo.wrap(0));
        assertEq(covered, bought, "covered");
        margin.release(cashOfProvider, Ids.octetOf(_hour(0)), covered);
        assertEq(_locked(cashOfProvider), locked - freed, "locked");
        assertEq(ledger.balanceOf(cashOfProvider), free + freed, "free");
        _checkProvider(_hour(0), 0, 700_000);
        _checkProvider(_hour(2), 0, 700_000);
        _checkProvider(_hour(4), 7, 700_000);
        vm.stopPrank();
    }

    function test_BuyBackAndBeyond() external {
        _sellShort(_first(), _hour(0), provider, 200, 10);
        vm.prank(claimsRoom);
        ledger.addLongs(_cash(trader), Ids.octetOf(_hour(0)), 20, Memo.wrap(0));
        _buyBack(_second(), _hour(0), provider, 25);
        _collect(provider, 1);
        assertEq(ledger.positionOf(cashOfProvider, _hour(0)), 15, "long");
        assertEq(_locked(cashOfProvider), 0, "locked");
        _checkProvider(_hour(0), 0, 0);
    }

    function test_BuyBackOfAWriter() external {
        _sellShort(_first(), _hour(0), writer, 200, 30);
        _buyBack(_second(), _hour(0), writer, 12);
        _collect(writer, 1);
        assertEq(_locked(cashOfWriter), 18 * WRITER_LOCK, "locked");
        assertEq(
            ledger.balanceOf(cashOfWriter),
            CASH + 30 * NET - 12 * 2_002_000 - 18 * WRITER_LOCK,
            "sold, bought, locked"
        );
    }

    // -- take ------------------------------------------------------------------------------------------

    function test_TakeRevertsWhenNeitherRoom() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        address[] memory callers = _outsiders(address(0));
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotRoom(callers[i]);
            vm.prank(callers[i]);
            margin.take(cashOfWriter, _hour(0), 1, _cash(callers[i]), Memo.wrap(0));
        }
    }

    function test_TakeRevertsWhenTooFew() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        address[2] memory rooms = [deliveryRoom, address(auction)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(ILedger.InsufficientShort.selector, cashOfWriter, _hour(0), int256(-10), 11)
            );
            vm.prank(rooms[i]);
            margin.take(cashOfWriter, _hour(0), 11, Accounts.RESERVE, Memo.wrap(0));
        }
    }

    function test_TakeMovesTheLockOfAPart() external {
        _sellShort(_first(), _hour(0), provider, 200, 30);
        Account to = Accounts.delivery(_hour(0));
        Memo memo = Memos.memo(Code.Committed, _hour(0));
        vm.expectEmit(address(ledger));
        emit ILedger.LotsMoved(cashOfProvider, Ids.octetOf(_hour(0)), Ids.octetWord(_hour(0), 12), memo);
        _expectPosted(_marginOf(cashOfProvider), to, 12 * PROVIDER_LOCK, memo);
        vm.prank(deliveryRoom);
        (uint32 k, uint32 mark, uint256 perLot) = margin.take(cashOfProvider, _hour(0), 12, to, memo);
        assertEq(abi.encode(k, mark, perLot), abi.encode(51_200, 51_200, PROVIDER_LOCK), "as sold");
        assertEq(ledger.balanceOf(to), 12 * PROVIDER_LOCK, "moved");
        assertEq(_locked(cashOfProvider), 18 * PROVIDER_LOCK, "locked");
        _checkShort(cashOfProvider, _hour(0), 18, 51_200, 51_200);
        _checkProvider(_hour(0), 30, 3_000_000);
    }

    function test_TakeReturnsRoundingToTheAccount() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        _sellShort(_second(), _hour(0), writer, 201, 20);
        uint256 free = ledger.balanceOf(cashOfWriter);
        uint256 locked = _locked(cashOfWriter);
        vm.startPrank(deliveryRoom);
        margin.take(cashOfWriter, _hour(0), 29, Accounts.RESERVE, Memo.wrap(0));
        assertEq(ledger.balanceOf(cashOfWriter), free, "not yet");
        margin.take(cashOfWriter, _hour(0), 1, Accounts.RESERVE, Memo.wrap(0));
        assertEq(ledger.balanceOf(Accounts.RESERVE), 30 * 5_217_265, "the lock");
        assertEq(ledger.balanceOf(cashOfWriter), free + locked - 30 * 5_217_265, "the rounding");
        assertEq(_locked(cashOfWriter), 0, "locked");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev As the Auction: the provider is short lots at a price above the reference, with their lock.
    function _short(uint64 series, uint32 lots, uint32 price) private {
        margin.reserve(cashOfProvider, series, lots, _writeTerms());
        ledger.addShort(cashOfProvider, series, lots, price * 256, price * 256, Memo.wrap(0));
        uint256 lock = margin.lockOf(cashOfProvider, product, price * 256, price * 256);
        ledger.post(cashOfProvider, _marginOf(cashOfProvider), lots * lock, Memo.wrap(0));
    }
}
