// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {MockUSDC} from "../../../contracts/mocks/MockUSDC.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";

/// @notice A quote token that turns against the ledger: it calls out in the middle of a transfer, or keeps a part.
/// @dev Once armed it does so in the next transfer only.
contract HostileToken is MockUSDC {
    Intruder private _before;
    Intruder private _after;
    bool private _keepsPart;

    function arm(Intruder before, Intruder afterwards, bool keepsPart) external {
        _before = before;
        _after = afterwards;
        _keepsPart = keepsPart;
    }

    function disarm() external {
        delete _before;
        delete _after;
        delete _keepsPart;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0)) return super._update(from, to, value);
        (Intruder before, Intruder afterwards, bool keepsPart) = (_before, _after, _keepsPart);
        delete _before;
        delete _after;
        delete _keepsPart;
        if (address(before) != address(0)) before.intrude();
        uint256 part = keepsPart ? 1 : 0;
        super._update(from, to, value - part);
        if (part > 0) super._update(from, address(this), part);
        if (address(afterwards) != address(0)) afterwards.intrude();
    }
}

/// @notice A caller without a key, with cash and orders of its own, that calls back whenever it is called.
contract Intruder {
    ILedger private immutable _ledger;
    MockUSDC private immutable _token;

    uint256 private _mode;
    /// @notice What it gave to the ledger behind its back, less what it skimmed, quote units.
    int256 public donated;
    /// @notice How often one of its calls went through.
    uint256 public intrusions;

    constructor(ILedger ledger, MockUSDC token) {
        _ledger = ledger;
        _token = token;
        token.approve(address(ledger), type(uint256).max);
    }

    function setMode(uint256 mode) external {
        _mode = mode;
    }

    /// @notice Called with every claim that it gets.
    function onERC1155Received(address, address, uint256, uint256, bytes calldata) external returns (bytes4) {
        intrude();
        return this.onERC1155Received.selector;
    }

    /// @notice Called with claims that are wrapped for it.
    function onERC1155BatchReceived(
        address,
        address,
        uint256[] calldata,
        uint256[] calldata,
        bytes calldata
    ) external returns (bytes4) {
        intrude();
        return this.onERC1155BatchReceived.selector;
    }

    /// @notice Whatever succeeds here must leave the books right.
    function intrude() public {
        Account own = Accounts.cash(address(this), 0);
        uint256 cash = _ledger.balanceOf(own);
        uint256 mode = _mode % 5;
        if (mode == 0) {
            try _ledger.withdraw(own, address(this), cash) {
                ++intrusions;
            } catch {}
        } else if (mode == 1) {
            try _ledger.skim() returns (uint256 amount) {
                donated -= int256(amount);
                ++intrusions;
            } catch {}
        } else if (mode == 2) {
            try _ledger.deposit(own, 1) {
                ++intrusions;
            } catch {}
        } else if (mode == 3) {
            if (cash == 0) return;
            _ledger.transfer(own, Accounts.cash(address(this), 1), cash / 2 + 1, 0);
            ++intrusions;
        } else {
            if (_token.balanceOf(address(this)) == 0) return;
            donated += 1;
            _token.transfer(address(_ledger), 1);
            ++intrusions;
        }
    }
}
