// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {vm} from "../utils/Vm.sol";
import {WholeDomains} from "../utils/WholeDomains.sol";

/// @notice Found: lines were turned by any number of lots. So although entries are whole scale-up domains, most shifts
/// split every domain between two commitments, which may be of two providers.
contract SplitDomainsTest is WholeDomains {
    function test_LongerCommitments() external {
        _enter([uint32(16), 24], [uint32(8), 16]);
        _checkShifts(5);
    }

    function test_LongerNominations() external {
        _enter([uint32(8), 16], [uint32(8), 32]);
        _checkShifts(5);
    }

    function _enter(uint32[2] memory committed, uint32[2] memory nominated) private {
        for (uint256 i = 0; i < 2; ++i) {
            address seller = i == 0 ? provider : other;
            _giveShort(seller, series, committed[i], 200, 200);
            _commit(seller, series, committed[i]);
            _giveLong(holder, series, nominated[i]);
            _nominate(holder, series, nominated[i]);
        }
    }

    /// @param domains of the longer line: as many shifts there are
    function _checkShifts(uint256 domains) private {
        uint256 seen;
        for (uint256 draw = 1; draw <= 40; ++draw) {
            uint256 snapshot = vm.snapshotState();
            _fixShift(series, keccak256(abi.encode(draw)));
            uint32 shift = delivery.shiftOf(series);
            for (uint32 i = 0; i < 4; ++i) {
                (uint32 lots, , ) = delivery.assignmentOf(series, i / 2, i % 2);
                assertEq(lots % DOMAIN, 0, "whole domains");
            }
            vm.revertToState(snapshot);
            seen |= 1 << (shift / DOMAIN);
        }
        assertEq(seen, (1 << domains) - 1, "every shift by whole domains is drawn");
    }
}
