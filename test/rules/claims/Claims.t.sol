// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import {IERC1155MetadataURI} from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";
import {IERC1155Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IClaims} from "../../../contracts/interfaces/IClaims.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IProducts} from "../../../contracts/interfaces/IProducts.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {FullExchange} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";

/// @notice A wallet that unwraps what it gets while it gets it.
contract Receiver {
    IClaims private immutable _claims;
    bool private immutable _accepts;
    uint256 public supplySeen;

    constructor(IClaims claims, bool accepts) {
        _claims = claims;
        _accepts = accepts;
    }

    function onERC1155BatchReceived(
        address,
        address,
        uint256[] calldata ids,
        uint256[] calldata values,
        bytes calldata
    ) external returns (bytes4) {
        supplySeen = _claims.totalSupply(ids[0]);
        uint64[] memory series = new uint64[](1);
        uint32[] memory lots = new uint32[](1);
        (series[0], lots[0]) = (uint64(ids[0]), uint32(values[0]));
        _claims.unwrap(Accounts.cash(address(this), 0), series, lots);
        return _accepts ? IERC1155Receiver.onERC1155BatchReceived.selector : bytes4(0);
    }
}

contract ClaimsTest is FullExchange {
    uint64 private series;
    address private holder;
    address private buyer;

    function setUp() public {
        _deploy();
        _listDefault();
        series = _series(30);
        holder = _user("holder", 10 * USDC);
        buyer = _user("buyer", 10 * USDC);
        _giveLong(holder, series, 20);
    }

    // -- wrap ------------------------------------------------------------------------------------------

    function test_WrapRevertsForOthers() external {
        vm.prank(holder);
        ledger.setOperator(buyer, true);
        vm.startPrank(buyer);
        vm.expectRevert(abi.encodeWithSelector(IClaims.NotAuthorized.selector, _cash(holder), buyer));
        claims.wrap(_cash(holder), _one(series), _lots(5), buyer);
        Account stake = Accounts.stake(_cash(buyer));
        vm.expectRevert(abi.encodeWithSelector(IClaims.NotAuthorized.selector, stake, buyer));
        claims.wrap(stake, _one(series), _lots(5), buyer);
        vm.stopPrank();
    }

    function test_WrapRevertsForBadLists() external {
        vm.startPrank(holder);
        vm.expectRevert(abi.encodeWithSelector(IClaims.LengthMismatch.selector, 1, 0));
        claims.wrap(_cash(holder), _one(series), new uint32[](0), holder);
        vm.expectRevert(IClaims.ZeroLots.selector);
        claims.wrap(_cash(holder), new uint64[](0), new uint32[](0), holder);
        vm.expectRevert(IClaims.ZeroLots.selector);
        claims.wrap(_cash(holder), _one(series), _lots(0), holder);
        vm.stopPrank();
    }

    function test_WrapRevertsWhenGateIsClosed() external {
        uint256 closes = _startOf(series) - 15 minutes;
        vm.warp(closes);
        vm.startPrank(holder);
        vm.expectRevert(abi.encodeWithSelector(IClaims.GateClosed.selector, series, closes));
        claims.wrap(_cash(holder), _one(series), _lots(5), holder);
        vm.warp(closes - 1);
        claims.wrap(_cash(holder), _one(series), _lots(5), holder);
        vm.stopPrank();
    }

    function test_WrapRevertsWithoutLots() external {
        vm.prank(holder);
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.InsufficientLots.selector, _cash(holder), series, int256(20), 21)
        );
        claims.wrap(_cash(holder), _one(series), _lots(21), holder);
    }

    function test_WrapCallsTheReceiverLast() external {
        Receiver receiver = new Receiver(claims, true);
        vm.prank(holder);
        claims.wrap(_cash(holder), _one(series), _lots(5), address(receiver));
        assertEq(receiver.supplySeen(), 5, "the supply was there");
        assertEq(claims.totalSupply(series), 0, "and is gone");
        assertEq(ledger.positionOf(_cash(address(receiver)), series), 5, "unwrapped on the way");
    }

    function test_WrapRevertsWhenRefused() external {
        Receiver receiver = new Receiver(claims, false);
        vm.prank(holder);
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidReceiver.selector, address(receiver)));
        claims.wrap(_cash(holder), _one(series), _lots(5), address(receiver));
        assertEq(ledger.positionOf(_cash(holder), series), 20, "nothing changed");
    }

    function test_WrapTurnsLotsIntoClaims() external {
        vm.expectEmit(address(claims));
        emit IClaims.Wrapped(_cash(holder), buyer, _one(series), _lots(5));
        vm.prank(holder);
        claims.wrap(_cash(holder), _one(series), _lots(5), buyer);
        assertEq(ledger.positionOf(_cash(holder), series), 15, "position");
        assertEq(claims.balanceOf(buyer, series), 5, "claims");
        assertEq(claims.totalSupply(series), 5, "supply");
    }

    function test_WrapManyHours() external {
        uint64[] memory list = new uint64[](24);
        uint32[] memory lots = new uint32[](24);
        for (uint256 i = 0; i < 24; ++i) {
            list[i] = _series(40 + i);
            lots[i] = uint32(1 + i);
            _giveLong(holder, list[i], lots[i]);
        }
        vm.startPrank(holder);
        claims.wrap(_cash(holder), list, lots, holder);
        assertEq(claims.balanceOf(holder, list[23]), 24, "claims");
        claims.unwrap(_cash(holder), list, lots);
        vm.stopPrank();
        assertEq(ledger.positionOf(_cash(holder), list[23]), 24, "and back");
    }

    function testFuzz_SupplyIsWhatIsOutside(uint32 out, uint32 moved, uint32 back) external {
        out = uint32(bound(out, 1, 20));
        moved = uint32(bound(moved, 0, out));
        vm.startPrank(holder);
        claims.wrap(_cash(holder), _one(series), _lots(out), holder);
        claims.safeTransferFrom(holder, buyer, series, moved, "");
        vm.stopPrank();
        if (moved > 0) {
            back = uint32(bound(back, 1, moved));
            vm.prank(buyer);
            claims.unwrap(_cash(buyer), _one(series), _lots(back));
        } else {
            back = 0;
        }
        assertEq(claims.totalSupply(series), out - back, "invariant 11");
        assertEq(claims.balanceOf(holder, series) + claims.balanceOf(buyer, series), out - back, "balances");
        int256 inside = int256(ledger.positionOf(_cash(holder), series)) + ledger.positionOf(_cash(buyer), series);
        assertEq(inside + int256(uint256(out - back)), 20, "no lot is lost");
    }

    // -- unwrap ----------------------------------------------------------------------------------------

    function test_UnwrapRevertsForOtherAccounts() external {
        _wrap(5);
        Account stake = Accounts.stake(_cash(holder));
        vm.prank(holder);
        vm.expectRevert(abi.encodeWithSelector(IClaims.WrongAccount.selector, stake));
        claims.unwrap(stake, _one(series), _lots(5));
    }

    function test_UnwrapRevertsForBadLists() external {
        vm.prank(holder);
        vm.expectRevert(abi.encodeWithSelector(IClaims.LengthMismatch.selector, 0, 1));
        claims.unwrap(_cash(holder), new uint64[](0), _lots(5));
    }

    function test_UnwrapRevertsWhenGateIsClosed() external {
        _wrap(5);
        uint256 closes = _startOf(series) - 15 minutes;
        vm.warp(closes);
        vm.prank(holder);
        vm.expectRevert(abi.encodeWithSelector(IClaims.GateClosed.selector, series, closes));
        claims.unwrap(_cash(holder), _one(series), _lots(5));
    }

    function test_UnwrapRevertsWithoutClaims() external {
        _wrap(5);
        vm.prank(buyer);
        vm.expectRevert(
            abi.encodeWithSelector(IERC1155Errors.ERC1155InsufficientBalance.selector, buyer, 0, 5, uint256(series))
        );
        claims.unwrap(_cash(buyer), _one(series), _lots(5));
    }

    function test_UnwrapRevertsOntoAShort() external {
        address provider = _provider("provider", 1_000 * USDC, 100 * USDC, 100);
        _giveShort(provider, series, 3, 200, 200);
        _wrap(5);
        vm.prank(holder);
        vm.expectRevert(abi.encodeWithSelector(IClaims.AccountIsShort.selector, _cash(provider), series));
        claims.unwrap(_cash(provider), _one(series), _lots(5));
    }

    function test_UnwrapTurnsClaimsIntoLots() external {
        _wrap(5);
        vm.prank(holder);
        claims.safeTransferFrom(holder, buyer, series, 4, "");
        vm.expectEmit(address(claims));
        emit IClaims.Unwrapped(_cash(buyer), buyer, _one(series), _lots(4));
        vm.prank(buyer);
        claims.unwrap(_cash(buyer), _one(series), _lots(4));
        assertEq(ledger.positionOf(_cash(buyer), series), 4, "position");
        assertEq(claims.balanceOf(buyer, series), 0, "claims");
        assertEq(claims.totalSupply(series), 1, "supply");
        // And it can use them.
        _nominate(buyer, series, 4);
    }

    // -- views -----------------------------------------------------------------------------------------

    function test_UriLeadsToTheSpec() external view {
        string memory json = string(_decodeBase64(_afterComma(claims.uri(series))));
        uint256 start = _startOf(series);
        string memory expected = string.concat(
            "{'name':'Product 1, period ",
            vm.toString(uint256(Ids.hourOf(series))),
            "','description':'Each token is one lot of forward compute, delivered in this period.'",
            ",'properties':{'product':1,'start':",
            vm.toString(start),
            ",'end':",
            vm.toString(start + 3600),
            ",'spec':{'hash':'",
            vm.toString(keccak256("{}")),
            "','contract':'eip155:",
            vm.toString(block.chainid),
            ":",
            vm.toString(address(products)),
            "','event':'ProductListed','product':1}}}"
        );
        assertEq(json, _withDoubleQuotes(expected), "json");
    }

    function test_UriRevertsForOtherIds() external {
        uint256 id = uint256(type(uint64).max) + 1;
        vm.expectRevert(abi.encodeWithSelector(IClaims.UnknownSeries.selector, id));
        claims.uri(id);
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownProduct.selector, product + 1));
        claims.uri(Ids.series(product + 1, 7));
    }

    function test_SupportsInterfaces() external view {
        assertTrue(claims.supportsInterface(type(IERC1155).interfaceId));
        assertTrue(claims.supportsInterface(type(IERC1155MetadataURI).interfaceId));
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _wrap(uint32 lots) private {
        vm.prank(holder);
        claims.wrap(_cash(holder), _one(series), _lots(lots), holder);
    }

    /// @dev JSON that was written with single quotes.
    function _withDoubleQuotes(string memory text) private pure returns (string memory) {
        bytes memory json = bytes(text);
        for (uint256 i = 0; i < json.length; ++i) {
            if (json[i] == "'") json[i] = 0x22;
        }
        return string(json);
    }

    /// @dev What stands behind "data:application/json;base64,".
    function _afterComma(string memory uri) private pure returns (bytes memory rest) {
        bytes memory text = bytes(uri);
        uint256 from = bytes("data:application/json;base64,").length;
        rest = new bytes(text.length - from);
        for (uint256 i = 0; i < rest.length; ++i) {
            rest[i] = text[from + i];
        }
    }

    function _decodeBase64(bytes memory text) private pure returns (bytes memory data) {
        uint256 padding =
            text[text.length - 2] == "="
                ? 2
                : text[text.length - 1] == "="
                    ? 1
                    : 0;
        data = new bytes((text.length / 4) * 3 - padding);
        for (uint256 i = 0; i < data.length; ++i) {
            uint256 group;
            for (uint256 j = 0; j < 4; ++j) {
                group = (group << 6) | _sextet(uint8(text[(i / 3) * 4 + j]));
            }
            data[i] = bytes1(uint8(group >> (16 - (i % 3) * 8)));
        }
    }

    function _sextet(uint8 c) private pure returns (uint256) {
        if (c >= 97) return c - 71;
        if (c >= 65) return c - 65;
        if (c >= 48 && c <= 57) return c + 4;
        return
            c == 43
                ? 62
                : c == 47
                    ? 63
                    : 0;
    }
}
