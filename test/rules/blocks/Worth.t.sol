// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockPlacement, IBlocks} from "../../../contracts/interfaces/IBlocks.sol";
import {MarketParams} from "../../../contracts/interfaces/IProducts.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {vm} from "../utils/Vm.sol";
import {BlocksTest} from "./BlocksTest.sol";

/// @dev A market whose strips and blocks are worth 40.00 at least: 20 lots at the reference.
contract WorthTest is BlocksTest {
    uint256 private constant LEAST = 40_000_000;

    function _params() internal view override returns (MarketParams memory params) {
        params = super._params();
        params.minNotional = uint96(LEAST);
    }

    function test_ABuyIsWorthItsLimit() external {
        _refuses(buyer, _strip(BlockKind.StripBuy, series, 4, 199, 5), 39_800_000);
        _placeBlock(buyer, _strip(BlockKind.StripBuy, series, 4, 200, 5), 0);
        // However low: a lot at 0.74.
        _refuses(buyer, _block(BlockKind.BlockBuy, series, 1, BASE, 54, 1), 39_960_000);
        _placeBlock(buyer, _block(BlockKind.BlockBuy, series, 1, BASE, 55, 1), 1);
        // What is above the band counts at its top: twelve lots at 3.25.
        _refuses(buyer, _block(BlockKind.BlockBuy, series, 1, 2 ** 20, 12, 1), 39 * USDC);
        _placeBlock(buyer, _block(BlockKind.BlockBuy, series, 1, 2 ** 20, 13, 1), 2);
    }

    function test_ASellIsWorthTheReferences() external {
        _give(buyer, series, 4, 5);
        _refuses(buyer, _strip(BlockKind.StripSell, series, 3, TOP, 5), 30 * USDC);
        _placeBlock(buyer, _strip(BlockKind.StripSell, series, 4, 1, 5), 0);
        _refuses(writer, _strip(BlockKind.StripWrite, series, 19, TOP, 1), 38 * USDC);
        _placeBlock(writer, _strip(BlockKind.StripWrite, series, 20, 1, 1), 0);
    }

    function test_AProfileIsWorthAllOfItsLots() external {
        BlockPlacement memory p = _block(BlockKind.BlockBuy, series, 3, 200, 2, 1);
        p.profile = _flat(3);
        (p.profile[0], p.profile[2]) = (2, 6);
        _refuses(buyer, p, 36 * USDC);
        p.profile[2] = 7;
        _placeBlock(buyer, p, 0);
        p.kind = uint8(BlockKind.BlockWrite);
        (p.price, p.profile[2]) = (TOP, 6);
        _refuses(writer, p, 36 * USDC);
        p.profile[2] = 7;
        _placeBlock(writer, p, 0);
    }

    function _refuses(address user, BlockPlacement memory p, uint256 worth) private {
        p.slot = 99;
        vm.expectRevert(abi.encodeWithSelector(IBlocks.TooSmall.selector, worth, LEAST));
        vm.prank(user);
        blocks.placeBlocks(_cash(user), _one(p));
    }
}
