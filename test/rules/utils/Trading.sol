// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {Lane, MarketParams} from "../../../contracts/interfaces/IProducts.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {OrderKind, OrderWord} from "../../../contracts/types/OrderWord.sol";
import {Placement, Placements} from "../../../contracts/types/Placement.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Exchange} from "./Exchange.sol";
import {vm} from "./Vm.sol";

/// @notice An exchange with traders, and whole trades in one call.
abstract contract Trading is Exchange {
    /// @dev The ticks of the default grid: base 74, reference 200.
    uint32 internal constant BASE = 74;
    uint32 internal constant TOP = 325;
    uint256 internal constant TICK = 10_000;
    uint256 internal constant FEE_BPS = 10;
    uint256 internal constant MAX_LOTS = 2 ** 27 - 1;

    address internal buyer;
    address internal writer;
    address internal provider;
    address internal keeper;
    /// @dev A day-ahead auction that collects.
    uint64 internal day;
    /// @dev Its first series.
    uint64 internal series;
    uint32 private _nextSlot;

    function _setUpTrading() internal {
        _deploy();
        _listDefault();
        buyer = _user("buyer", 10_000_000 * USDC);
        writer = _user("writer", 10_000_000 * USDC);
        provider = _provider("provider", 100_000 * USDC, 100_000 * USDC, 1_000_000);
        keeper = makeAddr("keeper");
        day = _dayAuction(2);
        series = _at(day, 0);
        _warpToCollect(day);
    }

    /// @dev The series at an offset into the window of a day-ahead auction. The next auction covers it again from 24 on.
    function _at(uint64 id, uint256 offset) internal view returns (uint64) {
        return Ids.series(product, uint32(uint256(Ids.numberOf(id)) * 24 + offset));
    }

    /// @dev The hour-ahead auction that collects now, and its series.
    function _spotNow() internal view returns (uint64) {
        return Ids.auction(hourLane, uint32(block.timestamp / 1 hours + 2));
    }

    function _spotSeries(uint64 id) internal view returns (uint64) {
        return Ids.series(product, Ids.numberOf(id));
    }

    function _fee(uint256 price) internal pure returns (uint256) {
        return (price * TICK * FEE_BPS + 9_999) / 10_000;
    }

    function _free(address user) internal view returns (uint256) {
        return ledger.balanceOf(_cash(user));
    }

    function _escrow(uint64 id) internal view returns (uint256) {
        return ledger.balanceOf(Accounts.auctionEscrow(id));
    }

    function _marginOf(address user, uint64 series_) internal view returns (uint256) {
        return ledger.balanceOf(Accounts.margin(_cash(user), Ids.productOf(series_), Ids.dayOf(series_)));
    }

    function _position(address user, uint64 series_) internal view returns (int256) {
        return ledger.positionOf(_cash(user), series_);
    }

    function _word(address user, uint64 slot) internal view returns (OrderWord) {
        return auction.orderOf(_cash(user), slot);
    }

    /// @dev Everything that users of a test hold, in whatever account.
    function _wealth(address user, uint64 series_) internal view returns (uint256) {
        return _free(user) + _marginOf(user, series_) + ledger.balanceOf(Accounts.stake(_cash(user)));
    }

    /// @dev Places into a slot that was never used.
    function _enter(
        address user,
        uint64 id,
        uint64 series_,
        OrderKind kind,
        uint32 price,
        uint32 lots
    ) internal returns (uint32 slot) {
        slot = ++_nextSlot;
        _place(user, id, series_, kind, price, lots, slot);
    }

    function _placement(
        uint64 id,
        uint64 series_,
        OrderKind kind,
        uint32 price,
        uint32 lots,
        uint32 slot
    ) internal pure returns (Placement) {
        return Placements.pack(id, series_, uint256(kind), price, lots, slot);
    }

    function _ref(address user, uint64 slot) internal pure returns (OrderRef memory) {
        return OrderRef(_cash(user), slot);
    }

    /// @dev Clears with the interval of every series that has orders, as the keeper.
    function _finish(uint64 id) internal {
        _warpToSolve(id);
        bytes memory hints = _hints(id);
        vm.prank(keeper);
        auction.clear(id, hints);
    }

    function _hints(uint64 id) internal view returns (bytes memory hints) {
        bool isDay = Ids.laneOf(id) == dayLane;
        uint256 window = isDay ? 36 : 1;
        uint256 first = uint256(Ids.numberOf(id)) * (isDay ? 24 : 1);
        hints = new bytes(2 * window);
        for (uint256 i = 0; i < window; ++i) {
            (, , bool frozen) = lens.gridOf(id, Ids.series(product, uint32(first + i)));
            if (!frozen) continue;
            (uint256 lo, uint256 hi) = _sweep(id, Ids.series(product, uint32(first + i)));
            hints[2 * i] = bytes1(uint8(lo));
            hints[2 * i + 1] = bytes1(uint8(hi));
        }
    }

    /// @dev Hints for one series of a window, at an offset into it.
    function _one(uint256 window, uint256 offset, uint256 lo, uint256 hi) internal pure returns (bytes memory hints) {
        hints = new bytes(2 * window);
        hints[2 * offset] = bytes1(uint8(lo));
        hints[2 * offset + 1] = bytes1(uint8(hi));
    }

    /// @dev A market of its own with two day-ahead lanes that collect at the same time, and a series of both.
    function _openOverlapping() internal returns (uint64 early, uint64 late, uint64 shared) {
        uint32[] memory ids = new uint32[](1);
        ids[0] = products.list(bytes("{}"), 3, _terms());
        Lane[] memory lanes = new Lane[](3);
        lanes[0] = Lane({lead: 24 hours, window: 24, stride: 24, collect: 23 hours, solve: 1 hours});
        lanes[1] = Lane({lead: 12 hours, window: 24, stride: 24, collect: 23 hours, solve: 1 hours});
        lanes[2] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        MarketParams memory params = MarketParams({
            feeBps: 10,
            maxTip: 0,
            minVolume: 10,
            wordFee: 0,
            minNotional: 0,
            access: address(0)
        });
        (, uint32 lane) = products.openMarket(ids, lanes, params);
        uint32 number = Ids.numberOf(day) + 3;
        early = Ids.auction(lane, number);
        late = Ids.auction(lane + 1, number);
        shared = Ids.series(ids[0], number * 24);
    }

    /// @dev A whole trade: `lots` at `price` in an auction of their own, cleared and collected.
    function _trade(
        uint64 id,
        uint64 series_,
        address seller,
        OrderKind kind,
        address to,
        uint32 price,
        uint32 lots
    ) internal {
        _warpToCollect(id);
        uint32 sold = _enter(seller, id, series_, kind, price, lots);
        uint32 bought = _enter(to, id, series_, OrderKind.Buy, price, lots);
        _finish(id);
        _collect(seller, sold);
        _collect(to, bought);
    }

    /// @dev Lots from the writer, bought in the day-ahead auction at 200.
    function _giveLots(address to, uint64 series_, uint32 lots) internal {
        _trade(day, series_, writer, OrderKind.Write, to, 200, lots);
    }
}
