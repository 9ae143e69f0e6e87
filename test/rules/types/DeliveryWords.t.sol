// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Commitment, Commitments} from "../../../contracts/types/Commitment.sol";
import {Lines} from "../../../contracts/types/Lines.sol";
import {Outcome, Outcomes, Result} from "../../../contracts/types/Outcome.sol";
import {Test} from "../utils/Test.sol";

contract DeliveryWordsTest is Test {
    function testFuzz_LinesKeepOtherFields(uint32 c, uint32 n, uint48 armed, uint32 shift, uint32 spot) external pure {
        c = uint32(bound(c, 1, (1 << 31) - 1));
        n = uint32(bound(n, 1, (1 << 31) - 1));
        Lines l = Lines.wrap(0).withCommitment(c).withNomination(n).withNomination(1);
        assertFalse(l.isLate() || l.isFixed() || l.isPriced());
        l = l.asLate().armedFor(armed);
        assertEq(l.place(), armed, "armed");
        assertTrue(l.isLate() && !l.isFixed());
        l = l.withSpot(spot).withShift(shift);
        assertEq(l.place(), shift, "shift");
        assertEq(l.spot(), spot, "spot");
        assertTrue(l.isLate() && l.isFixed() && l.isPriced());
        assertEq(l.committed(), c, "committed");
        assertEq(l.nominated(), uint256(n) + 1, "nominated");
        assertEq(l.commitments(), 1, "commitments");
        assertEq(l.nominations(), 2, "nominations");
    }

    function testFuzz_LinesKnowTheLongerOne(uint32 c, uint32 n) external pure {
        c = uint32(bound(c, 0, (1 << 31) - 1));
        n = uint32(bound(n, 0, (1 << 31) - 1));
        Lines l = Lines.wrap(0).withCommitment(c).withNomination(n).withNomination(0);
        assertEq(l.commitmentsAreLonger(), c >= n, "which");
        assertEq(l.longer(), c >= n ? c : n, "longer");
        assertEq(l.shorter(), c >= n ? n : c, "shorter");
        assertEq(l.longerEntries(), c >= n ? 1 : 2, "entries");
    }

    function testFuzz_CommitmentRoundTrip(uint32 p, uint32 end, uint32 lots, uint32 k, uint32 mark) external pure {
        Commitment c = Commitments.pack(p, end, lots, k, mark);
        assertEq(c.provider(), p, "provider");
        assertEq(c.end(), end, "end");
        assertEq(c.lots(), lots, "lots");
        assertEq(c.k(), k, "k");
        assertEq(c.mark(), mark, "mark");
    }

    function testFuzz_OutcomeRoundTrip(uint32 a, uint32 b, uint32 c, uint112 paid, uint112 seized) external pure {
        Outcome o = Outcomes.pack(a, b, c);
        assertEq(o.commitment(), a, "commitment");
        assertEq(o.nomination(), b, "nomination");
        assertEq(o.shortfall(), c, "shortfall");
        Result r = Outcomes.result(a, paid, seized);
        assertEq(r.lots(), a, "lots");
        assertEq(r.paid(), paid, "paid");
        assertEq(r.seized(), seized, "seized");
    }
}
