// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {HourlyOrder} from "../../../contracts/interfaces/IRelay.sol";
import {OrderKind, OrderWord} from "../../../contracts/types/OrderWord.sol";
import {Placement, Placements} from "../../../contracts/types/Placement.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {vm} from "../utils/Vm.sol";
import {Action, Event} from "./Counts.sol";
import {Slots} from "./Slots.sol";

/// @notice Orders: placing one or many, collecting, closing out. Each call is predicted to the last unit.
abstract contract Trading is Slots {
    uint64 private constant SLOTS = 12;

    // -- actions ---------------------------------------------------------------------------------------

    function place(uint256 seed) external {
        Dice memory dice = _begin(seed);
        _place(dice, 1);
    }

    function placeMore(uint256 seed) external {
        Dice memory dice = _begin(seed);
        _place(dice, 1);
    }

    function placeAgain(uint256 seed) external {
        Dice memory dice = _begin(seed);
        _place(dice, 1);
    }

    function placeBatch(uint256 seed) external {
        Dice memory dice = _begin(seed);
        _place(dice, 2 + _roll(dice, 3));
    }

    /// @notice Somebody who is short bids for the same lots again, and somebody offers some.
    function buyBack(uint256 seed) external {
        Dice memory dice = _begin(seed);
        (uint256 a, uint64 auction, uint64 series) = _someShort(dice);
        if (series == 0) return;
        Order[] memory drafts = new Order[](1);
        _bid(dice, drafts[0], a, auction, series);
        _submit(dice, a, drafts);
        _answer(dice, auction, series, OrderKind.Write);
    }

    /// @dev Somebody trades against what stands in the book.
    function _answer(Dice memory dice, uint64 auction, uint64 series, OrderKind kind) private {
        uint256 a = kind == OrderKind.Buy ? _roll(dice, TRADERS) : TRADERS + _roll(dice, WRITERS + PROVIDERS);
        Order[] memory drafts = new Order[](1);
        _bid(dice, drafts[0], a, auction, series);
        if (drafts[0].kind != OrderKind.Sell || kind == OrderKind.Buy) drafts[0].kind = kind;
        _submit(dice, a, drafts);
    }

    /// @dev Some account that is short in a series that an auction collects now, by going through all of them.
    function _someShort(Dice memory dice) private view returns (uint256 a, uint64 auction, uint64 series) {
        (uint256 day, bool collects) = _nextDay();
        uint256 next = _nextHour();
        uint256 turn = _roll(dice, 36);
        for (uint256 i = 0; i < 36; ++i) {
            uint256 which = (turn + i) % 36;
            // Hours that the auction of the day before has covered as well, and the one that is hour-ahead.
            bool hourly = which % 3 == 2;
            if (hourly ? next % SPACING != 0 : !collects) continue;
            uint256 hour = hourly ? next : day * 24 + (which % 3) * SPACING;
            series = Ids.series(x.products_[(which / 3) % 2], uint32(hour));
            a = TRADERS + (which / 6);
            auction = _auctionFor(hourly, day, hour);
            if (x.ledger.positionOf(accounts[a], series) < 0) return (a, auction, series);
        }
        return (0, 0, 0);
    }

    /// @dev A bid near the reference for what the account is short, or an offer of some lots.
    function _bid(Dice memory dice, Order memory o, uint256 a, uint64 auction, uint64 series) private view {
        (o.account, o.auction, o.series) = (uint32(a), auction, series);
        int256 position = x.ledger.positionOf(accounts[a], series);
        o.kind = position < 0 ? OrderKind.Buy : OrderKind.Sell;
        if (position == 0) o.kind = OrderKind.Write;
        o.lots = 1 + _roll(dice, position == 0 ? 12 : uint256(position < 0 ? -position : position));
        _choosePrice(dice, o);
        o.slot = _someSlot(dice, live, o.account, SLOTS);
    }

    /// @notice Up to twelve orders of anyone, some of them not over yet, some slots empty.
    function collect(uint256 seed) external {
        Dice memory dice = _begin(seed);
        (OrderRef[] memory refs, uint256[] memory ids) = _someRefs(dice, live, 12);
        Effect[] memory effects = new Effect[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            effects[i] = _effectOf(orders[ids[i]]);
        }
        _note(effects);
        vm.prank(accounts[_roll(dice, accounts.length)].owner());
        uint256 count = x.auction.collect(refs); // invariant 10: this never reverts
        _count(Action.Collect, true);
        assertEq(count, ids.length, "I10 collected");
        for (uint256 i = 0; i < ids.length; ++i) {
            _dropCollected(ids[i], effects[i].lotsBefore);
        }
        _compare(effects, "collect");
    }

    /// @notice The position of some account in the hour-ahead auction that collects now.
    function closeOut(uint256 seed) external {
        Dice memory dice = _begin(seed);
        uint256 hour = _nextHour();
        if (hour % SPACING != 0 && _roll(dice, 8) > 0) return;
        uint64 series = Ids.series(x.products_[_roll(dice, 2)], uint32(hour));
        uint64 auction = Ids.auction(x.hourLane, Ids.hourOf(series));
        uint256 a = _roll(dice, tradingAccounts);
        for (uint256 i = 0; i < tradingAccounts && !_canClose(dice, a, series); ++i) {
            a = (a + 1) % tradingAccounts;
        }
        uint64 slot = x.auction.closeOutSlot(series);
        int32 position = x.ledger.positionOf(accounts[a], series);
        if (position == 0 && _roll(dice, 8) != 0) return;
        Order memory o;
        o.auction = auction;
        o.series = series;
        o.account = uint32(a);
        o.slot = slot;
        o.kind = position < 0 ? OrderKind.CloseBuy : OrderKind.CloseSell;
        o.lots = uint256(int256(position < 0 ? -position : position));
        if (position < 0) {
            (, uint32 k, uint32 mark) = x.ledger.shortOf(accounts[a], series);
            bool backed = x.providers.isProvider(accounts[a]);
            o.taken = o.lots * _lock(Ids.productOf(series), backed, k, mark, false);
        }
        uint256 old = _foldedIn(live, a, slot);
        Effect[] memory effects = new Effect[](old != 0 ? 2 : 1);
        effects[0].account = a;
        effects[0].series = series;
        effects[0].lots = -int256(position);
        effects[0].worth = -int256(o.taken);
        if (old != 0) effects[1] = _effectOf(orders[old]);
        _note(effects);
        vm.prank(stranger);
        try x.auction.closeOut(accounts[a], series) {
            _count(Action.CloseOut, true);
        } catch {
            _count(Action.CloseOut, false);
            return;
        }
        if (old != 0) _dropCollected(old, effects[1].lotsBefore);
        _entered(o);
        _compare(effects, "close-out");
        if (_roll(dice, 2) == 0) _answer(dice, auction, series, position < 0 ? OrderKind.Write : OrderKind.Buy);
    }

    /// @dev A provider's short only once it is opted out: some do when asked.
    function _canClose(Dice memory dice, uint256 a, uint64 series) private returns (bool) {
        int32 position = x.ledger.positionOf(accounts[a], series);
        if (position >= 0) return position > 0;
        if (!x.providers.isProvider(accounts[a]) || x.providers.optedOut(accounts[a], series)) return true;
        if (_roll(dice, 4) > 0) return false;
        vm.prank(accounts[a].owner());
        x.providers.optOut(accounts[a], series, true);
        _count(Action.OptOut, true);
        return true;
    }

    // -- placing ---------------------------------------------------------------------------------------

    function _place(Dice memory dice, uint256 n) private {
        uint256 a = _roll(dice, tradingAccounts);
        Order[] memory drafts = new Order[](n);
        for (uint256 i = 0; i < n; ++i) {
            drafts[i].account = uint32(a);
            if (!_draft(dice, drafts[i])) return;
        }
        _submit(dice, a, drafts);
    }

    function _submit(Dice memory dice, uint256 a, Order[] memory drafts) private {
        uint256 n = drafts.length;
        Placement[] memory ps = new Placement[](n);
        for (uint256 i = 0; i < n; ++i) {
            ps[i] = _packed(drafts[i]);
        }
        (Effect[] memory effects, uint256[] memory old) = _effectsOf(drafts);
        _note(effects);
        bool signed = n == 1 && _signs(dice, a, 4);
        if (!(signed ? _relayOrder(dice, a, ps[0]) : _placeOrders(dice, a, ps))) return;
        for (uint256 i = 0; i < n; ++i) {
            if (old[i] != 0) {
                _dropCollected(old[i], effects[n + i].lotsBefore);
                _saw(Event.FoldedCollect);
            }
            _entered(drafts[i]);
        }
        _compare(effects, "place");
    }

    function _placeOrders(Dice memory dice, uint256 a, Placement[] memory ps) private returns (bool done) {
        vm.prank(_callerFor(dice, a));
        try x.auction.placeOrders(accounts[a], ps) {
            done = true;
        } catch {}
        _count(ps.length == 1 ? Action.Place : Action.PlaceBatch, done);
    }

    function _relayOrder(Dice memory dice, uint256 a, Placement p) private returns (bool) {
        HourlyOrder memory o = HourlyOrder(accounts[a], p, uint64(_now() + _roll(dice, 1 hours)));
        bytes32 digest = x.relay.orderDigest(o);
        return _relay(dice, Action.RelayOrder, accounts[a].owner(), digest, abi.encode(o), _bringOrder);
    }

    function _bringOrder(bytes memory order, bytes memory signature) internal returns (uint256) {
        (HourlyOrder[] memory all, bytes[] memory signatures) = (new HourlyOrder[](1), new bytes[](1));
        (all[0], signatures[0]) = (abi.decode(order, (HourlyOrder)), signature);
        vm.prank(stranger);
        return x.relay.placeOrders(all, signatures);
    }

    /// @dev Some order that mostly is possible.
    function _draft(Dice memory dice, Order memory o) private view returns (bool) {
        uint256 hour = _nextHour();
        (uint256 day, bool collects) = _nextDay();
        bool hourly = hour % SPACING == 0 && _roll(dice, 2) == 0;
        if (!hourly && !collects) {
            if (hour % SPACING != 0) return false;
            hourly = true;
        }
        if (!hourly) hour = day * 24 + _roll(dice, 36 / SPACING) * SPACING;
        o.auction = _auctionFor(hourly, day, hour);
        o.series = Ids.series(x.products_[_roll(dice, 2)], uint32(hour));
        o.lots = 1 + (_roll(dice, 16) == 0 ? _roll(dice, 2_000) : _roll(dice, 12));
        _chooseKind(dice, o);
        _choosePrice(dice, o);
        o.slot = _someSlot(dice, live, o.account, SLOTS);
        return true;
    }

    function _chooseKind(Dice memory dice, Order memory o) private view {
        int256 position = x.ledger.positionOf(accounts[o.account], o.series);
        bool writes = o.account >= TRADERS || _roll(dice, 32) == 0;
        o.kind = OrderKind.Buy;
        if (position < 0 && _roll(dice, 2) == 0) return;
        if (position > 0 && _roll(dice, 3) > 0) {
            o.kind = OrderKind.Sell;
            if (o.lots > uint256(position) && _roll(dice, 8) > 0) o.lots = uint256(position);
        } else if (writes && _roll(dice, 3) > 0) {
            o.kind = OrderKind.Write;
        }
    }

    function _choosePrice(Dice memory dice, Order memory o) private view {
        (uint32 base, uint32 ref, ) = x.lens.gridOf(o.auction, o.series);
        bool buy = o.kind == OrderKind.Buy;
        if (_roll(dice, 8) == 0) {
            o.price = _less(uint256(base) + 255, _roll(dice, 260));
        } else {
            uint256 aggressive = _roll(dice, 16);
            o.price = buy ? uint256(ref) + aggressive : _less(uint256(ref) + 8, aggressive);
            if (buy) o.price -= o.price > 8 ? 6 : 0;
        }
    }

    /// @dev At least one tick: a reference can fall that far.
    function _less(uint256 price, uint256 by) private pure returns (uint256) {
        return price > by ? price - by : 1;
    }

    /// @dev The call's argument; the draft then holds what the order will be: its price inside the band, its cash.
    function _packed(Order memory o) private view returns (Placement p) {
        p = Placements.pack(o.auction, o.series, uint256(o.kind), uint32(o.price), uint32(o.lots), uint32(o.slot));
        (uint256 base, uint256 ref, bool frozen) = x.lens.gridOf(o.auction, o.series);
        if (frozen) assertEq(base, baseOf[o.auction][o.series], "I6 frozen grid");
        if (o.price > base + 251) o.price = base + 251;
        if (o.price < base) o.price = base;
        uint256 tickSize = terms[Ids.productOf(o.series)].tickSize;
        if (o.kind == OrderKind.Buy) {
            o.taken = o.lots * (o.price * tickSize + _fee(o.series, o.price));
        } else if (o.kind == OrderKind.Write) {
            bool backed = x.providers.isProvider(accounts[o.account]);
            o.taken = o.lots * _writeCash(o.series, backed, o.price, base, ref);
        }
    }

    /// @dev New orders first, then what is collected from their slots; `old` is zero where there is nothing.
    function _effectsOf(Order[] memory drafts) private view returns (Effect[] memory effects, uint256[] memory old) {
        uint256 n = drafts.length;
        effects = new Effect[](2 * n);
        old = new uint256[](n);
        for (uint256 i = 0; i < n; ++i) {
            Order memory o = drafts[i];
            effects[i].account = o.account;
            effects[i].series = o.series;
            effects[i].worth = -int256(o.taken);
            if (o.kind == OrderKind.Sell) effects[i].lots = -int256(o.lots);
            effects[n + i].account = o.account;
            effects[n + i].series = o.series;
            old[i] = _foldedIn(live, o.account, o.slot);
            if (old[i] != 0) effects[n + i] = _effectOf(orders[old[i]]);
        }
    }

    function _entered(Order memory o) private {
        OrderWord word = x.auction.orderOf(accounts[o.account], o.slot);
        // A buying close-out goes as far up as its own collateral pays; the contract says how far.
        if (o.kind == OrderKind.CloseBuy) o.price = word.price();
        _openSeries(o.auction, o.series);
        if (o.kind == OrderKind.CloseSell) o.price = baseOf[o.auction][o.series];
        _expectMargin(o.account, o.series);
        _enlist(Accounts.fees(x.market));
        _addOrder(o);
        assertEq(word.ahead(), orders[orders.length - 1].ahead, "I5 lots ahead");
    }

    function _dropCollected(uint256 id, int256 before) private {
        Order memory o = orders[id];
        uint256 filled = _filled(o);
        if (filled > 0) {
            if (o.kind == OrderKind.CloseBuy || (o.kind == OrderKind.Buy && before < 0)) _saw(Event.ShortBoughtBack);
            if (o.kind == OrderKind.CloseBuy || o.kind == OrderKind.CloseSell) _saw(Event.CloseOutFilled);
            uint256 price = outcomes[o.auction][o.series].price;
            assertTrue(_isBuy(o.kind) ? price <= o.price : price >= o.price, "I4 price within the limit");
        }
        _dropOrder(id);
    }
}
