// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuction, OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {IContest} from "../../../contracts/interfaces/IContest.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {ContestTest} from "./ContestTest.sol";

contract ConcludeTest is ContestTest {
    function setUp() external {
        _setUpContest();
    }

    // -- conclude --------------------------------------------------------------------------------------

    function test_PaysHalfOfTheFeesBelowTheCap() external {
        _solve(1);
        vm.warp(deadline);
        // 27 lots at 1 USDC and 15 at 1.5: 0.1% of both sides.
        uint256 all = 2 * (27 * 1_000 + 15 * 1_500);
        (uint256 cash, uint256 fees) = (ledger.balanceOf(_cash(solver)), ledger.balanceOf(_fees()));
        vm.expectEmit(address(auction));
        emit IAuction.AuctionCleared(id, solver, 42, all, all / 2);
        contest.conclude(id);
        assertEq(ledger.balanceOf(_cash(solver)) - cash, all / 2, "reward");
        assertEq(ledger.balanceOf(_fees()) - fees, all - all / 2, "fees");
        assertTrue(contest.incumbentOf(id).concluded, "concluded");
    }

    function test_PaysUpToTheCap() external {
        _solve(200);
        vm.warp(deadline);
        (uint256 cash, uint256 fees) = (ledger.balanceOf(_cash(solver)), ledger.balanceOf(_fees()));
        contest.conclude(id);
        assertEq(ledger.balanceOf(_cash(solver)) - cash, MAX_TIP, "reward");
        assertEq(ledger.balanceOf(_fees()) - fees, 200 * 2 * (27 * 1_000 + 15 * 1_500) - MAX_TIP, "fees");
    }

    function test_PaysTheBaselineWhereNothingBeatsIt() external {
        _book(1);
        _bringBaseline();
        vm.warp(deadline);
        contest.conclude(id);
        assertEq(ledger.balanceOf(_cash(keeper)), 12 * 1_000, "half of the fees of twelve lots");
    }

    function test_MovesReferencesByWhatHourlyOrdersTrade() external {
        _sell(0, 2, BASE, 10);
        _solve(1);
        vm.warp(deadline);
        contest.conclude(id);
        assertEq(auction.referenceOf(id, _seriesOf(0, 0)), 100, "twelve lots of hourly orders");
        // However many lots the strip trades there: it has none of its own, and starts from the lane's last price.
        assertEq(auction.referenceOf(id, _seriesOf(0, 1)), 100, "not 150");
        assertEq(auction.referenceOf(id, _seriesOf(0, 2)), 74, "firm lots at the bottom press it down");
        uint64 next = Ids.auction(dayLane, Ids.numberOf(id) + 1);
        assertEq(auction.referenceOf(next, _seriesOf(0, 2) + 1), 100, "new series start from the last price");
    }

    function test_MovesReferencesWithinTheSolvingTime() external {
        _solve(1);
        uint256 state = vm.snapshotState();
        vm.warp(deadline + 1 hours - 1);
        contest.conclude(id);
        assertEq(auction.referenceOf(id, _seriesOf(0, 0)), 100, "in its last second");
        vm.revertToState(state);
        vm.warp(deadline + 1 hours);
        uint256 cash = ledger.balanceOf(_cash(solver));
        contest.conclude(id);
        assertEq(auction.referenceOf(id, _seriesOf(0, 0)), 200, "too late");
        assertGt(ledger.balanceOf(_cash(solver)), cash, "the reward is paid all the same");
    }

    function test_ConcludesFromTheDeadlineOn() external {
        _solve(1);
        vm.warp(deadline - 1);
        vm.expectRevert(abi.encodeWithSelector(IContest.NotNow.selector, id, deadline, type(uint256).max));
        contest.conclude(id);
        vm.warp(deadline + 1_000 days);
        contest.conclude(id);
    }

    function test_RevertsWithNothingToConclude() external {
        bytes memory reason = abi.encodeWithSelector(IContest.NothingToConclude.selector, id);
        _book(1);
        vm.warp(deadline);
        vm.expectRevert(reason);
        contest.conclude(id);
        vm.warp(close);
        _bringBaseline();
        vm.warp(deadline);
        contest.conclude(id);
        vm.expectRevert(reason);
        contest.conclude(id);
    }

    // -- what it is concluded for ----------------------------------------------------------------------

    function test_IsFinalWithoutAnyoneActing() external {
        _solve(1);
        uint64 series = _seriesOf(0, 0);
        vm.warp(deadline - 1);
        assertFalse(auction.resultOf(id, series).exists(), "not yet");
        assertEq(_collect(writer, 1), 0, "hourly orders wait");
        assertEq(_collectBlocks(buyer, 4), 0, "so do strips");
        vm.warp(deadline);
        assertEq(auction.resultOf(id, series).volume(), 27, "final");
        assertEq(_collect(writer, 1), 1, "collected");
        assertEq(_collectBlocks(buyer, 4), 1, "collected");
        assertEq(ledger.positionOf(_cash(writer), series), -27, "sold");
        assertEq(ledger.positionOf(_cash(buyer), series), 15, "bought");
    }

    function test_TheEscrowCoversAllOfIt() external {
        _solve(1);
        vm.warp(deadline);
        contest.conclude(id);
        _collectAll();
        assertEq(ledger.balanceOf(Accounts.auctionEscrow(id)), 0, "nothing is left");
    }

    function test_AVoidAuctionRefundsEverybody() external {
        (uint256 bought, uint256 sold) = (ledger.balanceOf(_cash(buyer)), ledger.balanceOf(_cash(writer)));
        _book(1);
        vm.warp(deadline);
        _collectAll();
        assertEq(ledger.balanceOf(_cash(buyer)), bought, "buyer");
        assertEq(ledger.balanceOf(_cash(writer)), sold, "writer");
        assertEq(ledger.balanceOf(Accounts.auctionEscrow(id)), 0, "nothing is left");
    }

    // -- forfeit ---------------------------------------------------------------------------------------

    function test_ForfeitsFromTheDeadlineOn() external {
        _book(1);
        vm.warp(close);
        vm.prank(rival);
        contest.commit(id, "anything");
        vm.warp(deadline - 1);
        vm.expectRevert(abi.encodeWithSelector(IContest.NotNow.selector, id, deadline, type(uint256).max));
        contest.forfeit(id, rival);
        vm.warp(deadline);
        uint256 fees = ledger.balanceOf(_fees());
        vm.expectEmit(address(contest));
        emit IContest.DepositForfeited(id, rival, MAX_TIP);
        contest.forfeit(id, rival);
        assertEq(ledger.balanceOf(_fees()) - fees, MAX_TIP, "to the market");
        assertEq(ledger.balanceOf(Accounts.solverDeposit(rival, id)), 0, "deposit");
        vm.expectRevert(abi.encodeWithSelector(IContest.NoDeposit.selector, id, rival));
        contest.forfeit(id, rival);
    }

    function test_ForfeitsNoDepositOfARevealedOne() external {
        _solve(1);
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IContest.NoDeposit.selector, id, solver));
        contest.forfeit(id, solver);
    }

    // -- books -----------------------------------------------------------------------------------------

    /// @dev Twelve lots between hourly orders, and fifteen of a strip over both periods.
    function _book(uint32 times) private {
        _sell(0, 0, 100, 30 * times);
        _buy(0, 0, 110, 12 * times);
        _sell(0, 1, 150, 20 * times);
        _strip(false, 0, 0, 2, 200, 15 * times);
    }

    function _solve(uint32 times) private {
        uint32 before = slots;
        _book(times);
        _bringBaseline();
        Solution memory s = _solution(_prices(100, 150, before == 0 ? 0 : BASE), _fills(15 * times));
        _commit(solver, s);
        vm.warp(half);
        _reveal(solver, s);
    }

    function _collectAll() private {
        assertEq(_collect(writer, 1) + _collect(buyer, 2) + _collect(writer, 3), 3, "hourly orders");
        assertEq(_collectBlocks(buyer, 4), 1, "the strip");
    }

    function _collectBlocks(address user, uint64 slot) private returns (uint256) {
        OrderRef[] memory refs = new OrderRef[](1);
        refs[0] = OrderRef(_cash(user), slot);
        return blocks.collectBlocks(refs);
    }
}
