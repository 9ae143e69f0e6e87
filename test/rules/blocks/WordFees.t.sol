// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockPlacement, IBlocks} from "../../../contracts/interfaces/IBlocks.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {Solution} from "../../../contracts/interfaces/IVerifier.sol";
import {Accounts} from "../../../contracts/types/Account.sol";
import {BlockKind} from "../../../contracts/types/BlockWord.sol";
import {Code, Memos} from "../../../contracts/types/Memo.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {vm} from "../utils/Vm.sol";
import {BlocksTest} from "./BlocksTest.sol";
import {Solutions} from "./Solutions.sol";

contract WordFeesTest is BlocksTest {
    using Solutions for Solution;

    function test_TradingFeesCountAgainstThePrice() external {
        // 0.1% of two lots at 2.00 is 4,000, of three 6,000; a place is 5,000.
        uint32[2] memory hours_ = [uint32(2), 3];
        for (uint32 i = 0; i < 2; ++i) {
            _placeBlock(buyer, _strip(BlockKind.StripBuy, series, uint8(hours_[i]), 210, 1), i);
            _placeBlock(writer, _strip(BlockKind.StripWrite, series, uint8(hours_[i]), 190, 1), i);
        }
        Solution memory s = _solution(day, 200);
        for (uint256 i = 0; i < 4; ++i) {
            s.accept(i);
        }
        _finishWith(day, s);
        uint256 fees = _fees();
        _keeps(buyer, 0, 1, 1_000);
        _keeps(writer, 0, 1, 1_000);
        _keeps(buyer, 1, 1, 0);
        _keeps(writer, 1, 1, 0);
        assertEq(_fees() - fees, 2_000, "fees");
        assertEq(_escrow(day), 0, "escrow");
    }

    function test_DearerPlacesAreKeptAsTheyWereTaken() external {
        (uint64 id, uint256[] memory taken) = _openDear();
        bytes memory hints = new bytes(4 * 38);
        for (uint256 i = 0; i < 2 * 38; ++i) {
            hints[2 * i + 1] = bytes1(uint8(251)); // nobody placed anything: every tick clears
        }
        _warpToSolve(id);
        contest.baseline(id, hints, _lists[id]);
        _warpPast(id);
        for (uint32 i = 0; i < taken.length; ++i) {
            _keeps(buyer, i, 0, taken[i]);
        }
        assertEq(_escrow(id), 0, "escrow");
    }

    function test_DearerPlacesAreReturnedAsTheyWereTaken() external {
        uint256 had = _free(buyer);
        (uint64 id, uint256[] memory taken) = _openDear();
        _warpPast(id);
        for (uint32 i = 0; i < taken.length; ++i) {
            _keeps(buyer, i, 0, 0);
        }
        assertEq(_free(buyer), had, "all of it");
        assertEq(_escrow(id), 0, "escrow");
    }

    /// @dev A short list whose last places are the dearest: profiles of 11 words each, and a strip.
    /// @return id its auction
    /// @return taken quote units that the place of each order cost
    function _openDear() private returns (uint64 id, uint256[] memory taken) {
        uint64 first;
        (id, first) = _openWide(2, 38);
        uint256 room = blocks.maxWords(Ids.laneOf(id));
        uint32 profiles = uint32((room - 1) / 11);
        taken = new uint256[](profiles + 1);
        for (uint32 i = 0; i <= profiles; ++i) {
            BlockPlacement memory p = _block(BlockKind.BlockBuy, first, 38, BASE, 1, 1);
            if (i < profiles) p.profile = _flat(38);
            p.auction = id;
            uint256 had = _free(buyer);
            _placeBlock(buyer, p, i);
            taken[i] = had - _free(buyer) - _buyEscrow(BASE, 38, 1);
        }
        assertEq(taken[0], 11 * WORD_FEE, "the first");
        assertEq(taken[profiles], WORD_FEE << 7, "the last");
    }

    function _keeps(address user, uint32 slot, uint32 filled, uint256 kept) private {
        uint64 id = _wordOf(user, slot).auction();
        uint256 fees = _feesOf(id);
        if (kept > 0) {
            vm.expectEmit(address(ledger));
            emit ILedger.Posted(
                Accounts.auctionEscrow(id),
                Accounts.fees(_marketOf(id)),
                kept,
                Memos.memo(Code.WordFee, id)
            );
        }
        vm.expectEmit(address(blocks));
        emit IBlocks.BlockCollected(_cash(user), slot, filled, kept);
        _collectBlock(user, slot);
        assertEq(_feesOf(id) - fees, kept, "the market's");
    }

    function _feesOf(uint64 id) private view returns (uint256) {
        return ledger.balanceOf(Accounts.fees(_marketOf(id)));
    }

    function _marketOf(uint64 id) private view returns (uint32 its) {
        (, its) = products.lane(Ids.laneOf(id));
    }
}
