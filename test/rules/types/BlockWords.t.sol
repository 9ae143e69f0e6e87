// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockRecords} from "../../../contracts/types/BlockRecord.sol";
import {BlockKind, BlockWord, BlockWords} from "../../../contracts/types/BlockWord.sol";
import {Test} from "../utils/Test.sol";
import {vm} from "../utils/Vm.sol";

contract BlockWordsTest is Test {
    struct Fields {
        uint64 auction;
        uint32 product;
        uint8 offset;
        uint8 periods;
        uint8 kind;
        uint24 price;
        uint32 lots;
        uint32 least;
        uint16 index;
        uint8 step;
        uint8 size;
    }

    function kindOf(BlockWord order) external pure returns (BlockKind) {
        return order.kind();
    }

    // -- words -----------------------------------------------------------------------------------------

    function testFuzz_BlockReadsBack(Fields memory f) external pure {
        _check(_fold(f));
    }

    function test_BlockIsTheWordOfTheLayout() external pure {
        Fields memory f = Fields(0xa0a1, 0xb0b1, 47, 48, 6, 0xc0c1, 0xd0d1, 0xe0e1, 0xf0f1, 5, 13);
        uint256 sum = 0xa0a1;
        sum += 0xb0b1 * 2 ** 64;
        sum += 47 * 2 ** 96;
        sum += 48 * 2 ** 102;
        sum += 6 * 2 ** 111;
        sum += 0xc0c1 * 2 ** 114;
        sum += 0xd0d1 * 2 ** 138;
        sum += 0xe0e1 * 2 ** 165;
        sum += 0xf0f1 * 2 ** 192;
        sum += 5 * 2 ** 208;
        sum += 13 * 2 ** 211;
        assertEq(BlockWord.unwrap(_pack(f)), sum, "word");
    }

    function test_BlockHoldsTheLargestValues() external pure {
        uint32 most = 2 ** 27 - 1;
        Fields memory f = Fields(
            type(uint64).max,
            type(uint32).max,
            63,
            63,
            6,
            type(uint24).max,
            most,
            most,
            type(uint16).max,
            7,
            31
        );
        _check(f);
        (f.periods, f.price, f.least, f.step) = (0, 0, 0, 0);
        _check(f);
        (f.periods, f.price, f.least, f.step, f.lots, f.index, f.size, f.offset) = (
            63,
            type(uint24).max,
            most,
            7,
            0,
            0,
            0,
            0
        );
        _check(f);
    }

    function testFuzz_CollectedBlockLosesOnlyItsLots(Fields memory f) external pure {
        f = _fold(f);
        BlockWord order = _pack(f).collected();
        f.lots = 0;
        assertEq(BlockWord.unwrap(order), BlockWord.unwrap(_pack(f)), "without lots");
    }

    function test_BlockKindsHaveASideAndAForm() external {
        bool[2][6] memory expected = [
            [true, false],
            [false, false],
            [false, true],
            [true, false],
            [false, false],
            [false, true]
        ];
        BlockKind[6] memory kinds = [
            BlockKind.StripBuy,
            BlockKind.StripSell,
            BlockKind.StripWrite,
            BlockKind.BlockBuy,
            BlockKind.BlockSell,
            BlockKind.BlockWrite
        ];
        for (uint256 i = 0; i < 6; ++i) {
            BlockWord order = BlockWord.wrap((i + 1) << 111);
            assertEq(uint8(order.kind()), uint8(kinds[i]), "kind");
            assertEq(
                abi.encode(order.isBuy(), order.isWrite()),
                abi.encode(expected[i][0], expected[i][1]),
                "buy, write"
            );
        }
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x21));
        this.kindOf(BlockWord.wrap(7 << 111));
    }

    // -- records ---------------------------------------------------------------------------------------

    function testFuzz_RecordIsTheBytesOfTheLayout(Fields memory f, uint8 place, uint16[] memory profile) external pure {
        f = _fold(f);
        place %= 8;
        bytes memory record = _record(f, place, profile);
        assertEq(record.length, 14 + 2 * profile.length, "length");
        bool buy = f.kind == 1 || f.kind == 4;
        uint256 flags = (buy ? 0 : 1) + (f.kind > 3 ? 2 : 0) + (profile.length > 0 ? 4 : 0) + 8 * uint256(place);
        assertEq(_read(record, 0, 1), flags, "flags");
        assertEq(_read(record, 1, 1), f.offset, "offset");
        assertEq(_read(record, 2, 1), f.periods, "periods");
        assertEq(_read(record, 3, 3), f.price, "price");
        assertEq(_read(record, 6, 4), f.lots, "lots");
        assertEq(_read(record, 10, 4), f.least, "least");
        for (uint256 i = 0; i < profile.length; ++i) {
            assertEq(_read(record, 14 + 2 * i, 2), profile[i], "profile");
        }
    }

    function testFuzz_AListIsAChainFromItsAuction(
        uint64 auction,
        bytes memory first,
        bytes memory second
    ) external pure {
        bytes32 chain = BlockRecords.start(auction);
        assertEq(uint256(chain), auction, "start");
        bytes32 one = keccak256(abi.encodePacked(uint256(auction), first));
        assertEq(BlockRecords.next(chain, first), one, "one");
        assertEq(BlockRecords.next(one, second), keccak256(abi.encodePacked(one, second)), "two");
    }

    function test_ARecordTakesAWordMoreForEveryFourPeriods() external pure {
        uint8[9] memory lengths = [0, 1, 4, 5, 8, 9, 36, 45, 48];
        uint8[9] memory sizes = [1, 2, 2, 3, 3, 4, 10, 13, 13];
        for (uint256 i = 0; i < 9; ++i) {
            assertEq(BlockRecords.size(lengths[i]), sizes[i], "words");
        }
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _fold(Fields memory f) private pure returns (Fields memory) {
        f.offset %= 64;
        f.periods %= 64;
        f.kind = uint8(bound(f.kind, 1, 6));
        f.lots = uint32(bound(f.lots, 1, 2 ** 27 - 1));
        f.least = uint32(bound(f.least, 0, 2 ** 27 - 1));
        f.step %= 8;
        f.size %= 32;
        return f;
    }

    function _pack(Fields memory f) private pure returns (BlockWord) {
        return
            BlockWords.pack(
                f.auction,
                f.product,
                f.offset,
                f.periods,
                BlockKind(f.kind),
                f.price,
                f.lots,
                f.least,
                f.index,
                f.step,
                f.size
            );
    }

    function _record(Fields memory f, uint8 place, uint16[] memory profile) private pure returns (bytes memory) {
        return BlockRecords.pack(BlockKind(f.kind), place, f.offset, f.periods, f.price, f.lots, f.least, profile);
    }

    function _read(bytes memory data, uint256 from, uint256 count) private pure returns (uint256 value) {
        for (uint256 i = from; i < from + count; ++i) {
            value = value * 256 + uint8(data[i]);
        }
    }

    function _check(Fields memory f) private pure {
        BlockWord order = _pack(f);
        assertEq(order.auction(), f.auction, "auction");
        assertEq(order.product(), f.product, "product");
        assertEq(order.offset(), f.offset, "offset");
        assertEq(order.periods(), f.periods, "periods");
        assertEq(uint8(order.kind()), f.kind, "kind");
        assertEq(order.price(), f.price, "price");
        assertEq(order.lots(), f.lots, "lots");
        assertEq(order.least(), f.least, "least");
        assertEq(order.index(), f.index, "index");
        assertEq(order.step(), f.step, "step");
        assertEq(order.size(), f.size, "size");
        assertEq(BlockWord.unwrap(order) >> 216, 0, "free bits");
    }
}
