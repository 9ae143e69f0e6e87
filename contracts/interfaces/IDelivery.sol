// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account} from "../types/Account.sol";
import {Commitment} from "../types/Commitment.sol";
import {Lines} from "../types/Lines.sol";
import {Nomination} from "../types/Nomination.sol";
import {Outcome, Result} from "../types/Outcome.sol";

/// @title Scheduling and assignment of physical delivery, and what becomes of the lots
/// @notice Per series, commitments and nominations stand in two lines of lots. Which commitment serves which
/// nomination is the overlap of the lines after the longer one, bent to a circle, was turned by a shift that nobody
/// knows before the gate is closed. An assignment is a pair (commitment, nomination) with what they overlap in. Entries
/// and shift are multiples of the terms' domainLots, so that every assignment is.
///
/// The shift comes from the hash of a block after a gate closure. There is one seed per product and day, so that a job
/// keeps its provider over the hours as far as its lots stand in the same places: it is armed when the first gate of
/// the day has closed. An entry that comes after that would see whom it meets: a series with such an entry gets a seed
/// of its own instead, after its own gate closure. So entering late can redraw an assignment once, blindly; it can
/// never choose one. Who builds the block whose hash is used could try several hashes.
///
/// Every entry prepays one settlement. An assignment begins where one of its two entries begins, so there are never
/// more assignments than entries; whoever settles it earns the tip of each entry that begins in it. The tip of an
/// entry that begins where nothing is assigned is earned by whoever releases its lots.
///
/// Times of a period that starts at S and ends at E, in the seconds of its terms (see ISettlement for the rest):
///
///   S - autoCommit                      others may commit for a provider
///   S - gateClosure                     gate closure: lines are complete, shorts left over can be defaulted
///   E + rootDue + challengeWindow       compensation for nominations that met no commitment is paid out
///
/// Every lot that is committed has its lock in Delivery(series), and its stake behind it, until exactly one of settle,
/// refund and releaseUnassigned takes them out again (invariant 8).
interface IDelivery {
    /// @notice A provider's short lots became a commitment. `perLot` quote units are locked for each (with the stake
    /// that the terms reserve); `k` and `mark` are ticks x 256.
    event Committed(
        uint64 indexed series,
        Account indexed account,
        uint32 indexed commitment,
        uint32 lots,
        uint32 k,
        uint32 mark,
        uint256 perLot
    );
    /// @notice A holder's long lots became a nomination; `accessKey` is what its provider lets in.
    event Nominated(
        uint64 indexed series,
        Account indexed account,
        uint32 indexed nomination,
        uint32 lots,
        bytes accessKey
    );
    /// @notice The hash of block `blockNumber` will fix the shift: of the series alone, or of its whole day.
    event ShiftArmed(uint64 indexed series, bool ofDay, uint64 blockNumber);
    /// @notice Lot x of the shorter line meets lot (x + shift) modulo its length of the longer one.
    event ShiftFixed(uint64 indexed series, uint32 shift);
    /// @notice The price that the series' settlement compares k with, ticks x 256; zero for none.
    event SpotFixed(uint64 indexed series, uint32 spot);
    /// @notice Committed lots met no nomination: their provider got `released` back.
    event CommitmentReleased(
        uint64 indexed series,
        uint32 indexed commitment,
        Account indexed account,
        uint32 lots,
        uint256 released
    );
    /// @notice Short lots that nobody committed or closed out paid for a full shortfall, into Compensation of the
    /// series, or into Reserve once that is being paid out. `seized` of `paid` came from stake.
    event ShortDefaulted(
        uint64 indexed series,
        Account indexed account,
        uint32 lots,
        bool penalty,
        uint256 paid,
        uint256 seized
    );
    /// @notice Nominated lots met no commitment: the holder got its share of Compensation.
    event CompensationClaimed(
        uint64 indexed series,
        uint32 indexed nomination,
        Account indexed account,
        uint32 lots,
        uint256 amount
    );
    /// @notice What no nomination can claim went to Reserve.
    event CompensationSwept(uint64 indexed series, uint256 amount);

    /// @notice Only Settlement may call this.
    error NotRoom(address caller);
    /// @notice The caller is neither the account's owner nor one of its operators.
    error NotAuthorized(Account account, address caller);
    /// @notice Two lists that belong together differ in length.
    error LengthMismatch(uint256 first, uint256 second);
    /// @notice Entries were taken until `closesAt` (unix seconds).
    error GateClosed(uint64 series, uint256 closesAt);
    /// @notice Entries are still taken, until `closesAt` (unix seconds).
    error GateOpen(uint64 series, uint256 closesAt);
    /// @notice Others may commit for a provider from `opensAt` on (unix seconds).
    error TooEarlyToCommitFor(Account account, uint64 series, uint256 opensAt);
    /// @notice The provider wants nobody else to commit for it.
    error OptedOut(Account account, uint64 series);
    /// @notice Only providers commit.
    error NotProvider(Account account);
    /// @notice Nothing in the list can be committed: no short lots, or less than one domain.
    error NothingToCommit(Account account);
    /// @notice Fewer lots than the terms ask for in one entry.
    error BelowMinimum(uint64 series, uint32 lots, uint32 minLots);
    /// @notice Entries come in multiples of the terms' domainLots.
    error NotDomainMultiple(uint64 series, uint32 lots, uint32 domainLots);
    /// @notice An access key has 33 to 256 bytes.
    error AccessKeySize(uint256 size);
    /// @notice The shift waits for the hash of `blockNumber`; arm it (again) where that is zero or over 256 blocks ago.
    error ShiftPending(uint64 series, uint256 blockNumber);
    /// @notice No commitment of the series has this index.
    error UnknownCommitment(uint64 series, uint32 commitment);
    /// @notice No nomination of the series has this index.
    error UnknownNomination(uint64 series, uint32 nomination);
    /// @notice The commitment does not serve the nomination.
    error NotAssigned(uint64 series, uint32 commitment, uint32 nomination);
    /// @notice Too early: possible after `until` (unix seconds).
    error WindowOpen(uint64 series, uint256 until);
    /// @notice All of the commitment's lots are assigned, or were released before.
    error NothingToRelease(uint64 series, uint32 commitment);
    /// @notice The account is not short of the series (any more).
    error NothingToDefault(Account account, uint64 series);
    /// @notice All of the nomination's lots are assigned, or were compensated before.
    error NothingToClaim(uint64 series, uint32 nomination);
    /// @notice All that is left is somebody's.
    error NothingToSweep(uint64 series);

