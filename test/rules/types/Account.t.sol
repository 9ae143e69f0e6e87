// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Account, Accounts, Kind} from "../../../contracts/types/Account.sol";
import {Externals} from "../utils/Externals.sol";
import {Test} from "../utils/Test.sol";

contract AccountTest is Test {
    uint256 private constant BUILDERS = 9;

    function test_CashIsTheWordOfTheLayout() external pure {
        Account account = Accounts.cash(address(0x00112233445566778899AABbCCdDeeFf00112233), 0xabcd);
        assertEq(
            _word(account),
            0x01abcd00112233445566778899aabbccddeeff00112233000000000000000000,
            "kind, desk, owner, ref"
        );
        assertEq(
            _word(account.sibling(Kind.External, 0x0102030405060708090)),
            0x0aabcd00112233445566778899aabbccddeeff00112233102030405060708090,
            "sibling"
        );
        assertEq(_word(Accounts.OUTSIDE), 0, "outside");
        assertEq(_word(Accounts.RESERVE), uint256(9) << 248, "reserve");
    }

    function testFuzz_CashReadsBack(address owner, uint16 desk) external pure {
        _check(Accounts.cash(owner, desk), Kind.Cash, owner, desk, 0);
    }

    function testFuzz_PublicAccountsHaveNoOwner(uint64 x, uint32 market) external pure {
        _check(Accounts.auctionEscrow(x), Kind.AuctionEscrow, address(0), 0, x);
        _check(Accounts.disputeBond(x), Kind.Bond, address(0), 0, x);
        _check(Accounts.delivery(x), Kind.Delivery, address(0), 0, x);
        _check(Accounts.compensation(x), Kind.Compensation, address(0), 0, x);
        _check(Accounts.fees(market), Kind.Fees, address(0), 0, market);
        _check(Accounts.RESERVE, Kind.Reserve, address(0), 0, 0);
    }

    function testFuzz_MarginReadsBack(address owner, uint16 desk, uint32 product, uint32 day) external pure {
        Account account = Accounts.margin(Accounts.cash(owner, desk), product, day);
        _check(account, Kind.Margin, owner, desk, uint256(product) * 2 ** 32 + day);
    }

    function testFuzz_StakeReadsBack(address owner, uint16 desk) external pure {
        _check(Accounts.stake(Accounts.cash(owner, desk)), Kind.Stake, owner, desk, 0);
    }

    function testFuzz_OracleBondReadsBack(address owner, uint32 product) external pure {
        _check(Accounts.oracleBond(owner, product), Kind.Bond, owner, 0, product);
    }

    function testFuzz_ExternalReadsBack(address owner, uint72 ref) external pure {
        _check(Externals.account(owner, ref), Kind.External, owner, 0, ref);
    }

    function testFuzz_SiblingKeepsOwnerAndDesk(uint256 word, uint8 kind, uint72 ref) external pure {
        Kind other = Kind(bound(kind, 0, uint8(type(Kind).max)));
        Account account = Account.wrap(bytes32(word));
        _check(account.sibling(other, ref), other, account.owner(), account.desk(), ref);
    }

    function testFuzz_BuildersNeverCollide(uint256 a, uint256 b, address owner, uint256 x, uint256 y) external pure {
        (a, b) = (bound(a, 0, BUILDERS - 1), bound(b, 0, BUILDERS - 1));
        if (a == b) b = (b + 1) % BUILDERS;
        // An oracle's bond is told from a dispute's by its owner, so that address zero is no oracle.
        if (owner == address(0)) owner = address(1);
        assertNotEq(_word(_build(a, owner, x)), _word(_build(b, owner, y)), "collision");
    }

    function testFuzz_BuildersAreInjective(uint256 a, address one, address two, uint64 x, uint64 y) external pure {
        a = bound(a, 0, BUILDERS - 1);
        bool same = _word(_build(a, one, x)) == _word(_build(a, two, y));
        assertEq(same, keccak256(_key(a, one, x)) == keccak256(_key(a, two, y)), "same id, same values");
    }

    function testFuzz_IsCashNeedsKindOwnerAndNoRef(uint256 word, uint256 shape) external pure {
        // Of random words hardly any is a cash account, so shape some of them.
        if (shape & 1 == 1) word = (word & (type(uint256).max >> 8)) | (1 << 248);
        if (shape & 2 == 2) word &= ~uint256(type(uint72).max);
        if (shape & 12 == 12) word &= ~(uint256(type(uint160).max) << 72);
        bool expected = word >> 248 == 1 && word % 2 ** 72 == 0 && (word >> 72) % 2 ** 160 != 0;
        assertEq(Account.wrap(bytes32(word)).isCash(), expected, "isCash");
    }

    function test_IsCashRefusesEveryOtherKind() external pure {
        Account account = Accounts.cash(address(1), 0);
        assertTrue(account.isCash(), "cash");
        for (uint8 kind = 0; kind <= uint8(type(Kind).max); ++kind) {
            Account other = account.sibling(Kind(kind), 0);
            assertEq(other.isCash(), kind == uint8(Kind.Cash), "kind");
            assertEq(other.isKind(Kind.Cash), kind == uint8(Kind.Cash), "isKind");
        }
        assertFalse(account.sibling(Kind.Cash, 1).isCash(), "ref");
        assertFalse(Accounts.cash(address(0), 7).isCash(), "nobody");
    }

    function test_KindsKeepTheirNumbers() external pure {
        Kind[11] memory kinds = [
            Kind.Outside,
            Kind.Cash,
            Kind.AuctionEscrow,
            Kind.Margin,
            Kind.Stake,
            Kind.Bond,
            Kind.Delivery,
            Kind.Compensation,
            Kind.Fees,
            Kind.Reserve,
            Kind.External
        ];
        for (uint256 i = 0; i < kinds.length; ++i) {
            assertEq(uint8(kinds[i]), i, "number");
        }
        assertEq(uint8(type(Kind).max), kinds.length - 1, "all of them");
    }

    function _check(Account account, Kind kind, address owner, uint16 desk, uint256 ref) private pure {
        assertEq(_word(account) / 2 ** 248, uint8(kind), "kind");
        assertTrue(account.isKind(kind), "isKind");
        assertEq(account.owner(), owner, "owner");
        assertEq(account.desk(), desk, "desk");
        assertEq(account.ref(), ref, "ref");
    }

    function _build(uint256 which, address owner, uint256 x) private pure returns (Account) {
        if (which == 0) return Accounts.cash(owner, uint16(x));
        if (which == 1) return Accounts.auctionEscrow(uint64(x));
        if (which == 2) return Accounts.margin(Accounts.cash(owner, 0), uint32(x >> 32), uint32(x));
        if (which == 3) return Accounts.stake(Accounts.cash(owner, uint16(x)));
        if (which == 4) return Accounts.disputeBond(uint64(x));
        if (which == 5) return Accounts.oracleBond(owner, uint32(x));
        if (which == 6) return Accounts.delivery(uint64(x));
        if (which == 7) return Accounts.compensation(uint64(x));
        return Externals.account(owner, uint72(x));
    }

    /// @dev What the id of `_build` depends on.
    function _key(uint256 which, address owner, uint64 x) private pure returns (bytes memory) {
        if (which == 0 || which == 3) return abi.encode(owner, uint16(x));
        if (which == 2 || which == 8) return abi.encode(owner, x);
        return which == 5 ? abi.encode(owner, uint32(x)) : abi.encode(x);
    }

    function _word(Account account) private pure returns (uint256) {
        return uint256(Account.unwrap(account));
    }
}
