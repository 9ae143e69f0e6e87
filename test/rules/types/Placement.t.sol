// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Placement, Placements} from "../../../contracts/types/Placement.sol";
import {Test} from "../utils/Test.sol";

contract PlacementTest is Test {
    function testFuzz_PlacementReadsBack(uint64[2] memory ids, uint32[4] memory fields) external pure {
        Placement p = Placements.pack(ids[0], ids[1], fields[0], fields[1], fields[2], fields[3]);
        assertEq(p.auction(), ids[0], "auction");
        assertEq(p.series(), ids[1], "series");
        assertEq(p.kind(), fields[0], "kind");
        assertEq(p.price(), fields[1], "price");
        assertEq(p.lots(), fields[2], "lots");
        assertEq(p.slot(), fields[3], "slot");
    }

    function test_PlacementIsTheWordOfTheLayout() external pure {
        Placement p = Placements.pack(0xa1, 0xb1, 3, 0xc1, 0xd1, 0xe1);
        assertEq(
            Placement.unwrap(p),
            bytes32(0x00000003000000e1000000d1000000c100000000000000b100000000000000a1),
            "word"
        );
    }
}
