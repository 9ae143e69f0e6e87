// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {vm} from "../utils/Vm.sol";

/// @dev The calls that a campaign makes. Names in the report are in `_actionName`.
enum Action {
    Deposit,
    Withdraw,
    Transfer,
    TransferLots,
    Donate,
    Skim,
    Intrude,
    Stake,
    Unbond,
    WithdrawStake,
    Register,
    OptOut,
    SetOperator,
    Place,
    PlaceBatch,
    RelayOrder,
    Collect,
    CloseOut,
    Clear,
    WrongHint,
    WrongCaller,
    Nominate,
    Commit,
    Wrap,
    TransferClaim,
    Unwrap,
    PostRoot,
    Dispute,
    Decide,
    CloseSilent,
    Settle,
    SettleMissing,
    SettleWithoutRoot,
    Release,
    Default,
    Compensate,
    Sweep,
    PlaceBlock,
    RelayBlock,
    CollectBlocks,
    WrongSignature,
    Baseline,
    CommitSolution,
    Reveal,
    Verify,
    WrongSolution,
    Conclude,
    Forfeit
}

/// @dev What a campaign has to have seen.
enum Event {
    ClearingWithVolume,
    ShortBoughtBack,
    AuctionVoid,
    FoldedCollect,
    CloseOutFilled,
    Reentry,
    ReadingWithShortfall,
    Default,
    DisputeDecided,
    ClaimRedeemed,
    StripFilled,
    BlockFilled,
    ProfileFilled,
    ListingFilledInPart,
    ListingFolded,
    ListingVoid,
    PlaceRaised,
    SolutionAdopted,
    SolutionBeaten,
    SolutionWithGap,
    LotsDisposed,
    PriceBeyondBand
}

/// @notice Counts calls, reverts and events, since the runner reports none.
abstract contract Counts {
    uint256 private constant ACTIONS = 48;
    uint256 private constant EVENTS = 22;

    uint256 internal steps;
    uint256[ACTIONS] private _calls;
    uint256[ACTIONS] private _reverts;
    uint256[EVENTS] private _events;

    function _count(Action action, bool succeeded) internal {
        ++_calls[uint256(action)];
        if (!succeeded) ++_reverts[uint256(action)];
    }

    function _saw(Event what) internal {
        ++_events[uint256(what)];
    }

    /// @dev One JSON object: steps, calls and reverts by action, events.
    function _report() internal view returns (string memory) {
        string[ACTIONS] memory names = _actionNames();
        string memory calls;
        for (uint256 i = 0; i < ACTIONS; ++i) {
            string memory pair = string.concat("[", vm.toString(_calls[i]), ",", vm.toString(_reverts[i]), "]");
            calls = string.concat(calls, i == 0 ? "" : ",", _quoted(names[i]), ":", pair);
        }
        string[EVENTS] memory seen = _eventNames();
        string memory events;
        for (uint256 i = 0; i < EVENTS; ++i) {
            events = string.concat(events, i == 0 ? "" : ",", _quoted(seen[i]), ":", vm.toString(_events[i]));
        }
        string memory all = string.concat("{", _quoted("steps"), ":", vm.toString(steps), ",", _quoted("calls"));
        return string.concat(all, ":{", calls, "},", _quoted("events"), ":{", events, "}}");
    }

    function _quoted(string memory text) private pure returns (string memory) {
        return string.concat("\x22", text, "\x22");
    }

    function _actionNames() private pure returns (string[ACTIONS] memory) {
        return
            [
                "deposit",
                "withdraw",
                "transfer",
                "transferLots",
                "donate",
                "skim",
                "intrude",
                "stake",
                "unbond",
                "withdrawStake",
                "register",
                "optOut",
                "setOperator",
                "place",
                "placeBatch",
                "relayOrder",
                "collect",
                "closeOut",
                "clear",
                "wrongHint",
                "wrongCaller",
                "nominate",
                "commit",
                "wrap",
                "transferClaim",
                "unwrap",
                "postRoot",
                "dispute",
                "decide",
                "closeSilent",
                "settle",
                "settleMissing",
                "settleWithoutRoot",
                "release",
                "default",
                "compensate",
                "sweep",
                "placeBlock",
                "relayBlock",
                "collectBlocks",
                "wrongSignature",
                "baseline",
                "commitSolution",
                "reveal",
                "verify",
                "wrongSolution",
                "conclude",
                "forfeit"
            ];
    }

    function _eventNames() private pure returns (string[EVENTS] memory) {
        return
            [
                "clearing with volume",
                "short bought back",
                "auction void",
                "order folded",
                "close-out filled",
                "reentry",
                "reading with shortfall",
                "short defaulted",
                "dispute decided",
                "claim redeemed",
                "strip filled",
                "block filled",
                "profile filled",
                "filled in part",
                "strip or block folded",
                "strip or block void",
                "place at a raised fee",
                "solution adopted",
                "solution beaten",
                "solution with a gap",
                "lots disposed of",
                "price beyond the band"
            ];
    }
}
