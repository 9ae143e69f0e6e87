// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account} from "../types/Account.sol";

/// @title Stake, registered capacity, delivery record
/// @notice An account sells short either as a provider, backed by registered and staked capacity, or as a financial
/// writer, fully collateralised; never both (another desk of the same owner may be the other). Amounts are quote
/// units, capacity and record are lots of one delivery period.
interface IProviders {
    /// @notice An account became a provider. `id` names it in packed words.
    event ProviderEnrolled(uint32 indexed id, Account indexed account);
    /// @notice From period `fromHour` on the provider's capacity per period is `lots`.
    event CapacityRegistered(
        Account indexed account,
        uint32 indexed product,
        uint32 lots,
        uint32 fromHour,
        string endpoint
    );
    /// @notice The account's short lots of the series may (not) be committed by others.
    event OptOutSet(Account indexed account, uint64 indexed series, bool out);
    /// @notice Free cash became stake, quote units.
    event Staked(Account indexed account, uint256 amount);
    /// @notice From now on `amount` backs nothing new; it can be withdrawn at `releaseTime` (unix seconds).
    event UnbondingStarted(Account indexed account, uint256 amount, uint64 releaseTime);
    /// @notice Unbonded stake became free cash, quote units.
    event StakeWithdrawn(Account indexed account, uint256 amount);
    /// @notice Stake paid for lots of the series, quote units.
    event StakeSeized(Account indexed account, uint64 indexed series, uint256 amount);
    /// @notice What became of lots that a provider owed.
    event DeliveryRecorded(
        Account indexed account,
        uint64 indexed series,
        uint32 delivered,
        uint32 short,
        uint32 uncommitted
    );

    /// @notice Only Margin and Delivery may call this.
    error NotRoom(address caller);
    /// @notice The caller is not the owner of this cash account, nor, to register or to opt out, one of its operators.
    error NotAuthorized(Account account, address caller);
    /// @notice The account has written options of its own before (sold short without capacity): enrol another desk.
    error IsWriter(Account account);
    /// @notice The account is not enrolled.
    error NotProvider(Account account);
    /// @notice The account is enrolled.
    error AlreadyProvider(Account account);
    /// @notice The order would use more lots in that period than are registered.
    error CapacityExceeded(Account account, uint64 series, uint256 used, uint256 lots, uint256 capacity);
    /// @notice The stake that is not unbonding does not cover the lots.
    error InsufficientStake(Account account, uint256 bonded, uint256 needed);
    /// @notice Nothing is staked or unbonded.
    error ZeroAmount();
    /// @notice The account would have 2^104 units of stake or more.
    error StakeTooLarge(uint256 staked);
    /// @notice Nothing is unbonding.
    error NothingUnbonding(Account account);
    /// @notice Unbonding stake is seizable until then.
    error StillUnbonding(Account account, uint64 releaseTime);
    /// @notice A capacity of more than 2^27 - 1 lots.
    error CapacityTooLarge(uint32 lots);
    /// @notice The endpoint is longer than 256 bytes.
    error EndpointTooLong(uint256 size);

    // -- providers -------------------------------------------------------------------------------------

    /// @notice Makes the account a provider, for good.
    function enrol(Account account) external returns (uint32 id);

    /// @notice Registers capacity per period for a product. More counts at once; less counts from the first period
    /// that no auction trades yet, since anything before may be sold already.
    /// @param lots per period, at most 2^27 - 1
    /// @param endpoint where nominated holders get access, kept in the event; at most 256 bytes
    function register(Account account, uint32 product, uint32 lots, string calldata endpoint) external;

    /// @notice Keeps others from committing the account's short lots of a series; they are then subject to close-out.
    function optOut(Account account, uint64 series, bool out) external;

    /// @notice Moves free cash into stake.
    function stake(Account account, uint256 amount) external;

    /// @notice Announces that `amount` more is to be withdrawn. The wait begins anew for all that is unbonding.
    function unbond(Account account, uint256 amount) external;

    /// @notice Moves unbonded stake, after the wait, back to free cash; what lots still need stays.
    function withdrawStake(Account account) external returns (uint256 amount);

    // -- rooms -----------------------------------------------------------------------------------------

    /// @notice Takes capacity and stake for lots that an order may sell short; marks the account a financial writer
    /// if it is no provider. Margin only.
    /// @return backed whether the account is a provider
    function reserve(Account account, uint64 series, uint32 lots, uint96 stakePerLot) external returns (bool backed);

    /// @notice Gives capacity and stake of lots back that were not sold or were bought back. Does nothing for
    /// accounts that are no providers. Margin only.
    function release(Account account, uint64 series, uint32 lots, uint96 stakePerLot) external;

    /// @notice Ends lots: releases their stake, moves `seized` of it to the series' Delivery or Compensation
    /// account and adds to the record, where there is something to add. Delivery only.
    /// @param freed quote units of stake that the lots no longer need
    /// @param seized quote units, at most `freed`
    function conclude(
        Account account,
        uint64 series,
        uint32 delivered,
        uint32 short,
        uint32 uncommitted,
        uint256 freed,
        uint256 seized,
        Account seizedTo
    ) external;

    // -- views -----------------------------------------------------------------------------------------

    /// @notice How long unbonding stake stays seizable, seconds: longer than the longest auction, delivery and
    /// settlement that Products lists.
    function UNBONDING() external view returns (uint64);

    /// @notice Whether the account has enrolled.
    function isProvider(Account account) external view returns (bool);
    /// @notice Whether the account sold short without capacity before.
    function isWriter(Account account) external view returns (bool);
    /// @notice Whether others may not commit the account's short lots of the series.
    function optedOut(Account account, uint64 series) external view returns (bool);
    /// @notice The number of a provider in packed words, from 1; zero for everyone else.
    function providerId(Account account) external view returns (uint32);
    /// @notice The account of a provider's number.
    function providerAccount(uint32 id) external view returns (Account);
    /// @notice How many accounts have enrolled.
    function providerCount() external view returns (uint32);
    /// @notice Lots that the provider may owe in a period.
    function capacityOf(Account account, uint32 product, uint32 hour) external view returns (uint32 lots);
    /// @notice Lots of the series that open orders, shorts and commitments use.
    function usedOf(Account account, uint64 series) external view returns (uint32 lots);
    /// @notice Stake of the account: all of it, what open lots reserve, what is unbonding and until when.
    function stakeOf(
        Account account
    ) external view returns (uint256 staked, uint256 reserved, uint256 unbonding, uint64 releaseTime);
    /// @notice Lots delivered, delivered short, and never committed, since enrolment.
    function recordOf(Account account) external view returns (uint64 delivered, uint64 short, uint64 uncommitted);
}
