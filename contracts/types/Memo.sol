// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Why a ledger entry was made: a code of the table below and a reference.
///
///   255      248 247                                                       0
///  +------------+-----------------------------------------------------------+
///  |  code (8)  |                     reference (248)                       |
///  +------------+-----------------------------------------------------------+
///
/// The reference is an auction id, a series, a dispute id or free, as the code says.
/// Invoices and the general ledger are read from it, so codes are never reused.
type Memo is bytes32;

/// @dev Codes are part of the event stream: append only.
enum Code {
    None, // 0
    Deposit, // 1  from outside
    Withdrawal, // 2  to outside
    Transfer, // 3  ref: the caller's own
    Skim, // 4  donations to Fees
    OrderEscrow, // 5  ref: auction. Cash or lots into an order
    OrderCollected, // 6  ref: auction. Cash or lots out of an order
    MarginLocked, // 7  ref: auction. Escrow to margin for lots sold short
    MarginReleased, // 8  ref: series. Margin of lots bought back
    MarginRounding, // 9  ref: product << 32 | day. What rounding left, with the day's last lot
    TradingFee, // 10 ref: auction
    ClearingTip, // 11 ref: auction
    CloseOut, // 12 ref: auction. Lots or margin into a close-out order
    StakeBonded, // 13
    StakeWithdrawn, // 14
    StakeSeized, // 15 ref: series
    Wrapped, // 16 ref: series. Lots out to claims
    Unwrapped, // 17 ref: series. Lots back from claims
    Committed, // 18 ref: series. Margin to delivery; short lots to delivery lots
    Nominated, // 19 ref: series. Long lots scheduled for use
    SettlementPrepaid, // 20 ref: series
    SettlementTip, // 21 ref: series
    Delivered, // 22 ref: series. Lock returned to the provider of a settled assignment
    ShortfallPaid, // 23 ref: series. Damages to the holder of a settled assignment
    Unassigned, // 24 ref: series. Lock of committed lots that no nomination met
    RootMissing, // 25 ref: series. k to the holder, margin to the provider
    Defaulted, // 26 ref: series. Margin of lots never committed
    DefaultPaid, // 27 ref: series. Share of Compensation to an unmatched nomination
    ToReserve, // 28 ref: series or dispute
    DisputeBond, // 29 ref: dispute
    BondReturned, // 30 ref: dispute
    BondWon, // 31 ref: dispute
    OracleBond, // 32
    OracleSilent, // 33 ref: dispute
    WordFee, // 34 ref: auction. What the place of a strip or block in its auction's list cost
    SolverDeposit, // 35 ref: auction
    DepositReturned, // 36 ref: auction
    DepositForfeited // 37 ref: auction
}

library Memos {
    function memo(Code code, uint256 note) internal pure returns (Memo) {
        return Memo.wrap(bytes32((uint256(uint8(code)) << 248) | note));
    }
}
