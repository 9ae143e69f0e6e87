// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {FullExchange} from "./FullExchange.sol";
import {vm} from "./Vm.sol";

/// @notice One series, its provider and its holder, for tests of how lots that were sold at 2.00 end.
abstract contract OneSeries is FullExchange {
    uint256 internal constant CASH = 10_000 * USDC;
    uint256 internal constant STAKED = 1_000 * USDC;
    uint256 internal constant TIP = 20_000;
    /// @dev What a lot costs that is not delivered, without a spot price above the sale price: that and a tenth of it.
    uint256 internal constant WORST = 2_200_000;
    /// @dev What a provider locks for a lot with a mark of 2.10: 1.55 of that and a tenth of k, less the stake of 0.10.
    uint256 internal constant LOCK_AT_210 = 3_255_000 + 200_000 - 100_000;

    uint64 internal series;
    address internal provider;
    address internal holder;
    /// @dev Whoever does what anybody may.
    address internal keeper;

    /// @param hour counted from START
    function _openSeries(uint256 hour) internal {
        _deploy();
        _listDefault();
        series = _series(hour);
        provider = _provider("provider", CASH, STAKED, 1_000);
        holder = _user("holder", CASH);
        keeper = makeAddr("keeper");
    }

    /// @dev The provider has sold lots at 2.00 where the mark is `mark` ticks; the holder has as many.
    function _sell(uint32 lots, uint32 mark) internal {
        _giveShort(provider, series, lots, 200, mark);
        _giveLong(holder, series, lots);
    }

    /// @dev Both sides enter ten lots so many times, and the first meets the first, the second the second.
    function _scheduleTens(uint256 entries) internal {
        for (uint256 i = 0; i < entries; ++i) {
            _commit(provider, series, 10);
            _nominate(holder, series, 10);
        }
        _fixShift(series, _seedFor(series, 0, 10 * entries));
    }

    /// @dev A writer and a buyer trade with nobody else in the auction, and collect.
    function _trade(uint64 id, address seller, address buyer, uint32 price, uint32 lots) internal {
        _warpToCollect(id);
        _place(seller, id, series, OrderKind.Write, price, lots, 0);
        _place(buyer, id, series, OrderKind.Buy, price, lots, 0);
        _finish(id, seller, buyer);
    }

    /// @dev Clears an auction, and collects the first order of each.
    function _finish(uint64 id, address seller, address buyer) internal {
        _warpToSolve(id);
        _clear(id, _one(series));
        _collect(seller, 0);
        _collect(buyer, 0);
    }

    /// @dev The holder sells ten more lots in the hour-ahead auction: enough for a spot price.
    function _tradeSpot(uint64 of_, address buyer, uint32 price) internal {
        uint64 id = _hourAuction(of_);
        _giveLong(holder, of_, 10);
        _warpToCollect(id);
        _place(holder, id, of_, OrderKind.Sell, price, 10, 0);
        _place(buyer, id, of_, OrderKind.Buy, price, 10, 1);
        _warpToSolve(id);
        _clear(id, _one(of_));
    }

    /// @dev The keeper settles readings of the series once they can be disputed no more.
    function _settle(Reading[] memory readings) internal {
        _attestAndPass(series, readings);
        bytes32[][] memory proofs = _proofs(readings);
        vm.prank(keeper);
        settlement.settle(readings, proofs);
    }
}
