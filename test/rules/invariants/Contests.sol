// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Incumbent} from "../../../contracts/interfaces/IContest.sol";
import {IVerifier, Solution, Verdict} from "../../../contracts/interfaces/IVerifier.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {ResultWord} from "../../../contracts/types/ResultWord.sol";
import {vm} from "../utils/Vm.sol";
import {Action, Event} from "./Counts.sol";
import {Solver} from "./Solver.sol";

/// @notice Contests for auctions with strips or blocks: baselines, commitments, good and bad solutions, copies, silence,
/// conclusions. Each call is predicted, welfare and gap are counted again (invariant 7).
abstract contract Contests is Solver {
    struct Pending {
        uint32 account;
        bytes32 salt;
        uint128 excess; // quote units of welfare that it claims and has not
        bool copied; // another solver's commitment
        bool open; // its deposit is there
        uint256[] prices; // of its plan
        uint256[] fills;
    }

    /// @dev The best solution so far.
    struct Best {
        uint256 welfare;
        bool exact;
        address solver;
        bool concluded;
    }

    mapping(uint64 auction => Pending[]) internal pendings;
    mapping(uint64 auction => Best) internal bests;
    uint256 private _salts;

    // -- actions ---------------------------------------------------------------------------------------

    function contend(uint256 seed) external {
        _contend(_begin(seed));
    }

    function contendMore(uint256 seed) external {
        _contend(_begin(seed));
    }

    function _contend(Dice memory dice) private {
        uint64 auction = _someContest(dice);
        if (auction == 0) return;
        (, uint256 close, uint256 deadline) = _times(auction);
        if (_now() >= deadline) return _afterwards(dice, auction);
        if (_now() < close) _advance(dice, close - _now());
        if (_now() >= deadline) return;
        if (_roll(dice, 8) == 0) _tooSoonOrLate(dice, auction);
        if (!isCleared[auction]) {
            if (_roll(dice, 4) > 0) _clear(dice, auction);
        } else if (_now() < (close + deadline) / 2) {
            _commitTo(dice, auction);
        } else {
            _revealOne(dice, auction);
        }
        if (isCleared[auction]) _tryMutants(dice, auction);
    }

    /// @dev One that solves, or is over and not ended; mostly one that closes soon, if there is none.
    function _someContest(Dice memory dice) private view returns (uint64 found) {
        uint256 oldest = auctions.length > 12 ? auctions.length - 12 : 0;
        bool ended = _roll(dice, 2) == 0;
        for (uint256 i = auctions.length; i > oldest; --i) {
            uint64 auction = auctions[i - 1];
            if (!isContested[auction]) continue;
            (, uint256 close, uint256 deadline) = _times(auction);
            if (_now() >= deadline) {
                if (ended && _hasLeft(auction)) found = auction;
            } else if (_now() >= close) {
                return auction;
            } else if (found == 0 && close - _now() <= 1 hours) {
                found = auction;
            }
        }
    }

    /// @dev Whether there is something to conclude or to forfeit.
    function _hasLeft(uint64 auction) internal view returns (bool) {
        if (isCleared[auction] && !bests[auction].concluded) return true;
        Pending[] storage all = pendings[auction];
        for (uint256 i = 0; i < all.length; ++i) if (all[i].open) return true;
        return false;
    }

    // -- baseline --------------------------------------------------------------------------------------

    function _bringBaseline(uint64 auction, address solver, bytes memory hints) internal override {
        vm.prank(solver);
        x.contest.baseline(auction, hints, recordsOf[auction]);
        _count(Action.Baseline, true);
        isCleared[auction] = true;
        (, unpaidFees[auction]) = _compareResults(auction);

        Book memory b = _bookOf(auction);
        Plan memory plan = Plan(new uint256[](b.open.length), new uint256[](b.listed.length));
        uint64[] storage series = seriesOf[auction];
        for (uint256 i = 0; i < series.length; ++i) {
            plan.prices[_placeOf(auction, series[i])] = outcomes[auction][series[i]].price;
        }
        Judgement memory j = _judge(b, plan);
        assertTrue(j.valid || j.stripRegret, "I7 a baseline balances");
        bests[auction] = Best(uint256(j.welfare), !j.stripRegret, solver, false);
        _compareIncumbent(auction, j);
    }

    function _compareIncumbent(uint64 auction, Judgement memory j) private view {
        Incumbent memory best = x.contest.incumbentOf(auction);
        assertEq(best.welfare, uint256(j.welfare), "I7 welfare");
        assertEq(best.gap, uint256(j.gap), "I7 gap");
        assertEq(best.solver, bests[auction].solver, "I6 solver");
        assertEq(best.exact, bests[auction].exact, "I7 strips without regret");
    }

    // -- commitments -----------------------------------------------------------------------------------

    function _compete(Dice memory dice, uint64 auction) internal override {
        (, uint256 close, uint256 deadline) = _times(auction);
        if (_now() >= (close + deadline) / 2) return;
        for (uint256 n = 1 + _roll(dice, 4); n > 0; --n) _commitTo(dice, auction);
    }

    function _commitTo(Dice memory dice, uint64 auction) private {
        uint32 a = uint32(_roll(dice, TRADERS + WRITERS + PROVIDERS));
        Pending[] storage all = pendings[auction];
        for (uint256 i = 0; i < all.length; ++i) if (all[i].account == a) return;
        if (all.length > 0 && _roll(dice, 6) == 0) {
            Pending memory p = all[_roll(dice, all.length)];
            bytes32 seen = x.contest.commitmentOf(auction, accounts[p.account].owner());
            (p.account, p.copied) = (a, true);
            if (_sendCommitment(auction, a, seen)) all.push(p);
            return;
        }
        Book memory b = _bookOf(auction);
        (bool found, Plan memory plan, Judgement memory j) = _solve(dice, b);
        if (!found) return;
        Solution memory s = _encode(b, plan, j.welfare, j.gap);
        uint128 excess = _roll(dice, 8) == 0 ? uint128(1 + _roll(dice, 1_000_000)) : 0;
        s.welfare += excess;
        bytes32 salt = bytes32(++_salts);
        bytes32 commitment = x.contest.commitmentTo(auction, accounts[a].owner(), salt, s);
        if (!_sendCommitment(auction, a, commitment)) return;
        all.push(Pending(a, salt, excess, false, true, plan.prices, plan.fills));
    }

    function _sendCommitment(uint64 auction, uint256 a, bytes32 commitment) private returns (bool) {
        address solver = accounts[a].owner();
        uint256 cash = _cashOf(a);
        vm.prank(solver);
        try x.contest.commit(auction, commitment) {
            _count(Action.CommitSolution, true);
        } catch {
            _count(Action.CommitSolution, false);
            assertTrue(cash < MAX_TIP, "I10 a commitment was refused");
            return false;
        }
        _enlist(Accounts.solverDeposit(solver, auction));
        assertEq(_cashOf(a) + MAX_TIP, cash, "I4 deposit of a solver");
        return true;
    }

    // -- reveals ---------------------------------------------------------------------------------------

    /// @dev Some solvers stay silent.
    function _revealAll(Dice memory dice, uint64 auction) internal override {
        (, uint256 close, uint256 deadline) = _times(auction);
        Pending[] storage all = pendings[auction];
        if (!isCleared[auction] || all.length == 0 || _now() >= deadline) return;
        if (_now() < (close + deadline) / 2) vm.warp((close + deadline) / 2);
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].open && _roll(dice, 8) > 0) _reveal(dice, auction, i);
        }
    }

    function _revealOne(Dice memory dice, uint64 auction) private {
        Pending[] storage all = pendings[auction];
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].open && _roll(dice, 4) > 0) return _reveal(dice, auction, i);
        }
    }

    function _reveal(Dice memory dice, uint64 auction, uint256 i) private {
        Pending storage p = pendings[auction][i];
        Book memory b = _bookOf(auction);
        Plan memory plan = Plan(p.prices, p.fills);
        Judgement memory j = _judge(b, plan);
        Solution memory s = _encode(b, plan, j.welfare, j.gap);
        // Somebody who has committed to nothing sends the same.
        if (_roll(dice, 4) == 0) _refuse(auction, keeper, s, p.salt);
        s.welfare += p.excess;
        address solver = accounts[p.account].owner();
        // What claims less than there is already is not looked at.
        if (p.copied || (p.excess > 0 && s.welfare >= bests[auction].welfare)) {
            return _refuse(auction, solver, s, p.salt);
        }
        uint256 cash = _cashOf(p.account);
        vm.prank(solver);
        x.contest.reveal(auction, s, p.salt, recordsOf[auction]);
        _count(Action.Reveal, true);
        p.open = false;
        assertEq(_cashOf(p.account), cash + MAX_TIP, "I4 deposit of a revealed solution");
        _compareReveal(auction, solver, plan, j);
    }

    function _refuse(uint64 auction, address solver, Solution memory s, bytes32 salt) private {
        vm.prank(solver);
        try x.contest.reveal(auction, s, salt, recordsOf[auction]) {
            revert("I6 a false or copied solution was accepted");
        } catch {
            _count(Action.WrongSolution, false);
        }
    }

    /// @dev More welfare wins, and no regret of a strip; where both are the same the contract says.
    function _compareReveal(uint64 auction, address solver, Plan memory plan, Judgement memory j) private {
        Best storage best = bests[auction];
        bool wins = uint256(j.welfare) > best.welfare;
        if (uint256(j.welfare) == best.welfare) {
            wins = !best.exact || x.contest.incumbentOf(auction).solver == solver;
        }
        if (wins) {
            (best.welfare, best.exact, best.solver) = (uint256(j.welfare), true, solver);
            _adopt(auction, plan, j);
            _compareIncumbent(auction, j);
            _saw(Event.SolutionAdopted);
        } else {
            assertTrue(x.contest.incumbentOf(auction).solver == best.solver, "I6 a worse solution was accepted");
            _saw(Event.SolutionBeaten);
        }
    }

    function _adopt(uint64 auction, Plan memory plan, Judgement memory j) private {
        unpaidFees[auction] = 0;
        uint64[] storage series = seriesOf[auction];
        for (uint256 i = 0; i < series.length; ++i) {
            uint256 place = _placeOf(auction, series[i]);
            Outcome memory r = j.outcomes[place];
            outcomes[auction][series[i]] = r;
            disposed[series[i]] = disposed[series[i]] + j.disposed[place] - disposedIn[auction][series[i]];
            disposedIn[auction][series[i]] = j.disposed[place];
            if (j.disposed[place] > 0) _saw(Event.LotsDisposed);
            unpaidFees[auction] += 2 * r.volume * _fee(series[i], r.price);
            _compareResult(auction, series[i], r);
            uint256 base = baseOf[auction][series[i]];
            if (r.volume > 0 && (r.price < base || r.price > base + 251)) _saw(Event.PriceBeyondBand);
        }
        for (uint256 i = 0; i < plan.fills.length; ++i) {
            Listing storage o = listings[listingsIn[auction][i]];
            o.filled = plan.fills[i];
            assertEq(x.contest.filledOf(auction, i, uint32(o.lots)), plan.fills[i], "I5 fill of a strip or block");
            if (o.filled == 0) continue;
            _saw(_isBlock(o.kind) ? Event.BlockFilled : Event.StripFilled);
            if (o.hasProfile) _saw(Event.ProfileFilled);
            if (o.filled < o.lots) _saw(Event.ListingFilledInPart);
        }
        if (j.gap > 0) _saw(Event.SolutionWithGap);
    }

    // -- the verifier ----------------------------------------------------------------------------------

    /// @notice Invariants 6 and 7: a solution changed by one is refused, or counted right.
    function _tryMutants(Dice memory dice, uint64 auction) private {
        Book memory b = _bookOf(auction);
        (bool found, Plan memory plan, Judgement memory j) = _solve(dice, b);
        if (!found) return;
        _compareVerdict(b, plan, j);
        _tryChange(dice, b, plan);
        Solution memory s = _encode(b, plan, j.welfare, j.gap);
        bytes memory records = recordsOf[auction];
        uint256 shape = _roll(dice, 4);
        if (shape == 0) s.welfare += 1;
        else if (shape == 1) s.gap = s.gap > 0 && _roll(dice, 2) == 0 ? s.gap - 1 : s.gap + 1;
        else if (shape == 2) records[_roll(dice, records.length)] ^= bytes1(uint8(1 << _roll(dice, 8)));
        else records = bytes.concat(records, _lastRecord(auction));
        try x.verifier.verify(auction, s, records) returns (Verdict memory) {
            revert("I7 a false claim or list was accepted");
        } catch {
            _count(Action.WrongSolution, false);
        }
    }

    /// @dev One price or one fill.
    function _tryChange(Dice memory dice, Book memory b, Plan memory from) private {
        Plan memory plan = _copy(from);
        uint256 i = _roll(dice, plan.fills.length);
        if (_roll(dice, 2) == 0) {
            uint256 k = b.firsts[i] + _roll(dice, b.listed[i].units.length);
            if (plan.prices[k] == 0 || _roll(dice, 2) == 0) ++plan.prices[k];
            else --plan.prices[k];
        } else {
            uint256 filled = plan.fills[i];
            plan.fills[i] = filled > 0 && _roll(dice, 2) == 0 ? 0 : b.listed[i].lots;
            if (plan.fills[i] == filled) plan.fills[i] = filled - 1;
        }
        Judgement memory j = _judge(b, plan);
        if (j.valid) return _compareVerdict(b, plan, j);
        try x.verifier.verify(b.auction, _encode(b, plan, 0, 0), recordsOf[b.auction]) returns (Verdict memory) {
            revert("I6 a wrong solution was accepted");
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) != IVerifier.Misstated.selector, "I6 refused for its claims only");
            _count(Action.WrongSolution, false);
        }
    }

    function _compareVerdict(Book memory b, Plan memory plan, Judgement memory j) private {
        Solution memory s = _encode(b, plan, j.welfare, j.gap);
        Verdict memory verdict = x.verifier.verify(b.auction, s, recordsOf[b.auction]);
        _count(Action.Verify, true);
        assertEq(verdict.welfare, uint256(j.welfare), "I7 welfare");
        assertEq(verdict.gap, uint256(j.gap), "I7 gap");
        assertEq(verdict.stripGap, 0, "I7 regret of strips");
        for (uint256 k = 0; k < b.open.length; ++k) {
            ResultWord r = verdict.results[k];
            assertEq(r.exists(), b.open[k], "I6 result");
            if (!b.open[k]) continue;
            assertEq(r.price(), plan.prices[k], "I6 price");
            assertEq(r.volume(), j.outcomes[k].volume, "I6 volume");
        }
    }

    function _lastRecord(uint64 auction) private view returns (bytes memory) {
        uint256[] storage ids = listingsIn[auction];
        return _recordOf(listings[ids[ids.length - 1]]);
    }

    // -- wrong times, and afterwards -------------------------------------------------------------------

    function _tooSoonOrLate(Dice memory dice, uint64 auction) private {
        (, uint256 close, uint256 deadline) = _times(auction);
        bool early = _now() < (close + deadline) / 2;
        uint256 shape = _roll(dice, 3);
        bytes memory data = abi.encodeCall(x.contest.conclude, (auction));
        if (shape == 1) data = abi.encodeCall(x.auction.clear, (auction, new bytes(4 * _windowOf(auction))));
        if (shape == 2 && !early) data = abi.encodeCall(x.contest.commit, (auction, bytes32(uint256(1))));
        vm.prank(accounts[0].owner());
        // solhint-disable-next-line avoid-low-level-calls
        (bool done, ) = (shape == 1 ? address(x.auction) : address(x.contest)).call(data);
        assertFalse(done, "I6 a contest was ended, cleared or entered at a wrong time");
        _count(Action.WrongSolution, false);
    }

    function _afterwards(Dice memory dice, uint64 auction) private {
        if (isCleared[auction] && !bests[auction].concluded && _roll(dice, 4) > 0) _conclude(auction);
        Pending[] storage all = pendings[auction];
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].open && _roll(dice, 2) == 0) _forfeit(auction, i);
        }
    }

    function _conclude(uint64 auction) internal {
        uint256 fees = unpaidFees[auction];
        uint256 tip = fees / 2 < MAX_TIP ? fees / 2 : MAX_TIP;
        Account tipped = Accounts.cash(bests[auction].solver, 0);
        uint256 tippedBefore = x.ledger.balanceOf(tipped);
        uint256 feesBefore = x.ledger.balanceOf(Accounts.fees(x.market));
        vm.prank(stranger);
        x.contest.conclude(auction);
        _count(Action.Conclude, true);
        bests[auction].concluded = true;
        unpaidFees[auction] = 0;
        assertEq(x.ledger.balanceOf(tipped) - tippedBefore, tip, "I4 reward of a contest");
        assertEq(x.ledger.balanceOf(Accounts.fees(x.market)) - feesBefore, fees - tip, "I4 fees of a contest");
    }

    function _forfeit(uint64 auction, uint256 i) internal {
        Pending storage p = pendings[auction][i];
        uint256 feesBefore = x.ledger.balanceOf(Accounts.fees(x.market));
        vm.prank(stranger);
        x.contest.forfeit(auction, accounts[p.account].owner());
        _count(Action.Forfeit, true);
        p.open = false;
        assertEq(x.ledger.balanceOf(Accounts.fees(x.market)) - feesBefore, MAX_TIP, "I4 a deposit that was lost");
    }

    /// @dev Everything that contests have left, some day.
    function _endContests() internal virtual {
        for (uint256 i = 0; i < auctions.length; ++i) {
            uint64 auction = auctions[i];
            if (!isContested[auction] || !_isOver(auction)) continue;
            if (isCleared[auction] && !bests[auction].concluded) _conclude(auction);
            for (uint256 j = 0; j < pendings[auction].length; ++j) {
                if (pendings[auction][j].open) _forfeit(auction, j);
            }
        }
    }
}
