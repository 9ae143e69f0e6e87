// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Exchange} from "../utils/Exchange.sol";

/// @notice Found: the capacity and stake of lots that a batch bought back were not there yet for what the same batch
/// sold, so that a provider which reused the slot of its filled buy-back was refused its own capacity.
contract FoldedBuyBackTest is Exchange {
    function test_CapacityBoughtBackCanBeSoldByTheSameBatch() external {
        _deploy();
        _listDefault();
        uint64 series = _series(72);
        address provider = _provider("provider", 1_000 * USDC, 10 * 100_000, 10);
        address other = _user("other", 1_000 * USDC);

        _trade(_dayAuction(2), series, provider, OrderKind.Write, other, OrderKind.Buy);
        _collect(provider, 0);
        _collect(other, 0);
        _trade(_dayAuction(3), series, provider, OrderKind.Buy, other, OrderKind.Sell);
        uint64 spot = _hourAuction(series);
        _warpToCollect(spot);
        _place(provider, spot, series, OrderKind.Write, 200, 10, 0);
        assertEq(providers.usedOf(_cash(provider), series), uint256(10), "sold again");
        assertEq(ledger.positionOf(_cash(provider), series), 0, "bought back");
    }

    function _trade(uint64 id, uint64 series, address one, OrderKind kind, address two, OrderKind otherKind) private {
        _warpToCollect(id);
        _place(one, id, series, kind, 200, 10, 0);
        _place(two, id, series, otherKind, 200, 10, 0);
        _warpToSolve(id);
        uint64[] memory ids = new uint64[](1);
        ids[0] = series;
        _clear(id, ids);
    }
}
