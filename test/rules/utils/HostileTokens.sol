// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Tokens that are not what the ledger assumes. Anyone mints.
abstract contract HostileToken is ERC20 {
    constructor() ERC20("Hostile", "HOS") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @notice Takes one percent of every transfer.
contract FeeOnTransferToken is HostileToken {
    function _update(address from, address to, uint256 value) internal override {
        uint256 fee = from == address(0) || to == address(0) ? 0 : value / 100;
        super._update(from, to, value - fee);
        if (fee > 0) super._update(from, address(0), fee);
    }
}

/// @notice Gives the receiver one unit more than was sent.
contract BonusToken is HostileToken {
    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && to != address(0)) super._update(address(0), to, 1);
    }
}

/// @notice Says false instead of reverting.
contract FalseReturningToken is HostileToken {
    bool private _refuses;

    function refuse(bool refuses) external {
        _refuses = refuses;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        return !_refuses && super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        return !_refuses && super.transferFrom(from, to, value);
    }
}

/// @notice Returns nothing from its transfers, as the first tokens did; any other call does nothing.
contract NoReturnToken {
    mapping(address => uint256) public balanceOf;

    fallback() external {}

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 value) external {
        _move(msg.sender, to, value);
    }

    /// @dev Without allowances: this one trusts its callers.
    function transferFrom(address from, address to, uint256 value) external {
        _move(from, to, value);
    }

    function _move(address from, address to, uint256 value) private {
        balanceOf[from] -= value;
        balanceOf[to] += value;
    }
}

/// @notice Every balance is scaled by a share that changes.
contract RebasingToken is HostileToken {
    uint256 private _percent = 100;

    function rebase(uint256 percent) external {
        _percent = percent;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return (super.balanceOf(account) * _percent) / 100;
    }
}

/// @notice Calls back whoever asked for it while a transfer is under way.
contract ReentrantToken is HostileToken {
    address private _target;
    bytes private _data;
    bool private _before;

    /// @notice The outcome of the last call back.
    bool public succeeded;
    bytes public returned;

    function arm(address target, bytes calldata data, bool before) external {
        (_target, _data, _before) = (target, data, before);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (_before) _callBack();
        super._update(from, to, value);
        if (!_before) _callBack();
    }

    function _callBack() private {
        if (_target == address(0)) return;
        (address target, bytes memory data) = (_target, _data);
        _target = address(0);
        // solhint-disable-next-line avoid-low-level-calls
        (succeeded, returned) = target.call(data);
    }
}
