// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderRef} from "../../../contracts/interfaces/IAuction.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {BlockWord} from "../../../contracts/types/BlockWord.sol";
import {OrderKind, OrderWord} from "../../../contracts/types/OrderWord.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {Listings} from "./Listings.sol";
import {Stand, Standing} from "./Standing.sol";

/// @notice The invariants of README.md beside this file, recomputed from what the exchange holds.
abstract contract Checks is Listings {
    error Probed();

    /// @dev Of one series: signed positions, what open orders of it owe, by account.
    mapping(uint64 series => int256) private _net;
    /// @dev Lots that an account may have to deliver: shorts, open writes, fills not collected, commitments.
    mapping(uint256 account => mapping(uint64 series => uint256)) private _owed;

    // -- what holds now --------------------------------------------------------------------------------

    function checkAll() external {
        _checkCash();
        _checkOrders();
        _checkPositions();
        _checkCollateral();
        _checkCapacity();
        _checkDelivery();
    }

    /// @dev Invariants 1 and 3.
    function _checkCash() private view {
        uint256 sum;
        for (uint256 i = 0; i < books.length; ++i) {
            sum += x.ledger.balanceOf(books[i]);
        }
        assertEq(sum, x.ledger.total(), "I1 accounts and total");
        int256 held = int256(x.token.balanceOf(address(x.ledger)));
        int256 given = donated + intruder.donated();
        assertEq(held, int256(sum) + given, "I1 total, donations and tokens");
    }

    /// @dev Every uncollected order stands in its slot as it was placed; no escrow is left behind by collected ones.
    function _checkOrders() private view {
        for (uint256 i = 0; i < live.ids.length; ++i) {
            Order storage o = orders[live.ids[i]];
            OrderWord word = x.auction.orderOf(accounts[o.account], o.slot);
            bool same =
                word.auction() == o.auction &&
                    word.product() == Ids.productOf(o.series) &&
                    word.kind() == o.kind &&
                    word.price() == o.price &&
                    word.lots() == o.lots;
            assertTrue(same, "I5 order word");
        }
        for (uint256 i = 0; i < liveListings.ids.length; ++i) {
            Listing storage o = listings[liveListings.ids[i]];
            BlockWord word = x.blocks.blockOf(accounts[o.account], o.slot);
            bool same =
                word.auction() == o.auction &&
                    word.product() == Ids.productOf(o.series) &&
                    word.kind() == o.kind &&
                    word.periods() == o.units.length &&
                    word.price() == o.limit &&
                    word.lots() == o.lots &&
                    word.least() == o.least;
            assertTrue(same, "I5 word of a strip or block");
        }
        for (uint256 i = 0; i < auctions.length; ++i) {
            if (liveIn[auctions[i]] > 0) continue;
            uint256 escrow = x.ledger.balanceOf(Accounts.auctionEscrow(auctions[i]));
            assertEq(escrow, unpaidFees[auctions[i]], "I5 escrow of collected orders");
        }
    }

    /// @dev Invariant 2.
    function _checkPositions() internal {
        for (uint256 i = 0; i < seriesList.length; ++i) {
            _net[seriesList[i]] = _outside(seriesList[i]) + int256(disposed[seriesList[i]]);
        }
        for (uint256 i = 0; i < live.ids.length; ++i) {
            Order storage o = orders[live.ids[i]];
            _net[o.series] += _effectOf(o).lots;
        }
        for (uint256 i = 0; i < liveListings.ids.length; ++i) {
            Effect[] memory effects = _givenTo(listings[liveListings.ids[i]]);
            for (uint256 j = 0; j < effects.length; ++j) _net[effects[j].series] += effects[j].lots;
        }
        for (uint256 a = 0; a < accounts.length; ++a) {
            uint256 word;
            uint64 known;
            for (uint256 i = 0; i < seriesList.length; ++i) {
                uint64 series = seriesList[i];
                uint64 octet = (uint64(Ids.productOf(series)) << 32) | (Ids.hourOf(series) / 8);
                if (octet != known) {
                    known = octet;
                    word = x.ledger.positionWord(accounts[a], octet);
                }
                _net[series] += int32(uint32(word >> ((series % 8) * 32)));
            }
        }
        for (uint256 i = 0; i < seriesList.length; ++i) {
            assertEq(_net[seriesList[i]], 0, "I2 lots of a series");
        }
    }

    /// @dev Invariant 8, and that nothing is left with the day's last short lot.
    function _checkCollateral() private view {
        for (uint256 a = 0; a < accounts.length; ++a) {
            bool backed = x.providers.isProvider(accounts[a]);
            for (uint256 i = 0; i < margins[a].length; ++i) {
                Account margin = margins[a][i];
                uint32 product = uint32(uint256(Account.unwrap(margin)) >> 32);
                uint32 day = uint32(uint256(Account.unwrap(margin)));
                (uint256 need, bool short) = _needOf(accounts[a], backed, product, day);
                uint256 locked = x.ledger.balanceOf(margin);
                assertGe(locked, need, "I8 locked cash covers the shorts of the day");
                // Lots in a close-out may come back: their fractions wait for them.
                if (short || _isClosing(a, product, day)) continue;
                assertEq(locked, 0, "I8 nothing stays locked without a short");
            }
        }
    }

    function _isClosing(uint256 a, uint32 product, uint32 day) private view returns (bool) {
        for (uint256 i = 0; i < live.ids.length; ++i) {
            Order storage o = orders[live.ids[i]];
            if (o.account != a || o.kind != OrderKind.CloseBuy) continue;
            if (Ids.productOf(o.series) == product && Ids.dayOf(o.series) == day) return true;
        }
        return false;
    }

    function _needOf(
        Account account,
        bool backed,
        uint32 product,
        uint32 day
    ) private view returns (uint256 need, bool short) {
        for (uint32 word = day * 3; word < day * 3 + 3; ++word) {
            uint256 lanes = x.ledger.positionWord(account, (uint64(product) << 32) | word);
            for (uint32 h = 0; lanes != 0; ++h) {
                if (lanes & 0x80000000 != 0) {
                    short = true;
                    (uint32 lots, uint32 k, uint32 mark) = x.ledger.shortOf(account, Ids.series(product, word * 8 + h));
                    assertGe(k, uint256(terms[product].basisFloor) * 256, "I8 k of a lot");
                    assertGe(mark, k, "I8 mark of a lot");
                    uint256 lock = _lock(product, backed, k, mark, false);
                    assertEq(x.margin.lockOf(account, product, k, mark), lock, "I8 lock of a lot");
                    uint256 worst =
                        ((k * terms[product].penaltyBps + mark * uint256(terms[product].capFactorBps)) *
                            terms[product].tickSize) / 2_560_000;
                    assertGe(lock + (backed ? terms[product].stakePerLot : 0), worst, "I8 worst case of a lot");
                    need += lock * lots;
                }
                lanes >>= 32;
            }
        }
    }

    /// @dev Invariant 12, and the stake half of 8: what is reserved is exactly what lots need.
    function _checkCapacity() private {
        for (uint256 p = TRADERS + WRITERS; p < TRADERS + WRITERS + PROVIDERS; ++p) {
            for (uint256 i = 0; i < seriesList.length; ++i) {
                int32 position = x.ledger.positionOf(accounts[p], seriesList[i]);
                uint256 short = position < 0 ? uint256(-int256(position)) : 0;
                _owed[p][seriesList[i]] = short + _scheduledOf(p, seriesList[i]);
            }
        }
        for (uint256 i = 0; i < live.ids.length; ++i) {
            Order storage o = orders[live.ids[i]];
            if (o.kind == OrderKind.Write || o.kind == OrderKind.CloseBuy) _owed[o.account][o.series] += o.lots;
        }
        for (uint256 i = 0; i < liveListings.ids.length; ++i) {
            Listing storage o = listings[liveListings.ids[i]];
            if (!_isWrite(o.kind)) continue;
            for (uint64 p = 0; p < o.units.length; ++p) _owed[o.account][o.series + p] += o.units[p] * o.lots;
        }
        for (uint256 p = TRADERS + WRITERS; p < TRADERS + WRITERS + PROVIDERS; ++p) {
            _checkProvider(p);
        }
    }

    function _checkProvider(uint256 p) private view {
        Account account = accounts[p];
        uint256 needed;
        for (uint256 i = 0; i < seriesList.length; ++i) {
            uint64 series = seriesList[i];
            uint256 owed = _owed[p][series];
            uint32 hour = Ids.hourOf(series);
            uint256 used = x.providers.usedOf(account, series);
            assertLe(owed, used, "I12 lots owed are counted");
            if (uint256(hour) * 1 hours > _now()) {
                assertEq(used, owed + _doneOf(p, series), "I12 used capacity is owed");
                uint256 capacity = x.providers.capacityOf(account, Ids.productOf(series), hour);
                assertLe(used, capacity, "I12 capacity");
            }
            needed += owed * terms[Ids.productOf(series)].stakePerLot;
        }
        (uint256 staked, uint256 reserved, , ) = x.providers.stakeOf(account);
        assertEq(reserved, needed, "I8 reserved stake");
        assertGe(staked, reserved, "I8 stake covers what is reserved");
        assertEq(x.ledger.balanceOf(Accounts.stake(account)), staked, "I8 stake account");
    }

    // -- what could be done now ------------------------------------------------------------------------

    /// @notice Invariants 3, 5 and 10: everything that is over can be collected, every account emptied. Undone after.
    function checkProbe() external {
        uint256 time = _now();
        uint256 number = _block();
        try this.probe() {
            revert("the probe does not return");
        } catch (bytes memory reason) {
            // solhint-disable-next-line no-inline-assembly
            if (bytes4(reason) != Probed.selector) {
                assembly ("memory-safe") {
                    revert(add(reason, 32), mload(reason))
                }
            }
        }
        vm.warp(time);
        vm.roll(number);
    }

    function probe() external {
        x.token.disarm();
        _probeCollect();
        _probeDelivery();
        for (uint256 a = 0; a < accounts.length; ++a) {
            uint256 cash = _cashOf(a);
            if (cash == 0) continue;
            vm.prank(accounts[a].owner());
            x.ledger.withdraw(accounts[a], accounts[a].owner(), cash);
        }
        _checkCash();
        revert Probed();
    }

    function _probeCollect() internal {
        _endContests();
        _probeListings();
        (OrderRef[] memory refs, uint256 n) = _refsOf(live);
        assertEq(x.auction.collect(refs), n, "I10 collected by a stranger");
        for (uint256 i = live.ids.length; i > 0; --i) {
            if (_isOver(orders[live.ids[i - 1]].auction)) _dropOrder(live.ids[i - 1]);
        }
        _checkOrders();
        _checkPositions();
        _checkCollateral();
        _checkCapacity();
    }

    function _probeListings() private {
        (OrderRef[] memory refs, uint256 n) = _refsOf(liveListings);
        assertEq(x.blocks.collectBlocks(refs), n, "I10 strips and blocks collected by a stranger");
        for (uint256 i = liveListings.ids.length; i > 0; --i) {
            if (_isOver(listings[liveListings.ids[i - 1]].auction)) _dropListing(liveListings.ids[i - 1]);
        }
    }

    /// @return refs to all of them
    /// @return over how many can be collected now
    function _refsOf(Standing storage all) private view returns (OrderRef[] memory refs, uint256 over) {
        refs = new OrderRef[](all.ids.length);
        for (uint256 i = 0; i < refs.length; ++i) {
            Stand storage o = all.stands[all.ids[i]];
            refs[i] = OrderRef(accounts[o.account], o.slot);
            if (_isOver(o.auction)) ++over;
        }
    }

    /// @dev Concludes every contest that is over, and forfeits what is left of deposits.
    function _endContests() internal virtual;

    // -- delivery --------------------------------------------------------------------------------------

    /// @dev Lots of a series that are neither positions nor in orders: claims and nominations, less commitments and
    /// what was defaulted.
    function _outside(uint64) internal view virtual returns (int256);

    /// @dev Committed lots of an account that are not settled.
    function _scheduledOf(uint256, uint64) internal view virtual returns (uint256);

    /// @dev Lots of an account that ended before their hour.
    function _doneOf(uint256, uint64) internal view virtual returns (uint256);

    /// @dev Invariants 8 and 11 of delivery.
    function _checkDelivery() internal view virtual;

    /// @dev Everything that is sold comes to its end, some day.
    function _probeDelivery() internal virtual;
}
