// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Lane, MarketParams, Terms, TradeTerms} from "../../../contracts/interfaces/IProducts.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {FullExchange} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";
import {BlockTrading} from "./BlockTrading.sol";
import {Cash} from "./Cash.sol";
import {Checks} from "./Checks.sol";
import {Contests} from "./Contests.sol";
import {Ends} from "./Ends.sol";
import {Rooms} from "./Ghosts.sol";
import {HostileToken, Intruder} from "./Hostile.sol";
import {Physical} from "./Physical.sol";
import {Trading} from "./Trading.sol";

/// @notice Everything that a campaign calls, and what it knows.
contract Handler is Trading, Cash, Physical, Ends, BlockTrading, Contests, Checks {
    uint256 private constant CASH = 100_000e6;
    uint256 private constant STAKE = 20_000e6;

    constructor(Rooms memory rooms, uint256[] memory oracles, uint256[] memory second) {
        x = rooms;
        oracleKeys = oracles;
        secondKeys = second;
        orders.push();
        listings.push();
        intruder = new Intruder(rooms.ledger, rooms.token);
        operator = makeAddr("operator");
        keeper = makeAddr("keeper");
        stranger = makeAddr("stranger");
        for (uint256 i = 0; i < 2; ++i) {
            terms[rooms.products_[i]] = rooms.products.tradeTerms(rooms.products_[i]);
        }
        string[9] memory names = [
            "trader 0",
            "trader 1",
            "trader 2",
            "trader 3",
            "writer 0",
            "writer 1",
            "provider 0",
            "provider 1",
            "provider 2"
        ];
        for (uint256 i = 0; i < names.length; ++i) {
            (address owner, uint256 key) = makeAddrAndKey(names[i]);
            keys[owner] = key;
            _join(owner, 0);
        }
        _join(makeAddr("provider 0"), 1); // a second desk writes what it owes itself
        _join(address(intruder), 0);
        tradingAccounts = accounts.length;
        _join(address(intruder), 1);
        _join(operator, 0);
        keeperAccount = accounts.length;
        _join(keeper, 0);
        _join(stranger, 0);
        _enlist(Accounts.fees(0));
        _enlist(Accounts.fees(rooms.market));
        _enlist(Accounts.RESERVE);
        _bondOracles();
        for (uint256 i = TRADERS + WRITERS; i < TRADERS + WRITERS + PROVIDERS; ++i) {
            _enrol(i);
        }
    }

    function report(string calldata path) external {
        vm.writeLine(path, _report());
    }

    function due(uint256 every) external view returns (bool) {
        return steps % every == 0;
    }

    function _join(address owner, uint16 desk) private {
        uint256 a = accounts.length;
        accounts.push(Accounts.cash(owner, desk));
        _enlist(accounts[a]);
        x.token.mint(owner, CASH);
        vm.startPrank(owner);
        x.token.approve(address(x.ledger), CASH);
        x.ledger.deposit(accounts[a], CASH);
        vm.stopPrank();
    }

    function _enrol(uint256 a) private {
        _enlist(Accounts.stake(accounts[a]));
        vm.startPrank(accounts[a].owner());
        x.providers.enrol(accounts[a]);
        x.providers.stake(accounts[a], STAKE);
        x.providers.register(accounts[a], x.products_[0], 400, "");
        x.providers.register(accounts[a], x.products_[1], 400, "");
        vm.stopPrank();
    }

    /// @dev Two of the second set have something to lose by silence.
    function _bondOracles() private {
        for (uint256 i = 0; i < 2; ++i) {
            address oracle = vm.addr(secondKeys[i]);
            _enlist(Accounts.cash(oracle, 0));
            x.token.mint(oracle, CASH);
            vm.startPrank(oracle);
            x.token.approve(address(x.ledger), CASH);
            x.ledger.deposit(Accounts.cash(oracle, 0), CASH);
            for (uint256 p = 0; p < 2; ++p) {
                _enlist(Accounts.oracleBond(oracle, x.products_[p]));
                x.meter.bondOracle(x.products_[p], 60e6);
            }
            vm.stopPrank();
        }
    }

    // -- contests and delivery, for the checks ----------------------------------------------------------------------

    function _endContests() internal override(Contests, Checks) {
        Contests._endContests();
    }

    function _outside(uint64 series) internal view override returns (int256) {
        Line storage line = lines[series];
        return int256(wrapped[series] + line.nominated) - int256(line.committed + line.defaulted);
    }

    function _scheduledOf(uint256 a, uint64 series) internal view override returns (uint256) {
        return scheduled[a][series];
    }

    function _doneOf(uint256 a, uint64 series) internal view override returns (uint256) {
        return done[a][series];
    }

    function _checkDelivery() internal view override {
        for (uint256 i = 0; i < seriesList.length; ++i) {
            uint64 series = seriesList[i];
            assertEq(x.claims.totalSupply(series), wrapped[series], "I11 supply of claims");
            assertEq(x.ledger.balanceOf(Accounts.delivery(series)), lines[series].pool, "I8 what delivery holds");
        }
    }

    /// @dev Ten days on every auction is over, every gate closed, every window past: nothing may be left anywhere.
    function _probeDelivery() internal override {
        Dice memory dice = Dice(steps, 0);
        vm.warp(_now() + 10 days);
        _probeCollect();
        while (cases.length > 0) _decide(dice, 0);
        for (uint256 i = 0; i < seriesList.length; ++i) {
            _finish(dice, seriesList[i], 1);
        }
        for (uint256 i = 0; i < seriesList.length; ++i) {
            assertEq(x.ledger.balanceOf(Accounts.delivery(seriesList[i])), 0, "I8 left in delivery");
            assertEq(x.ledger.balanceOf(Accounts.compensation(seriesList[i])), 0, "I8 left in compensation");
        }
        for (uint256 a = 0; a < accounts.length; ++a) {
            for (uint256 i = 0; i < margins[a].length; ++i) {
                assertEq(x.ledger.balanceOf(margins[a][i]), 0, "I8 left in margin");
            }
            (, uint256 reserved, , ) = x.providers.stakeOf(accounts[a]);
            assertEq(reserved, 0, "I8 stake reserved for nothing");
        }
        _checkPositions();
        _checkDelivery();
    }
}

