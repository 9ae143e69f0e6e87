// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDelivery} from "../interfaces/IDelivery.sol";
import {IProviders} from "../interfaces/IProviders.sol";
import {Circle} from "../libraries/Circle.sol";
import {Account} from "../types/Account.sol";
import {Commitment} from "../types/Commitment.sol";
import {Lines} from "../types/Lines.sol";
import {Nomination} from "../types/Nomination.sol";

/// @notice The two lines of a series in plain numbers.
struct SeriesView {
    uint32 committed; // lots
    uint32 nominated; // lots
    uint32 commitments;
    uint32 nominations;
    bool late; // has a seed of its own
    bool fixed_; // the shift is stored
    uint32 shift; // zero while it is not fixed
    uint64 armedBlock; // of a late series that is not fixed
    bool priced;
    uint32 spot; // ticks x 256
}

struct CommitmentView {
    Account provider;
    uint32 lots;
    uint32 k; // ticks x 256
    uint32 mark; // ticks x 256
}

struct NominationView {
    Account holder;
    uint32 lots;
}

struct AssignmentView {
    uint32 commitment;
    uint32 nomination;
    uint32 lots;
    bool settled;
    Account provider;
    Account holder;
}

/// @title Readable views over Delivery's packed words
/// @dev Never used by the core.
contract DeliveryLens {
    /// @dev Where a walk along both lines stands.
    struct Walk {
        uint64 series;
        Lines lines;
        uint256 size;
        uint256 shift;
        uint256 x; // lot on the shorter line
        uint32 short; // its entry
        uint32 long; // entry of the longer line that the lot meets
    }

    IDelivery private immutable _delivery;
    IProviders private immutable _providers;

    constructor(IDelivery delivery, IProviders providers) {
        _delivery = delivery;
        _providers = providers;
    }

    /// @notice Totals, shift and spot of a series.
    function seriesOf(uint64 series) external view returns (SeriesView memory v) {
        Lines l = _delivery.linesOf(series);
        v = SeriesView({
            committed: l.committed(),
            nominated: l.nominated(),
            commitments: l.commitments(),
            nominations: l.nominations(),
            late: l.isLate(),
            fixed_: l.isFixed(),
            shift: l.isFixed() ? uint32(l.place()) : 0,
            armedBlock: l.isFixed() ? 0 : l.place(),
            priced: l.isPriced(),
            spot: l.spot()
        });
    }

    /// @notice Commitments from index `from` on, at most `limit`.
    function commitments(
        uint64 series,
        uint32 from,
        uint32 limit
    ) external view returns (CommitmentView[] memory page) {
        uint32 count = _pageSize(_delivery.linesOf(series).commitments(), from, limit);
        page = new CommitmentView[](count);
        for (uint32 i = 0; i < count; ++i) {
            Commitment c = _delivery.commitmentOf(series, from + i);
            page[i] = CommitmentView(_providers.providerAccount(c.provider()), c.lots(), c.k(), c.mark());
        }
    }

    /// @notice Nominations from index `from` on, at most `limit`.
    function nominations(
        uint64 series,
        uint32 from,
        uint32 limit
    ) external view returns (NominationView[] memory page) {
        uint32 count = _pageSize(_delivery.linesOf(series).nominations(), from, limit);
        page = new NominationView[](count);
        for (uint32 i = 0; i < count; ++i) {
            Nomination n = _delivery.nominationOf(series, from + i);
            page[i] = NominationView(n.holder(), n.lots());
        }
    }

    /// @notice Assignments in the order of the shorter line, each once. Reverts while the shift is not known.
    /// @param from where to go on, in lots of the shorter line: zero, then what the page before returned
    /// @param limit pieces to walk: the most assignments of a page
    /// @return page assignments that begin in the part that was walked
    /// @return next where the next page begins; the length of the shorter line at the end
    function assignments(
        uint64 series,
        uint32 from,
        uint32 limit
    ) external view returns (AssignmentView[] memory page, uint32 next) {
        Lines lines = _delivery.linesOf(series);
        uint256 total = lines.shorter();
        if (from >= total) return (page, uint32(total));
        Walk memory w = _start(series, lines, from);
        page = new AssignmentView[](limit);
        uint256 count;
        for (uint256 i = 0; i < limit && w.x < total; ++i) {
            if (_step(w, page[count])) ++count;
        }
        assembly ("memory-safe") {
            // Shortens the array to what was filled: count <= limit.
            mstore(page, count)
        }
        next = uint32(w.x);
    }

    // -- internal --------------------------------------------------------------------------------------

    function _start(uint64 series, Lines lines, uint256 x) private view returns (Walk memory w) {
        w.series = series;
        w.lines = lines;
        w.size = lines.longer();
        w.shift = _delivery.shiftOf(series);
        w.x = x;
        bool commitmentsAreLonger = lines.commitmentsAreLonger();
        w.short = _find(w, !commitmentsAreLonger, x);
        w.long = _find(w, commitmentsAreLonger, (x + w.shift) % w.size);
    }

    /// @dev Goes on to where the next entry of either line begins.
    /// @return first whether the piece is the first of its assignment, which is then filled in
    function _step(Walk memory w, AssignmentView memory v) private view returns (bool first) {
        bool commitmentsAreLonger = w.lines.commitmentsAreLonger();
        (uint256 a, uint256 b) = _entry(w, !commitmentsAreLonger, w.short);
        (uint256 from, uint256 to) = _entry(w, commitmentsAreLonger, w.long);
        uint256 begin = Circle.beginOf(w.size, w.shift, from);
        // The entry that the turn cut in two ends on this scale twice.
        uint256 end = begin + to - from;
        bool cut = end > w.size;
        bool secondPiece = cut && w.x >= begin;
        uint256 longEnd = cut ? (secondPiece ? w.size : end - w.size) : end;
        first = !(secondPiece && a + w.size < end);
        if (first) _fill(w, v);
        w.x = b < longEnd ? b : longEnd;
        if (w.x == b) ++w.short;
        if (w.x == longEnd && !secondPiece) w.long = (w.long + 1) % w.lines.longerEntries();
    }

    function _fill(Walk memory w, AssignmentView memory v) private view {
        bool commitmentsAreLonger = w.lines.commitmentsAreLonger();
        v.commitment = commitmentsAreLonger ? w.long : w.short;
        v.nomination = commitmentsAreLonger ? w.short : w.long;
        Commitment c;
        Nomination n;
        (v.lots, c, n) = _delivery.assignmentOf(w.series, v.commitment, v.nomination);
        v.settled = _delivery.isSettled(w.series, v.commitment, v.nomination);
        v.provider = _providers.providerAccount(c.provider());
        v.holder = n.holder();
    }

    /// @dev The entry that lot x of a line belongs to: the first that ends after it.
    function _find(Walk memory w, bool ofCommitments, uint256 x) private view returns (uint32) {
        uint32 low = 0;
        uint32 high = (ofCommitments ? w.lines.commitments() : w.lines.nominations()) - 1;
        while (low < high) {
            uint32 middle = (low + high) / 2;
            (, uint256 end) = _entry(w, ofCommitments, middle);
            if (end > x) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    function _entry(Walk memory w, bool ofCommitments, uint32 index) private view returns (uint256 from, uint256 to) {
        if (ofCommitments) {
            Commitment c = _delivery.commitmentOf(w.series, index);
            return (c.end() - c.lots(), c.end());
        }
        Nomination n = _delivery.nominationOf(w.series, index);
        return (n.end() - n.lots(), n.end());
    }

    function _pageSize(uint32 count, uint32 from, uint32 limit) private pure returns (uint32) {
        if (from >= count) return 0;
        return count - from < limit ? count - from : limit;
    }
}
