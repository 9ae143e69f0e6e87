// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account, Kind} from "../../../contracts/types/Account.sol";

/// @notice Accounts of contracts outside of the core: they name them, the exchange only reads them.
library Externals {
    function account(address owner, uint72 ref) internal pure returns (Account) {
        return Account.wrap(bytes32((uint256(uint8(Kind.External)) << 248) | (uint256(uint160(owner)) << 72) | ref));
    }
}
