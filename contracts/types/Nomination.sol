// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account, Accounts} from "./Account.sol";

/// @notice One entry in a series' line of nominations: long lots that a holder scheduled for use.
///
///   255     240 239     224 223                           64 63       32 31        0
///  +-----------+-----------+--------------------------------+-----------+-----------+
///  | free (16) | desk (16) |          owner (160)           | lots (32) | end (32)  |
///  +-----------+-----------+--------------------------------+-----------+-----------+
///
/// end  lots of the line up to and with this entry, which takes [end - lots, end)
type Nomination is uint256;

using {holder, end, lots} for Nomination global;

library Nominations {
    /// @param holder_ a cash account
    function pack(Account holder_, uint32 end_, uint32 lots_) internal pure returns (Nomination) {
        uint256 who = uint176(uint256(Account.unwrap(holder_)) >> 72);
        return Nomination.wrap(uint256(end_) | (uint256(lots_) << 32) | (who << 64));
    }
}

/// @dev The cash account that nominated.
function holder(Nomination n) pure returns (Account) {
    uint256 word = Nomination.unwrap(n);
    return Accounts.cash(address(uint160(word >> 64)), uint16(word >> 224));
}

function end(Nomination n) pure returns (uint32) {
    return uint32(Nomination.unwrap(n));
}

function lots(Nomination n) pure returns (uint32) {
    return uint32(Nomination.unwrap(n) >> 32);
}
