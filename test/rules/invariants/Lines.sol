// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accounts} from "../../../contracts/types/Account.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Clock} from "./Clock.sol";

/// @notice What a campaign knows of delivery: both lines of a series, who meets whom, readings, what is owed.
abstract contract Lines is Clock {
    uint256 internal constant GATE = 15 minutes;
    uint256 internal constant ROOT_DUE = 30 minutes;
    uint256 internal constant CHALLENGE = 2 hours;
    uint256 internal constant DECISION = 4 hours;
    uint256 internal constant TIP = 20_000;
    uint256 internal constant PPM = 1_000_000;

    struct Entry {
        uint256 account;
        uint256 from; // in its line
        uint256 lots;
        uint256 k;
        uint256 mark;
        bool ended; // what met nobody was released or compensated
    }

    struct Pair {
        uint32 commitment;
        uint32 nomination;
        uint256 lots;
        bool settled;
        uint256 reading; // in readings, plus one; zero where the root has none
        uint64 dispute;
        uint256 disputeUntil; // its deadline
        bool disputeOpen;
    }

    struct Line {
        Entry[] commitments;
        Entry[] nominations;
        uint256 committed;
        uint256 nominated;
        bool turned;
        Pair[] pairs;
        Reading[] readings;
        uint256 postedAt;
        uint256 pool; // quote units in Delivery(series)
        uint256 paidIn; // quote units in Compensation(series), before any claim
        uint256 inTime; // lots defaulted while Compensation took them
        uint256 defaulted; // lots
    }

    /// @dev What a call has to change, by account; the caller's tips are whole ones on top.
    struct Flow {
        int256[] cash;
        int256[] stake;
        uint256[] cashBefore;
        uint256[] stakeBefore;
    }

    mapping(uint64 series => Line) internal lines;
    mapping(uint64 series => uint256) internal wrapped;
    mapping(uint256 account => mapping(uint64 series => uint256)) internal scheduled;
    mapping(uint256 account => mapping(uint64 series => uint256)) internal done;
    uint256 internal keeperAccount;

    // -- lines -----------------------------------------------------------------------------------------

    function _startOf(uint64 series) internal pure returns (uint256) {
        return uint256(Ids.hourOf(series)) * 1 hours;
    }

    function _gateClosed(uint64 series) internal view returns (bool) {
        return _now() + GATE >= _startOf(series);
    }

    function _rootDue(uint64 series) internal pure returns (uint256) {
        return _startOf(series) + 1 hours + ROOT_DUE;
    }

    function _domain(uint64 series) internal view returns (uint256) {
        return Ids.productOf(series) == x.products_[0] ? 1 : 2;
    }

    /// @dev Lots of the shorter line stand shifted against the longer one, which is a circle.
    function _meet(Line storage line, uint256 shift, Entry memory c, Entry memory n) internal view returns (uint256) {
        bool long = line.committed >= line.nominated;
        Entry memory inLong = long ? c : n;
        Entry memory inShort = long ? n : c;
        uint256 size = long ? line.committed : line.nominated;
        uint256 a = inShort.from + shift;
        uint256 b = a + inShort.lots;
        uint256 from = inLong.from;
        uint256 to = from + inLong.lots;
        return _overlap(a, b, from, to) + _overlap(a, b, from + size, to + size);
    }

    function _overlap(uint256 a, uint256 b, uint256 c, uint256 d) private pure returns (uint256) {
        uint256 first = a > c ? a : c;
        uint256 last = b < d ? b : d;
        return last > first ? last - first : 0;
    }

    /// @dev Lots of an entry that meet somebody.
    function _metBy(Line storage line, bool commitment, uint256 index) internal view returns (uint256 lots) {
        for (uint256 i = 0; i < line.pairs.length; ++i) {
            Pair storage p = line.pairs[i];
            if ((commitment ? p.commitment : p.nomination) == index) lots += p.lots;
        }
    }

    // -- formulas --------------------------------------------------------------------------------------

    /// @dev Ticks x 256: the hour-ahead price where enough was traded, else the average of all gates.
    function _spotOf(uint64 series) internal view returns (uint256) {
        uint32 hour = Ids.hourOf(series);
        Outcome memory spot = outcomes[Ids.auction(x.hourLane, hour)][series];
        uint256 least = lines[series].committed / 10;
        if (least < MIN_VOLUME) least = MIN_VOLUME;
        // Strips and blocks among themselves, and prices beyond the band, say nothing of an hour.
        if (spot.hourly >= least) return spot.price * 256;
        uint256 lots = spot.hourly;
        uint256 value = spot.hourly * spot.price;
        for (uint32 n = hour / 24; n + 1 >= hour / 24 && hour < n * 24 + 36; --n) {
            Outcome memory day = outcomes[Ids.auction(x.dayLane, n)][series];
            lots += day.hourly;
            value += day.hourly * day.price;
        }
        return lots == 0 ? 0 : (value * 256) / lots;
    }

    /// @dev Damages of a lot of which nothing is delivered.
    function _worst(uint64 series, uint256 k, uint256 mark, bool penalty) internal view returns (uint256) {
        uint32 product = Ids.productOf(series);
        uint256 spot = _spotOf(series);
        uint256 owed = (spot > k ? spot : k) * 10_000;
        uint256 cap = mark * terms[product].capFactorBps;
        if (owed > cap) owed = cap;
        if (penalty) owed += k * terms[product].penaltyBps;
        return (owed * terms[product].tickSize) / 2_560_000;
    }

    /// @dev Parts per million. The second product is interruptible, for five percent of the time.
    function _shortfall(Reading memory r) internal view returns (uint256) {
        uint256 time = uint256(r.deliveredPpm) + r.lostBuyerPpm;
        if (r.product == x.products_[1]) time += r.lostProviderPpm < 50_000 ? r.lostProviderPpm : 50_000;
        uint256 performance = r.performancePpm < PPM ? r.performancePpm : PPM;
        uint256 share = (time * performance + PPM - 1) / PPM;
        return share >= 990_000 ? 0 : PPM - share;
    }

    // -- money -----------------------------------------------------------------------------------------

    function _startFlow() internal view returns (Flow memory f) {
        uint256 n = accounts.length;
        f = Flow(new int256[](n), new int256[](n), new uint256[](n), new uint256[](n));
        for (uint256 a = 0; a < n; ++a) {
            f.cashBefore[a] = _cashOf(a);
            f.stakeBefore[a] = x.ledger.balanceOf(Accounts.stake(accounts[a]));
        }
    }

    /// @dev Invariant 8: what a settlement moved is what it owed, account by account. The keeper called.
    function _endFlow(Flow memory f, uint64 series) internal {
        for (uint256 a = 0; a < accounts.length; ++a) {
            int256 stake = int256(x.ledger.balanceOf(Accounts.stake(accounts[a])));
            assertEq(stake, int256(f.stakeBefore[a]) + f.stake[a], "I8 stake after a settlement");
            int256 cash = int256(_cashOf(a));
            int256 want = int256(f.cashBefore[a]) + f.cash[a];
            if (a != keeperAccount) {
                assertEq(cash, want, "I8 cash after a settlement");
                continue;
            }
            assertTrue(cash >= want && uint256(cash - want) % TIP == 0, "I8 tips are whole");
            lines[series].pool -= uint256(cash - want);
        }
    }

    /// @dev Enters what an assignment pays with this shortfall, and ends it.
    function _owe(Flow memory f, uint64 series, Pair storage p, uint256 shortfall) internal {
        Line storage line = lines[series];
        Entry storage c = line.commitments[p.commitment];
        uint256 locked = p.lots * _lock(Ids.productOf(series), true, c.k, c.mark, false);
        uint256 paid = (p.lots * _worst(series, c.k, c.mark, true) * shortfall) / PPM;
        uint256 seized = paid > locked ? paid - locked : 0;
        f.cash[line.nominations[p.nomination].account] += int256(paid);
        f.cash[c.account] += int256(locked + seized) - int256(paid);
        f.stake[c.account] -= int256(seized);
        _endLots(series, c.account, p.lots, locked);
        p.settled = true;
    }

    function _endLots(uint64 series, uint256 a, uint256 lots, uint256 locked) internal {
        lines[series].pool -= locked;
        scheduled[a][series] -= lots;
        done[a][series] += lots;
    }
}
