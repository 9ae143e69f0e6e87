// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {BlockOrder} from "../../../contracts/interfaces/IRelay.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {BlockKind, BlockWord} from "../../../contracts/types/BlockWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {Action, Event} from "./Counts.sol";
import {Slots} from "./Slots.sol";

/// @notice Strips and blocks: placed by their owners, by operators and by signature, and collected. Each call is
/// predicted to the last unit.
abstract contract BlockTrading is Slots {
    uint64 private constant SLOTS = 6;
    uint256 private constant MOST_PERIODS = 4;

    // -- actions ---------------------------------------------------------------------------------------

    function list(uint256 seed) external {
        Dice memory dice = _begin(seed);
        Listing memory o;
        if (_draftListing(dice, o)) _submitListing(dice, o);
    }

    /// @notice Somebody takes the other side of a strip or block that stands in a list.
    function answerListing(uint256 seed) external {
        Dice memory dice = _begin(seed);
        Listing memory o;
        if (_draftAnswer(dice, o)) _submitListing(dice, o);
    }

    /// @notice Up to six strips and blocks of anyone, some of them not over yet, some slots empty.
    function collectBlocks(uint256 seed) external {
        Dice memory dice = _begin(seed);
        (OrderRef[] memory refs, uint256[] memory ids) = _someRefs(dice, liveListings, 6);
        Effect[] memory effects;
        uint256 kept;
        for (uint256 i = 0; i < ids.length; ++i) {
            effects = _joined(effects, _givenTo(listings[ids[i]]));
            kept += _keptOf(listings[ids[i]]);
        }
        _note(effects);
        uint256 fees = x.ledger.balanceOf(Accounts.fees(x.market));
        vm.prank(accounts[_roll(dice, accounts.length)].owner());
        uint256 count = x.blocks.collectBlocks(refs); // invariant 10: this never reverts
        _count(Action.CollectBlocks, true);
        assertEq(count, ids.length, "I10 collected strips and blocks");
        assertEq(x.ledger.balanceOf(Accounts.fees(x.market)) - fees, kept, "I4 prices of places");
        for (uint256 i = 0; i < ids.length; ++i) _dropCollectedListing(ids[i]);
        _compare(effects, "collecting strips and blocks");
    }

    // -- drafts ----------------------------------------------------------------------------------------

    /// @dev Some order that mostly is possible.
    function _draftListing(Dice memory dice, Listing memory o) private view returns (bool) {
        uint256 hour = _nextHour();
        (uint256 day, bool collects) = _nextDay();
        bool hourly = hour % SPACING == 0 && _roll(dice, 4) == 0;
        if (!hourly && !collects) return false;
        bool strip = !hourly && _roll(dice, 4) == 0;
        uint256 periods =
            hourly
                ? 1
                : strip
                    ? 2 + _roll(dice, MOST_PERIODS - 1)
                    : 1 + _roll(dice, MOST_PERIODS);
        // Longer ones begin in fewer hours, so that they meet; they cross an octet's end.
        if (!hourly) {
            hour = day * 24 + (periods == 1 ? _roll(dice, 6) * SPACING : SPACING + _roll(dice, 3) * 2 * SPACING);
        }
        o.auction = _auctionFor(hourly, day, hour);
        o.series = Ids.series(x.products_[_roll(dice, 2)], uint32(hour));
        o.account = uint32(_roll(dice, tradingAccounts));
        o.hasProfile = !strip && _roll(dice, 3) == 0;
        o.units = new uint16[](periods);
        for (uint256 i = 0; i < periods; ++i) o.units[i] = o.hasProfile ? uint16(1 + _roll(dice, 4)) : 1;
        o.lots = 1 + _roll(dice, 10);
        bool buys = o.account < TRADERS || _roll(dice, 3) == 0;
        _chooseListingKind(dice, o, buys, !strip);
        _chooseLimit(dice, o);
        o.slot = _someSlot(dice, liveListings, o.account, SLOTS);
        return true;
    }

    /// @dev The other side of one in a list that still grows, mostly at its limit or better.
    function _draftAnswer(Dice memory dice, Listing memory o) private view returns (bool) {
        uint256 n = liveListings.ids.length;
        if (n == 0) return false;
        uint256 first = _roll(dice, n);
        Listing memory other;
        for (uint256 i = 0; i < n; ++i) {
            Listing storage some = listings[liveListings.ids[(first + i) % n]];
            (, uint256 close, ) = _times(some.auction);
            if (_now() >= close) continue;
            other = some;
            break;
        }
        if (other.lots == 0) return false;
        bool buys = !_isBuy(other.kind);
        (o.auction, o.series, o.units, o.hasProfile) = (other.auction, other.series, other.units, other.hasProfile);
        o.account = uint32(buys ? _roll(dice, TRADERS) : TRADERS + _roll(dice, WRITERS + PROVIDERS));
        o.lots = _roll(dice, 3) == 0 ? 1 + _roll(dice, 2 * other.lots) : other.lots;
        bool strip = !o.hasProfile && o.units.length > 1 && _roll(dice, 4) == 0;
        _chooseListingKind(dice, o, buys, !strip);
        if (_roll(dice, 8) == 0) {
            _chooseLimit(dice, o);
        } else {
            (uint256 bottom, uint256 top) = _bandOf(o);
            uint256 by = _roll(dice, 12);
            if (buys) o.limit = other.limit + by < top ? other.limit + by : top;
            else o.limit = other.limit > by + bottom ? other.limit - by : bottom;
        }
        o.slot = _someSlot(dice, liveListings, o.account, SLOTS);
        return true;
    }

    /// @dev Who holds the lots mostly sells them, others write.
    function _chooseListingKind(Dice memory dice, Listing memory o, bool buys, bool isBlock) private view {
        if (isBlock) o.least = _roll(dice, 2) == 0 ? 1 + _roll(dice, o.lots) : o.lots;
        uint256 held = type(uint256).max;
        for (uint64 i = 0; i < o.units.length; ++i) {
            int256 position = x.ledger.positionOf(accounts[o.account], o.series + i);
            uint256 units = position > 0 ? uint256(position) / o.units[i] : 0;
            if (units < held) held = units;
        }
        bool sellsHeld = held >= o.lots || _roll(dice, 64) == 0;
        if (held > 0 && _roll(dice, 3) > 0) buys = false;
        if (held > 0 && !buys && held < o.lots) {
            (o.lots, sellsHeld) = (held, true);
            if (o.least > held) o.least = held;
        }
        uint256 kind =
            buys
                ? 1
                : sellsHeld
                    ? 2
                    : 3;
        o.kind = BlockKind(kind + (isBlock ? 3 : 0));
    }

    /// @dev Near the average of the references; some sells so low that they can give a period's lots away.
    function _chooseLimit(Dice memory dice, Listing memory o) private view {
        (uint256 bottom, uint256 top) = _bandOf(o);
        uint256 sum;
        for (uint64 i = 0; i < o.units.length; ++i) {
            (, uint256 ref, ) = x.lens.gridOf(o.auction, o.series + i);
            sum += ref * o.units[i];
        }
        uint256 average = sum / _unitLots(o);
        uint256 by = _roll(dice, _isBuy(o.kind) ? 8 : 4) == 0 ? _roll(dice, 120) : _roll(dice, 16);
        o.limit =
            _isBuy(o.kind)
                ? average + by
                : average > by
                    ? average - by
                    : 1;
        if (o.limit < bottom) o.limit = bottom;
        if (o.limit > top) o.limit = top;
    }

    /// @return bottom the lowest limit inside the average band of its periods, ticks
    /// @return top the highest one
    function _bandOf(Listing memory o) private view returns (uint256 bottom, uint256 top) {
        uint256 lots = _unitLots(o);
        for (uint64 i = 0; i < o.units.length; ++i) {
            (uint256 base, , ) = x.lens.gridOf(o.auction, o.series + i);
            bottom += base * o.units[i];
        }
        top = (bottom + 251 * lots) / lots;
        bottom = (bottom + lots - 1) / lots;
    }

    // -- placing ---------------------------------------------------------------------------------------

    function _submitListing(Dice memory dice, Listing memory o) private {
        uint256 asked = _askedFor(dice, o);
        o.escrow = _escrowOf(o);
        o.placeFee = _placeFeeOf(o);
        BlockPlacement memory p = BlockPlacement({
            auction: o.auction,
            series: o.series,
            slot: uint32(o.slot),
            kind: uint8(o.kind),
            periods: uint8(o.units.length),
            price: uint32(asked),
            lots: uint32(o.lots),
            least: uint32(o.least),
            maxFee: uint96(_roll(dice, 64) == 0 ? o.placeFee - 1 : o.placeFee),
            profile: o.hasProfile ? o.units : new uint16[](0)
        });
        uint256 old = _foldedIn(liveListings, o.account, o.slot);
        Effect[] memory effects = _takenBy(o);
        if (old != 0) effects = _joined(effects, _givenTo(listings[old]));
        _note(effects);
        bool signed = _signs(dice, o.account, 2);
        if (!(signed ? _relayBlock(dice, o.account, p) : _placeBlock(dice, o.account, p))) return;
        if (old != 0) {
            _dropCollectedListing(old);
            _saw(Event.ListingFolded);
        }
        if (_stepOf(o) > 0) _saw(Event.PlaceRaised);
        for (uint64 i = 0; i < o.units.length; ++i) _expectMargin(o.account, o.series + i);
        _enlist(Accounts.fees(x.market));
        _addListing(o);
        BlockWord word = x.blocks.blockOf(accounts[o.account], o.slot);
        assertEq(word.index(), listingsIn[o.auction].length - 1, "I5 place in the list");
        assertEq(x.blocks.listOf(o.auction).size, wordsOf[o.auction], "I5 words of the list");
        _compare(effects, "placing a strip or block");
    }

    /// @dev Now and then a limit beyond the band. Better than the band it counts at its end, where it is put here too; worse
    /// it is refused.
    function _askedFor(Dice memory dice, Listing memory o) private view returns (uint256) {
        (uint256 bottom, uint256 top) = _bandOf(o);
        uint256 shape = _roll(dice, 32);
        if (shape == 0) return _isBuy(o.kind) ? bottom - 1 : top + 1;
        if (shape > 4 || (bottom == 1 && !_isBuy(o.kind))) return o.limit;
        o.limit = _isBuy(o.kind) ? top : bottom;
        return _isBuy(o.kind) ? top + 1 + _roll(dice, 300) : 1 + _roll(dice, bottom - 1);
    }

    function _placeBlock(Dice memory dice, uint256 a, BlockPlacement memory p) private returns (bool done) {
        BlockPlacement[] memory all = new BlockPlacement[](1);
        all[0] = p;
        vm.prank(_callerFor(dice, a));
        try x.blocks.placeBlocks(accounts[a], all) {
            done = true;
        } catch {}
        _count(Action.PlaceBlock, done);
    }

    function _relayBlock(Dice memory dice, uint256 a, BlockPlacement memory p) private returns (bool) {
        BlockOrder memory o = BlockOrder(accounts[a], p, uint64(_now() + _roll(dice, 1 hours)));
        bytes32 digest = x.relay.blockDigest(o);
        return _relay(dice, Action.RelayBlock, accounts[a].owner(), digest, abi.encode(o), _bringBlock);
    }

    function _bringBlock(bytes memory order, bytes memory signature) internal returns (uint256) {
        (BlockOrder[] memory all, bytes[] memory signatures) = (new BlockOrder[](1), new bytes[](1));
        (all[0], signatures[0]) = (abi.decode(order, (BlockOrder)), signature);
        vm.prank(stranger);
        return x.relay.placeBlocks(all, signatures);
    }

    function _dropCollectedListing(uint256 id) private {
        Listing memory o = listings[id];
        if (!isCleared[o.auction]) _saw(Event.ListingVoid);
        if (o.filled > 0) {
            (uint256 cost, ) = _costOf(o);
            uint256 limit = o.limit * terms[Ids.productOf(o.series)].tickSize * _unitLots(o) * o.filled;
            assertTrue(_isBuy(o.kind) ? cost <= limit : cost >= limit, "I4 average price within the limit");
        }
        _dropListing(id);
    }
}
