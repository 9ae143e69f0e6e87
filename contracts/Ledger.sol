// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ILedger} from "./interfaces/ILedger.sol";
import {Positions} from "./ledger/Positions.sol";
import {Account, Accounts, Kind} from "./types/Account.sol";
import {Code, Memo, Memos} from "./types/Memo.sol";
import {Ids} from "./types/Series.sol";

/// @title Ledger
/// @notice See {ILedger}.
/// @dev The core rooms are fixed at construction, by address. There is no owner and no upgrade.
contract Ledger is Positions, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    struct Rooms {
        address providers;
        address margin;
        address meter;
        address auction;
        address blocks;
        address contest;
        address claims;
        address delivery;
    }

    /// @inheritdoc ILedger
    IERC20 public immutable token;

    address private immutable _providers;
    address private immutable _margin;
    address private immutable _meter;
    address private immutable _auction;
    address private immutable _blocks;
    address private immutable _contest;
    address private immutable _claims;
    address private immutable _delivery;

    /// @inheritdoc ILedger
    uint256 public total;

    mapping(Account => uint256) private _balances;
    mapping(address => mapping(address => bool)) private _operators;
    mapping(Account => mapping(address => bool)) private _approvals;

    constructor(IERC20 token_, Rooms memory rooms) {
        token = token_;
        _providers = rooms.providers;
        _margin = rooms.margin;
        _meter = rooms.meter;
        _auction = rooms.auction;
        _blocks = rooms.blocks;
        _contest = rooms.contest;
        _claims = rooms.claims;
        _delivery = rooms.delivery;
    }

    modifier onlyRoom() {
        if (!isRoom(msg.sender)) revert NotRoom(msg.sender);
        _;
    }

    // -- rooms -----------------------------------------------------------------------------------------

    /// @inheritdoc ILedger
    function post(Account from, Account to, uint256 amount, Memo memo) external onlyRoom {
        _post(from, to, amount, memo);
    }

    /// @inheritdoc ILedger
    function addLongs(
        Account account,
        uint64 octet,
        uint256 lots,
        Memo memo
    ) external onlyRoom returns (uint256 covered) {
        return _addLongs(account, octet, lots, memo);
    }

    /// @inheritdoc ILedger
    function takeLong(Account account, uint64 series, uint32 lots, Memo memo) external onlyRoom {
        _takeLong(account, series, lots, memo);
    }

    /// @inheritdoc ILedger
    function addShort(
        Account account,
        uint64 series,
        uint32 lots,
        uint32 k,
        uint32 mark,
        Memo memo
    ) external onlyRoom returns (uint32 netted) {
        return _addShort(account, series, lots, k, mark, memo);
    }

    /// @inheritdoc ILedger
    function takeShort(
        Account account,
        uint64 series,
        uint32 lots,
        Memo memo
    ) external onlyRoom returns (uint32 k, uint32 mark) {
        return _takeShort(account, series, lots, memo);
    }

    // -- users -----------------------------------------------------------------------------------------

    /// @inheritdoc ILedger
    function deposit(Account to, uint256 amount) external {
        _deposit(to, amount);
    }

    /// @inheritdoc ILedger
    function depositWithPermit(Account to, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        // A permit can be front-run; what counts is the allowance, which the transfer checks.
        try IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _deposit(to, amount);
    }

    /// @inheritdoc ILedger
    function withdraw(Account from, address to, uint256 amount) external nonReentrant {
        if (!from.isCash()) revert WrongAccount(from);
        if (from.owner() != msg.sender) revert NotAuthorized(from, msg.sender);
        if (amount == 0) revert ZeroAmount();
        _debit(from, amount);
        total -= amount;
        emit Posted(from, Accounts.OUTSIDE, amount, Memos.memo(Code.Withdrawal, 0));
        token.safeTransfer(to, amount);
    }

    /// @inheritdoc ILedger
    function transfer(Account from, Account to, uint256 amount, uint256 note) external {
        _authorize(from);
        if (!to.isCash() && !_isExternalOf(to, msg.sender)) revert WrongAccount(to);
        if (amount == 0) revert ZeroAmount();
        _post(from, to, amount, Memos.memo(Code.Transfer, uint248(note)));
    }

    /// @inheritdoc ILedger
    function transferLots(Account from, Account to, uint64 series, uint32 lots, uint256 note) external {
        _authorize(from);
        if (!to.isCash()) revert WrongAccount(to);
        if (lots == 0) revert ZeroAmount();
        if (positionOf(to, series) < 0) revert ReceiverIsShort(to, series);
        Memo memo = Memos.memo(Code.Transfer, uint248(note));
        _takeLong(from, series, lots, memo);
        _addLongs(to, Ids.octetOf(series), Ids.octetWord(series, lots), memo);
    }

    /// @inheritdoc ILedger
    function setOperator(address operator, bool allowed) external {
        _operators[msg.sender][operator] = allowed;
        emit OperatorSet(msg.sender, operator, allowed);
    }

    /// @inheritdoc ILedger
    function setApproval(Account account, address spender, bool allowed) external {
        if (!account.isCash()) revert WrongAccount(account);
        if (account.owner() != msg.sender) revert NotAuthorized(account, msg.sender);
        _approvals[account][spender] = allowed;
        emit ApprovalSet(account, spender, allowed);
    }

    /// @inheritdoc ILedger
    function skim() external nonReentrant returns (uint256 amount) {
        amount = token.balanceOf(address(this)) - total;
        if (amount == 0) return 0;
        total += amount;
        _credit(Accounts.fees(0), amount);
        emit Posted(Accounts.OUTSIDE, Accounts.fees(0), amount, Memos.memo(Code.Skim, 0));
    }

    // -- views -----------------------------------------------------------------------------------------

    /// @inheritdoc ILedger
    function balanceOf(Account account) external view returns (uint256) {
        return _balances[account];
    }

    /// @inheritdoc ILedger
    function mayTrade(Account account, address caller) external view returns (bool) {
        address owner = account.owner();
        return account.isCash() && (owner == caller || _operators[owner][caller]);
    }

    /// @inheritdoc ILedger
    function isRoom(address caller) public view returns (bool) {
        return
            caller == _auction ||
            caller == _margin ||
            caller == _delivery ||
            caller == _providers ||
            caller == _claims ||
            caller == _blocks ||
            caller == _contest ||
            caller == _meter;
    }

    // -- internal --------------------------------------------------------------------------------------

    function _deposit(Account to, uint256 amount) private nonReentrant {
        if (!to.isCash()) revert WrongAccount(to);
        if (amount == 0) revert ZeroAmount();
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 moved = token.balanceOf(address(this)) - before;
        if (moved != amount) revert TransferMismatch(amount, moved);
        total += amount;
        _credit(to, amount);
        emit Posted(Accounts.OUTSIDE, to, amount, Memos.memo(Code.Deposit, 0));
    }

    function _post(Account from, Account to, uint256 amount, Memo memo) private {
        if (amount == 0) return;
        _debit(from, amount);
        _credit(to, amount);
        emit Posted(from, to, amount, memo);
    }

    function _debit(Account from, uint256 amount) private {
        uint256 balance = _balances[from];
        if (balance < amount) revert InsufficientCash(from, balance, amount);
        unchecked {
            _balances[from] = balance - amount; // checked in the line above
        }
    }

    function _credit(Account to, uint256 amount) private {
        unchecked {
            _balances[to] += amount; // no account exceeds `total`, which is checked where it grows
        }
    }

    function _authorize(Account from) private view {
        if (_isExternalOf(from, msg.sender)) return;
        if (!from.isCash()) revert WrongAccount(from);
        if (from.owner() != msg.sender && !_approvals[from][msg.sender]) revert NotAuthorized(from, msg.sender);
    }

    function _isExternalOf(Account account, address caller) private pure returns (bool) {
        return account.isKind(Kind.External) && account.owner() == caller;
    }
}
