// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Attack} from "./Attack.sol";

/// @notice Draining what is locked for dear hours through cheap ones, or through buy-backs at other prices: the margin
/// account is one for a day, but each series releases its own share only.
contract CheapHoursTest is Attack {
    /// @dev Hours that three auctions cover: two of the day-ahead lane and their own.
    uint256 private constant FIRST = 24;
    /// @dev The top of the band around the bottom of the default one.
    uint32 private constant LOW_TOP = 252;
    uint64 private next;

    function setUp() external {
        _setUpTrading();
        next = _dayAuction(3);
    }

    function test_ABuyBackOfACheapHourReleasesItsShareOnly() external {
        uint64 dear = _at(day, FIRST);
        uint64 cheap = _at(day, FIRST + 1);
        uint256 before = _allOf(dear);
        _sellTwo(dear, TOP, cheap, BASE);
        uint256 locked = _marginOf(writer, dear);
        uint256 dearShare = 100 * 325 * 26_000;
        uint256 cheapShare = 100 * (200 * 25_000 + 74 * 1_000);
        assertEq(locked, dearShare + cheapShare, "locked");
        // Bought back at the top of the band that the cheap trade left: what comes out is what the cheap hour locked, not what it cost.
        _trade(next, cheap, provider, OrderKind.Write, writer, LOW_TOP, 100);
        assertEq(_marginOf(writer, dear), dearShare, "the dear hour is still covered");
        uint256 cost = before - _allOf(dear);
        assertEq(cost, 2 * 100 * (_fee(TOP) + _fee(BASE) + _fee(LOW_TOP)), "both sides' fees");
        _report(
            "drain collateral through a cheap hour",
            string.concat(_usdc(cost), " of fees on three trades of 100 lots"),
            string.concat(_usdc(dearShare - _marginOf(writer, dear)), ": each hour releases its own share")
        );
    }

    function test_BuyBacksAtALossDoNotEatOtherLots() external {
        uint64 hour = _at(day, FIRST);
        uint256 before = _allOf(hour);
        _trade(day, hour, writer, OrderKind.Write, buyer, BASE, 100);
        uint256 perLot = 200 * 25_000 + 74 * 1_000;
        _trade(next, hour, provider, OrderKind.Write, writer, LOW_TOP, 99);
        assertEq(_position(writer, hour), -1, "one lot is left");
        assertEq(_marginOf(writer, hour), perLot, "with all that was locked for it");
        uint256 cost = before - _allOf(hour);
        assertEq(cost, 2 * (100 * _fee(BASE) + 99 * _fee(LOW_TOP)), "both sides' fees");
        _report(
            "drain collateral through buy-backs at a loss",
            string.concat(_usdc(cost), " of fees on 100 lots sold and 99 bought back"),
            string.concat(_usdc(perLot - _marginOf(writer, hour)), ": the lot that is left keeps its share")
        );
    }

    function test_AveragingDownDoesNotFreeWhatDearLotsLocked() external {
        uint64 hour = _at(day, FIRST);
        _trade(day, hour, writer, OrderKind.Write, buyer, TOP, 10);
        uint256 dear = 10 * 325 * 26_000;
        _trade(next, hour, writer, OrderKind.Write, buyer, 199, 1_000);
        // Buying all but ten back leaves ten lots at the average, with no less than their lock.
        _trade(_hourAuction(hour), hour, provider, OrderKind.Write, writer, 199, 1_000);
        (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(_cash(writer), hour);
        assertEq(lots, 10, "lots");
        assertGe(_marginOf(writer, hour), 10 * margin.lockOf(_cash(writer), product, k, mark), "covered");
        assertLt(_marginOf(writer, hour), dear, "what the average of all lots asks for");
    }

    function testFuzz_TheRestIsAlwaysCovered(uint256 seed) external {
        int256 wealth = int256(_free(writer));
        wealth += _round(day, 0, 4, seed, true);
        wealth += _round(next, 0, 4, seed >> 8, false);
        for (uint256 h = 0; h < 4; ++h) wealth += _round(_hourAuction(_at(day, FIRST + h)), h, 1, seed >> 16, false);
        assertEq(int256(_free(writer) + _marginOf(writer, _at(day, FIRST))), wealth, "conserved");
    }

    /// @dev The writer trades in some hours of an auction, at random prices, and collects.
    /// @return flow what it earned less what it paid
    function _round(
        uint64 id,
        uint256 first,
        uint256 count,
        uint256 seed,
        bool onlySells
    ) private returns (int256 flow) {
        _warpToCollect(id);
        uint32[] memory slots = new uint32[](count);
        for (uint256 h = first; h < first + count; ++h) {
            uint64 hour = _at(day, FIRST + h);
            uint256 random = uint256(keccak256(abi.encode(seed, h)));
            (uint32 base, , ) = lens.gridOf(id, hour);
            uint32 price = base + uint32((random >> 8) % 252);
            uint32 lots = uint32(1 + ((random >> 64) % 500));
            bool sells = onlySells || random % 2 == 0;
            slots[h - first] = _enter(writer, id, hour, sells ? OrderKind.Write : OrderKind.Buy, price, lots);
            _enter(sells ? buyer : provider, id, hour, sells ? OrderKind.Buy : OrderKind.Write, price, lots);
            if (sells) flow += int256(lots * (price * TICK - _fee(price)));
            else flow -= int256(lots * (price * TICK + _fee(price)));
        }
        _finish(id);
        for (uint256 i = 0; i < count; ++i) {
            _collect(writer, slots[i]);
            _checkCovered();
        }
    }

    function _checkCovered() private view {
        uint256 needed;
        for (uint256 h = 0; h < 4; ++h) {
            (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(_cash(writer), _at(day, FIRST + h));
            needed += lots * margin.lockOf(_cash(writer), product, k, mark);
        }
        assertGe(_marginOf(writer, _at(day, FIRST)), needed, "covered");
    }

    /// @dev What all sides of its trades have, if one person is behind them: lots held and owed cancel out.
    function _allOf(uint64 hour) private view returns (uint256) {
        return _wealth(writer, hour) + _wealth(buyer, hour) + _wealth(provider, hour);
    }

    function _sellTwo(uint64 one, uint32 onePrice, uint64 two, uint32 twoPrice) private {
        uint32[4] memory slots;
        slots[0] = _enter(writer, day, one, OrderKind.Write, onePrice, 100);
        slots[1] = _enter(buyer, day, one, OrderKind.Buy, onePrice, 100);
        slots[2] = _enter(writer, day, two, OrderKind.Write, twoPrice, 100);
        slots[3] = _enter(buyer, day, two, OrderKind.Buy, twoPrice, 100);
        _finish(day);
        for (uint256 i = 0; i < 4; ++i) _collect(i % 2 == 0 ? writer : buyer, slots[i]);
    }
}
