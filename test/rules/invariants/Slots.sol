// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {Clock} from "./Clock.sol";
import {Action} from "./Counts.sol";
import {Stand, Standing, Standings} from "./Standing.sol";

/// @notice What hourly orders, strips and blocks have in common: when they can be placed, by whom, in which slot, and
/// which of them are collected.
abstract contract Slots is Clock {
    using Standings for Standing;

    // -- when ------------------------------------------------------------------------------------------

    /// @dev The hour whose hour-ahead auction collects now.
    function _nextHour() internal view returns (uint256) {
        return _now() / 1 hours + 2;
    }

    /// @return day the one whose day-ahead auction is the latest to have opened
    /// @return collects whether it has not closed
    function _nextDay() internal view returns (uint256 day, bool collects) {
        day = (_now() + 36 hours) / 24 hours;
        (, uint256 close, ) = _times(Ids.auction(x.dayLane, uint32(day)));
        collects = _now() < close;
    }

    function _auctionFor(bool hourly, uint256 day, uint256 hour) internal view returns (uint64) {
        return hourly ? Ids.auction(x.hourLane, uint32(hour)) : Ids.auction(x.dayLane, uint32(day));
    }

    // -- who -------------------------------------------------------------------------------------------

    /// @dev The owner of an account, now and then its operator.
    function _callerFor(Dice memory dice, uint256 a) internal view returns (address) {
        bool operated = _roll(dice, 4) == 0 && x.ledger.mayTrade(accounts[a], operator);
        return operated ? operator : accounts[a].owner();
    }

    /// @dev Whether the owner of an account signs this time.
    function _signs(Dice memory dice, uint256 a, uint256 sides) internal view returns (bool) {
        return keys[accounts[a].owner()] != 0 && _roll(dice, sides) == 0;
    }

    /// @dev A signed order is placed once, by anyone; without its owner's signature it never is.
    /// @param bring sends the encoded order with a signature to the relay, and says how many it placed
    function _relay(
        Dice memory dice,
        Action action,
        address owner,
        bytes32 digest,
        bytes memory order,
        function(bytes memory, bytes memory) internal returns (uint256) bring
    ) internal returns (bool done) {
        if (_roll(dice, 4) == 0) {
            bytes memory wrong = _signature(uint256(keccak256("nobody")), digest);
            assertEq(bring(order, wrong), 0, "I3 an order that its owner did not sign");
            _count(Action.WrongSignature, false);
        }
        bytes memory signature = _signature(keys[owner], digest);
        done = bring(order, signature) == 1;
        _count(action, done);
        if (done && _roll(dice, 4) == 0) {
            assertEq(bring(order, signature), 0, "I3 an order that its owner signed once");
            _count(Action.WrongSignature, false);
        }
    }

    function _signature(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    // -- slots -----------------------------------------------------------------------------------------

    /// @dev Mostly one whose order is over, so that placing collects it.
    function _someSlot(
        Dice memory dice,
        Standing storage all,
        uint256 account,
        uint64 slots
    ) internal view returns (uint64 slot) {
        slot = uint64(_roll(dice, slots));
        for (uint256 i = 0; i < slots && _roll(dice, 64) > 0; ++i) {
            uint256 id = all.inSlot[account][slot];
            bool waits = all.has(id) && !_isOver(all.stands[id].auction);
            if (!waits && dice.slots & (1 << slot) == 0) break;
            slot = (slot + 1) % slots;
        }
        dice.slots |= 1 << slot;
    }

    /// @dev What placing in a slot collects: zero where there is nothing.
    function _foldedIn(Standing storage all, uint256 account, uint64 slot) internal view returns (uint256 id) {
        id = all.inSlot[account][slot];
        if (!all.has(id) || !_isOver(all.stands[id].auction)) return 0;
    }

    /// @dev Orders of anyone to collect: some of them are not over yet, some slots are empty.
    /// @return refs up to `most`
    /// @return ids those of them that are over, each once
    function _someRefs(
        Dice memory dice,
        Standing storage all,
        uint256 most
    ) internal view returns (OrderRef[] memory refs, uint256[] memory ids) {
        refs = new OrderRef[](1 + _roll(dice, most));
        uint256[] memory over = new uint256[](refs.length);
        uint256 found;
        for (uint256 i = 0; i < refs.length; ++i) {
            if (all.ids.length == 0 || _roll(dice, 16) == 0) {
                refs[i] = OrderRef(accounts[_roll(dice, accounts.length)], uint64(100 + _roll(dice, 9)));
                continue;
            }
            uint256 id = _someStanding(dice, all);
            Stand storage o = all.stands[id];
            refs[i] = OrderRef(accounts[o.account], o.slot);
            if (_isOver(o.auction) && !_contains(over, found, id)) over[found++] = id;
        }
        ids = new uint256[](found);
        for (uint256 i = 0; i < found; ++i) ids[i] = over[i];
    }

    /// @dev Mostly one that is over.
    function _someStanding(Dice memory dice, Standing storage all) private view returns (uint256 id) {
        uint256 n = all.ids.length;
        uint256 first = _roll(dice, n);
        for (uint256 i = 0; i < n; ++i) {
            id = all.ids[(first + i) % n];
            if (_isOver(all.stands[id].auction)) return id;
            if (i == 0 && _roll(dice, 8) == 0) return id;
        }
    }

    function _contains(uint256[] memory ids, uint256 count, uint256 id) private pure returns (bool) {
        for (uint256 i = 0; i < count; ++i) {
            if (ids[i] == id) return true;
        }
        return false;
    }
}
