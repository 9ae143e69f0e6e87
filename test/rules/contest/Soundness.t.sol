// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVerifier, Solution, Verdict} from "../../../contracts/interfaces/IVerifier.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {vm} from "../utils/Vm.sol";
import {Search} from "./Search.sol";
import {Balance, Listed, Plan, TinyBook, TinyBooks} from "./TinyBook.sol";
import {TinyContest} from "./TinyContest.sol";

/// @notice Random tiny auctions against all that can be traded in them at all: no welfare is beyond what a solution says
/// that there can be, its claims are those of an independent count, and every other solution is refused.
contract SoundnessTest is TinyContest {
    using TinyBooks for TinyBook;

    /// @dev What is done to a solution or its list.
    enum Mutant {
        Dropped, // an order
        Added, // an order once more
        Reordered, // two orders
        Changed, // a bit of an order
        Foreign, // the list of another auction
        Welfare, // by one
        Gap, // by one
        Price, // by one
        Part, // the lots of an order by one
        Fill, // the lots of an order by more
        Flipped, // an order out, or in without a loss
        Loss // an order in, at a loss
    }

    uint256 private constant MUTANTS = 12;
    string private constant REPORT = "out/soundness.json";

    /// @dev What was tried.
    struct Tally {
        uint256 auctions;
        uint256 proven; // with a solution of no gap
        uint256 bounded; // with none but a gap
        uint256 strips; // without blocks
        uint256[MUTANTS] refused;
        uint256 twins; // valid after a change as well, and accepted
        uint256 replaced; // contests that did not end with the baseline
    }

    function setUp() external {
        _setUpContest();
    }

    function test_WelfareAndGapBoundWhatCanBeTraded() external {
        uint256 auctions = vm.envOr("SOUNDNESS_AUCTIONS", uint256(vm.envOr("CI", false) ? 2_000 : 100));
        Tally memory tally;
        bytes memory before;
        for (uint256 i = 0; i < auctions; ++i) {
            // A call of its own, whose memory is free again afterwards.
            Tally memory t;
            (t, before) = this.tryAuction(uint256(keccak256(abi.encode("auction", i))), before);
            ++tally.auctions;
            tally.proven += t.proven;
            tally.bounded += t.bounded;
            tally.strips += t.strips;
            for (uint256 m = 0; m < MUTANTS; ++m) tally.refused[m] += t.refused[m];
            tally.twins += t.twins;
            tally.replaced += t.replaced;
        }
        assertEq(tally.auctions, auctions, "auctions");
        assertEq(tally.proven + tally.bounded, auctions, "each has a solution");
        assertGe(tally.proven, auctions / 2, "proven");
        assertGe(tally.bounded, auctions / 50, "bounded");
        assertGe(tally.strips, auctions / 10, "without blocks");
        for (uint256 m = 0; m < MUTANTS; ++m) assertGe(tally.refused[m], auctions / 20, _names()[m]);
        assertGe(tally.twins, auctions / 10, "twins");
        assertGe(tally.replaced, auctions / 3, "replaced");
        _report(tally);
    }

    function tryAuction(uint256 seed, bytes calldata other) external returns (Tally memory t, bytes memory records) {
        uint256 state = vm.snapshotState();
        TinyBook memory b = _randomBook(seed);
        _placeAll(b);
        records = list;
        (uint256[3] memory middles, bytes memory hints) = _middles(b);
        vm.warp(close);
        vm.prank(keeper);
        contest.baseline(id, hints, list);

        int256 optimum = b.optimum();
        _checkBaseline(b, middles, optimum);
        Search.State memory found = Search.run(b, middles, seed);
        bool hasGap = _checkValid(b, middles, found.best, optimum);
        _checkValid(b, middles, found.any, optimum);
        bool onlyStrips = _onlyStrips(b);
        assertFalse(onlyStrips && hasGap, "strips alone have a solution without a gap");
        (t.proven, t.bounded, t.strips) = (hasGap ? 0 : 1, hasGap ? 1 : 0, onlyStrips ? 1 : 0);
        _checkLists(b, found.best, other, t);
        _checkClaims(b, found.best, t);
        _checkChanges(b, found.best, t);
        _checkContest(b, middles, found, seed, t);
        vm.revertToState(state);
    }

    // -- solutions -------------------------------------------------------------------------------------

    function _checkBaseline(TinyBook memory b, uint256[3] memory middles, int256 optimum) private view {
        Plan memory plan = Plan(middles, new uint256[](b.listed.length));
        (, int256 welfare, int256 gap) = b.judge(plan);
        Verdict memory verdict = verifier.verifyBaseline(id, list);
        assertEq(verdict.welfare, uint256(welfare) * TICK, "welfare");
        assertEq(verdict.gap, uint256(gap) * TICK, "gap");
        assertEq(verdict.stripGap > 0, b.hasStripRegret(middles), "strips");
        assertGe(verdict.welfare + verdict.gap, uint256(optimum) * TICK, "bound");
    }

    function _checkValid(
        TinyBook memory b,
        uint256[3] memory middles,
        Plan memory plan,
        int256 optimum
    ) private view returns (bool hasGap) {
        (, int256 welfare, int256 gap) = b.judge(plan);
        Verdict memory verdict = _verify(_encode(plan, welfare, gap));
        assertEq(verdict.welfare, uint256(welfare) * TICK, "welfare");
        assertEq(verdict.gap, uint256(gap) * TICK, "gap");
        assertEq(verdict.distance, b.distance(middles, plan), "distance");
        assertGe(verdict.welfare + verdict.gap, uint256(optimum) * TICK, "bound");
        if (gap == 0) assertEq(verdict.welfare, uint256(optimum) * TICK, "no gap: the optimum");
        for (uint256 p = 0; p < WINDOW; ++p) {
            ResultWord r = verdict.results[p];
            assertEq(r.exists(), b.isOpen(p), "result");
            if (!r.exists()) continue;
            Balance memory d = b.balance(plan, p);
            assertEq(r.price(), plan.prices[p], "price");
            assertEq(r.volume(), d.volume, "volume");
            assertEq(r.marginalBuy(), d.marginalBuy, "marginal buy");
            assertEq(r.marginalSell(), d.marginalSell, "marginal sell");
        }
        return gap > 0;
    }

    function _onlyStrips(TinyBook memory b) private pure returns (bool) {
        for (uint256 i = 0; i < b.listed.length; ++i) {
            if (b.listed[i].isBlock) return false;
        }
        return true;
    }

    // -- mutants ---------------------------------------------------------------------------------------

    /// @dev An order dropped, repeated, in another place, changed; and another auction's list.
    function _checkLists(TinyBook memory b, Plan memory best, bytes memory other, Tally memory t) private view {
        (, int256 welfare, int256 gap) = b.judge(best);
        Solution memory s = _encode(best, welfare, gap);
        bytes memory right = list;
        bytes memory rest;
        bytes memory previous;
        uint256 start;
        for (uint256 i = 0; i < b.listed.length; ++i) {
            uint256 end = start + 14 + (b.listed[i].hasProfile ? 2 * b.listed[i].periods : 0);
            (bytes memory own, bytes memory after_) = (_cut(right, start, end), _cut(right, end, right.length));
            _refusedList(s, bytes.concat(rest, after_), right, Mutant.Dropped, t);
            _refusedList(s, bytes.concat(rest, own, own, after_), right, Mutant.Added, t);
            if (i > 0) {
                bytes memory head = _cut(right, 0, start - previous.length);
                _refusedList(s, bytes.concat(head, own, previous, after_), right, Mutant.Reordered, t);
            }
            bytes memory changed = bytes.concat(right);
            uint256 random = uint256(keccak256(abi.encode(right, i)));
            changed[start + (random % own.length)] ^= bytes1(uint8(1 << ((random >> 8) % 8)));
            _refusedList(s, changed, right, Mutant.Changed, t);
            (rest, previous, start) = (bytes.concat(rest, own), own, end);
        }
        _refusedList(s, other, right, Mutant.Foreign, t);
    }

    function _refusedList(
        Solution memory s,
        bytes memory wrong,
        bytes memory right,
        Mutant mutant,
        Tally memory t
    ) private view {
        if (keccak256(wrong) == keccak256(right)) return;
        try verifier.verify(id, s, wrong) {
            revert("another list was accepted");
        } catch {
            ++t.refused[uint256(mutant)];
        }
    }

    function _checkClaims(TinyBook memory b, Plan memory best, Tally memory t) private {
        (, int256 welfare, int256 gap) = b.judge(best);
        Solution memory s = _encode(best, welfare, gap);
        bytes memory reason = abi.encodeWithSelector(IVerifier.Misstated.selector, s.welfare, s.gap);
        for (uint256 i = 0; i < 2; ++i) {
            uint128 away = i == 0 ? 1 : type(uint128).max; // one more, one less
            unchecked {
                s.welfare += away;
                _refused(s, reason);
                s.welfare -= away;
                s.gap += away;
                _refused(s, reason);
                s.gap -= away;
            }
            ++t.refused[uint256(Mutant.Welfare)];
            ++t.refused[uint256(Mutant.Gap)];
        }
    }

    /// @dev Each price by one tick, each fill to all, none, one more or one less. What the rules refuse is refused for
    /// them, not for its claims; what they allow is accepted with its own claims.
    function _checkChanges(TinyBook memory b, Plan memory best, Tally memory t) private view {
        for (uint256 p = 0; p < WINDOW; ++p) {
            Plan memory plan = Search.copy(best);
            ++plan.prices[p];
            _checkChange(b, plan, Mutant.Price, t);
            if (best.prices[p] == 0) continue;
            plan.prices[p] -= 2;
            _checkChange(b, plan, Mutant.Price, t);
        }
        for (uint256 i = 0; i < best.fills.length; ++i) {
            uint256 filled = best.fills[i];
            _checkFill(b, best, i, filled + 1, t);
            if (filled > 0) _checkFill(b, best, i, filled - 1, t);
            if (filled > 1) _checkFill(b, best, i, 0, t);
            if (filled + 1 < b.listed[i].lots) _checkFill(b, best, i, b.listed[i].lots, t);
        }
    }

    function _checkFill(TinyBook memory b, Plan memory best, uint256 i, uint256 lots, Tally memory t) private view {
        Plan memory plan = Search.copy(best);
        plan.fills[i] = lots;
        _checkChange(b, plan, _kindOf(b.listed[i], best, i, lots), t);
    }

    function _kindOf(Listed memory o, Plan memory best, uint256 i, uint256 lots) private pure returns (Mutant) {
        uint256 filled = best.fills[i];
        if (filled == 0 && lots == o.lots) {
            return TinyBooks.surplus(o, best.prices) < 0 ? Mutant.Loss : Mutant.Flipped;
        }
        if (filled == o.lots && lots == 0) return Mutant.Flipped;
        return lots == filled + 1 || filled == lots + 1 ? Mutant.Part : Mutant.Fill;
    }

    function _checkChange(TinyBook memory b, Plan memory plan, Mutant mutant, Tally memory t) private view {
        (bool valid, int256 welfare, int256 gap) = b.judge(plan);
        if (valid) {
            _verify(_encode(plan, welfare, gap));
            ++t.twins;
            return;
        }
        try verifier.verify(id, _plan(_prices(plan.prices[0], plan.prices[1], plan.prices[2]), plan.fills), list) {
            revert("a change was accepted");
        } catch (bytes memory reason) {
            bytes4 rule = bytes4(reason);
            assertTrue(rule != IVerifier.Misstated.selector, "refused for a rule");
            bool loss = rule == IVerifier.BlockAtALoss.selector || rule == IVerifier.StripRegret.selector;
            assertTrue(loss || mutant != Mutant.Loss, "refused for its loss");
            ++t.refused[uint256(mutant)];
        }
    }

    // -- the contest -----------------------------------------------------------------------------------

    /// @dev The best plan and one by chance, revealed in an order by chance: the better one is the result.
    function _checkContest(
        TinyBook memory b,
        uint256[3] memory middles,
        Search.State memory found,
        uint256 seed,
        Tally memory t
    ) private {
        (Plan memory first, Plan memory then_) = seed % 2 == 0 ? (found.best, found.any) : (found.any, found.best);
        Plan memory winner = Plan(middles, new uint256[](b.listed.length));
        address expected = keeper;
        if (_beatsBaseline(b, middles, winner, first)) (winner, expected) = (first, solver);
        if (expected == keeper ? _beatsBaseline(b, middles, winner, then_) : b.isBetter(middles, then_, winner)) {
            (winner, expected) = (then_, rival);
        }
        (, int256 welfare, int256 gap) = b.judge(first);
        Solution memory one = _encode(first, welfare, gap);
        (, welfare, gap) = b.judge(then_);
        assertEq(_contestOf(one, _encode(then_, welfare, gap)), expected, "winner");
        if (expected != keeper) ++t.replaced;
        for (uint256 p = 0; p < WINDOW; ++p) assertEq(_resultOf(0, p).price(), winner.prices[p], "price");
        for (uint256 i = 0; i < winner.fills.length; ++i) {
            assertEq(contest.filledOf(id, i, lotsOf[i]), winner.fills[i], "filled");
        }
    }

    function _beatsBaseline(
        TinyBook memory b,
        uint256[3] memory middles,
        Plan memory baseline,
        Plan memory plan
    ) private pure returns (bool) {
        (, int256 welfare, ) = b.judge(plan);
        (, int256 alone, ) = b.judge(baseline);
        if (welfare != alone) return welfare > alone;
        return b.hasStripRegret(baseline.prices) || b.isBetter(middles, plan, baseline);
    }

    // -- the report ------------------------------------------------------------------------------------

    /// @dev One JSON object: what was tried, and the mutants that were refused, kind by kind.
    function _report(Tally memory t) private {
        string memory json = string.concat("{", _field("auctions", t.auctions), _field("proven", t.proven));
        json = string.concat(json, _field("bounded", t.bounded), _field("stripsOnly", t.strips));
        json = string.concat(json, _field("replaced", t.replaced));
        for (uint256 m = 0; m < MUTANTS; ++m) json = string.concat(json, _field(_names()[m], t.refused[m]));
        vm.createDir("out", true);
        vm.writeFile(REPORT, string.concat(json, "\x22valid\x22:", vm.toString(t.twins), "}"));
    }

    function _field(string memory name, uint256 value) private pure returns (string memory) {
        return string.concat("\x22", name, "\x22:", vm.toString(value), ",");
    }

    function _names() private pure returns (string[MUTANTS] memory) {
        return
            [
                "dropped",
                "added",
                "reordered",
                "changed",
                "foreign",
                "welfare",
                "gap",
                "price",
                "part",
                "fill",
                "flipped",
                "loss"
            ];
    }

    function _cut(bytes memory from, uint256 start, uint256 end) private pure returns (bytes memory part) {
        part = new bytes(end - start);
        for (uint256 i = 0; i < part.length; ++i) part[i] = from[start + i];
    }
}
