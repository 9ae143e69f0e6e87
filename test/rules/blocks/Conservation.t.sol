// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {BlocksTest} from "./BlocksTest.sol";
import {Solutions} from "./Solutions.sol";

/// @dev Random orders that a random solution fills in pairs, in four hours over an octet's end, among hourly orders and
/// orders that stay unfilled.
contract ConservationTest is BlocksTest {
    using Solutions for Solution;

    uint256 private constant PAIRS = 5;
    uint64 private constant FROM = 6;
    uint64 private constant HOURS = 4;

    struct Order {
        address user;
        uint32 slot;
        bool hourly;
    }

    address private _holder;
    Order[] private _orders;
    uint256 private _seed;
    uint24[HOURS] private _prices;

    function setUp() public override {
        super.setUp();
        _holder = _user("holder", 1_000 * USDC);
        _give(_holder, series + FROM, HOURS, 10_000);
    }

    function testFuzz_CollectingEmptiesTheEscrow(uint256 seed) external {
        _seed = seed;
        _drawPrices();
        _placeHourly();
        (bool[] memory filled, uint32[] memory parts) = _placePairs();
        _placeBystanders();
        _solve(day, _solutionOf(filled, parts));
        (uint256 held, address best) = (_wealth(), contest.incumbentOf(day).solver);
        assertEq(best, solver, "the solution won");
        _warpPast(day);
        _collectInAnyOrder();

        assertEq(_escrow(day), 0, "escrow");
        assertEq(_wealth(), held, "nothing made, nothing lost");
        address[4] memory users = [buyer, writer, provider, _holder];
        for (uint64 s = series; s < series + 36; ++s) {
            int256 lots;
            for (uint256 i = 0; i < users.length; ++i) {
                lots += _position(users[i], s);
            }
            assertEq(lots, s >= series + FROM && s < series + FROM + HOURS ? int256(10_000) : int256(0), "lots");
        }
    }

    // -- orders ----------------------------------------------------------------------------------------

    /// @dev Any price in an hour, and an average over all of them inside the band.
    function _drawPrices() private {
        uint256 sum;
        while (sum < HOURS * (BASE + 1) || sum > HOURS * (TOP - 2)) {
            sum = 0;
            for (uint256 i = 0; i < HOURS; ++i) {
                _prices[i] = uint24(1 + _draw(400));
                sum += _prices[i];
            }
        }
    }

    /// @dev In hours whose price is in the band: as many lots bought at its top as sold at its bottom.
    function _placeHourly() private {
        for (uint64 i = 0; i < HOURS; ++i) {
            if (_prices[i] <= BASE || _prices[i] >= TOP || _draw(2) == 0) continue;
            uint32 lots = uint32(1 + _draw(50));
            _orders.push(Order(buyer, _enter(buyer, day, series + FROM + i, OrderKind.Buy, TOP, lots), true));
            _orders.push(Order(writer, _enter(writer, day, series + FROM + i, OrderKind.Write, BASE, lots), true));
        }
    }

    /// @dev A buy and a sell of the same lots, limits around the average price; some blocks are filled in part.
    function _placePairs() private returns (bool[] memory filled, uint32[] memory parts) {
        filled = new bool[](PAIRS);
        parts = new uint32[](PAIRS);
        for (uint32 i = 0; i < PAIRS; ++i) {
            bool strip = _draw(2) == 0;
            uint8 periods = uint8((strip ? 2 : 1) + _draw(strip ? HOURS - 1 : HOURS));
            uint64 first = FROM + uint64(_draw(HOURS - periods + 1));
            BlockPlacement memory p = _strip(BlockKind.StripBuy, series + first, periods, 1, uint32(1 + _draw(100)));
            if (!strip) {
                p.least = uint32(1 + _draw(p.lots));
                if (_draw(2) == 0) p.profile = _flat(periods);
                for (uint256 j = 0; j < p.profile.length; ++j) {
                    p.profile[j] = uint16(1 + _draw(9));
                }
            }
            filled[i] = strip || _draw(3) > 0;
            parts[i] = strip || _draw(2) == 0 ? p.lots : p.least;
            (uint256 sum, uint256 lots) = _worth(p);
            if (sum < lots * (BASE + 1) || sum > lots * (TOP - 2)) {
                // No limit is out of the band: over all hours then.
                (p.series, p.periods, p.profile) = (series + FROM, uint8(HOURS), new uint16[](0));
                (sum, lots) = _worth(p);
            }
            (p.kind, p.price) = (strip ? 1 : 4, uint32(sum / lots + 2));
            _note(buyer, p, i);
            (p.kind, p.price) = (strip ? 2 : 5, uint32(sum / lots));
            uint256 who = _draw(3);
            if (who > 0) ++p.kind; // writes
            _note(
                who == 0
                    ? _holder
                    : who == 1
                        ? writer
                        : provider,
                p,
                i
            );
        }
    }

    /// @dev Orders at prices that nobody takes.
    function _placeBystanders() private {
        BlockPlacement memory p = _strip(BlockKind.StripWrite, series + FROM, uint8(HOURS), TOP, 9);
        _note(provider, p, 99);
        p.kind = uint8(BlockKind.StripSell);
        _note(_holder, p, 99);
        p.kind = uint8(BlockKind.StripWrite);
        _note(writer, p, 99);
    }

    function _note(address user, BlockPlacement memory p, uint32 slot) private {
        _placeBlock(user, p, slot);
        _orders.push(Order(user, slot, false));
    }

    function _worth(BlockPlacement memory p) private view returns (uint256 sum, uint256 lots) {
        for (uint256 i = 0; i < p.periods; ++i) {
            uint256 weight = p.profile.length == 0 ? 1 : p.profile[i];
            sum += weight * _prices[p.series - series - FROM + i];
            lots += weight;
        }
    }

    // -- solution --------------------------------------------------------------------------------------

    function _solutionOf(bool[] memory filled, uint32[] memory parts) private view returns (Solution memory s) {
        s = _solution(day, 0);
        for (uint256 i = 0; i < HOURS; ++i) {
            s.setPrice(FROM + i, _prices[i]);
        }
        for (uint256 i = 0; i < 2 * PAIRS; ++i) {
            if (!filled[i / 2]) continue;
            if (parts[i / 2] == _wordOf(buyer, uint64(i / 2)).lots()) s.accept(i);
            else s.acceptPart(uint16(i), parts[i / 2]);
        }
    }

    /// @dev With the conclusion somewhere between.
    function _collectInAnyOrder() private {
        uint256 concludes = _draw(_orders.length);
        for (uint256 left = _orders.length; left > 0; --left) {
            if (left - 1 == concludes) contest.conclude(day);
            uint256 i = _draw(left);
            Order memory o = _orders[i];
            _orders[i] = _orders[left - 1];
            uint256 count = o.hourly ? _collect(o.user, o.slot) : _collectBlock(o.user, o.slot);
            assertEq(count, 1, "collected");
        }
    }

    /// @dev All cash but what is in escrow goes to somebody, and none comes from elsewhere.
    function _wealth() private view returns (uint256 sum) {
        address[6] memory users = [buyer, writer, provider, _holder, solver, keeper];
        for (uint256 i = 0; i < users.length; ++i) {
            sum += _wealth(users[i], series);
        }
        return sum + _fees() + _escrow(day);
    }

    /// @dev A number below `below`.
    function _draw(uint256 below) private returns (uint256) {
        _seed = uint256(keccak256(abi.encode(_seed)));
        return _seed % below;
    }
}
