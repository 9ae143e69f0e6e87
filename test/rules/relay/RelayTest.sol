// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {MarketParams} from "../../../contracts/interfaces/IProducts.sol";
import {BlockOrder, HourlyOrder, IRelay, Refusal} from "../../../contracts/interfaces/IRelay.sol";
import {Account} from "../../../contracts/types/Account.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Orders signed with the keys of named users, and what the relay says of those that it leaves out.
abstract contract RelayTest is Trading {
    uint256 internal constant WORD_FEE = 1_000;

    /// @dev The owner of what is signed here, unless a test says otherwise, and its key.
    address internal alice;
    uint256 internal aliceKey;
    /// @dev Who brings the orders: nobody's operator.
    address internal relayer;

    function setUp() external {
        _setUpTrading();
        (alice, aliceKey) = makeAddrAndKey("alice");
        _fund(alice, 10_000 * USDC);
        relayer = makeAddr("relayer");
    }

    function _params() internal view override returns (MarketParams memory params) {
        params = super._params();
        params.wordFee = uint96(WORD_FEE);
    }

    // -- hourly ----------------------------------------------------------------------------------------

    /// @dev A buy of five lots at 210 in the first series.
    function _buy(address owner, uint32 slot) internal view returns (HourlyOrder memory) {
        return _hourly(_cash(owner), OrderKind.Buy, slot);
    }

    function _hourly(Account account, OrderKind kind, uint32 slot) internal view returns (HourlyOrder memory) {
        return HourlyOrder(account, _placement(day, series, kind, 210, 5, slot), uint64(block.timestamp));
    }

    function _sign(uint256 key, HourlyOrder memory order) internal view returns (bytes memory) {
        return _sign(key, relay.orderDigest(order));
    }

    function _relay(HourlyOrder memory order, bytes memory signature) internal returns (uint256) {
        HourlyOrder[] memory orders = new HourlyOrder[](1);
        orders[0] = order;
        return _relay(orders, _list(signature));
    }

    function _relay(HourlyOrder[] memory orders, bytes[] memory signatures) internal returns (uint256) {
        vm.prank(relayer);
        return relay.placeOrders(orders, signatures);
    }

    /// @dev The order is left out, for this reason.
    function _expectRefusal(HourlyOrder memory order, Refusal refusal, bytes memory reason) internal {
        _expectRefusal(order.account, relay.orderDigest(order), refusal, reason);
    }

    function _assertRefused(HourlyOrder memory order, bytes memory signature, Refusal refusal) internal {
        _expectRefusal(order, refusal, "");
        assertEq(_relay(order, signature), 0, "placed");
    }

    function _lotsIn(address owner, uint64 slot) internal view returns (uint256) {
        return _word(owner, slot).lots();
    }

    // -- strips and blocks -----------------------------------------------------------------------------

    /// @dev A strip of five lots over three hours at 210 on average.
    function _stripBuy(address owner, uint32 slot) internal view returns (BlockOrder memory order) {
        order.account = _cash(owner);
        order.deadline = uint64(block.timestamp);
        order.order = _placementOf(BlockKind.StripBuy, slot);
    }

    /// @dev All or none of five units over three hours: 1, 2 and 3 lots each.
    function _profileBuy(address owner, uint32 slot) internal view returns (BlockOrder memory order) {
        order = _stripBuy(owner, slot);
        order.order.kind = uint8(BlockKind.BlockBuy);
        order.order.least = 5;
        order.order.profile = new uint16[](3);
        (order.order.profile[0], order.order.profile[1], order.order.profile[2]) = (1, 2, 3);
        order.order.maxFee = uint96(2 * WORD_FEE);
    }

    function _placementOf(BlockKind kind, uint32 slot) internal view returns (BlockPlacement memory p) {
        p.auction = day;
        p.series = series;
        p.slot = slot;
        p.kind = uint8(kind);
        p.periods = 3;
        p.price = 210;
        p.lots = 5;
        p.maxFee = uint96(WORD_FEE);
    }

    function _sign(uint256 key, BlockOrder memory order) internal view returns (bytes memory) {
        return _sign(key, relay.blockDigest(order));
    }

    function _relay(BlockOrder memory order, bytes memory signature) internal returns (uint256) {
        BlockOrder[] memory orders = new BlockOrder[](1);
        orders[0] = order;
        return _relay(orders, _list(signature));
    }

    function _relay(BlockOrder[] memory orders, bytes[] memory signatures) internal returns (uint256) {
        vm.prank(relayer);
        return relay.placeBlocks(orders, signatures);
    }

    function _expectRefusal(BlockOrder memory order, Refusal refusal, bytes memory reason) internal {
        _expectRefusal(order.account, relay.blockDigest(order), refusal, reason);
    }

    function _assertRefused(BlockOrder memory order, bytes memory signature, Refusal refusal) internal {
        _expectRefusal(order, refusal, "");
        assertEq(_relay(order, signature), 0, "placed");
    }

    function _blockLotsIn(address owner, uint64 slot) internal view returns (uint256) {
        return blocks.blockOf(_cash(owner), slot).lots();
    }

    // -- signatures ------------------------------------------------------------------------------------

    /// @dev The 65 bytes r, s, v.
    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev The 64 bytes of EIP-2098: v in the highest bit of s.
    function _signShort(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
    }

    function _list(bytes memory signature) internal pure returns (bytes[] memory signatures) {
        signatures = new bytes[](1);
        signatures[0] = signature;
    }

    function _expectRefusal(Account account, bytes32 digest, Refusal refusal, bytes memory reason) private {
        vm.expectEmit(address(relay));
        emit IRelay.OrderRefused(account, digest, refusal, reason);
    }
}
