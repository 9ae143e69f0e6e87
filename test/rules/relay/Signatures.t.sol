// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {HourlyOrder, Refusal} from "../../../contracts/interfaces/IRelay.sol";
import {vm} from "../utils/Vm.sol";
import {Burner, KeyWallet, Parrot} from "./Owners.sol";
import {RelayTest} from "./RelayTest.sol";

contract SignaturesTest is RelayTest {
    uint256 private constant CURVE = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    bytes32 private constant MAGIC = bytes32(IERC1271.isValidSignature.selector);

    // -- keys ------------------------------------------------------------------------------------------

    function testFuzz_TakesBothFormsOfAKeysSignature(uint256 key, uint32 slot) external {
        key = bound(key, 1, CURVE - 1);
        slot = uint32(bound(slot, 0, 2 ** 32 - 2));
        address owner = vm.addr(key);
        _fund(owner, 100 * USDC);
        HourlyOrder memory order = _buy(owner, slot);
        assertEq(_relay(order, _sign(key, order)), 1, "65 bytes");
        order = _buy(owner, slot + 1);
        assertEq(_relay(order, _signShort(key, relay.orderDigest(order))), 1, "64 bytes");
    }

    function testFuzz_RefusesAnotherKeys(uint256 key) external {
        key = bound(key, 1, CURVE - 1);
        vm.assume(key != aliceKey);
        HourlyOrder memory order = _buy(alice, 0);
        _assertRefused(order, _sign(key, order), Refusal.BadSignature);
        _assertRefused(order, _signShort(key, relay.orderDigest(order)), Refusal.BadSignature);
    }

    function test_RefusesMalleatedSignatures() external {
        HourlyOrder memory order = _buy(alice, 0);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(aliceKey, relay.orderDigest(order));
        bytes32 high = bytes32(CURVE - uint256(s));
        _assertRefused(order, abi.encodePacked(r, high, v == 27 ? 28 : 27), Refusal.BadSignature);
        _assertRefused(order, abi.encodePacked(r, s, v - 27), Refusal.BadSignature);
        _assertRefused(order, abi.encodePacked(r, s, v == 27 ? 28 : 27), Refusal.BadSignature);
        _assertRefused(order, abi.encodePacked(bytes32(0), s, v), Refusal.BadSignature);
        assertEq(_relay(order, abi.encodePacked(r, s, v)), 1, "as it was signed");
    }

    function test_RefusesAnyOtherLength() external {
        HourlyOrder memory order = _buy(alice, 0);
        bytes memory signature = _sign(aliceKey, order);
        for (uint256 length = 0; length <= 130; length += 13) {
            bytes memory other = new bytes(length);
            for (uint256 i = 0; i < length && i < 65; ++i) other[i] = signature[i];
            if (length != 65) _assertRefused(order, other, Refusal.BadSignature);
        }
        _assertRefused(order, bytes.concat(signature, hex"00"), Refusal.BadSignature);
        assertEq(_relay(order, signature), 1, "as it was signed");
    }

    function test_AKeyCountsThoughTheAccountHasCode() external {
        vm.etch(alice, address(new Parrot("", 0, true)).code);
        HourlyOrder memory order = _buy(alice, 0);
        assertEq(_relay(order, _sign(aliceKey, order)), 1, "the key's");
        order = _buy(alice, 1);
        _assertRefused(order, _sign(aliceKey + 1, order), Refusal.BadSignature);
    }

    // -- contracts -------------------------------------------------------------------------------------

    function test_TakesWhatAContractTakes() external {
        address wallet = _funded(address(new KeyWallet(alice, 0)));
        HourlyOrder memory order = _buy(wallet, 0);
        assertEq(_relay(order, _sign(aliceKey, order)), 1, "65 bytes of its key");
        order = _buy(wallet, 1);
        assertEq(_relay(order, bytes.concat(_sign(aliceKey, order), new bytes(1_000))), 1, "and a thousand more");
        address parrot = _funded(address(new Parrot(abi.encode(MAGIC), 0, false)));
        assertEq(_relay(_buy(parrot, 0), ""), 1, "none, where the contract wants none");
        assertEq(_lotsIn(wallet, 0) + _lotsIn(wallet, 1) + _lotsIn(parrot, 0), 15, "lots");
    }

    function test_RefusesWhatAContractRefuses() external {
        address wallet = _funded(address(new KeyWallet(alice, 0)));
        HourlyOrder memory order = _buy(wallet, 0);
        _assertRefused(order, _sign(aliceKey + 1, order), Refusal.BadSignature);
        _assertRefused(order, _sign(aliceKey, _buy(wallet, 1)), Refusal.BadSignature);
    }

    function test_RefusesWhereAContractReverts() external {
        _assertRefusedOf(new Parrot(abi.encode(MAGIC), 0, true));
        _assertRefusedOf(new Parrot("", 0, true));
        // A contract without the function, and calldata that it cannot read: a signature of no bytes.
        _assertRefused(_buy(address(token), 0), "", Refusal.BadSignature);
        _assertRefused(_buy(address(new KeyWallet(alice, 0)), 0), "", Refusal.BadSignature);
    }

    function test_RefusesAnyOtherAnswer() external {
        _assertRefusedOf(new Parrot("", 0, false));
        _assertRefusedOf(new Parrot(abi.encodePacked(IERC1271.isValidSignature.selector), 0, false));
        _assertRefusedOf(new Parrot(abi.encodePacked(IERC1271.isValidSignature.selector), 27, false));
        _assertRefusedOf(new Parrot(abi.encode(uint256(MAGIC) | 1), 0, false));
        _assertRefusedOf(new Parrot(abi.encode(uint256(MAGIC) >> 224), 0, false));
        _assertRefusedOf(new Parrot(abi.encode(true), 0, false));
        _assertRefusedOf(new Parrot(abi.encode(0), 64, false));
    }

    function test_ReadsOneWordOfAHugeAnswer() external {
        address huge = _funded(address(new Parrot(abi.encode(MAGIC), 200_000, false)));
        HourlyOrder memory order = _buy(huge, 0);
        uint256 before = gasleft();
        assertEq(_relay(order, ""), 1, "the right word first");
        // Copying the answer would cost as much again as making it.
        assertLt(before - gasleft(), 320_000, "gas");
        _assertRefusedOf(new Parrot(abi.encode(1), 200_000, false));
    }

    function test_AContractMayWorkHard() external {
        address wallet = _funded(address(new KeyWallet(alice, 180_000)));
        HourlyOrder memory order = _buy(wallet, 0);
        assertEq(_relay(order, _sign(aliceKey, order)), 1, "placed");
        wallet = _funded(address(new KeyWallet(alice, 200_000)));
        order = _buy(wallet, 0);
        _assertRefused(order, _sign(aliceKey, order), Refusal.BadSignature);
    }

    function test_ABurnerCostsTheCapAndNoMore() external {
        HourlyOrder[] memory orders = new HourlyOrder[](3);
        bytes[] memory signatures = new bytes[](3);
        orders[0] = _buy(address(new Burner()), 0);
        orders[1] = _buy(address(new Burner()), 0);
        orders[2] = _buy(alice, 0);
        signatures[2] = _sign(aliceKey, orders[2]);
        _expectRefusal(orders[0], Refusal.BadSignature, "");
        _expectRefusal(orders[1], Refusal.BadSignature, "");
        uint256 before = gasleft();
        assertEq(_relay(orders, signatures), 1, "placed");
        assertLt(before - gasleft(), 650_000, "gas");
        assertEq(_lotsIn(alice, 0), 5, "lots");
    }

    function _funded(address owner) private returns (address) {
        _fund(owner, 100 * USDC);
        return owner;
    }

    function _assertRefusedOf(Parrot parrot) private {
        _assertRefused(_buy(_funded(address(parrot)), 0), "", Refusal.BadSignature);
    }
}
