// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BookReader, Depth} from "../../../contracts/contest/BookReader.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {ContestTest} from "./ContestTest.sol";

/// @notice The sums around a price against the whole book, tick by tick.
contract DepthsTest is ContestTest {
    function setUp() external {
        _setUpContest();
    }

    function testFuzz_MatchesTheWholeBook(uint256 seed) external {
        // Words of the auction two before are recycled: what stands in them counts no more.
        uint64 first = id;
        _enterMany(seed);
        _use(Ids.auction(Ids.laneOf(first), Ids.numberOf(first) + 2));
        _enterMany(seed >> 8);
        for (uint256 i = 0; i < 8; ++i) {
            _compare(uint256(keccak256(abi.encode(seed, "price", i))));
        }
    }

    function test_MatchesAtEveryTick() external {
        for (uint32 i = 0; i < 36; ++i) {
            _buy(0, 0, BASE + i * 7 + (i % 7), 1 + i);
            _sell(0, 0, BASE + i * 7 + (6 - (i % 7)), 2 + i);
        }
        uint256[] memory prices = new uint256[](WINDOW);
        for (prices[0] = 0; prices[0] < 400; ++prices[0]) {
            _compareAt(prices, 0);
        }
    }

    function test_NobodyAtTheSeries() external view {
        Depth[] memory depths = BookReader.depths(auction, id, product, new uint256[](WINDOW), 0, WINDOW);
        for (uint256 o = 0; o < WINDOW; ++o) assertEq(depths[o].base, 0, "no book");
    }

    /// @dev Few or many orders in each series of the second product, spread over the band or about one tick.
    function _enterMany(uint256 seed) private {
        for (uint256 i = 0; i < 24; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 spread = (random >> 8) % 3 == 0 ? 3 : 252;
            uint32 price = BASE + uint32((random >> 32) % spread);
            uint32 lots = uint32(1 + ((random >> 64) % 1_000));
            if (random % 2 == 0) _buy(1, (random >> 4) % 2, price, lots);
            else _sell(1, (random >> 4) % 2, price, lots);
        }
    }

    function _compare(uint256 random) private view {
        uint256[] memory prices = new uint256[](WINDOW + 2);
        // Above, in or below the band; the first two places are another product's.
        for (uint256 o = 0; o < WINDOW; ++o) prices[o + 2] = (random >> (32 * o)) % (random % 5 == 0 ? 2 ** 24 : 400);
        Depth[] memory depths = BookReader.depths(auction, id, second, prices, 2, WINDOW);
        for (uint256 o = 0; o < WINDOW; ++o) _check(depths[o], _seriesOf(1, o), prices[o + 2]);
    }

    function _compareAt(uint256[] memory prices, uint256 offset) private view {
        Depth[] memory depths = BookReader.depths(auction, id, product, prices, 0, WINDOW);
        _check(depths[offset], _seriesOf(0, offset), prices[offset]);
    }

    function _check(Depth memory found, uint64 series, uint256 price) private view {
        (uint32 base, uint32 referencePrice, bool frozen) = lens.gridOf(id, series);
        Depth memory d;
        if (frozen) {
            (d.base, d.referenceOffset) = (base, referencePrice - base);
            (uint32[] memory buys, uint32[] memory sells) = lens.bookOf(id, series);
            for (uint256 t = 0; t < 252; ++t) {
                uint256 limit = d.base + t;
                if (limit > price) (d.buyBetter, d.buyValue) = (d.buyBetter + buys[t], d.buyValue + buys[t] * limit);
                if (limit < price)
                    (d.sellBetter, d.sellValue) = (d.sellBetter + sells[t], d.sellValue + sells[t] * limit);
                if (limit == price) (d.buyAt, d.sellAt) = (buys[t], sells[t]);
            }
        }
        assertEq(abi.encode(found), abi.encode(d), vm.toString(price));
    }
}
