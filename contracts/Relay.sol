// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IAuction} from "./interfaces/IAuction.sol";
import {BlockPlacement, IBlocks} from "./interfaces/IBlocks.sol";
import {BlockOrder, HourlyOrder, IRelay, Refusal} from "./interfaces/IRelay.sol";
import {Account} from "./types/Account.sol";
import {Placement} from "./types/Placement.sol";

/// @title Relay
/// @notice See {IRelay}. It keeps nothing and holds nothing.
contract Relay is IRelay, EIP712 {
    bytes32 private constant HOURLY_TYPEHASH = keccak256(
        "HourlyOrder(bytes32 account,uint64 auction,uint64 series,uint32 slot,uint8 kind,uint32 price,uint32 lots,uint64 deadline)"
    );
    bytes private constant PLACEMENT_TYPE =
        "BlockPlacement(uint64 auction,uint64 series,uint32 slot,uint8 kind,uint8 periods,uint32 price,uint32 lots,uint32 least,uint96 maxFee,uint16[] profile)";
    bytes32 private constant PLACEMENT_TYPEHASH = keccak256(PLACEMENT_TYPE);
    bytes32 private constant BLOCK_TYPEHASH = keccak256(
        abi.encodePacked("BlockOrder(bytes32 account,BlockPlacement order,uint64 deadline)", PLACEMENT_TYPE)
    );
    /// @dev Enough for a contract that checks several keys.
    uint256 private constant SIGNATURE_GAS = 200_000;

    IAuction private immutable _auction;
    IBlocks private immutable _blocks;

    constructor(IAuction auction, IBlocks blocks) EIP712("Clearhour", "1") {
        _auction = auction;
        _blocks = blocks;
    }

    /// @inheritdoc IRelay
    function placeOrders(HourlyOrder[] calldata orders, bytes[] calldata signatures) external returns (uint256 placed) {
        if (signatures.length != orders.length) revert WrongSignatures(signatures.length, orders.length);
        Placement[] memory one = new Placement[](1);
        for (uint256 i = 0; i < orders.length; ++i) {
            HourlyOrder calldata o = orders[i];
            bytes32 digest = orderDigest(o);
            Refusal refusal = _check(i, o.account, o.deadline, digest, signatures[i]);
            bytes memory reason;
            if (refusal == Refusal.None) {
                one[0] = o.placement;
                try _auction.placeOrders(o.account, one) {
                    ++placed;
                    continue;
                } catch (bytes memory why) {
                    _demandReason(i, why);
                    (refusal, reason) = (Refusal.Refused, why);
                }
            }
            emit OrderRefused(o.account, digest, refusal, reason);
        }
    }

    /// @inheritdoc IRelay
    function placeBlocks(BlockOrder[] calldata orders, bytes[] calldata signatures) external returns (uint256 placed) {
        if (signatures.length != orders.length) revert WrongSignatures(signatures.length, orders.length);
        BlockPlacement[] memory one = new BlockPlacement[](1);
        for (uint256 i = 0; i < orders.length; ++i) {
            BlockOrder calldata o = orders[i];
            bytes32 digest = blockDigest(o);
            Refusal refusal = _check(i, o.account, o.deadline, digest, signatures[i]);
            bytes memory reason;
            if (refusal == Refusal.None) {
                one[0] = o.order;
                try _blocks.placeBlocks(o.account, one) {
                    ++placed;
                    continue;
                } catch (bytes memory why) {
                    _demandReason(i, why);
                    (refusal, reason) = (Refusal.Refused, why);
                }
            }
            emit OrderRefused(o.account, digest, refusal, reason);
        }
    }

    /// @inheritdoc IRelay
    function orderDigest(HourlyOrder calldata o) public view returns (bytes32) {
        Placement p = o.placement;
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        HOURLY_TYPEHASH,
                        o.account,
                        p.auction(),
                        p.series(),
                        p.slot(),
                        p.kind(),
                        p.price(),
                        p.lots(),
                        o.deadline
                    )
                )
            );
    }

    /// @inheritdoc IRelay
    function blockDigest(BlockOrder calldata o) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(BLOCK_TYPEHASH, o.account, _hash(o.order), o.deadline)));
    }

    // -- internal --------------------------------------------------------------------------------------

    /// @dev An order that fails must have failed for itself, not because whoever relays it brought too little gas. A room
    /// that refuses an order says why; one that runs out of gas, however deep, cannot.
    function _demandReason(uint256 index, bytes memory reason) private pure {
        if (reason.length == 0) revert OutOfGas(index);
    }

    function _check(
        uint256 index,
        Account account,
        uint64 deadline,
        bytes32 digest,
        bytes calldata signature
    ) private view returns (Refusal) {
        if (block.timestamp > deadline) return Refusal.Expired;
        if (!account.isCash()) return Refusal.NotCash;
        address owner = account.owner();
        // The key first: what it signs counts for an account that delegates to code (EIP-7702), too.
        (address signer, ECDSA.RecoverError failure, ) = _recover(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && signer == owner) return Refusal.None;
        return _isValid(index, owner, digest, signature) ? Refusal.None : Refusal.BadSignature;
    }

    function _recover(
        bytes32 digest,
        bytes calldata signature
    ) private pure returns (address, ECDSA.RecoverError, bytes32) {
        if (signature.length != 64) return ECDSA.tryRecoverCalldata(digest, signature);
        return ECDSA.tryRecover(digest, bytes32(signature[:32]), bytes32(signature[32:]));
    }

    /// @dev ERC-1271 with a gas cap; what the contract returns is copied only as far as it is needed.
    function _isValid(
        uint256 index,
        address owner,
        bytes32 digest,
        bytes calldata signature
    ) private view returns (bool valid) {
        bytes memory data = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        uint256 cap = SIGNATURE_GAS;
        // A call gets 63/64 of what is left.
        if (gasleft() < cap + cap / 32) revert OutOfGas(index);
        bytes32 magic = bytes32(IERC1271.isValidSignature.selector);
        assembly ("memory-safe") {
            mstore(0, 0)
            let ok := staticcall(cap, owner, add(data, 32), mload(data), 0, 32)
            valid := and(and(ok, gt(returndatasize(), 31)), eq(mload(0), magic))
        }
    }

    function _hash(BlockPlacement calldata p) private pure returns (bytes32) {
        bytes32 profile = keccak256(abi.encodePacked(p.profile));
        return
            keccak256(
                abi.encode(
                    PLACEMENT_TYPEHASH,
                    p.auction,
                    p.series,
                    p.slot,
                    p.kind,
                    p.periods,
                    p.price,
                    p.lots,
                    p.least,
                    p.maxFee,
                    profile
                )
            );
    }
}