    // -- scheduling ------------------------------------------------------------------------------------

    /// @notice Commits short lots of a provider, as its owner or operator, until gate closure. It cannot be taken back.
    /// @param lots of each series: at least the terms' minLots, in multiples of domainLots
    function commit(Account account, uint64[] calldata series, uint32[] calldata lots) external;

    /// @notice Commits all open short lots of a provider in each of the series, rounded down to whole domains; anyone
    /// may, from the terms' autoCommit before the period, unless the provider opted out; owner and operators may at any
    /// time. Where the provider's free cash does not pay for the prepaid settlement, the caller's does. minLots
    /// does not count here: nobody can leave a provider with a rest too small to commit. Series without anything to
    /// commit are skipped.
    /// @return committed lots of all series
    function commitAll(Account account, uint64[] calldata series) external returns (uint256 committed);

    /// @notice Nominates long lots for use, as their holder or its operator, until gate closure. It cannot be taken
    /// back.
    /// @param lots of each series: at least the terms' minLots, in multiples of domainLots
    /// @param accessKey what the assigned providers let in: 33 to 256 bytes, kept in the events
    function nominate(
        Account account,
        uint64[] calldata series,
        uint32[] calldata lots,
        bytes calldata accessKey
    ) external;

    /// @notice Once the gate is closed, names the next block as the one whose hash fixes the shift. Does nothing
    /// while that is so already, or the shift is fixed.
    function armShift(uint64 series) external;

    /// @notice Fixes the shift, once the hash of its block is there. Settling does it on the way. Does nothing where
    /// it is fixed already. Fixes the spot price, too.
    function fixShift(uint64 series) external returns (uint32 shift);

    // -- ends ------------------------------------------------------------------------------------------

    /// @notice Gives a commitment's lots that met no nomination their lock back: they are paid for, the capacity was
    /// there.
    function releaseUnassigned(uint64 series, uint32 commitment) external;

    /// @notice After gate closure, makes an account's short lots that nobody committed pay for a full shortfall. No
    /// penalty where the account is no provider and its close-out found no seller.
    function defaultShort(Account account, uint64 series) external;

    /// @notice Pays a nomination's lots that met no commitment their share of Compensation: all that was paid in until
    /// then, times the lots, by the larger of defaulted lots and nominated lots without commitment.
    function claimCompensation(uint64 series, uint32 nomination) external;

    /// @notice Moves what no nomination can claim from Compensation to Reserve. The last claim does it on the way.
    function sweepCompensation(uint64 series) external;

    // -- rooms -----------------------------------------------------------------------------------------

    /// @notice Settles assignments of a series: pays each holder the damages of its shortfall and the provider the rest
    /// of its lock, ends the lots in the provider's record, and pays the tips. Assignments that are settled already are
    /// skipped. Settlement only, which vouches for the outcomes.
    /// @param tipTo cash account of whoever settles
    function settle(
        uint64 series,
        Outcome[] calldata outcomes,
        Account tipTo
    ) external returns (Result[] memory results);

    /// @notice Settles an assignment of which nothing is known: pays the holder the lots' basis and the provider the
    /// rest of its lock; no record is made. Skips as settle does. Settlement only.
    function refund(
        uint64 series,
        uint32 commitment,
        uint32 nomination,
        Account tipTo
    ) external returns (Result result);

    // -- views -----------------------------------------------------------------------------------------

    /// @notice Totals of the two lines, shift and spot of a series.
    function linesOf(uint64 series) external view returns (Lines);

    /// @notice An entry of the line of commitments, from index 0; zero past its end.
    function commitmentOf(uint64 series, uint32 commitment) external view returns (Commitment);

    /// @notice An entry of the line of nominations, from index 0; zero past its end.
    function nominationOf(uint64 series, uint32 nomination) external view returns (Nomination);

    /// @notice When the gate of a series closes, unix seconds.
    function closesAt(uint64 series) external view returns (uint256);

    /// @notice The seed of a day: the block whose hash makes it (zero: not armed) and, once that was used, the seed.
    function seedOf(uint32 product, uint32 day) external view returns (uint64 blockNumber, uint192 seed);

    /// @notice The shift as it is, or as fixing it now would make it. Reverts while it is not known.
    function shiftOf(uint64 series) external view returns (uint32);

    /// @notice An assignment: its lots (zero where the two do not meet) and its two entries. Reverts while the shift is
    /// not known.
    function assignmentOf(
        uint64 series,
        uint32 commitment,
        uint32 nomination
    ) external view returns (uint32 lots, Commitment, Nomination);

    /// @notice Whether an assignment is settled. Reverts where there is none.
    function isSettled(uint64 series, uint32 commitment, uint32 nomination) external view returns (bool);

    /// @notice Compensation of a series: what was paid in (quote units) for how many defaulted lots, and the nominated
    /// lots that were compensated.
    function compensationOf(uint64 series) external view returns (uint128 pool, uint32 defaulted, uint32 claimed);
}
