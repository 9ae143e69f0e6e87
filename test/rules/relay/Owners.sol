// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice A wallet that takes what its key signed, after as much work as it is told.
contract KeyWallet is IERC1271 {
    address private immutable _key;
    uint256 private immutable _work;

    /// @param work gas that it burns before it answers
    constructor(address key, uint256 work) {
        _key = key;
        _work = work;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        uint256 before = gasleft();
        while (before - gasleft() < _work) {}
        (bytes32 r, bytes32 s) = (bytes32(signature[:32]), bytes32(signature[32:64]));
        address signer = ecrecover(digest, uint8(signature[64]), r, s);
        return signer == _key ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @notice A wallet that answers every question with the same bytes, or reverts with them.
contract Parrot {
    bytes private _answer;
    uint256 private immutable _padding;
    bool private immutable _reverts;

    /// @param padding zero bytes behind the answer
    constructor(bytes memory answer, uint256 padding, bool reverts) {
        _answer = answer;
        _padding = padding;
        _reverts = reverts;
    }

    fallback() external {
        bytes memory answer = _answer;
        uint256 size = answer.length + _padding;
        bool reverts = _reverts;
        assembly ("memory-safe") {
            if reverts {
                revert(add(answer, 32), size)
            }
            return(add(answer, 32), size)
        }
    }
}

/// @notice A wallet that never answers.
contract Burner {
    fallback() external {
        while (true) {}
    }
}
