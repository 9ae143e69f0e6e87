// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account} from "../types/Account.sol";
import {Reading} from "../types/Reading.sol";

/// @title How assignments end: by a reading, by a verdict, without a leaf, without a root
/// @notice Readings are proven against the meter root of their series and judged here; Delivery pays what follows.
/// Times of a period that ends at E, in the seconds of its terms:
///
///   E ... E + rootDue                   the meter root is posted, at P; if not, settled without readings
///   P ... P + challengeWindow           readings can be disputed; afterwards they can be settled
///   P + 2 * challengeWindow             an assignment without a reading counts as undelivered; where it was
///                                       disputed in vain, challengeWindow after the dispute's deadline if that is later
///
/// Settlements are independent of each other, and no call can make another's fail (invariant 10).
interface ISettlement {
    /// @notice An assignment was settled by its reading, given in four words; the holder got `paid` quote units, of which
    /// `seized` came from the provider's stake and the rest from what was locked.
    /// @param shares see Readings.shares
    /// @param usage energyWh << 64 | carbonG
    event ReadingSettled(
        uint64 indexed series,
        uint32 indexed commitment,
        uint32 indexed nomination,
        uint256 shares,
        uint256 usage,
        bytes32 samplesRoot,
        bytes32 extension,
        uint256 paid,
        uint256 seized
    );
    /// @notice No reading of an assignment came: it counts as undelivered.
    event MissingLeafSettled(
        uint64 indexed series,
        uint32 indexed commitment,
        uint32 indexed nomination,
        uint32 lots,
        uint256 paid,
        uint256 seized
    );
    /// @notice No root came: the holder got the lots' basis, see Collateral.
    event RootlessSettled(
        uint64 indexed series,
        uint32 indexed commitment,
        uint32 indexed nomination,
        uint32 lots,
        uint256 paid
    );

    /// @notice The caller is neither the account's owner nor one of its operators.
    error NotAuthorized(Account account, address caller);
    /// @notice Two lists that belong together differ in length.
    error LengthMismatch(uint256 first, uint256 second);
    /// @notice Too early: possible after `until` (unix seconds).
    error WindowOpen(uint64 series, uint256 until);
    /// @notice The commitment does not serve the nomination.
    error NotAssigned(uint64 series, uint32 commitment, uint32 nomination);
    /// @notice A reading of another version.
    error WrongVersion(uint8 version);
    /// @notice A reading is for exactly the assigned lots.
    error WrongLots(uint32 lots, uint32 assigned);
    /// @notice The shares of a reading's time do not add up to 1,000,000.
    error WrongShares(uint256 sum);
    /// @notice The reading is of another assignment than the dispute.
    error WrongAssignment(uint64 dispute);
    /// @notice The leaf is not in the posted root.
    error ForgedLeaf(bytes32 leaf);
    /// @notice No root was posted.
    error NoRoot(uint64 series);
    /// @notice A root was posted: settle with readings.
    error RootKnown(uint64 series);
    /// @notice Too late: it was possible until `until` (unix seconds).
    error WindowClosed(uint64 series, uint256 until);
    /// @notice The assignment waits for the decision of its dispute.
    error UnderDispute(uint64 dispute);
    /// @notice The assignment was settled before.
    error AlreadySettled(uint64 series, uint32 commitment, uint32 nomination);
    /// @notice All readings were settled before, or there were none.
    error NothingToSettle();
    /// @notice The account is neither the holder nor the provider of the assignment.
    error NotParty(Account account, uint64 series, uint32 commitment, uint32 nomination);

    // -- settlement ------------------------------------------------------------------------------------

    /// @notice Settles assignments by their readings, for anyone by anyone, and pays the tips to the caller. Readings
    /// whose assignments are settled already are skipped, so that nobody's call can be made to fail; any other that
    /// cannot be settled reverts. Cheapest with the readings of a commitment side by side.
    /// @param proofs of each reading, in the root of its series, as StandardMerkleTree makes them
    /// @return count how many were settled
    function settle(Reading[] calldata readings, bytes32[][] calldata proofs) external returns (uint256 count);

    /// @notice Settles an assignment whose reading nobody brought in time as undelivered.
    function settleMissingLeaf(uint64 series, uint32 commitment, uint32 nomination) external;

    /// @notice Settles an assignment of a series whose root is overdue: the holder gets the lots' basis, which is
    /// what they were sold for or the basisFloor of the terms, the provider the rest; no penalty.
    function settleWithoutRoot(uint64 series, uint32 commitment, uint32 nomination) external;

    // -- disputes --------------------------------------------------------------------------------------

    /// @notice Disputes a reading, as the holder or the provider of its assignment or an operator of either. Its bond,
    /// max(bondFloor, bondBps of the lots' basis), is taken from the party's free cash; only the disputing
    /// side posts one. While the dispute is open the assignment cannot be settled; others are not affected.
    /// @param party the cash account of the disputing side
    function dispute(Account party, Reading calldata reading, bytes32[] calldata proof) external returns (uint64 id);

    /// @notice Disputes that an assignment has no reading in the root. Should it have one, anyone can present it.
    /// @param party the cash account of the disputing side
    function disputeMissing(
        Account party,
        uint64 series,
        uint32 commitment,
        uint32 nomination
    ) external returns (uint64 id);

    /// @notice Shows the leaf that an open dispute says is missing: it becomes a dispute about that leaf.
    function presentLeaf(uint64 id, Reading calldata reading, bytes32[] calldata proof) external;

    /// @notice Brings the verdict of the second quorum, the reading that it signed, which settles the assignment.
    /// @param signatures see IMeter
    function decide(uint64 id, Reading calldata reading, bytes[] calldata signatures) external;
}
