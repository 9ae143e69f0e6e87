// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockList, BlockPlacement, IBlocks} from "../../../contracts/interfaces/IBlocks.sol";
import {BlockKind, BlockWord} from "../../../contracts/types/BlockWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {BlocksTest} from "./BlocksTest.sol";

contract ListsTest is BlocksTest {
    // -- chain -----------------------------------------------------------------------------------------

    function testFuzz_TheListIsAChainOfItsRecords(uint256[4] memory seeds) external {
        bytes32 chain = bytes32(uint256(day));
        uint32 size;
        for (uint32 i = 0; i < seeds.length; ++i) {
            BlockPlacement memory p = _any(seeds[i]);
            p.slot = i;
            BlockWord word = _expectedWord(p, i);
            vm.expectEmit(address(blocks));
            emit IBlocks.BlockPlaced(day, _cash(writer), i, word, _record(p));
            _placeBlock(writer, p, i);
            assertEq(BlockWord.unwrap(_wordOf(writer, i)), BlockWord.unwrap(word), "word");

            chain = keccak256(bytes.concat(chain, _record(p)));
            size += word.size();
            BlockList memory list = blocks.listOf(day);
            assertEq(list.chain, chain, "chain");
            assertEq(list.count, i + 1, "count");
            assertEq(list.size, size, "size");
        }
    }

    function test_ARecordNamesThePlaceOfItsProduct() external {
        (uint64 id, uint64 first) = _openWide(3, 4);
        BlockPlacement memory p = _strip(BlockKind.StripWrite, first + 1, 2, 0x00012c, 1);
        p.auction = id;
        _placeBlock(writer, p, 0);
        bytes32 chain = keccak256(abi.encodePacked(uint256(id), hex"11_01_02_00012c_00000001_00000000"));
        assertEq(blocks.listOf(id).chain, chain, "sell of the third product");
    }

    function test_KeepsProfilesSixteenPeriodsToAWord() external {
        (uint64 id, uint64 first) = _openWide(1, 48);
        uint8[4] memory lengths = [1, 16, 17, 48];
        for (uint32 i = 0; i < 4; ++i) {
            BlockPlacement memory p = _block(BlockKind.BlockBuy, first, lengths[i], BASE, 1, 1);
            p.auction = id;
            p.profile = new uint16[](lengths[i]);
            uint256[3] memory words;
            for (uint256 j = 0; j < lengths[i]; ++j) {
                p.profile[j] = uint16(65_535 - 700 * j - i);
                words[j / 16] += uint256(p.profile[j]) * 2 ** (16 * (j % 16));
            }
            _placeBlock(buyer, p, i);
            assertEq(abi.encode(blocks.profileOf(_cash(buyer), i)), abi.encode(words), "profile");
            assertEq(_wordOf(buyer, i).size(), [2, 5, 6, 13][i], "words of the list");
        }
    }

    // -- room and price --------------------------------------------------------------------------------

    function test_HasTheWordsThatAClearingLeaves() external {
        // Of 15.4M gas a baseline takes 200,000 for a series and 1,250 for a word, a solution 140,000 and 1,650.
        assertEq(blocks.maxWords(hourLane), 9_000, "as many as nodes pass on, with one series");
        assertEq(blocks.maxWords(dayLane), 6_278, "of a solution with 36");
        (uint64 id, ) = _openWide(2, 38);
        assertEq(blocks.maxWords(Ids.laneOf(id)), 160, "of a baseline with 76");
    }

    function test_EveryEighthThatIsFullDoublesThePrice() external {
        (uint64 id, uint64 first) = _openWide(2, 38);
        uint256 room = blocks.maxWords(Ids.laneOf(id));
        for (uint32 i = 0; i < room; ++i) {
            uint256 step = _step(i + 1, room);
            assertEq(blocks.wordFee(id, 1), WORD_FEE * 2 ** step, "what it says");
            BlockPlacement memory p = _strip(BlockKind.StripBuy, first, 2, BASE, 1);
            p.auction = id;
            uint256 had = _free(buyer);
            _placeBlock(buyer, p, i);
            assertEq(had - _free(buyer), _buyEscrow(BASE, 2, 1) + WORD_FEE * 2 ** step, "what it takes");
            assertEq(_wordOf(buyer, i).step(), step, "step");
        }
        assertEq(_wordOf(buyer, 0).step(), 0, "at first");
        assertEq(_wordOf(buyer, uint64(room - 1)).step(), 7, "at last");
        _refuses(id, first, 0, abi.encodeWithSelector(IBlocks.ListFull.selector, id, 1, 0));
    }

    function test_AProfileTakesTheEighthItEndsIn() external {
        (uint64 id, uint64 first) = _openWide(2, 38);
        uint256 room = blocks.maxWords(Ids.laneOf(id));
        uint32 count = uint32(room / 11);
        for (uint32 i = 0; i < count; ++i) {
            uint256 fee = 11 * WORD_FEE * 2 ** _step(11 * (i + 1), room);
            assertEq(blocks.wordFee(id, 11), fee, "what it says");
            BlockPlacement memory p = _block(BlockKind.BlockBuy, first, 38, BASE, 1, 1);
            (p.auction, p.profile) = (id, _flat(38));
            uint256 had = _free(buyer);
            _placeBlock(buyer, p, i);
            assertEq(had - _free(buyer), _buyEscrow(BASE, 38, 1) + fee, "what it takes");
        }
        uint256 left = room - 11 * count;
        _refuses(id, first, 38, abi.encodeWithSelector(IBlocks.ListFull.selector, id, 11, left));
        uint8 periods = uint8(4 * left - 4);
        _refuses(id, first, periods + 1, abi.encodeWithSelector(IBlocks.ListFull.selector, id, left + 1, left));
        BlockPlacement memory last = _block(BlockKind.BlockBuy, first, periods, BASE, 1, 1);
        (last.auction, last.profile) = (id, _flat(periods));
        _placeBlock(buyer, last, count);
        assertEq(blocks.listOf(id).size, room, "full to the last word");
    }

    function test_RevertsWhereThePlaceCostsMoreThanAllowed() external {
        BlockPlacement memory p = _strip(BlockKind.StripBuy, series, 2, 200, 10);
        p.maxFee = uint96(WORD_FEE - 1);
        vm.expectRevert(abi.encodeWithSelector(IBlocks.WordFeeAbove.selector, WORD_FEE, WORD_FEE - 1));
        vm.prank(buyer);
        blocks.placeBlocks(_cash(buyer), _one(p));
        p.maxFee = uint96(WORD_FEE);
        _placeBlock(buyer, p, 0);
    }

    function test_AMarketOfManySeriesHasNoRoom() external {
        (uint64 id, uint64 first) = _openWide(3, 48);
        assertEq(blocks.maxWords(Ids.laneOf(id)), 0, "room");
        _refuses(id, first, 0, abi.encodeWithSelector(IBlocks.ListFull.selector, id, 1, 0));
    }

    // -- recycling -------------------------------------------------------------------------------------

    function test_TheAuctionAfterTheNextTakesThePlaceOver() external {
        uint64[4] memory ids = [day, day + 1, day + 2, day + 3];
        for (uint32 i = 0; i < 4; ++i) {
            _warpToCollect(ids[i]);
            if (i >= 2) assertEq(blocks.listOf(ids[i - 2]).count, 1, "there until the first order");
            assertEq(blocks.listOf(ids[i]).count, 0, "no order yet");
            assertEq(blocks.wordFee(ids[i], 1), WORD_FEE, "an empty list");
            BlockPlacement memory p = _strip(BlockKind.StripBuy, _at(ids[i], 0), 2, 200, 10);
            p.auction = ids[i];
            _placeBlock(buyer, p, i);
            assertEq(_wordOf(buyer, i).index(), 0, "first of its list");
            BlockList memory list = blocks.listOf(ids[i]);
            assertEq(list.chain, keccak256(abi.encodePacked(uint256(ids[i]), _record(p))), "chain");
            assertEq(abi.encode(list.count, list.size), abi.encode(1, 1), "count, size");
            if (i >= 2) assertEq(abi.encode(blocks.listOf(ids[i - 2])), abi.encode(BlockList(0, 0, 0)), "empty");
            if (i >= 1) assertEq(blocks.listOf(ids[i - 1]).count, 1, "the one before stays");
        }
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev An order that the writer can place.
    function _any(uint256 seed) private returns (BlockPlacement memory p) {
        uint8 kind = uint8(1 + (seed % 6));
        uint8 periods = uint8(2 + ((seed >> 8) % 35));
        uint64 first = series + uint64((seed >> 16) % (37 - periods));
        uint32 price = uint32((seed >> 32) % 400) + (kind == 1 || kind == 4 ? BASE : 1);
        if (kind != 1 && kind != 4 && price > TOP) price = TOP;
        p = _strip(BlockKind(kind), first, periods, price, uint32(1 + ((seed >> 64) % 500)));
        if (kind > 3) {
            p.least = uint32(1 + ((seed >> 96) % p.lots));
            if ((seed >> 128) & 1 == 1) p.profile = _flat(periods);
            for (uint256 i = 0; i < p.profile.length; ++i) {
                p.profile[i] = uint16(1 + (uint256(keccak256(abi.encode(seed, i))) % 5));
            }
        }
        if (kind == 2 || kind == 5) _give(writer, first, periods, p.lots * 5);
    }

    function _expectedWord(BlockPlacement memory p, uint256 index) private view returns (BlockWord) {
        uint256 word = uint256(day) + uint256(product) * 2 ** 64;
        word += (p.series - series) * 2 ** 96;
        word += uint256(p.periods) * 2 ** 102;
        word += uint256(p.kind) * 2 ** 111;
        word += _counted(p) * 2 ** 114;
        word += uint256(p.lots) * 2 ** 138;
        word += uint256(p.least) * 2 ** 165;
        word += index * 2 ** 192;
        uint256 size = 1 + p.profile.length / 4 + (p.profile.length % 4 == 0 ? 0 : 1);
        return BlockWord.wrap(word + size * 2 ** 211);
    }

    /// @dev The eighth of the list in which so many words end.
    function _step(uint256 words, uint256 room) private pure returns (uint256) {
        return words >= room ? 7 : (words * 8) / room;
    }

    /// @param profile periods of the order's profile, none for a strip
    function _refuses(uint64 id, uint64 first, uint8 profile, bytes memory reason) private {
        BlockPlacement memory p = _strip(BlockKind.StripBuy, first, 2, BASE, 1);
        if (profile > 0) {
            p = _block(BlockKind.BlockBuy, first, profile, BASE, 1, 1);
            p.profile = _flat(profile);
        }
        (p.auction, p.slot) = (id, type(uint32).max);
        vm.expectRevert(reason);
        vm.prank(buyer);
        blocks.placeBlocks(_cash(buyer), _one(p));
    }
}
