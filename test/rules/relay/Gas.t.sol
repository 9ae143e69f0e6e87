// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {BlockOrder, HourlyOrder, IRelay} from "../../../contracts/interfaces/IRelay.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {vm} from "../utils/Vm.sol";
import {KeyWallet} from "./Owners.sol";
import {RelayTest} from "./RelayTest.sol";

contract RelayGasTest is RelayTest {
    uint256 private constant STEP = 4_999;

    function test_TooLittleGasRefusesNoOrder() external {
        HourlyOrder memory order = _buy(alice, 0);
        _assertPlacedOrReverted(_call(order, _sign(aliceKey, order)));
        assertEq(_lotsIn(alice, 0), 5, "lots");
    }

    /// @dev A provider's write over a filled one: it collects, releases and reserves in four rooms.
    function test_TooLittleGasRefusesNoWrite() external {
        (, uint256 key) = makeAddrAndKey("provider");
        _place(provider, day, series, OrderKind.Write, 205, 5, 0);
        _place(alice, day, series, OrderKind.Buy, 210, 5, 0);
        _finish(day);
        day += 1;
        _warpToCollect(day);
        HourlyOrder memory order = _hourly(_cash(provider), OrderKind.Write, 0);
        order.placement = _placement(day, _at(day, 0), OrderKind.Write, 210, 7, 0);
        _assertPlacedOrReverted(_call(order, _sign(key, order)));
        assertEq(_lotsIn(provider, 0), 7, "lots");
        assertEq(_position(provider, series), -5, "collected");
    }

    /// @dev A wallet that needs nearly all of what a wallet may take.
    function test_TooLittleGasRefusesNoSignature() external {
        address wallet = address(new KeyWallet(alice, 190_000));
        _fund(wallet, 100 * USDC);
        HourlyOrder memory order = _buy(wallet, 0);
        _assertPlacedOrReverted(_call(order, _sign(aliceKey, order)));
        assertEq(_lotsIn(wallet, 0), 5, "lots");
    }

    /// @dev A block of one period over a write of the whole window that came to nothing.
    function test_TooLittleGasRefusesNoBlock() external {
        (, uint256 key) = makeAddrAndKey("provider");
        BlockPlacement[] memory long = new BlockPlacement[](1);
        long[0] = _placementOf(BlockKind.StripWrite, 0);
        long[0].periods = 36;
        vm.prank(provider);
        blocks.placeBlocks(_cash(provider), long);
        _warpPast(day);
        day += 2;
        series = _at(day, 0);
        _warpToCollect(day);

        BlockOrder[] memory orders = new BlockOrder[](1);
        orders[0] = _stripBuy(provider, 0);
        (orders[0].order.kind, orders[0].order.periods, orders[0].order.least) = (uint8(BlockKind.BlockBuy), 1, 5);
        bytes[] memory signatures = _list(_sign(key, orders[0]));
        _assertPlacedOrReverted(abi.encodeCall(IRelay.placeBlocks, (orders, signatures)));
        assertEq(_blockLotsIn(provider, 0), 5, "lots");
    }

    function test_TooLittleGasUndoesTheOthers() external {
        HourlyOrder[] memory orders = new HourlyOrder[](3);
        bytes[] memory signatures = new bytes[](3);
        for (uint32 i = 0; i < 3; ++i) {
            orders[i] = _buy(alice, i);
            signatures[i] = _sign(aliceKey, orders[i]);
        }
        bytes memory data = abi.encodeCall(IRelay.placeOrders, (orders, signatures));
        bool[3] memory named;
        uint256 before = _free(alice);
        for (uint256 gas_ = 50_000; ; gas_ += STEP) {
            (bool ok, bytes memory result) = _bring(data, gas_);
            if (ok) break;
            assertEq(_free(alice), before, "nothing is taken");
            if (result.length == 36) named[_indexOf(result)] = true;
        }
        assertTrue(named[0] && named[1] && named[2], "each of them was named");
        assertEq(_lotsIn(alice, 0) + _lotsIn(alice, 1) + _lotsIn(alice, 2), 15, "lots");
    }

    function _call(HourlyOrder memory order, bytes memory signature) private pure returns (bytes memory) {
        HourlyOrder[] memory orders = new HourlyOrder[](1);
        orders[0] = order;
        return abi.encodeCall(IRelay.placeOrders, (orders, _list(signature)));
    }

    /// @dev Brings one order with ever more gas: the first call that does not revert has placed it.
    function _assertPlacedOrReverted(bytes memory data) private {
        bool named;
        for (uint256 gas_ = 20_000; ; gas_ += STEP) {
            (bool ok, bytes memory result) = _bring(data, gas_);
            if (ok) {
                assertEq(abi.decode(result, (uint256)), 1, "not refused");
                break;
            }
            if (result.length == 36) named = _indexOf(result) == 0 || named;
        }
        assertTrue(named, "OutOfGas(0) was seen");
    }

    function _bring(bytes memory data, uint256 gas_) private returns (bool, bytes memory) {
        vm.prank(relayer);
        // solhint-disable-next-line avoid-low-level-calls
        return address(relay).call{gas: gas_}(data);
    }

    /// @dev The order that an OutOfGas names; a relay without the gas to say so says nothing.
    function _indexOf(bytes memory result) private pure returns (uint256 index) {
        assertEq(bytes32(bytes4(result)), bytes32(IRelay.OutOfGas.selector), "error");
        assembly ("memory-safe") {
            index := mload(add(result, 36))
        }
    }
}
