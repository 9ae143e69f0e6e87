// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Fills} from "./contest/Fills.sol";
import {IAuction} from "./interfaces/IAuction.sol";
import {IBlocks} from "./interfaces/IBlocks.sol";
import {IContest, Incumbent} from "./interfaces/IContest.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {IProducts, Lane} from "./interfaces/IProducts.sol";
import {IVerifier, Solution, Verdict} from "./interfaces/IVerifier.sol";
import {Accounts} from "./types/Account.sol";
import {Code, Memos} from "./types/Memo.sol";
import {ResultWord} from "./types/ResultWord.sol";
import {Ids} from "./types/Series.sol";

/// @title Contest
/// @notice See {IContest}.
contract Contest is IContest {
    using Fills for Fills.Store;

    ILedger private immutable _ledger;
    IProducts private immutable _products;
    IAuction private immutable _auction;
    IBlocks private immutable _blocks;
    IVerifier private immutable _verifier;

    mapping(uint64 auction => Incumbent) private _incumbents;
    mapping(uint64 auction => Fills.Store) private _fills;
    mapping(uint64 auction => mapping(address solver => bytes32)) private _commitments;

    constructor(ILedger ledger, IProducts products, IAuction auction, IBlocks blocks, IVerifier verifier) {
        _ledger = ledger;
        _products = products;
        _auction = auction;
        _blocks = blocks;
        _verifier = verifier;
    }

    // -- solvers ---------------------------------------------------------------------------------------

    /// @inheritdoc IContest
    function commit(uint64 auction, bytes32 commitment) external {
        if (_blocks.listOf(auction).count == 0) revert IVerifier.NoBlocks(auction);
        if (commitment == 0) revert NotCommitted(auction, msg.sender);
        (Lane memory lane, uint32 market, uint256 deadline) = _laneOf(auction);
        _within(auction, deadline - lane.solve, deadline - lane.solve / 2);
        if (_commitments[auction][msg.sender] == 0) {
            uint256 deposit = _products.marketParams(market).maxTip;
            _ledger.post(
                Accounts.cash(msg.sender, 0),
                Accounts.solverDeposit(msg.sender, auction),
                deposit,
                Memos.memo(Code.SolverDeposit, auction)
            );
        }
        _commitments[auction][msg.sender] = commitment;
        emit SolutionCommitted(auction, msg.sender, commitment);
    }

    /// @inheritdoc IContest
    function baseline(uint64 auction, bytes calldata hints, bytes calldata list) external {
        // Checks that the auction is solving, and that nobody has done it.
        _auction.clearBaseline(auction, msg.sender, hints);
        Verdict memory verdict = _verifier.verifyBaseline(auction, list);
        _replace(auction, verdict, 0);
        emit IncumbentReplaced(auction, msg.sender, verdict.welfare, verdict.gap, 0, "", "");
    }

    /// @inheritdoc IContest
    function reveal(uint64 auction, Solution calldata solution, bytes32 salt, bytes calldata list) external {
        bytes32 commitment = commitmentTo(auction, msg.sender, salt, solution);
        if (_commitments[auction][msg.sender] != commitment) revert NotCommitted(auction, msg.sender);
        (Lane memory lane, uint32 market, uint256 deadline) = _laneOf(auction);
        _within(auction, deadline - lane.solve / 2, deadline);
        Incumbent memory best = _incumbents[auction];
        if (best.solver == address(0)) revert NoBaseline(auction);
        delete _commitments[auction][msg.sender];
        _moveDeposit(auction, msg.sender, true, market);

        // What claims less welfare than there is need not be verified: nothing follows from it.
        if (solution.welfare >= best.welfare) {
            Verdict memory verdict = _verifier.verify(auction, solution, list);
            if (_isBetter(auction, verdict, best, solution)) {
                _adopt(auction, verdict, solution);
                return;
            }
        }
        emit SolutionBeaten(auction, msg.sender, solution.welfare);
    }

    // -- after the deadline ----------------------------------------------------------------------------

    /// @inheritdoc IContest
    function conclude(uint64 auction) external {
        Incumbent storage best = _incumbents[auction];
        if (best.solver == address(0) || best.concluded) revert NothingToConclude(auction);
        (, , uint256 deadline) = _laneOf(auction);
        _within(auction, deadline, type(uint256).max);
        best.concluded = true;
        _auction.conclude(auction);
    }

    /// @inheritdoc IContest
    function forfeit(uint64 auction, address solver) external {
        if (_commitments[auction][solver] == 0) revert NoDeposit(auction, solver);
        (, uint32 market, uint256 deadline) = _laneOf(auction);
        _within(auction, deadline, type(uint256).max);
        delete _commitments[auction][solver];
        uint256 amount = _moveDeposit(auction, solver, false, market);
        emit DepositForfeited(auction, solver, amount);
    }

    // -- views -----------------------------------------------------------------------------------------

    /// @inheritdoc IContest
    function incumbentOf(uint64 auction) external view returns (Incumbent memory) {
        return _incumbents[auction];
    }

    /// @inheritdoc IContest
    function commitmentOf(uint64 auction, address solver) external view returns (bytes32) {
        return _commitments[auction][solver];
    }

    /// @inheritdoc IContest
    function filledOf(uint64 auction, uint256 index, uint32 lots) external view returns (uint32) {
        return _fills[auction].read(_incumbents[auction].partialWords, index, lots);
    }

    /// @inheritdoc IContest
    function commitmentTo(
        uint64 auction,
        address solver,
        bytes32 salt,
        Solution calldata solution
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(auction, solver, salt, solution));
    }

    // -- internal --------------------------------------------------------------------------------------

    function _laneOf(uint64 auction) private view returns (Lane memory lane, uint32 market, uint256 deadline) {
        (lane, market) = _products.lane(Ids.laneOf(auction));
        deadline = uint256(Ids.numberOf(auction)) * lane.stride * _products.period(market) - lane.lead;
    }

    function _within(uint64 auction, uint256 from, uint256 to) private view {
        if (block.timestamp < from || block.timestamp >= to) revert NotNow(auction, from, to);
    }

    function _moveDeposit(uint64 auction, address solver, bool back, uint32 market) private returns (uint256 amount) {
        amount = _ledger.balanceOf(Accounts.solverDeposit(solver, auction));
        _ledger.post(
            Accounts.solverDeposit(solver, auction),
            back ? Accounts.cash(solver, 0) : Accounts.fees(market),
            amount,
            Memos.memo(back ? Code.DepositReturned : Code.DepositForfeited, auction)
        );
    }

    function _isBetter(
        uint64 auction,
        Verdict memory verdict,
        Incumbent memory best,
        Solution calldata solution
    ) private view returns (bool) {
        if (verdict.welfare != best.welfare) return verdict.welfare > best.welfare;
        if (!best.exact) return true;
        if (verdict.distance != best.distance) return verdict.distance < best.distance;
        (Lane memory lane, uint32 market, ) = _laneOf(auction);
        uint32[] memory products = _products.marketProducts(market);
        for (uint256 m = 0; m < products.length; ++m) {
            uint64 first = Ids.series(products[m], uint32(uint256(Ids.numberOf(auction)) * lane.stride));
            (, , ResultWord[] memory old) = _auction.resultsOf(auction, first, lane.window);
            for (uint256 o = 0; o < lane.window; ++o) {
                uint256 price = verdict.results[m * lane.window + o].price();
                if (price != old[o].price()) return price < old[o].price();
            }
        }
        return _fills[auction].precede(best.partialWords, solution.accepted, solution.partials);
    }

    function _adopt(uint64 auction, Verdict memory verdict, Solution calldata solution) private {
        _auction.replaceResults(auction, msg.sender, verdict.results);
        _replace(auction, verdict, _fills[auction].write(solution.accepted, solution.partials));
        emit IncumbentReplaced(
            auction,
            msg.sender,
            verdict.welfare,
            verdict.gap,
            verdict.distance,
            solution.accepted,
            solution.partials
        );
    }

    function _replace(uint64 auction, Verdict memory verdict, uint256 partialWords) private {
        _incumbents[auction] = Incumbent({
            welfare: uint128(verdict.welfare), // 144 series of 2^27 lots, 24 bits of ticks and 64 of quote units
            gap: uint128(verdict.gap),
            solver: msg.sender,
            distance: uint64(verdict.distance),
            partialWords: uint8(partialWords),
            exact: verdict.stripGap == 0,
            concluded: false
        });
    }
}
