// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ILedger} from "./interfaces/ILedger.sol";
import {IProducts} from "./interfaces/IProducts.sol";
import {IProviders} from "./interfaces/IProviders.sol";
import {Account, Accounts} from "./types/Account.sol";
import {Code, Memos} from "./types/Memo.sol";
import {Ids} from "./types/Series.sol";

/// @title Providers
/// @notice See {IProviders}.
contract Providers is IProviders {
    /// @inheritdoc IProviders
    uint64 public constant UNBONDING = 91 days; // > Products.MAX_SPAN
    uint32 private constant MAX_CAPACITY = (1 << 27) - 1;

    /// @dev One word: what trading touches.
    struct Standing {
        uint32 id; // of a provider, from 1
        bool writer;
        uint104 reserved; // quote units of stake that open lots need
        uint104 bonded; // quote units of stake that backs new lots
    }

    struct Unbonding {
        uint104 amount;
        uint64 releaseTime;
    }

    struct Capacity {
        uint32 lots; // before fromHour
        uint32 next; // from it on
        uint32 fromHour;
    }

    struct Record {
        uint64 delivered;
        uint64 short;
        uint64 uncommitted;
    }

    ILedger private immutable _ledger;
    IProducts private immutable _products;
    address private immutable _margin;
    address private immutable _delivery;

    mapping(Account => Standing) private _standings;
    mapping(Account => Unbonding) private _unbondings;
    mapping(Account => Record) private _records;
    mapping(Account => mapping(uint32 product => Capacity)) private _capacities;
    /// @dev Key (account, product << 32 | hour / 8): eight uint32, as position words.
    mapping(Account => mapping(uint256 => uint256)) private _used;
    /// @dev Key (account, product << 32 | hour / 256): a bit per hour.
    mapping(Account => mapping(uint256 => uint256)) private _optOuts;
    Account[] private _accounts;

    constructor(ILedger ledger, IProducts products, address margin, address delivery) {
        _ledger = ledger;
        _products = products;
        _margin = margin;
        _delivery = delivery;
        _accounts.push(); // id 0 is no provider
    }

    // -- providers -------------------------------------------------------------------------------------

    /// @inheritdoc IProviders
    function enrol(Account account) external returns (uint32 id) {
        _authorizeOwner(account);
        Standing storage standing = _standings[account];
        if (standing.id != 0) revert AlreadyProvider(account);
        if (standing.writer) revert IsWriter(account);
        id = uint32(_accounts.length);
        _accounts.push(account);
        standing.id = id;
        emit ProviderEnrolled(id, account);
    }

    /// @inheritdoc IProviders
    function register(Account account, uint32 product, uint32 lots, string calldata endpoint) external {
        if (!_ledger.mayTrade(account, msg.sender)) revert NotAuthorized(account, msg.sender);
        if (_standings[account].id == 0) revert NotProvider(account);
        if (lots > MAX_CAPACITY) revert CapacityTooLarge(lots);
        if (bytes(endpoint).length > 256) revert EndpointTooLong(bytes(endpoint).length);

        uint32 nowHour = uint32(block.timestamp / _products.deliveryTerms(product).period);
        Capacity storage capacity = _capacities[account][product];
        uint32 current = nowHour >= capacity.fromHour ? capacity.next : capacity.lots;
        uint32 fromHour = nowHour;
        if (lots < current) {
            capacity.lots = current;
            capacity.next = lots;
            fromHour = _products.horizon(product);
        } else {
            capacity.lots = lots;
            capacity.next = lots;
        }
        capacity.fromHour = fromHour;
        emit CapacityRegistered(account, product, lots, fromHour, endpoint);
    }

    /// @inheritdoc IProviders
    function optOut(Account account, uint64 series, bool out) external {
        if (!_ledger.mayTrade(account, msg.sender)) revert NotAuthorized(account, msg.sender);
        uint256 key = (uint256(Ids.productOf(series)) << 32) | (Ids.hourOf(series) >> 8);
        uint256 bit = 1 << (series & 0xff);
        if (out) _optOuts[account][key] |= bit;
        else _optOuts[account][key] &= ~bit;
        emit OptOutSet(account, series, out);
    }

    /// @inheritdoc IProviders
    function stake(Account account, uint256 amount) external {
        _authorizeOwner(account);
        if (amount == 0) revert ZeroAmount();
        _ledger.post(account, Accounts.stake(account), amount, Memos.memo(Code.StakeBonded, 0));
        Standing storage standing = _standings[account];
        // Bonded and unbonding together fit the field, so that announcing cannot overflow it either.
        uint256 staked = uint256(standing.bonded) + _unbondings[account].amount + amount;
        if (staked > type(uint104).max) revert StakeTooLarge(staked);
        standing.bonded += uint104(amount);
        emit Staked(account, amount);
    }

    /// @inheritdoc IProviders
    function unbond(Account account, uint256 amount) external {
        _authorizeOwner(account);
        if (amount == 0) revert ZeroAmount();
        Standing storage standing = _standings[account];
        if (amount > standing.bonded) revert InsufficientStake(account, standing.bonded, amount);
        standing.bonded -= uint104(amount);
        Unbonding storage unbonding = _unbondings[account];
        unbonding.amount += uint104(amount);
        unbonding.releaseTime = uint64(block.timestamp) + UNBONDING;
        emit UnbondingStarted(account, amount, unbonding.releaseTime);
    }

    /// @inheritdoc IProviders
    function withdrawStake(Account account) external returns (uint256 amount) {
        _authorizeOwner(account);
        Unbonding storage unbonding = _unbondings[account];
        if (unbonding.amount == 0) revert NothingUnbonding(account);
        if (block.timestamp < unbonding.releaseTime) revert StillUnbonding(account, unbonding.releaseTime);
        Standing storage standing = _standings[account];
        amount = unbonding.amount;
        // By now everything that this stake backed has been settled by somebody; if not, it still answers for it.
        uint256 short = Math.saturatingSub(standing.reserved, standing.bonded);
        amount = Math.saturatingSub(amount, short);
        if (amount == 0) revert InsufficientStake(account, standing.bonded, standing.reserved);
        unbonding.amount -= uint104(amount);
        _ledger.post(Accounts.stake(account), account, amount, Memos.memo(Code.StakeWithdrawn, 0));
        emit StakeWithdrawn(account, amount);
    }

    // -- rooms -----------------------------------------------------------------------------------------

    /// @inheritdoc IProviders
    function reserve(Account account, uint64 series, uint32 lots, uint96 stakePerLot) external returns (bool backed) {
        if (msg.sender != _margin) revert NotRoom(msg.sender);
        Standing memory standing = _standings[account];
        if (standing.id == 0) {
            if (!standing.writer) _standings[account].writer = true;
            return false;
        }
        (uint256 key, uint256 shift) = _place(series);
        uint256 word = _used[account][key];
        uint256 used = uint32(word >> shift);
        uint256 capacity = _capacityOf(account, Ids.productOf(series), Ids.hourOf(series));
        if (used + lots > capacity) revert CapacityExceeded(account, series, used, lots, capacity);
        _used[account][key] = word + (uint256(lots) << shift);

        uint256 needed = uint256(standing.reserved) + uint256(lots) * stakePerLot;
        if (needed > standing.bonded) revert InsufficientStake(account, standing.bonded, needed);
        _standings[account].reserved = uint104(needed);
        return true;
    }

    /// @inheritdoc IProviders
    function release(Account account, uint64 series, uint32 lots, uint96 stakePerLot) external {
        if (msg.sender != _margin) revert NotRoom(msg.sender);
        Standing storage standing = _standings[account];
        if (standing.id == 0) return;
        (uint256 key, uint256 shift) = _place(series);
        _used[account][key] -= uint256(lots) << shift;
        standing.reserved -= uint104(uint256(lots) * stakePerLot);
    }

    /// @inheritdoc IProviders
    function conclude(
        Account account,
        uint64 series,
        uint32 delivered,
        uint32 short,
        uint32 uncommitted,
        uint256 freed,
        uint256 seized,
        Account seizedTo
    ) external {
        if (msg.sender != _delivery) revert NotRoom(msg.sender);
        Standing storage standing = _standings[account];
        if (standing.id == 0) return;
        // The hour is over: its used capacity needs no release, only the stake does.
        standing.reserved -= uint104(freed);
        if (seized > 0) _seize(account, series, seized, seizedTo);
        // Lots that nobody used or measured are no record.
        if (delivered == 0 && short == 0 && uncommitted == 0) return;
        Record storage record = _records[account];
        record.delivered += delivered;
        record.short += short;
        record.uncommitted += uncommitted;
        emit DeliveryRecorded(account, series, delivered, short, uncommitted);
    }

    // -- views -----------------------------------------------------------------------------------------

    /// @inheritdoc IProviders
    function isProvider(Account account) external view returns (bool) {
        return _standings[account].id != 0;
    }

    /// @inheritdoc IProviders
    function isWriter(Account account) external view returns (bool) {
        return _standings[account].writer;
    }

    /// @inheritdoc IProviders
    function optedOut(Account account, uint64 series) external view returns (bool) {
        uint256 key = (uint256(Ids.productOf(series)) << 32) | (Ids.hourOf(series) >> 8);
        return (_optOuts[account][key] >> (series & 0xff)) & 1 == 1;
    }

    /// @inheritdoc IProviders
    function providerId(Account account) external view returns (uint32) {
        return _standings[account].id;
    }

    /// @inheritdoc IProviders
    function providerAccount(uint32 id) external view returns (Account) {
        return _accounts[id];
    }

    /// @inheritdoc IProviders
    function providerCount() external view returns (uint32) {
        return uint32(_accounts.length - 1);
    }

    /// @inheritdoc IProviders
    function capacityOf(Account account, uint32 product, uint32 hour) external view returns (uint32) {
        return _capacityOf(account, product, hour);
    }

    /// @inheritdoc IProviders
    function usedOf(Account account, uint64 series) external view returns (uint32) {
        (uint256 key, uint256 shift) = _place(series);
        return uint32(_used[account][key] >> shift);
    }

    /// @inheritdoc IProviders
    function stakeOf(
        Account account
    ) external view returns (uint256 staked, uint256 reserved, uint256 unbonding, uint64 releaseTime) {
        Standing memory standing = _standings[account];
        Unbonding memory leaving = _unbondings[account];
        return (uint256(standing.bonded) + leaving.amount, standing.reserved, leaving.amount, leaving.releaseTime);
    }

    /// @inheritdoc IProviders
    function recordOf(Account account) external view returns (uint64 delivered, uint64 short, uint64 uncommitted) {
        Record memory record = _records[account];
        return (record.delivered, record.short, record.uncommitted);
    }

    // -- internal --------------------------------------------------------------------------------------

    /// @dev Unbonding stake is taken first: it backs nothing new, so nothing that is for sale loses its backing.
    function _seize(Account account, uint64 series, uint256 amount, Account to) private {
        Unbonding storage unbonding = _unbondings[account];
        uint256 leaving = Math.min(unbonding.amount, amount);
        if (leaving > 0) unbonding.amount -= uint104(leaving);
        if (amount > leaving) _standings[account].bonded -= uint104(amount - leaving);
        _ledger.post(Accounts.stake(account), to, amount, Memos.memo(Code.StakeSeized, series));
        emit StakeSeized(account, series, amount);
    }

    function _authorizeOwner(Account account) private view {
        if (!account.isCash() || account.owner() != msg.sender) revert NotAuthorized(account, msg.sender);
    }

    function _capacityOf(Account account, uint32 product, uint32 hour) private view returns (uint32) {
        Capacity storage capacity = _capacities[account][product];
        return hour >= capacity.fromHour ? capacity.next : capacity.lots;
    }

    function _place(uint64 series) private pure returns (uint256 key, uint256 shift) {
        key = (uint256(Ids.productOf(series)) << 32) | (Ids.hourOf(series) >> 3);
        shift = (series & 7) * 32;
    }
}
