// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The readable, packed id of one ledger account.
///
///   255     248 247    232 231                    72 71                    0
///  +-----------+----------+------------------------+-----------------------+
///  |  kind (8) | desk (16)|       owner (160)      |       ref (72)        |
///  +-----------+----------+------------------------+-----------------------+
///
/// `desk` is a sub-account of `owner`. `ref` narrows the kind down: an auction id, a series,
/// `product << 32 | day`, or a market. Kinds that belong to nobody have owner and desk zero.
type Account is bytes32;

/// @dev The order is part of the account id and must never change.
enum Kind {
    Outside, // the world outside the ledger: deposits come from it, withdrawals go to it
    Cash, // free cash of (owner, desk); also the identity under which an account trades
    AuctionEscrow, // ref: auction id. Cash of open orders and of fills not yet collected
    Margin, // (owner, desk), ref: product << 32 | day. Locked for open short lots
    Stake, // (owner, desk). A provider's stake, bonded and unbonding
    Bond, // ref: dispute id, or owner with ref: product, an oracle's bond, or auction, a solver's deposit
    Delivery, // ref: series. Locks of committed lots and prepaid settlements
    Compensation, // ref: series. Paid in by shorts that nobody committed, owed to unmatched nominations
    Fees, // ref: market
    Reserve, // one account
    External // owner: a contract outside the core, ref: its own namespace
}

using {isKind, owner, desk, ref, isCash, sibling} for Account global;

function isKind(Account a, Kind k) pure returns (bool) {
    return uint256(Account.unwrap(a)) >> 248 == uint8(k);
}

function owner(Account a) pure returns (address) {
    return address(uint160(uint256(Account.unwrap(a)) >> 72));
}

function desk(Account a) pure returns (uint16) {
    return uint16(uint256(Account.unwrap(a)) >> 232);
}

function ref(Account a) pure returns (uint72) {
    return uint72(uint256(Account.unwrap(a)));
}

/// @dev A well-formed cash account: kind Cash, an owner, no ref.
function isCash(Account a) pure returns (bool) {
    return isKind(a, Kind.Cash) && uint72(uint256(Account.unwrap(a))) == 0 && owner(a) != address(0);
}

/// @dev The account of the same (owner, desk) with another kind and ref.
function sibling(Account a, Kind k, uint72 r) pure returns (Account) {
    uint256 who = uint256(Account.unwrap(a)) & ((uint256(1) << 248) - (uint256(1) << 72));
    return Account.wrap(bytes32((uint256(uint8(k)) << 248) | who | r));
}

/// @title Builders of account ids
library Accounts {
    /// @dev The counterpart of deposits and withdrawals. It holds no balance.
    Account internal constant OUTSIDE = Account.wrap(0);
    Account internal constant RESERVE = Account.wrap(bytes32(uint256(uint8(Kind.Reserve)) << 248));

    function cash(address owner_, uint16 desk_) internal pure returns (Account) {
        return
            Account.wrap(
                bytes32((uint256(uint8(Kind.Cash)) << 248) | (uint256(desk_) << 232) | (uint256(uint160(owner_)) << 72))
            );
    }

    function auctionEscrow(uint64 auction) internal pure returns (Account) {
        return Account.wrap(bytes32((uint256(uint8(Kind.AuctionEscrow)) << 248) | auction));
    }

    function margin(Account account, uint32 product, uint32 day) internal pure returns (Account) {
        return account.sibling(Kind.Margin, (uint72(product) << 32) | day);
    }

    function stake(Account account) internal pure returns (Account) {
        return account.sibling(Kind.Stake, 0);
    }

    function disputeBond(uint64 dispute) internal pure returns (Account) {
        return Account.wrap(bytes32((uint256(uint8(Kind.Bond)) << 248) | dispute));
    }

    function oracleBond(address oracle, uint32 product) internal pure returns (Account) {
        uint256 id = (uint256(uint8(Kind.Bond)) << 248) | (uint256(uint160(oracle)) << 72) | product;
        return Account.wrap(bytes32(id));
    }

    /// @dev An auction's id is above every product's: lanes start at 1.
    function solverDeposit(address solver, uint64 auction) internal pure returns (Account) {
        uint256 id = (uint256(uint8(Kind.Bond)) << 248) | (uint256(uint160(solver)) << 72) | auction;
        return Account.wrap(bytes32(id));
    }

    function delivery(uint64 series) internal pure returns (Account) {
        return Account.wrap(bytes32((uint256(uint8(Kind.Delivery)) << 248) | series));
    }

    function compensation(uint64 series) internal pure returns (Account) {
        return Account.wrap(bytes32((uint256(uint8(Kind.Compensation)) << 248) | series));
    }

    function fees(uint32 market) internal pure returns (Account) {
        return Account.wrap(bytes32((uint256(uint8(Kind.Fees)) << 248) | market));
    }
}
