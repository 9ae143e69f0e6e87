// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IClaims} from "../../../contracts/interfaces/IClaims.sol";
import {IDelivery} from "../../../contracts/interfaces/IDelivery.sol";
import {WriteFill, WriteTerms} from "../../../contracts/interfaces/IMargin.sol";
import {IMeter} from "../../../contracts/interfaces/IMeter.sol";
import {IPrices} from "../../../contracts/interfaces/IPrices.sol";
import {DeliveryTerms, OracleTerms} from "../../../contracts/interfaces/IProducts.sol";
import {ISettlement} from "../../../contracts/interfaces/ISettlement.sol";
import {Account, Accounts} from "../../../contracts/types/Account.sol";
import {Commitment} from "../../../contracts/types/Commitment.sol";
import {Lines} from "../../../contracts/types/Lines.sol";
import {Code, Memo, Memos} from "../../../contracts/types/Memo.sol";
import {Reading} from "../../../contracts/types/Reading.sol";
import {Ids} from "../../../contracts/types/Series.sol";
import {Attestation} from "./Attestation.sol";
import {Exchange} from "./Exchange.sol";
import {vm} from "./Vm.sol";

/// @notice An assignment: the lots that a commitment owes a nomination.
struct Pair {
    uint32 commitment;
    uint32 nomination;
    uint32 lots;
    Account provider;
}

