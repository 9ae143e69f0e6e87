// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMeter} from "../../../contracts/interfaces/IMeter.sol";
import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice A provider that delivers nothing and keeps oracles from signing.
contract SilencedOraclesTest is OneSeries, Report {
    uint256 private constant SOLD = 2_000_000; // a lot
    uint32 private constant LOTS = 100;
    uint24 private floor; // ticks

    function setUp() public {
        _openSeries(30);
        _scheduleLots(provider, holder, series, LOTS);
        delivery.fixShift(series);
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.basisFloor = floor;
    }

    function test_OneOfFourChangesNothing() external {
        uint256 before = _balance(holder);
        Reading[] memory list = _single(_reading(series, 0, 0, 0));
        vm.warp(_endOf(series));
        (uint32 hour, bytes32 root) = (uint32(series), _tree(list)[0]);
        // Whichever it is, the other three sign.
        for (uint256 silent = 0; silent < ORACLES; ++silent) {
            uint256 state = vm.snapshotState();
            meter.postRoot(product, hour, root, 1, _without(silent, meter.rootDigest(product, hour, root, 1)));
            _passWindow(series);
            vm.prank(keeper);
            settlement.settle(list, _proofs(list));
            assertEq(_balance(holder) - before, LOTS * WORST, "damages in full");
            vm.revertToState(state);
        }
        _report("silence one oracle of four", "whatever that takes", "nothing: three are a quorum");
    }

    /// @dev The known price of needing a quorum: silence pays nobody, and costs the provider its proceeds.
    function test_TwoOfFourSpareTheDamages() external {
        Reading[] memory list = _single(_reading(series, 0, 0, 0));
        vm.warp(_endOf(series));
        (uint32 hour, bytes32 root) = (uint32(series), _tree(list)[0]);
        bytes[] memory two = _sign(oracleKeys, 2, meter.rootDigest(product, hour, root, 1));
        vm.expectRevert(abi.encodeWithSelector(IMeter.BelowQuorum.selector, 2, QUORUM));
        meter.postRoot(product, hour, root, 1, two);
        uint256 holderBefore = _balance(holder);
        uint256 wealth = _balance(provider) + _pool(series) + _stake();
        vm.warp(_endOf(series) + 30 minutes + 1);
        vm.prank(keeper);
        settlement.settleWithoutRoot(series, 0, 0);
        uint256 refund = _balance(holder) - holderBefore;
        assertEq(refund, LOTS * SOLD, "what the lots were sold for");
        assertEq(wealth - _balance(provider) - _stake(), LOTS * SOLD + 2 * TIP, "the provider keeps nothing of it");
        (uint64 delivered, uint64 short, ) = providers.recordOf(_cash(provider));
        assertEq(uint256(delivered) + short, 0, "no record");
        _report(
            "silence two oracles of four and deliver nothing",
            string.concat("whatever that takes, and the proceeds of the sale: ", _usdc(refund), " go back"),
            string.concat(_usdc(LOTS * WORST - refund), " of damages spared on 100 lots")
        );
    }

    /// @dev Where the floor is above what the lots were sold for, silence pays the holder, whatever was delivered.
    function test_TwoOfFourPayTheHolderTheFloor() external {
        floor = 300;
        setUp();
        uint256 before = _balance(holder);
        uint256 wealth = _balance(provider) + _pool(series) + _stake();
        vm.warp(_endOf(series) + 30 minutes + 1);
        vm.prank(keeper);
        settlement.settleWithoutRoot(series, 0, 0);
        uint256 gain = _balance(holder) - before - LOTS * SOLD;
        assertEq(gain, LOTS * (3_000_000 - SOLD), "the difference");
        assertEq(wealth - _balance(provider) - _stake(), LOTS * SOLD + gain + 2 * TIP, "out of the provider's margin");
        _report(
            "silence two of four, holding 100 lots that were sold at 2 USDC, below a basis floor of 3 USDC",
            "whatever that takes",
            string.concat(_usdc(gain), ", whatever was delivered")
        );
    }

    /// @dev Silencing the second quorum leaves the reading of the first as it was; both silences have their price.
    function test_ASilencedSecondQuorumLeavesTheReading() external {
        address oracle = vm.addr(secondKeys[0]);
        _fund(oracle, 100 * USDC);
        vm.prank(oracle);
        meter.bondOracle(product, 100 * USDC);
        Reading[] memory list = _single(_reading(series, 0, 0, 0));
        _attest(series, list);
        uint256 before = _balance(holder);
        uint256 own = _balance(provider);
        vm.prank(provider);
        uint64 id = settlement.dispute(_cash(provider), list[0], _proofs(list)[0]);
        vm.warp(meter.disputeById(id).deadline + 1);
        meter.closeSilent(id);
        assertEq(_balance(provider), own, "the bond comes back");
        _passWindow(series);
        vm.warp(block.timestamp + 1 days);
        vm.prank(keeper);
        settlement.settle(list, _proofs(list));
        assertEq(_balance(holder) - before, LOTS * WORST, "damages in full");
        uint256 penalty = 100 * USDC - ledger.balanceOf(Accounts.oracleBond(oracle, product));
        assertEq(penalty, _deliveryTerms().bondFloor, "silence costs the silent");
        _report(
            "silence the second quorum in a dispute",
            string.concat("whatever that takes; each silent member pays ", _usdc(penalty), " from its bond"),
            "a delay: the reading stands"
        );
    }

    /// @dev Signatures of all oracles but one.
    function _without(uint256 silent, bytes32 digest) private view returns (bytes[] memory signatures) {
        uint256[] memory keys = new uint256[](ORACLES - 1);
        for (uint256 i = 0; i < keys.length; ++i) keys[i] = oracleKeys[i < silent ? i : i + 1];
        return _sign(keys, keys.length, digest);
    }

    function _stake() private view returns (uint256) {
        return ledger.balanceOf(Accounts.stake(_cash(provider)));
    }
}
