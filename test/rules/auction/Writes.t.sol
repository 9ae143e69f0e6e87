// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Lane, MarketParams, Terms} from "../../../contracts/interfaces/IProducts.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Writes under random terms: whatever was accepted can be collected, and is covered.
contract WritesTest is Trading {
    uint256 private constant CASH = 10 ** 26;
    uint256 private _seed;
    uint16 private _feeBps;

    function setUp() external {
        _setUpTrading();
        _fund(buyer, CASH);
        _fund(writer, CASH);
        _fund(provider, 2 * CASH);
    }

    function testFuzz_IsCollectedAtAnyPrice(uint256 seed) external {
        address seller = _relist(seed);
        uint256 before = _free(seller);
        (uint32 price, uint32 filled) = _sell(day, series, seller, seed >> 128);
        assertEq(_position(seller, series), -int256(uint256(filled)), "short");
        _checkCovered(seller, series);
        assertEq(_escrow(day), 0, "escrow");
        uint256 fee = _feeOf(price);
        uint256 proceeds = filled * (price * products.tradeTerms(product).tickSize - fee);
        assertEq(_free(seller) + _marginOf(seller, series), before + proceeds, "conserved");
    }

    function testFuzz_IsBoughtBackAtAnyPrice(uint256 seed) external {
        address seller = _relist(seed);
        uint64 shared = _at(day, 24);
        (, uint32 filled) = _sell(day, shared, seller, seed >> 128);
        if (filled == 0) return;
        uint64 next = day + 1;
        _warpToCollect(next);
        (uint32 base, , ) = lens.gridOf(next, shared);
        uint32 price = base + uint32((seed >> 200) % 252);
        uint32 bought = _enter(seller, next, shared, OrderKind.Buy, price, filled);
        _enter(buyer, next, shared, OrderKind.Write, price, filled);
        _finish(next);
        _collect(seller, bought);
        assertEq(_position(seller, shared), 0, "flat");
        assertEq(_marginOf(seller, shared), 0, "nothing is locked");
        (, uint256 reserved, , ) = providers.stakeOf(_cash(seller));
        assertEq(reserved, 0, "no stake is reserved");
        assertEq(providers.usedOf(_cash(seller), shared), 0, "no capacity is used");
    }

    function testFuzz_FillsAreCoveredAtTheAverages(uint256 seed) external {
        address seller = _relist(seed);
        uint64 shared = _at(day, 24);
        _sell(day, shared, seller, seed >> 128);
        _checkCovered(seller, shared);
        _sell(day + 1, shared, seller, seed >> 160);
        _checkCovered(seller, shared);
        _sell(Ids.auction(hourLane, Ids.hourOf(shared)), shared, seller, seed >> 192);
        _checkCovered(seller, shared);
    }

    // -- internal --------------------------------------------------------------------------------------

    /// @dev Sells at a random limit to a buyer at a random one not below it, in part or in full, and collects.
    function _sell(
        uint64 id,
        uint64 series_,
        address seller,
        uint256 seed
    ) private returns (uint32 price, uint32 filled) {
        _warpToCollect(id);
        (uint32 base, , ) = lens.gridOf(id, series_);
        uint32 limit = base + uint32(seed % 252);
        uint32 bid = limit + uint32((seed >> 8) % (base + 252 - limit));
        uint32 sold = _enter(seller, id, series_, OrderKind.Write, limit, uint32(1 + ((seed >> 16) % 500)));
        uint32 bought = _enter(buyer, id, series_, OrderKind.Buy, bid, uint32(1 + ((seed >> 24) % 500)));
        int256 before = _position(seller, series_);
        _finish(id);
        _collect(seller, sold);
        _collect(buyer, bought);
        price = auction.resultOf(id, series_).price();
        filled = uint32(uint256(before - _position(seller, series_)));
    }

    function _checkCovered(address user, uint64 series_) private view {
        (uint32 lots, uint32 k, uint32 mark) = ledger.shortOf(_cash(user), series_);
        assertGe(_marginOf(user, series_), lots * margin.lockOf(_cash(user), product, k, mark), "covered");
    }

    function _feeOf(uint256 price) private view returns (uint256) {
        return (price * products.tradeTerms(product).tickSize * _feeBps + 9_999) / 10_000;
    }

    /// @dev Lists a product with random terms and says who sells it: a provider or a writer.
    function _relist(uint256 seed) private returns (address seller) {
        _seed = seed;
        _feeBps = uint16((seed >> 120) % 501);
        uint32[] memory ids = new uint32[](1);
        product = products.list(bytes("{}"), 3, _terms());
        ids[0] = product;
        Lane[] memory lanes = new Lane[](2);
        lanes[0] = Lane({lead: 12 hours, window: 36, stride: 24, collect: 23 hours, solve: 1 hours});
        lanes[1] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        MarketParams memory params = MarketParams({
            feeBps: _feeBps,
            maxTip: 0,
            minVolume: 100,
            wordFee: 0,
            minNotional: 0,
            access: address(0)
        });
        (market, dayLane) = products.openMarket(ids, lanes, params);
        hourLane = dayLane + 1;
        day = Ids.auction(dayLane, Ids.numberOf(day) + 1);
        series = _at(day, 0);
        seller = seed % 2 == 0 ? writer : provider;
        if (seller == writer) return seller;
        vm.startPrank(provider);
        providers.stake(_cash(provider), CASH);
        providers.register(_cash(provider), product, 1_000_000, "https://provider.example");
        vm.stopPrank();
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        if (_seed == 0) return terms;
        terms.trade.tickSize = uint64(1 + ((_seed >> 1) % 20_000));
        terms.trade.stakePerLot = uint80((_seed >> 16) % 10_000_000);
        terms.trade.capFactorBps = uint16(10_000 + ((_seed >> 40) % 55_536));
        terms.trade.penaltyBps = uint16((_seed >> 56) % 10_001);
        terms.trade.providerMarginBps = uint16(_seed >> 70);
        terms.trade.uncoveredMarginBps = uint16(_seed >> 86);
        // Low references and high ones alike.
        terms.trade.initialReference = uint24(1 + ((_seed >> 102) % (2 ** (1 + ((_seed >> 130) % 23)))));
        // Below the band, inside it and above it.
        uint256 floor = (_seed >> 140) % (2 * uint256(terms.trade.initialReference));
        terms.trade.basisFloor = uint24(floor < 2 ** 23 ? floor : 2 ** 23);
    }
}
