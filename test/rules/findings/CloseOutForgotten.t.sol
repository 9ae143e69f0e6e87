// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderKind} from "../../../contracts/types/OrderWord.sol";
import {Trading} from "../utils/Trading.sol";

/// @notice That a close-out of a short had been tried was forgotten as soon as the account's short of four hours
/// later was closed out as well, in the same recycled slot. Whoever waited for that could charge the penalty.
contract CloseOutForgottenTest is Trading {
    function test_ItIsRememberedAfterTheOneOfFourHoursLater() external {
        _setUpTrading();
        uint64[2] memory hours_ = [_at(day, 0), _at(day, 4)];
        for (uint256 i = 0; i < 2; ++i) {
            _enter(writer, day, hours_[i], OrderKind.Write, 200, 10);
            _enter(buyer, day, hours_[i], OrderKind.Buy, 200, 10);
        }
        _finish(day);
        _collect(writer, 1);
        _collect(writer, 3);

        for (uint256 i = 0; i < 2; ++i) {
            uint64 spot = _hourAuction(hours_[i]);
            _warpToCollect(spot);
            auction.closeOut(_cash(writer), hours_[i]);
            _warpPast(spot);
            _collect(writer, auction.closeOutSlot(hours_[i]));
        }
        assertTrue(auction.closeOutTried(_cash(writer), hours_[0]), "the first hour's");
        assertTrue(auction.closeOutTried(_cash(writer), hours_[1]), "the second hour's");
    }
}
