// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Code, Memos} from "../../../contracts/types/Memo.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {MarginTest} from "./MarginTest.sol";

contract WriteTest is MarginTest {
    // -- reserve ---------------------------------------------------------------------------------------

    function test_ReserveRevertsWhenNotAuction() external {
        address[] memory callers = _outsiders(address(auction));
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotRoom(callers[i]);
            vm.prank(callers[i]);
            margin.reserve(cashOfWriter, _hour(0), 1, _writeTerms());
        }
    }

    function test_ReserveRevertsWhenCapacityExceeded() external {
        uint64 id = _first();
        _warpToCollect(id);
        _place(provider, id, _hour(0), OrderKind.Write, 200, 60, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IProviders.CapacityExceeded.selector, cashOfProvider, _hour(0), 60, 41, 100)
        );
        _place(provider, id, _hour(0), OrderKind.Write, 200, 41, 1);
    }

    function test_ReserveRevertsWhenStakeTooSmall() external {
        vm.prank(provider);
        providers.unbond(cashOfProvider, STAKE - 500_000);
        uint64 id = _first();
        _warpToCollect(id);
        _place(provider, id, _hour(0), OrderKind.Write, 200, 5, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IProviders.InsufficientStake.selector, cashOfProvider, 500_000, 600_000)
        );
        _place(provider, id, _hour(1), OrderKind.Write, 200, 1, 1);
    }

    function test_ReserveOfAProvider() external {
        vm.prank(address(auction));
        assertEq(margin.reserve(cashOfProvider, _hour(0), 7, _writeTerms()), PROVIDER_ORDER, "cash per lot");
        _checkProvider(_hour(0), 7, 700_000);
    }

    function test_ReserveOfAWriter() external {
        vm.prank(address(auction));
        assertEq(margin.reserve(cashOfWriter, _hour(0), 7, _writeTerms()), WRITER_ORDER, "cash per lot");
        assertTrue(providers.isWriter(cashOfWriter), "a writer from now on");
    }

    // -- settleWrite -----------------------------------------------------------------------------------

    function test_SettleWriteRevertsWhenNotAuction() external {
        address[] memory callers = _outsiders(address(auction));
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotRoom(callers[i]);
            vm.prank(callers[i]);
            margin.settleWrite(cashOfWriter, _writeFill(_first(), _hour(0), 1, 1), _writeTerms());
        }
    }

    function test_NothingFilled() external {
        uint64 id = _first();
        _warpToCollect(id);
        _place(provider, id, _hour(0), OrderKind.Write, 200, 7, 0);
        _place(writer, id, _hour(0), OrderKind.Write, 200, 7, 0);
        assertEq(ledger.balanceOf(cashOfProvider), CASH - 7 * PROVIDER_ORDER, "put up by the provider");
        assertEq(ledger.balanceOf(cashOfWriter), CASH - 7 * WRITER_ORDER, "put up by the writer");
        assertEq(_escrow(id), 7 * (PROVIDER_ORDER + WRITER_ORDER), "escrow");
        _checkProvider(_hour(0), 7, 700_000);
        _clearDay(id, _hour(0));
        _collect(provider, 0);
        _collect(writer, 0);
        assertEq(ledger.balanceOf(cashOfProvider), CASH, "provider");
        assertEq(ledger.balanceOf(cashOfWriter), CASH, "writer");
        _checkProvider(_hour(0), 0, 0);
    }

    function test_VoidGivesAllBack() external {
        uint64 id = _first();
        _warpToCollect(id);
        _place(provider, id, _hour(0), OrderKind.Write, 200, 7, 0);
        _warpPast(id);
        assertEq(_collect(provider, 0), 1, "collected");
        assertEq(ledger.balanceOf(cashOfProvider), CASH, "cash");
        _checkProvider(_hour(0), 0, 0);
    }

    function test_PartFilled() external {
        uint64 id = _sellTwelve(30);
        uint256 rest = 30 * PROVIDER_ORDER + 12 * NET - 12 * PROVIDER_LOCK;
        _expectPosted(
            Accounts.auctionEscrow(id),
            _marginOf(cashOfProvider),
            12 * PROVIDER_LOCK,
            Memos.memo(Code.MarginLocked, id)
        );
        _expectPosted(Accounts.auctionEscrow(id), cashOfProvider, rest, Memos.memo(Code.OrderCollected, id));
        _collect(provider, 0);
        assertEq(_locked(cashOfProvider), 12 * PROVIDER_LOCK, "locked");
        assertEq(ledger.balanceOf(cashOfProvider), CASH + 12 * NET - 12 * PROVIDER_LOCK, "free");
        _checkShort(cashOfProvider, _hour(0), 12, 200 * 256, 200 * 256);
        _checkProvider(_hour(0), 12, 1_200_000);
        _collect(trader, 0);
        assertEq(_escrow(id), 0, "nothing is left in escrow");
    }

    function test_AllFilledOfAProvider() external {
        _sellShort(_first(), _hour(0), provider, 200, 12);
        assertEq(_locked(cashOfProvider), 12 * PROVIDER_LOCK, "locked");
        assertEq(ledger.balanceOf(cashOfProvider), CASH + 12 * NET - 12 * PROVIDER_LOCK, "free");
        assertEq(
            margin.lockOf(cashOfProvider, product, 200 * 256, 200 * 256),
            PROVIDER_LOCK,
            "lockOf says what was locked"
        );
        _checkProvider(_hour(0), 12, 1_200_000);
    }

    function test_AllFilledOfAWriter() external {
        _sellShort(_first(), _hour(0), writer, 200, 12);
        assertEq(_locked(cashOfWriter), 12 * WRITER_LOCK, "locked");
        assertEq(ledger.balanceOf(cashOfWriter), CASH + 12 * NET - 12 * WRITER_LOCK, "free");
        assertEq(margin.lockOf(cashOfWriter, product, 200 * 256, 200 * 256), WRITER_LOCK, "lockOf");
        _checkShort(cashOfWriter, _hour(0), 12, 200 * 256, 200 * 256);
    }

    function test_FilledOutOfALongPosition() external {
        _sellTwelve(12);
        _giveLots(provider, 12);
        _collect(provider, 0);
        assertEq(ledger.positionOf(cashOfProvider, _hour(0)), 0, "position");
        assertEq(_locked(cashOfProvider), 0, "locked");
        assertEq(ledger.balanceOf(cashOfProvider), CASH + 12 * NET, "free");
        _checkProvider(_hour(0), 0, 0);
    }

    function test_FilledPartlyOutOfALongPosition() external {
        _sellTwelve(20);
        _giveLots(provider, 5);
        _collect(provider, 0);
        _checkShort(cashOfProvider, _hour(0), 7, 200 * 256, 200 * 256);
        assertEq(_locked(cashOfProvider), 7 * PROVIDER_LOCK, "locked");
        assertEq(ledger.balanceOf(cashOfProvider), CASH + 12 * NET - 7 * PROVIDER_LOCK, "free");
        _checkProvider(_hour(0), 7, 700_000);
    }

    function test_FilledAboveTheReference() external {
        _sellShort(_first(), _hour(0), provider, 300, 10);
        _checkShort(cashOfProvider, _hour(0), 10, 300 * 256, 300 * 256);
        // 1.65 x 3.00 - 0.10
        assertEq(_locked(cashOfProvider), 10 * 4_850_000, "locked");
    }

    function test_FilledBelowTheReference() external {
        _sellShort(_first(), _hour(0), writer, 100, 10);
        _checkShort(cashOfWriter, _hour(0), 10, 100 * 256, 200 * 256);
        // 2.5 x 2.00 + 0.1 x 1.00
        assertEq(_locked(cashOfWriter), 10 * 5_100_000, "locked");
    }

    function test_FillsAreAveraged() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        _sellShort(_second(), _hour(0), writer, 201, 20);
        // 200.67 and 200.67; the parts of a tick that rounding cut stay locked.
        _checkShort(cashOfWriter, _hour(0), 30, 51_370, 51_370);
        assertEq(_locked(cashOfWriter), 10 * 5_200_000 + 20 * 5_226_000, "locked");
        uint256 perLot = margin.lockOf(cashOfWriter, product, 51_370, 51_370);
        assertEq(perLot, 5_217_265, "101.5625 x 51,370, rounded down");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev The provider offers lots at 2.00, of which the trader buys twelve; cleared, and not collected yet.
    function _sellTwelve(uint32 offered) private returns (uint64 id) {
        id = _first();
        _warpToCollect(id);
        _place(provider, id, _hour(0), OrderKind.Write, 200, offered, 0);
        _place(trader, id, _hour(0), OrderKind.Buy, 200, 12, 0);
        _clearDay(id, _hour(0));
    }

    /// @dev Lots of the hour out of the blue.
    function _giveLots(address to, uint32 lots) private {
        uint64 series = _hour(0);
        vm.prank(claimsRoom);
        ledger.addLongs(
            _cash(to),
            Ids.octetOf(series),
            Ids.octetWord(series, lots),
            Memos.memo(Code.Unwrapped, series)
        );
    }
}
