// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IMargin, WriteFill, WriteTerms} from "../../../contracts/interfaces/IMargin.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Memo} from "../../../contracts/types/Memo.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Exchange} from "../utils/Exchange.sol";
import {vm} from "../utils/Vm.sol";

/// @notice A provider, a financial writer and a trader in the default market. Of a lot sold at 2.00 with a reference
/// of 2.00 the provider locks 1.55 x 2.00 + 0.1 x 2.00 - 0.10 = 3.20, the writer 2.5 x 2.00 + 0.1 x 2.00 = 5.20.
abstract contract MarginTest is Exchange {
    uint256 internal constant CASH = 10_000 * USDC;
    uint256 internal constant STAKE = 100 * USDC;
    uint256 internal constant PROVIDER_LOCK = 3_200_000;
    uint256 internal constant WRITER_LOCK = 5_200_000;
    /// @dev What an order with limit 200 puts up per lot on a grid from 0.74 to 3.25: 1.65 x 3.25 - 0.10 - 3.25 for
    /// the provider, 2.6 x 3.25 - 3.25 for the writer, and 0.1% of 3.25.
    uint256 internal constant PROVIDER_ORDER = 2_012_500 + 3_250;
    uint256 internal constant WRITER_ORDER = 5_200_000 + 3_250;
    /// @dev 2.00 less 0.1%.
    uint256 internal constant NET = 1_998_000;

    address internal provider;
    address internal writer;
    address internal trader;
    Account internal cashOfProvider;
    Account internal cashOfWriter;

    function setUp() public virtual {
        _deploy();
        _listDefault();
        provider = _provider("provider", CASH, STAKE, 100);
        writer = _user("writer", CASH);
        trader = _user("trader", CASH);
        (cashOfProvider, cashOfWriter) = (_cash(provider), _cash(writer));
    }

    /// @dev An hour that two day-ahead auctions cover, and the hours after it.
    function _hour(uint256 index) internal view returns (uint64) {
        return _series(72 + index);
    }

    function _first() internal view returns (uint64) {
        return _dayAuction(2);
    }

    function _second() internal view returns (uint64) {
        return _dayAuction(3);
    }

    function _marginOf(Account account) internal view returns (Account) {
        return Accounts.margin(account, product, Ids.dayOf(_hour(0)));
    }

    function _locked(Account account) internal view returns (uint256) {
        return ledger.balanceOf(_marginOf(account));
    }

    function _escrow(uint64 id) internal view returns (uint256) {
        return ledger.balanceOf(Accounts.auctionEscrow(id));
    }

    /// @dev Clears the series in a day-ahead auction.
    function _clearDay(uint64 id, uint64 series) internal {
        uint64[] memory one = new uint64[](1);
        one[0] = series;
        _warpToSolve(id);
        _clear(id, one);
    }

    function _clearHour(uint64 series) internal {
        uint64 id = _hourAuction(series);
        _warpToSolve(id);
        (uint256 lo, uint256 hi) = _interval(id, series);
        auction.clear(id, abi.encodePacked(uint8(lo), uint8(hi)));
    }

    /// @dev `seller` sells lots of the series short at a price, collected; the trader buys them in slot 99.
    function _sellShort(uint64 id, uint64 series, address seller, uint32 price, uint32 lots) internal {
        _warpToCollect(id);
        _place(seller, id, series, OrderKind.Write, price, lots, 0);
        _place(trader, id, series, OrderKind.Buy, price, lots, 99);
        _clearDay(id, series);
        _collect(seller, 0);
        _collect(trader, 99);
    }

    /// @dev `buyer` buys lots back from the trader at 2.00, not collected yet: slot 1.
    function _buyBack(uint64 id, uint64 series, address buyer, uint32 lots) internal {
        _warpToCollect(id);
        _place(buyer, id, series, OrderKind.Buy, 200, lots, 1);
        _place(trader, id, series, OrderKind.Sell, 200, lots, 98);
        _clearDay(id, series);
    }

    function _checkShort(Account account, uint64 series, uint256 lots, uint256 k, uint256 mark) internal view {
        (uint32 lots_, uint32 k_, uint32 mark_) = ledger.shortOf(account, series);
        assertEq(lots_, lots, "short lots");
        assertEq(k_, k, "k");
        assertEq(mark_, mark, "mark");
    }

    function _checkProvider(uint64 series, uint256 used, uint256 reserved) internal view {
        assertEq(providers.usedOf(cashOfProvider, series), used, "used capacity");
        (, uint256 reserved_, , ) = providers.stakeOf(cashOfProvider);
        assertEq(reserved_, reserved, "reserved stake");
    }

    function _expectPosted(Account from, Account to, uint256 amount, Memo memo) internal {
        vm.expectEmit(address(ledger));
        emit ILedger.Posted(from, to, amount, memo);
    }

    /// @dev Everyone but the room itself: a stranger, an owner, an operator, a spender and the other rooms.
    function _outsiders(address room) internal returns (address[] memory callers) {
        callers = new address[](8);
        callers[0] = makeAddr("stranger");
        callers[1] = writer;
        callers[2] = makeAddr("operator");
        callers[3] = makeAddr("spender");
        callers[4] = address(providers);
        callers[5] = claimsRoom;
        callers[6] = meterRoom;
        callers[7] = room == address(auction) ? deliveryRoom : address(this);
        vm.startPrank(writer);
        ledger.setOperator(callers[2], true);
        ledger.setApproval(cashOfWriter, callers[3], true);
        vm.stopPrank();
    }

    function _expectNotRoom(address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(IMargin.NotRoom.selector, caller));
    }

    function _writeTerms() internal pure returns (WriteTerms memory) {
        return WriteTerms({limit: 200, base: 74, referencePrice: 200, feeBps: 10});
    }

    function _writeFill(uint64 id, uint64 series, uint32 lots, uint32 filled) internal pure returns (WriteFill memory) {
        return WriteFill({auction: id, series: series, lots: lots, filled: filled, price: 200, net: NET});
    }
}
