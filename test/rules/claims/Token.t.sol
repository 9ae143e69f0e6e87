// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC1155Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";

/// @notice What claims refuse as any ERC-1155 token does.
contract ClaimsTokenTest is OneSeries {
    IERC1155 private token1155;
    address private stranger;

    function setUp() public {
        _openSeries(30);
        stranger = makeAddr("stranger");
        _giveLong(holder, series, 20);
        vm.prank(holder);
        claims.wrap(_cash(holder), _one(series), _lots(20), holder);
        token1155 = IERC1155(address(claims));
    }

    function test_ClaimsOfOthersNeedApproval() external {
        bytes memory refused = abi.encodeWithSelector(
            IERC1155Errors.ERC1155MissingApprovalForAll.selector,
            stranger,
            holder
        );
        vm.expectRevert(refused);
        vm.prank(stranger);
        token1155.safeTransferFrom(holder, stranger, series, 1, "");
        vm.prank(holder);
        token1155.setApprovalForAll(stranger, true);
        vm.prank(stranger);
        token1155.safeTransferFrom(holder, stranger, series, 1, "");
        assertEq(token1155.balanceOf(stranger, series), 1, "approved");
        vm.prank(holder);
        token1155.setApprovalForAll(stranger, false);
        vm.expectRevert(refused);
        vm.prank(stranger);
        token1155.safeTransferFrom(holder, stranger, series, 1, "");
    }

    function test_NobodyIsNoSpenderAndNoOwner() external {
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidOperator.selector, address(0)));
        vm.prank(holder);
        token1155.setApprovalForAll(address(0), true);
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidApprover.selector, address(0)));
        vm.prank(address(0));
        token1155.setApprovalForAll(stranger, true);
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidSender.selector, address(0)));
        vm.prank(address(0));
        token1155.safeTransferFrom(address(0), stranger, series, 1, "");
    }

    function test_ListsHaveOneLength() external {
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidArrayLength.selector, 2, 1));
        token1155.balanceOfBatch(new address[](1), new uint256[](2));
        vm.expectRevert(abi.encodeWithSelector(IERC1155Errors.ERC1155InvalidArrayLength.selector, 1, 2));
        vm.prank(holder);
        token1155.safeBatchTransferFrom(holder, stranger, new uint256[](1), new uint256[](2), "");
    }
}
