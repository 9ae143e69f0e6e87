// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Terms} from "../../../contracts/interfaces/IProducts.sol";
import {FullExchange} from "./FullExchange.sol";

/// @notice Two providers of lots that are committed and nominated in whole domains of eight.
abstract contract WholeDomains is FullExchange {
    uint32 internal constant DOMAIN = 8;

    uint64 internal series;
    address internal one;
    address internal two;

    function setUp() public virtual {
        _deploy();
        _listDefault();
        series = _series(45);
        one = _provider("one", 1_000 * USDC, 100 * USDC, 100);
        two = _provider("two", 1_000 * USDC, 100 * USDC, 100);
    }

    function _terms() internal view override returns (Terms memory terms) {
        terms = super._terms();
        (terms.delivery.minLots, terms.delivery.domainLots) = (DOMAIN, DOMAIN);
    }
}