/// @notice All rooms at once, two products in one market, a token that turns against the ledger: see README.md.
contract Campaign is FullExchange {
    string private constant REPORT = "out/invariants.jsonl";

    Handler private _handler;
    /// @dev Steps from one full check to the next: a step checks what it does, everything else is dear.
    uint256 private _every;

    function setUp() external {
        _deploy();
        // The token of the whole campaign can be told to misbehave.
        vm.etch(address(token), address(new HostileToken()).code);
        uint32[] memory ids = new uint32[](2);
        ids[0] = products.list(bytes("{}"), 3, _terms());
        Terms memory other = _terms();
        other.trade = TradeTerms({
            tickSize: 9_973,
            stakePerLot: 1_500_000,
            capFactorBps: 10_000,
            penaltyBps: 2_500,
            providerMarginBps: 333,
            uncoveredMarginBps: 4_321,
            initialReference: 150,
            basisFloor: 150 // some sales are above it, some below
        });
        other.delivery.tier = 2;
        other.delivery.interruptionBps = 500;
        other.delivery.minLots = 2;
        other.delivery.domainLots = 2;
        ids[1] = products.list(bytes("{}"), 3, other);
        Lane[] memory lanes = new Lane[](2);
        // So many series that a list is short, and its places soon cost more.
        lanes[0] = Lane({lead: 12 hours, window: 38, stride: 24, collect: 23 hours, solve: 1 hours});
        lanes[1] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        (market, dayLane) = products.openMarket(ids, lanes, MarketParams(25, 2e6, 10, 40_000, 2e6, address(0)));
        _handler = new Handler(
            Rooms({
                ledger: ledger,
                products: products,
                providers: providers,
                margin: margin,
                auction: auction,
                blocks: blocks,
                verifier: verifier,
                contest: contest,
                relay: relay,
                meter: meter,
                claims: claims,
                delivery: delivery,
                settlement: settlement,
                lens: lens,
                token: HostileToken(address(token)),
                market: market,
                dayLane: dayLane,
                hourLane: dayLane + 1,
                products_: [ids[0], ids[1]]
            }),
            oracleKeys,
            secondKeys
        );
        targetContract(address(_handler));
        targetSelector(address(_handler), _actions());
        vm.createDir("out", true);
        _every = vm.envOr("INVARIANT_EVERY", uint256(16));
    }

    function invariant_All() external {
        if (_handler.due(_every)) _handler.checkAll();
        if (_handler.due(16 * _every)) _handler.checkProbe();
    }

    function afterInvariant() external {
        _handler.checkAll();
        _handler.checkProbe();
        _handler.report(REPORT);
    }

    function _actions() private pure returns (bytes4[] memory list) {
        string[26] memory names = [
            "place",
            "buyBack",
            "placeMore",
            "placeAgain",
            "placeBatch",
            "collect",
            "closeOut",
            "transferLots",
            "clear",
            "clearWrong",
            "pass",
            "moveCash",
            "provide",
            "wrongCaller",
            "schedule",
            "scheduleMore",
            "claim",
            "dispute",
            "decide",
            "finish",
            "finishMore",
            "list",
            "answerListing",
            "collectBlocks",
            "contend",
            "contendMore"
        ];
        list = new bytes4[](names.length);
        for (uint256 i = 0; i < names.length; ++i) {
            list[i] = bytes4(keccak256(bytes(string.concat(names[i], "(uint256)"))));
        }
    }
}
