// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {BlockPlacement} from "../../../contracts/interfaces/IBlocks.sol";
import {Lane, MarketParams} from "../../../contracts/interfaces/IProducts.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {BlockKind, BlockWord} from "../../../contracts/types/BlockWord.sol";
import {Memo} from "../../../contracts/types/Memo.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Trading} from "../utils/Trading.sol";
import {vm} from "../utils/Vm.sol";
import {Solutions} from "./Solutions.sol";

/// @notice A market where places in a list cost something: strips and blocks, and whole contests in one call.
/// @dev Records and chains are computed here from what was placed, not read from the exchange.
abstract contract BlocksTest is Trading {
    using Solutions for Solution;

    uint256 internal constant WORD_FEE = 5_000;
    uint256 internal constant WINDOW = 36;
    bytes32 internal constant SALT = keccak256("salt");

    address internal solver;
    /// @dev What was placed: the records in a row, and how many.
    mapping(uint64 auction => bytes) internal _lists;
    mapping(uint64 auction => uint256) internal _counts;
    /// @dev Place of the product that is traded in its market.
    mapping(uint32 lane => uint8) private _places;

    function setUp() public virtual {
        _setUpTrading();
        solver = _user("solver", 1_000 * USDC);
    }

    function _params() internal view virtual override returns (MarketParams memory params) {
        params = super._params();
        params.wordFee = uint96(WORD_FEE);
    }

    // -- placing ---------------------------------------------------------------------------------------

    function _strip(
        BlockKind kind,
        uint64 first,
        uint8 periods,
        uint32 price,
        uint32 lots
    ) internal view returns (BlockPlacement memory p) {
        p.auction = day;
        p.series = first;
        p.kind = uint8(kind);
        p.periods = periods;
        p.price = price;
        p.lots = lots;
        p.maxFee = type(uint96).max;
    }

    /// @param least fewest lots that it accepts
    function _block(
        BlockKind kind,
        uint64 first,
        uint8 periods,
        uint32 price,
        uint32 lots,
        uint32 least
    ) internal view returns (BlockPlacement memory p) {
        p = _strip(kind, first, periods, price, lots);
        p.least = least;
    }

    /// @dev Places into a slot, and notes the record that the list must have got.
    function _placeBlock(address user, BlockPlacement memory p, uint32 slot) internal returns (uint256 index) {
        return _placeBlockFor(_cash(user), user, p, slot);
    }

    function _placeBlockFor(
        Account account,
        address caller,
        BlockPlacement memory p,
        uint32 slot
    ) internal returns (uint256 index) {
        p.slot = slot;
        vm.prank(caller);
        blocks.placeBlocks(account, _one(p));
        _lists[p.auction] = bytes.concat(_lists[p.auction], _record(p));
        index = _counts[p.auction]++;
    }

    function _one(BlockPlacement memory p) internal pure returns (BlockPlacement[] memory orders) {
        orders = new BlockPlacement[](1);
        orders[0] = p;
    }

    /// @dev The record of an order of its market's last product.
    function _record(BlockPlacement memory p) internal view returns (bytes memory record) {
        bool buy = p.kind == uint8(BlockKind.StripBuy) || p.kind == uint8(BlockKind.BlockBuy);
        uint8 flags = (buy ? 0 : 1) + (p.kind > 3 ? 2 : 0) + (p.profile.length > 0 ? 4 : 0);
        flags += _places[Ids.laneOf(p.auction)] * 8;
        uint256 first = uint256(Ids.numberOf(p.auction)) * (Ids.laneOf(p.auction) == hourLane ? 1 : 24);
        uint8 offset = uint8(Ids.hourOf(p.series) - first);
        record = abi.encodePacked(flags, offset, p.periods, uint24(_counted(p)), p.lots, p.least);
        for (uint256 i = 0; i < p.profile.length; ++i) {
            record = abi.encodePacked(record, p.profile[i]);
        }
    }

    /// @dev The limit as it counts, in the band around 2.00.
    function _counted(BlockPlacement memory p) internal pure returns (uint256) {
        if (p.kind == uint8(BlockKind.StripBuy) || p.kind == uint8(BlockKind.BlockBuy)) {
            return p.price > TOP ? TOP : p.price;
        }
        return p.price < BASE ? BASE : p.price;
    }

    /// @dev A profile of one lot in each period.
    function _flat(uint256 periods) internal pure returns (uint16[] memory profile) {
        profile = new uint16[](periods);
        for (uint256 i = 0; i < periods; ++i) {
            profile[i] = 1;
        }
    }

    /// @dev Lots held in consecutive hours, from nowhere.
    function _give(address user, uint64 first, uint256 periods, uint32 lots) internal {
        for (uint64 s = first; s < first + periods; ++s) {
            vm.prank(address(auction));
            ledger.addLongs(_cash(user), Ids.octetOf(s), Ids.octetWord(s, lots), Memo.wrap(0));
        }
    }

    /// @dev A market of several products, each the copy of the other, whose auctions begin every 24 hours.
    /// @return id an auction that collects
    /// @return first the first series of the last product
    function _openWide(uint256 count, uint8 window) internal returns (uint64 id, uint64 first) {
        uint32[] memory ids = new uint32[](count);
        for (uint256 i = 0; i < count; ++i) {
            ids[i] = products.list(bytes("{}"), 3, _terms());
        }
        Lane[] memory lanes = new Lane[](2);
        lanes[0] = Lane({lead: 12 hours, window: window, stride: 24, collect: 23 hours, solve: 1 hours});
        lanes[1] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        (, uint32 lane) = products.openMarket(ids, lanes, _params());
        id = Ids.auction(lane, Ids.numberOf(day));
        first = Ids.series(ids[count - 1], Ids.hourOf(series));
        _places[lane] = uint8(count - 1);
    }

    // -- contests --------------------------------------------------------------------------------------

    function _bringBaseline(uint64 id) internal {
        _warpToSolve(id);
        bytes memory hints = _hints(id);
        vm.prank(keeper);
        contest.baseline(id, hints, _lists[id]);
    }

    /// @dev A solution of a day-ahead auction at one price wherever there are orders.
    function _solution(uint64 id, uint24 price) internal view returns (Solution memory s) {
        s = Solutions.empty(WINDOW, _counts[id]);
        for (uint256 i = 0; i < WINDOW; ++i) {
            (, , bool frozen) = lens.gridOf(id, _at(id, i));
            if (frozen) s.setPrice(i, price);
        }
    }

    /// @dev Commits to the solution and reveals it, after the baseline.
    function _contend(uint64 id, Solution memory s) internal {
        s.state(verifier, id, _lists[id]);
        bytes32 commitment = contest.commitmentTo(id, solver, SALT, s);
        vm.prank(solver);
        contest.commit(id, commitment);
        (, uint256 close, uint256 deadline) = lens.timesOf(id);
        vm.warp((close + deadline) / 2);
        vm.prank(solver);
        contest.reveal(id, s, SALT, _lists[id]);
    }

    function _solve(uint64 id, Solution memory s) internal {
        _bringBaseline(id);
        _contend(id, s);
    }

    /// @dev A whole contest that the solution wins, up to its conclusion.
    function _finishWith(uint64 id, Solution memory s) internal {
        _solve(id, s);
        _warpPast(id);
        contest.conclude(id);
    }

    function _collectBlock(address user, uint64 slot) internal returns (uint256) {
        OrderRef[] memory refs = new OrderRef[](1);
        refs[0] = _ref(user, slot);
        return blocks.collectBlocks(refs);
    }

    // -- figures ---------------------------------------------------------------------------------------

    /// @dev Quote units that a buy puts up without the price of its place.
    /// @param unitLots lots of one unit over all periods
    function _buyEscrow(uint256 limit, uint256 unitLots, uint256 lots) internal pure returns (uint256) {
        uint256 cost = limit * TICK * unitLots;
        return (cost + (cost * FEE_BPS + 9_999) / 10_000 + unitLots) * lots;
    }

    function _wordOf(address user, uint64 slot) internal view returns (BlockWord) {
        return blocks.blockOf(_cash(user), slot);
    }

    function _fees() internal view returns (uint256) {
        return ledger.balanceOf(Accounts.fees(market));
    }
}
