// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IAuction} from "../interfaces/IAuction.sol";
import {IDelivery} from "../interfaces/IDelivery.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IMargin} from "../interfaces/IMargin.sol";
import {IPrices} from "../interfaces/IPrices.sol";
import {DeliveryTerms, IProducts, TradeTerms} from "../interfaces/IProducts.sol";
import {IProviders} from "../interfaces/IProviders.sol";
import {Circle} from "../libraries/Circle.sol";
import {Account} from "../types/Account.sol";
import {Commitment} from "../types/Commitment.sol";
import {Lines} from "../types/Lines.sol";
import {Code, Memos} from "../types/Memo.sol";
import {Nomination} from "../types/Nomination.sol";
import {Ids} from "../types/Series.sol";

/// @title What all parts of delivery share: storage, lines, times, shift, spot price
abstract contract DeliveryBase is IDelivery {
    /// @dev An hour-ahead price counts from this share of the committed lots on.
    uint256 private constant SPOT_SHARE = 10;
    /// @dev Flags per word.
    uint256 private constant FLAGS = 256;

    /// @dev An assignment.
    struct Pair {
        Commitment commitment;
        Nomination nomination;
        uint32 lots;
        uint32 tips; // entries that begin in it
        uint256 index; // see _pairOf
    }

    /// @dev Compensation of a series. One word.
    struct Pool {
        uint128 paidIn; // quote units
        uint32 defaulted; // lots
        uint32 claimed; // lots
    }

    ILedger internal immutable _ledger;
    IProducts internal immutable _products;
    IProviders internal immutable _providers;
    IMargin internal immutable _margin;
    IAuction internal immutable _auction;
    IPrices private immutable _prices;
    address internal immutable _settlement;

    mapping(uint64 series => Lines) internal _lines;
    /// @dev Key series << 32 | index, as of the other maps of entries.
    mapping(uint256 entry => Commitment) internal _commitments;
    mapping(uint256 entry => Nomination) internal _nominations;
    /// @dev Key series << 32 | index / 256: a bit per assignment.
    mapping(uint256 => uint256) internal _settled;
    /// @dev As _settled, a bit per entry of the longer line: what it has beyond the other was released or compensated.
    mapping(uint256 => uint256) private _ended;
    /// @dev Key product << 32 | day: seed (192) | block whose hash makes it (64).
    mapping(uint256 => uint256) internal _seeds;
    mapping(uint64 series => Pool) internal _pools;

    constructor(
        ILedger ledger,
        IProducts products,
        IProviders providers,
        IMargin margin,
        IAuction auction,
        IPrices prices,
        address settlement
    ) {
        _ledger = ledger;
        _products = products;
        _providers = providers;
        _margin = margin;
        _auction = auction;
        _prices = prices;
        _settlement = settlement;
    }

    // -- lines -----------------------------------------------------------------------------------------

    /// @dev Pairs are numbered by the entry of the shorter line that begins in them, else by the one of the longer
    /// line, counted on. That is dense: the flags of a series' assignments stand side by side.
    /// @param pair filled in, with zero lots where the two do not meet: one struct serves a whole batch
    /// @param lines with their shift
    function _pairOf(Pair memory pair, uint64 series, Lines lines, uint32 commitment, uint32 nomination) internal view {
        Commitment c = _commitmentAt(series, lines, commitment);
        Nomination n = _nominationAt(series, lines, nomination);
        uint256 lots;
        bool longBegins;
        bool shortBegins;
        if (lines.commitmentsAreLonger()) {
            (lots, longBegins, shortBegins) = Circle.meet(
                lines.committed(),
                lines.place(),
                c.end() - c.lots(),
                c.end(),
                n.end() - n.lots(),
                n.end()
            );
            pair.index = shortBegins ? nomination : uint256(lines.nominations()) + commitment;
        } else {
            (lots, longBegins, shortBegins) = Circle.meet(
                lines.nominated(),
                lines.place(),
                n.end() - n.lots(),
                n.end(),
                c.end() - c.lots(),
                c.end()
            );
            pair.index = shortBegins ? commitment : uint256(lines.commitments()) + nomination;
        }
        pair.commitment = c;
        pair.nomination = n;
        pair.lots = uint32(lots);
        pair.tips = (longBegins ? 1 : 0) + (shortBegins ? 1 : 0);
    }

    /// @dev As _pairOf; reverts where the two do not meet.
    function _assigned(
        Pair memory pair,
        uint64 series,
        Lines lines,
        uint32 commitment,
        uint32 nomination
    ) internal view {
        _pairOf(pair, series, lines, commitment, nomination);
        if (pair.lots == 0) revert NotAssigned(series, commitment, nomination);
    }

    function _commitmentAt(uint64 series, Lines lines, uint32 index) internal view returns (Commitment) {
        if (index >= lines.commitments()) revert UnknownCommitment(series, index);
        return _commitments[_key(series, index)];
    }

    function _nominationAt(uint64 series, Lines lines, uint32 index) internal view returns (Nomination) {
        if (index >= lines.nominations()) revert UnknownNomination(series, index);
        return _nominations[_key(series, index)];
    }

    function _key(uint64 series, uint256 index) internal pure returns (uint256) {
        return (uint256(series) << 32) | index;
    }

    // -- flags -----------------------------------------------------------------------------------------

    function _isSettled(uint64 series, uint256 index) internal view returns (bool) {
        return _settled[_flagKey(series, index)] & _bit(index) != 0;
    }

    /// @dev Marks what an entry of the longer line has beyond the shorter one as ended.
    /// @return lots of it; zero where there are none or it had ended before
    /// @return tips 1 where the entry begins there: no assignment earned its tip
    function _endUnmatched(
        uint64 series,
        Lines lines,
        uint32 index,
        uint256 end,
        uint256 lots
    ) internal returns (uint256, uint256 tips) {
        uint256 size = lines.longer();
        uint256 shift = lines.place();
        uint256 shorter = lines.shorter();
        uint256 unmatched = lots - Circle.matched(size, shift, end - lots, end, shorter);
        uint256 key = _flagKey(series, index);
        if (unmatched == 0 || _ended[key] & _bit(index) != 0) return (0, 0);
        _ended[key] |= _bit(index);
        return (unmatched, Circle.beginOf(size, shift, end - lots) >= shorter ? 1 : 0);
    }

    function _flagKey(uint64 series, uint256 index) internal pure returns (uint256) {
        return _key(series, index / FLAGS);
    }

    function _bit(uint256 index) internal pure returns (uint256) {
        return 1 << (index % FLAGS);
    }

    // -- shift -----------------------------------------------------------------------------------------

    /// @dev The lines with their shift and their spot price, stored if they were not.
    function _fix(uint64 series) internal returns (Lines lines) {
        lines = _lines[series];
        if (lines.isFixed()) return lines;
        (uint32 shift, uint256 daySeed) = _findShift(series, lines);
        if (daySeed != 0) _seeds[_dayOf(series)] = daySeed;
        lines = _priced(series, lines.withShift(shift));
        _lines[series] = lines;
        emit ShiftFixed(series, shift);
    }

    /// @return shift of lines that are not fixed yet
    /// @return daySeed the day's word of _seeds, where it is to be stored
    function _findShift(uint64 series, Lines lines) internal view returns (uint32 shift, uint256 daySeed) {
        DeliveryTerms memory d = _terms(series);
        uint256 closes = _closesAt(series, d);
        if (block.timestamp < closes) revert GateOpen(series, closes);
        // Turning one entry changes nothing, and with nothing to meet there is nothing to turn.
        if (lines.longerEntries() < 2 || lines.shorter() == 0) return (0, 0);
        uint256 seed;
        if (lines.isLate()) {
            seed = _draw(series, lines.place(), series);
        } else {
            uint256 day = _dayOf(series);
            uint256 word = _seeds[day];
            seed = word >> 64;
            if (seed == 0) {
                // The tag keeps days and series apart.
                seed = _draw(series, uint64(word), day | (1 << 64));
                daySeed = (seed << 64) | uint64(word);
            }
        }
        // Entries are whole domains: turned by whole ones, no domain is served by two commitments.
        shift = uint32(seed % (lines.longer() / d.domainLots)) * d.domainLots;
    }

    /// @dev 192 bits that nobody knew before the block.
    function _draw(uint64 series, uint256 blockNumber, uint256 what) private view returns (uint256) {
        bytes32 hash = blockhash(blockNumber);
        if (hash == 0 || blockNumber == 0) revert ShiftPending(series, blockNumber);
        return uint256(keccak256(abi.encode(hash, what))) >> 64;
    }

    function _dayOf(uint64 series) internal pure returns (uint256) {
        return (uint256(Ids.productOf(series)) << 32) | Ids.dayOf(series);
    }

    // -- prices ----------------------------------------------------------------------------------------

    /// @dev The price that settlement compares k with, ticks x 256, stored if it was not.
    function _spot(uint64 series) internal returns (uint32) {
        Lines lines = _priced(series, _lines[series]);
        _lines[series] = lines;
        return lines.spot();
    }

    /// @dev Final once the gate is closed: every auction that covers the series is over by then, and the lines are
    /// complete.
    function _priced(uint64 series, Lines lines) private returns (Lines) {
        if (lines.isPriced()) return lines;
        uint32 spot = _prices.settlement(series, lines.committed() / SPOT_SHARE);
        emit SpotFixed(series, spot);
        return lines.withSpot(spot);
    }

    // -- times -----------------------------------------------------------------------------------------

    /// @inheritdoc IDelivery
    function closesAt(uint64 series) public view returns (uint256) {
        return _closesAt(series, _terms(series));
    }

    function _closesAt(uint64 series, DeliveryTerms memory d) internal pure returns (uint256) {
        return Math.saturatingSub(_startOf(series, d), d.gateClosure);
    }

    function _startOf(uint64 series, DeliveryTerms memory d) internal pure returns (uint256) {
        return uint256(Ids.hourOf(series)) * d.period;
    }

    function _rootDueAt(uint64 series, DeliveryTerms memory d) internal pure returns (uint256) {
        return _startOf(series, d) + d.period + d.rootDue;
    }

    /// @dev Until then defaults pay into Compensation, afterwards it is paid out.
    function _compensationUntil(uint64 series, DeliveryTerms memory d) internal pure returns (uint256) {
        return _rootDueAt(series, d) + d.challengeWindow;
    }

    // -- terms, rights ---------------------------------------------------------------------------------

    function _terms(uint64 series) internal view returns (DeliveryTerms memory) {
        return _products.deliveryTerms(Ids.productOf(series));
    }

    function _tradeTerms(uint64 series) internal view returns (TradeTerms memory) {
        return _products.tradeTerms(Ids.productOf(series));
    }

    /// @dev Every entry of these rooms is about a series.
    function _post(Account from, Account to, uint256 amount, Code code, uint64 series) internal {
        _ledger.post(from, to, amount, Memos.memo(code, series));
    }

    function _authorize(Account account) internal view {
        if (!_ledger.mayTrade(account, msg.sender)) revert NotAuthorized(account, msg.sender);
    }
}
