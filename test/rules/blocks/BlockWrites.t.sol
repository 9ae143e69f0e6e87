// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {BlocksTest} from "./BlocksTest.sol";
import {Solutions} from "./Solutions.sol";

/// @dev Single hours of a filled strip can have any price: only the average is limited.
contract BlockWritesTest is BlocksTest {
    using Solutions for Solution;

    function test_APriceAboveTheBandCountsAtItsTop() external {
        _trade(writer, 500, 20, 10);
        (, uint32 k, uint32 mark) = ledger.shortOf(_cash(writer), series);
        assertEq(abi.encode(k, mark), abi.encode(325 << 8, 325 << 8), "above the band");
        (, k, mark) = ledger.shortOf(_cash(writer), series + 1);
        assertEq(abi.encode(k, mark), abi.encode(20 << 8, 200 << 8), "below the band");
        // 2.6 x 3.25, and 2.5 x 2.00 + 0.1 x 0.20.
        assertEq(_marginOf(writer, series), (8_450_000 + 5_020_000) * 10, "margin");
    }

    function testFuzz_CollateralCoversEveryPrice(uint256 first, uint256 second, uint32 lots, bool backed) external {
        // Limits are in the band, so the average is; single hours need not be.
        uint256 total = bound(second, 2 * BASE + 2, 2 * TOP);
        first = bound(first, 0, total);
        second = total - first;
        lots = uint32(bound(lots, 1, 3));
        address seller = backed ? provider : writer;
        (uint256 had, uint256 paid) = (_free(seller), _free(buyer));
        _trade(seller, uint24(first), uint24(second), lots);

        uint256 fees = (_fee(first) + _fee(second)) * lots;
        uint256 kept = fees < WORD_FEE ? WORD_FEE - fees : 0;
        uint256 cost = (first + second) * TICK * lots;
        uint256 locked = (_lock(first, backed) + _lock(second, backed)) * lots;
        assertEq(_marginOf(seller, series), locked, "margin");
        assertEq(_free(seller) + locked, had + cost - fees - kept, "the seller");
        assertEq(paid - _free(buyer), cost + fees + kept, "the buyer");
        assertEq(_escrow(day), 0, "escrow");
        for (uint64 i = 0; i < 2; ++i) {
            assertEq(_position(seller, series + i), -int256(uint256(lots)), "short");
            assertEq(providers.usedOf(_cash(seller), series + i), backed ? lots : 0, "capacity");
        }
    }

    function test_WhatFindsNoBuyerAtThePriceZeroIsShortAllTheSame() external {
        uint256 had = _free(provider);
        _placeBlock(provider, _strip(BlockKind.StripWrite, series, 2, 100, 20), 0);
        _placeBlock(buyer, _block(BlockKind.BlockBuy, series + 1, 1, 300, 20, 20), 0);
        uint32 slot = _enter(buyer, day, series, OrderKind.Buy, 100, 5);
        Solution memory s = _solution(day, 0);
        s.setPrice(1, 250);
        s.accept(0);
        s.accept(1);
        _finishWith(day, s);
        assertEq(auction.resultOf(day, series).volume(), 5, "volume");
        _collectBlock(provider, 0);
        _collectBlock(buyer, 0);
        _collect(buyer, slot);

        assertEq(_position(provider, series), -20, "all that it sold");
        assertEq(_position(buyer, series), 5, "what was bought, for nothing");
        assertEq(_position(buyer, series + 1), 20, "the other hour");
        // 1.55 x 2.00 - 0.10, and 1.65 x 2.50 - 0.10.
        uint256 locked = (3_000_000 + 4_025_000) * 20;
        assertEq(_marginOf(provider, series), locked, "margin");
        assertEq(_free(provider) + locked, had + 20 * (250 * TICK - _fee(250)), "proceeds");
        assertEq(providers.usedOf(_cash(provider), series), 20, "capacity");
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_APartOfAWriteFreesTheOtherCapacity() external {
        uint256 had = _free(provider);
        _placeBlock(provider, _block(BlockKind.BlockWrite, series + 6, 4, 190, 20, 5), 0);
        _placeBlock(buyer, _block(BlockKind.BlockBuy, series + 6, 4, 210, 5, 5), 0);
        Solution memory s = _solution(day, 200);
        s.acceptPart(0, 5);
        s.accept(1);
        _finishWith(day, s);
        _collectBlock(provider, 0);
        for (uint64 i = 6; i < 10; ++i) {
            assertEq(_position(provider, series + i), -5, "short");
            assertEq(providers.usedOf(_cash(provider), series + i), 5, "capacity");
        }
        (, uint256 reserved, , ) = providers.stakeOf(_cash(provider));
        assertEq(reserved, 20 * 100_000, "stake");
        // 1.65 x 2.00 - 0.10.
        uint256 locked = 3_200_000 * 20;
        assertEq(_free(provider) + locked, had + 20 * (200 * TICK - _fee(200)), "the rest of the collateral");
    }

    function test_LotsHeldAreSoldBeforeAnyShort() external {
        _placeBlock(provider, _strip(BlockKind.StripWrite, series, 2, 190, 20), 0);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 2, 210, 20), 0);
        // Bought meanwhile: eight lots in the first hour.
        _give(provider, series, 1, 8);
        Solution memory s = _solution(day, 200);
        s.accept(0);
        s.accept(1);
        _finishWith(day, s);
        _collectBlock(provider, 0);
        _collectBlock(buyer, 0);
        assertEq(_position(provider, series), -12, "short");
        assertEq(providers.usedOf(_cash(provider), series), 12, "capacity");
        assertEq(_marginOf(provider, series), 3_200_000 * 32, "margin");
        assertEq(_escrow(day), 0, "escrow");
    }

    /// @dev A block of two hours at these prices, collected by both sides.
    function _trade(address seller, uint24 first, uint24 second, uint32 lots) private {
        uint32 limit = (uint32(first) + second + 1) / 2;
        _placeBlock(seller, _block(BlockKind.BlockWrite, series, 2, 1, lots, lots), 0);
        _placeBlock(buyer, _block(BlockKind.BlockBuy, series, 2, limit, lots, lots), 0);
        Solution memory s = _solution(day, first);
        s.setPrice(1, second);
        s.accept(0);
        s.accept(1);
        _finishWith(day, s);
        assertEq(auction.resultOf(day, series + 1).price(), second, "it won");
        _collectBlock(seller, 0);
        _collectBlock(buyer, 0);
    }

    /// @dev (1.5 + rate) x mark + 0.1 x k less stake, never less than k; k at most 3.25, mark at least 2.00.
    function _lock(uint256 price, bool backed) private pure returns (uint256) {
        uint256 k = price > TOP ? TOP : price;
        uint256 mark = k > 200 ? k : 200;
        uint256 lock = mark * (backed ? 15_500 : 25_000) + k * 1_000 - (backed ? 100_000 : 0);
        return lock > k * TICK ? lock : k * TICK;
    }
}
