// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMeter} from "../../../contracts/interfaces/IMeter.sol";
import {OracleTerms, Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {FullExchange} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";

contract RootsTest is FullExchange {
    bytes32 private constant ROOT = keccak256("root");

    uint64 private series;
    uint32 private hour;

    function setUp() public {
        _deploy();
        _listDefault();
        series = _series(30);
        hour = Ids.hourOf(series);
    }

    // -- registerSet -----------------------------------------------------------------------------------

    function test_RegisterRevertsForOtherSizes() external {
        vm.expectRevert(abi.encodeWithSelector(IMeter.SetSize.selector, 0));
        meter.registerSet(new address[](0), 0);
        address[] memory members = _ascending(17);
        vm.expectRevert(abi.encodeWithSelector(IMeter.SetSize.selector, 17));
        meter.registerSet(members, 12);
    }

    function test_RegisterRevertsWhenNotAscending() external {
        address[] memory members = _ascending(3);
        members[2] = members[1];
        vm.expectRevert(abi.encodeWithSelector(IMeter.MembersNotAscending.selector, 2));
        meter.registerSet(members, 3);
        members[0] = address(0);
        vm.expectRevert(abi.encodeWithSelector(IMeter.MembersNotAscending.selector, 0));
        meter.registerSet(members, 3);
    }

    function testFuzz_RegisterRevertsForOtherQuorums(uint8 size, uint8 quorum) external {
        size = uint8(bound(size, 1, 16));
        address[] memory members = _ascending(size);
        bool enough = uint256(quorum) * 3 > uint256(size) * 2 && quorum <= size;
        if (!enough) vm.expectRevert(abi.encodeWithSelector(IMeter.InvalidQuorum.selector, quorum, size));
        bytes32 id = meter.registerSet(members, quorum);
        if (enough) assertEq(id, keccak256(abi.encode(members, quorum)), "id");
    }

    function test_RegisterTwice() external {
        bytes32 id = meter.registerSet(_ascending(5), 4);
        assertEq(meter.registerSet(_ascending(5), 4), id, "the same");
    }

    function test_RegisterKeepsTheSet() external {
        address[] memory members = _ascending(16);
        bytes32 id = keccak256(abi.encode(members, uint8(11)));
        vm.expectEmit(address(meter));
        emit IMeter.OracleSetRegistered(id, members, 11);
        meter.registerSet(members, 11);
        (address[] memory found, uint8 quorum) = meter.setOf(id);
        assertEq(keccak256(abi.encode(found)), keccak256(abi.encode(members)), "members");
        assertEq(quorum, 11, "quorum");
    }

    // -- postRoot --------------------------------------------------------------------------------------

    function test_PostRevertsBeforeTheEnd() external {
        uint256 end = _endOf(series);
        vm.warp(end - 1);
        bytes[] memory signatures = _signed(QUORUM);
        vm.expectRevert(abi.encodeWithSelector(IMeter.RootTooEarly.selector, series, end));
        meter.postRoot(product, hour, ROOT, 7, signatures);
    }

    function test_PostRevertsWhenOverdue() external {
        uint256 due = _endOf(series) + 30 minutes;
        bytes[] memory signatures = _signed(QUORUM);
        vm.warp(due + 1);
        vm.expectRevert(abi.encodeWithSelector(IMeter.RootTooLate.selector, series, due));
        meter.postRoot(product, hour, ROOT, 7, signatures);
        vm.warp(due);
        meter.postRoot(product, hour, ROOT, 7, signatures);
    }

    function test_PostRevertsTheSecondTime() external {
        vm.warp(_endOf(series));
        bytes[] memory signatures = _signed(QUORUM);
        meter.postRoot(product, hour, ROOT, 7, signatures);
        vm.expectRevert(abi.encodeWithSelector(IMeter.RootExists.selector, series));
        meter.postRoot(product, hour, ROOT, 7, signatures);
    }

    function test_PostRevertsForUnknownSets() external {
        Terms memory terms = _terms();
        terms.oracles = OracleTerms({oracleSet: bytes32(uint256(1)), secondSet: bytes32(0)});
        uint32 other = products.list(bytes("{}"), 3, terms);
        vm.warp(_endOf(series));
        bytes[] memory signatures = _signed(QUORUM);
        vm.expectRevert(abi.encodeWithSelector(IMeter.UnknownSet.selector, bytes32(uint256(1))));
        meter.postRoot(other, hour, ROOT, 7, signatures);
    }

    function test_PostRevertsForAMinority() external {
        vm.warp(_endOf(series));
        bytes[] memory signatures = _signed(QUORUM - 1);
        vm.expectRevert(abi.encodeWithSelector(IMeter.BelowQuorum.selector, QUORUM - 1, QUORUM));
        meter.postRoot(product, hour, ROOT, 7, signatures);
    }

    /// @dev An attack: a provider that keeps one oracle of four from signing changes nothing.
    function test_SilencingAMinorityDoesNotHelp() external {
        vm.warp(_endOf(series));
        bytes[] memory all = _signed(ORACLES);
        bytes[] memory rest = new bytes[](3);
        (rest[0], rest[1], rest[2]) = (all[0], all[2], all[3]);
        meter.postRoot(product, hour, ROOT, 7, rest);
        (bytes32 root, ) = meter.rootOf(series);
        assertEq(root, ROOT, "posted all the same");
    }

    function test_PostRevertsForMalformedSignatures() external {
        vm.warp(_endOf(series));
        bytes[] memory signatures = _signed(QUORUM);
        signatures[1] = bytes.concat(signatures[1], hex"00");
        vm.expectRevert(abi.encodeWithSelector(IMeter.InvalidSignature.selector, 1));
        meter.postRoot(product, hour, ROOT, 7, signatures);
    }

    function test_PostRevertsForStrangers() external {
        vm.warp(_endOf(series));
        bytes[] memory signatures = _sign(secondKeys, QUORUM, meter.rootDigest(product, hour, ROOT, 7));
        vm.expectRevert(abi.encodeWithSelector(IMeter.NotMember.selector, vm.addr(secondKeys[0])));
        meter.postRoot(product, hour, ROOT, 7, signatures);
    }

    function testFuzz_PostRevertsForOtherRoots(bytes32 root, uint32 count) external {
        vm.assume(root != ROOT || count != 7);
        vm.warp(_endOf(series));
        bytes[] memory signatures = _signed(QUORUM);
        address signer = _recovered(signatures[0], meter.rootDigest(product, hour, root, count));
        vm.expectRevert(abi.encodeWithSelector(IMeter.NotMember.selector, signer));
        meter.postRoot(product, hour, root, count, signatures);
    }

    function test_PostRevertsForReplays() external {
        vm.warp(_endOf(series));
        bytes[] memory signatures = _signed(QUORUM);
        meter.postRoot(product, hour, ROOT, 7, signatures);
        vm.warp(_endOf(series) + 1 hours);
        address signer = _recovered(signatures[0], meter.rootDigest(product, hour + 1, ROOT, 7));
        vm.expectRevert(abi.encodeWithSelector(IMeter.NotMember.selector, signer));
        meter.postRoot(product, hour + 1, ROOT, 7, signatures);
        (, uint64 postedAt) = meter.rootOf(_series(31));
        assertEq(postedAt, 0, "nothing posted");
    }

    function test_PostRevertsWhenOutOfOrder() external {
        vm.warp(_endOf(series));
        bytes[] memory signatures = _signed(QUORUM);
        (signatures[0], signatures[1]) = (signatures[1], signatures[0]);
        vm.expectRevert(abi.encodeWithSelector(IMeter.SignersNotAscending.selector, 1));
        meter.postRoot(product, hour, ROOT, 7, signatures);
        signatures[0] = signatures[1];
        vm.expectRevert(abi.encodeWithSelector(IMeter.SignersNotAscending.selector, 1));
        meter.postRoot(product, hour, ROOT, 7, signatures);
    }

    function test_PostKeepsTheRoot() external {
        vm.warp(_endOf(series) + 5);
        bytes[] memory signatures = _signed(ORACLES);
        vm.expectEmit(address(meter));
        emit IMeter.RootPosted(series, ROOT, 7, ORACLES, address(this));
        meter.postRoot(product, hour, ROOT, 7, signatures);
        (bytes32 root, uint64 postedAt) = meter.rootOf(series);
        assertEq(root, ROOT, "root");
        assertEq(postedAt, _endOf(series) + 5, "time");
        assertEq(meter.countOf(series), 7, "count");
    }

    function testFuzz_PostTakesAnyQuorum(uint8 without) external {
        vm.warp(_endOf(series));
        bytes[] memory all = _signed(ORACLES);
        bytes[] memory some = new bytes[](QUORUM);
        uint256 left = bound(without, 0, ORACLES - 1);
        for (uint256 i = 0; i < QUORUM; ++i) {
            some[i] = all[i < left ? i : i + 1];
        }
        meter.postRoot(product, hour, ROOT, 7, some);
    }

    function test_DigestsFollowEip712() external view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Clearhour Meter"),
                keccak256("1"),
                block.chainid,
                address(meter)
            )
        );
        bytes32 rootType = keccak256("MeterRoot(uint32 product,uint32 hour,bytes32 root,uint32 count)");
        bytes32 rootStruct = keccak256(abi.encode(rootType, 3, 4, ROOT, 5));
        assertEq(meter.rootDigest(3, 4, ROOT, 5), keccak256(abi.encodePacked("\x19\x01", domain, rootStruct)), "root");
        bytes32 verdictType = keccak256("Verdict(uint64 dispute,bytes32 reading)");
        bytes32 verdictStruct = keccak256(abi.encode(verdictType, 6, ROOT));
        assertEq(
            meter.verdictDigest(6, ROOT),
            keccak256(abi.encodePacked("\x19\x01", domain, verdictStruct)),
            "verdict"
        );
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _signed(uint256 count) private view returns (bytes[] memory) {
        return _sign(oracleKeys, count, meter.rootDigest(product, hour, ROOT, 7));
    }

    /// @dev Whom a signature names that was made for another digest: anybody.
    function _recovered(bytes memory signature, bytes32 digest) private pure returns (address) {
        (bytes32 r, bytes32 s, uint256 v) = abi.decode(
            bytes.concat(signature, new bytes(31)),
            (bytes32, bytes32, uint256)
        );
        return ecrecover(digest, uint8(v >> 248), r, s);
    }

    function _ascending(uint256 count) private pure returns (address[] memory members) {
        members = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            members[i] = address(uint160(i + 1));
        }
    }
}
