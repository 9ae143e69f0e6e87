// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {WriteFill, WriteTerms} from "../../../contracts/interfaces/IMargin.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Code, Memo, Memos} from "../../../contracts/types/Memo.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {MarginTest} from "./MarginTest.sol";

contract CloseOutTest is MarginTest {
    /// @dev The fuzzed account's books, kept by hand.
    struct Books {
        uint32 product;
        bool backed;
        Account account;
        Account margin;
        uint64[4] series; // three of a day, in two octets, and one of the next
        uint32[4] closing;
        uint32[4] closingK;
        uint32[4] closingMark;
        uint256[4] escrowed;
    }

    uint64 private constant AUCTION = 1;

    // -- through the auction ---------------------------------------------------------------------------

    function test_SettleCloseOutRevertsWhenNotAuction() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        address[] memory callers = _outsiders(address(auction));
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotRoom(callers[i]);
            vm.prank(callers[i]);
            margin.settleCloseOut(cashOfWriter, _first(), _hour(0), 1, 1, 0, 51_200, 51_200);
        }
    }

    function test_NoLotFilled() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        uint256 free = ledger.balanceOf(cashOfWriter);
        uint64 id = _closeOut(writer);
        assertEq(ledger.positionOf(cashOfWriter, _hour(0)), 0, "in the auction");
        assertEq(_locked(cashOfWriter), 0, "with its lock");
        assertEq(_escrow(id), 10 * WRITER_LOCK, "escrow");
        _warpPast(id);
        _expectPosted(
            Accounts.auctionEscrow(id),
            _marginOf(cashOfWriter),
            10 * WRITER_LOCK,
            Memos.memo(Code.MarginLocked, id)
        );
        _collectCloseOut(writer);
        _checkShort(cashOfWriter, _hour(0), 10, 51_200, 51_200);
        assertEq(_locked(cashOfWriter), 10 * WRITER_LOCK, "locked again");
        assertEq(ledger.balanceOf(cashOfWriter), free, "free");
    }

    function test_SomeLotsFilled() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        uint256 free = ledger.balanceOf(cashOfWriter);
        uint64 id = _closeOut(writer);
        _place(trader, id, _hour(0), OrderKind.Sell, 200, 4, 97);
        _clearHour(_hour(0));
        // Buys press at the top of the band, 3.25: that is the price of the four.
        uint256 cost = 4 * (3_250_000 + 3_250);
        _collectCloseOut(writer);
        _checkShort(cashOfWriter, _hour(0), 6, 51_200, 51_200);
        assertEq(_locked(cashOfWriter), 6 * WRITER_LOCK, "locked");
        assertEq(ledger.balanceOf(cashOfWriter), free + 4 * WRITER_LOCK - cost, "free");
        _collect(trader, 97);
        assertEq(_escrow(id), 0, "nothing is left in escrow");
    }

    function test_AllLotsFilled() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        uint256 free = ledger.balanceOf(cashOfWriter);
        uint64 id = _closeOut(writer);
        _place(trader, id, _hour(0), OrderKind.Sell, 200, 10, 97);
        _clearHour(_hour(0));
        uint256 price = auction.resultOf(id, _hour(0)).price();
        _collectCloseOut(writer);
        assertEq(ledger.positionOf(cashOfWriter, _hour(0)), 0, "position");
        assertEq(_locked(cashOfWriter), 0, "locked");
        uint256 cost = 10 * (price * 10_000 + price * 10);
        assertEq(ledger.balanceOf(cashOfWriter), free + 10 * WRITER_LOCK - cost, "free");
    }

    function test_LotsBoughtMeanwhile() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        uint256 free = ledger.balanceOf(cashOfWriter);
        uint64 id = _closeOut(writer);
        vm.prank(claimsRoom);
        ledger.addLongs(cashOfWriter, Ids.octetOf(_hour(0)), 7, Memo.wrap(0));
        _warpPast(id);
        _collectCloseOut(writer);
        _checkShort(cashOfWriter, _hour(0), 3, 51_200, 51_200);
        assertEq(_locked(cashOfWriter), 3 * WRITER_LOCK, "locked");
        assertEq(ledger.balanceOf(cashOfWriter), free + 7 * WRITER_LOCK, "free");
    }

    function test_CloseOutOfAProvider() external {
        _sellShort(_first(), _hour(0), provider, 200, 10);
        vm.prank(provider);
        providers.optOut(cashOfProvider, _hour(0), true);
        uint64 id = _closeOut(provider);
        _checkProvider(_hour(0), 10, 1_000_000);
        _place(trader, id, _hour(0), OrderKind.Sell, 200, 4, 97);
        _clearHour(_hour(0));
        _collectCloseOut(provider);
        _checkProvider(_hour(0), 6, 600_000);
        assertEq(_locked(cashOfProvider), 6 * PROVIDER_LOCK, "locked");
    }

    function test_CloseOutTouchesItsSeriesOnly() external {
        _sellShort(_first(), _hour(0), writer, 200, 10);
        _sellShort(_second(), _hour(1), writer, 200, 20);
        uint64 id = _closeOut(writer);
        assertEq(_locked(cashOfWriter), 20 * WRITER_LOCK, "the other hour");
        _place(trader, id, _hour(0), OrderKind.Sell, 200, 10, 97);
        _clearHour(_hour(0));
        _collectCloseOut(writer);
        assertEq(_locked(cashOfWriter), 20 * WRITER_LOCK, "the other hour still");
    }

    // -- as the rooms ----------------------------------------------------------------------------------

    function test_LargestShortOfAll() external {
        Books memory b = _books(type(uint64).max, type(uint16).max, false);
        uint32 top = 2 ** 23 + 251 - 126;
        for (uint256 i = 0; i < 15; ++i) {
            _write(b, 0, 2 ** 27 - 1, 2 ** 27 - 1, top, 2 ** 23);
        }
        (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(b.account, b.series[0]);
        assertEq(lots, 15 * (2 ** 27 - 1), "lots");
        assertEq(k, uint256(top) * 256, "k");
        assertEq(mark, uint256(top) * 256, "mark");
        _buy(b, 0, lots);
        assertEq(ledger.balanceOf(b.margin), 0, "bought back");
    }

    function testFuzz_MarginCoversTheShorts(uint256 seed, uint64 tickSize, uint16 rates, bool backed) external {
        // Ticks of few units are where rounding matters most.
        Books memory b = _books(uint64(bound(tickSize, 1, 2_000)), uint16(bound(rates, 0, 10_000)), backed);
        for (uint256 i = 0; i < 40; ++i) {
            uint256 x = uint256(keccak256(abi.encode(seed, i)));
            uint256 s = (x >> 8) % 4;
            uint32 lots = uint32(1 + ((x >> 16) % 300));
            (uint32 held, , ) = ledger.shortOf(b.account, b.series[s]);
            if (x % 6 < 2) _write(b, s, lots, uint32((x >> 48) % (lots + 1)), 100 + uint32((x >> 80) % 252), 200);
            else if (x % 6 == 2) _buy(b, s, uint32(1 + ((x >> 48) % lots)));
            else if (x % 6 == 3 && held > 0) _take(b, s, uint32(1 + ((x >> 48) % held)));
            else if (x % 6 == 4 && held > 0 && b.closing[s] == 0) _beginCloseOut(b, s, held);
            else if (x % 6 == 5 && b.closing[s] > 0) _endCloseOut(b, s, uint32((x >> 48) % (b.closing[s] + 1)));
            _checkCovered(b);
        }
        for (uint256 s = 0; s < 4; ++s) {
            if (b.closing[s] > 0) _endCloseOut(b, s, 0);
            _checkCovered(b);
            (uint32 held, , ) = ledger.shortOf(b.account, b.series[s]);
            if (held > 0) _take(b, s, held);
        }
        assertEq(ledger.balanceOf(b.margin), 0, "nothing stays behind");
    }

    /// @dev Every short lot of the day has its lock, and a day without shorts and close-outs locks nothing.
    function _checkCovered(Books memory b) private view {
        uint256 needed;
        uint256 open;
        for (uint256 s = 0; s < 3; ++s) {
            (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(b.account, b.series[s]);
            needed += lots * margin.lockOf(b.account, b.product, k, mark);
            open += lots + b.closing[s];
        }
        uint256 locked = ledger.balanceOf(b.margin);
        assertGe(locked, needed, "locked");
        if (open == 0) assertEq(locked, 0, "flat");
        if (b.backed) {
            uint256 used;
            for (uint256 s = 0; s < 4; ++s) {
                (uint32 lots, , ) = ledger.shortOf(b.account, b.series[s]);
                assertGe(providers.usedOf(b.account, b.series[s]), lots + b.closing[s], "capacity");
                used += providers.usedOf(b.account, b.series[s]);
            }
            (, uint256 reserved, , ) = providers.stakeOf(b.account);
            assertEq(reserved, used * 7, "stake");
        }
    }

    /// @dev An order of `lots`, of which `filled` fill at the price, placed and collected.
    function _write(Books memory b, uint256 s, uint32 lots, uint32 filled, uint32 price, uint32 ref) private {
        WriteTerms memory terms = WriteTerms(0, ref > 126 ? ref - 126 : 1, ref, 30);
        if (price > terms.base + 251) price = terms.base + 251;
        terms.limit = price - (price % 50);
        if (terms.limit < terms.base) terms.limit = terms.base;
        if (price < terms.limit) price = terms.limit;
        vm.startPrank(address(auction));
        uint256 perLot = margin.reserve(b.account, b.series[s], lots, terms);
        ledger.post(Accounts.RESERVE, Accounts.auctionEscrow(AUCTION), perLot * lots, Memo.wrap(0));
        uint256 tick = products.tradeTerms(b.product).tickSize;
        uint256 net = price * tick - (price * tick * 30 + 9_999) / 10_000;
        ledger.post(Accounts.RESERVE, Accounts.auctionEscrow(AUCTION), net * filled, Memo.wrap(0));
        uint256 rest = margin.settleWrite(
            b.account,
            WriteFill(AUCTION, b.series[s], lots, filled, filled == 0 ? 0 : price, filled == 0 ? 0 : net),
            terms
        );
        ledger.post(Accounts.auctionEscrow(AUCTION), Accounts.RESERVE, rest, Memo.wrap(0));
        vm.stopPrank();
    }

    /// @dev In two hours of the octet at once, where the series has a neighbour.
    function _buy(Books memory b, uint256 s, uint32 lots) private {
        uint256 word = Ids.octetWord(b.series[s], lots);
        if (s < 2) word |= Ids.octetWord(b.series[1 - s], lots);
        vm.startPrank(address(auction));
        uint256 covered = ledger.addLongs(b.account, Ids.octetOf(b.series[s]), word, Memo.wrap(0));
        if (covered != 0) margin.release(b.account, Ids.octetOf(b.series[s]), covered);
        vm.stopPrank();
    }

    function _take(Books memory b, uint256 s, uint32 lots) private {
        vm.prank(deliveryRoom);
        margin.take(b.account, b.series[s], lots, Accounts.RESERVE, Memo.wrap(0));
        if (!b.backed) return;
        // Delivery concludes what it took; here its capacity goes back too, so that the books stay simple.
        vm.prank(address(margin));
        providers.release(b.account, b.series[s], lots, 7);
    }

    function _beginCloseOut(Books memory b, uint256 s, uint32 lots) private {
        vm.prank(address(auction));
        uint256 perLot;
        (b.closingK[s], b.closingMark[s], perLot) = margin.take(
            b.account,
            b.series[s],
            lots,
            Accounts.auctionEscrow(AUCTION),
            Memo.wrap(0)
        );
        b.closing[s] = lots;
        b.escrowed[s] = perLot;
    }

    /// @dev Filled lots cost all of their lock.
    function _endCloseOut(Books memory b, uint256 s, uint32 filled) private {
        uint256 cost = filled * b.escrowed[s];
        vm.startPrank(address(auction));
        uint256 rest = margin.settleCloseOut(
            b.account,
            AUCTION,
            b.series[s],
            b.closing[s],
            filled,
            cost,
            b.closingK[s],
            b.closingMark[s]
        );
        ledger.post(Accounts.auctionEscrow(AUCTION), Accounts.RESERVE, rest + cost, Memo.wrap(0));
        vm.stopPrank();
        b.closing[s] = 0;
    }

    /// @dev An account with shorts to come in a product of its own; Reserve plays everybody else's purse.
    function _books(uint64 tickSize, uint16 rates, bool backed) private returns (Books memory b) {
        Terms memory terms = _terms();
        terms.trade.tickSize = tickSize;
        terms.trade.stakePerLot = 7;
        terms.trade.capFactorBps = rates > 55_535 ? rates : 10_000 + rates;
        terms.trade.penaltyBps = rates > 10_000 ? 10_000 : rates;
        (terms.trade.providerMarginBps, terms.trade.uncoveredMarginBps) = (rates, rates);
        b.product = products.list(bytes("{}"), 0, terms);
        b.backed = backed;
        b.account = backed ? cashOfProvider : cashOfWriter;
        uint32 hour = uint32((START / 1 days + 1) * 24);
        b.series = [
            Ids.series(b.product, hour + 1),
            Ids.series(b.product, hour + 6),
            Ids.series(b.product, hour + 23),
            Ids.series(b.product, hour + 24)
        ];
        b.margin = Accounts.margin(b.account, b.product, Ids.dayOf(b.series[0]));
        if (backed) {
            vm.prank(provider);
            providers.register(b.account, b.product, 2 ** 27 - 1, "");
        }
        _fund(trader, 2 ** 140);
        vm.prank(address(auction));
        ledger.post(_cash(trader), Accounts.RESERVE, 2 ** 140, Memo.wrap(0));
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _closeOut(address whose) private returns (uint64 id) {
        id = _hourAuction(_hour(0));
        _warpToCollect(id);
        auction.closeOut(_cash(whose), _hour(0));
    }

    function _collectCloseOut(address whose) private {
        assertEq(_collect(whose, auction.closeOutSlot(_hour(0))), 1, "collected");
    }
}
