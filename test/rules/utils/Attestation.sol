// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Reading} from "../../../contracts/types/Reading.sol";
import {vm} from "./Vm.sol";

/// @notice What oracles do off-chain: Merkle trees of readings, and signatures.
abstract contract Attestation {
    /// @dev Signatures of the first `count` of the keys.
    function _sign(
        uint256[] memory keys,
        uint256 count,
        bytes32 digest
    ) internal pure returns (bytes[] memory signatures) {
        signatures = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[i], digest);
            signatures[i] = abi.encodePacked(r, s, v);
        }
    }

    function _leaf(Reading memory reading) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(reading))));
    }

    /// @dev A complete binary tree of the leaves, as StandardMerkleTree lays it out: root at 0, leaves at the end.
    function _tree(Reading[] memory readings) internal pure returns (bytes32[] memory tree) {
        uint256 n = readings.length;
        tree = new bytes32[](2 * n - 1);
        for (uint256 i = 0; i < n; ++i) {
            tree[2 * n - 2 - i] = _leaf(readings[i]);
        }
        for (uint256 i = n - 1; i > 0; --i) {
            (bytes32 a, bytes32 b) = (tree[2 * i - 1], tree[2 * i]);
            tree[i - 1] = a < b ? keccak256(bytes.concat(a, b)) : keccak256(bytes.concat(b, a));
        }
    }

    function _proof(bytes32[] memory tree, uint256 index) internal pure returns (bytes32[] memory proof) {
        uint256 node = tree.length - 1 - index;
        uint256 depth;
        for (uint256 above = node; above > 0; above = (above - 1) / 2) {
            ++depth;
        }
        proof = new bytes32[](depth);
        for (uint256 i = 0; i < depth; ++i) {
            proof[i] = tree[node % 2 == 0 ? node - 1 : node + 1];
            node = (node - 1) / 2;
        }
    }

    function _proofs(Reading[] memory readings) internal pure returns (bytes32[][] memory proofs) {
        bytes32[] memory tree = _tree(readings);
        proofs = new bytes32[][](readings.length);
        for (uint256 i = 0; i < readings.length; ++i) {
            proofs[i] = _proof(tree, i);
        }
    }

    function _single(Reading memory reading) internal pure returns (Reading[] memory list) {
        list = new Reading[](1);
        list[0] = reading;
    }
}
