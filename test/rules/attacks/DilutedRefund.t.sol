// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {FullExchange} from "../utils/FullExchange.sol";
import {vm} from "../utils/Vm.sol";
import {Report} from "./Report.sol";

/// @notice Damages start from k, the average of all lots that the provider sold of the series: lots that it sold to
/// itself at the bottom of a band bring down what it owes for the ones that it sold to others.
contract DilutedRefundTest is FullExchange, Report {
    uint256 private constant PRICE = 2 * USDC;
    uint256 private constant WORST = 2_200_000; // sold at 2.00, without a spot price above it

    uint64 private series;
    address private provider;
    address private accomplice;
    address private holder;

    function setUp() public {
        _deploy();
        _listDefault();
        series = _series(45);
        provider = _provider("provider", 10_000 * USDC, 1_000 * USDC, 1_000);
        accomplice = _user("accomplice", 10_000 * USDC);
        holder = _user("holder", 1_000 * USDC);
    }

    /// @dev Ten lots sold at 2.00 and not delivered; the wash lots are committed as well, and nobody nominates them.
    function test_WashLotsDiluteDamages() external {
        (uint256 paid, uint256 received) = _failWithWash(0, false);
        assertEq(received, 10 * WORST, "all of it without them");
        (uint256 paidLess, uint256 receivedLess) = _failWithWash(100, false);
        assertLt(receivedLess, (10 * PRICE) / 2, "less than half of what the lots had cost");
        assertLt(paidLess, (paid * 6) / 10, "and the provider pays little more than that");
        _reportIt(paid, paidLess, receivedLess);
    }

    /// @dev k stays where it is when the wash lots are bought back: neither their stake nor their margin is needed for
    /// longer than that takes.
    function test_TheyNeedNotBeKept() external {
        (uint256 paid, uint256 received) = _failWithWash(100, true);
        assertLt(received, (10 * PRICE) / 2, "less than half of what the lots had cost");
        assertLt(paid, 10 * WORST, "and the provider pays little more than that");
    }

    /// @dev Committed wash lots also raise the volume from which a spot price counts.
    function test_AnHonestSpotPriceDoesNotCount() external {
        _trade(_dayAuction(1), provider, holder, 200, 10);
        _trade(_dayAuction(2), provider, accomplice, 74, 600);
        address seller = _provider("seller", 1_000 * USDC, 100 * USDC, 100);
        address buyer = _user("buyer", 1_000 * USDC);
        _trade(_hourAuction(series), seller, buyer, 200, 50);
        uint256 before = _balance(holder);
        _nominate(holder, series, 10);
        _commit(provider, series, 610);
        _failAll();
        assertLt(_balance(holder) - before, (10 * PRICE) / 2, "less than half of what the lots had cost");
    }

    /// @dev With the reference pressed down first, which is free while nobody bids, wash lots trade at one tick: next to
    /// nothing is left of the damages, nor of what was locked for them.
    function test_WithAPressedReferenceNothingIsLeft() external {
        _trade(_dayAuction(1), provider, holder, 200, 10);
        uint256 before = _wealth();
        uint64 id = _dayAuction(2);
        _warpToCollect(id);
        _place(provider, id, series, OrderKind.Write, 74, 10, 0);
        _finish(id, 36, provider, accomplice);
        _trade(_hourAuction(series), provider, accomplice, 1, 900);
        _nominate(holder, series, 10);
        _commit(provider, series, 910);
        uint256 received = _balance(holder);
        _failAll();
        received = _balance(holder) - received;
        delivery.releaseUnassigned(series, 0);
        uint256 paid = before - _wealth();
        assertLt(received, (10 * PRICE) / 50, "a fiftieth of what the lots had cost");
        assertLt(paid, (10 * PRICE) / 10, "and the provider pays little more than that");
        _report(
            "a failure to deliver 10 lots of 22 USDC, diluted by 900 lots at one tick after pressing the reference",
            _usdc(paid),
            string.concat("what the holder lacks: it receives ", _usdc(received))
        );
    }

    /// @return paid net cost of the provider after its sale at 2.00
    /// @return received damages of ten honest lots
    function _failWithWash(uint32 wash, bool boughtBack) private returns (uint256 paid, uint256 received) {
        uint256 snapshot = vm.snapshotState();
        _trade(_dayAuction(1), provider, holder, 200, 10);
        uint256 before = _wealth();
        if (wash > 0) _trade(_dayAuction(2), provider, accomplice, 74, wash);
        if (boughtBack) _buyBack(wash);
        _nominate(holder, series, 10);
        _commit(provider, series, boughtBack ? 10 : 10 + wash);
        received = _balance(holder);
        _failAll();
        received = _balance(holder) - received;
        if (wash > 0 && !boughtBack) delivery.releaseUnassigned(series, 0);
        paid = before - _wealth();
        vm.revertToState(snapshot);
    }

    function _buyBack(uint32 lots) private {
        uint64 id = _hourAuction(series);
        _warpToCollect(id);
        _place(accomplice, id, series, OrderKind.Sell, 74, lots, 0);
        _place(provider, id, series, OrderKind.Buy, 74, lots, 0);
        _finish(id, 1, accomplice, provider);
        assertEq(ledger.positionOf(_cash(provider), series), -10, "only the honest lots are left");
    }

    /// @dev The oracles find that nothing was delivered.
    function _failAll() private {
        _closeGate(series);
        Reading[] memory list = _single(_reading(series, 0, 0, 0));
        _attest(series, list);
        _passWindow(series);
        settlement.settle(list, _proofs(list));
    }

    function _trade(uint64 id, address seller, address buyer, uint32 price, uint32 lots) private {
        _warpToCollect(id);
        _place(seller, id, series, OrderKind.Write, price, lots, 0);
        _place(buyer, id, series, OrderKind.Buy, price, lots, 0);
        _finish(id, id == _hourAuction(series) ? 1 : 36, seller, buyer);
    }

    function _finish(uint64 id, uint256 window, address one, address two) private {
        _warpToSolve(id);
        _clear(id, _one(series), window);
        _collect(one, 0);
        _collect(two, 0);
    }

    /// @dev Of provider and accomplice: free cash, stake and margin.
    function _wealth() private view returns (uint256) {
        Account account = _cash(provider);
        return
            _balance(provider) +
            _balance(accomplice) +
            ledger.balanceOf(Accounts.stake(account)) +
            ledger.balanceOf(Accounts.margin(account, product, uint32(series) / 24));
    }

    function _reportIt(uint256 paid, uint256 paidLess, uint256 received) private {
        _report(
            "a failure to deliver 10 lots of 22 USDC, diluted by 100 lots that the provider sold to itself",
            string.concat(_usdc(paidLess), " instead of ", _usdc(paid)),
            string.concat(_usdc(paid - paidLess), "; the holder receives ", _usdc(received))
        );
    }
}
