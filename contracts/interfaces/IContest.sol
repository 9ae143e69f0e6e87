// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Solution} from "./IVerifier.sol";

/// @notice The best solution of an auction so far.
struct Incumbent {
    uint128 welfare; // quote units: what buyers would have paid at most less what sellers asked at least
    uint128 gap; // quote units: welfare + gap is at least the best possible welfare
    address solver;
    uint64 distance; // ticks: of its prices from the baseline's, summed; each beyond a band counts 256 more
    uint8 partialWords; // storage words of orders filled in part
    bool exact; // no strip is left with a regret; only a baseline can lack that
    bool concluded;
}

/// @title The contest for the clearing of an auction with strips or blocks
/// @notice Once an auction has closed anyone brings its baseline, the clearing of its hourly orders alone. In the first
/// half of the solving time solvers commit to better solutions, with a deposit; in the second half they reveal them. One is
/// verified whole, unless it claims less welfare than the best so far. At the deadline the best one is final, without
/// anyone having to act.
/// @dev A better solution has more welfare; then, where the baseline leaves a strip unsatisfied, none; then prices nearer
/// the baseline's; then lower prices, and earlier orders, lexicographically. See docs/mechanism.md.
interface IContest {
    /// @notice A solver committed to a solution.
    event SolutionCommitted(uint64 indexed auction, address indexed solver, bytes32 commitment);
    /// @notice A solution is the best so far. Its prices are in the SeriesCleared events beside it.
    event IncumbentReplaced(
        uint64 indexed auction,
        address indexed solver,
        uint256 welfare,
        uint256 gap,
        uint256 distance,
        bytes accepted,
        bytes partials
    );
    /// @notice A solution was revealed that is not better than the best so far. Its deposit was returned.
    /// @param welfare quote units, as its solver claims; not verified where it is below the best one's
    event SolutionBeaten(uint64 indexed auction, address indexed solver, uint256 welfare);
    /// @notice A deposit of a solution that was never revealed went to the market's fees.
    event DepositForfeited(uint64 indexed auction, address indexed solver, uint256 amount);

    /// @notice That is possible from `from` to before `to` (unix seconds).
    error NotNow(uint64 auction, uint256 from, uint256 to);
    /// @notice Solutions are measured by the baseline, which nobody has brought yet.
    error NoBaseline(uint64 auction);
    /// @notice The solver did not commit to this solution.
    error NotCommitted(uint64 auction, address solver);
    /// @notice The auction was concluded, or nobody has brought anything to conclude.
    error NothingToConclude(uint64 auction);
    /// @notice No deposit to forfeit.
    error NoDeposit(uint64 auction, address solver);

    /// @notice Commits the caller to a solution in the first half of the solving time; a later commitment replaces it.
    /// Takes the market's maxTip from the caller's cash as a deposit, once.
    function commit(uint64 auction, bytes32 commitment) external;

    /// @notice Brings the clearing of the hourly orders alone, with the list that proves how far from optimal it can be.
    /// @param hints as for Auction.clear
    function baseline(uint64 auction, bytes calldata hints, bytes calldata list) external;

    /// @notice Reveals a solution in the second half of the solving time. The deposit goes back, unless it is refused.
    function reveal(uint64 auction, Solution calldata solution, bytes32 salt, bytes calldata list) external;

    /// @notice After the deadline: pays the reward, half of the trading fees up to the market's maxTip, the rest to the
    /// market's fees, and moves the references.
    function conclude(uint64 auction) external;

    /// @notice After the deadline: the deposit of a solution that was never revealed goes to the market's fees.
    function forfeit(uint64 auction, address solver) external;

    /// @notice The best solution so far; final from the deadline on.
    function incumbentOf(uint64 auction) external view returns (Incumbent memory);
    /// @notice What a solver committed to; zero for nothing, or once it was revealed.
    function commitmentOf(uint64 auction, address solver) external view returns (bytes32);
    /// @notice Lots of an order that the best solution fills, of all of its `lots`.
    function filledOf(uint64 auction, uint256 index, uint32 lots) external view returns (uint32);
    /// @notice What a commitment to a solution is.
    function commitmentTo(
        uint64 auction,
        address solver,
        bytes32 salt,
        Solution calldata solution
    ) external pure returns (bytes32);
}