/// @notice The exchange with every room real, oracles that can sign, and short cuts into positions.
abstract contract FullExchange is Exchange, Attestation {
    uint256 internal constant ORACLES = 4;
    uint8 internal constant QUORUM = 3;
    bytes internal constant KEY = hex"02000000000000000000000000000000000000000000000000000000000000000a";
    /// @dev An auction that no test uses: positions that are given out come from its escrow.
    uint64 private constant NO_AUCTION = type(uint64).max;

    IMeter internal meter;
    IClaims internal claims;
    IPrices internal prices;
    IDelivery internal delivery;
    ISettlement internal settlement;
    address internal settlementRoom;

    /// @dev Keys of the oracle set and of the second set, by the order of their addresses.
    uint256[] internal oracleKeys;
    uint256[] internal secondKeys;

    function _placeRooms(uint64 nonce) internal override {
        meterRoom = vm.computeCreateAddress(address(this), nonce);
        claimsRoom = vm.computeCreateAddress(address(this), nonce + 1);
        deliveryRoom = vm.computeCreateAddress(address(this), nonce + 3);
        settlementRoom = vm.computeCreateAddress(address(this), nonce + 4);
        oracleKeys = _keys("oracle");
        secondKeys = _keys("second");
    }

    function _deployRooms() internal override {
        meter = IMeter(_create("Meter", abi.encode(ledger, products, settlementRoom)));
        claims = IClaims(_create("Claims", abi.encode(ledger, products)));
        prices = IPrices(_create("Prices", abi.encode(auction, products)));
        bytes memory rooms = abi.encode(ledger, products, providers, margin, auction, prices, settlementRoom);
        delivery = IDelivery(_create("Delivery", rooms));
        settlement = ISettlement(_create("Settlement", abi.encode(ledger, products, providers, meter, delivery)));
        require(
            address(meter) == meterRoom && address(claims) == claimsRoom && address(settlement) == settlementRoom,
            "predicted addresses"
        );
        meter.registerSet(_members(oracleKeys), QUORUM);
        meter.registerSet(_members(secondKeys), QUORUM);
    }

    function _oracles() internal view override returns (OracleTerms memory) {
        return OracleTerms({oracleSet: _setId(oracleKeys), secondSet: _setId(secondKeys)});
    }

    // -- oracles ---------------------------------------------------------------------------------------

    /// @dev Named keys, sorted by their addresses.
    function _keys(string memory name) private returns (uint256[] memory keys) {
        keys = new uint256[](ORACLES);
        for (uint256 i = 0; i < ORACLES; ++i) {
            (address account, uint256 key) = makeAddrAndKey(string.concat(name, vm.toString(i)));
            uint256 place = i;
            while (place > 0 && vm.addr(keys[place - 1]) > account) {
                keys[place] = keys[place - 1];
                --place;
            }
            keys[place] = key;
        }
    }

    function _members(uint256[] memory keys) internal pure returns (address[] memory members) {
        members = new address[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            members[i] = vm.addr(keys[i]);
        }
    }

    function _setId(uint256[] memory keys) internal pure returns (bytes32) {
        return keccak256(abi.encode(_members(keys), QUORUM));
    }

    function _postRoot(uint64 series, bytes32 root, uint256 count) internal {
        (uint32 p, uint32 hour) = (Ids.productOf(series), Ids.hourOf(series));
        bytes32 digest = meter.rootDigest(p, hour, root, uint32(count));
        meter.postRoot(p, hour, root, uint32(count), _sign(oracleKeys, QUORUM, digest));
    }

    function _decide(uint64 id, Reading memory reading) internal {
        bytes32 digest = meter.verdictDigest(id, _leaf(reading));
        settlement.decide(id, reading, _sign(secondKeys, QUORUM, digest));
    }

    // -- positions, without an auction -----------------------------------------------------------------

    /// @dev Long lots out of nothing.
    function _giveLong(address user, uint64 series, uint32 lots) internal {
        Memo memo = Memos.memo(Code.OrderCollected, NO_AUCTION);
        vm.prank(address(auction));
        ledger.addLongs(_cash(user), Ids.octetOf(series), Ids.octetWord(series, lots), memo);
    }

    /// @dev Short lots as a filled writing order leaves them; the buyer's money is minted.
    function _giveShort(address user, uint64 series, uint32 lots, uint32 price, uint32 referencePrice) internal {
        WriteTerms memory terms = WriteTerms(price, price > 100 ? price - 100 : 1, referencePrice, 0);
        Account escrow = Accounts.auctionEscrow(NO_AUCTION);
        uint256 gross = uint256(price) * products.tradeTerms(product).tickSize;
        address bank = makeAddr("bank");
        _fund(bank, gross * lots);
        vm.startPrank(address(auction));
        uint256 perLot = margin.reserve(_cash(user), series, lots, terms);
        ledger.post(_cash(user), escrow, perLot * lots, Memos.memo(Code.OrderEscrow, NO_AUCTION));
        ledger.post(_cash(bank), escrow, gross * lots, Memos.memo(Code.OrderEscrow, NO_AUCTION));
        WriteFill memory fill = WriteFill(NO_AUCTION, series, lots, lots, price, gross);
        uint256 rest = margin.settleWrite(_cash(user), fill, terms);
        ledger.post(escrow, _cash(user), rest, Memos.memo(Code.OrderCollected, NO_AUCTION));
        vm.stopPrank();
        assertEq(ledger.balanceOf(escrow), 0, "escrow of given positions");
    }

    // -- times -----------------------------------------------------------------------------------------

    function _startOf(uint64 series) internal view returns (uint256) {
        return uint256(Ids.hourOf(series)) * _deliveryTerms().period;
    }

    function _endOf(uint64 series) internal view returns (uint256) {
        return _startOf(series) + _deliveryTerms().period;
    }

    function _deliveryTerms() internal view returns (DeliveryTerms memory) {
        return products.deliveryTerms(product);
    }

    /// @dev The first second in which the gate of the series is closed.
    function _closeGate(uint64 series) internal {
        vm.warp(delivery.closesAt(series));
    }

    /// @dev Closes the gate if it is open, and fixes the shift from the hash `seed`.
    function _fixShift(uint64 series, bytes32 seed) internal {
        if (block.timestamp < delivery.closesAt(series)) _closeGate(series);
        delivery.armShift(series);
        uint256 armed = block.number + 1;
        vm.roll(armed + 1);
        vm.setBlockhash(armed, seed);
        delivery.fixShift(series);
    }

    /// @dev A block hash that turns a longer line of `size` lots by `shift`, found by trying.
    function _seedFor(uint64 series, uint256 shift, uint256 size) internal pure returns (bytes32) {
        uint256 day = (uint256(Ids.productOf(series)) << 32) | Ids.dayOf(series);
        for (uint256 i = 1; i < 100 * size; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(bytes32(i), day | (1 << 64)))) >> 64;
            if (seed % size == shift) return bytes32(i);
        }
        revert("no seed found");
    }

    // -- lines -----------------------------------------------------------------------------------------

    function _one(uint64 series) internal pure returns (uint64[] memory list) {
        list = new uint64[](1);
        list[0] = series;
    }

    function _lots(uint32 lots) internal pure returns (uint32[] memory list) {
        list = new uint32[](1);
        list[0] = lots;
    }

    function _commit(address user, uint64 series, uint32 lots) internal {
        vm.prank(user);
        delivery.commit(_cash(user), _one(series), _lots(lots));
    }

    function _nominate(address user, uint64 series, uint32 lots) internal {
        vm.prank(user);
        delivery.nominate(_cash(user), _one(series), _lots(lots), KEY);
    }

    /// @dev Lots that one account has sold at 2.00 and committed, another bought and nominated; then the gate closes.
    function _scheduleLots(address from, address to, uint64 series, uint32 lots) internal {
        // The lots of one account would net: its short ones are committed before it has long ones.
        _giveShort(from, series, lots, 200, 200);
        _commit(from, series, lots);
        _giveLong(to, series, lots);
        _nominate(to, series, lots);
        _closeGate(series);
    }

    /// @dev All assignments of a series, commitment by commitment.
    function _pairs(uint64 series) internal view returns (Pair[] memory pairs) {
        Lines lines = delivery.linesOf(series);
        // Each pair begins where an entry of one line does.
        pairs = new Pair[](lines.commitments() + lines.nominations());
        uint256 count;
        for (uint32 i = 0; i < lines.commitments(); ++i) {
            for (uint32 j = 0; j < lines.nominations(); ++j) {
                (uint32 lots, Commitment c, ) = delivery.assignmentOf(series, i, j);
                if (lots > 0) pairs[count++] = Pair(i, j, lots, providers.providerAccount(c.provider()));
            }
        }
        assembly ("memory-safe") {
            // Shortens the array to what was filled.
            mstore(pairs, count)
        }
    }

    // -- readings --------------------------------------------------------------------------------------

    /// @dev A reading of an assignment of which `deliveredPpm` of the time was delivered at full performance.
    function _reading(
        uint64 series,
        uint32 commitment,
        uint32 nomination,
        uint32 deliveredPpm
    ) internal view returns (Reading memory) {
        (uint32 lots, , ) = delivery.assignmentOf(series, commitment, nomination);
        return
            Reading({
                version: 1,
                product: Ids.productOf(series),
                hour: Ids.hourOf(series),
                commitment: commitment,
                nomination: nomination,
                lots: lots,
                deliveredPpm: deliveredPpm,
                lostProviderPpm: 1_000_000 - deliveredPpm,
                lostBuyerPpm: 0,
                performancePpm: 1_000_000,
                preemptions: 0,
                energyWh: 700,
                carbonG: 250,
                samplesRoot: keccak256(abi.encode(series, commitment, nomination)),
                extension: 0
            });
    }

    /// @dev Goes to the end of the period and posts the root of the readings.
    function _attest(uint64 series, Reading[] memory readings) internal {
        vm.warp(_endOf(series));
        _postRoot(series, _tree(readings)[0], readings.length);
    }

    /// @dev The first second in which readings of the series can be settled.
    function _passWindow(uint64 series) internal {
        (, uint64 postedAt) = meter.rootOf(series);
        vm.warp(uint256(postedAt) + _deliveryTerms().challengeWindow + 1);
    }

    function _attestAndPass(uint64 series, Reading[] memory readings) internal {
        _attest(series, readings);
        _passWindow(series);
    }

    function _balance(address user) internal view returns (uint256) {
        return ledger.balanceOf(_cash(user));
    }

    function _reserve() internal view returns (uint256) {
        return ledger.balanceOf(Accounts.RESERVE);
    }

    function _pool(uint64 series) internal view returns (uint256) {
        return ledger.balanceOf(Accounts.delivery(series));
    }

    function _compensation(uint64 series) internal view returns (uint256) {
        return ledger.balanceOf(Accounts.compensation(series));
    }
}
