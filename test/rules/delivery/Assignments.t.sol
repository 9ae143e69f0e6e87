// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {FullExchange} from "../utils/FullExchange.sol";

/// @notice Assignments against a twin that pairs lots one by one.
contract AssignmentsTest is FullExchange {
    uint32 private constant MAX_ENTRIES = 6;
    uint32 private constant MAX_LOTS = 7;

    uint64 private series;
    address private provider;
    address private holder;
    /// @dev Lots that commitment i owes nomination j, counted lot by lot.
    mapping(uint32 => mapping(uint32 => uint32)) private owed;

    function setUp() public {
        _deploy();
        _listDefault();
        series = _series(30);
        provider = _provider("provider", 1_000_000 * USDC, 1_000 * USDC, 1_000);
        holder = _user("holder", 1_000 * USDC);
    }

    function testFuzz_AssignmentsMatchTwin(uint256 seed, uint8 commitments, uint8 nominations) external {
        uint32 c = uint32(bound(commitments, 0, MAX_ENTRIES));
        uint32 n = uint32(bound(nominations, 0, MAX_ENTRIES));
        (uint32[] memory ofCommitment, uint32[] memory ofNomination) = _fill(seed, c, n);
        _fixShift(series, bytes32(seed | 1));
        uint32 sum = _pairOneByOne(ofCommitment, ofNomination);

        for (uint32 i = 0; i < c; ++i) {
            for (uint32 j = 0; j < n; ++j) {
                (uint32 lots, , ) = delivery.assignmentOf(series, i, j);
                assertEq(lots, owed[i][j], "lots of the pair");
            }
        }
        uint256 shorter = ofCommitment.length < ofNomination.length ? ofCommitment.length : ofNomination.length;
        assertEq(sum, shorter, "invariant 9");
    }

    function test_PairThatMeetsInTwoPieces() external {
        // One nomination over 9 of 10 lots: the commitment that the turn cuts meets it at both ends.
        _fillLines(_list(6, 4), _list(9, 0));
        _fixShift(series, _seedFor(series, 3, 10));
        (uint32 first, , ) = delivery.assignmentOf(series, 0, 0);
        (uint32 second, , ) = delivery.assignmentOf(series, 1, 0);
        assertEq(first, 5, "three lots at the start, two at the end");
        assertEq(second, 4, "whole");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev Random lines; returned as the owner entry of each lot.
    function _fill(
        uint256 seed,
        uint32 commitments,
        uint32 nominations
    ) private returns (uint32[] memory ofCommitment, uint32[] memory ofNomination) {
        uint32[] memory sizes = new uint32[](commitments + nominations);
        for (uint32 i = 0; i < sizes.length; ++i) {
            sizes[i] = 1 + uint32(uint256(keccak256(abi.encode(seed, i))) % MAX_LOTS);
        }
        ofCommitment = _owners(sizes, 0, commitments);
        ofNomination = _owners(sizes, commitments, commitments + nominations);
        _give(uint32(ofCommitment.length), uint32(ofNomination.length));
        for (uint32 i = 0; i < sizes.length; ++i) {
            if (i < commitments) _commit(provider, series, sizes[i]);
            else _nominate(holder, series, sizes[i]);
        }
    }

    function _fillLines(uint32[] memory commitments, uint32[] memory nominations) private {
        _give(commitments[0] + commitments[1], nominations[0] + nominations[1]);
        for (uint256 i = 0; i < 2; ++i) {
            if (commitments[i] > 0) _commit(provider, series, commitments[i]);
            if (nominations[i] > 0) _nominate(holder, series, nominations[i]);
        }
    }

    function _give(uint32 shorts, uint32 longs) private {
        if (shorts > 0) _giveShort(provider, series, shorts, 200, 200);
        if (longs > 0) _giveLong(holder, series, longs);
    }

    function _list(uint32 a, uint32 b) private pure returns (uint32[] memory list) {
        list = new uint32[](2);
        (list[0], list[1]) = (a, b);
    }

    function _owners(uint32[] memory sizes, uint32 from, uint32 to) private pure returns (uint32[] memory owners) {
        uint32 total;
        for (uint32 i = from; i < to; ++i) {
            total += sizes[i];
        }
        owners = new uint32[](total);
        uint32 lot;
        for (uint32 i = from; i < to; ++i) {
            for (uint32 l = 0; l < sizes[i]; ++l) {
                owners[lot++] = i - from;
            }
        }
    }

    function _pairOneByOne(uint32[] memory ofCommitment, uint32[] memory ofNomination) private returns (uint32 sum) {
        uint32 shift = delivery.shiftOf(series);
        bool commitmentsAreLonger = ofCommitment.length >= ofNomination.length;
        uint32[] memory long = commitmentsAreLonger ? ofCommitment : ofNomination;
        uint32[] memory short = commitmentsAreLonger ? ofNomination : ofCommitment;
        for (uint256 x = 0; x < short.length; ++x) {
            uint32 l = long[(x + shift) % long.length];
            if (commitmentsAreLonger) ++owed[l][short[x]];
            else ++owed[short[x]][l];
            ++sum;
        }
    }
}
