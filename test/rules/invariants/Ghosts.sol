// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction} from "../../../contracts/interfaces/IAuction.sol";
import {IBlocks} from "../../../contracts/interfaces/IBlocks.sol";
import {IClaims} from "../../../contracts/interfaces/IClaims.sol";
import {IContest} from "../../../contracts/interfaces/IContest.sol";
import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IMargin} from "../../../contracts/interfaces/IMargin.sol";
import {IMeter} from "../../../contracts/interfaces/IMeter.sol";
import {IProducts, TradeTerms} from "../../../contracts/interfaces/IProducts.sol";
import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {IRelay} from "../../../contracts/interfaces/IRelay.sol";
import {ISettlement} from "../../../contracts/interfaces/ISettlement.sol";
import {IVerifier} from "../../../contracts/interfaces/IVerifier.sol";
import {AuctionLens} from "../../../contracts/periphery/AuctionLens.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Test} from "../utils/Test.sol";
import {vm} from "../utils/Vm.sol";
import {HostileToken, Intruder} from "./Hostile.sol";
import {Standing, Standings} from "./Standing.sol";

/// @notice The exchange that a campaign is about.
struct Rooms {
    ILedger ledger;
    IProducts products;
    IProviders providers;
    IMargin margin;
    IAuction auction;
    IBlocks blocks;
    IVerifier verifier;
    IContest contest;
    IRelay relay;
    IMeter meter;
    IClaims claims;
    IDelivery delivery;
    ISettlement settlement;
    AuctionLens lens;
    HostileToken token;
    uint32 market;
    uint32 dayLane;
    uint32 hourLane;
    uint32[2] products_;
}

