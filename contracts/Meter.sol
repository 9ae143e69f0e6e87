// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ILedger} from "./interfaces/ILedger.sol";
import {Dispute, DisputeState, IMeter} from "./interfaces/IMeter.sol";
import {DeliveryTerms, IProducts} from "./interfaces/IProducts.sol";
import {Account, Accounts} from "./types/Account.sol";
import {Code, Memos} from "./types/Memo.sol";
import {Ids} from "./types/Series.sol";

/// @title Meter
/// @notice See {IMeter}.
contract Meter is IMeter, EIP712 {
    /// @inheritdoc IMeter
    uint64 public constant UNBONDING = 91 days; // > Products.MAX_SPAN
    uint256 private constant MAX_MEMBERS = 16;
    bytes32 private constant ROOT_TYPE = keccak256("MeterRoot(uint32 product,uint32 hour,bytes32 root,uint32 count)");
    bytes32 private constant VERDICT_TYPE = keccak256("Verdict(uint64 dispute,bytes32 reading)");

    struct Set {
        address[] members;
        uint8 quorum;
    }

    struct Root {
        bytes32 root;
        uint64 postedAt;
        uint32 count;
    }

    /// @dev One word.
    struct OracleBond {
        uint104 staying; // quote units
        uint104 leaving; // quote units
        uint48 releaseTime;
    }

    ILedger private immutable _ledger;
    IProducts private immutable _products;
    address private immutable _settlement;

    mapping(bytes32 id => Set) private _sets;
    mapping(uint64 series => Root) private _roots;
    Dispute[] private _disputes;
    /// @dev pair: commitment << 32 | nomination
    mapping(uint64 series => mapping(uint64 pair => uint64 dispute)) private _disputeOf;
    mapping(address oracle => mapping(uint32 product => OracleBond)) private _bonds;

    constructor(ILedger ledger, IProducts products, address settlement) EIP712("Clearhour Meter", "1") {
        _ledger = ledger;
        _products = products;
        _settlement = settlement;
        _disputes.push(); // 0 is no dispute
    }

    modifier onlySettlement() {
        if (msg.sender != _settlement) revert NotRoom(msg.sender);
        _;
    }

    // -- oracles ---------------------------------------------------------------------------------------

    /// @inheritdoc IMeter
    function registerSet(address[] calldata members, uint8 quorum) external returns (bytes32 id) {
        uint256 count = members.length;
        if (count == 0 || count > MAX_MEMBERS) revert SetSize(count);
        address last;
        for (uint256 i = 0; i < count; ++i) {
            if (members[i] <= last) revert MembersNotAscending(i);
            last = members[i];
        }
        if (uint256(quorum) * 3 <= count * 2 || quorum > count) revert InvalidQuorum(quorum, count);
        id = keccak256(abi.encode(members, quorum));
        if (_sets[id].quorum != 0) return id;
        _sets[id] = Set(members, quorum);
        emit OracleSetRegistered(id, members, quorum);
    }

    /// @inheritdoc IMeter
    function postRoot(uint32 product, uint32 hour, bytes32 root, uint32 count, bytes[] calldata signatures) external {
        uint64 series = Ids.series(product, hour);
        DeliveryTerms memory d = _products.deliveryTerms(product);
        uint256 opensAt = (uint256(hour) + 1) * d.period;
        if (block.timestamp < opensAt) revert RootTooEarly(series, opensAt);
        if (block.timestamp > opensAt + d.rootDue) revert RootTooLate(series, opensAt + d.rootDue);
        if (_roots[series].postedAt != 0) revert RootExists(series);
        _requireQuorum(_products.oracleTerms(product).oracleSet, rootDigest(product, hour, root, count), signatures);
        _roots[series] = Root(root, uint64(block.timestamp), count);
        emit RootPosted(series, root, count, signatures.length, msg.sender);
    }

    /// @inheritdoc IMeter
    function bondOracle(uint32 product, uint256 amount) external {
        if (amount == 0) revert ZeroAmount();
        if (!_isMember(_products.oracleTerms(product).secondSet, msg.sender)) {
            revert NotSecondOracle(product, msg.sender);
        }
        _bonds[msg.sender][product].staying += uint104(amount); // the ledger holds less than 2^104, see SECURITY.md
        _ledger.post(
            Accounts.cash(msg.sender, 0),
            Accounts.oracleBond(msg.sender, product),
            amount,
            Memos.memo(Code.OracleBond, product)
        );
        emit OracleBonded(msg.sender, product, amount);
    }

    /// @inheritdoc IMeter
    function unbondOracle(uint32 product, uint256 amount) external {
        if (amount == 0) revert ZeroAmount();
        OracleBond storage bond = _bonds[msg.sender][product];
        if (amount > bond.staying) revert InsufficientBond(msg.sender, product, bond.staying, amount);
        bond.staying -= uint104(amount);
        bond.leaving += uint104(amount);
        bond.releaseTime = uint48(block.timestamp + UNBONDING);
        emit OracleUnbonding(msg.sender, product, amount, bond.releaseTime);
    }

    /// @inheritdoc IMeter
    function withdrawOracleBond(uint32 product) external returns (uint256 amount) {
        OracleBond storage bond = _bonds[msg.sender][product];
        amount = bond.leaving;
        if (amount == 0) revert NothingUnbonding(msg.sender, product);
        if (block.timestamp < bond.releaseTime) revert StillUnbonding(msg.sender, product, bond.releaseTime);
        bond.leaving = 0;
        _ledger.post(
            Accounts.oracleBond(msg.sender, product),
            Accounts.cash(msg.sender, 0),
            amount,
            Memos.memo(Code.OracleBond, product)
        );
        emit OracleBondWithdrawn(msg.sender, product, amount);
    }

    /// @inheritdoc IMeter
    function closeSilent(uint64 id) external {
        Dispute storage d = _openDispute(id);
        if (block.timestamp <= d.deadline) revert DecisionPending(id, d.deadline);
        d.state = DisputeState.Silent;
        _ledger.post(Accounts.disputeBond(id), d.party, d.bond, Memos.memo(Code.BondReturned, id));
        uint32 product = Ids.productOf(d.series);
        uint256 penalty = _products.deliveryTerms(product).bondFloor;
        address[] storage members = _sets[_products.oracleTerms(product).secondSet].members;
        for (uint256 i = 0; i < members.length; ++i) {
            _penalise(members[i], product, penalty, id);
        }
        emit DisputeSilent(id);
    }

    // -- rooms -----------------------------------------------------------------------------------------

    /// @inheritdoc IMeter
    function openDispute(Dispute calldata opened) external onlySettlement returns (uint64 id) {
        uint64 pair = _pair(opened.commitment, opened.nomination);
        id = _disputeOf[opened.series][pair];
        if (id != 0) revert AlreadyDisputed(id);
        id = uint64(_disputes.length);
        _disputes.push(opened);
        _disputeOf[opened.series][pair] = id;
        _ledger.post(opened.party, Accounts.disputeBond(id), opened.bond, Memos.memo(Code.DisputeBond, id));
        emit DisputeOpened(
            id,
            opened.series,
            opened.commitment,
            opened.nomination,
            opened.party,
            opened.other,
            opened.leaf,
            opened.bond,
            opened.deadline
        );
    }

    /// @inheritdoc IMeter
    function presentLeaf(uint64 id, bytes32 leaf) external onlySettlement {
        Dispute storage d = _undecided(id);
        if (d.leaf != 0) revert LeafKnown(id, d.leaf);
        d.leaf = leaf;
        emit LeafPresented(id, leaf);
    }

    /// @inheritdoc IMeter
    function decide(uint64 id, bytes32 leaf, bool delivered, bytes[] calldata signatures) external onlySettlement {
        Dispute storage d = _undecided(id);
        bytes32 secondSet = _products.oracleTerms(Ids.productOf(d.series)).secondSet;
        _requireQuorum(secondSet, verdictDigest(id, leaf), signatures);
        d.state = DisputeState.Decided;
        bool won = d.leaf == 0 ? delivered == d.byProvider : leaf != d.leaf;
        Account from = Accounts.disputeBond(id);
        if (won) {
            _ledger.post(from, d.party, d.bond, Memos.memo(Code.BondReturned, id));
        } else {
            uint256 half = d.bond / 2;
            _ledger.post(from, d.other, half, Memos.memo(Code.BondWon, id));
            _ledger.post(from, Accounts.RESERVE, d.bond - half, Memos.memo(Code.ToReserve, id));
        }
        emit DisputeDecided(id, leaf, won);
    }

    // -- views -----------------------------------------------------------------------------------------

    /// @inheritdoc IMeter
    function rootOf(uint64 series) external view returns (bytes32 root, uint64 postedAt) {
        Root storage r = _roots[series];
        return (r.root, r.postedAt);
    }

    /// @inheritdoc IMeter
    function countOf(uint64 series) external view returns (uint32) {
        return _roots[series].count;
    }

    /// @inheritdoc IMeter
    function setOf(bytes32 id) external view returns (address[] memory members, uint8 quorum) {
        return (_sets[id].members, _sets[id].quorum);
    }

    /// @inheritdoc IMeter
    function disputeById(uint64 id) external view returns (Dispute memory) {
        return _dispute(id);
    }

    /// @inheritdoc IMeter
    function disputeOf(uint64 series, uint32 commitment, uint32 nomination) external view returns (uint64) {
        return _disputeOf[series][_pair(commitment, nomination)];
    }

    /// @inheritdoc IMeter
    function disputeCount() external view returns (uint64) {
        return uint64(_disputes.length - 1);
    }

    /// @inheritdoc IMeter
    function bondOf(
        address oracle,
        uint32 product
    ) external view returns (uint256 bonded, uint256 unbonding, uint64 releaseTime) {
        OracleBond memory bond = _bonds[oracle][product];
        return (uint256(bond.staying) + bond.leaving, bond.leaving, bond.releaseTime);
    }

    /// @inheritdoc IMeter
    function rootDigest(uint32 product, uint32 hour, bytes32 root, uint32 count) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ROOT_TYPE, product, hour, root, count)));
    }

    /// @inheritdoc IMeter
    function verdictDigest(uint64 id, bytes32 reading) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(VERDICT_TYPE, id, reading)));
    }

    // -- internal --------------------------------------------------------------------------------------

    /// @dev Both signers and members ascend, so that one pass finds them all.
    function _requireQuorum(bytes32 setId, bytes32 digest, bytes[] calldata signatures) private view {
        Set storage set = _sets[setId];
        uint8 quorum = set.quorum;
        if (quorum == 0) revert UnknownSet(setId);
        if (signatures.length < quorum) revert BelowQuorum(signatures.length, quorum);
        address[] memory members = set.members;
        address last;
        uint256 m;
        for (uint256 i = 0; i < signatures.length; ++i) {
            (address signer, ECDSA.RecoverError problem, ) = ECDSA.tryRecoverCalldata(digest, signatures[i]);
            if (problem != ECDSA.RecoverError.NoError) revert InvalidSignature(i);
            if (signer <= last) revert SignersNotAscending(i);
            last = signer;
            while (m < members.length && members[m] < signer) {
                ++m;
            }
            if (m == members.length || members[m] != signer) revert NotMember(signer);
        }
    }

    function _isMember(bytes32 setId, address who) private view returns (bool) {
        address[] storage members = _sets[setId].members;
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i] == who) return true;
        }
        return false;
    }

    /// @dev What is leaving goes first.
    function _penalise(address oracle, uint32 product, uint256 penalty, uint64 id) private {
        OracleBond storage bond = _bonds[oracle][product];
        uint256 amount = Math.min(penalty, uint256(bond.staying) + bond.leaving);
        if (amount == 0) return;
        uint256 fromLeaving = Math.min(amount, bond.leaving);
        bond.leaving -= uint104(fromLeaving);
        bond.staying -= uint104(amount - fromLeaving);
        Account from = Accounts.oracleBond(oracle, product);
        _ledger.post(from, Accounts.RESERVE, amount, Memos.memo(Code.OracleSilent, id));
        emit OraclePenalised(oracle, id, amount);
    }

    function _dispute(uint64 id) private view returns (Dispute storage) {
        if (id == 0 || id >= _disputes.length) revert UnknownDispute(id);
        return _disputes[id];
    }

    function _openDispute(uint64 id) private view returns (Dispute storage d) {
        d = _dispute(id);
        if (d.state != DisputeState.Open) revert DisputeClosed(id, d.state);
    }

    /// @dev Open, and the second quorum still has time.
    function _undecided(uint64 id) private view returns (Dispute storage d) {
        d = _openDispute(id);
        if (block.timestamp > d.deadline) revert DecisionTooLate(id, d.deadline);
    }

    function _pair(uint32 commitment, uint32 nomination) private pure returns (uint64) {
        return (uint64(commitment) << 32) | nomination;
    }
}
