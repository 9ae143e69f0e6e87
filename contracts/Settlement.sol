// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IDelivery} from "./interfaces/IDelivery.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {Dispute, DisputeState, IMeter} from "./interfaces/IMeter.sol";
import {DeliveryTerms, IProducts} from "./interfaces/IProducts.sol";
import {IProviders} from "./interfaces/IProviders.sol";
import {ISettlement} from "./interfaces/ISettlement.sol";
import {Damages} from "./libraries/Damages.sol";
import {Account, Accounts} from "./types/Account.sol";
import {Commitment} from "./types/Commitment.sol";
import {Nomination} from "./types/Nomination.sol";
import {Outcome, Outcomes, Result} from "./types/Outcome.sol";
import {Reading, Readings} from "./types/Reading.sol";
import {Ids} from "./types/Series.sol";

/// @title Settlement
/// @notice See {ISettlement}.
/// @dev Holds no cash and no rights but two: Delivery pays what it finds, the Meter keeps the disputes that it opens.
contract Settlement is ISettlement {
    ILedger private immutable _ledger;
    IProducts private immutable _products;
    IProviders private immutable _providers;
    IMeter private immutable _meter;
    IDelivery private immutable _delivery;

    /// @dev Whether any assignment of the series was disputed: where not, settling need not look for disputes.
    mapping(uint64 series => bool) private _disputed;

    constructor(ILedger ledger, IProducts products, IProviders providers, IMeter meter, IDelivery delivery) {
        _ledger = ledger;
        _products = products;
        _providers = providers;
        _meter = meter;
        _delivery = delivery;
    }

    // -- settlement ------------------------------------------------------------------------------------

    /// @inheritdoc ISettlement
    function settle(Reading[] calldata readings, bytes32[][] calldata proofs) external returns (uint256 count) {
        if (readings.length != proofs.length) revert LengthMismatch(readings.length, proofs.length);
        uint256 from = 0;
        while (from < readings.length) {
            uint64 series = _seriesOf(readings[from]);
            uint256 to = from + 1;
            while (to < readings.length && _seriesOf(readings[to]) == series) {
                ++to;
            }
            count += _settleSeries(series, readings[from:to], proofs, from);
            from = to;
        }
        if (count == 0) revert NothingToSettle();
    }

    /// @inheritdoc ISettlement
    function settleMissingLeaf(uint64 series, uint32 commitment, uint32 nomination) external {
        (, uint256 postedAt) = _rootOf(series);
        uint256 window = _terms(series).challengeWindow;
        uint256 until = postedAt + 2 * window;
        // Nobody could settle it during a dispute: there is a window again.
        uint256 deadline = _requireNoDispute(series, commitment, nomination);
        if (deadline > 0) until = Math.max(until, deadline + window);
        if (block.timestamp <= until) revert WindowOpen(series, until);
        Result result = _settleOne(series, commitment, nomination, uint32(Readings.PPM));
        emit MissingLeafSettled(series, commitment, nomination, result.lots(), result.paid(), result.seized());
    }

    /// @inheritdoc ISettlement
    function settleWithoutRoot(uint64 series, uint32 commitment, uint32 nomination) external {
        (, uint64 postedAt) = _meter.rootOf(series);
        if (postedAt != 0) revert RootKnown(series);
        DeliveryTerms memory d = _terms(series);
        uint256 dueAt = (uint256(Ids.hourOf(series)) + 1) * d.period + d.rootDue;
        if (block.timestamp <= dueAt) revert WindowOpen(series, dueAt);
        Result result = _delivery.refund(series, commitment, nomination, Accounts.cash(msg.sender, 0));
        if (result.lots() == 0) revert AlreadySettled(series, commitment, nomination);
        emit RootlessSettled(series, commitment, nomination, result.lots(), result.paid());
    }

    // -- disputes --------------------------------------------------------------------------------------

    /// @inheritdoc ISettlement
    function dispute(Account party, Reading calldata reading, bytes32[] calldata proof) external returns (uint64 id) {
        uint64 series = _seriesOf(reading);
        Dispute memory d = _prepare(party, series, reading.commitment, reading.nomination);
        d.leaf = _proven(series, reading, proof);
        return _meter.openDispute(d);
    }

    /// @inheritdoc ISettlement
    function disputeMissing(
        Account party,
        uint64 series,
        uint32 commitment,
        uint32 nomination
    ) external returns (uint64 id) {
        return _meter.openDispute(_prepare(party, series, commitment, nomination));
    }

    /// @inheritdoc ISettlement
    function presentLeaf(uint64 id, Reading calldata reading, bytes32[] calldata proof) external {
        _requireSame(id, reading);
        _meter.presentLeaf(id, _proven(_seriesOf(reading), reading, proof));
    }

    /// @inheritdoc ISettlement
    function decide(uint64 id, Reading calldata reading, bytes[] calldata signatures) external {
        _requireSame(id, reading);
        _requireSound(reading);
        uint64 series = _seriesOf(reading);
        uint32 shortfall = Damages.shortfall(_terms(series), reading);
        _meter.decide(id, Readings.leaf(reading), shortfall < Readings.PPM, signatures);
        Result result = _settleOne(series, reading.commitment, reading.nomination, shortfall);
        _emitSettled(series, reading, shortfall, result);
    }

    // -- internal --------------------------------------------------------------------------------------

    /// @param proofs of all readings; those of `readings` begin at `from`
    function _settleSeries(
        uint64 series,
        Reading[] calldata readings,
        bytes32[][] calldata proofs,
        uint256 from
    ) private returns (uint256 count) {
        (bytes32 root, uint256 postedAt) = _rootOf(series);
        DeliveryTerms memory d = _terms(series);
        uint256 until = postedAt + d.challengeWindow;
        if (block.timestamp <= until) revert WindowOpen(series, until);

        bool disputed = _disputed[series];
        Outcome[] memory outcomes = new Outcome[](readings.length);
        for (uint256 i = 0; i < readings.length; ++i) {
            Reading calldata r = readings[i];
            if (disputed) _requireNoDispute(series, r.commitment, r.nomination);
            _requireSound(r);
            _requireIn(root, Readings.leaf(r), proofs[from + i]);
            outcomes[i] = Outcomes.pack(r.commitment, r.nomination, Damages.shortfall(d, r));
        }
        Result[] memory results = _delivery.settle(series, outcomes, Accounts.cash(msg.sender, 0));
        for (uint256 i = 0; i < readings.length; ++i) {
            if (results[i].lots() == 0) continue;
            _emitSettled(series, readings[i], outcomes[i].shortfall(), results[i]);
            ++count;
        }
    }

    /// @dev Settles one assignment, which must not have been settled.
    function _settleOne(
        uint64 series,
        uint32 commitment,
        uint32 nomination,
        uint32 shortfall
    ) private returns (Result) {
        Outcome[] memory outcomes = new Outcome[](1);
        outcomes[0] = Outcomes.pack(commitment, nomination, shortfall);
        Result[] memory results = _delivery.settle(series, outcomes, Accounts.cash(msg.sender, 0));
        if (results[0].lots() == 0) revert AlreadySettled(series, commitment, nomination);
        return results[0];
    }

    /// @dev The last check of a reading: that it is of the lots that Delivery found assigned.
    function _emitSettled(uint64 series, Reading calldata r, uint32 shortfall, Result result) private {
        if (r.lots != result.lots()) revert WrongLots(r.lots, result.lots());
        emit ReadingSettled(
            series,
            r.commitment,
            r.nomination,
            Readings.shares(r, shortfall),
            (uint256(r.energyWh) << 64) | r.carbonG,
            r.samplesRoot,
            r.extension,
            result.paid(),
            result.seized()
        );
    }

    /// @dev A dispute of the party, without its leaf.
    function _prepare(
        Account party,
        uint64 series,
        uint32 commitment,
        uint32 nomination
    ) private returns (Dispute memory d) {
        if (!_ledger.mayTrade(party, msg.sender)) revert NotAuthorized(party, msg.sender);
        (, uint256 postedAt) = _rootOf(series);
        DeliveryTerms memory terms = _terms(series);
        uint256 until = postedAt + terms.challengeWindow;
        if (block.timestamp > until) revert WindowClosed(series, until);

        // From here on the assignment cannot change.
        _delivery.fixShift(series);
        (uint32 lots, Commitment c, Nomination n) = _delivery.assignmentOf(series, commitment, nomination);
        if (lots == 0) revert NotAssigned(series, commitment, nomination);
        Account holder = n.holder();
        Account provider = _providers.providerAccount(c.provider());
        d.byProvider = Account.unwrap(party) == Account.unwrap(provider);
        if (!d.byProvider && Account.unwrap(party) != Account.unwrap(holder)) {
            revert NotParty(party, series, commitment, nomination);
        }
        d.series = series;
        d.commitment = commitment;
        d.nomination = nomination;
        d.deadline = uint64(block.timestamp) + terms.decisionWindow;
        d.state = DisputeState.Open;
        d.party = party;
        d.other = d.byProvider ? holder : provider;
        d.bond = Damages.bond(_products.tradeTerms(Ids.productOf(series)), terms, lots, c.k());
        _disputed[series] = true;
    }

    function _rootOf(uint64 series) private view returns (bytes32 root, uint256 postedAt) {
        (root, postedAt) = _meter.rootOf(series);
        if (postedAt == 0) revert NoRoot(series);
    }

    /// @dev The leaf of a reading that is in the posted root and of the assigned lots.
    function _proven(uint64 series, Reading calldata r, bytes32[] calldata proof) private view returns (bytes32 leaf) {
        _requireSound(r);
        (uint32 lots, , ) = _delivery.assignmentOf(series, r.commitment, r.nomination);
        if (r.lots != lots) revert WrongLots(r.lots, lots);
        leaf = Readings.leaf(r);
        (bytes32 root, ) = _rootOf(series);
        _requireIn(root, leaf, proof);
    }

    /// @dev Reverts while the second quorum has time. What it decided is settled already.
    /// @return deadline of a dispute that there was, else zero
    function _requireNoDispute(uint64 series, uint32 commitment, uint32 nomination) private view returns (uint256) {
        uint64 id = _meter.disputeOf(series, commitment, nomination);
        if (id == 0) return 0;
        Dispute memory d = _meter.disputeById(id);
        if (d.state == DisputeState.Open && block.timestamp <= d.deadline) revert UnderDispute(id);
        return d.deadline;
    }

    function _requireSame(uint64 id, Reading calldata r) private view {
        Dispute memory d = _meter.disputeById(id);
        bool same = _seriesOf(r) == d.series && r.commitment == d.commitment && r.nomination == d.nomination;
        if (!same) revert WrongAssignment(id);
    }

    function _terms(uint64 series) private view returns (DeliveryTerms memory) {
        return _products.deliveryTerms(Ids.productOf(series));
    }

    /// @dev What can be checked of a reading by itself.
    function _requireSound(Reading calldata r) private pure {
        if (r.version != Readings.VERSION) revert WrongVersion(r.version);
        uint256 sum = uint256(r.deliveredPpm) + r.lostProviderPpm + r.lostBuyerPpm;
        if (sum != Readings.PPM) revert WrongShares(sum);
    }

    function _requireIn(bytes32 root, bytes32 leaf, bytes32[] calldata proof) private pure {
        if (!MerkleProof.verifyCalldata(proof, root, leaf)) revert ForgedLeaf(leaf);
    }

    function _seriesOf(Reading calldata r) private pure returns (uint64) {
        return Ids.series(r.product, r.hour);
    }
}
