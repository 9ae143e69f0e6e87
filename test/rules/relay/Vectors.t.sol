// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {BlockOrder, HourlyOrder, IRelay} from "../../../contracts/interfaces/IRelay.sol";
import {Account} from "../../../contracts/types/Account.sol";
import {Placements} from "../../../contracts/types/Placement.sol";
import {vm} from "../utils/Vm.sol";
import {RelayTest} from "./RelayTest.sol";

/// @notice The vectors that the SDK is held against, too: what is signed there is what the contract hashes.
contract RelayVectorsTest is RelayTest {
    string private _json;
    /// @dev The relay at the address that the vectors are for.
    IRelay private _there;

    function test_HourlyOrder() external {
        _read();
        string memory m = ".vectors[0].message";
        HourlyOrder memory order = HourlyOrder({
            account: _account(0),
            placement: Placements.pack(
                uint64(_uint(m, ".auction")),
                uint64(_uint(m, ".series")),
                _uint(m, ".kind"),
                uint32(_uint(m, ".price")),
                uint32(_uint(m, ".lots")),
                uint32(_uint(m, ".slot"))
            ),
            deadline: uint64(_uint(m, ".deadline"))
        });
        _assertSigned(".vectors[0]", _there.orderDigest(order));
    }

    function test_BlockOrders() external {
        _read();
        for (uint256 i = 1; i < 4; ++i) {
            string memory v = string.concat(".vectors[", vm.toString(i), "]");
            string memory m = string.concat(v, ".message");
            BlockOrder memory order = BlockOrder(
                _account(i),
                _placementAt(string.concat(m, ".order")),
                uint64(_uint(m, ".deadline"))
            );
            assertEq(order.order.profile.length, i == 3 ? 5 : 0, "profile");
            _assertSigned(v, _there.blockDigest(order));
        }
    }

    function _read() private {
        _json = vm.readFile("test/vectors/signed-orders.json");
        vm.chainId(_uint(".domain", ".chainId"));
        address target = vm.parseJsonAddress(_json, ".domain.verifyingContract");
        vm.etch(target, address(relay).code);
        _there = IRelay(target);
    }

    function _account(uint256 i) private view returns (Account) {
        string memory key = string.concat(".vectors[", vm.toString(i), "].message.account");
        return Account.wrap(vm.parseJsonBytes32(_json, key));
    }

    function _placementAt(string memory m) private view returns (BlockPlacement memory p) {
        p.auction = uint64(_uint(m, ".auction"));
        p.series = uint64(_uint(m, ".series"));
        p.slot = uint32(_uint(m, ".slot"));
        p.kind = uint8(_uint(m, ".kind"));
        p.periods = uint8(_uint(m, ".periods"));
        p.price = uint32(_uint(m, ".price"));
        p.lots = uint32(_uint(m, ".lots"));
        p.least = uint32(_uint(m, ".least"));
        p.maxFee = uint96(_uint(m, ".maxFee"));
        uint256[] memory profile = vm.parseJsonUintArray(_json, string.concat(m, ".profile"));
        p.profile = new uint16[](profile.length);
        for (uint256 i = 0; i < profile.length; ++i) {
            p.profile[i] = uint16(profile[i]);
        }
    }

    function _uint(string memory path, string memory field) private view returns (uint256) {
        return vm.parseJsonUint(_json, string.concat(path, field));
    }

    /// @dev The digest is the vector's, and its key's signatures of it are.
    function _assertSigned(string memory v, bytes32 digest) private view {
        assertEq(digest, vm.parseJsonBytes32(_json, string.concat(v, ".digest")), v);
        uint256 key = _uint(v, ".privateKey");
        assertEq(vm.addr(key), vm.parseJsonAddress(_json, string.concat(v, ".signer")), v);
        assertEq(_sign(key, digest), vm.parseJsonBytes(_json, string.concat(v, ".signature")), v);
        assertEq(_signShort(key, digest), vm.parseJsonBytes(_json, string.concat(v, ".compactSignature")), v);
    }
}
