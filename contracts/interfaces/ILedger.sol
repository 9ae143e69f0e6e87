// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Account} from "../types/Account.sol";
import {Memo} from "../types/Memo.sol";

/// @title The neutral system of record: cash in a double-entry ledger, lots in signed positions
/// @notice All cash of the exchange sits in accounts of one map, and this contract alone holds tokens.
/// Amounts are integers in units of the quote token. Lots are integers; a position is negative when short.
interface ILedger {
    /// @notice Cash moved between two accounts. A deposit comes from account 0, a withdrawal goes to it.
    event Posted(Account indexed from, Account indexed to, uint256 amount, Memo memo);

    /// @notice An account's positions in up to eight hours of one product changed.
    /// @param octet product << 32 | hour / 8
    /// @param lots the changes: eight int32, hour % 8 counted from the lowest bits
    event LotsMoved(Account indexed account, uint64 indexed octet, uint256 lots, Memo memo);

    /// @notice `operator` may (not) trade for all desks of `owner`. It can never withdraw or pay out.
    event OperatorSet(address indexed owner, address indexed operator, bool allowed);

    /// @notice The contract `spender` may (not) move cash and long lots of `account`.
    event ApprovalSet(Account indexed account, address indexed spender, bool allowed);

    /// @notice The caller is none of the core rooms.
    error NotRoom(address caller);
    /// @notice The caller neither owns the account nor has the approval it needs.
    error NotAuthorized(Account account, address caller);
    /// @notice The account holds less cash than asked for.
    error InsufficientCash(Account account, uint256 balance, uint256 needed);
    /// @notice The account holds fewer long lots of the series than asked for.
    error InsufficientLots(Account account, uint64 series, int256 position, uint256 needed);
    /// @notice The account is short fewer lots of the series than asked for.
    error InsufficientShort(Account account, uint64 series, int256 position, uint256 needed);
    /// @notice The account id is not of a kind that this call may use.
    error WrongAccount(Account account);
    /// @notice The token moved another amount than asked for: fee-on-transfer tokens are refused.
    error TransferMismatch(uint256 asked, uint256 moved);
    /// @notice Zero lots or zero cash.
    error ZeroAmount();
    /// @notice A receiver of lots may not be short of them: buying back goes through an auction.
    error ReceiverIsShort(Account account, uint64 series);

    // -- rooms -----------------------------------------------------------------------------------------

    /// @notice Moves cash. Core rooms only.
    /// @param amount quote units; zero posts nothing and emits nothing
    function post(Account from, Account to, uint256 amount, Memo memo) external;

    /// @notice Adds long lots in up to eight hours of one product, first buying back what the account is short. Core
    /// rooms only. Never reverts for a room that keeps its totals below 2^31.
    /// @param octet product << 32 | hour / 8
    /// @param lots eight uint32, hour % 8 counted from the lowest bits
    /// @return covered short lots bought back, in the same form; their basis is still there to read
    function addLongs(Account account, uint64 octet, uint256 lots, Memo memo) external returns (uint256 covered);

    /// @notice Takes long lots. Core rooms only.
    function takeLong(Account account, uint64 series, uint32 lots, Memo memo) external;

    /// @notice Sells lots: first out of what the account is long, the rest short. Core rooms only. Never reverts for
    /// a room that keeps its totals below 2^31.
    /// @param k basis of the sale (see Collateral), ticks x 256
    /// @param mark max(basis, reference), ticks x 256
    /// @return netted lots that came out of the long position
    function addShort(
        Account account,
        uint64 series,
        uint32 lots,
        uint32 k,
        uint32 mark,
        Memo memo
    ) external returns (uint32 netted);

    /// @notice Takes short lots. Core rooms only.
    /// @return k their average basis, ticks x 256
    /// @return mark their average of max(basis, reference at sale), ticks x 256
    function takeShort(Account account, uint64 series, uint32 lots, Memo memo) external returns (uint32 k, uint32 mark);

    // -- users -----------------------------------------------------------------------------------------

    /// @notice Takes `amount` quote tokens from the caller into `to`, any cash account.
    function deposit(Account to, uint256 amount) external;

    /// @notice Deposit with an EIP-2612 permit of the caller for this contract. A permit that was already used by
    /// somebody else is not fatal as long as the allowance is there.
    function depositWithPermit(Account to, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Pays free cash out to `to`. Only the owner of the cash account; nothing can pause or block it.
    function withdraw(Account from, address to, uint256 amount) external;

    /// @notice Moves cash between cash accounts, or between cash and the caller's own External accounts.
    /// The caller owns `from`, or is an approved spender of it.
    /// @param note free, kept in the memo (248 bits)
    function transfer(Account from, Account to, uint256 amount, uint256 note) external;

    /// @notice Moves long lots between cash accounts. The caller owns `from`, or is an approved spender of it.
    function transferLots(Account from, Account to, uint64 series, uint32 lots, uint256 note) external;

    /// @notice Names or removes an operator: it may place orders, commit and nominate for every desk of the caller.
    function setOperator(address operator, bool allowed) external;

    /// @notice Lets a contract move cash and long lots of one of the caller's accounts, or stops it.
    function setApproval(Account account, address spender, bool allowed) external;

    /// @notice Books tokens that were sent here without a deposit to Fees of market 0. Anyone may call it.
    /// @return amount what was found
    function skim() external returns (uint256 amount);

    // -- views -----------------------------------------------------------------------------------------

    /// @notice The quote token.
    function token() external view returns (IERC20);

    /// @notice The sum of all accounts.
    function total() external view returns (uint256);

    /// @notice Cash of one account, quote units.
    function balanceOf(Account account) external view returns (uint256);

    /// @notice Signed lots of one series.
    function positionOf(Account account, uint64 series) external view returns (int32);

    /// @notice Short lots of one series with their average basis and mark (ticks x 256); zeros when not short.
    function shortOf(Account account, uint64 series) external view returns (uint32 lots, uint32 k, uint32 mark);

    /// @notice Basis and mark of the latest short lots of a series, whether or not there still are any.
    /// @return k average basis, ticks x 256
    /// @return mark average of max(basis, reference at sale), ticks x 256
    function basisOf(Account account, uint64 series) external view returns (uint32 k, uint32 mark);

    /// @notice The positions of an octet: eight int32, hour % 8 counted from the lowest bits.
    function positionWord(Account account, uint64 octet) external view returns (uint256);

    /// @notice Whether the account is short in no hour of the day.
    function hasNoShorts(Account account, uint32 product, uint32 day) external view returns (bool);

    /// @notice Whether `caller` may trade for `account`: its owner or an operator of the owner.
    function mayTrade(Account account, address caller) external view returns (bool);

    /// @notice Whether the caller is one of the core rooms.
    function isRoom(address caller) external view returns (bool);
}
