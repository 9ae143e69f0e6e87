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

/// @notice Strips and blocks that are placed to move others' prices: in the second period a hundred lots are bought at up
/// to 3.00 and sold from 1.00 on, so every price between clears it, and the rule takes the middle.
contract DummyOrdersTest is ContestTest, Report {
    uint256 private constant WORD_FEE = 10_000;
    uint32 private constant LOTS = 100;

    function setUp() external {
        _setUpContest();
        _sell(0, 1, 100, LOTS);
        _buy(0, 1, 300, LOTS);
    }

    function _params() internal view override returns (MarketParams memory params) {
        params = super._params();
        params.wordFee = uint96(WORD_FEE);
    }

    function test_ABlockThatCannotBeFilledMovesNothing() external {
        // More lots than there are, at any price.
        _block(false, 0, 1, 1, TOP, 1_000, 1_000);
        _block(true, 0, 1, 1, TOP, 1_001, 1_001);
        _bringBaseline();
        assertEq(_resultOf(0, 1).price(), 200, "the middle");
        // Any other price is valid and loses.
        Solution memory dear = _solution(_prices(0, 299, 0), _fills(0, 0));
        _commit(solver, dear);
        vm.warp(half);
        _reveal(solver, dear);
        vm.warp(deadline);
        contest.conclude(id);
        assertEq(auction.resultOf(id, _seriesOf(0, 1)).price(), 200, "the middle");
        assertEq(auction.clearerOf(id), keeper, "the baseline");
        _report(
            "place a block that can never be filled, to free the choice of price",
            string.concat(_usdc(WORD_FEE), ": its place in the list"),
            "nothing: at equal welfare the prices nearest the middle win"
        );
    }

    function test_AStripThatCannotBeFilledMovesPricesInsideTheirInterval() external {
        uint256 moved = _movedByAStrip();
        assertEq(moved, 99, "ticks");
        assertEq(_movedByAnHourlyOrder(), moved, "an hourly order does as much");
        _report(
            "move a price by a strip that can never be filled",
            string.concat(_usdc(WORD_FEE), ": its place in the list, and being firm"),
            string.concat(
                vm.toString(moved),
                " ticks, inside the interval that clears the hourly orders: an hourly order of one lot does as much"
            )
        );
    }

    function test_OwnBlocksOutOfTheBandMoveNoReference() external {
        uint32 far = 350;
        uint256 before = _wealth();
        _block(true, 0, 0, 2, 275, LOTS, LOTS);
        _block(false, 0, 0, 2, 276, LOTS, LOTS);
        _bringBaseline();
        _solveAlone(_solution(_prices(far, 200, 0), _fills(LOTS, LOTS)));
        assertEq(auction.resultOf(id, _seriesOf(0, 0)).price(), far, "out of the band");
        assertEq(auction.resultOf(id, _seriesOf(0, 0)).volume(), LOTS, "traded");
        assertEq(auction.resultOf(id, _seriesOf(0, 0)).hourly(), 0, "none that count");
        // The second period's trade between hourly orders is the only one that moves anything.
        assertEq(auction.referenceOf(id, _seriesOf(0, 0)), 200, "reference");
        OrderRef[] memory refs = new OrderRef[](2);
        (refs[0], refs[1]) = (OrderRef(_cash(writer), 3), OrderRef(_cash(buyer), 4));
        assertEq(blocks.collectBlocks(refs), 2, "collected");
        uint256 fees = (2 * uint256(LOTS) * (far + 200) * TICK) / 1_000;
        assertEq(before - _wealth(), fees, "both sides' fees");
        _report(
            "trade 100 lots with oneself in own blocks of two hours, one above the band",
            string.concat(_usdc(fees), " of fees"),
            "nothing: references and spot prices count what hourly orders trade with each other, inside the band"
        );
    }

    /// @dev Nobody sells in the first period, and the strip would gain at the baseline's prices: they have to rise, by as
    /// much in whichever period, and where they are as near the lower one of the first period wins.
    function _movedByAStrip() private returns (uint256) {
        uint256 state = vm.snapshotState();
        _strip(false, 0, 0, 2, 249, 1);
        _bringBaseline();
        assertEq(_resultOf(0, 0).price(), 199, "nobody there");
        Solution memory here = _solution(_prices(199, 299, 0), _fills(0));
        Solution memory there = _solution(_prices(298, 200, 0), _fills(0));
        assertEq(_contestOf(there, here), rival, "the lower price in the first period");
        uint256 price = _resultOf(0, 1).price();
        vm.revertToState(state);
        return price - 200;
    }

    /// @dev A buy that is not filled either.
    function _movedByAnHourlyOrder() private returns (uint256) {
        _buy(0, 1, 299, 1);
        vm.warp(close);
        auction.clear(id, _hintsOf());
        assertEq(auction.resultOf(id, _seriesOf(0, 1)).volume(), LOTS, "not filled");
        return auction.resultOf(id, _seriesOf(0, 1)).price() - 200;
    }

    function _solveAlone(Solution memory s) private {
        _commit(solver, s);
        vm.warp(half);
        _reveal(solver, s);
        vm.warp(deadline);
        contest.conclude(id);
    }

    /// @dev A short and a long of the same lots cancel out; what is locked is the owner's.
    function _wealth() private view returns (uint256) {
        return
            ledger.balanceOf(_cash(buyer)) +
            ledger.balanceOf(_cash(writer)) +
            ledger.balanceOf(Accounts.margin(_cash(writer), product, Ids.dayOf(_seriesOf(0, 0))));
    }
}
