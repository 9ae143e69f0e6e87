// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Trading} from "../utils/Trading.sol";
import {Report} from "./Report.sol";

/// @notice An attack on the auction: what it costs whom and what it gains is asserted, and reported.
abstract contract Attack is Trading, Report {}
