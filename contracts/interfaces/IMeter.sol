// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account} from "../types/Account.sol";

/// @dev The order is part of storage and events and must never change.
enum DisputeState {
    None,
    Open, // waits for the second quorum; past its deadline it counts as Silent
    Decided, // the second quorum has decided
    Silent // it has not: the original stands
}

/// @notice A dispute over one assignment.
struct Dispute {
    uint64 series;
    uint32 commitment;
    uint32 nomination;
    uint64 deadline; // unix seconds: the second quorum decides by then
    DisputeState state;
    bool byProvider; // who disputes: the provider, or the holder
    Account party; // who disputes
    Account other; // the other side of the assignment
    uint256 bond; // quote units
    bytes32 leaf; // the original; zero where it is said to be missing
}

/// @title Oracle quorums, meter roots, dispute decisions
/// @notice A product's terms name two sets of oracles by the hash of their members: the first signs meter roots, the
/// second decides disputes. A set is nobody's: whoever can sign for a quorum of it speaks for it, through whoever
/// brings the signatures. All signatures are EIP-712 of the domain ("Clearhour Meter", "1", chain, this contract), of
///
///   MeterRoot(uint32 product,uint32 hour,bytes32 root,uint32 count)
///   Verdict(uint64 dispute,bytes32 reading)
///
/// and come in the order of their signers' addresses, from the lowest. The parties enter disputes through
/// Settlement, which finds out who they are.
interface IMeter {
    /// @notice A set of oracles can be named in terms as `id` = keccak256(abi.encode(members, quorum)).
    event OracleSetRegistered(bytes32 indexed id, address[] members, uint8 quorum);
    /// @notice The Merkle root of all readings of a series, `count` of them.
    event RootPosted(uint64 indexed series, bytes32 root, uint32 count, uint256 signatures, address poster);
    /// @notice An assignment is disputed. `leaf` is the original reading's; zero where it is said to be missing.
    event DisputeOpened(
        uint64 indexed dispute,
        uint64 indexed series,
        uint32 commitment,
        uint32 nomination,
        Account indexed party,
        Account other,
        bytes32 leaf,
        uint256 bond,
        uint64 deadline
    );
    /// @notice A leaf that was said to be missing was shown.
    event LeafPresented(uint64 indexed dispute, bytes32 leaf);
    /// @notice The second quorum signed `leaf`. `won`: the disputing party got it changed and its bond back.
    event DisputeDecided(uint64 indexed dispute, bytes32 leaf, bool won);
    /// @notice The second quorum said nothing: the original stands and the bond went back.
    event DisputeSilent(uint64 indexed dispute);
    /// @notice An oracle put up a bond for disputes of a product.
    event OracleBonded(address indexed oracle, uint32 indexed product, uint256 amount);
    /// @notice `amount` of an oracle's bond is leaving; it can be withdrawn at `releaseTime` (unix seconds).
    event OracleUnbonding(address indexed oracle, uint32 indexed product, uint256 amount, uint64 releaseTime);
    /// @notice An oracle took its unbonded bond back.
    event OracleBondWithdrawn(address indexed oracle, uint32 indexed product, uint256 amount);
    /// @notice A member of the second set lost `amount` of its bond for silence.
    event OraclePenalised(address indexed oracle, uint64 indexed dispute, uint256 amount);

    /// @notice Only Settlement enters and decides disputes.
    error NotRoom(address caller);
    /// @notice A set has 1 to 16 members.
    error SetSize(uint256 members);
    /// @notice Members are listed by address, from the lowest, each once and none zero.
    error MembersNotAscending(uint256 index);
    /// @notice A quorum is more than two thirds of the members and at most all of them.
    error InvalidQuorum(uint8 quorum, uint256 members);
    /// @notice Nobody has registered this set of oracles: register its members first.
    error UnknownSet(bytes32 id);
    /// @notice The signature is malformed.
    error InvalidSignature(uint256 index);
    /// @notice The signer is not in the set; a signature of something else looks like this too.
    error NotMember(address signer);
    /// @notice Signatures come in the order of their signers' addresses, each signer once.
    error SignersNotAscending(uint256 index);
    /// @notice Fewer signatures than the quorum.
    error BelowQuorum(uint256 signatures, uint8 quorum);
    /// @notice The period is not over yet.
    error RootTooEarly(uint64 series, uint256 opensAt);
    /// @notice The root was due; without it, settlement goes on without a reading.
    error RootTooLate(uint64 series, uint256 dueAt);
    /// @notice The series has its root: there is one, once.
    error RootExists(uint64 series);
    /// @notice No dispute has this number.
    error UnknownDispute(uint64 dispute);
    /// @notice The assignment is or was disputed already.
    error AlreadyDisputed(uint64 dispute);
    /// @notice The dispute is not open any more.
    error DisputeClosed(uint64 dispute, DisputeState state);
    /// @notice The time to decide is over.
    error DecisionTooLate(uint64 dispute, uint64 deadline);
    /// @notice The second quorum still has time.
    error DecisionPending(uint64 dispute, uint64 deadline);
    /// @notice The dispute is about a leaf that is known.
    error LeafKnown(uint64 dispute, bytes32 leaf);
    /// @notice A bond of nothing.
    error ZeroAmount();
    /// @notice The caller is not in the second set of the product.
    error NotSecondOracle(uint32 product, address oracle);
    /// @notice The oracle has less bonded than that.
    error InsufficientBond(address oracle, uint32 product, uint256 bonded, uint256 needed);
    /// @notice Nothing of the oracle's bond is leaving.
    error NothingUnbonding(address oracle, uint32 product);
    /// @notice Leaving bonds stay seizable until then.
    error StillUnbonding(address oracle, uint32 product, uint64 releaseTime);

