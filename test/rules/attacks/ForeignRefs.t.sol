// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {vm} from "../utils/Vm.sol";
import {Attack} from "./Attack.sol";

/// @notice Collecting foreign, repeated, pending and absurd orders to take something or to make a call fail.
contract ForeignRefsTest is Attack {
    function test_JunkAroundAnOrderChangesNothing() external {
        _setUpTrading();
        uint256 before = _free(buyer);
        uint32 slot = _enter(buyer, day, series, OrderKind.Buy, 200, 10);
        _enter(writer, day, series, OrderKind.Write, 200, 10);
        _finish(day);
        uint64 next = _dayAuction(3);
        _warpToCollect(next);
        uint32 pending = _enter(buyer, next, _at(next, 0), OrderKind.Buy, 200, 1);

        address stranger = makeAddr("stranger");
        OrderRef[] memory refs = new OrderRef[](9);
        refs[0] = _ref(stranger, slot);
        refs[1] = _ref(buyer, pending);
        refs[2] = _ref(buyer, slot);
        refs[3] = _ref(buyer, slot);
        refs[4] = _ref(writer, 999);
        refs[5] = OrderRef(Accounts.auctionEscrow(day), 0);
        refs[6] = OrderRef(Accounts.RESERVE, type(uint64).max);
        refs[7] = OrderRef(Accounts.OUTSIDE, 0);
        refs[8] = _ref(buyer, slot);
        vm.prank(stranger);
        assertEq(auction.collect(refs), 1, "the one that is there");
        assertEq(_free(stranger), 0, "nothing for the stranger");
        assertEq(_position(buyer, series), 10, "once");
        assertEq(before - _free(buyer), 10 * (200 * TICK + _fee(200)) + 200 * TICK + _fee(200), "paid once");
        assertEq(_word(buyer, pending).lots(), 1, "what waits still waits");
        _report("collect foreign, repeated and pending orders", "gas", _usdc(_free(stranger)));
    }

    function testFuzz_NobodyGainsByCollecting(uint256 seed, address caller) external {
        _setUpTrading();
        OrderRef[] memory refs = new OrderRef[](8);
        for (uint256 i = 0; i < 8; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            (address user, OrderKind kind) = random % 2 == 0 ? (buyer, OrderKind.Buy) : (writer, OrderKind.Write);
            uint32 lots = uint32(1 + ((random >> 32) % 50));
            refs[(random >> 64) % 8] = _ref(user, _enter(user, day, series, kind, uint32(190 + (random % 20)), lots));
        }
        _finish(day);
        vm.assume(caller != buyer && caller != writer && caller != keeper);
        uint256 before = _free(caller);
        uint256 total = _free(buyer) + _marginOf(buyer, series) + _free(writer) + _marginOf(writer, series);
        total += _escrow(day);
        vm.startPrank(caller);
        auction.collect(refs);
        assertEq(auction.collect(refs), 0, "nothing is left of them");
        vm.stopPrank();
        assertEq(_free(caller), before, "the caller");
        uint256 after_ = _free(buyer) + _marginOf(buyer, series) + _free(writer) + _marginOf(writer, series);
        assertEq(after_ + _escrow(day), total, "the traders");
    }
}
