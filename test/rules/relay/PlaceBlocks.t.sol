// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {BlockPlacement, IBlocks} from "../../../contracts/interfaces/IBlocks.sol";
import {BlockOrder, IRelay, Refusal} from "../../../contracts/interfaces/IRelay.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {BlockWord} from "../../../contracts/types/BlockWord.sol";
import {vm} from "../utils/Vm.sol";
import {KeyWallet} from "./Owners.sol";
import {RelayTest} from "./RelayTest.sol";

contract RelayBlocksTest is RelayTest {
    function test_RevertsForAnotherNumberOfSignatures() external {
        BlockOrder[] memory orders = new BlockOrder[](2);
        (orders[0], orders[1]) = (_stripBuy(alice, 0), _stripBuy(alice, 1));
        bytes[] memory one = _list(_sign(aliceKey, orders[0]));
        vm.expectRevert(abi.encodeWithSelector(IRelay.WrongSignatures.selector, 1, 2));
        _relay(orders, one);
        vm.expectRevert(abi.encodeWithSelector(IRelay.WrongSignatures.selector, 1, 0));
        _relay(new BlockOrder[](0), one);
    }

    // -- signed by the owner ---------------------------------------------------------------------------

    function test_PlacesAStrip() external {
        BlockOrder memory order = _stripBuy(alice, 3);
        bytes memory signature = _sign(aliceKey, order);
        uint256 before = _free(alice);
        assertEq(_relay(order, signature), 1, "placed");
        BlockWord word = blocks.blockOf(_cash(alice), 3);
        assertEq(word.lots(), 5, "lots");
        assertEq(word.price(), 210, "limit");
        assertEq(word.periods(), 3, "periods");
        // Three hours of 2.10, a fee rounded up by less than a unit for each lot, and the price of its place.
        uint256 unit = 3 * 210 * TICK;
        assertEq(before - _free(alice), 5 * (unit + unit / 1_000 + 3) + WORD_FEE, "taken from the owner");
    }

    function test_PlacesAProfileAsTheOwnerWould() external {
        BlockOrder memory order = _profileBuy(alice, 3);
        bytes memory signature = _sign(aliceKey, order);
        BlockPlacement[] memory direct = new BlockPlacement[](1);
        direct[0] = order.order;
        uint256 id = vm.snapshotState();
        vm.prank(alice);
        blocks.placeBlocks(_cash(alice), direct);
        (bytes32 chain, uint256 left) = (blocks.listOf(day).chain, _free(alice));
        vm.revertToState(id);
        assertEq(_relay(order, signature), 1, "placed");
        assertEq(blocks.listOf(day).chain, chain, "the same record");
        assertEq(_free(alice), left, "at the same cost");
        assertEq(blocks.profileOf(_cash(alice), 3)[0], (3 << 32) | (2 << 16) | 1, "profile");
    }

    function test_TakesWhatAContractTakes() external {
        address wallet = address(new KeyWallet(alice, 100_000));
        _fund(wallet, 1_000 * USDC);
        BlockOrder memory order = _stripBuy(wallet, 0);
        _assertRefused(order, _sign(aliceKey + 1, order), Refusal.BadSignature);
        assertEq(_relay(order, _sign(aliceKey, order)), 1, "placed");
    }

    function test_PlacesUntilTheDeadline() external {
        BlockOrder memory order = _stripBuy(alice, 0);
        order.deadline = uint64(block.timestamp + 100);
        bytes memory signature = _sign(aliceKey, order);
        vm.warp(order.deadline + 1);
        _assertRefused(order, signature, Refusal.Expired);
        vm.warp(order.deadline);
        assertEq(_relay(order, signature), 1, "placed");
    }

    // -- accounts --------------------------------------------------------------------------------------

    function test_OnlyCashAccountsTrade() external {
        BlockOrder memory order = _stripBuy(alice, 0);
        Account[4] memory others = _others(alice);
        for (uint256 i = 0; i < others.length; ++i) {
            order.account = others[i];
            _assertRefused(order, _sign(aliceKey, order), Refusal.NotCash);
        }
    }

    function test_BlocksTakesNoOtherAccountFromTheRelay() external {
        BlockPlacement[] memory one = new BlockPlacement[](1);
        one[0] = _stripBuy(alice, 0).order;
        Account[4] memory others = _others(alice);
        for (uint256 i = 0; i < others.length; ++i) {
            vm.prank(address(relay));
            vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, others[i], relay));
            blocks.placeBlocks(others[i], one);
        }
    }

    // -- signed for something else ---------------------------------------------------------------------

    function test_RefusesAnotherChainAndContract() external {
        BlockOrder memory order = _stripBuy(alice, 0);
        uint256 here = block.chainid;
        vm.chainId(here + 1);
        bytes memory signature = _sign(aliceKey, order);
        vm.chainId(here);
        _assertRefused(order, signature, Refusal.BadSignature);

        IRelay other = IRelay(_create("Relay", abi.encode(auction, blocks)));
        _assertRefused(order, _sign(aliceKey, other.blockDigest(order)), Refusal.BadSignature);
        assertEq(_relay(order, _sign(aliceKey, order)), 1, "the same order for this one");
    }

    function test_RefusesAnAlteredField() external {
        bytes memory signature = _sign(aliceKey, _profileBuy(alice, 0));
        for (uint256 i = 0; i < 12; ++i) {
            BlockOrder memory altered = _profileBuy(alice, 0);
            if (i == 0) altered.account = Accounts.cash(alice, 1);
            else if (i == 1) altered.order.auction += 1;
            else if (i == 2) altered.order.series += 1;
            else if (i == 3) altered.order.slot += 1;
            else if (i == 4) altered.order.kind += 1;
            else if (i == 5) altered.order.periods += 1;
            else if (i == 6) altered.order.price += 1;
            else if (i == 7) altered.order.lots += 1;
            else if (i == 8) altered.order.least -= 1;
            else if (i == 9) altered.order.maxFee += 1;
            else if (i == 10) altered.order.profile[2] += 1;
            else altered.deadline += 1;
            _assertRefused(altered, signature, Refusal.BadSignature);
        }
        BlockOrder memory shorter = _profileBuy(alice, 0);
        shorter.order.profile = new uint16[](0);
        _assertRefused(shorter, signature, Refusal.BadSignature);
        assertEq(_relay(_profileBuy(alice, 0), signature), 1, "as it was signed");
    }

    function test_RefusesAnHourlyOrdersSignature() external {
        BlockOrder memory order = _stripBuy(alice, 0);
        _assertRefused(order, _sign(aliceKey, _buy(alice, 0)), Refusal.BadSignature);
    }

    // -- replays ---------------------------------------------------------------------------------------

    function test_RefusesTheSameOrderTwice() external {
        BlockOrder memory order = _stripBuy(alice, 4);
        bytes memory signature = _sign(aliceKey, order);
        assertEq(_relay(order, signature), 1, "once");
        uint256 left = _free(alice);
        _expectRefusal(order, Refusal.Refused, abi.encodeWithSelector(IAuction.SlotBusy.selector, 4, day));
        assertEq(_relay(order, signature), 0, "twice");
        assertEq(_free(alice), left, "taken once");
        assertEq(blocks.listOf(day).count, 1, "listed once");
    }

    function test_RefusesAnOrderOfAPastAuction() external {
        (uint256 open, uint256 close, ) = lens.timesOf(day);
        BlockOrder memory order = _stripBuy(alice, 0);
        order.deadline = type(uint64).max;
        bytes memory signature = _sign(aliceKey, order);
        assertEq(_relay(order, signature), 1, "once");
        _warpPast(day);
        bytes memory reason = abi.encodeWithSelector(IAuction.AuctionNotCollecting.selector, day, open, close);
        _expectRefusal(order, Refusal.Refused, reason);
        assertEq(_relay(order, signature), 0, "after it");
        assertEq(_blockLotsIn(alice, 0), 5, "the refused order collected nothing");
    }

    // -- refused by the room ---------------------------------------------------------------------------

    function test_MindsTheMaximalFee() external {
        BlockOrder memory order = _stripBuy(alice, 0);
        order.order.maxFee = uint96(WORD_FEE - 1);
        bytes memory signature = _sign(aliceKey, order);
        bytes memory reason = abi.encodeWithSelector(IBlocks.WordFeeAbove.selector, WORD_FEE, WORD_FEE - 1);
        _expectRefusal(order, Refusal.Refused, reason);
        assertEq(_relay(order, signature), 0, "a unit less than it costs");
        order.order.maxFee = uint96(WORD_FEE);
        assertEq(_relay(order, _sign(aliceKey, order)), 1, "just what it costs");
    }

    function test_SkipsAKindThatIsNot() external {
        uint8[4] memory kinds = [0, 7, 8, 255];
        for (uint256 i = 0; i < kinds.length; ++i) {
            BlockOrder memory order = _stripBuy(alice, 0);
            order.order.kind = kinds[i];
            bytes memory signature = _sign(aliceKey, order);
            bytes memory reason = abi.encodeWithSelector(IBlocks.WrongBlockKind.selector, kinds[i]);
            _expectRefusal(order, Refusal.Refused, reason);
            assertEq(_relay(order, signature), 0, "placed");
        }
    }

    function test_SkipsABadOneAmongGoodOnes() external {
        BlockOrder[] memory orders = new BlockOrder[](4);
        bytes[] memory signatures = new bytes[](4);
        for (uint32 i = 0; i < 4; ++i) {
            orders[i] = i < 2 ? _stripBuy(alice, i) : _profileBuy(alice, i);
            if (i == 2) orders[i].order.profile[1] = 0;
            signatures[i] = _sign(aliceKey, orders[i]);
        }
        signatures[1] = signatures[0];
        _expectRefusal(orders[1], Refusal.BadSignature, "");
        _expectRefusal(orders[2], Refusal.Refused, abi.encodeWithSelector(IBlocks.WrongProfile.selector));
        assertEq(_relay(orders, signatures), 2, "placed");
        assertEq(_blockLotsIn(alice, 0) + _blockLotsIn(alice, 3), 10, "the good ones");
        assertEq(blocks.listOf(day).count, 2, "listed");
    }

    // -- the room --------------------------------------------------------------------------------------

    function testFuzz_NobodyElseHasTheSignedPath(address caller) external {
        vm.assume(caller != alice && caller != address(relay));
        BlockPlacement[] memory one = new BlockPlacement[](1);
        one[0] = _stripBuy(alice, 0).order;
        vm.expectRevert(abi.encodeWithSelector(IAuction.NotAuthorized.selector, _cash(alice), caller));
        vm.prank(caller);
        blocks.placeBlocks(_cash(alice), one);
    }

    function test_DirectPlacingStaysOpen() external {
        BlockPlacement[] memory one = new BlockPlacement[](1);
        one[0] = _stripBuy(alice, 0).order;
        vm.prank(alice);
        blocks.placeBlocks(_cash(alice), one);
        address operator = makeAddr("operator");
        vm.prank(alice);
        ledger.setOperator(operator, true);
        one[0].slot = 1;
        vm.prank(operator);
        blocks.placeBlocks(_cash(alice), one);
        assertEq(blocks.listOf(day).count, 2, "by the owner and by the operator");
    }

    function _others(address owner) private view returns (Account[4] memory) {
        Account account = _cash(owner);
        return
            [
                Accounts.stake(account),
                Accounts.margin(account, product, 20_000),
                Accounts.oracleBond(owner, product),
                Account.wrap(bytes32(uint256(Account.unwrap(account)) | 1))
            ];
    }
}
