// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IProducts, Terms} from "../../../contracts/interfaces/IProducts.sol";
import {IProviders} from "../../../contracts/interfaces/IProviders.sol";
import {Account, Accounts, Kind} from "../../../contracts/types/Account.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {ProvidersTest} from "./ProvidersTest.sol";

contract CapacityTest is ProvidersTest {
    uint32 private constant MAX = 2 ** 27 - 1;
    /// @dev Periods from now that the hour-ahead auction of the test product has opened: this one and two more.
    uint32 private constant AHEAD = 3;

    // -- enrol -----------------------------------------------------------------------------------------

    function test_EnrolRevertsWhenNotOwner() external {
        address[4] memory callers = [bob, operator, spender, marginRoom];
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAuthorized(account, callers[i]);
            vm.prank(callers[i]);
            providers.enrol(account);
        }
        Account[3] memory wrong = [
            account.sibling(Kind.Stake, 0),
            account.sibling(Kind.Cash, 1),
            account.sibling(Kind.External, 0)
        ];
        for (uint256 i = 0; i < wrong.length; ++i) {
            _expectNotAuthorized(wrong[i], alice);
            vm.prank(alice);
            providers.enrol(wrong[i]);
        }
    }

    function test_EnrolRevertsWhenProvider() external {
        _enrol(0, 0);
        vm.expectRevert(abi.encodeWithSelector(IProviders.AlreadyProvider.selector, account));
        vm.prank(alice);
        providers.enrol(account);
    }

    function test_EnrolRevertsWhenWriter() external {
        assertFalse(_reserve(_series(5), 1), "not backed");
        assertTrue(providers.isWriter(account), "writer");
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IProviders.IsWriter.selector, account));
        providers.enrol(account);
        providers.enrol(Accounts.cash(alice, 1));
        assertTrue(providers.isProvider(Accounts.cash(alice, 1)), "another desk");
        assertFalse(providers.isProvider(account), "not this one");
    }

    function test_EnrolNumbersProviders() external {
        assertEq(providers.providerCount(), uint256(0), "none");
        vm.expectEmit(address(providers));
        emit IProviders.ProviderEnrolled(1, account);
        vm.prank(alice);
        assertEq(providers.enrol(account), uint256(1), "first");
        vm.prank(bob);
        assertEq(providers.enrol(Accounts.cash(bob, 9)), uint256(2), "second");
        assertEq(providers.providerCount(), uint256(2), "both");
        assertEq(providers.providerId(account), uint256(1), "id");
        assertEq(providers.providerId(Accounts.cash(bob, 9)), uint256(2), "id");
        assertEq(Account.unwrap(providers.providerAccount(1)), Account.unwrap(account), "account");
        assertEq(Account.unwrap(providers.providerAccount(2)), Account.unwrap(Accounts.cash(bob, 9)), "account");
        assertEq(Account.unwrap(providers.providerAccount(0)), bytes32(0), "0 is none");
        assertTrue(providers.isProvider(account), "provider");
        assertFalse(providers.isWriter(account), "no writer");
        assertFalse(providers.isProvider(Accounts.cash(bob, 0)), "another desk");
    }

    // -- register --------------------------------------------------------------------------------------

    function test_RegisterRevertsWhenNotAuthorized() external {
        _enrol(0, 0);
        address[3] memory callers = [bob, spender, marginRoom];
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAuthorized(account, callers[i]);
            vm.prank(callers[i]);
            providers.register(account, product, 1, "");
        }
        vm.prank(operator);
        providers.register(account, product, 1, "");
        assertEq(_capacity(0), 1, "by the operator");
    }

    function test_RegisterRevertsWhenNotProvider() external {
        vm.expectRevert(abi.encodeWithSelector(IProviders.NotProvider.selector, account));
        _register(1);
    }

    function test_RegisterRevertsWhenTooLarge() external {
        _enrol(0, 0);
        vm.expectRevert(abi.encodeWithSelector(IProviders.CapacityTooLarge.selector, MAX + 1));
        _register(MAX + 1);
        _register(MAX);
        assertEq(_capacity(0), MAX, "the most");
    }

    function test_RegisterRevertsWhenEndpointTooLong() external {
        _enrol(0, 0);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IProviders.EndpointTooLong.selector, 257));
        providers.register(account, product, 1, string(new bytes(257)));
        providers.register(account, product, 1, string(new bytes(256)));
    }

    function test_RegisterRevertsWhenProductUnknown() external {
        _enrol(0, 0);
        vm.expectRevert(abi.encodeWithSelector(IProducts.UnknownProduct.selector, product + 1));
        vm.prank(alice);
        providers.register(account, product + 1, 1, "");
    }

    function test_RegisterRaisesAtOnce() external {
        _enrol(0, 0);
        assertEq(_capacity(0), 0, "none");
        _expectRegistered(100, NOW_HOUR);
        _register(100);
        for (uint256 hour = 0; hour < 10; ++hour) {
            assertEq(_capacity(hour), 100, "first");
        }
        vm.warp(START + 5 hours);
        _expectRegistered(101, NOW_HOUR + 5);
        _register(101);
        for (uint256 hour = 5; hour < 10; ++hour) {
            assertEq(_capacity(hour), 101, "more");
        }
        assertEq(providers.capacityOf(account, product + 1, NOW_HOUR), uint256(0), "another product");
        assertEq(providers.capacityOf(Accounts.cash(bob, 0), product, NOW_HOUR), uint256(0), "another account");
    }

    function test_RegisterSameTakesEndpoint() external {
        _enrol(0, 100);
        vm.expectEmit(address(providers));
        emit IProviders.CapacityRegistered(account, product, 100, NOW_HOUR, "ssh://elsewhere");
        vm.prank(alice);
        providers.register(account, product, 100, "ssh://elsewhere");
        assertEq(_capacity(0), 100, "the same");
    }

    function test_RegisterLowersFromTheHorizon() external {
        _enrol(0, 100);
        uint32 horizon = NOW_HOUR + AHEAD;
        assertEq(products.horizon(product), uint256(horizon), "horizon");
        _expectRegistered(40, horizon);
        _register(40);
        assertEq(_capacity(0), 100, "now");
        assertEq(_capacity(AHEAD - 1), 100, "the last that trades");
        assertEq(_capacity(AHEAD), 40, "the first that does not");
        assertEq(_capacity(1_000), 40, "and on");
        vm.warp(START + 3 hours);
        assertEq(_capacity(3), 40, "when it has come");
    }

    function test_RegisterLowersWithoutMarket() external {
        _enrol(0, 0);
        Terms memory terms;
        (terms.trade, terms.delivery) = (products.tradeTerms(product), products.deliveryTerms(product));
        uint32 id = products.list(bytes("{}"), 0, terms);
        vm.startPrank(alice);
        providers.register(account, id, 100, "");
        providers.register(account, id, 0, "");
        assertEq(providers.capacityOf(account, id, NOW_HOUR), uint256(100), "under way");
        assertEq(providers.capacityOf(account, id, NOW_HOUR + 1), uint256(0), "the next");
    }

    function test_RegisterLowersTwice() external {
        _enrol(0, 100);
        _register(50);
        vm.warp(START + 1 hours);
        _expectRegistered(60, NOW_HOUR + 1 + AHEAD);
        _register(60);
        assertEq(_capacity(AHEAD), 100, "what had not come into force is replaced");
        assertEq(_capacity(AHEAD + 1), 60, "from the new horizon on");
        _register(20);
        assertEq(_capacity(AHEAD), 100, "still");
        assertEq(_capacity(AHEAD + 1), 20, "replaced again");
        vm.warp(START + (AHEAD + 1) * 1 hours);
        _register(10);
        assertEq(_capacity(AHEAD + AHEAD), 20, "in force");
        assertEq(_capacity(AHEAD + 1 + AHEAD), 10, "the next one");
    }

    function test_RegisterRaisesOverALowering() external {
        _enrol(0, 100);
        _register(50);
        vm.warp(START + 1 hours);
        _expectRegistered(100, NOW_HOUR + 1);
        _register(100);
        assertEq(_capacity(1), 100, "now");
        assertEq(_capacity(1_000), 100, "and on");
    }

    /// @dev The twin remembers, for every hour, the most that was registered for it while an auction could sell it.
    function testFuzz_CapacityNeverFallsWhereItMayBeSold(uint32[12] memory lots, uint8[12] memory hours_) external {
        _enrol(0, 0);
        uint256[120] memory sold;
        uint256 hour;
        for (uint256 i = 0; i < lots.length; ++i) {
            hour += hours_[i] % 6;
            vm.warp(START + hour * 1 hours);
            for (uint256 h = hour; h < hour + AHEAD; ++h) {
                if (_capacity(h) > sold[h]) sold[h] = _capacity(h);
            }
            _register(lots[i] % 1_000);
            for (uint256 h = hour; h < hour + AHEAD; ++h) {
                assertGe(_capacity(h), sold[h], "as much as may be sold");
            }
            assertEq(_capacity(hour + AHEAD), lots[i] % 1_000, "beyond the horizon as registered");
        }
    }

    // -- optOut ----------------------------------------------------------------------------------------

    function test_OptOutRevertsWhenNotAuthorized() external {
        address[3] memory callers = [bob, spender, deliveryRoom];
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAuthorized(account, callers[i]);
            vm.prank(callers[i]);
            providers.optOut(account, _series(0), true);
        }
    }

    function test_OptOutByOperator() external {
        vm.expectEmit(address(providers));
        emit IProviders.OptOutSet(account, _series(0), true);
        vm.prank(operator);
        providers.optOut(account, _series(0), true);
        assertTrue(providers.optedOut(account, _series(0)), "out");
    }

    function testFuzz_OptOutSetsItsBitAlone(uint32 product_, uint32 hour, uint8 distance, bool back) external {
        uint64 series = Ids.series(product_, hour);
        unchecked {
            uint64[4] memory others = [
                Ids.series(product_, hour + 1 + distance),
                Ids.series(product_, hour - 1 - distance),
                Ids.series(product_ + 1, hour),
                Ids.series(product_, hour ^ 256)
            ];
            vm.startPrank(alice);
            if (back) {
                // All are out, one comes back.
                for (uint256 i = 0; i < others.length; ++i) {
                    providers.optOut(account, others[i], true);
                }
                providers.optOut(account, series, true);
            }
            vm.expectEmit(address(providers));
            emit IProviders.OptOutSet(account, series, !back);
            providers.optOut(account, series, !back);
            assertEq(providers.optedOut(account, series), !back, "the series");
            for (uint256 i = 0; i < others.length; ++i) {
                assertEq(providers.optedOut(account, others[i]), back, "another series");
            }
            assertFalse(providers.optedOut(Accounts.cash(alice, 1), series), "another desk");
        }
    }

    // -- helpers ---------------------------------------------------------------------------------------

    function _capacity(uint256 hour) private view returns (uint256) {
        return providers.capacityOf(account, product, NOW_HOUR + uint32(hour));
    }

    function _expectRegistered(uint32 lots, uint32 fromHour) private {
        vm.expectEmit(address(providers));
        emit IProviders.CapacityRegistered(account, product, lots, fromHour, "https://provider.example");
    }
}
