// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Products} from "../../../contracts/Products.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {Accounts, Kind} from "../../../contracts/types/Account.sol";
import {Code, Memos} from "../../../contracts/types/Memo.sol";
import {vm} from "../utils/Vm.sol";
import {ProvidersTest} from "./ProvidersTest.sol";

contract StakeTest is ProvidersTest {
    uint256 private constant WAIT = 91 days;

    // -- stake -----------------------------------------------------------------------------------------

    function test_StakeRevertsWhenNotOwner() external {
        _fund(account, 100);
        address[4] memory callers = [bob, operator, spender, deliveryRoom];
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAuthorized(account, callers[i]);
            vm.prank(callers[i]);
            providers.stake(account, 1);
        }
        _expectNotAuthorized(account.sibling(Kind.External, 0), alice);
        vm.prank(alice);
        providers.stake(account.sibling(Kind.External, 0), 1);
    }

    function test_StakeRevertsWhenZero() external {
        vm.expectRevert(IProviders.ZeroAmount.selector);
        vm.prank(alice);
        providers.stake(account, 0);
    }

    function test_StakeRevertsWhenTooLittle() external {
        _fund(account, 100);
        vm.expectRevert(abi.encodeWithSelector(ILedger.InsufficientCash.selector, account, 100, 101));
        vm.prank(alice);
        providers.stake(account, 101);
    }

    function test_StakeRevertsWhenTooMuch() external {
        _fund(account, 2 ** 105);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IProviders.StakeTooLarge.selector, 2 ** 104));
        providers.stake(account, 2 ** 104);
        providers.stake(account, 2 ** 104 - 2);
        vm.expectRevert(abi.encodeWithSelector(IProviders.StakeTooLarge.selector, 2 ** 104));
        providers.stake(account, 2);
        providers.stake(account, 1);
        // What is unbonding counts too, so that announcing can never overflow.
        providers.unbond(account, 2 ** 104 - 1);
        vm.expectRevert(abi.encodeWithSelector(IProviders.StakeTooLarge.selector, 2 ** 104));
        providers.stake(account, 1);
        vm.stopPrank();
        _checkStake(2 ** 104 - 1, 0, 2 ** 104 - 1);
    }

    function testFuzz_StakeBonds(uint256 first, uint256 second) external {
        first = bound(first, 1, 2 ** 104 - 2);
        second = bound(second, 1, 2 ** 104 - 1 - first);
        _fund(account, first + second);
        _expectPosted(account, Accounts.stake(account), first, Memos.memo(Code.StakeBonded, 0));
        vm.expectEmit(address(providers));
        emit IProviders.Staked(account, first);
        vm.prank(alice);
        providers.stake(account, first);
        _checkStake(first, 0, 0);
        vm.prank(alice);
        providers.stake(account, second);
        _checkStake(first + second, 0, 0);
        assertEq(ledger.balanceOf(account), 0, "free cash");
    }

    // -- unbond ----------------------------------------------------------------------------------------

    function test_UnbondRevertsWhenNotOwner() external {
        _stake(100);
        address[4] memory callers = [bob, operator, spender, deliveryRoom];
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAuthorized(account, callers[i]);
            vm.prank(callers[i]);
            providers.unbond(account, 1);
        }
    }

    function test_UnbondRevertsWhenZero() external {
        vm.expectRevert(IProviders.ZeroAmount.selector);
        _unbond(0);
    }

    function test_UnbondRevertsWhenTooLittle() external {
        _stake(100);
        _expectInsufficientStake(100, 101);
        _unbond(101);
        _unbond(60);
        _expectInsufficientStake(40, 41);
        _unbond(41);
        _expectInsufficientStake(40, 2 ** 104 + 1);
        _unbond(2 ** 104 + 1);
    }

    function test_UnbondBacksNothingNew() external {
        _enrol(100, 1_000);
        _reserve(_series(1), 4);
        vm.expectEmit(address(providers));
        emit IProviders.UnbondingStarted(account, 50, uint64(START + WAIT));
        _unbond(50);
        _checkStake(100, 40, 50);
        _expectInsufficientStake(50, 60);
        _reserve(_series(2), 2);
        _reserve(_series(2), 1);
        // What is reserved may be announced as well: it goes on answering for its lots.
        _unbond(50);
        _checkStake(100, 50, 100);
        _expectInsufficientStake(0, 60);
        _reserve(_series(2), 1);
    }

    function test_UnbondBeginsTheWaitAnew() external {
        _stake(100);
        _unbond(30);
        assertEq(_releaseTime(), START + WAIT, "first");
        vm.warp(START + 90 days);
        _unbond(1);
        assertEq(_releaseTime(), START + 90 days + WAIT, "both");
        vm.warp(START + WAIT);
        vm.expectRevert(abi.encodeWithSelector(IProviders.StillUnbonding.selector, account, START + 90 days + WAIT));
        vm.prank(alice);
        providers.withdrawStake(account);
    }

    // -- withdrawStake ---------------------------------------------------------------------------------

    function test_WithdrawStakeRevertsWhenNotOwner() external {
        _stake(100);
        _unbond(100);
        vm.warp(START + WAIT);
        address[4] memory callers = [bob, operator, spender, deliveryRoom];
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAuthorized(account, callers[i]);
            vm.prank(callers[i]);
            providers.withdrawStake(account);
        }
    }

    function test_WithdrawStakeRevertsWhenNothing() external {
        _stake(100);
        vm.expectRevert(abi.encodeWithSelector(IProviders.NothingUnbonding.selector, account));
        vm.prank(alice);
        providers.withdrawStake(account);
    }

    function test_WithdrawStakeRevertsWhenTooEarly() external {
        _stake(100);
        _unbond(100);
        vm.warp(START + WAIT - 1);
        vm.expectRevert(abi.encodeWithSelector(IProviders.StillUnbonding.selector, account, START + WAIT));
        vm.prank(alice);
        providers.withdrawStake(account);
        vm.warp(START + WAIT);
        vm.prank(alice);
        assertEq(providers.withdrawStake(account), 100, "on time");
    }

    function test_WithdrawStakeRevertsWhenLotsNeedIt() external {
        _enrol(100, 1_000);
        _reserve(_series(1), 10);
        _unbond(100);
        vm.warp(START + WAIT);
        _expectInsufficientStake(0, 100);
        vm.prank(alice);
        providers.withdrawStake(account);
    }

    function test_WithdrawStakeKeepsWhatLotsNeed() external {
        _enrol(100, 1_000);
        _reserve(_series(1), 7);
        _unbond(60);
        vm.warp(START + WAIT);
        // 70 are needed, 40 are bonded: 30 of the 60 stay.
        vm.prank(alice);
        assertEq(providers.withdrawStake(account), 30, "the rest");
        _checkStake(70, 70, 30);
        _expectInsufficientStake(40, 70);
        vm.prank(alice);
        providers.withdrawStake(account);
        _release(_series(1), 7);
        vm.prank(alice);
        assertEq(providers.withdrawStake(account), 30, "what was kept");
        _checkStake(40, 0, 0);
    }

    function test_WithdrawStakePaysOut() external {
        _enrol(100, 1_000);
        _reserve(_series(1), 4);
        _unbond(60);
        vm.warp(START + WAIT);
        _expectPosted(Accounts.stake(account), account, 60, Memos.memo(Code.StakeWithdrawn, 0));
        vm.expectEmit(address(providers));
        emit IProviders.StakeWithdrawn(account, 60);
        vm.prank(alice);
        assertEq(providers.withdrawStake(account), 60, "amount");
        _checkStake(40, 40, 0);
        assertEq(ledger.balanceOf(account), 60, "free cash");
        vm.expectRevert(abi.encodeWithSelector(IProviders.NothingUnbonding.selector, account));
        vm.prank(alice);
        providers.withdrawStake(account);
    }

    // -- seizing ---------------------------------------------------------------------------------------

    function test_SeizeTakesUnbondingFirst() external {
        _enrol(100, 1_000);
        _reserve(_series(1), 10);
        _unbond(30);
        _conclude(_series(1), 2, 20);
        _checkStake(80, 80, 10);
        _conclude(_series(1), 3, 30);
        _checkStake(50, 50, 0);
        _conclude(_series(1), 5, 50);
        _checkStake(0, 0, 0);
        assertEq(ledger.balanceOf(Accounts.compensation(_series(1))), 100, "seized");
    }

    function test_SeizeReachesUnbondingToTheLastSecond() external {
        _enrol(100, 1_000);
        _reserve(_series(1), 10);
        _unbond(100);
        vm.warp(START + WAIT + 1 days);
        _conclude(_series(1), 10, 100);
        _checkStake(0, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IProviders.NothingUnbonding.selector, account));
        vm.prank(alice);
        providers.withdrawStake(account);
    }

    function test_WaitIsLongerThanTheLongestSpan() external view {
        assertEq(providers.UNBONDING(), WAIT, "wait");
        assertGt(providers.UNBONDING(), Products(address(products)).MAX_SPAN(), "longer");
    }

    /// @dev Alice stakes, announces, withdraws; her lots are reserved, released, concluded with any seizure.
    function testFuzz_StakeCoversWhatIsReserved(uint256 seed) external {
        _enrol(1_000, 2 ** 27 - 1);
        _fund(account, 100_000);
        uint256 lots;
        for (uint256 i = 0; i < 60; ++i) {
            uint256 x = uint256(keccak256(abi.encode(seed, i)));
            uint256 size = 1 + ((x >> 8) % 40);
            (uint256 staked, uint256 reserved, uint256 unbonding, uint64 time) = providers.stakeOf(account);
            if (x % 6 == 0) {
                vm.prank(alice);
                providers.stake(account, size * 10);
            } else if (x % 6 == 1 && staked - unbonding > 0) {
                _unbond(1 + ((x >> 8) % (staked - unbonding)));
            } else if (x % 6 == 2 && unbonding > 0) {
                vm.warp(time);
                if (staked > reserved) _withdraw();
            } else if (x % 6 == 3 && reserved + size * 10 <= staked - unbonding) {
                _reserve(_series(1), uint32(size));
                lots += size;
            } else if (x % 6 == 4 && lots >= size) {
                _release(_series(1), uint32(size));
                lots -= size;
            } else if (x % 6 == 5 && lots >= size) {
                uint256 seized = (x >> 64) % (size * 10 + 1);
                vm.prank(deliveryRoom);
                providers.conclude(account, _series(1), 0, uint32(size), 0, size * PER_LOT, seized, Accounts.RESERVE);
                lots -= size;
            }
            (staked, reserved, unbonding, ) = providers.stakeOf(account);
            assertEq(reserved, lots * 10, "reserved for open lots");
            assertGe(staked, reserved, "staked covers reserved");
            assertEq(ledger.balanceOf(Accounts.stake(account)), staked, "as in the ledger");
        }
        if (lots > 0) _release(_series(1), uint32(lots));
        (uint256 left, , uint256 leaving, ) = providers.stakeOf(account);
        if (left > leaving) _unbond(left - leaving);
        vm.warp(block.timestamp + WAIT);
        if (left > 0) assertEq(_withdraw(), left, "all of it in the end");
        _checkStake(0, 0, 0);
        uint256 seizedInAll = ledger.balanceOf(Accounts.RESERVE);
        assertEq(ledger.balanceOf(account) + seizedInAll, 101_000, "nothing is lost");
    }

    function _withdraw() private returns (uint256) {
        vm.prank(alice);
        return providers.withdrawStake(account);
    }
}
