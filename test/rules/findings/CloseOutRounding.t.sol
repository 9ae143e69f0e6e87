// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Memo} from "../../../contracts/types/Memo.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Exchange} from "../utils/Exchange.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Found: a close-out took the lock of its lots rounded down, and where they were the day's last shorts, the
/// fractions went back to the writer. Lots that found no seller came back with the rounded lock, but with averages
/// whose lock has the fraction. Together with lots sold at another price the averages then asked for more than was
/// locked, by some units: taking the last lots of the day reverted, and with it commitment and default. A writer could
/// bring that about to escape its default.
contract CloseOutRoundingTest is Exchange {
    address private _writer;
    address private _buyer;
    Account private _margin;

    function setUp() public {
        _deploy();
        _listDefault();
        _writer = _user("writer", 1_000_000 * USDC);
        _buyer = _user("buyer", 1_000_000 * USDC);
        _margin = Accounts.margin(_cash(_writer), product, Ids.dayOf(_series(72)));
    }

    function test_LotsThatComeBackAreCovered() external {
        uint64 series = _series(72);
        _shortWithFraction(series);
        uint64 id = _closeOutWithoutSeller(series);

        _collect(_writer, auction.closeOutSlot(series));
        _collect(_writer, 9);
        (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(_cash(_writer), series);
        assertEq(lots, 192 + 64, "short");
        uint256 needed = lots * margin.lockOf(_cash(_writer), product, k, mark);
        assertGe(ledger.balanceOf(_margin), needed, "locked for them");

        vm.prank(deliveryRoom);
        margin.take(_cash(_writer), series, lots, Accounts.RESERVE, Memo.wrap(0));
        assertEq(ledger.balanceOf(Accounts.RESERVE), needed, "taken");
        assertEq(ledger.balanceOf(_margin), 0, "rounding went back");
        assertEq(ledger.balanceOf(Accounts.auctionEscrow(id)), 0, "escrow");
    }

    function test_AnotherSeriesDoesNotFreeTheFractions() external {
        uint64 series = _series(72);
        uint64 other = _series(73);
        _shortWithFraction(series);
        // One lot of another hour, bought back while the close-out waits.
        vm.startPrank(address(auction));
        ledger.addShort(_cash(_writer), other, 1, 200 * 256, 200 * 256, Memo.wrap(0));
        ledger.post(_cash(_writer), _margin, margin.lockOf(_cash(_writer), product, 51_200, 51_200), Memo.wrap(0));
        vm.stopPrank();
        _closeOutWithoutSeller(series);
        vm.startPrank(address(auction));
        uint256 covered = ledger.addLongs(_cash(_writer), Ids.octetOf(other), Ids.octetWord(other, 1), Memo.wrap(0));
        margin.release(_cash(_writer), Ids.octetOf(other), covered);
        vm.stopPrank();

        _collect(_writer, auction.closeOutSlot(series));
        _collect(_writer, 9);
        (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(_cash(_writer), series);
        uint256 needed = lots * margin.lockOf(_cash(_writer), product, k, mark);
        assertGe(ledger.balanceOf(_margin), needed, "locked for them");
    }

    function test_FractionsGoBackWhenAllWereSold() external {
        uint64 series = _series(72);
        _shortWithFraction(series);
        uint64 id = _hourAuction(series);
        _warpToCollect(id);
        auction.closeOut(_cash(_writer), series);
        assertEq(ledger.balanceOf(_margin), 144, "three quarters of a unit for each of 192 lots");
        address seller = _user("seller", 1_000_000 * USDC);
        _place(seller, id, series, OrderKind.Write, 200, 192, 0);
        _clearOne(id, series);
        _collect(_writer, auction.closeOutSlot(series));
        assertEq(ledger.positionOf(_cash(_writer), series), 0, "bought back");
        assertEq(ledger.balanceOf(_margin), 0, "rounding went back");
    }

    /// @dev Short 183 lots at 2.01 and 9 at 2.02: 1.01 x 101.5625 x 51,468 / 10,000 = 5.22721875 are locked for each.
    function _shortWithFraction(uint64 series) private {
        _sell(_dayAuction(2), series, 201, 183);
        _sell(_dayAuction(3), series, 202, 9);
        (, uint32 k, uint32 mark) = ledger.shortOf(_cash(_writer), series);
        assertEq(k, 51_468, "k");
        assertEq(mark, 51_468, "mark");
        assertEq(ledger.balanceOf(_margin), 183 * 5_226_000 + 9 * 5_252_000, "locked");
    }

    function _sell(uint64 id, uint64 series, uint32 price, uint32 lots) private {
        _warpToCollect(id);
        _place(_writer, id, series, OrderKind.Write, price, lots, 0);
        _place(_buyer, id, series, OrderKind.Buy, price, lots, 0);
        _warpToSolve(id);
        uint64[] memory one = new uint64[](1);
        one[0] = series;
        _clear(id, one);
        _collect(_writer, 0);
    }

    /// @dev A buyer was first at the top of the band and takes all that there is, 64 lots which the writer sells.
    function _closeOutWithoutSeller(uint64 series) private returns (uint64 id) {
        id = _hourAuction(series);
        _warpToCollect(id);
        _place(_buyer, id, series, OrderKind.Buy, 1_000, 64, 9);
        auction.closeOut(_cash(_writer), series);
        _place(_writer, id, series, OrderKind.Write, 200, 64, 9);
        _clearOne(id, series);
        _collect(_buyer, 9);
    }

    function _clearOne(uint64 id, uint64 series) private {
        _warpToSolve(id);
        (uint256 lo, uint256 hi) = _interval(id, series);
        auction.clear(id, abi.encodePacked(uint8(lo), uint8(hi)));
    }
}
