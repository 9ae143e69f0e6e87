// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {Commitment} from "../../../contracts/types/Commitment.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {FullExchange, Pair} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";

/// @notice Invariant 8: what is locked for committed lots goes to the holder and the provider, all of it, once.
contract ConservationTest is FullExchange {
    uint256 private constant PROVIDERS = 3;
    uint256 private constant STAKE = 1_200_000;

    uint64 private series;
    address[] private owners;
    address private holder;
    uint256 private state;

    function setUp() public {
        _deploy();
        _listDefault();
        series = _series(30);
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            owners.push(_provider(string.concat("provider", vm.toString(i)), 1_000 * USDC, 500 * USDC, 100));
        }
        holder = _user("holder", 1_000 * USDC);
        owners.push(holder);
        owners.push(address(this));
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.stakePerLot = uint80(STAKE);
        terms.trade.tickSize = 10_007;
        terms.trade.providerMarginBps = 0;
    }

    function testFuzz_EveryEndEmptiesThePool(uint256 seed) external {
        _schedule(seed);
        uint256 wealth = _wealth();
        Pair[] memory pairs = _pairs(series);
        if (pairs.length > 0) _settleAll(pairs);
        _endTheRest();
        assertEq(_pool(series), 0, "pool");
        assertEq(_compensation(series), 0, "compensation");
        assertEq(_wealth(), wealth, "all of it is somebody's");
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            (, uint256 reserved, , ) = providers.stakeOf(_cash(owners[i]));
            assertEq(reserved, 0, "stake is free");
        }
    }

    function testFuzz_EveryAssignmentIsConserved(uint256 seed, uint32 delivered) external {
        _schedule(seed);
        Pair[] memory pairs = _pairs(series);
        vm.assume(pairs.length > 0);
        Pair memory pair = pairs[_random() % pairs.length];
        Reading[] memory list = _single(
            _reading(series, pair.commitment, pair.nomination, uint32(bound(delivered, 0, 1_000_000)))
        );
        _attestAndPass(series, list);
        address provider = pair.provider.owner();
        uint256[4] memory before = [_balance(holder), _balance(provider), _stake(provider), _pool(series)];
        vm.prank(makeAddr("keeper"));
        settlement.settle(list, _proofs(list));
        uint256 paid = _balance(holder) - before[0];
        uint256 returned = _balance(provider) - before[1];
        uint256 seized = before[2] - _stake(provider);
        uint256 lock = _lockOf(pair.commitment) * pair.lots;
        assertEq(paid + returned, lock + seized, "paid and returned");
        assertLe(paid, lock + STAKE * pair.lots, "covered");
        assertEq(before[3] - _pool(series), lock + _balance(makeAddr("keeper")), "out of the pool, with the tips");
    }

    function testFuzz_RootlessEmptiesThePool(uint256 seed) external {
        _schedule(seed);
        uint256 wealth = _wealth();
        Pair[] memory pairs = _pairs(series);
        vm.warp(_endOf(series) + 30 minutes + 1);
        for (uint256 i = 0; i < pairs.length; ++i) {
            settlement.settleWithoutRoot(series, pairs[i].commitment, pairs[i].nomination);
        }
        _endTheRest();
        assertEq(_pool(series), 0, "pool");
        assertEq(_wealth(), wealth, "all of it is somebody's");
    }

    // -- helpers ---------------------------------------------------------------------------------------

    /// @dev Up to eight commitments at random prices and five nominations, a default, a random turn.
    function _schedule(uint256 seed) private {
        state = seed;
        uint256 commitments = 1 + (_random() % 8);
        for (uint256 i = 0; i < commitments; ++i) {
            uint32 lots = uint32(1 + (_random() % 9));
            uint32 price = uint32(150 + (_random() % 100));
            address provider = owners[_random() % PROVIDERS];
            _giveShort(provider, series, lots, price, 200);
            if (_random() % 8 > 0) _commit(provider, series, lots);
        }
        uint256 nominations = _random() % 6;
        for (uint256 i = 0; i < nominations; ++i) {
            uint32 lots = uint32(1 + (_random() % 15));
            _giveLong(holder, series, lots);
            _nominate(holder, series, lots);
        }
        _fixShift(series, keccak256(abi.encode(_random())));
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            if (ledger.positionOf(_cash(owners[i]), series) < 0) delivery.defaultShort(_cash(owners[i]), series);
        }
    }

    /// @dev Every assignment by a reading, by a verdict, or without a leaf; some in batches.
    function _settleAll(Pair[] memory pairs) private {
        Reading[] memory list = new Reading[](pairs.length);
        uint256[] memory fates = new uint256[](pairs.length);
        for (uint256 i = 0; i < pairs.length; ++i) {
            list[i] = _reading(series, pairs[i].commitment, pairs[i].nomination, uint32(_random() % 1_000_001));
            fates[i] = _random() % 4;
        }
        _attest(series, list);
        for (uint256 i = 0; i < pairs.length; ++i) {
            if (fates[i] == 0) _disputeAndDecide(list[i], _proof(_tree(list), i));
        }
        _passWindow(series);
        for (uint256 i = 0; i < pairs.length; ++i) {
            if (fates[i] != 1) continue;
            bytes32[][] memory proofs = new bytes32[][](1);
            proofs[0] = _proof(_tree(list), i);
            settlement.settle(_single(list[i]), proofs);
        }
        vm.warp(block.timestamp + 2 hours);
        for (uint256 i = 0; i < pairs.length; ++i) {
            if (fates[i] == 2) settlement.settleMissingLeaf(series, pairs[i].commitment, pairs[i].nomination);
        }
        // All of them once more: those that are settled are skipped.
        try settlement.settle(list, _proofs(list)) {} catch {}
    }

    function _disputeAndDecide(Reading memory reading, bytes32[] memory proof) private {
        vm.prank(holder);
        uint64 id = settlement.dispute(_cash(holder), reading, proof);
        reading.preemptions = uint32(_random() % 2);
        _decide(id, reading);
        reading.preemptions = 0;
    }

    function _endTheRest() private {
        vm.warp(_endOf(series) + 10 hours);
        for (uint32 i = 0; i < delivery.linesOf(series).commitments(); ++i) {
            try delivery.releaseUnassigned(series, i) {} catch {}
        }
        for (uint32 i = 0; i < delivery.linesOf(series).nominations(); ++i) {
            try delivery.claimCompensation(series, i) {} catch {}
        }
        try delivery.sweepCompensation(series) {} catch {}
    }

    /// @dev Everything that anyone of them owns or has locked in the series.
    function _wealth() private view returns (uint256 sum) {
        for (uint256 i = 0; i < owners.length; ++i) {
            sum += _balance(owners[i]) + _stake(owners[i]);
        }
        return sum + _pool(series) + _compensation(series) + _reserve();
    }

    function _stake(address user) private view returns (uint256) {
        return ledger.balanceOf(Accounts.stake(_cash(user)));
    }

    function _lockOf(uint32 commitment) private view returns (uint256) {
        Commitment c = delivery.commitmentOf(series, commitment);
        return margin.lockOf(providers.providerAccount(c.provider()), product, c.k(), c.mark());
    }

    function _random() private returns (uint256) {
        state = uint256(keccak256(abi.encode(state)));
        return state;
    }
}
