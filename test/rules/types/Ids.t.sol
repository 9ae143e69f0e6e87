// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Code, Memo, Memos} from "../../../contracts/types/Memo.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Test} from "../utils/Test.sol";

contract IdsTest is Test {
    function testFuzz_SeriesReadsBack(uint32 product, uint32 hour) external pure {
        uint64 series = Ids.series(product, hour);
        assertEq(series, uint256(product) * 2 ** 32 + hour, "series");
        assertEq(Ids.productOf(series), product, "product");
        assertEq(Ids.hourOf(series), hour, "hour");
        assertEq(Ids.dayOf(series), uint256(hour) / 24, "day");
    }

    function test_DaysBeginEvery24Periods() external pure {
        assertEq(Ids.dayOf(Ids.series(7, 23)), 0, "23");
        assertEq(Ids.dayOf(Ids.series(7, 24)), 1, "24");
        assertEq(Ids.dayOf(Ids.series(7, 480_047)), 20_001, "480,047");
        assertEq(Ids.dayOf(Ids.series(7, 480_048)), 20_002, "480,048");
    }

    function testFuzz_OctetsHoldEightHours(uint32 product, uint32 hour, uint32 lots) external pure {
        uint64 series = Ids.series(product, hour);
        uint64 octet = Ids.octetOf(series);
        assertEq(octet, uint256(product) * 2 ** 32 + hour / 8, "octet");
        assertEq(Ids.firstOf(octet), Ids.series(product, hour - (hour % 8)), "its first series");
        assertEq(Ids.shiftOf(series), (uint256(hour) % 8) * 32, "place");
        assertEq(Ids.octetWord(series, lots), uint256(lots) * 2 ** ((uint256(hour) % 8) * 32), "word");
        // A day is three whole octets.
        assertEq(Ids.dayOf(series), uint256(uint32(octet)) / 3, "day");
    }

    function testFuzz_AuctionReadsBack(uint32 lane, uint32 number) external pure {
        uint64 auction = Ids.auction(lane, number);
        assertEq(auction, uint256(lane) * 2 ** 32 + number, "auction");
        assertEq(Ids.laneOf(auction), lane, "lane");
        assertEq(Ids.numberOf(auction), number, "number");
    }

    function testFuzz_MemoHoldsCodeAndReference(uint8 code, uint248 note) external pure {
        Code c = Code(bound(code, 0, uint8(type(Code).max)));
        uint256 word = uint256(Memo.unwrap(Memos.memo(c, note)));
        assertEq(word / 2 ** 248, uint8(c), "code");
        assertEq(word % 2 ** 248, note, "reference");
    }

    function test_CodesKeepTheirNumbers() external pure {
        Code[34] memory codes = [
            Code.None,
            Code.Deposit,
            Code.Withdrawal,
            Code.Transfer,
            Code.Skim,
            Code.OrderEscrow,
            Code.OrderCollected,
            Code.MarginLocked,
            Code.MarginReleased,
            Code.MarginRounding,
            Code.TradingFee,
            Code.ClearingTip,
            Code.CloseOut,
            Code.StakeBonded,
            Code.StakeWithdrawn,
            Code.StakeSeized,
            Code.Wrapped,
            Code.Unwrapped,
            Code.Committed,
            Code.Nominated,
            Code.SettlementPrepaid,
            Code.SettlementTip,
            Code.Delivered,
            Code.ShortfallPaid,
            Code.Unassigned,
            Code.RootMissing,
            Code.Defaulted,
            Code.DefaultPaid,
            Code.ToReserve,
            Code.DisputeBond,
            Code.BondReturned,
            Code.BondWon,
            Code.OracleBond,
            Code.OracleSilent
        ];
        for (uint256 i = 0; i < codes.length; ++i) {
            assertEq(uint8(codes[i]), i, "number");
        }
        assertGe(uint8(type(Code).max), codes.length - 1, "append only");
    }
}
