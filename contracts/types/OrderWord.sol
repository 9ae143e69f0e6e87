// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ResultWord} from "./ResultWord.sol";

/// @notice One order, as it stands in its account's slot. Lots zero means collected (the slot is kept warm).
///
///   255  247 246            183 182  156 155  129 128 105 104 102 101  96 95     64 63              0
///  +--------+------------------+--------+--------+-------+-------+-------+---------+----------------+
///  | free(9)|     basis (64)   |ahead 27| lots 27| price |kind(3)|offset | product |   auction 64   |
///  |        |                  |        |        |  24   |       |  (6)  |   (32)  |                |
///  +--------+------------------+--------+--------+-------+-------+-------+---------+----------------+
///
/// offset  periods from the first of the auction's window to the order's
/// price   limit in ticks, already moved into the band
/// ahead   lots that stood at the same tick and side before this order
/// basis   Write: reference << 32 | base of the frozen grid, ticks. CloseBuy: mark << 32 | k, ticks x 256
type OrderWord is uint256;

/// @dev The order is part of the packed word and must never change.
enum OrderKind {
    None,
    Buy, // a limit buy
    Sell, // a limit sell of lots held
    Write, // a limit sell of lots to be delivered
    CloseSell, // close-out of an unscheduled long
    CloseBuy // close-out of a short without capacity
}

using {auction, product, offset, kind, price, lots, ahead, basis, collected, filled, isBuy} for OrderWord global;

library OrderWords {
    function pack(
        uint64 auction_,
        uint32 product_,
        uint256 offset_,
        OrderKind kind_,
        uint256 price_,
        uint256 lots_,
        uint256 ahead_,
        uint64 basis_
    ) internal pure returns (OrderWord) {
        return
            OrderWord.wrap(
                uint256(auction_) |
                    (uint256(product_) << 64) |
                    (offset_ << 96) |
                    (uint256(kind_) << 102) |
                    (price_ << 105) |
                    (lots_ << 129) |
                    (ahead_ << 156) |
                    (uint256(basis_) << 183)
            );
    }
}

function auction(OrderWord o) pure returns (uint64) {
    return uint64(OrderWord.unwrap(o));
}

function product(OrderWord o) pure returns (uint32) {
    return uint32(OrderWord.unwrap(o) >> 64);
}

function offset(OrderWord o) pure returns (uint32) {
    return uint32((OrderWord.unwrap(o) >> 96) & 0x3f);
}

function kind(OrderWord o) pure returns (OrderKind) {
    return OrderKind((OrderWord.unwrap(o) >> 102) & 0x7);
}

function price(OrderWord o) pure returns (uint32) {
    return uint32((OrderWord.unwrap(o) >> 105) & 0xffffff);
}

function lots(OrderWord o) pure returns (uint32) {
    return uint32((OrderWord.unwrap(o) >> 129) & 0x7ffffff);
}

function ahead(OrderWord o) pure returns (uint32) {
    return uint32((OrderWord.unwrap(o) >> 156) & 0x7ffffff);
}

function basis(OrderWord o) pure returns (uint64) {
    return uint64(OrderWord.unwrap(o) >> 183);
}

/// @dev The same word with no lots left.
function collected(OrderWord o) pure returns (OrderWord) {
    return OrderWord.wrap(OrderWord.unwrap(o) & ~(uint256(0x7ffffff) << 129));
}

function isBuy(OrderWord o) pure returns (bool) {
    OrderKind k = o.kind();
    return k == OrderKind.Buy || k == OrderKind.CloseBuy;
}

/// @notice Lots filled: a pure function of order and result. Better than the price: all; worse: none; at the price:
/// first come, first served, clamp(marginal - ahead, 0, lots).
/// @dev A result without volume has no price: nothing is filled.
function filled(OrderWord o, ResultWord r) pure returns (uint32) {
    if (r.volume() == 0) return 0;
    uint32 limit = o.price();
    uint32 clearing = r.price();
    uint32 size = o.lots();
    bool buy = o.isBuy();
    if (limit != clearing) return (limit > clearing) == buy ? size : 0;
    uint32 marginal = buy ? r.marginalBuy() : r.marginalSell();
    uint32 before = o.ahead();
    if (marginal <= before) return 0;
    uint32 rest = marginal - before;
    return rest < size ? rest : size;
}
