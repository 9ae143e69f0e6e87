// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {MarketParams} from "../../../contracts/interfaces/IProducts.sol";
import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {ContestTest} from "../contest/ContestTest.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice A solver that trades with itself, to raise the fees and with them its reward. Buyer and writer are its own.
contract WashedRewardTest is ContestTest, Report {
    uint256 private constant WORD_FEE = 10_000;

    function setUp() external {
        _setUpContest();
    }

    function _params() internal view override returns (MarketParams memory params) {
        params = super._params();
        params.wordFee = uint96(WORD_FEE);
    }

    function test_WashingAStripLosesHalfOfTheFees() external {
        uint256 before = _wealth();
        _wash(200, 100);
        uint256 cost = before - _wealth();
        // 100 lots of two periods at 2.00: 0.1% of both sides, of which half comes back.
        assertEq(cost, 2 * 100 * 2_000, "half of the fees");
        _report(
            "trade 100 lots of a strip of two hours with oneself, for the solver's reward",
            string.concat(_usdc(2 * cost), " of fees"),
            string.concat(_usdc(cost), ": the reward is half of them")
        );
    }

    function testFuzz_WashingNeverPays(uint32 price, uint32 lots) external {
        price = uint32(bound(price, BASE, TOP));
        lots = uint32(bound(lots, 1, 50_000));
        uint256 before = _wealth();
        _wash(price, lots);
        uint256 fees = 2 * 2 * uint256(lots) * ((uint256(price) * TICK + 999) / 1_000);
        uint256 reward = fees / 2 > MAX_TIP ? MAX_TIP : fees / 2;
        // Where the fees are less than the places' price, the rest of it stays as well.
        assertGe(before - _wealth(), fees - reward, "what stays of the fees");
        assertGt(before, _wealth(), "a loss");
    }

    /// @dev Both sides of a strip over two periods, solved, concluded and collected by their owner.
    function _wash(uint32 price, uint32 lots) private {
        _strip(true, 0, 0, 2, price, lots);
        _strip(false, 0, 0, 2, price, lots);
        _bringBaseline();
        Solution memory s = _solution(_prices(price, price, 0), _fills(lots, lots));
        _commit(solver, s);
        vm.warp(half);
        _reveal(solver, s);
        assertEq(contest.incumbentOf(id).solver, solver, "solved");
        vm.warp(deadline);
        contest.conclude(id);
        OrderRef[] memory refs = new OrderRef[](2);
        (refs[0], refs[1]) = (OrderRef(_cash(writer), 1), OrderRef(_cash(buyer), 2));
        assertEq(blocks.collectBlocks(refs), 2, "collected");
    }

    /// @dev A short and a long of the same lots cancel out; what is locked is the owner's.
    function _wealth() private view returns (uint256) {
        return
            ledger.balanceOf(_cash(buyer)) +
            ledger.balanceOf(_cash(writer)) +
            ledger.balanceOf(_cash(solver)) +
            ledger.balanceOf(Accounts.margin(_cash(writer), product, Ids.dayOf(_seriesOf(0, 0))));
    }
}
