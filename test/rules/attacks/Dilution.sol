// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {OneSeries} from "../utils/OneSeries.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice A provider that sells ten lots to a holder and then many to an accomplice for next to nothing, and delivers
/// none of them.
abstract contract Dilution is OneSeries, Report {
    uint256 internal constant PRICE = 2 * USDC;

    address internal accomplice;

    function setUp() public {
        _openSeries(45);
        accomplice = _user("accomplice", CASH);
    }

    /// @return ticks
    function _floor() internal pure virtual returns (uint24);

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        terms.trade.basisFloor = _floor();
    }

    /// @dev The same, with the reference pressed down first, which is free while nobody bids: 900 wash lots trade at
    /// one tick.
    function _failWithAPressedReference() internal returns (uint256 paid, uint256 received) {
        _trade(_dayAuction(1), provider, holder, 200, 10);
        uint256 before = _wealth();
        uint64 id = _dayAuction(2);
        _warpToCollect(id);
        _place(provider, id, series, OrderKind.Write, 74, 10, 0);
        _finish(id, provider, accomplice);
        _trade(_hourAuction(series), provider, accomplice, 1, 900);
        _nominate(holder, series, 10);
        _commit(provider, series, 910);
        received = _fail(0);
        delivery.releaseUnassigned(series, 0);
        paid = before - _wealth();
    }

    /// @return paid net cost of the provider after its sale at 2.00
    /// @return received damages of ten honest lots
    function _failWithWash(uint32 wash, bool boughtBack) internal returns (uint256 paid, uint256 received) {
        uint256 snapshot = vm.snapshotState();
        _trade(_dayAuction(1), provider, holder, 200, 10);
        uint256 before = _wealth();
        if (wash > 0) _trade(_dayAuction(2), provider, accomplice, 74, wash);
        if (boughtBack) _buyBack(wash);
        _nominate(holder, series, 10);
        _commit(provider, series, boughtBack ? 10 : 10 + wash);
        received = _fail(0);
        if (wash > 0 && !boughtBack) delivery.releaseUnassigned(series, 0);
        paid = before - _wealth();
        vm.revertToState(snapshot);
    }

    /// @dev The wash lots are those of another provider: lots are alike, and the holder meets these.
    /// @return paid net cost of both providers after the sale at 2.00
    /// @return received damages of ten honest lots
    function _failBehindAnother() internal returns (uint256 paid, uint256 received) {
        address other = _provider("other", CASH, STAKED, 1_000);
        _trade(_dayAuction(1), provider, holder, 200, 10);
        uint256 before = _wealth() + _wealthOf(other);
        _trade(_dayAuction(2), other, accomplice, 74, 900);
        _nominate(holder, series, 10);
        _commit(provider, series, 10);
        _commit(other, series, 900);
        _fixShift(series, _seedFor(series, 100, 910));
        assertEq(_reading(series, 1, 0, 0).lots, uint256(10), "the holder meets the cheap lots alone");
        received = _fail(1);
        delivery.releaseUnassigned(series, 0);
        delivery.releaseUnassigned(series, 1);
        paid = before - _wealth() - _wealthOf(other);
    }

    /// @dev The wash lots first, and fifty lots of others that trade hour-ahead: enough for a spot price, unless more
    /// than five hundred are committed.
    /// @param spot ticks
    /// @return paid net cost of the provider after its sale at 2.00
    /// @return received damages of ten honest lots
    function _failWithASpotPrice(uint32 wash, uint32 spot) internal returns (uint256 paid, uint256 received) {
        uint256 snapshot = vm.snapshotState();
        address seller = _provider("seller", 1_000 * USDC, 100 * USDC, 100);
        address buyer = _user("buyer", 1_000 * USDC);
        uint256 before = _wealth() + 10 * (PRICE - 2_000);
        if (wash > 0) _trade(_dayAuction(1), provider, accomplice, 74, wash);
        _trade(_dayAuction(2), provider, holder, 200, 10);
        _trade(_hourAuction(series), seller, buyer, spot, 50);
        _nominate(holder, series, 10);
        _commit(provider, series, 10 + wash);
        received = _fail(0);
        if (wash > 0) delivery.releaseUnassigned(series, 0);
        paid = before - _wealth();
        vm.revertToState(snapshot);
    }

    /// @dev As with wash lots that are kept, but no root is posted.
    /// @return paid net cost of the provider after its sale at 2.00
    /// @return received what the holder gets back for ten honest lots
    function _refundWithWash(uint32 wash) internal returns (uint256 paid, uint256 received) {
        uint256 snapshot = vm.snapshotState();
        _trade(_dayAuction(1), provider, holder, 200, 10);
        uint256 before = _wealth();
        if (wash > 0) _trade(_dayAuction(2), provider, accomplice, 74, wash);
        _nominate(holder, series, 10);
        _commit(provider, series, 10 + wash);
        vm.warp(_endOf(series) + 30 minutes + 1);
        received = _balance(holder);
        vm.prank(keeper);
        settlement.settleWithoutRoot(series, 0, 0);
        received = _balance(holder) - received;
        if (wash > 0) delivery.releaseUnassigned(series, 0);
        paid = before - _wealth();
        vm.revertToState(snapshot);
    }

    function _buyBack(uint32 lots) private {
        uint64 id = _hourAuction(series);
        _warpToCollect(id);
        _place(accomplice, id, series, OrderKind.Sell, 74, lots, 0);
        _place(provider, id, series, OrderKind.Buy, 74, lots, 0);
        _finish(id, accomplice, provider);
        assertEq(ledger.positionOf(_cash(provider), series), -10, "only the honest lots are left");
    }

    /// @dev The oracles find that nothing was delivered to the holder by the one commitment that it meets.
    /// @return damages of the holder
    function _fail(uint32 commitment) internal returns (uint256 damages) {
        _closeGate(series);
        damages = _balance(holder);
        _settle(_single(_reading(series, commitment, 0, 0)));
        return _balance(holder) - damages;
    }

    /// @dev Of provider and accomplice.
    function _wealth() internal view returns (uint256) {
        return _wealthOf(provider) + _balance(accomplice);
    }

    /// @dev Free cash, stake and margin.
    function _wealthOf(address user) internal view returns (uint256) {
        Account account = _cash(user);
        return
            ledger.balanceOf(account) +
            ledger.balanceOf(Accounts.stake(account)) +
            ledger.balanceOf(Accounts.margin(account, product, uint32(series) / 24));
    }
}
