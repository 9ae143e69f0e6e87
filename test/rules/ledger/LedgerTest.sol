// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {MockUSDC} from "../../../contracts/mocks/MockUSDC.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Code, Memo, Memos} from "../../../contracts/types/Memo.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Externals} from "../utils/Externals.sol";
import {Test} from "../utils/Test.sol";
import {vm} from "../utils/Vm.sol";

/// @notice A ledger whose rooms are named addresses.
abstract contract LedgerTest is Test {
    uint32 internal constant PRODUCT = 7;
    uint32 internal constant HOUR = 480_000; // the first of a day
    Memo internal constant MEMO = Memo.wrap(bytes32(uint256(0x1234)));

    MockUSDC internal token;
    ILedger internal ledger;
    address[8] internal rooms;
    address internal alice;
    address internal bob;
    address internal stranger;
    Account internal cashOfAlice;
    Account internal cashOfBob;

    function setUp() public virtual {
        rooms = [
            makeAddr("providers"),
            makeAddr("margin"),
            makeAddr("meter"),
            makeAddr("auction"),
            makeAddr("blocks"),
            makeAddr("contest"),
            makeAddr("claims"),
            makeAddr("delivery")
        ];
        (alice, bob, stranger) = (makeAddr("alice"), makeAddr("bob"), makeAddr("stranger"));
        (cashOfAlice, cashOfBob) = (Accounts.cash(alice, 0), Accounts.cash(bob, 0));
        token = MockUSDC(_create("MockUSDC", ""));
        ledger = _ledgerOf(IERC20(address(token)));
    }

    function _ledgerOf(IERC20 token_) internal returns (ILedger) {
        return ILedger(_create("Ledger", abi.encode(token_, rooms)));
    }

    /// @dev Anyone whom rooms, owners and spenders must be told from: a stranger, the owner of the account, its
    /// operator, its approved spender, and a contract outside of the core with an account of its own.
    function _outsiders() internal returns (address[] memory callers) {
        callers = new address[](5);
        callers[0] = stranger;
        callers[1] = alice;
        callers[2] = makeAddr("operator");
        callers[3] = makeAddr("spender");
        callers[4] = address(this);
        vm.startPrank(alice);
        ledger.setOperator(callers[2], true);
        ledger.setApproval(cashOfAlice, callers[3], true);
        vm.stopPrank();
        _deposit(address(this), Accounts.cash(address(this), 0), 5);
        ledger.transfer(Accounts.cash(address(this), 0), Externals.account(address(this), 9), 5, 0);
    }

    function _deposit(address from, Account to, uint256 amount) internal {
        token.mint(from, amount);
        vm.startPrank(from);
        token.approve(address(ledger), amount);
        ledger.deposit(to, amount);
        vm.stopPrank();
    }

    function _give(Account account, uint64 series, uint32 lots) internal {
        vm.prank(rooms[3]);
        ledger.addLongs(account, Ids.octetOf(series), Ids.octetWord(series, lots), MEMO);
    }

    function _sellShort(Account account, uint64 series, uint32 lots, uint32 k, uint32 mark) internal {
        vm.prank(rooms[3]);
        ledger.addShort(account, series, lots, k, mark, MEMO);
    }

    function _series(uint256 hour) internal pure returns (uint64) {
        return Ids.series(PRODUCT, uint32(HOUR + hour));
    }

    function _memo(Code code, uint256 note) internal pure returns (Memo) {
        return Memos.memo(code, note);
    }

    function _expectPosted(Account from, Account to, uint256 amount, Memo memo) internal {
        vm.expectEmit(address(ledger));
        emit ILedger.Posted(from, to, amount, memo);
    }

    function _expectMoved(Account account, uint64 series, int256 lots, Memo memo) internal {
        vm.expectEmit(address(ledger));
        uint256 field = lots < 0 ? 2 ** 32 - uint256(-lots) : uint256(lots);
        uint64 octet = uint64(PRODUCT) * 2 ** 32 + Ids.hourOf(series) / 8;
        emit ILedger.LotsMoved(account, octet, field * 2 ** (32 * (series % 8)), memo);
    }

    function _expectWrongAccount(Account account) internal {
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongAccount.selector, account));
    }

    function _expectNotAuthorized(Account account, address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorized.selector, account, caller));
    }
}
