// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Lane, Terms} from "../../../contracts/interfaces/IProducts.sol";
import {vm} from "../utils/Vm.sol";
import {ProductsTest} from "./ProductsTest.sol";

contract HorizonTest is ProductsTest {
    struct Case {
        uint32 id;
        uint256 period;
        Lane[] lanes;
    }

    function test_HorizonMovesWithTheOpening() external {
        uint32[] memory ids = new uint32[](1);
        ids[0] = _list(_terms());
        _open(ids, _lanes(), _params());
        // The month-ahead auction of day 20,833 collects from 11 days before its first hour.
        uint256 first = 20_833 * 24;
        uint256 opens = first * 1 hours - 11 days;
        vm.warp(opens - 1);
        assertEq(products.horizon(ids[0]), first - 24 + 48, "the auction before");
        vm.warp(opens);
        assertEq(products.horizon(ids[0]), first + 48, "the auction");
    }

    function testFuzz_HorizonIsBeyondEveryOpenAuction(uint256 seed, uint256 time) external {
        Case memory c = _case(seed);
        vm.warp(bound(time, 365 days, 80 * 365 days));
        uint256 horizon = products.horizon(c.id);
        assertGt(horizon, block.timestamp / c.period, "this period is under way");
        assertGe(horizon, _lastTraded(c) + 1, "open auctions end before it");
    }

    function testFuzz_HorizonIsTheFirst(uint256 seed, uint256 time) external {
        Case memory c = _case(seed);
        vm.warp(bound(time, 365 days, 80 * 365 days));
        uint256 last = _lastTraded(c);
        uint256 now_ = block.timestamp / c.period;
        assertEq(products.horizon(c.id), (last > now_ ? last : now_) + 1, "the first one free");
    }

    function testFuzz_HorizonNeverFalls(uint256 seed, uint256 time, uint256 step) external {
        Case memory c = _case(seed);
        time = bound(time, 365 days, 80 * 365 days);
        vm.warp(time);
        uint256 before = products.horizon(c.id);
        vm.warp(time + bound(step, 0, 2 * c.period));
        assertGe(products.horizon(c.id), before, "horizon");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev By trying every auction number near enough: the last period of any auction that has opened.
    function _lastTraded(Case memory c) private view returns (uint256 last) {
        for (uint256 i = 0; i < c.lanes.length; ++i) {
            Lane memory l = c.lanes[i];
            uint256 ahead = uint256(l.lead) + l.solve + l.collect;
            uint256 from = block.timestamp / c.period / l.stride;
            uint256 to = from + ahead / (c.period * l.stride) + 3;
            bool sawOne;
            for (uint256 n = from - 2; n <= to; ++n) {
                uint256 start = n * l.stride * c.period;
                if (start >= ahead && start - ahead <= block.timestamp) {
                    sawOne = true;
                    uint256 end = n * l.stride + l.window - 1;
                    if (end > last) last = end;
                }
            }
            assertTrue(sawOne, "the range reaches back to an open auction");
        }
    }

    /// @dev A product of a random period in a market of one to three random lanes.
    function _case(uint256 seed) private returns (Case memory c) {
        uint32[4] memory periods = [uint32(60), 15 minutes, 1 hours, 1 days];
        c.period = periods[seed % 4];
        Terms memory terms = _terms();
        terms.delivery.period = uint32(c.period);
        uint256 count = 1 + ((seed >> 8) % 3);
        c.lanes = new Lane[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 x = uint256(keccak256(abi.encode(seed, i)));
            bool spot = i == count - 1;
            Lane memory l = c.lanes[i];
            l.window = spot ? 1 : uint8(1 + (x % 24));
            l.stride = spot ? 1 : uint8(6 + ((x >> 8) % (c.period == 1 days ? 10 : 200)));
            uint256 room = uint256(l.stride) * c.period;
            if (room > 10 days) room = 10 days;
            l.collect = uint24(1 + ((x >> 16) % room));
            l.solve = uint24(2 + ((x >> 48) % room));
            // Leads fall by a random step, down to half an hour.
            l.lead = uint32(30 minutes + (count - 1 - i) * 1 hours + ((x >> 80) % 1 hours));
            if (!spot) l.lead += uint32((x >> 112) % 10 days) * uint32(count - 1 - i);
        }
        if (count == 3 && c.lanes[0].lead <= c.lanes[1].lead) c.lanes[0].lead = c.lanes[1].lead + 1;
        uint32[] memory ids = new uint32[](1);
        ids[0] = c.id = _list(terms);
        _open(ids, c.lanes, _params());
    }
}
