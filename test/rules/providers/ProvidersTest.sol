// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {IProducts, Lane, MarketParams, Terms} from "../../../contracts/interfaces/IProducts.sol";
import {MockUSDC} from "../../../contracts/mocks/MockUSDC.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Memo} from "../../../contracts/types/Memo.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Test} from "../utils/Test.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Providers over a real ledger and real products; Margin and Delivery are named addresses.
abstract contract ProvidersTest is Test {
    uint256 internal constant START = 20_833 days; // midnight, UTC
    uint32 internal constant NOW_HOUR = 20_833 * 24;
    uint96 internal constant PER_LOT = 10;

    MockUSDC internal token;
    ILedger internal ledger;
    IProducts internal products;
    IProviders internal providers;
    address internal marginRoom;
    address internal deliveryRoom;
    address internal alice;
    address internal bob;
    address internal operator;
    address internal spender;
    Account internal account; // of Alice
    uint32 internal product;

    function setUp() public virtual {
        vm.warp(START);
        (marginRoom, deliveryRoom) = (makeAddr("margin"), makeAddr("delivery"));
        (alice, bob) = (makeAddr("alice"), makeAddr("bob"));
        (operator, spender) = (makeAddr("operator"), makeAddr("spender"));
        account = Accounts.cash(alice, 0);
        token = MockUSDC(_create("MockUSDC", ""));
        products = IProducts(_create("Products", ""));
        address at = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        address none; // rooms that no test here needs
        ledger = ILedger(
            _create("Ledger", abi.encode(token, at, marginRoom, none, none, none, none, none, deliveryRoom))
        );
        providers = IProviders(_create("Providers", abi.encode(ledger, products, marginRoom, deliveryRoom)));
        require(address(providers) == at, "predicted address");
        vm.startPrank(alice);
        ledger.setOperator(operator, true);
        ledger.setApproval(account, spender, true);
        vm.stopPrank();
        product = _listProduct();
    }

    /// @dev A product of hours; its one lane, hour-ahead, opens two hours before: the horizon is three hours off.
    function _listProduct() internal returns (uint32 id) {
        Terms memory terms;
        terms.trade.tickSize = 1;
        terms.trade.capFactorBps = 10_000;
        terms.trade.initialReference = 1;
        terms.delivery.period = 1 hours;
        terms.delivery.gateClosure = 15 minutes;
        terms.delivery.autoCommit = 2 hours;
        (terms.delivery.rootDue, terms.delivery.challengeWindow, terms.delivery.decisionWindow) = (1, 1, 1);
        (terms.delivery.minLots, terms.delivery.domainLots) = (1, 1);
        id = products.list(bytes("{}"), 0, terms);
        uint32[] memory ids = new uint32[](1);
        ids[0] = id;
        Lane[] memory lanes = new Lane[](1);
        lanes[0] = Lane({lead: 30 minutes, window: 1, stride: 1, collect: 1 hours, solve: 30 minutes});
        products.openMarket(ids, lanes, MarketParams(0, 0, 1, 0, 0, address(0)));
    }

    function _fund(Account to, uint256 amount) internal {
        token.mint(address(this), amount);
        token.approve(address(ledger), amount);
        ledger.deposit(to, amount);
    }

    /// @dev Alice as a provider with stake and capacity.
    function _enrol(uint256 stake, uint32 capacity) internal {
        vm.prank(alice);
        providers.enrol(account);
        if (stake > 0) _stake(stake);
        if (capacity > 0) _register(capacity);
    }

    function _stake(uint256 amount) internal {
        _fund(account, amount);
        vm.prank(alice);
        providers.stake(account, amount);
    }

    function _unbond(uint256 amount) internal {
        vm.prank(alice);
        providers.unbond(account, amount);
    }

    function _register(uint32 lots) internal {
        vm.prank(alice);
        providers.register(account, product, lots, "https://provider.example");
    }

    function _reserve(uint64 series, uint32 lots) internal returns (bool backed) {
        vm.prank(marginRoom);
        return providers.reserve(account, series, lots, PER_LOT);
    }

    function _release(uint64 series, uint32 lots) internal {
        vm.prank(marginRoom);
        providers.release(account, series, lots, PER_LOT);
    }

    /// @dev Ends lots that were never committed.
    function _conclude(uint64 series, uint32 lots, uint256 seized) internal {
        vm.prank(deliveryRoom);
        providers.conclude(account, series, 0, 0, lots, lots * PER_LOT, seized, Accounts.compensation(series));
    }

    function _series(uint256 hour) internal view returns (uint64) {
        return Ids.series(product, NOW_HOUR + uint32(hour));
    }

    function _checkStake(uint256 staked, uint256 reserved, uint256 unbonding) internal view {
        (uint256 staked_, uint256 reserved_, uint256 unbonding_, ) = providers.stakeOf(account);
        assertEq(staked_, staked, "staked");
        assertEq(reserved_, reserved, "reserved");
        assertEq(unbonding_, unbonding, "unbonding");
        assertEq(ledger.balanceOf(Accounts.stake(account)), staked, "as in the ledger");
    }

    function _releaseTime() internal view returns (uint256 time) {
        (, , , time) = providers.stakeOf(account);
    }

    function _expectNotAuthorized(Account account_, address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(IProviders.NotAuthorized.selector, account_, caller));
    }

    function _expectInsufficientStake(uint256 bonded, uint256 needed) internal {
        vm.expectRevert(abi.encodeWithSelector(IProviders.InsufficientStake.selector, account, bonded, needed));
    }

    function _expectPosted(Account from, Account to, uint256 amount, Memo memo) internal {
        vm.expectEmit(address(ledger));
        emit ILedger.Posted(from, to, amount, memo);
    }
}
