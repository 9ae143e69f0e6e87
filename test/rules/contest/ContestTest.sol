// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {Lane, Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Solution, Verdict} from "../../../contracts/interfaces/IVerifier.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {BlockRecords} from "../../../contracts/types/BlockRecord.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Solutions} from "../blocks/Solutions.sol";
import {Exchange} from "../utils/Exchange.sol";
import {vm} from "../utils/Vm.sol";

/// @notice A market of two products with an auction of three periods, whose strips and blocks a contest clears.
abstract contract ContestTest is Exchange {
    using Solutions for Solution;

    uint256 internal constant WINDOW = 3;
    /// @dev Quote units of a tick: of the first product, and of the second one.
    uint256 internal constant TICK = 10_000;
    uint256 internal constant FINE = 2_500;
    uint256 internal constant MAX_TIP = 5 * USDC;
    uint32 internal constant BASE = 74;
    uint32 internal constant TOP = 325;

    uint32 internal second;
    /// @dev The auction that collects.
    uint64 internal id;
    uint256 internal close;
    uint256 internal half;
    uint256 internal deadline;
    address internal buyer;
    address internal writer;
    address internal keeper;
    address internal solver;
    address internal rival;
    /// @dev The auction's records, and the lots of its orders.
    bytes internal list;
    uint32[] internal lotsOf;
    uint32 internal slots;

    function _setUpContest() internal {
        _deploy();
        _openTwo();
        buyer = _user("buyer", 100_000_000 * USDC);
        writer = _user("writer", 100_000_000 * USDC);
        solver = _user("solver", 100 * USDC);
        rival = _user("rival", 100 * USDC);
        keeper = makeAddr("keeper");
        _use(Ids.auction(dayLane, uint32((START / 1 hours + 15) / WINDOW + 1)));
    }

    /// @dev Goes to where an auction collects, with an empty list.
    function _use(uint64 auction_) internal {
        id = auction_;
        delete list;
        delete lotsOf;
        uint256 open;
        (open, close, deadline) = lens.timesOf(id);
        half = deadline - 30 minutes;
        vm.warp(open);
    }

    function _openTwo() private {
        Terms memory terms = _terms();
        product = products.list(bytes("{}"), 3, terms);
        terms.trade.tickSize = uint64(FINE);
        second = products.list(bytes("[]"), 3, terms);
        uint32[] memory ids = new uint32[](2);
        (ids[0], ids[1]) = (product, second);
        Lane[] memory lanes = new Lane[](2);
        lanes[0] = Lane({lead: 12 hours, window: uint8(WINDOW), stride: 3, collect: 2 hours, solve: 1 hours});
        lanes[1] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        (market, dayLane) = products.openMarket(ids, lanes, _params());
        hourLane = dayLane + 1;
    }

    // -- orders ----------------------------------------------------------------------------------------

    /// @param m 0 for the first product, 1 for the second
    function _seriesOf(uint256 m, uint256 offset) internal view returns (uint64) {
        return Ids.series(m == 0 ? product : second, uint32(Ids.numberOf(id) * WINDOW + offset));
    }

    function _buy(uint256 m, uint256 offset, uint32 price, uint32 lots) internal returns (uint32 slot) {
        slot = ++slots;
        _place(buyer, id, _seriesOf(m, offset), OrderKind.Buy, price, lots, slot);
    }

    function _sell(uint256 m, uint256 offset, uint32 price, uint32 lots) internal returns (uint32 slot) {
        slot = ++slots;
        _place(writer, id, _seriesOf(m, offset), OrderKind.Write, price, lots, slot);
    }

    function _strip(bool sell, uint256 m, uint256 offset, uint8 periods, uint32 price, uint32 lots) internal {
        BlockKind kind = sell ? BlockKind.StripWrite : BlockKind.StripBuy;
        _placeBlock(sell ? writer : buyer, kind, m, offset, periods, price, lots, 0, new uint16[](0));
    }

    function _block(
        bool sell,
        uint256 m,
        uint256 offset,
        uint8 periods,
        uint32 price,
        uint32 lots,
        uint32 least
    ) internal {
        BlockKind kind = sell ? BlockKind.BlockWrite : BlockKind.BlockBuy;
        _placeBlock(sell ? writer : buyer, kind, m, offset, periods, price, lots, least, new uint16[](0));
    }

    /// @dev Places an order of any kind and adds it to the list.
    function _placeBlock(
        address user,
        BlockKind kind,
        uint256 m,
        uint256 offset,
        uint8 periods,
        uint32 price,
        uint32 lots,
        uint32 least,
        uint16[] memory profile
    ) internal returns (uint32 slot) {
        slot = ++slots;
        BlockPlacement[] memory one = new BlockPlacement[](1);
        one[0] = BlockPlacement(
            id,
            _seriesOf(m, offset),
            slot,
            uint8(kind),
            periods,
            price,
            lots,
            least,
            type(uint96).max,
            profile
        );
        vm.prank(user);
        blocks.placeBlocks(_cash(user), one);
        bytes memory record = BlockRecords.pack(kind, m, offset, periods, _counted(kind, price), lots, least, profile);
        list = bytes.concat(list, record);
        lotsOf.push(lots);
    }

    /// @dev The limit as it counts, in the band.
    function _counted(BlockKind kind, uint32 price) private view returns (uint32) {
        (uint32 bottom, uint32 top) = _band();
        if (kind == BlockKind.StripBuy || kind == BlockKind.BlockBuy) return price > top ? top : price;
        return price < bottom ? bottom : price;
    }

    /// @dev Ticks, of every series.
    function _band() internal view virtual returns (uint32 bottom, uint32 top) {
        return (BASE, TOP);
    }

    // -- solutions -------------------------------------------------------------------------------------

    /// @dev Without welfare and gap.
    /// @param prices ticks, product by product and period by period
    /// @param fills lots of each order of the list
    function _plan(uint256[] memory prices, uint256[] memory fills) internal view returns (Solution memory s) {
        s = Solutions.empty(prices.length, fills.length);
        for (uint256 i = 0; i < prices.length; ++i) {
            s.setPrice(i, uint24(prices[i]));
        }
        for (uint256 i = 0; i < fills.length; ++i) {
            if (fills[i] == lotsOf[i]) s.accept(i);
            else if (fills[i] > 0) s.acceptPart(uint16(i), uint32(fills[i]));
        }
    }

    function _partial(uint16 index, uint32 lots) internal pure returns (bytes memory) {
        return abi.encodePacked(index, lots);
    }

    /// @dev With the welfare and gap that the verifier finds.
    function _solution(uint256[] memory prices, uint256[] memory fills) internal view returns (Solution memory s) {
        s = _plan(prices, fills);
        s.state(verifier, id, list);
    }

    function _verify(Solution memory s) internal view returns (Verdict memory) {
        return verifier.verify(id, s, list);
    }

    function _refused(Solution memory s, bytes memory reason) internal {
        vm.expectRevert(reason);
        verifier.verify(id, s, list);
    }

    // -- the contest -----------------------------------------------------------------------------------

    /// @dev Closes the auction and brings its baseline, as the keeper.
    function _bringBaseline() internal {
        if (block.timestamp < close) vm.warp(close);
        bytes memory hints = _hintsOf();
        vm.prank(keeper);
        contest.baseline(id, hints, list);
    }

    /// @dev The interval of every series that has a book.
    function _hintsOf() internal view returns (bytes memory hints) {
        uint256 count = products.marketProducts(market).length * WINDOW;
        hints = new bytes(2 * count);
        for (uint256 i = 0; i < count; ++i) {
            uint64 series = _seriesOf(i / WINDOW, i % WINDOW);
            (, , bool frozen) = lens.gridOf(id, series);
            if (!frozen) continue;
            (uint256 lo, uint256 hi) = _sweep(id, series);
            hints[2 * i] = bytes1(uint8(lo));
            hints[2 * i + 1] = bytes1(uint8(hi));
        }
    }

    function _commit(address who, Solution memory s) internal {
        bytes32 commitment = contest.commitmentTo(id, who, "salt", s);
        vm.prank(who);
        contest.commit(id, commitment);
    }

    function _reveal(address who, Solution memory s) internal {
        vm.prank(who);
        contest.reveal(id, s, "salt", list);
    }

    /// @dev A contest from the auction's closing on: both commit, and reveal in this order.
    function _contestOf(Solution memory first, Solution memory then_) internal returns (address winner) {
        if (block.timestamp < close) vm.warp(close);
        _commit(solver, first);
        _commit(rival, then_);
        vm.warp(half);
        _reveal(solver, first);
        _reveal(rival, then_);
        return contest.incumbentOf(id).solver;
    }

    /// @dev What the series has so far, final or not.
    function _resultOf(uint256 m, uint256 offset) internal view returns (ResultWord) {
        (, , ResultWord[] memory results) = auction.resultsOf(id, _seriesOf(m, offset), 1);
        return results[0];
    }

    function _fees() internal view returns (Account) {
        return Accounts.fees(market);
    }

    // -- lists of numbers ------------------------------------------------------------------------------

    /// @dev Prices of the first product; the second one has no orders.
    function _prices(uint256 a, uint256 b, uint256 c) internal pure returns (uint256[] memory prices) {
        prices = new uint256[](2 * WINDOW);
        (prices[0], prices[1], prices[2]) = (a, b, c);
    }

    function _fills(uint256 a) internal pure returns (uint256[] memory fills) {
        fills = new uint256[](1);
        fills[0] = a;
    }

    function _fills(uint256 a, uint256 b) internal pure returns (uint256[] memory fills) {
        fills = new uint256[](2);
        (fills[0], fills[1]) = (a, b);
    }
}