/// @notice What a campaign knows without asking the exchange: who there is, every order, every result.
/// @dev Formulas stand here a second time, from docs/mechanism.md; nothing of the contracts' libraries is called.
abstract contract Ghosts is Test {
    using Standings for Standing;

    /// @dev Only every sixth hour is traded, so that orders meet and positions build up.
    uint256 internal constant SPACING = 6;
    uint256 internal constant TRADERS = 4; // the first accounts
    uint256 internal constant WRITERS = 2; // the next
    uint256 internal constant PROVIDERS = 3; // the next
    uint256 internal constant FEE_BPS = 25;
    uint256 internal constant MAX_TIP = 2e6;
    uint32 internal constant MIN_VOLUME = 10;

    struct Order {
        uint64 auction;
        uint64 series;
        OrderKind kind;
        uint32 account; // index into accounts
        uint64 slot;
        uint256 price; // ticks, inside the band
        uint256 lots;
        uint256 ahead; // lots at its tick before it
        uint256 taken; // quote units of cash and margin that went into it
    }

    /// @dev A cleared series: the result by definition, from the orders.
    struct Outcome {
        uint256 price;
        uint256 volume; // lots bought
        uint256 marginalBuy;
        uint256 marginalSell;
        uint256 hourly; // lots of it that hourly orders traded with each other
    }

    /// @dev What a call has to do to an account, order by order.
    struct Effect {
        uint256 account;
        uint64 series;
        int256 lots;
        int256 worth;
        int256 lotsBefore;
        uint256 worthBefore;
    }

    Rooms internal x;
    Intruder internal intruder;
    address internal operator;
    address internal keeper;
    address internal stranger;
    mapping(address owner => uint256) internal keys;

    Account[] internal accounts;
    uint256 internal tradingAccounts;
    mapping(uint32 product => TradeTerms) internal terms;

    /// @dev Every account of the ledger that can hold cash.
    Account[] internal books;
    mapping(Account => bool) internal inBooks;
    /// @dev Margin accounts by the account that they belong to.
    mapping(uint256 account => Account[]) internal margins;

    uint64[] internal seriesList;
    mapping(uint64 series => bool) internal isKnown;
    uint64[] internal auctions;
    mapping(uint64 auction => uint64[]) internal seriesOf;
    mapping(uint64 auction => mapping(uint64 series => uint256[])) internal ordersIn;
    mapping(uint64 auction => mapping(uint64 series => uint256)) internal baseOf;
    mapping(uint64 auction => bool) internal isCleared;
    mapping(uint64 auction => mapping(uint64 series => Outcome)) internal outcomes;
    /// @dev Orders of an auction that are not collected: hourly ones, strips and blocks.
    mapping(uint64 auction => uint256) internal liveIn;
    /// @dev Auctions with strips or blocks: results are not final before the deadline, fees stay in escrow until then.
    mapping(uint64 auction => bool) internal isContested;
    mapping(uint64 auction => uint256) internal unpaidFees;

    Order[] internal orders;
    Standing internal live;

    /// @dev Tokens sent to the ledger without a deposit and not skimmed yet, but for the intruder's.
    int256 internal donated;

    // -- accounts --------------------------------------------------------------------------------------

    function _enlist(Account account) internal {
        if (inBooks[account]) return;
        inBooks[account] = true;
        books.push(account);
    }

    function _cashOf(uint256 a) internal view returns (uint256) {
        return x.ledger.balanceOf(accounts[a]);
    }

    /// @dev Free cash and what is locked for short lots: what trading moves, whatever rounding does in between.
    function _worth(uint256 a) internal view returns (uint256 sum) {
        sum = _cashOf(a);
        Account[] storage own = margins[a];
        for (uint256 i = 0; i < own.length; ++i) {
            sum += x.ledger.balanceOf(own[i]);
        }
    }

    function _expectMargin(uint256 a, uint64 series) internal {
        Account id = Accounts.margin(accounts[a], Ids.productOf(series), Ids.dayOf(series));
        if (inBooks[id]) return;
        _enlist(id);
        margins[a].push(id);
    }

    function _knowSeries(uint64 series) internal {
        if (isKnown[series]) return;
        isKnown[series] = true;
        seriesList.push(series);
    }

    // -- times -----------------------------------------------------------------------------------------

    /// @dev Asked for: the compiler takes the block's own for constant during a call, but calls here move it.
    function _now() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }

    function _block() internal view returns (uint256) {
        return vm.getBlockNumber();
    }

    function _times(uint64 auction) internal view returns (uint256 open, uint256 close, uint256 deadline) {
        uint256 n = Ids.numberOf(auction);
        if (Ids.laneOf(auction) == x.dayLane) {
            deadline = n * 24 hours - 12 hours;
            return (deadline - 24 hours, deadline - 1 hours, deadline);
        }
        deadline = n * 1 hours - 30 minutes;
        return (deadline - 90 minutes, deadline - 30 minutes, deadline);
    }

    function _isOver(uint64 auction) internal view returns (bool) {
        if (isCleared[auction] && !isContested[auction]) return true;
        (, , uint256 deadline) = _times(auction);
        return _now() >= deadline;
    }

    // -- orders ----------------------------------------------------------------------------------------

    function _isBuy(OrderKind kind) internal pure returns (bool) {
        return kind == OrderKind.Buy || kind == OrderKind.CloseBuy;
    }

    /// @dev The first order of an auction in a series freezes its grid.
    function _openSeries(uint64 auction, uint64 series) internal {
        if (baseOf[auction][series] != 0) return;
        (uint256 base, , bool frozen) = x.lens.gridOf(auction, series);
        assertTrue(frozen, "I6 the grid is frozen by the first order");
        baseOf[auction][series] = base;
        if (seriesOf[auction].length == 0) {
            auctions.push(auction);
            _enlist(Accounts.auctionEscrow(auction));
        }
        seriesOf[auction].push(series);
        _knowSeries(series);
    }

    function _addOrder(Order memory o) internal {
        uint256[] storage others = ordersIn[o.auction][o.series];
        for (uint256 i = 0; i < others.length; ++i) {
            Order storage other = orders[others[i]];
            if (other.price == o.price && _isBuy(other.kind) == _isBuy(o.kind)) o.ahead += other.lots;
        }
        uint256 id = orders.length;
        orders.push(o);
        others.push(id);
        live.add(id, o.auction, o.account, o.slot);
        ++liveIn[o.auction];
    }

    function _dropOrder(uint256 id) internal {
        live.remove(id);
        --liveIn[orders[id].auction];
    }

    /// @dev Lots of an order that filled: better than the price all, at the price first come first served.
    function _filled(Order memory o) internal view returns (uint256) {
        Outcome memory r = outcomes[o.auction][o.series];
        if (r.volume == 0) return 0;
        bool buy = _isBuy(o.kind);
        if (buy ? o.price > r.price : o.price < r.price) return o.lots;
        if (o.price != r.price) return 0;
        uint256 marginal = buy ? r.marginalBuy : r.marginalSell;
        if (marginal <= o.ahead) return 0;
        return marginal - o.ahead < o.lots ? marginal - o.ahead : o.lots;
    }

    /// @dev What collecting an order gives its account, as an effect.
    function _effectOf(Order memory o) internal view returns (Effect memory e) {
        uint256 filled = _filled(o);
        uint256 gross;
        uint256 fee;
        if (filled > 0) {
            uint256 price = outcomes[o.auction][o.series].price;
            gross = price * terms[Ids.productOf(o.series)].tickSize;
            fee = _fee(o.series, price);
        }
        e.account = o.account;
        e.series = o.series;
        bool buy = _isBuy(o.kind);
        e.worth = int256(o.taken) + (buy ? -int256((gross + fee) * filled) : int256((gross - fee) * filled));
        int256 unfilled = int256(o.lots - filled);
        if (o.kind == OrderKind.Buy) e.lots = int256(filled);
        else if (o.kind == OrderKind.Write) e.lots = -int256(filled);
        else e.lots = buy ? -unfilled : unfilled;
    }

    function _note(Effect[] memory effects) internal view {
        for (uint256 i = 0; i < effects.length; ++i) {
            Effect memory e = effects[i];
            e.worthBefore = _worth(e.account);
            e.lotsBefore = x.ledger.positionOf(accounts[e.account], e.series);
        }
    }

    /// @dev Invariants 2 and 4, account by account: exactly the lots and exactly the cash.
    function _compare(Effect[] memory effects, string memory what) internal view {
        for (uint256 i = 0; i < effects.length; ++i) {
            Effect memory e = effects[i];
            int256 worth = int256(e.worthBefore);
            int256 lots = e.lotsBefore;
            for (uint256 j = 0; j < effects.length; ++j) {
                if (effects[j].account != e.account) continue;
                worth += effects[j].worth;
                if (effects[j].series == e.series) lots += effects[j].lots;
            }
            assertEq(int256(_worth(e.account)), worth, string.concat("I4 cash after ", what));
            int256 position = x.ledger.positionOf(accounts[e.account], e.series);
            assertEq(position, lots, string.concat("I2 lots after ", what));
        }
    }

    // -- formulas --------------------------------------------------------------------------------------

    /// @dev Of one lot at a price, rounded up.
    function _fee(uint64 series, uint256 price) internal view returns (uint256) {
        return (price * terms[Ids.productOf(series)].tickSize * FEE_BPS + 9_999) / 10_000;
    }

    /// @dev Cash locked for a lot with these averages, rounded down or up.
    function _lock(
        uint32 product,
        bool backed,
        uint256 k,
        uint256 mark,
        bool up
    ) internal view returns (uint256 locked) {
        TradeTerms storage t = terms[product];
        uint256 rate = uint256(t.capFactorBps) + (backed ? t.providerMarginBps : t.uncoveredMarginBps);
        uint256 value = (mark * rate + k * t.penaltyBps) * t.tickSize;
        locked = (value + (up ? 2_559_999 : 0)) / 2_560_000;
        if (backed) locked = locked > t.stakePerLot ? locked - t.stakePerLot : 0;
        uint256 proceeds = (k * t.tickSize + (up ? 255 : 0)) / 256;
        if (locked < proceeds) locked = proceeds;
    }

    /// @dev Cash that a writing order takes per lot, on top of the proceeds to come.
    function _writeCash(
        uint64 series,
        bool backed,
        uint256 limit,
        uint256 base,
        uint256 ref
    ) internal view returns (uint256) {
        uint256 atLimit = _beyond(series, backed, limit, ref);
        uint256 atTop = _beyond(series, backed, base + 251, ref);
        return (atLimit > atTop ? atLimit : atTop) + _fee(series, base + 251);
    }

    function _beyond(uint64 series, bool backed, uint256 price, uint256 ref) private view returns (uint256) {
        uint32 product = Ids.productOf(series);
        uint256 k = _basis(product, price);
        uint256 mark = k > ref ? k : ref;
        return _lock(product, backed, k * 256, mark * 256, true) - price * terms[product].tickSize;
    }

    function _basis(uint32 product, uint256 price) internal view returns (uint256) {
        uint256 floor = terms[product].basisFloor;
        return price > floor ? price : floor;
    }
}
