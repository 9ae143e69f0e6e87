// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {OneSeries} from "./OneSeries.sol";

/// @notice Two providers of lots that are committed and nominated in whole domains of eight.
abstract contract WholeDomains is OneSeries {
    uint32 internal constant DOMAIN = 8;

    /// @dev The second provider.
    address internal other;

    function setUp() public virtual {
        _openSeries(45);
        other = _provider("other", CASH, STAKED, 1_000);
    }

    function _terms() internal view virtual override returns (Terms memory terms) {
        terms = super._terms();
        (terms.delivery.minLots, terms.delivery.domainLots) = (DOMAIN, DOMAIN);
    }
}
