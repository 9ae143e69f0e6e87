// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {HourlyOrder, IRelay, Refusal} from "../../../contracts/interfaces/IRelay.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {OrderKind, OrderWord, OrderWords} from "../../../contracts/types/OrderWord.sol";
import {Placement, Placements} from "../../../contracts/types/Placement.sol";
import {vm} from "../utils/Vm.sol";
import {RelayTest} from "./RelayTest.sol";

contract RelayOrdersTest is RelayTest {
    function test_RevertsForAnotherNumberOfSignatures() external {
        HourlyOrder[] memory orders = new HourlyOrder[](2);
        (orders[0], orders[1]) = (_buy(alice, 0), _buy(alice, 1));
        bytes[] memory one = _list(_sign(aliceKey, orders[0]));
        vm.expectRevert(abi.encodeWithSelector(IRelay.WrongSignatures.selector, 1, 2));
        _relay(orders, one);
        vm.expectRevert(abi.encodeWithSelector(IRelay.WrongSignatures.selector, 1, 0));
        _relay(new HourlyOrder[](0), new bytes[](1));
        assertEq(_relay(new HourlyOrder[](0), new bytes[](0)), 0, "nothing of nothing");
    }

    // -- signed by the owner ---------------------------------------------------------------------------

    function test_PlacesWhatItsOwnerSigned() external {
        HourlyOrder memory order = _buy(alice, 3);
        bytes memory signature = _sign(aliceKey, order);
        uint256 before = _free(alice);
        OrderWord word = OrderWords.pack(day, product, 0, OrderKind.Buy, 210, 5, 0, 0);
        vm.expectEmit(address(auction));
        emit IAuction.OrderPlaced(_cash(alice), 3, word);
        assertEq(_relay(order, signature), 1, "placed");
        assertEq(OrderWord.unwrap(_word(alice, 3)), OrderWord.unwrap(word), "word");
        assertEq(before - _free(alice), 5 * (210 * TICK + _fee(210)), "taken from the owner");
        assertEq(_escrow(day), 5 * (210 * TICK + _fee(210)), "escrow");
    }

    function testFuzz_PlacesWhatTheOwnerWouldHave(uint256 price, uint256 lots, uint32 slot) external {
        (price, lots) = (bound(price, BASE, TOP + 100), bound(lots, 1, 100));
        HourlyOrder memory order = _buy(alice, slot);
        order.placement = _placement(day, series + 3, OrderKind.Buy, uint32(price), uint32(lots), slot);
        bytes memory signature = _sign(aliceKey, order);
        uint256 id = vm.snapshotState();
        _place(alice, day, series + 3, OrderKind.Buy, uint32(price), uint32(lots), slot);
        (OrderWord direct, uint256 left) = (_word(alice, slot), _free(alice));
        vm.revertToState(id);
        assertEq(_relay(order, signature), 1, "placed");
        assertEq(OrderWord.unwrap(_word(alice, slot)), OrderWord.unwrap(direct), "the same word");
        assertEq(_free(alice), left, "at the same cost");
    }

    function test_PlacesForEveryDesk() external {
        Account desk = Accounts.cash(alice, 7);
        token.mint(address(this), 100 * USDC);
        token.approve(address(ledger), 100 * USDC);
        ledger.deposit(desk, 100 * USDC);
        HourlyOrder memory order = _hourly(desk, OrderKind.Buy, 0);
        assertEq(_relay(order, _sign(aliceKey, order)), 1, "placed");
        assertEq(auction.orderOf(desk, 0).lots(), 5, "lots");
        assertEq(100 * USDC - ledger.balanceOf(desk), 5 * (210 * TICK + _fee(210)), "taken from the desk");
    }

    function test_PlacesSellsAndWrites() external {
        (, uint256 providerKey) = makeAddrAndKey("provider");
        HourlyOrder memory order = _hourly(_cash(provider), OrderKind.Write, 0);
        assertEq(_relay(order, _sign(providerKey, order)), 1, "write");
        assertEq(providers.usedOf(_cash(provider), series), 5, "capacity");

        _giveLots(alice, series, 5);
        uint64 spot = _hourAuction(series);
        _warpToCollect(spot);
        order = _buy(alice, 0);
        order.placement = _placement(spot, series, OrderKind.Sell, 210, 5, 0);
        assertEq(_relay(order, _sign(aliceKey, order)), 1, "sell");
        assertEq(_position(alice, series), 0, "lots");
    }

    function test_PlacesUntilTheDeadline() external {
        HourlyOrder memory order = _buy(alice, 0);
        order.deadline = uint64(block.timestamp + 100);
        bytes memory signature = _sign(aliceKey, order);
        vm.warp(order.deadline + 1);
        _assertRefused(order, signature, Refusal.Expired);
        vm.warp(order.deadline);
        assertEq(_relay(order, signature), 1, "placed");
    }

    // -- accounts --------------------------------------------------------------------------------------

    function testFuzz_OnlyCashAccountsTrade(uint8 kind, uint16 desk, uint72 ref) external {
        uint256 id = (uint256(kind) << 248) | (uint256(desk) << 232) | (uint256(uint160(alice)) << 72) | ref;
        vm.assume(kind != 1 || ref != 0);
        HourlyOrder memory order = _hourly(Account.wrap(bytes32(id)), OrderKind.Buy, 0);
        _assertRefused(order, _sign(aliceKey, order), Refusal.NotCash);
    }

    function test_TheAuctionTakesNoOtherAccountFromTheRelay() external {
        Account[3] memory others = [
            Accounts.stake(_cash(provider)),
            Accounts.margin(_cash(provider), product, 20_000),
            Accounts.cash(address(0), 0)
        ];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.prank(address(relay));
            vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, others[i], relay));
            auction.placeOrders(others[i], _order(day, series, OrderKind.Buy, 210, 1, 0));
        }
    }

    // -- signed for something else ---------------------------------------------------------------------

    function test_RefusesAnotherChain() external {
        HourlyOrder memory order = _buy(alice, 0);
        uint256 here = block.chainid;
        vm.chainId(here + 1);
        bytes memory signature = _sign(aliceKey, order);
        vm.chainId(here);
        _assertRefused(order, signature, Refusal.BadSignature);
        assertEq(_relay(order, _sign(aliceKey, order)), 1, "the same order for this chain");
    }

    function test_RefusesAnotherContract() external {
        IRelay other = IRelay(_create("Relay", abi.encode(auction, blocks)));
        HourlyOrder[] memory orders = new HourlyOrder[](1);
        orders[0] = _buy(alice, 0);
        bytes memory signature = _sign(aliceKey, other.orderDigest(orders[0]));
        _assertRefused(orders[0], signature, Refusal.BadSignature);

        bytes memory reason = abi.encodeWithSelector(IAuction.NotAuthorized.selector, _cash(alice), other);
        vm.expectEmit(address(other));
        emit IRelay.OrderRefused(_cash(alice), other.orderDigest(orders[0]), Refusal.Refused, reason);
        assertEq(other.placeOrders(orders, _list(signature)), 0, "placed by the other");
    }

    function test_RefusesAnAlteredField() external {
        HourlyOrder memory signed = _buy(alice, 0);
        bytes memory signature = _sign(aliceKey, signed);
        HourlyOrder[8] memory altered;
        for (uint256 i = 0; i < 8; ++i) {
            altered[i] = HourlyOrder(signed.account, signed.placement, signed.deadline);
        }
        altered[0].account = Accounts.cash(alice, 1);
        altered[1].placement = Placements.pack(day + 1, series, 1, 210, 5, 0);
        altered[2].placement = Placements.pack(day, series + 1, 1, 210, 5, 0);
        altered[3].placement = Placements.pack(day, series, 3, 210, 5, 0);
        altered[4].placement = Placements.pack(day, series, 1, 211, 5, 0);
        altered[5].placement = Placements.pack(day, series, 1, 210, 6, 0);
        altered[6].placement = Placements.pack(day, series, 1, 210, 5, 1);
        altered[7].deadline += 1;
        for (uint256 i = 0; i < 8; ++i) {
            _assertRefused(altered[i], signature, Refusal.BadSignature);
        }
        assertEq(_relay(signed, signature), 1, "as it was signed");
    }

    // -- replays ---------------------------------------------------------------------------------------

    function test_RefusesTheSameOrderTwice() external {
        HourlyOrder memory order = _buy(alice, 4);
        bytes memory signature = _sign(aliceKey, order);
        assertEq(_relay(order, signature), 1, "once");
        uint256 left = _free(alice);
        bytes memory reason = abi.encodeWithSelector(IAuction.SlotBusy.selector, 4, day);
        _expectRefusal(order, Refusal.Refused, reason);
        assertEq(_relay(order, signature), 0, "in another transaction");

        HourlyOrder[] memory orders = new HourlyOrder[](2);
        orders[0] = _buy(alice, 5);
        orders[1] = orders[0];
        bytes[] memory signatures = new bytes[](2);
        signatures[0] = _sign(aliceKey, orders[0]);
        signatures[1] = signatures[0];
        assertEq(_relay(orders, signatures), 1, "in one transaction");
        assertEq(left - _free(alice), 5 * (210 * TICK + _fee(210)), "taken once");
    }

    function test_RefusesAnOrderOfAPastAuction() external {
        (uint256 open, uint256 close, ) = lens.timesOf(day);
        HourlyOrder memory order = _buy(alice, 0);
        order.deadline = type(uint64).max;
        bytes memory signature = _sign(aliceKey, order);
        assertEq(_relay(order, signature), 1, "once");
        _warpToSolve(day);
        _expectRefusal(order, Refusal.Refused, abi.encodeWithSelector(IAuction.SlotBusy.selector, 0, day));
        assertEq(_relay(order, signature), 0, "while it is cleared");

        _finish(day);
        bytes memory reason = abi.encodeWithSelector(IAuction.AuctionNotCollecting.selector, day, open, close);
        _expectRefusal(order, Refusal.Refused, reason);
        assertEq(_relay(order, signature), 0, "before it is collected");
        assertEq(_lotsIn(alice, 0), 5, "the refused order collected nothing");
        _collect(alice, 0);
        _expectRefusal(order, Refusal.Refused, reason);
        assertEq(_relay(order, signature), 0, "after it is collected");
        assertEq(_free(alice), 10_000 * USDC, "nothing was traded, all came back");
    }

    // -- refused by the auction ------------------------------------------------------------------------

    function test_SaysWhyTheAuctionRefused() external {
        (address poor, uint256 key) = makeAddrAndKey("poor");
        HourlyOrder memory order = _buy(poor, 0);
        uint256 needed = 5 * (210 * TICK + _fee(210));
        bytes memory signature = _sign(key, order);
        bytes memory reason = abi.encodeWithSelector(ILedger.InsufficientCash.selector, _cash(poor), 0, needed);
        _expectRefusal(order, Refusal.Refused, reason);
        assertEq(_relay(order, signature), 0, "without cash");
        _fund(poor, needed);
        assertEq(_relay(order, signature), 1, "the same signature, once there is cash");
    }

    function test_SkipsAKindThatIsNot() external {
        uint256[5] memory kinds = [uint256(0), 4, 5, 255, 2 ** 32 - 1];
        for (uint256 i = 0; i < kinds.length; ++i) {
            HourlyOrder memory order = _buy(alice, 0);
            order.placement = Placements.pack(day, series, kinds[i], 210, 5, 0);
            bytes memory signature = _sign(aliceKey, order);
            _expectRefusal(order, Refusal.Refused, abi.encodeWithSelector(IAuction.WrongKind.selector, kinds[i]));
            assertEq(_relay(order, signature), 0, "placed");
        }
    }

    function test_SkipsABadOneAmongGoodOnes() external {
        (address bob, uint256 bobKey) = makeAddrAndKey("bob");
        _fund(bob, 100 * USDC);
        HourlyOrder[] memory orders = new HourlyOrder[](5);
        bytes[] memory signatures = new bytes[](5);
        for (uint32 i = 0; i < 5; ++i) {
            orders[i] = i % 2 == 0 ? _buy(alice, i) : _buy(bob, i);
            signatures[i] = _sign(i % 2 == 0 ? aliceKey : bobKey, orders[i]);
        }
        signatures[1] = _sign(aliceKey, orders[1]);
        orders[3].placement = Placements.pack(day, series, 1, 210, 0, 3);
        signatures[3] = _sign(bobKey, orders[3]);
        _expectRefusal(orders[1], Refusal.BadSignature, "");
        _expectRefusal(orders[3], Refusal.Refused, abi.encodeWithSelector(IAuction.ZeroLots.selector));
        assertEq(_relay(orders, signatures), 3, "placed");
        for (uint32 i = 0; i < 5; ++i) {
            assertEq(_lotsIn(i % 2 == 0 ? alice : bob, i), i % 2 == 0 ? 5 : 0, "lots");
        }
        assertEq(_free(bob), 100 * USDC, "nothing taken for the bad ones");
    }

    // -- the auction -----------------------------------------------------------------------------------

    function testFuzz_NobodyElseHasTheSignedPath(address caller) external {
        vm.assume(caller != alice && caller != address(relay));
        Placement[] memory orders = _order(day, series, OrderKind.Buy, 210, 5, 0);
        vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, _cash(alice), caller));
        vm.prank(caller);
        auction.placeOrders(_cash(alice), orders);
    }

    function test_DirectPlacingStaysOpen() external {
        HourlyOrder memory order = _buy(alice, 0);
        bytes memory signature = _sign(aliceKey, order);
        _place(alice, day, series, OrderKind.Buy, 205, 2, 0);
        _expectRefusal(order, Refusal.Refused, abi.encodeWithSelector(IAuction.SlotBusy.selector, 0, day));
        assertEq(_relay(order, signature), 0, "kept out by what the owner placed");

        address operator = makeAddr("operator");
        vm.prank(alice);
        ledger.setOperator(operator, true);
        vm.prank(operator);
        auction.placeOrders(_cash(alice), _order(day, series, OrderKind.Buy, 205, 3, 1));
        assertEq(_lotsIn(alice, 0) + _lotsIn(alice, 1), 5, "by the owner and by the operator");
    }
}
