// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IClaims} from "./interfaces/IClaims.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {DeliveryTerms, IProducts} from "./interfaces/IProducts.sol";
import {Account} from "./types/Account.sol";
import {Code, Memo, Memos} from "./types/Memo.sol";
import {Ids} from "./types/Series.sol";

/// @title Claims
/// @notice See {IClaims}.
contract Claims is IClaims, ERC1155 {
    using Strings for uint256;

    /// @dev The double quote, which JSON needs.
    string private constant QUOTE = "\x22";

    ILedger private immutable _ledger;
    IProducts private immutable _products;

    mapping(uint256 id => uint256) private _supply;

    constructor(ILedger ledger, IProducts products) ERC1155("") {
        _ledger = ledger;
        _products = products;
    }

    // -- users -----------------------------------------------------------------------------------------

    /// @inheritdoc IClaims
    function wrap(Account account, uint64[] calldata series, uint32[] calldata lots, address to) external {
        if (!account.isCash() || account.owner() != msg.sender) revert NotAuthorized(account, msg.sender);
        (uint256[] memory ids, uint256[] memory values) = _checked(series, lots);
        for (uint256 i = 0; i < series.length; ++i) {
            _ledger.takeLong(account, series[i], lots[i], Memos.memo(Code.Wrapped, series[i]));
            _supply[ids[i]] += values[i];
        }
        emit Wrapped(account, to, series, lots);
        // Calls a receiver that is a contract: last, when everything else is done.
        _mintBatch(to, ids, values, "");
    }

    /// @inheritdoc IClaims
    function unwrap(Account account, uint64[] calldata series, uint32[] calldata lots) external {
        if (!account.isCash()) revert WrongAccount(account);
        (uint256[] memory ids, uint256[] memory values) = _checked(series, lots);
        _burnBatch(msg.sender, ids, values);
        for (uint256 i = 0; i < series.length; ++i) {
            if (_ledger.positionOf(account, series[i]) < 0) revert AccountIsShort(account, series[i]);
            _supply[ids[i]] -= values[i];
            Memo memo = Memos.memo(Code.Unwrapped, series[i]);
            _ledger.addLongs(account, Ids.octetOf(series[i]), Ids.octetWord(series[i], lots[i]), memo);
        }
        emit Unwrapped(account, msg.sender, series, lots);
    }

    // -- views -----------------------------------------------------------------------------------------

    /// @inheritdoc IClaims
    function totalSupply(uint256 id) external view returns (uint256) {
        return _supply[id];
    }

    /// @inheritdoc IClaims
    function uri(uint256 id) public view override(ERC1155, IClaims) returns (string memory) {
        if (id > type(uint64).max) revert UnknownSeries(id);
        uint256 product = Ids.productOf(uint64(id));
        uint256 hour = Ids.hourOf(uint64(id));
        (bytes32 specHash, , , ) = _products.product(uint32(product));
        uint256 period = _products.deliveryTerms(uint32(product)).period;
        bytes memory spec = abi.encodePacked(
            _text("hash", uint256(specHash).toHexString(32)),
            ",",
            _text("contract", _caip10(address(_products))),
            ",",
            _text("event", "ProductListed"),
            ",",
            _value("product", product.toString())
        );
        bytes memory properties = abi.encodePacked(
            _value("product", product.toString()),
            ",",
            _value("start", (hour * period).toString()),
            ",",
            _value("end", ((hour + 1) * period).toString()),
            ",",
            _value("spec", string.concat("{", string(spec), "}"))
        );
        bytes memory json = abi.encodePacked(
            "{",
            _text("name", string.concat("Product ", product.toString(), ", period ", hour.toString())),
            ",",
            _text("description", "Each token is one lot of forward compute, delivered in this period."),
            ",",
            _value("properties", string.concat("{", string(properties), "}")),
            "}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    // -- internal --------------------------------------------------------------------------------------

    /// @dev The lists as the token takes them. Reverts where a gate is closed or there is nothing to move.
    function _checked(
        uint64[] calldata series,
        uint32[] calldata lots
    ) private view returns (uint256[] memory ids, uint256[] memory values) {
        if (series.length != lots.length) revert LengthMismatch(series.length, lots.length);
        if (series.length == 0) revert ZeroLots();
        ids = new uint256[](series.length);
        values = new uint256[](series.length);
        DeliveryTerms memory d;
        for (uint256 i = 0; i < series.length; ++i) {
            if (lots[i] == 0) revert ZeroLots();
            uint32 product = Ids.productOf(series[i]);
            if (i == 0 || product != Ids.productOf(series[i - 1])) d = _products.deliveryTerms(product);
            uint256 closesAt = Math.saturatingSub(uint256(Ids.hourOf(series[i])) * d.period, d.gateClosure);
            if (block.timestamp >= closesAt) revert GateClosed(series[i], closesAt);
            ids[i] = series[i];
            values[i] = lots[i];
        }
    }

    function _caip10(address account) private view returns (string memory) {
        return string.concat("eip155:", block.chainid.toString(), ":", Strings.toChecksumHexString(account));
    }

    function _text(string memory name, string memory text) private pure returns (bytes memory) {
        return _value(name, string.concat(QUOTE, text, QUOTE));
    }

    function _value(string memory name, string memory value) private pure returns (bytes memory) {
        return abi.encodePacked(QUOTE, name, QUOTE, ":", value);
    }
}