    // -- oracles ---------------------------------------------------------------------------------------

    /// @notice Makes a set known. Anyone may, for any members: what counts is who names the set in terms. Does nothing
    /// where it is known already.
    /// @param members 1 to 16 addresses, ascending
    /// @param quorum more than two thirds of them
    function registerSet(address[] calldata members, uint8 quorum) external returns (bytes32 id);

    /// @notice Posts the root of a period's readings, once, after the period and by the time the terms ask for.
    /// @param count how many readings the root has, for whoever rebuilds the tree
    /// @param signatures at least a quorum of the product's oracle set
    function postRoot(uint32 product, uint32 hour, bytes32 root, uint32 count, bytes[] calldata signatures) external;

    /// @notice Moves free cash of the caller into its bond for a product whose second set it is in: its consent to
    /// lose up to the terms' bondFloor for each dispute that its set leaves undecided.
    function bondOracle(uint32 product, uint256 amount) external;

    /// @notice Announces that `amount` of the caller's bond leaves. The wait begins anew for all that is leaving.
    function unbondOracle(uint32 product, uint256 amount) external;

    /// @notice Moves what has left the caller's bond, after the wait, to its free cash.
    function withdrawOracleBond(uint32 product) external returns (uint256 amount);

    /// @notice Ends a dispute that the second quorum left undecided: the bond goes back, and each member of the second
    /// set that has a bond for the product loses up to the terms' bondFloor of it to Reserve. Who of them would have
    /// signed cannot be known here. Anyone may call it.
    function closeSilent(uint64 dispute) external;

    // -- rooms -----------------------------------------------------------------------------------------

    /// @notice Opens a dispute and takes the bond from the disputing party's cash. Settlement only, which vouches
    /// for everything in it.
    function openDispute(Dispute calldata opened) external returns (uint64 dispute);

    /// @notice Makes a dispute about a missing leaf one about that leaf. Settlement only, which has seen the
    /// proof.
    function presentLeaf(uint64 dispute, bytes32 leaf) external;

    /// @notice Ends a dispute with the verdict of the second quorum and splits the bond: back to the disputing party
    /// if it won, else half to the other side and the rest to Reserve. It won if the verdict is not the original; over
    /// a missing leaf the provider's side wins where anything was delivered. Settlement only.
    /// @param leaf of the reading that was signed
    /// @param delivered whether the reading counts any time as delivered
    /// @param signatures at least a quorum of the product's second set
    function decide(uint64 dispute, bytes32 leaf, bool delivered, bytes[] calldata signatures) external;

    // -- views -----------------------------------------------------------------------------------------

    /// @notice How long leaving bonds of oracles stay seizable, seconds.
    function UNBONDING() external view returns (uint64);
    /// @notice The root of a series and when it was posted; zeros while it is not.
    function rootOf(uint64 series) external view returns (bytes32 root, uint64 postedAt);
    /// @notice How many readings the root of a series was said to have.
    function countOf(uint64 series) external view returns (uint32);
    /// @notice The members of a set, ascending, and its quorum; empty where it is not registered.
    function setOf(bytes32 id) external view returns (address[] memory members, uint8 quorum);
    /// @notice A dispute by its number, from 1.
    function disputeById(uint64 dispute) external view returns (Dispute memory);
    /// @notice The dispute over an assignment; zero for none.
    function disputeOf(uint64 series, uint32 commitment, uint32 nomination) external view returns (uint64);
    /// @notice How many disputes there have been.
    function disputeCount() external view returns (uint64);
    /// @notice An oracle's bond for a product: all of it, what is leaving and until when.
    function bondOf(
        address oracle,
        uint32 product
    ) external view returns (uint256 bonded, uint256 unbonding, uint64 releaseTime);
    /// @notice EIP-712 digest that the oracle set signs.
    function rootDigest(uint32 product, uint32 hour, bytes32 root, uint32 count) external view returns (bytes32);
    /// @notice EIP-712 digest that the second set signs.
    function verdictDigest(uint64 dispute, bytes32 reading) external view returns (bytes32);
}
