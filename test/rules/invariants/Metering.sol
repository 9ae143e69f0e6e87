// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Lines as LineWord} from "../../../contracts/types/Lines.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Attestation} from "../utils/Attestation.sol";
import {vm} from "../utils/Vm.sol";
import {Action, Event} from "./Counts.sol";
import {Lines} from "./Lines.sol";

/// @notice Who meets whom, meter roots, disputes and their decisions.
abstract contract Metering is Lines, Attestation {
    uint256 internal constant QUORUM = 3;

    struct Case {
        uint64 id;
        uint64 series;
        uint256 pair;
        uint256 party;
        uint256 other;
        uint256 bond;
        uint256 deadline;
        bool byProvider;
    }

    /// @dev Of the oracle set and of the second set, by the order of their addresses.
    uint256[] internal oracleKeys;
    uint256[] internal secondKeys;
    uint64[] internal posted;
    Case[] internal cases; // open ones

    // -- who meets whom --------------------------------------------------------------------------------

    /// @dev Fixes the shift. Invariant 9: every pair has the lots that it should, together as many as possible.
    function _turn(Dice memory dice, uint64 series) internal {
        Line storage line = lines[series];
        if (line.turned || !_gateClosed(series)) return;
        x.delivery.armShift(series);
        vm.roll(_block() + 2);
        vm.setBlockhash(_block() - 1, keccak256(abi.encode(dice.state, series)));
        x.delivery.fixShift(series);
        line.turned = true;
        LineWord word = x.delivery.linesOf(series);
        assertTrue(word.isFixed(), "I9 shift");
        assertTrue(word.committed() == line.committed && word.nominated() == line.nominated, "I2 lines");
        uint256 sum;
        for (uint32 c = 0; c < line.commitments.length; ++c) {
            for (uint32 n = 0; n < line.nominations.length; ++n) {
                uint256 lots = _meet(line, word.place(), line.commitments[c], line.nominations[n]);
                (uint32 assigned, , ) = x.delivery.assignmentOf(series, c, n);
                assertEq(assigned, lots, "I9 lots of an assignment");
                if (lots > 0) line.pairs.push(Pair(c, n, lots, false, 0, 0, 0, false));
                sum += lots;
            }
        }
        uint256 least = line.committed < line.nominated ? line.committed : line.nominated;
        assertEq(sum, least, "I9 assigned lots");
    }

    // -- roots -----------------------------------------------------------------------------------------

    /// @dev Oracles mostly are in time; where they are not, the series is settled without a root.
    function _beforePass(Dice memory dice, uint256 then) internal override {
        _decideBefore(dice, then);
        if (then > _now() + 4 hours) return;
        uint256 tail = 1 hours + ROOT_DUE;
        for (uint256 hour = (_now() - tail) / 1 hours; hour <= (then - tail) / 1 hours; ++hour) {
            if (hour % SPACING != 0) continue;
            for (uint256 p = 0; p < 2; ++p) {
                uint64 series = Ids.series(x.products_[p], uint32(hour));
                if (_rootDue(series) < _now() || _rootDue(series) >= then) continue;
                if (lines[series].postedAt == 0 && _roll(dice, 6) > 0) _attest(dice, series);
            }
        }
    }

    /// @dev The second quorum mostly decides in time.
    function _decideBefore(Dice memory dice, uint256 then) private {
        for (uint256 i = cases.length; i > 0; --i) {
            if (cases[i - 1].deadline >= then || _now() > cases[i - 1].deadline) continue;
            if (_roll(dice, 4) > 0) _decide(dice, i - 1);
        }
    }

    function _attest(Dice memory dice, uint64 series) private {
        Line storage line = lines[series];
        if (line.committed == 0 || line.nominated == 0) return;
        uint256 ends = _startOf(series) + 1 hours;
        if (_now() < ends) vm.warp(ends);
        _turn(dice, series);
        for (uint256 i = 0; i < line.pairs.length; ++i) {
            if (_roll(dice, 6) == 0) continue;
            line.readings.push(_measure(dice, series, line.pairs[i]));
            line.pairs[i].reading = line.readings.length;
        }
        bytes32 root = keccak256("nothing was measured");
        if (line.readings.length > 0) root = _tree(line.readings)[0];
        (uint32 product, uint32 hour, uint32 count) = (
            Ids.productOf(series),
            Ids.hourOf(series),
            uint32(line.readings.length)
        );
        bytes32 digest = x.meter.rootDigest(product, hour, root, count);
        if (_roll(dice, 4) == 0) {
            try x.meter.postRoot(product, hour, root, count, _sign(oracleKeys, QUORUM - 1, digest)) {
                revert("I8 a minority posted a root");
            } catch {
                _count(Action.WrongCaller, false);
            }
        }
        x.meter.postRoot(product, hour, root, count, _sign(oracleKeys, QUORUM, digest));
        _count(Action.PostRoot, true);
        line.postedAt = _now();
        posted.push(series);
        // Both parties look at their readings when they come, and some do not like them.
        for (uint256 i = 0; i < line.pairs.length; ++i) {
            if (_roll(dice, 3) == 0) _dispute(dice, series, i, true);
        }
    }

    function _measure(Dice memory dice, uint64 series, Pair memory p) internal pure returns (Reading memory r) {
        r.version = 1;
        r.product = Ids.productOf(series);
        r.hour = Ids.hourOf(series);
        r.commitment = p.commitment;
        r.nomination = p.nomination;
        r.lots = uint32(p.lots);
        uint256 shape = _roll(dice, 4);
        uint256 delivered =
            shape == 0
                ? PPM
                : shape == 1
                    ? 0
                    : _roll(dice, PPM);
        uint256 lostByBuyer = _roll(dice, 3) == 0 ? _roll(dice, PPM - delivered + 1) : 0;
        r.deliveredPpm = uint32(delivered);
        r.lostBuyerPpm = uint32(lostByBuyer);
        r.lostProviderPpm = uint32(PPM - delivered - lostByBuyer);
        r.performancePpm = uint32(_roll(dice, 2) == 0 ? PPM : _roll(dice, 2 * PPM));
        r.energyWh = uint64(_roll(dice, 1_000));
    }

    // -- disputes --------------------------------------------------------------------------------------

    function dispute(uint256 seed) external {
        Dice memory dice = _begin(seed);
        uint256 oldest = posted.length > 6 ? posted.length - 6 : 0;
        for (uint256 i = posted.length; i > oldest; --i) {
            uint64 series = posted[i - 1];
            Line storage line = lines[series];
            bool open = _now() <= line.postedAt + CHALLENGE;
            if (line.pairs.length == 0 || (!open && _roll(dice, 16) > 0)) continue;
            _dispute(dice, series, _roll(dice, line.pairs.length), open);
            return;
        }
    }

    function _dispute(Dice memory dice, uint64 series, uint256 index, bool open) private {
        Pair storage p = lines[series].pairs[index];
        if (p.settled) return;
        Case memory c;
        c.series = series;
        c.pair = index;
        c.byProvider = _roll(dice, 2) == 0;
        Entry storage commitment = lines[series].commitments[p.commitment];
        uint256 holder = lines[series].nominations[p.nomination].account;
        (c.party, c.other) = c.byProvider ? (commitment.account, holder) : (holder, commitment.account);
        uint256 value = p.lots * ((commitment.k * terms[Ids.productOf(series)].tickSize) / 256);
        c.byProvider = c.party == commitment.account; // it may be both
        c.bond = value / 10 > 5e6 ? value / 10 : 5e6;
        c.deadline = _now() + DECISION;
        bool possible = open && p.dispute == 0 && _cashOf(c.party) >= c.bond;
        uint256 worth = _worth(c.party);
        c.id = _openCase(c, p);
        assertTrue(possible == (c.id != 0), "I10 dispute");
        if (c.id == 0) return;
        assertEq(_worth(c.party) + c.bond, worth, "I8 bond");
        p.dispute = c.id;
        p.disputeUntil = c.deadline;
        p.disputeOpen = true;
        _enlist(Accounts.disputeBond(c.id));
        cases.push(c);
    }

    function _openCase(Case memory c, Pair storage p) private returns (uint64 id) {
        Account party = accounts[c.party];
        Reading[] storage readings = lines[c.series].readings;
        if (p.reading > 0) {
            bytes32[] memory proof = _proof(_tree(readings), p.reading - 1);
            vm.prank(party.owner());
            try x.settlement.dispute(party, readings[p.reading - 1], proof) returns (uint64 opened) {
                id = opened;
            } catch {}
        } else {
            vm.prank(party.owner());
            try x.settlement.disputeMissing(party, c.series, p.commitment, p.nomination) returns (uint64 opened) {
                id = opened;
            } catch {}
        }
        _count(Action.Dispute, id != 0);
    }

    function decide(uint256 seed) external {
        Dice memory dice = _begin(seed);
        if (cases.length > 0) _decide(dice, _roll(dice, cases.length));
    }

    /// @dev A verdict, or silence where it is too late for one.
    function _decide(Dice memory dice, uint256 index) internal {
        Case memory c = cases[index];
        Pair storage p = lines[c.series].pairs[c.pair];
        if (_now() > c.deadline) {
            uint256 worth = _worth(c.party);
            x.meter.closeSilent(c.id);
            _count(Action.CloseSilent, true);
            assertEq(_worth(c.party), worth + c.bond, "I8 bond after silence");
        } else {
            _bringVerdict(dice, c, p);
        }
        p.disputeOpen = false;
        cases[index] = cases[cases.length - 1];
        cases.pop();
    }

    function _bringVerdict(Dice memory dice, Case memory c, Pair storage p) private {
        Reading memory verdict = _measure(dice, c.series, p);
        bool same = p.reading > 0 && _roll(dice, 2) == 0;
        if (same) verdict = lines[c.series].readings[p.reading - 1];
        uint256 shortfall = _shortfall(verdict);
        bytes32 digest = x.meter.verdictDigest(c.id, _leaf(verdict));
        bytes[] memory signatures = _sign(secondKeys, QUORUM, digest);
        bool won = p.reading > 0 ? !same : (shortfall < PPM) == c.byProvider;

        Flow memory f = _startFlow();
        if (won) {
            f.cash[c.party] += int256(c.bond);
        } else {
            f.cash[c.other] += int256(c.bond / 2);
        }
        vm.prank(keeper);
        x.settlement.decide(c.id, verdict, signatures);
        _count(Action.Decide, true);
        _saw(Event.DisputeDecided);
        if (shortfall > 0) _saw(Event.ReadingWithShortfall);
        _owe(f, c.series, p, shortfall);
        _endFlow(f, c.series);
    }
}
