// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction, OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {IBlocks} from "../../../contracts/interfaces/IBlocks.sol";
import {IContest} from "../../../contracts/interfaces/IContest.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IMargin} from "../../../contracts/interfaces/IMargin.sol";
import {
    DeliveryTerms,
    IProducts,
    Lane,
    MarketParams,
    OracleTerms,
    Terms,
    TradeTerms
} from "../../../contracts/interfaces/IProducts.sol";
import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {IRelay} from "../../../contracts/interfaces/IRelay.sol";
import {IVerifier} from "../../../contracts/interfaces/IVerifier.sol";
import {MockUSDC} from "../../../contracts/mocks/MockUSDC.sol";
import {AuctionLens} from "../../../contracts/periphery/AuctionLens.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Placement, Placements} from "../../../contracts/types/Placement.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Test} from "./Test.sol";
import {vm} from "./Vm.sol";

/// @notice A deployed exchange with one product in one market of two lanes (day-ahead, hour-ahead), for every test.
/// @dev Rooms that a test does not need real are named addresses that it can prank. The others are deployed from their
/// artifacts and known by their interfaces: whatever a test imports is compiled once more, for this test.
abstract contract Exchange is Test {
    uint256 internal constant START = 1_800_000_000; // 08:00 UTC
    uint256 internal constant USDC = 1e6;

    MockUSDC internal token;
    ILedger internal ledger;
    IProducts internal products;
    IProviders internal providers;
    IMargin internal margin;
    IAuction internal auction;
    IBlocks internal blocks;
    IVerifier internal verifier;
    IContest internal contest;
    IRelay internal relay;
    AuctionLens internal lens;
    address internal meterRoom;
    address internal claimsRoom;
    address internal deliveryRoom;

    uint32 internal product;
    uint32 internal market;
    uint32 internal dayLane;
    uint32 internal hourLane;

    function _deploy() internal {
        vm.warp(START);
        token = MockUSDC(_create("MockUSDC", ""));
        uint64 nonce = vm.getNonce(address(this));
        address ledgerAt = vm.computeCreateAddress(address(this), nonce);
        address productsAt = vm.computeCreateAddress(address(this), nonce + 1);
        address providersAt = vm.computeCreateAddress(address(this), nonce + 2);
        address marginAt = vm.computeCreateAddress(address(this), nonce + 3);
        address auctionAt = vm.computeCreateAddress(address(this), nonce + 4);
        address blocksAt = vm.computeCreateAddress(address(this), nonce + 5);
        address contestAt = vm.computeCreateAddress(address(this), nonce + 7);
        address relayAt = vm.computeCreateAddress(address(this), nonce + 8);
        _placeRooms(nonce + 9);
        ledger = ILedger(
            _create(
                "Ledger",
                abi.encode(
                    token,
                    providersAt,
                    marginAt,
                    meterRoom,
                    auctionAt,
                    blocksAt,
                    contestAt,
                    claimsRoom,
                    deliveryRoom
                )
            )
        );
        products = IProducts(_create("Products", ""));
        providers = IProviders(_create("Providers", abi.encode(ledger, products, marginAt, deliveryRoom)));
        margin = IMargin(_create("Margin", abi.encode(ledger, products, providers, auctionAt, blocksAt, deliveryRoom)));
        bytes memory trading = abi.encode(ledger, products, providers, margin, blocksAt, contestAt, relayAt);
        auction = IAuction(_create("Auction", trading));
        blocks = IBlocks(_create("Blocks", abi.encode(ledger, products, margin, auction, contestAt, relayAt)));
        verifier = IVerifier(_create("Verifier", abi.encode(products, auction, blocks)));
        contest = IContest(_create("Contest", abi.encode(ledger, products, auction, blocks, verifier)));
        relay = IRelay(_create("Relay", abi.encode(auction, blocks)));
        require(
            address(ledger) == ledgerAt && address(products) == productsAt && address(auction) == auctionAt,
            "predicted addresses"
        );
        require(address(contest) == contestAt && address(relay) == relayAt, "predicted addresses");
        _deployRooms();
        lens = AuctionLens(_create("AuctionLens", abi.encode(auction, products)));
    }

    /// @dev Where the later rooms will be; tests of theirs override both.
    function _placeRooms(uint64) internal virtual {
        meterRoom = makeAddr("meter");
        claimsRoom = makeAddr("claims");
        deliveryRoom = makeAddr("delivery");
    }

    function _deployRooms() internal virtual {}

    /// @dev One product, one market: day-ahead (36 h every 24 h, final 12 h ahead) and hour-ahead.
    function _listDefault() internal {
        product = products.list(bytes("{}"), 3, _terms());
        uint32[] memory ids = new uint32[](1);
        ids[0] = product;
        Lane[] memory lanes = new Lane[](2);
        lanes[0] = Lane({lead: 12 hours, window: 36, stride: 24, collect: 23 hours, solve: 1 hours});
        lanes[1] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        (market, dayLane) = products.openMarket(ids, lanes, _params());
        hourLane = dayLane + 1;
    }

    function _params() internal view virtual returns (MarketParams memory) {
        return
            MarketParams({
                feeBps: 10,
                maxTip: uint96(5 * USDC),
                minVolume: 10,
                wordFee: 0,
                minNotional: 0,
                access: address(0)
            });
    }

    function _terms() internal view virtual returns (Terms memory) {
        return
            Terms({
                trade: TradeTerms({
                    tickSize: 10_000, // 0.01 USDC
                    stakePerLot: 100_000,
                    capFactorBps: 15_000,
                    penaltyBps: 1_000,
                    providerMarginBps: 500,
                    uncoveredMarginBps: 10_000,
                    initialReference: 200,
                    basisFloor: 0
                }),
                delivery: DeliveryTerms({
                    period: 3600,
                    gateClosure: 15 minutes,
                    autoCommit: 2 hours,
                    rootDue: 30 minutes,
                    challengeWindow: 2 hours,
                    decisionWindow: 4 hours,
                    slaBps: 9_900,
                    interruptionBps: 0,
                    minLots: 1,
                    domainLots: 1,
                    tier: 0,
                    settlementTip: 20_000,
                    bondFloor: uint96(5 * USDC),
                    bondBps: 1_000
                }),
                oracles: _oracles()
            });
    }

    function _oracles() internal view virtual returns (OracleTerms memory) {
        return OracleTerms({oracleSet: bytes32(0), secondSet: bytes32(0)});
    }

    // -- accounts --------------------------------------------------------------------------------------

    function _cash(address owner) internal pure returns (Account) {
        return Accounts.cash(owner, 0);
    }

    /// @dev A named user with free cash.
    function _user(string memory name, uint256 amount) internal returns (address user) {
        user = makeAddr(name);
        _fund(user, amount);
    }

    function _fund(address user, uint256 amount) internal {
        token.mint(user, amount);
        vm.startPrank(user);
        token.approve(address(ledger), amount);
        ledger.deposit(_cash(user), amount);
        vm.stopPrank();
    }

    /// @dev A named provider with free cash, stake and capacity.
    function _provider(
        string memory name,
        uint256 cash,
        uint256 stake,
        uint32 capacity
    ) internal returns (address user) {
        user = _user(name, cash + stake);
        vm.startPrank(user);
        providers.enrol(_cash(user));
        providers.stake(_cash(user), stake);
        providers.register(_cash(user), product, capacity, "https://provider.example");
        vm.stopPrank();
    }

    // -- trading ---------------------------------------------------------------------------------------

    /// @dev The day-ahead auction whose window begins `days_` days after START.
    function _dayAuction(uint256 days_) internal view returns (uint64) {
        return Ids.auction(dayLane, uint32(START / 1 days + days_));
    }

    function _hourAuction(uint64 series) internal view returns (uint64) {
        return Ids.auction(hourLane, Ids.hourOf(series));
    }

    /// @dev The series of an hour counted from START.
    function _series(uint256 hour) internal view returns (uint64) {
        return Ids.series(product, uint32(START / 1 hours + hour));
    }

    function _warpToCollect(uint64 id) internal {
        (uint256 open, , ) = lens.timesOf(id);
        vm.warp(open);
    }

    function _warpToSolve(uint64 id) internal {
        (, uint256 close, ) = lens.timesOf(id);
        vm.warp(close);
    }

    function _warpPast(uint64 id) internal {
        (, , uint256 deadline) = lens.timesOf(id);
        vm.warp(deadline);
    }

    function _order(
        uint64 id,
        uint64 series,
        OrderKind kind,
        uint32 price,
        uint32 lots,
        uint32 slot
    ) internal pure returns (Placement[] memory orders) {
        orders = new Placement[](1);
        orders[0] = Placements.pack(id, series, uint256(kind), price, lots, slot);
    }

    function _place(
        address user,
        uint64 id,
        uint64 series,
        OrderKind kind,
        uint32 price,
        uint32 lots,
        uint32 slot
    ) internal {
        vm.prank(user);
        auction.placeOrders(_cash(user), _order(id, series, kind, price, lots, slot));
    }

    function _collect(address user, uint64 slot) internal returns (uint256) {
        OrderRef[] memory refs = new OrderRef[](1);
        refs[0] = OrderRef({account: _cash(user), slot: slot});
        return auction.collect(refs);
    }

    /// @dev Clears with hints found by trying: independent of any solver, slow, fine for tests.
    function _clear(uint64 id, uint64[] memory seriesIds) internal {
        bool ofHour = Ids.laneOf(id) == hourLane;
        uint256 window = ofHour ? 1 : 36;
        uint64 first = uint64(Ids.numberOf(id)) * (ofHour ? 1 : 24);
        bytes memory hints = new bytes(2 * window);
        for (uint256 i = 0; i < seriesIds.length; ++i) {
            (uint256 lo, uint256 hi) = _interval(id, seriesIds[i]);
            uint256 place_ = Ids.hourOf(seriesIds[i]) - first;
            hints[2 * place_] = bytes1(uint8(lo));
            hints[2 * place_ + 1] = bytes1(uint8(hi));
        }
        auction.clear(id, hints);
    }

    /// @dev The clearing interval straight from its definition.
    function _interval(uint64 id, uint64 series) internal view returns (uint256 lo, uint256 hi) {
        (uint32[] memory buys, uint32[] memory sells) = lens.bookOf(id, series);
        lo = 252;
        for (uint256 p = 0; p < 252; ++p) {
            uint256 buysAbove;
            uint256 sellsBelow;
            for (uint256 t = 0; t < 252; ++t) {
                if (t > p) buysAbove += buys[t];
                if (t < p) sellsBelow += sells[t];
            }
            if (buysAbove <= sellsBelow + sells[p] && sellsBelow <= buysAbove + buys[p]) {
                if (lo == 252) lo = p;
                hi = p;
            }
        }
    }

    /// @dev The interval by one sweep: fast, where `_interval` is plain.
    function _sweep(uint64 id, uint64 series_) internal view returns (uint256 lo, uint256 hi) {
        (uint32[] memory buys, uint32[] memory sells) = lens.bookOf(id, series_);
        uint256 above;
        for (uint256 t = 1; t < 252; ++t) above += buys[t];
        uint256 below;
        lo = 252;
        for (uint256 p = 0; p < 252; ++p) {
            if (above <= below + sells[p] && below <= above + buys[p]) {
                if (lo == 252) lo = p;
                hi = p;
            }
            below += sells[p];
            if (p < 251) above -= buys[p + 1];
        }
    }
}
