// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev An order in its slot.
struct Stand {
    uint64 auction;
    uint64 slot;
    uint32 account; // index into the campaign's accounts
}

/// @dev The orders of a room that are not collected yet.
struct Standing {
    uint256[] ids;
    mapping(uint256 id => Stand) stands;
    mapping(uint256 id => uint256) places; // in ids, plus one; zero once collected
    mapping(uint256 account => mapping(uint64 slot => uint256 id)) inSlot; // the latest
}

/// @notice Hourly orders, strips and blocks alike: which of them stand, and where.
library Standings {
    function add(Standing storage all, uint256 id, uint64 auction, uint32 account, uint64 slot) internal {
        all.ids.push(id);
        all.places[id] = all.ids.length;
        all.stands[id] = Stand(auction, slot, account);
        all.inSlot[account][slot] = id;
    }

    function remove(Standing storage all, uint256 id) internal {
        uint256 last = all.ids[all.ids.length - 1];
        all.ids[all.places[id] - 1] = last;
        all.places[last] = all.places[id];
        all.ids.pop();
        all.places[id] = 0;
    }

    function has(Standing storage all, uint256 id) internal view returns (bool) {
        return all.places[id] != 0;
    }
}
